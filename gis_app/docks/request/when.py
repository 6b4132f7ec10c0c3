"""First lines of the form: on which day, for how long, from when to when, and lunch."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSpinBox,
    QTimeEdit,
    QToolButton,
    QWidget,
)

from data.calendar.almanac import FestivalTime, festivals_by_day, is_public_holiday
from data.calendar.lunar import lunar_date
from data.errors import BadInputError
from data.language.catalogue import N_
from data.language.formats import day_date, weekday_date
from data.language.formats import lunar_date as lunar_words
from data.model.clock import DAY_S
from data.model.request import MOST_DAYS
from gis_app.docks.request import fields
from gis_app.docks.request.almanac import CalendarPopup
from gis_app.docks.request.context import FormContext
from gis_app.docks.request.flat import Values, dates_of
from gis_app.docks.request.page import Page
from gis_app.widgets.snug import DayEdit

_FESTIVALS_SAID = 2


class WhenPart(Page):
    """Dates, times of the day, lunch.

    ``festival_taken`` gives the place whose festival was chosen in the calendar.
    """

    festival_taken = Signal(object)
    best_dates_asked = Signal()

    def __init__(self, context: FormContext, today: date) -> None:
        super().__init__(context)
        self._gaps: dict[int, int] = {}
        self._first = fields.day_date(context, N_("First day"))
        self._count = fields.counter(context, N_("Number of days"), 1, MOST_DAYS)
        self._begin = fields.time_of_day(context, N_("Start of the day"))
        self._end = fields.time_of_day(context, N_("End of the day"))
        self._lunch = fields.check(context, N_("Lunch"))
        self._lunch_from = fields.time_of_day(context, N_("Lunch not before"))
        self._lunch_to = fields.time_of_day(context, N_("Lunch not after"))
        self._lunch_minutes = fields.counter(context, N_("Minutes of lunch"), 0, 240)
        self.first_date = fields.widget_of(self._first, DayEdit)
        self.days = fields.widget_of(self._count, QSpinBox)
        self.begin = fields.widget_of(self._begin, QTimeEdit)
        self.end = fields.widget_of(self._end, QTimeEdit)
        self.lunch_minutes = fields.widget_of(self._lunch_minutes, QSpinBox)
        self._kept_lunch_s: tuple[int, int] | None = None
        self._make_calendar(today)
        dates = QWidget()
        line = QHBoxLayout(dates)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(0)
        line.addWidget(self.blank("first_date", self._first))
        line.addWidget(self.open_calendar)
        self.say(N_("On {date}, {days} day(s)"), date=dates, days=self.blank("day_count", self._count))
        self._say_days()
        self.say(
            N_("from {begin} to {end}"),
            begin=self.blank("day_start_s", self._begin),
            end=self.blank("day_end_s", self._end),
        )
        self.say(
            N_("{lunch} {first} to {last}, {minutes} minutes"),
            lunch=self.blank("lunch", self._lunch),
            first=self.blank("lunch.earliest_s", self._lunch_from),
            last=self.blank("lunch.latest_s", self._lunch_to),
            minutes=self.blank("lunch.duration_s", self._lunch_minutes),
        )
        self.changed.connect(self._refresh)
        context.words.changed.connect(self._refresh)
        context.project_changed.connect(self._refresh)

    def _make_calendar(self, today: date) -> None:
        context = self.context
        self.open_calendar = QToolButton()
        self.open_calendar.setObjectName("flat")
        self.open_calendar.setIcon(context.icon("calendar"))
        context.words.bind(self.open_calendar.setToolTip, N_("Calendar with lunar dates and festivals"))
        context.words.bind(
            self.open_calendar.setAccessibleName, N_("Calendar with lunar dates and festivals")
        )
        self.open_calendar.clicked.connect(self.show_calendar)
        self.calendar = CalendarPopup(context, today, self)
        self.calendar.chosen.connect(self.take_date)
        self.calendar.festival_chosen.connect(self.take_festival)

    def _say_days(self) -> None:
        self.lunar = QLabel()
        self.lunar.setObjectName("muted")
        self.lunar.setWordWrap(True)
        self.lines.addWidget(self.lunar)
        self.best_dates = QPushButton()
        self.best_dates.setObjectName("link")
        self.context.words.bind(self.best_dates.setText, N_("Find the best dates…"))
        self.best_dates.clicked.connect(self.best_dates_asked)
        self.lines.addWidget(self.best_dates)

    # The values

    @property
    def dates(self) -> tuple[date, ...]:
        """The days of the tour."""
        return dates_of(self._first.get(), self._count.get(), self._gaps)

    def show_gaps(self, gaps: Mapping[int, int]) -> None:
        """Take the idle days between days from where they are edited."""
        self._gaps = dict(gaps)
        self._refresh()

    def values(self) -> Values:
        """Return the values; an end before the begin is meant after midnight, lunch counts in minutes."""
        values = super().values()
        if values["day_end_s"] <= values["day_start_s"]:
            values["day_end_s"] += DAY_S
        minutes = values["lunch.duration_s"]
        kept = self._kept_lunch_s
        values["lunch.duration_s"] = kept[1] if kept is not None and kept[0] == minutes else minutes * 60
        return values

    def show_values(self, values: Mapping[str, Any]) -> None:
        """Put ``values`` into the blanks."""
        duration_s = values["lunch.duration_s"]
        super().show_values({**values, "lunch.duration_s": duration_s // 60})
        self._kept_lunch_s = self._lunch_minutes.get(), duration_s
        self._refresh()

    def take_date(self, day: date) -> None:
        """Let the tour begin on ``day``."""
        self._first.put(day)

    def take_festival(self, time: FestivalTime, day: date) -> None:
        """Let the tour begin on a day of a festival, and tell of its place."""
        self.take_date(day)
        self.festival_taken.emit(time.place_id)

    def show_calendar(self) -> None:
        """Open the calendar under the date."""
        self.calendar.open_under(self._first.widget, self.dates)

    def _refresh(self, _: str = "") -> None:
        lunch = (self._lunch_from.widget, self._lunch_to.widget, self._lunch_minutes.widget)
        for widget in lunch:
            widget.setEnabled(self._lunch.get())
        for widget in (self.begin, self.end, *lunch):
            widget.setLocale(self.context.words.locale)
        self.lunar.setText("\n".join(self._said_days()))

    def _said_days(self) -> list[str]:
        """Say each day with its lunar date, what holiday it is, and whose festival."""
        language, dates = self.context.words.language, self.dates
        held = festivals_by_day(self.context.project.places.values(), dates[0], dates[-1])
        lines = []
        for day in dates:
            try:
                lunar = lunar_date(day)
            except BadInputError:
                lines.append(weekday_date(day, language))
                continue
            said = lunar_words(lunar.day, lunar.month, language, is_leap=lunar.is_leap)
            parts = [f"{weekday_date(day, language)}: {said}"]
            if is_public_holiday(day):
                parts.append(self.context.words.say(N_("public holiday")))
            times = [time for time in held.get(day, ()) if not time.is_season]
            names = list(dict.fromkeys(self.context.place_name(time.place_id) for time in times))
            if names:
                more = f" +{len(names) - _FESTIVALS_SAID}" if len(names) > _FESTIVALS_SAID else ""
                told = ", ".join(names[:_FESTIVALS_SAID]) + more
                parts.append(self.context.words.say(N_("festival: {places}"), places=told))
            lines.append("; ".join(parts))
        if len(lines) > _MOST_LINES:
            lines = [*lines[: _MOST_LINES - 1], f"… {day_date(dates[-1], language)}"]
        return lines


_MOST_LINES = 4
