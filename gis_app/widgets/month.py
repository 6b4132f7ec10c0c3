"""A month as a grid of days: the lunar date under the solar one, festivals and holidays marked."""

from calendar import Calendar, monthrange
from collections.abc import Collection, Mapping
from datetime import date, timedelta
from typing import Final

from PySide6.QtCore import QEvent, QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from data.calendar.almanac import is_public_holiday
from data.calendar.lunar import lunar_date
from data.errors import BadInputError
from data.language.catalogue import N_
from data.language.formats import lunar_date as lunar_words
from data.language.formats import weekday_date
from gis_app.i18n import Words
from gis_app.theme import qcolor
from layers.style import Theme

FIRST_DAY: Final = date(1900, 2, 1)
LAST_DAY: Final = date(2100, 11, 30)
"""What the lunar calendar knows."""

_WEEKS: Final = 6
_SMALL: Final = 0.78
_WEEKDAYS: Final = (
    N_("weekday|Mon"),
    N_("weekday|Tue"),
    N_("weekday|Wed"),
    N_("weekday|Thu"),
    N_("weekday|Fri"),
    N_("weekday|Sat"),
    N_("weekday|Sun"),
)


class MonthGrid(QWidget):
    """Six weeks around one month.

    ``current_changed`` follows the marked day; ``chosen`` is a click, Enter or Space. Arrows go by days and
    weeks, Page Up and Down by months (with Shift by years), Home and End to the ends of the month.
    """

    current_changed = Signal(object)
    chosen = Signal(object)

    def __init__(self, words: Words, theme: Theme, today: date) -> None:
        super().__init__()
        self._words, self._theme, self._today = words, theme, today
        self._current = today
        self._tour: frozenset[date] = frozenset()
        self._festivals: Mapping[date, str] = {}
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        words.changed.connect(self._say)
        self._say()

    @property
    def current(self) -> date:
        """The marked day; its month is the one shown."""
        return self._current

    @property
    def days(self) -> tuple[date, ...]:
        """The days shown, week by week from Monday."""
        first = self._current.replace(day=1)
        first -= timedelta(days=first.weekday())
        return tuple(first + timedelta(days=day) for day in range(7 * _WEEKS))

    def go_to(self, day: date) -> None:
        """Mark ``day`` and show its month."""
        day = min(max(day, FIRST_DAY), LAST_DAY)
        if day != self._current:
            self._current = day
            self._say()
            self.current_changed.emit(day)

    def turn(self, months: int) -> None:
        """Go ``months`` further, to the same day or the last of the month."""
        number = self._current.year * 12 + self._current.month - 1 + months
        year, month = divmod(number, 12)
        if FIRST_DAY.year <= year <= LAST_DAY.year:
            last = monthrange(year, month + 1)[1]
            self.go_to(date(year, month + 1, min(self._current.day, last)))

    def show_marks(self, tour: Collection[date], festivals: Mapping[date, str]) -> None:
        """Mark the days of the tour, and those of festivals with what their tooltip says."""
        self._tour, self._festivals = frozenset(tour), festivals
        self.update()

    def day_at(self, spot: QPoint) -> date | None:
        """Return the day at a pixel, if there is one."""
        return next((day for day in self.days if self.cell(day).contains(spot)), None)

    def cell(self, day: date) -> QRect:
        """Return the pixels of a day shown."""
        number = (day - self.days[0]).days
        width = self.width() / 7
        height, top = self._row_px(), self._head_px()
        return QRectF(number % 7 * width, top + number // 7 * height, width, height).toAlignedRect()

    def sizeHint(self) -> QSize:
        """Return room for day numbers and lunar dates."""
        return QSize(
            7 * self.fontMetrics().horizontalAdvance("00/00") + 28, self._head_px() + _WEEKS * self._row_px()
        )

    def minimumSizeHint(self) -> QSize:
        """Return the same."""
        return self.sizeHint()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk through the calendar."""
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: -7, Qt.Key.Key_Down: 7}
        months = {Qt.Key.Key_PageUp: -1, Qt.Key.Key_PageDown: 1}
        key = Qt.Key(event.key())
        if key in steps:
            self.go_to(self._current + timedelta(days=steps[key]))
        elif key in months:
            is_year = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self.turn(months[key] * (12 if is_year else 1))
        elif key is Qt.Key.Key_Home:
            self.go_to(self._current.replace(day=1))
        elif key is Qt.Key.Key_End:
            self.go_to(self._current.replace(day=monthrange(self._current.year, self._current.month)[1]))
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space}:
            self.chosen.emit(self._current)
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Choose the day under the pointer."""
        day = self.day_at(event.position().toPoint())
        if day is not None and event.button() is Qt.MouseButton.LeftButton:
            self.go_to(day)
            self.chosen.emit(day)

    def event(self, event: QEvent) -> bool:
        """Tell what a day is."""
        if isinstance(event, QHelpEvent):
            day = self.day_at(event.pos())
            if day is not None:
                QToolTip.showText(event.globalPos(), self.describe(day), self)
            return True
        return super().event(event)

    def describe(self, day: date) -> str:
        """Say a day in full: weekday, lunar date, holiday, festivals."""
        parts = [weekday_date(day, self._words.language), self._lunar(day, is_full=True)]
        if is_public_holiday(day):
            parts.append(self._words.say(N_("public holiday")))
        return "; ".join(part for part in (*parts, self._festivals.get(day, "")) if part)

    def _lunar(self, day: date, *, is_full: bool = False) -> str:
        try:
            lunar = lunar_date(day)
        except BadInputError:
            return ""
        if is_full:
            return lunar_words(lunar.day, lunar.month, self._words.language, is_leap=lunar.is_leap)
        return str(lunar) if lunar.day == 1 or day.day == 1 else str(lunar.day)

    def _say(self, _: str = "") -> None:
        self.setAccessibleName(self._words.say(N_("Calendar")))
        self.setAccessibleDescription(self.describe(self._current))
        self.update()

    def _head_px(self) -> int:
        return self.fontMetrics().height() + 8

    def _row_px(self) -> int:
        return round(self.fontMetrics().height() * 2.1) + 6

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Draw weekdays and days."""
        colors = self._theme.interface
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            small = QFont(self.font())
            small.setPixelSize(max(round(self.font().pixelSize() * _SMALL), 9))
            painter.setPen(qcolor(colors.text_muted))
            painter.setFont(small)
            for column, name in enumerate(_WEEKDAYS):
                room = QRect(self.cell(self.days[column]))
                room.moveTop(0)
                room.setHeight(self._head_px())
                painter.drawText(room, Qt.AlignmentFlag.AlignCenter, self._words.say(name))
            for day in Calendar().itermonthdates(self._current.year, self._current.month):
                self._paint_day(painter, day, small)

    def _paint_day(self, painter: QPainter, day: date, small: QFont) -> None:
        colors, room = self._theme.interface, QRectF(self.cell(day)).adjusted(1.5, 1.5, -1.5, -1.5)
        in_month = day.month == self._current.month
        is_tour, is_current = day in self._tour, day == self._current
        painter.setPen(Qt.PenStyle.NoPen)
        if is_tour:
            painter.setBrush(qcolor(colors.accent_soft))
            painter.drawRoundedRect(room, 6, 6)
        if is_current or day == self._today:
            edge = (
                colors.focus
                if is_current and self.hasFocus()
                else colors.accent
                if is_current
                else colors.border
            )
            painter.setPen(QPen(qcolor(edge), 2 if is_current else 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(room, 6, 6)
        painter.setFont(self.font())
        painter.setPen(self._ink(day, in_month=in_month))
        half = room.height() * 0.56
        top = QRectF(room.x(), room.y() + 1, room.width(), half)
        painter.drawText(top, Qt.AlignmentFlag.AlignCenter, str(day.day))
        painter.setFont(small)
        painter.setPen(qcolor(colors.text_muted))
        below = QRectF(room.x(), room.y() + half - 3, room.width(), room.height() - half + 2)
        painter.drawText(below, Qt.AlignmentFlag.AlignCenter, self._lunar(day))
        if day in self._festivals:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(qcolor(colors.accent))
            painter.drawEllipse(QRectF(room.right() - 9, room.top() + 4, 5, 5))

    def _ink(self, day: date, *, in_month: bool) -> QColor:
        colors = self._theme.interface
        if not in_month:
            return qcolor(colors.text_muted)
        if day.weekday() == 6 or is_public_holiday(day):
            return qcolor(colors.danger)
        return qcolor(colors.warning if day.weekday() == 5 else colors.text)
