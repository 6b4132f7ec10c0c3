"""The register in the window: its menu, and what links form, map and list."""

from collections.abc import Callable
from functools import partial
from typing import Final

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMainWindow, QMenu

from data.language.catalogue import N_
from data.model.place import PlaceId
from gis_app.desk.core import Desk
from gis_app.desk.register import Register
from gis_app.docks.inspector import Inspector
from gis_app.map.canvas import MapCanvas
from gis_app.map.moving import MoveTool

SAID_MS: Final = 8000


class Registering(QObject):
    """Puts the register's controller and menu together.

    Parameters
    ----------
    window
        Where the menu goes.
    canvas, inspector
        Views in which places are moved and opened.
    """

    def __init__(self, desk: Desk, window: QMainWindow, canvas: MapCanvas, inspector: Inspector) -> None:
        super().__init__(window)
        self._desk, self._window = desk, window
        self.mover = MoveTool(canvas, desk.words)
        self.desk = Register(desk, self.mover, self)
        self.desk.said.connect(lambda text: window.statusBar().showMessage(text, SAID_MS))
        inspector.edit_asked.connect(self.desk.edit)
        self._of_place: list[QAction] = []
        self.menu = self._make_menu()
        desk.selection.place_changed.connect(lambda place: self._enable(is_chosen=place is not None))
        self._enable(is_chosen=False)

    def _make_menu(self) -> QMenu:
        bar = self._window.menuBar()
        menu = QMenu(bar)
        self._desk.words.bind(menu.setTitle, N_("&Places"))
        self._act(menu, N_("&New place…"), self.desk.add, "Ctrl+Shift+N")
        self._of_place = [
            self._act(menu, N_("&Edit the place…"), self._chosen(self.desk.edit), "F2"),
            self._act(menu, N_("&Move on the map"), self._chosen(self.desk.begin_moving)),
            self._act(menu, N_("Make a &copy"), self._chosen(self.desk.duplicate), "Ctrl+D"),
            self._act(menu, N_("&Delete…"), self._chosen(lambda place: self.desk.ask_delete((place,)))),
        ]
        bar.insertMenu(bar.actions()[2], menu)
        return menu

    def _act(self, menu: QMenu, text: str, slot: Callable[[], object], shortcut: str = "") -> QAction:
        action = QAction(self._window)
        self._desk.words.bind(action.setText, text)
        if shortcut:
            action.setShortcut(QKeySequence(shortcut))
        action.triggered.connect(partial(_call, slot))
        menu.addAction(action)
        return action

    def _chosen(self, slot: Callable[[PlaceId], object]) -> Callable[[], object]:
        def call() -> None:
            place = self._desk.selection.place
            if place is not None:
                slot(place)

        return call

    def _enable(self, *, is_chosen: bool) -> None:
        for action in self._of_place:
            action.setEnabled(is_chosen)


def _call(slot: Callable[[], object], _checked: bool = False) -> None:
    slot()
