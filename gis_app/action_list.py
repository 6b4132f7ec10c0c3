"""Every action that a window offers, and the menu that has it: for the palette and the shortcuts sheet."""

from collections.abc import Iterator
from dataclasses import dataclass

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMainWindow, QMenu, QToolButton


@dataclass(frozen=True, slots=True)
class Listed:
    """An action and its menus.

    Parameters
    ----------
    action
        The action.
    menus
        Titles of the menus that lead to it, outermost first; empty for an action that has none.
    """

    action: QAction
    menus: tuple[str, ...]

    @property
    def title(self) -> str:
        """Text without the mark of its mnemonic."""
        return plain(self.action.text())

    @property
    def shortcut(self) -> str:
        """Keys as the system writes them, '' if there are none."""
        return self.action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)

    @property
    def key(self) -> str:
        """Name that stays the same in every language if the action has one, else its text."""
        return self.action.objectName() or self.title


def plain(text: str) -> str:
    """Return a text of Qt without the marks of mnemonics."""
    return text.replace("&&", "\0").replace("&", "").replace("\0", "&")


def actions_of(window: QMainWindow, but: QMenu | None = None) -> list[Listed]:
    """Return the actions of the menu bar, then those of buttons with menus, then those with shortcuts only.

    Parameters
    ----------
    window
        Whose actions.
    but
        A menu that is left out, with what is below it.
    """
    found: dict[int, Listed] = {}
    for listed in (*_below_bar(window, but), *_below_buttons(window), *_without_menu(window)):
        if _is_real(listed.action):
            found.setdefault(id(listed.action), listed)
    return list(found.values())


def _below_bar(window: QMainWindow, but: QMenu | None) -> Iterator[Listed]:
    for action in window.menuBar().actions():
        menu = action.menu()
        if isinstance(menu, QMenu):
            yield from _below(menu, (), but)


def _below(menu: QMenu, above: tuple[str, ...], but: QMenu | None) -> Iterator[Listed]:
    if menu is but:
        return
    path = (*above, plain(menu.title()))
    for action in menu.actions():
        inner = action.menu()
        if isinstance(inner, QMenu):
            yield from _below(inner, path, but)
        else:
            yield Listed(action, path)


def _below_buttons(window: QMainWindow) -> Iterator[Listed]:
    for button in window.findChildren(QToolButton):
        menu = button.menu()
        if menu is not None and button.isVisible():  # type: ignore[redundant-expr] # the stubs leave None out
            name = button.text() or button.accessibleName() or button.toolTip()
            for action in menu.actions():
                if not isinstance(action.menu(), QMenu):
                    yield Listed(action, (plain(name),))


def _without_menu(window: QMainWindow) -> Iterator[Listed]:
    for action in window.findChildren(QAction):
        if action.parent() is window or not action.shortcut().isEmpty():
            yield Listed(action, ())


def _is_real(action: QAction) -> bool:
    is_menu = isinstance(action.menu(), QMenu)
    return not (is_menu or action.isSeparator()) and action.isVisible() and bool(action.text())
