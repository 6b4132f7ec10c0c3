"""The request as sentences: each field of a ``TourRequest`` stands where one would say it."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise, zip_longest
from typing import Any, Final

from PySide6.QtCore import QDate, Qt, QTime, QTimer, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDateEdit,
    QFrame,
    QLabel,
    QLineEdit,
    QPushButton,
    QSpinBox,
    QTimeEdit,
    QVBoxLayout,
    QWidget,
)

from data.calendar.lunar import lunar_date
from data.errors import BadInputError
from data.language.catalogue import N_
from data.language.formats import lunar_date as lunar_words
from data.language.terms import term
from data.model.clock import DAY_S
from data.model.demands.times import Break
from data.model.place import Category, PlaceId
from data.model.project import Project
from data.model.request import Anchor, CandidateFilter, TourRequest
from data.model.travel_mode import TravelMode
from data.model.units import UnitId
from gis_app.docks.candidates import VISITABLE, candidate_summary, candidates, meeting_place, unit_options
from gis_app.i18n import Words
from gis_app.icons import icon
from gis_app.widgets.check_popup import CheckPopup
from gis_app.widgets.chips import ChosenChips, ToggleChips
from gis_app.widgets.fields import FieldManners
from gis_app.widgets.place_picker import Describe, PlacePicker, Search, anchor_of
from gis_app.widgets.sentence import Sentence
from layers.style import Theme

MOST_DAYS: Final = 7
PROBLEM_LINES: Final = 6
"""Reasons shown beside the button; the tool tip has all of them."""
_COUNT_MS: Final = 120
_SEVERAL_FIELDS: Final = frozenset({"lunch", "units", "categories"})


class RequestForm(QWidget):
    """Form of a tour request; ``request()`` gives it, or says what is missing."""

    changed = Signal()

    def __init__(self, words: Words, theme: Theme, search: Search, describe: Describe) -> None:
        super().__init__()
        self.setObjectName("panelBody")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._words, self._theme = words, theme
        self._search, self._describe = search, describe
        self._project = Project()
        self._units: tuple[UnitId, ...] = ()
        self._must: list[PlaceId] = []
        self._base: TourRequest | None = None
        self._loaded: dict[str, Any] = {}
        self._suggested: Anchor | None = None
        self._count_timer = QTimer(self, interval=_COUNT_MS, singleShot=True)
        self._count_timer.timeout.connect(self._count)
        self._make_fields()
        self._make_lists()
        self._lay_out()
        self._connect()
        words.changed.connect(self._say_again)
        self._say_again()

    # Fields

    def _make_fields(self) -> None:
        self.title = QLineEdit()
        self.title.setObjectName("title")
        self.first_date = QDateEdit(QDate.currentDate().addDays(7))
        self.first_date.setCalendarPopup(True)
        self.first_date.setDisplayFormat("dd/MM/yyyy")
        self.days = _spin(1, MOST_DAYS, 1)
        self.group = _spin(1, 999, 30)
        self.mode = QComboBox()
        self.begin = _clock(7, 30)
        self.end = _clock(17, 0)
        self.lunch = QCheckBox()
        self.lunch.setChecked(True)
        self.lunch_from = _clock(11, 30)
        self.lunch_to = _clock(12, 30)
        self.lunch_minutes = _spin(15, 180, 60)
        self.start = self._picker()
        self.finish = self._picker()
        clocks = (self.begin, self.end, self.lunch_from, self.lunch_to)
        for scrolled in (self.first_date, *clocks, self.days, self.group, self.lunch_minutes, self.mode):
            FieldManners(scrolled)
        self.nights = [self._picker() for _ in range(MOST_DAYS - 1)]
        for named, field in (
            (N_("Title of the tour"), self.title),
            (N_("First day"), self.first_date),
            (N_("Number of days"), self.days),
            (N_("Group size"), self.group),
            (N_("Travel mode"), self.mode),
            (N_("Start of the day"), self.begin),
            (N_("End of the day"), self.end),
            (N_("Lunch break"), self.lunch),
            (N_("Lunch not before"), self.lunch_from),
            (N_("Lunch not after"), self.lunch_to),
            (N_("Minutes of lunch"), self.lunch_minutes),
            (N_("Start point"), self.start),
            (N_("End point"), self.finish),
        ):
            self._words.bind(field.setAccessibleName, named)
        self._words.bind(self.title.setPlaceholderText, N_("Title of the tour"))
        self._words.bind(self.finish.setPlaceholderText, N_("The same place"))
        for night in self.nights:
            self._words.bind(night.setPlaceholderText, N_("Back at the start point"))
            self._words.bind(night.setAccessibleName, N_("Where the night is spent"))

    def _make_lists(self) -> None:
        cross = icon("close", self._theme.interface.text_muted.hex)
        self.unit_button = QPushButton()
        self.unit_popup = CheckPopup(self)
        self.unit_chips: ChosenChips[UnitId] = ChosenChips(cross)
        self.only_units = QCheckBox()
        self.only_units.setChecked(True)
        self.categories: ToggleChips[Category] = ToggleChips()
        self.must_chips: ChosenChips[PlaceId] = ChosenChips(cross)
        self.must_picker = self._picker()
        self._words.bind(self.unit_button.setText, N_("Choose wards and communes…"))
        self._words.bind(self.only_units.setText, N_("Visit places of these wards only"))
        self._words.bind(self.unit_popup.search.setPlaceholderText, N_("Find a ward or commune"))
        self._words.bind(self.must_picker.setPlaceholderText, N_("Add a place that must be visited"))
        self._words.bind(self.must_picker.setAccessibleName, N_("Add a place that must be visited"))

    def _picker(self) -> PlacePicker:
        picker = PlacePicker(self._search, self._describe)
        picker.setMinimumWidth(236)
        return picker

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 12, 16, 16)
        layout.setSpacing(8)
        layout.addWidget(self.title)
        self.lunar = QLabel()
        self.lunar.setObjectName("muted")
        sentence = self._sentence
        for widget in (
            sentence(N_("On {date}, {days} day(s)"), date=self.first_date, days=self.days),
            self.lunar,
            sentence(N_("{group} people by {mode}"), group=self.group, mode=self.mode),
            sentence(N_("from {begin} to {end}"), begin=self.begin, end=self.end),
            sentence(
                N_("{lunch} {first} to {last}, {minutes} minutes"),
                lunch=self.lunch,
                first=self.lunch_from,
                last=self.lunch_to,
                minutes=self.lunch_minutes,
            ),
            sentence(N_("starting at {start}"), start=self.start),
            sentence(N_("ending at {finish}"), finish=self.finish),
        ):
            layout.addWidget(widget)
        self._night_rows = [sentence(N_("night at {night}"), night=night) for night in self.nights]
        for row in self._night_rows:
            layout.addWidget(row)
        self.summary, self.problem = QLabel(), QLabel()
        self.summary.setObjectName("muted")
        self.problem.setObjectName("danger")
        for label in (self.summary, self.problem):
            label.setWordWrap(True)
        self._section(layout, N_("Wards and communes to pass through"))
        layout.addWidget(self.unit_button, alignment=Qt.AlignmentFlag.AlignLeft)
        layout.addWidget(self.unit_chips)
        layout.addWidget(self.only_units)
        self._section(layout, N_("Kinds of places"))
        layout.addWidget(self.categories)
        self._section(layout, N_("Must be visited"))
        layout.addWidget(self.must_chips)
        layout.addWidget(self.must_picker)
        layout.addStretch(1)
        self._show_rows()

    def _sentence(self, msgid: str, **fields: QWidget) -> Sentence:
        return Sentence(self._words, msgid, fields)

    def _section(self, layout: QVBoxLayout, msgid: str) -> None:
        line = QFrame()
        line.setObjectName("line")
        layout.addSpacing(4)
        layout.addWidget(line)
        heading = QLabel()
        heading.setObjectName("heading")
        self._words.bind(heading.setText, msgid)
        layout.addWidget(heading)

    def _connect(self) -> None:
        self.unit_button.clicked.connect(self._open_units)
        self.unit_popup.chosen_changed.connect(self._take_units)
        self.unit_chips.removal_asked.connect(self._drop_unit)
        self.must_picker.picked.connect(self._take_must)
        self.must_chips.removal_asked.connect(self._drop_must)
        self.days.valueChanged.connect(self._show_rows)
        self.lunch.toggled.connect(self._show_rows)
        self.first_date.dateChanged.connect(self._say_lunar)
        for signal in (self.only_units.toggled, self.categories.toggled, self.start.picked):
            signal.connect(self._changed)

    # What others call

    def show_project(self, project: Project) -> None:
        """Offer the places and units of ``project``; what it does not have is let go."""
        self._project = project
        self._units = tuple(unit for unit in self._units if unit in project.units)
        self._must = [place for place in self._must if place in project.places]
        self._show_chosen()
        self._changed()

    def add_must(self, place_id: PlaceId) -> None:
        """Put a place on the list of those that must be visited."""
        if place_id not in self._must:
            self._must.append(place_id)
            self._show_chosen()
            self._changed()

    def begin_anew(self) -> None:
        """Empty the form but for start point, date and group, which often stay the same."""
        self._base, self._loaded = None, {}
        self._units, self._must = (), []
        self.title.clear()
        self.finish.choose(None)
        self.categories.choose(())
        self.problem.clear()
        self._show_chosen()
        self._changed()

    def load(self, request: TourRequest) -> None:
        """Fill the form with ``request``; what the form does not show is kept and asked for again."""
        self._base = request
        self.title.setText(request.title_vi if self._words.language == "vi" else request.title_en)
        self.title.setCursorPosition(0)
        first = request.dates[0]
        self.first_date.setDate(QDate(first.year, first.month, first.day))
        self.days.setValue(len(request.dates))
        self.group.setValue(request.group_size)
        self.mode.setCurrentIndex(self.mode.findData(request.mode))
        self.begin.setTime(_time(request.day_start_s))
        self.end.setTime(_time(request.day_end_s))
        self.lunch.setChecked(request.lunch is not None)
        rule = request.lunch or Break()
        self.lunch_from.setTime(_time(rule.earliest_s))
        self.lunch_to.setTime(_time(rule.latest_s))
        self.lunch_minutes.setValue(rule.duration_s // 60)
        self.start.choose(request.start)
        self.finish.choose(request.end if request.end != request.start else None)
        for picker, night in zip_longest(self.nights, request.nights[: len(self.nights)]):
            picker.choose(night)
        self._units = request.cover_units or request.candidates.units
        self.only_units.setChecked(bool(request.candidates.units))
        self._must = list(request.must)
        self.categories.choose(request.candidates.categories)
        self._loaded = self._values(request)
        self.problem.clear()
        self._show_chosen()
        self._show_rows()
        self._changed()

    def request(self) -> TourRequest:
        """Return the request.

        Raises
        ------
        BadInputError
            If a field is missing or fields contradict each other.
        """
        self._count()
        start = self.start.anchor or self._suggested
        if start is None:
            raise BadInputError(
                N_("The start point is missing."),
                remedy=N_("Type the place where the group meets and choose it from the list."),
            )
        base = self._base or TourRequest(start=start, end=start, dates=self._dates(), group_size=1)
        # Only what was touched: a request says more, and more exactly, than the form shows.
        values = {key: value for key, value in self._values(base).items() if self._loaded.get(key) != value}
        dates, nights = values.pop("dates", base.dates), values.pop("nights", base.nights)
        if len(nights) not in {0, len(dates) - 1}:
            nights = self._nights(start)
        asked = base.on_dates(dates, nights)
        has_own_end = self._base is not None and base.end != base.start
        return replace(
            asked,
            start=start,
            end=values.pop("end", base.end if has_own_end else None) or start,
            breaks=self._breaks(asked) if "lunch" in values else asked.breaks,
            never=tuple(place for place in base.never if place not in self._must),
            candidates=self.wanted(),
            **{key: value for key, value in values.items() if key not in _SEVERAL_FIELDS},
        )

    def wanted(self) -> CandidateFilter:
        """Return the conditions on candidates."""
        base = self._base.candidates if self._base else CandidateFilter()
        units = self._units if self.only_units.isChecked() else ()
        if self._loaded.get("units") == (self._units, self.only_units.isChecked()):
            units = base.units
        chosen = self.categories.chosen
        if self._loaded.get("categories") == chosen:
            return replace(base, units=units)
        # Without any choice a tour visits sights, not hotels and stations.
        limits = bool(base.place_ids or base.text or base.districts)
        return replace(base, units=units, categories=chosen or (() if limits else VISITABLE))

    def show_problem(self, text: str) -> None:
        """Say beside the button what keeps the request from being planned."""
        lines = text.splitlines()
        rest = len(lines) - PROBLEM_LINES
        self.problem.setText("\n".join([*lines[:PROBLEM_LINES], "…"]) if rest > 0 else text)
        self.problem.setToolTip(text if rest > 0 else "")
        self.problem.setVisible(bool(text))
        is_missing = bool(text) and (self.start.anchor or self._suggested) is None
        self.start.setProperty("wrong", is_missing)
        self.start.style().polish(self.start)
        if is_missing:
            self.start.setFocus()

    # Inside

    def _dates(self) -> tuple[date, ...]:
        first = self.first_date.date().toPython()
        assert isinstance(first, date)
        kept = self._base.dates if self._base else ()
        if kept and min(len(kept), MOST_DAYS) == self.days.value():
            return tuple(day + (first - kept[0]) for day in kept)
        return tuple(first + timedelta(days=day) for day in range(self.days.value()))

    def _values(self, base: TourRequest) -> dict[str, Any]:
        """Return what the form shows, by field of the request; ``_SEVERAL_FIELDS`` are parts of some."""
        values: dict[str, Any] = {
            "dates": self._dates(),
            "end": self.finish.anchor,
            "nights": self._nights(self.start.anchor or self._suggested),
            "day_start_s": _seconds(self.begin),
            "day_end_s": self._end_s(),
            "mode": TravelMode(self.mode.currentData()),
            "lunch": self._lunch(),
            "must": tuple(self._must),
            "units": (self._units, self.only_units.isChecked()),
            "categories": self.categories.chosen,
            "cover_units": self._units,
            "group_size": self.group.value(),
        }
        title = self.title.text().strip() or self._words.say(N_("New tour"))
        if self._words.language == "vi" or not base.title_vi:
            values["title_vi"] = title
        if self._words.language != "vi":
            values["title_en"] = title
        return values

    def _nights(self, start: Anchor | None) -> tuple[Anchor, ...]:
        chosen = [picker.anchor or start for picker in self.nights[: self.days.value() - 1]]
        is_chosen = any(picker.anchor for picker in self.nights[: self.days.value() - 1])
        return tuple(anchor for anchor in chosen if anchor) if is_chosen else ()

    def _end_s(self) -> int:
        """Return the end of the day; a time before its begin is meant after midnight."""
        end = _seconds(self.end)
        return end if end > _seconds(self.begin) else end + DAY_S

    def _lunch(self) -> tuple[int, int, int] | None:
        if not self.lunch.isChecked():
            return None
        return _seconds(self.lunch_from), _seconds(self.lunch_to), self.lunch_minutes.value() * 60

    def _breaks(self, base: TourRequest) -> tuple[Break, ...]:
        """Return the breaks of ``base`` with the lunch of the form; where it is taken stays."""
        others = tuple(rule for rule in base.breaks if rule != base.lunch)
        shown = self._lunch()
        if shown is None:
            return others
        earliest_s, latest_s, duration_s = shown
        lunch = replace(
            base.lunch or Break(), earliest_s=earliest_s, latest_s=latest_s, duration_s=duration_s
        )
        return (*others, lunch)

    def _open_units(self) -> None:
        self.unit_popup.offer(unit_options(self._project, self._words), self._units)
        self.unit_popup.open_under(self.unit_button)

    def _take_units(self) -> None:
        self._units = tuple(UnitId(str(key)) for key in self.unit_popup.chosen)
        self._show_chosen()
        self._changed()

    def _drop_unit(self, unit: UnitId) -> None:
        self._units = tuple(kept for kept in self._units if kept != unit)
        self._show_chosen()
        self._changed()

    def _take_must(self, place_id: PlaceId) -> None:
        self.must_picker.choose(None)
        self.add_must(place_id)

    def _drop_must(self, place_id: PlaceId) -> None:
        self._must.remove(place_id)
        self._show_chosen()
        self._changed()

    def _show_chosen(self) -> None:
        language = self._words.language
        remove = self._words.say(N_("Remove"))
        units = [(unit, self._project.units[unit].name(language)) for unit in self._units]
        self.unit_chips.show_chosen(units, remove)
        self.only_units.setVisible(bool(units))
        places = [(key, self._project.places[key].name(language)) for key in self._must]
        self.must_chips.show_chosen(places, remove)

    def _show_rows(self) -> None:
        for row, widget in enumerate(self._night_rows):
            widget.setVisible(row < self.days.value() - 1)
        for field in (self.lunch_from, self.lunch_to, self.lunch_minutes):
            field.setEnabled(self.lunch.isChecked())

    def _say_again(self) -> None:
        language = self._words.language
        self.lunch.setText(self._words.say(N_("Lunch")))
        chosen = self.mode.currentData() or TravelMode.COACH
        self.mode.clear()
        for mode in TravelMode:
            self.mode.addItem(term(mode, language), mode)
        self.mode.setCurrentIndex(self.mode.findData(chosen))
        self.categories.offer([(category, term(category, language), None) for category in VISITABLE])
        self._order_tabs()
        for field in (self.first_date, self.begin, self.end, self.lunch_from, self.lunch_to):
            field.setLocale(self._words.locale)
        self._show_chosen()
        self._say_lunar()
        self._count()

    def _order_tabs(self) -> None:
        """Let the Tab key go down the form: chips made anew would come last of all."""
        chips = [self.categories.chip(category) for category in self.categories.keys]
        below = (self.finish, *self.nights, self.unit_button, self.only_units, *chips, self.must_picker)
        for before, after in pairwise(below):
            QWidget.setTabOrder(before, after)

    def _say_lunar(self) -> None:
        day = lunar_date(self._dates()[0])
        self.lunar.setText(lunar_words(day.day, day.month, self._words.language, is_leap=day.is_leap))

    def _changed(self) -> None:
        if self.problem.text():
            self.show_problem("")
        self._count_timer.start()
        self.changed.emit()

    def _count(self) -> None:
        places = candidates(self._project, self.wanted())
        self.summary.setText(candidate_summary(places, self._words))
        middle = meeting_place(places)
        self._suggested = anchor_of(middle) if middle is not None else None
        self.start.setPlaceholderText(
            self._words.say(N_("{place} (suggested)"), place=middle.name(self._words.language))
            if middle is not None
            else self._words.say(N_("Type a place to start from"))
        )


def _spin(least: int, most: int, value: int) -> QSpinBox:
    field = QSpinBox(minimum=least, maximum=most, value=value)
    field.setAlignment(Qt.AlignmentFlag.AlignHCenter)
    field.setFixedWidth(46)
    return field


def _clock(hour: int, minute: int) -> QTimeEdit:
    field = QTimeEdit(QTime(hour, minute))
    field.setDisplayFormat("HH:mm")
    field.setAlignment(Qt.AlignmentFlag.AlignHCenter)
    field.setFixedWidth(58)
    return field


def _time(seconds: int) -> QTime:
    return QTime.fromMSecsSinceStartOfDay(seconds % DAY_S * 1000)


def _seconds(field: QTimeEdit) -> int:
    return field.time().msecsSinceStartOfDay() // 1000
