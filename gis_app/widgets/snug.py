"""Fields as wide as what is usually typed into them, so that they stand within a sentence."""

import re
from datetime import date, timedelta
from typing import Final

from PySide6.QtCore import QSize, Qt, QTime, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QLineEdit, QSizePolicy, QSpinBox, QTimeEdit, QWidget

from data.language.formats import number
from data.model.clock import DAY_S
from gis_app.i18n import Words

_AROUND_PX: Final = 20
"""Border and padding of a field, both sides."""
_AROUND_LINE_PX: Final = 28
_MOST: Final = 1e15
_DATE: Final = re.compile(r"\s*(\d{1,2})\s*[/.\-\s]\s*(\d{1,2})\s*(?:[/.\-\s]\s*(\d{4}|\d{2})?)?\s*")
_BARE_DATE: Final = re.compile(r"\s*(\d{2})(\d{2})(\d{4})\s*")
_FULL_YEAR: Final = re.compile(r".*\d{4}\s*")
_YEARS: Final = range(1900, 2101)
"""Years whose lunar dates are known."""
_STEPS: Final = {Qt.Key.Key_Up: 1, Qt.Key.Key_Down: -1, Qt.Key.Key_PageUp: 7, Qt.Key.Key_PageDown: -7}
_CLOCK: Final = re.compile(r"\s*(\d{1,2})\s*(?:[:hg.]\s*(\d{1,2})?|(\d{2}))?\s*", re.IGNORECASE)


def _snug(widget: QWidget, hint: QSize, *samples: str, around_px: int = _AROUND_PX) -> QSize:
    widget.ensurePolished()
    width = max(widget.fontMetrics().horizontalAdvance(sample) for sample in samples)
    return QSize(width + around_px, hint.height())


class SnugSpin(QSpinBox):
    """Spin box without buttons, as wide as its largest number."""

    def __init__(self, least: int, most: int) -> None:
        super().__init__(minimum=least, maximum=most)
        self.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Return room for the largest number."""
        return _snug(self, super().sizeHint(), "0" * max(len(str(self.maximum())), 2))

    def minimumSizeHint(self) -> QSize:
        """Return the same."""
        return self.sizeHint()


class SnugTime(QTimeEdit):
    """Time of day without buttons."""

    def __init__(self) -> None:
        super().__init__(QTime(0, 0))
        self.setDisplayFormat("HH:mm")
        self.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Return room for hours and minutes."""
        return _snug(self, super().sizeHint(), "00:00")

    def minimumSizeHint(self) -> QSize:
        """Return the same."""
        return self.sizeHint()

    def focusNextPrevChild(self, is_next: bool, /) -> bool:  # noqa: N802 - Qt's name
        """Leave with one Tab: digits go on from hours to minutes by themselves."""
        return QWidget.focusNextPrevChild(self, is_next)


class SnugLine(QLineEdit):
    """Line edit as wide as ``sample`` or its placeholder; the click that enters it selects it all."""

    def __init__(self, sample: str) -> None:
        super().__init__()
        self._sample = sample
        self._is_entered = False
        self.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Return room for the sample and the placeholder."""
        samples = self._sample, self.placeholderText()
        return _snug(self, super().sizeHint(), *samples, around_px=_AROUND_LINE_PX)

    def minimumSizeHint(self) -> QSize:
        """Return the same."""
        return self.sizeHint()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Note that a click gave the focus."""
        super().focusInEvent(event)
        self._is_entered = event.reason() is Qt.FocusReason.MouseFocusReason

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Select everything where this click gave the focus and marked no part."""
        super().mouseReleaseEvent(event)
        if self._is_entered and not self.hasSelectedText():
            self.selectAll()
        self._is_entered = False

    def mark(self, *, is_wrong: bool) -> None:
        """Show whether the text cannot be understood."""
        if bool(self.property("wrong")) is not is_wrong:
            self.setProperty("wrong", is_wrong)
            self.style().polish(self)


class NumberEdit(SnugLine):
    """Number written the way of the language; empty for none.

    Parameters
    ----------
    decimals
        Most decimals; whole numbers may be typed with or without separators.
    """

    def __init__(self, words: Words, decimals: int, sample: str) -> None:
        super().__init__(sample)
        self._words, self._decimals = words, decimals
        self.textEdited.connect(lambda _: self.mark(is_wrong=self.is_wrong))
        words.changed.connect(self._write_again)
        self._value: float | None = None
        self.textChanged.connect(self._keep)

    @property
    def value(self) -> float | None:
        """The number; ``None`` when there is none, or none that can be understood."""
        return self._value

    @property
    def is_wrong(self) -> bool:
        """Whether there is a text that is no number."""
        return bool(self.text().strip()) and self._parse() is None

    def set_value(self, value: float | None) -> None:
        """Show ``value``."""
        self.setText("" if value is None else number(value, self._words.language, self._decimals))
        self.mark(is_wrong=False)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Set the separators once somebody is done typing."""
        super().focusOutEvent(event)
        if self._value is not None:
            self.set_value(self._value)

    def _keep(self) -> None:
        self._value = self._parse()

    def _write_again(self) -> None:
        self.set_value(self._value)

    def _parse(self) -> float | None:
        comma, point = (",", ".") if self._words.language == "vi" else (".", ",")
        bare = re.sub(r"\s", "", self.text())
        if not self._decimals:
            bare = bare.replace(".", "").replace(",", "")
        elif comma in bare:
            bare = bare.replace(point, "").replace(comma, ".")
        elif re.fullmatch(rf"\d{{1,3}}(\{point}\d{{3}})+", bare):
            bare = bare.replace(point, "")
        else:  # '1.5' typed in a Vietnamese window
            bare = bare.replace(point, ".")
        try:
            found = float(bare)
        except ValueError:
            return None
        return found if 0 <= found < _MOST else None


class ClockEdit(SnugLine):
    """Time of day that may lie after midnight ('25:00') or be left empty."""

    def __init__(self) -> None:
        super().__init__("00:00")
        self.textEdited.connect(lambda _: self.mark(is_wrong=self.is_wrong))

    @property
    def time_s(self) -> int | None:
        """Seconds after midnight; ``None`` for no time."""
        found = _CLOCK.fullmatch(self.text())
        if found is None:
            return None
        hours, minutes = int(found[1]), int(found[2] or found[3] or 0)
        time_s = hours * 3600 + minutes * 60
        return time_s if minutes < 60 and time_s <= 2 * DAY_S else None

    @property
    def is_wrong(self) -> bool:
        """Whether there is a text that is no time."""
        return bool(self.text().strip()) and self.time_s is None

    def set_time(self, time_s: int | None) -> None:
        """Show ``time_s``."""
        self.setText("" if time_s is None else f"{time_s // 3600:02}:{time_s % 3600 // 60:02}")
        self.mark(is_wrong=False)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Write the time in full once somebody is done typing."""
        super().focusOutEvent(event)
        if self.time_s is not None:
            self.set_time(self.time_s)


class DayEdit(SnugLine):
    """Date written day first, however it is typed: '5/12/2026', '05.12.26', '5-12', '05122026'.

    Without a year it is the year shown before. A text that is no date brings the date back that was there.
    """

    day_changed = Signal(object)

    def __init__(self, day: date = date(2000, 1, 1)) -> None:
        super().__init__("00/00/0000")
        self._day = day
        self._write()
        self.textEdited.connect(self._read_on)
        self.editingFinished.connect(self._finish)

    @property
    def day(self) -> date:
        """The date."""
        return self._day

    def set_day(self, day: date) -> None:
        """Show ``day``, and tell of it where it is another."""
        is_other, self._day = day != self._day, day
        self._write()
        if is_other:
            self.day_changed.emit(day)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up and down go by days, the page keys by weeks."""
        step = _STEPS.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
        else:
            self.set_day((self._parse() or self._day) + timedelta(days=step))

    def _write(self) -> None:
        self.setText(f"{self._day:%d/%m/%Y}")
        self.mark(is_wrong=False)

    def _read_on(self, text: str) -> None:
        """Take a date that is typed in full at once; a shorter one may still grow."""
        found = self._parse()
        is_full = _FULL_YEAR.fullmatch(text) is not None
        self.mark(is_wrong=is_full and found is None)
        if is_full and found is not None and found != self._day:
            self._day = found
            self.day_changed.emit(found)

    def _finish(self) -> None:
        self.set_day(self._parse() or self._day)

    def _parse(self) -> date | None:
        text = self.text()
        found = _BARE_DATE.fullmatch(text) or _DATE.fullmatch(text)
        if found is None:
            return None
        year = int(found[3]) if found[3] else self._day.year
        try:
            day = date(year + 2000 if year < 100 else year, int(found[2]), int(found[1]))
        except ValueError:
            return None
        return day if day.year in _YEARS else None
