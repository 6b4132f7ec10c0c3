"""Menus and the toolbar, made of the actions."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QActionGroup, QUndoStack
from PySide6.QtWidgets import QDockWidget, QMainWindow, QMenu, QToolBar, QToolButton

from data.language.catalogue import N_
from gis_app.actions import THEME_ACTS, Act, make_actions, tip
from gis_app.i18n import Words
from gis_app.icons import icon
from layers.style import Theme

FIRST_STEPS: Final = (None, Act.WELCOME, Act.GUIDED_TOUR, None)
SCENARIO_ACTS: Final = (Act.DUPLICATE, Act.RENAME, Act.COMPARE)
TOUR_ACTS: Final = (Act.REPLAN, *SCENARIO_ACTS, Act.DELETE_TOUR)
"""What needs a tour that is shown."""


class Menus(QObject):
    """The menus of a window and its toolbar.

    Parameters
    ----------
    window
        Where they are put.
    stack
        Gives undo and redo with the names of the changes.
    docks
        Panels that the view menu shows and hides.
    """

    def __init__(
        self,
        window: QMainWindow,
        words: Words,
        theme: Theme,
        stack: QUndoStack,
        docks: Sequence[QDockWidget],
    ) -> None:
        super().__init__(window)
        self._window, self._words, self._theme, self._docks = window, words, theme, docks
        self.acts = make_actions(words, theme, window)
        for act in (*TOUR_ACTS, Act.STOP, Act.EXPORT, Act.ZOOM_TOUR):
            self.acts[act].setEnabled(False)
        self._stack = stack
        self.undo, self.redo = stack.createUndoAction(window), stack.createRedoAction(window)
        self.undo.setShortcut("Ctrl+Z")
        self.redo.setShortcut("Ctrl+Shift+Z")
        self._languages = QActionGroup(self)
        for act in (Act.VIETNAMESE, Act.ENGLISH):
            self._languages.addAction(self.acts[act])
        self._check_language()
        self._make_menus()
        self._make_toolbar()
        self._name_undo()
        words.changed.connect(self._name_undo)
        words.changed.connect(self._check_language)
        stack.undoTextChanged.connect(self._name_undo)
        stack.redoTextChanged.connect(self._name_undo)

    def connect_all(self, slots: Mapping[Act, Callable[[], object]]) -> None:
        """Call the slot of each action when it is triggered."""
        for act, slot in slots.items():
            self.acts[act].triggered.connect(_without_argument(slot))

    def show_recent(
        self,
        recent: Sequence[Path],
        missing: frozenset[Path],
        open_file: Callable[[Path], None],
        forget_missing: Callable[[], None],
    ) -> None:
        """List the recent files; those that cannot be found are grey, with a way to clear them."""
        self.recent.clear()
        say = self._words.say
        for path in recent:
            note = say(N_("  (not found: moved, or its drive is not connected)")) if path in missing else ""
            action = self.recent.addAction(f"{path.stem}  —  {path.parent}{note}")
            action.setEnabled(path not in missing)
            action.triggered.connect(lambda _=False, path=path: open_file(path))
        if missing:
            self.recent.addSeparator()
            self.recent.addAction(say(N_("Take those not found off the list"))).triggered.connect(
                _without_argument(forget_missing)
            )
        self.recent.setEnabled(bool(recent))

    def _make_menus(self) -> None:
        bar = self._window.menuBar()
        file_menu = self._menu(bar.addMenu(""), N_("&File"), Act.NEW, Act.OPEN)
        self.recent = file_menu.addMenu("")
        self._words.bind(self.recent.setTitle, N_("Open recen&t"))
        self._fill(file_menu, Act.STARTER, None, Act.SAVE, Act.SAVE_AS, Act.VERSIONS, Act.RECOVER, None)
        self._fill(file_menu, Act.IMPORT, Act.EXPORT, None, Act.NETWORK, Act.STARTER_NETWORK, None, Act.QUIT)
        edit_menu = self._menu(bar.addMenu(""), N_("&Edit"))
        edit_menu.addActions([self.undo, self.redo])
        self._fill(edit_menu, None, Act.FIND, Act.PALETTE)
        self.tour_menu = self._menu(
            bar.addMenu(""), N_("&Tour"), Act.NEW_TOUR, Act.PLAN, Act.REPLAN, Act.STOP, None
        )
        self._fill(self.tour_menu, *SCENARIO_ACTS, None, Act.DELETE_TOUR)
        zooms = (Act.ZOOM_IN, Act.ZOOM_OUT, Act.ZOOM_TOUR, Act.ZOOM_ALL)
        view = self.view = self._menu(bar.addMenu(""), N_("&View"), *zooms, None)
        view.addActions([dock.toggleViewAction() for dock in self._docks])
        view.addSeparator()
        self._menu(view.addMenu(""), N_("&Colours"), *THEME_ACTS)
        sizes = (Act.TEXT_LARGER, Act.TEXT_SMALLER, None)
        self.text_menu = self._menu(view.addMenu(""), N_("Si&ze of text"), *sizes)
        self._fill(view, None, Act.FULL_SCREEN)
        self.tools = self._menu(bar.addMenu(""), N_("T&ools"))
        self._menu(bar.addMenu(""), N_("&Language"), Act.VIETNAMESE, Act.ENGLISH)
        self._menu(bar.addMenu(""), N_("&Help"), Act.HELP, Act.SHORTCUTS, *FIRST_STEPS, Act.REPORT, Act.ABOUT)

    def _menu(self, menu: QMenu, title: str, *acts: Act | None) -> QMenu:
        self._words.bind(menu.setTitle, title)
        self._fill(menu, *acts)
        return menu

    def _fill(self, menu: QMenu | QToolBar, *acts: Act | None) -> None:
        for act in acts:
            if act is None:
                menu.addSeparator()
            else:
                menu.addAction(self.acts[act])

    def _make_toolbar(self) -> None:
        bar = QToolBar(self._window)
        bar.setObjectName("toolbar")
        bar.setMovable(False)
        bar.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        bar.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._fill(bar, Act.NEW_TOUR, None, Act.OPEN, Act.SAVE, None)
        self._icon_only(bar, self.undo, "undo", N_("Undo"))
        self._icon_only(bar, self.redo, "redo", N_("Redo"))
        self._fill(bar, None, Act.EXPORT)
        self._window.addToolBar(bar)

    def _icon_only(self, bar: QToolBar, action: QAction, picture: str, name: str) -> None:
        colors = self._theme.interface
        action.setIcon(icon(picture, colors.text.hex, disabled=colors.border.hex))
        button = QToolButton(bar)
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
        button.setDefaultAction(action)
        self._words.bind(button.setAccessibleName, name)
        bar.addWidget(button)

    def _check_language(self) -> None:
        chosen = Act.ENGLISH if self._words.language == "en" else Act.VIETNAMESE
        self.acts[chosen].setChecked(True)

    def _name_undo(self) -> None:
        """Name the next undo and redo; the stack itself would keep the words of the old language."""
        for action, bare, named, text in (
            (self.undo, N_("Undo"), N_("Undo: {change}"), self._stack.undoText()),
            (self.redo, N_("Redo"), N_("Redo: {change}"), self._stack.redoText()),
        ):
            # A sentence goes on after the colon: 'Hoàn tác: chuyển …'.
            change = text[:1].lower() + text[1:]
            said = self._words.say(named, change=change) if text else self._words.say(bare)
            action.setText(said)
            action.setToolTip(tip(said, action.shortcut()))


def _without_argument(slot: Callable[[], object]) -> Callable[[bool], object]:
    def call(_checked: bool = False) -> None:
        slot()

    return call
