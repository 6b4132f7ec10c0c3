"""The list of map layers: check boxes, legend below each, moved by dragging or with Alt and the arrows."""

from collections.abc import Callable, Mapping
from typing import Final

from PySide6.QtCore import QPoint, QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QBrush, QDropEvent, QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QTreeWidget, QTreeWidgetItem, QWidget

from data.language.catalogue import N_
from data.model.map_layers import LayerKey, LayerStack, MapLayer
from gis_app.docks.layer_state import LayerState
from gis_app.docks.layer_swatch import SIDE_PX, swatch
from gis_app.i18n import Words
from gis_app.theme import qcolor
from layers.style import Theme

KEY_ROLE: Final = int(Qt.ItemDataRole.UserRole)
_INDENT_PX: Final = 16


class LayerTree(QTreeWidget):
    """Layers, the uppermost first.

    ``chosen`` gives the key of the layer in question, ``switched`` a key and whether it is shown, ``ordered``
    all keys in their new order; ``style_asked``, ``removed``, ``rename_asked`` and ``menu_asked`` a key.
    """

    chosen = Signal(object)
    switched = Signal(str, bool)
    ordered = Signal(object)
    style_asked = Signal(str)
    removed = Signal(str)
    rename_asked = Signal(str)
    menu_asked = Signal(str, QPoint)

    def __init__(self, words: Words, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._words, self._theme = words, theme
        self.setObjectName("layers")
        self.setHeaderHidden(True)
        self.setIndentation(_INDENT_PX)
        self.setIconSize(QSize(SIDE_PX, SIDE_PX))
        self.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.setUniformRowHeights(True)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self._open_menu)
        words.bind(self.setAccessibleName, N_("Map layers, the uppermost first"))
        self.itemChanged.connect(self._switch)
        self.currentItemChanged.connect(lambda item, _: self.chosen.emit(_key_of(item)))
        self.itemDoubleClicked.connect(lambda item, _: self.style_asked.emit(_key_of(item)))

    @property
    def current(self) -> LayerKey | None:
        """Key of the layer in question."""
        key = _key_of(self.currentItem())
        return LayerKey(key) if key else None

    @property
    def keys(self) -> tuple[str, ...]:
        """Keys in the order shown."""
        return tuple(_key_of(self.topLevelItem(row)) for row in range(self.topLevelItemCount()))

    def show_layers(
        self, stack: LayerStack, states: Mapping[LayerKey, LayerState], title: Callable[[MapLayer], str]
    ) -> None:
        """Show the layers of ``stack``; the one in question stays so."""
        current = self.current
        folded = {key for row, key in enumerate(self.keys) if not self._item(row).isExpanded()}
        with QSignalBlocker(self):
            self.clear()
            for layer in stack.layers:
                item = self._row(layer, states[layer.key], title(layer))
                self.addTopLevelItem(item)
                item.setExpanded(layer.key not in folded)
                if layer.key == current:
                    self.setCurrentItem(item)

    def choose(self, key: str) -> None:
        """Make a layer the one in question."""
        if key in self.keys:
            self.setCurrentItem(self._item(self.keys.index(key)))

    def shift(self, key: str, steps: int) -> None:
        """Move a layer up (negative) or down."""
        keys = list(self.keys)
        place = keys.index(key)
        goal = min(max(place + steps, 0), len(keys) - 1)
        keys.insert(goal, keys.pop(place))
        self.ordered.emit(tuple(keys))

    def dropEvent(self, event: QDropEvent) -> None:
        """Put the dragged layer above or below the one it was dropped on."""
        dragged = self.current
        target = self.itemAt(event.position().toPoint())
        event.setDropAction(Qt.DropAction.IgnoreAction)
        event.accept()
        if dragged is None:
            return
        keys = [key for key in self.keys if key != dragged]
        goal = len(keys)
        if target is not None:
            top = target.parent() or target
            below = self.dropIndicatorPosition() is QAbstractItemView.DropIndicatorPosition.BelowItem
            is_past = below or event.position().y() > self.visualItemRect(top).center().y()
            key = _key_of(top)
            goal = keys.index(key) + is_past if key in keys else self.keys.index(dragged)
        keys.insert(goal, dragged)
        self.ordered.emit(tuple(keys))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move with Alt and the arrows; style with Enter, remove with Delete, rename with F2."""
        key, current = event.key(), self.current
        is_alt = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        if current is None:
            super().keyPressEvent(event)
        elif is_alt and key in {Qt.Key.Key_Up, Qt.Key.Key_Down}:
            self.shift(current, -1 if key == Qt.Key.Key_Up else 1)
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.style_asked.emit(current)
        elif key == Qt.Key.Key_Delete:
            self.removed.emit(current)
        elif key == Qt.Key.Key_F2:
            self.rename_asked.emit(current)
        else:
            super().keyPressEvent(event)

    def _row(self, layer: MapLayer, state: LayerState, title: str) -> QTreeWidgetItem:
        say, colors = self._words.say, self._theme.interface
        note, color = "", None
        if state.is_loading:
            note = say(N_("reading…"))
        elif state.is_missing:
            note, color = say(N_("file not found")), colors.warning
        elif state.problem is not None:
            note, color = say(N_("cannot be shown")), colors.warning
        elif state.is_out_of_reach:
            note, color = say(N_("offline: kept tiles only")), colors.text_muted
        item = QTreeWidgetItem([f"{title}  ·  {note}" if note else title])
        item.setData(0, KEY_ROLE, layer.key)
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsUserCheckable
        item.setFlags(flags | Qt.ItemFlag.ItemIsDragEnabled)
        item.setCheckState(0, Qt.CheckState.Checked if layer.is_visible else Qt.CheckState.Unchecked)
        tip = [title, *([note] if note else []), *([state.attribution] if state.attribution else [])]
        item.setToolTip(0, "\n".join(tip))
        if color is not None:
            item.setForeground(0, QBrush(qcolor(color)))
        for entry in state.legend:
            named = entry.title or say(N_("all features"))
            child = QTreeWidgetItem([f"{named} ({entry.count})"])
            child.setIcon(0, swatch(entry.symbol, state.kinds))
            child.setFlags(Qt.ItemFlag.ItemIsEnabled)
            item.addChild(child)
        return item

    def _item(self, row: int) -> QTreeWidgetItem:
        item = self.topLevelItem(row)
        assert item is not None
        return item

    def _switch(self, item: QTreeWidgetItem) -> None:
        self.switched.emit(_key_of(item), item.checkState(0) is Qt.CheckState.Checked)

    def _open_menu(self, spot: QPoint) -> None:
        item = self.itemAt(spot)
        if item is not None:
            self.menu_asked.emit(_key_of(item), self.viewport().mapToGlobal(spot))


def _key_of(item: QTreeWidgetItem | None) -> str:
    if item is None:
        return ""
    top = item.parent() or item
    return str(top.data(0, KEY_ROLE) or "")
