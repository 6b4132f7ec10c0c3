"""What the window remembers between two starts: language, recent files, window layout."""

from pathlib import Path
from typing import Final

from platformdirs import user_config_path, user_state_path
from PySide6.QtCore import QByteArray, QSettings

from data.language.catalogue import LANGUAGES

RECENT_LIMIT: Final = 8
"""Recent files kept."""

FOLLOW_SYSTEM: Final = "system"
THEME_CHOICES: Final = ("light", "dark", FOLLOW_SYSTEM)
TEXT_PERCENTS: Final = (100, 110, 125, 150, 175, 200)


class Settings:
    """Preferences of one user, in an INI file.

    Parameters
    ----------
    path
        The file; the user's configuration folder by default. It is made when first written.
    state
        Folder of journals and reports: the user's state folder by default, or one beside ``path``.
    """

    def __init__(self, path: Path | None = None, state: Path | None = None) -> None:
        beside = None if path is None else path.parent / "state"
        self.path = path or user_config_path("hanh-trinh", appauthor=False) / "window.ini"
        self.state = state or beside or user_state_path("hanh-trinh", appauthor=False)
        self._store = QSettings(str(self.path), QSettings.Format.IniFormat)

    @property
    def language(self) -> str:
        """Language of the window, Vietnamese at first."""
        chosen = str(self._store.value("language", LANGUAGES[0]))
        return chosen if chosen in LANGUAGES else LANGUAGES[0]

    @language.setter
    def language(self, language: str) -> None:
        self._store.setValue("language", language)

    @property
    def theme(self) -> str:
        """Theme of the window: 'light', 'dark' or 'system'."""
        chosen = str(self._store.value("theme", FOLLOW_SYSTEM))
        return chosen if chosen in THEME_CHOICES else FOLLOW_SYSTEM

    @theme.setter
    def theme(self, theme: str) -> None:
        self._store.setValue("theme", theme)

    @property
    def text_percent(self) -> int:
        """Size of text in per cent of the designed one, one of ``TEXT_PERCENTS``."""
        kept = str(self._store.value("text_percent", TEXT_PERCENTS[0]))
        return int(kept) if kept.isdecimal() and int(kept) in TEXT_PERCENTS else TEXT_PERCENTS[0]

    @text_percent.setter
    def text_percent(self, percent: int) -> None:
        self._store.setValue("text_percent", percent)

    @property
    def recent(self) -> tuple[Path, ...]:
        """Project files used lately, the last one first."""
        kept = self._store.value("recent", [])
        texts = kept if isinstance(kept, list) else [kept]
        return tuple(Path(str(text)) for text in texts if text)

    def remember_file(self, path: Path) -> None:
        """Put ``path`` first among the recent files."""
        others = [other for other in self.recent if other != path]
        self._store.setValue("recent", [str(file) for file in [path, *others][:RECENT_LIMIT]])
        self.folder = path.parent

    def forget_file(self, path: Path) -> None:
        """Take ``path`` off the recent files."""
        self._store.setValue("recent", [str(file) for file in self.recent if file != path])

    @property
    def folder(self) -> Path:
        """Folder where file dialogs open."""
        kept = Path(str(self._store.value("folder", "")))
        return kept if kept.is_absolute() and kept.is_dir() else Path.home()

    @folder.setter
    def folder(self, folder: Path) -> None:
        self._store.setValue("folder", str(folder))

    @property
    def map_servers(self) -> frozenset[str]:
        """Hosts of online maps that may be asked for tiles: a server learns which area somebody looks at."""
        kept = self._store.value("map_servers", [])
        texts = kept if isinstance(kept, list) else [kept]
        return frozenset(str(text) for text in texts if text)

    def allow_map_server(self, host: str) -> None:
        """Let a server of online maps be asked from now on, by whichever project names it."""
        self._store.setValue("map_servers", sorted({*self.map_servers, host}))

    def kept(self, key: str) -> str:
        """Return the text that a dialog keeps as ``key``, empty when there is none."""
        return str(self._store.value(f"dialogs/{key}", ""))

    def keep(self, key: str, text: str) -> None:
        """Keep a text of a dialog as ``key``."""
        self._store.setValue(f"dialogs/{key}", text)

    @property
    def place_filters(self) -> str:
        """Filters of the register kept under a name, as JSON; they serve every project of this user."""
        return str(self._store.value("place_filters", ""))

    @place_filters.setter
    def place_filters(self, text: str) -> None:
        self._store.setValue("place_filters", text)

    def window_bytes(self, key: str) -> QByteArray:
        """Return the remembered layout ``key``, empty when there is none."""
        kept = self._store.value(f"layout/{key}")
        return kept if isinstance(kept, QByteArray) else QByteArray()

    def remember_window(self, key: str, value: QByteArray) -> None:
        """Remember the layout ``key``."""
        self._store.setValue(f"layout/{key}", value)

    def write(self) -> None:
        """Write everything to the file now."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self._store.sync()
