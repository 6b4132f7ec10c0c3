"""Every action of the window once: text, icon, shortcut. Menus and the toolbar are made of them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum, auto
from types import MappingProxyType
from typing import Final

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QKeySequence

from data.language.catalogue import N_
from gis_app.i18n import Words
from gis_app.icons import icon
from layers.style import Theme


class Act(Enum):
    """What the user can do from menus and the toolbar."""

    NEW = auto()
    OPEN = auto()
    STARTER = auto()
    SAVE = auto()
    SAVE_AS = auto()
    VERSIONS = auto()
    RECOVER = auto()
    IMPORT = auto()
    EXPORT = auto()
    NETWORK = auto()
    STARTER_NETWORK = auto()
    QUIT = auto()
    NEW_TOUR = auto()
    PLAN = auto()
    STOP = auto()
    REPLAN = auto()
    DUPLICATE = auto()
    RENAME = auto()
    COMPARE = auto()
    DELETE_TOUR = auto()
    FIND = auto()
    PALETTE = auto()
    ZOOM_IN = auto()
    ZOOM_OUT = auto()
    ZOOM_TOUR = auto()
    ZOOM_ALL = auto()
    FULL_SCREEN = auto()
    THEME_LIGHT = auto()
    THEME_DARK = auto()
    THEME_SYSTEM = auto()
    TEXT_LARGER = auto()
    TEXT_SMALLER = auto()
    VIETNAMESE = auto()
    ENGLISH = auto()
    HELP = auto()
    WELCOME = auto()
    GUIDED_TOUR = auto()
    SHORTCUTS = auto()
    REPORT = auto()
    ABOUT = auto()


@dataclass(frozen=True, slots=True)
class _Look:
    text: str
    picture: str = ""
    shortcut: str = ""
    short_text: str = ""
    needs: str = ""


_NEEDS_TOUR: Final = N_("needs a tour")

LOOKS: Final[Mapping[Act, _Look]] = MappingProxyType(
    {
        Act.NEW: _Look(N_("&New project"), "new", "Ctrl+N"),
        Act.OPEN: _Look(N_("&Open…"), "open", "Ctrl+O", N_("Open")),
        Act.STARTER: _Look(N_("Open the starter data")),
        Act.SAVE: _Look(N_("&Save"), "save", "Ctrl+S", N_("Save")),
        Act.SAVE_AS: _Look(N_("Save &as…"), "", "Ctrl+Shift+S"),
        Act.VERSIONS: _Look(N_("Earlier &versions…")),
        Act.RECOVER: _Look(N_("&Restore unsaved changes…")),
        Act.IMPORT: _Look(N_("&Import places or tours…"), "import", "Ctrl+I"),
        Act.EXPORT: _Look(N_("&Export the tour…"), "export", "Ctrl+E", N_("Export"), _NEEDS_TOUR),
        Act.NETWORK: _Look(N_("Loa&d a road network…"), "network"),
        Act.STARTER_NETWORK: _Look(N_("Use the starter road network")),
        Act.QUIT: _Look(N_("&Quit"), "", "Ctrl+Q"),
        Act.NEW_TOUR: _Look(N_("New &tour"), "route", "Ctrl+T", N_("New tour")),
        Act.PLAN: _Look(N_("&Plan the tour"), "", "Ctrl+Return", needs=N_("a tour is being planned")),
        Act.STOP: _Look(N_("&Stop and keep the best"), "stop", needs=N_("nothing is being planned")),
        Act.REPLAN: _Look(N_("Plan &anew what is not locked"), "", "Ctrl+Shift+Return", needs=_NEEDS_TOUR),
        Act.DUPLICATE: _Look(N_("&Duplicate as a scenario"), "", "Ctrl+D", needs=_NEEDS_TOUR),
        Act.RENAME: _Look(N_("&Rename the scenario…"), needs=_NEEDS_TOUR),
        Act.COMPARE: _Look(N_("&Compare scenarios…"), "", "Ctrl+Shift+C", needs=_NEEDS_TOUR),
        Act.DELETE_TOUR: _Look(N_("De&lete the tour shown"), needs=_NEEDS_TOUR),
        Act.FIND: _Look(N_("&Find a place"), "search", "Ctrl+F"),
        Act.PALETTE: _Look(N_("Find &anything…"), "", "Ctrl+K"),
        Act.ZOOM_IN: _Look(N_("Zoom &in"), "plus", "Ctrl++"),
        Act.ZOOM_OUT: _Look(N_("Zoom &out"), "minus", "Ctrl+-"),
        Act.ZOOM_TOUR: _Look(N_("Show the whole &tour"), "route", "Ctrl+1", needs=_NEEDS_TOUR),
        Act.ZOOM_ALL: _Look(N_("Show the whole &region"), "region", "Ctrl+0"),
        Act.FULL_SCREEN: _Look(N_("Full screen"), "", "F11"),
        Act.THEME_LIGHT: _Look(N_("&Light")),
        Act.THEME_DARK: _Look(N_("&Dark")),
        Act.THEME_SYSTEM: _Look(N_("As the &system")),
        Act.TEXT_LARGER: _Look(N_("&Larger text"), "", "Ctrl+Alt+=", needs=N_("it cannot be larger")),
        Act.TEXT_SMALLER: _Look(N_("&Smaller text"), "", "Ctrl+Alt+-", needs=N_("it cannot be smaller")),
        Act.VIETNAMESE: _Look("Tiếng Việt"),
        Act.ENGLISH: _Look("English"),
        Act.HELP: _Look(N_("&User guide"), "help", "F1"),
        Act.WELCOME: _Look(N_("&Welcome page…")),
        Act.GUIDED_TOUR: _Look(N_("&Tour in three steps")),
        Act.SHORTCUTS: _Look(N_("&Keyboard shortcuts…"), "", "Ctrl+/"),
        Act.REPORT: _Look(N_("Copy a &report for the makers")),
        Act.ABOUT: _Look(N_("About Hành Trình")),
    }
)

NEEDS: Final = "needs"
"""Property of an action: msgid that says what must be there before it can be done."""

THEME_ACTS: Final = (Act.THEME_LIGHT, Act.THEME_DARK, Act.THEME_SYSTEM)
CHECKABLE: Final = frozenset({Act.FULL_SCREEN, Act.VIETNAMESE, Act.ENGLISH, *THEME_ACTS})


@dataclass(frozen=True, slots=True)
class _Tip:
    """Says what a button does, and its keys."""

    action: QAction

    def say(self, text: str) -> None:
        self.action.setToolTip(tip(text, self.action.shortcut()))


def tip(text: str, keys: QKeySequence) -> str:
    """Return the tooltip of a button: its text without mnemonic, and its keys as the system writes them."""
    bare = text.replace("&", "").removesuffix("…")
    native = keys.toString(QKeySequence.SequenceFormat.NativeText)
    return f"{bare} ({native})" if native else bare


def new_action(
    words: Words, parent: QObject, text: str, slot: Callable[[], object], shortcut: str = ""
) -> QAction:
    """Return an action of a feature; its text (a msgid) follows the language, ``slot`` needs no argument."""
    action = QAction(parent)
    words.bind(action.setText, text)
    if shortcut:
        action.setShortcut(QKeySequence(shortcut))
    action.triggered.connect(lambda _=False: slot())
    return action


def make_actions(words: Words, theme: Theme, parent: QObject) -> dict[Act, QAction]:
    """Return all actions, not yet connected; their texts follow the language."""
    colors = theme.interface
    made: dict[Act, QAction] = {}
    for act, look in LOOKS.items():
        action = QAction(parent)
        action.setObjectName(act.name.lower())
        action.setProperty(NEEDS, look.needs)
        words.bind(action.setText, look.text)
        if look.short_text:
            words.bind(action.setIconText, look.short_text)
        if look.picture:
            action.setIcon(icon(look.picture, colors.text.hex, disabled=colors.border.hex))
        if look.shortcut:
            action.setShortcut(QKeySequence(look.shortcut))
        words.bind(_Tip(action).say, look.short_text or look.text)
        action.setCheckable(act in CHECKABLE)
        made[act] = action
    return made
