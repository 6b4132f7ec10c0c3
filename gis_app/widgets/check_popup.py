"""A popup list with checks and a search field on top: choose several of many."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QModelIndex, QSortFilterProxyModel, Qt, Signal
from PySide6.QtGui import QKeyEvent, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QFrame, QLineEdit, QListView, QVBoxLayout, QWidget

from data.search.folding import fold

_KEY: Final = Qt.ItemDataRole.UserRole
_FOLDED: Final = Qt.ItemDataRole.UserRole + 1
_WIDTH_PX: Final = 348
_TALLEST_PX: Final = 380
_FEW: Final = 12
"""So many options are seen at a glance and need no search field."""


@dataclass(frozen=True, slots=True)
class Option:
    """One line: its key, its text and how many things it stands for, where that is told."""

    key: Hashable
    text: str
    count: int | None = None


_CHECKING: Final = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space})


class _CheckList(QListView):
    """List that leaves Space to the popup, which checks the current line."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space:
            event.ignore()
        else:
            super().keyPressEvent(event)


class CheckPopup(QFrame):
    """Popup with checkable options; tells at once what is chosen."""

    chosen_changed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setObjectName("floating")
        self._model = QStandardItemModel(self)
        self._filtered = QSortFilterProxyModel(self)
        self._filtered.setSourceModel(self._model)
        self._filtered.setFilterRole(_FOLDED)
        self.search = QLineEdit(self)
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(lambda text: self._filtered.setFilterFixedString(fold(text)))
        self.list = _CheckList(self)
        self.list.setObjectName("checks")
        self.list.setModel(self._filtered)
        self.list.setUniformItemSizes(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.list.clicked.connect(self._toggle)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 8, 8, 8)
        layout.addWidget(self.search)
        layout.addWidget(self.list)
        self.resize(_WIDTH_PX, _TALLEST_PX)

    def offer(self, options: Sequence[Option], chosen: Sequence[Hashable]) -> None:
        """Show ``options``; ``chosen`` are checked."""
        self._model.clear()
        for option in options:
            noted = "" if option.count is None else f"  ({option.count})"
            item = QStandardItem(option.text + noted)
            item.setEditable(False)
            item.setCheckable(False)  # the box shows, but only _toggle changes it, wherever the click falls
            item.setCheckState(_state(option.key in chosen))
            item.setData(option.key, _KEY)
            item.setData(fold(option.text), _FOLDED)
            self._model.appendRow(item)
        self.search.setVisible(len(options) > _FEW)
        row_px = max(self.list.sizeHintForRow(0), 1)
        around_px = 24 + (self.search.sizeHint().height() + 8 if len(options) > _FEW else 0)
        self.resize(_WIDTH_PX, min(_TALLEST_PX, len(options) * row_px + around_px))

    @property
    def chosen(self) -> tuple[Hashable, ...]:
        """Keys that are checked, in the order shown."""
        rows = (self._model.item(row) for row in range(self._model.rowCount()))
        return tuple(item.data(_KEY) for item in rows if item.checkState() is Qt.CheckState.Checked)

    def open_under(self, widget: QWidget) -> None:
        """Open below ``widget``, or above it where the screen ends."""
        corner = widget.mapToGlobal(widget.rect().bottomLeft())
        screen = widget.screen().availableGeometry()
        if corner.y() + self.height() > screen.bottom():
            corner.setY(max(widget.mapToGlobal(widget.rect().topLeft()).y() - self.height(), screen.top()))
        corner.setX(min(corner.x(), screen.right() - self.width()))
        self.move(corner)
        self.search.clear()
        self.show()
        if self.search.isHidden():
            self.list.setFocus()
            self.list.setCurrentIndex(self._filtered.index(0, 0))
        else:
            self.search.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Down goes into the list; Enter and Space check the first or current line."""
        key = Qt.Key(event.key())
        if key is Qt.Key.Key_Down and self.search.hasFocus():
            self.list.setFocus()
            self.list.setCurrentIndex(self._filtered.index(0, 0))
        elif key in _CHECKING:
            current = self.list.currentIndex()
            self._toggle(current if current.isValid() else self._filtered.index(0, 0))
            self.search.selectAll()  # the next name is typed over this one
        else:
            super().keyPressEvent(event)

    def _toggle(self, index: QModelIndex) -> None:
        if not index.isValid():
            return
        item = self._model.itemFromIndex(self._filtered.mapToSource(index))
        item.setCheckState(_state(item.checkState() is not Qt.CheckState.Checked))
        self.chosen_changed.emit()


def _state(is_on: bool) -> Qt.CheckState:
    return Qt.CheckState.Checked if is_on else Qt.CheckState.Unchecked
