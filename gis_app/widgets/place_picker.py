"""A field that finds a place of the register while one types."""

from collections.abc import Callable, Sequence
from typing import Any, Final

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QCompleter, QLineEdit, QListView, QWidget

from data.model.place import Place, PlaceId
from data.model.request import Anchor

FOUND_LIMIT: Final = 8

Search = Callable[[str, int], Sequence[Place]]
"""Returns the best places for a text, at most so many."""
Describe = Callable[[Place], str]
"""Returns one line for a place found: its name and where it is."""


class PlacePicker(QLineEdit):
    """Line edit with a list of matching places under it.

    Parameters
    ----------
    search
        Finds places.
    describe
        Says a found place in one line.
    """

    picked = Signal(object)
    chosen_on_map = Signal()
    cleared = Signal()

    def __init__(self, search: Search, describe: Describe, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._search, self._describe = search, describe
        self._anchor: Anchor | None = None
        self._model = QStandardItemModel(self)
        completer = QCompleter(self._model, self)
        completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        completer.setMaxVisibleItems(FOUND_LIMIT)
        popup = QListView()
        popup.setObjectName("popup")
        popup.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        popup.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        completer.setPopup(popup)
        self.setCompleter(completer)
        self.setClearButtonEnabled(True)
        activated: Any = completer.activated  # its overloads are missing in the stub
        activated[QModelIndex].connect(self._take)
        self.textEdited.connect(self._find)
        self.editingFinished.connect(self._put_back)

    @property
    def anchor(self) -> Anchor | None:
        """The place or point chosen."""
        return self._anchor

    def choose(self, anchor: Anchor | None) -> None:
        """Show ``anchor`` as chosen."""
        self._anchor = anchor
        self.setText(anchor.label if anchor else "")
        self.setCursorPosition(0)
        self.setToolTip(anchor.label if anchor else "")

    def choose_on_map(self, anchor: Anchor) -> None:
        """Take a point or place that was clicked on the map."""
        self.choose(anchor)
        self.chosen_on_map.emit()

    def pick(self, place: Place) -> None:
        """Choose a place as a click on it in the list does."""
        self.choose(anchor_of(place))
        self.picked.emit(place.id)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter takes the best place found for what was typed."""
        is_enter = event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}
        if (
            is_enter
            and self._model.rowCount()
            and self.text() != (self._anchor.label if self._anchor else "")
        ):
            popup = self.completer().popup()
            if popup is not None:
                popup.hide()
            self._take(self._model.index(0, 0))
        else:
            super().keyPressEvent(event)

    def _find(self, text: str) -> None:
        if not text.strip():
            self._anchor = None
            self._model.clear()
            self.cleared.emit()
            return
        self._model.clear()
        for place in self._search(text, FOUND_LIMIT):
            item = QStandardItem(self._describe(place))
            item.setData(place, Qt.ItemDataRole.UserRole)
            item.setEditable(False)
            self._model.appendRow(item)

    def _take(self, index: QModelIndex) -> None:
        place = index.data(Qt.ItemDataRole.UserRole)
        if isinstance(place, Place):
            self.pick(place)

    def _put_back(self) -> None:
        """Show the choice again when somebody typed and left without choosing."""
        popup = self.completer().popup()
        if popup is None or not popup.isVisible():
            self.choose(self._anchor)


def anchor_of(place: Place) -> Anchor:
    """Return a place as the start or end of a day."""
    return Anchor(place.lon, place.lat, place.name_vi, PlaceId(place.id))
