"""Calendar panel: months with lunar dates, what each day brings, and the festivals that come."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Final

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QScrollArea, QToolButton, QVBoxLayout, QWidget

from data.calendar.almanac import FestivalTime, coming_festivals, festivals_by_day
from data.calendar.lunar import lunar_date
from data.errors import BadInputError
from data.language.catalogue import N_
from data.language.formats import day_date
from gis_app.docks.request.context import FormContext
from gis_app.widgets.month import MonthGrid
from gis_app.widgets.wrapped_button import WrappedButton

COMING_SHOWN: Final = 60
_WIDTH_PX: Final = 356
_STEMS: Final = ("Canh", "Tân", "Nhâm", "Quý", "Giáp", "Ất", "Bính", "Đinh", "Mậu", "Kỷ")
_BRANCHES: Final = (
    "Thân", "Dậu", "Tuất", "Hợi", "Tý", "Sửu", "Dần", "Mão", "Thìn", "Tỵ", "Ngọ", "Mùi",
)  # fmt: skip


def year_name(lunar_year: int) -> str:
    """Return the name of a lunar year in the cycle of sixty: 'Bính Ngọ' for 2026 (2020 is Canh Tý)."""
    return f"{_STEMS[lunar_year % 10]} {_BRANCHES[lunar_year % 12]}"


class CalendarPanel(QFrame):
    """A month, the festivals of its marked day, and below those that come next.

    ``chosen`` is a day; ``festival_chosen`` a time of a festival whose first day is taken and whose place is
    offered as a must.
    """

    chosen = Signal(object)
    festival_chosen = Signal(object, object)

    def __init__(self, context: FormContext, today: date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context, self._today = context, today
        self._tour: tuple[date, ...] = ()
        self._marked_for: tuple[int, int] | None = None
        self._held: dict[date, tuple[FestivalTime, ...]] = {}
        self._coming: tuple[FestivalTime, ...] = ()
        self._coming_of: object = None
        self.grid = MonthGrid(context.words, context.theme, today)
        self.title = QLabel(alignment=Qt.AlignmentFlag.AlignCenter)
        self.title.setObjectName("heading")
        self.lunar = QLabel(alignment=Qt.AlignmentFlag.AlignCenter)
        self.lunar.setObjectName("muted")
        self.back = self._arrow("‹", N_("Previous month"), -1)
        self.on = self._arrow("›", N_("Next month"), 1)
        head = QHBoxLayout()
        head.addWidget(self.back)
        head.addWidget(self.title, 1)
        head.addWidget(self.on)
        self._lists = QVBoxLayout()
        self._lists.setSpacing(2)
        body = QWidget()
        body.setObjectName("panelBody")
        body.setLayout(self._lists)
        self._area = QScrollArea()
        self._area.setObjectName("panel")
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setWidgetResizable(True)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setWidget(body)
        self._area.setMinimumHeight(90)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(10, 8, 10, 8)
        layout.setSpacing(4)
        layout.addLayout(head)
        layout.addWidget(self.lunar)
        layout.addWidget(self.grid)
        layout.addWidget(self._area, 1)
        self.grid.current_changed.connect(lambda _: self._say())
        self.grid.chosen.connect(self.chosen)
        context.words.changed.connect(lambda _: self.show_days(self._tour))
        context.project_changed.connect(self._show_marks)

    def showEvent(self, event: QShowEvent) -> None:
        """Look the festivals up once somebody wants to see them."""
        super().showEvent(event)
        self._show_marks()

    def show_days(self, tour: Sequence[date]) -> None:
        """Show the days of the tour, the first of them marked."""
        self._tour = tuple(tour)
        if tour:
            self.grid.go_to(tour[0])
        self._show_marks()

    def festival_buttons(self) -> list[WrappedButton]:
        """Return the festivals listed, those of the marked day first."""
        found = (self._lists.itemAt(row) for row in range(self._lists.count()))
        widgets = [item.widget() for item in found if item is not None]
        return [widget for widget in widgets if isinstance(widget, WrappedButton)]

    def _arrow(self, sign: str, name: str, months: int) -> QToolButton:
        button = QToolButton()
        button.setObjectName("flat")
        button.setText(sign)
        button.setMinimumSize(32, 32)
        self._context.words.bind(button.setToolTip, name)
        self._context.words.bind(button.setAccessibleName, name)
        button.clicked.connect(lambda: self.grid.turn(months))
        return button

    def _show_marks(self) -> None:
        if not self.isVisible():
            return
        places = self._context.project.places
        if self._coming_of is not places:
            self._coming_of = places
            self._coming = coming_festivals(places.values(), self._today)[:COMING_SHOWN]
        self._marked_for = None
        self._say()

    def _say(self) -> None:
        if not self.isVisible():
            return
        day, words = self.grid.current, self._context.words
        month = (day.year, day.month)
        if self._marked_for != month:
            self._marked_for = month
            self._held = festivals_by_day(
                self._context.project.places.values(), self.grid.days[0], self.grid.days[-1]
            )
            names = {held: self._names(times) for held, times in self._held.items()}
            self.grid.show_marks(self._tour, {held: told for held, told in names.items() if told})
            self.title.setText(words.say(N_("month|{month}/{year}"), month=day.month, year=str(day.year)))
            self.lunar.setText(self._lunar_months())
        self._fill(day)

    def _lunar_months(self) -> str:
        """Name the lunar months that the month touches, with the year in the cycle of sixty."""
        names = []
        for day in (day for day in self.grid.days if day.month == self.grid.current.month):
            try:
                lunar = lunar_date(day)
            except BadInputError:
                continue
            leap = self._context.words.say(N_("leap month")) if lunar.is_leap else ""
            names.append((f"{lunar.month} {leap}".strip(), year_name(lunar.year)))
        months, years = dict.fromkeys(name for name, _ in names), dict.fromkeys(year for _, year in names)
        return self._context.words.say(
            N_("lunar month {months}, year {year}"), months=" – ".join(months), year=" – ".join(years)
        )

    def _names(self, times: Iterable[FestivalTime]) -> str:
        return ", ".join(
            dict.fromkeys(self._context.place_name(time.place_id) for time in times if not time.is_season)
        )

    def _fill(self, day: date) -> None:
        while (item := self._lists.takeAt(0)) is not None:
            if widget := item.widget():
                widget.hide()
                widget.deleteLater()
        words = self._context.words
        times = self._held.get(day, ())
        self._heading(self.grid.describe(day).split(";")[0])
        if not times:
            self._quiet(words.say(N_("No festival of the register on this day.")))
        for time in times:
            self._offer(time, day)
        if self._coming:
            self._heading(words.say(N_("Festivals to come")))
        for time in self._coming:
            self._offer(time, time.first)
        self._lists.addStretch(1)

    def _heading(self, text: str) -> None:
        label = QLabel(text)
        label.setObjectName("heading")
        label.setWordWrap(True)
        self._lists.addWidget(label)

    def _quiet(self, text: str) -> None:
        label = QLabel(text)
        label.setObjectName("muted")
        label.setWordWrap(True)
        self._lists.addWidget(label)

    def _offer(self, time: FestivalTime, day: date) -> None:
        words = self._context.words
        place = self._context.project.places[time.place_id]
        unit = self._context.unit_name(place.unit_after) if place.unit_after else ""
        where = ", ".join(part for part in (self._context.place_name(time.place_id), unit) if part)
        when = day_date(time.first, words.language)
        if time.last != time.first:
            when = f"{when} – {day_date(time.last, words.language)}"
        button = WrappedButton(f"{when}: {where}")
        taken = words.say(N_("Take this date and make the place a must"))
        button.setToolTip(f"{time.text}\n{taken}")
        button.clicked.connect(lambda: self.festival_chosen.emit(time, day))
        self._lists.addWidget(button)


class CalendarPopup(CalendarPanel):
    """The calendar opened under the date of the form; Escape closes it."""

    def __init__(self, context: FormContext, today: date, parent: QWidget) -> None:
        super().__init__(context, today, parent)
        self.setWindowFlag(Qt.WindowType.Popup)
        self.setObjectName("floating")
        self.chosen.connect(self.hide)
        self.festival_chosen.connect(self.hide)

    def open_under(self, widget: QWidget, tour: Sequence[date]) -> None:
        """Open below ``widget`` with the days of the tour marked."""
        self.show_days(tour)
        screen = widget.screen().availableGeometry()
        room = self.sizeHint().expandedTo(self.minimumSizeHint())
        self.resize(max(room.width(), _WIDTH_PX), min(max(room.height(), 470), screen.height()))
        corner = widget.mapToGlobal(widget.rect().bottomLeft())
        corner = QPoint(
            min(corner.x(), screen.right() - self.width()), min(corner.y(), screen.bottom() - self.height())
        )
        self.move(corner)
        self.show()
        self.grid.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape closes."""
        if event.key() == Qt.Key.Key_Escape:
            self.hide()
        else:
            super().keyPressEvent(event)
