"""Chips: small rounded buttons, to switch a filter on or to hold a chosen thing that can be removed."""

from collections.abc import Hashable, Sequence
from typing import Final, Generic, TypeVar

from PySide6.QtCore import QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QSizePolicy, QToolButton, QWidget

from gis_app.widgets.flow import FlowLayout

CHOSEN_TEXT_PX: Final = 250
"""Longer names are cut in the middle: a chip must not widen its panel."""

Key = TypeVar("Key", bound=Hashable)


def _flowing(widget: QWidget) -> FlowLayout:
    policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
    policy.setHeightForWidth(True)
    widget.setSizePolicy(policy)
    return FlowLayout(widget, gap_px=4, line_gap_px=4)


class ToggleChips(QWidget, Generic[Key]):
    """Chips that can be switched on and off; none on means no condition."""

    toggled = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._flow = _flowing(self)
        self._chips: dict[Key, QToolButton] = {}

    def offer(self, options: Sequence[tuple[Key, str, QIcon | None]]) -> None:
        """Show chips for ``options`` (key, text, icon); what was on stays on."""
        kept = set(self.chosen)
        self._flow.clear()
        self._chips = {}
        for key, text, symbol in options:
            chip = QToolButton(self)
            chip.setObjectName("chip")
            chip.setText(text)
            chip.setCheckable(True)
            chip.setChecked(key in kept)
            chip.setCursor(Qt.CursorShape.PointingHandCursor)
            if symbol is not None:
                chip.setIcon(symbol)
                chip.setIconSize(QSize(16, 16))
                chip.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
            chip.toggled.connect(self.toggled)
            self._chips[key] = chip
            self._flow.addWidget(chip)
            chip.show()
        self.updateGeometry()

    @property
    def chosen(self) -> tuple[Key, ...]:
        """Keys that are on, in the order shown."""
        return tuple(key for key, chip in self._chips.items() if chip.isChecked())

    @property
    def keys(self) -> tuple[Key, ...]:
        """Keys offered, in the order shown."""
        return tuple(self._chips)

    def choose(self, keys: Sequence[Key]) -> None:
        """Switch exactly ``keys`` on; tells once."""
        with QSignalBlocker(self):
            for key, chip in self._chips.items():
                chip.setChecked(key in keys)
        self.toggled.emit()

    def chip(self, key: Key) -> QToolButton:
        """Return one chip."""
        return self._chips[key]


class ChosenChips(QWidget, Generic[Key]):
    """Chosen things, each with a cross that asks for its removal."""

    removal_asked = Signal(object)

    def __init__(self, cross: QIcon, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._cross = cross
        self._flow = _flowing(self)

    def show_chosen(self, items: Sequence[tuple[Key, str]], remove_tip: str) -> None:
        """Show ``items`` (key, text); ``remove_tip`` is what a click does."""
        self._flow.clear()
        for key, text in items:
            chip = QToolButton(self)
            chip.setObjectName("chosen")
            chip.setText(_cut(chip, text))
            chip.setIcon(self._cross)
            chip.setIconSize(QSize(12, 12))
            chip.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
            chip.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
            chip.setCursor(Qt.CursorShape.PointingHandCursor)
            chip.setToolTip(f"{text}: {remove_tip}")
            chip.setAccessibleName(f"{text}: {remove_tip}")
            chip.clicked.connect(lambda _=False, key=key: self.removal_asked.emit(key))
            self._flow.addWidget(chip)
            chip.show()
        self.setVisible(bool(items))
        self.updateGeometry()


def _cut(chip: QToolButton, text: str) -> str:
    chip.ensurePolished()
    return chip.fontMetrics().elidedText(text, Qt.TextElideMode.ElideMiddle, CHOSEN_TEXT_PX)
