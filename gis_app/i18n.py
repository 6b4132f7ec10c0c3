"""Language of the window: says texts from the catalogue, and says them again when the language changes."""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QCoreApplication, QLocale, QObject, QTranslator, Signal
from shiboken6 import isValid

from data.language.catalogue import LANGUAGES, translate, translate_count
from gis_app.qt_words import QT_WORDS

_LOCALES: Final = {
    "vi": QLocale(QLocale.Language.Vietnamese, QLocale.Country.Vietnam),
    "en": QLocale(QLocale.Language.English, QLocale.Country.UnitedKingdom),
}


class _QtWordsTranslator(QTranslator):
    """Gives Qt's own buttons and menus the catalogue's words, because Qt ships no Vietnamese catalogue."""

    def __init__(self, language: str, parent: QObject) -> None:
        super().__init__(parent)
        self._language = language

    def isEmpty(self) -> bool:
        """Say that there is something to translate (an empty translator is not installed)."""
        return False

    def translate(
        self,
        context: str,  # noqa: ARG002 - Qt's signature
        source_text: str,
        disambiguation: str | None = None,  # noqa: ARG002 - Qt's signature
        n: int = -1,  # noqa: ARG002 - Qt's signature
    ) -> str | None:
        """Return the words for ``source_text``, or None to leave it as it is."""
        return translate(self._language, source_text) if source_text in QT_WORDS else None


class Words(QObject):
    """Says the window's texts in the chosen language.

    Parameters
    ----------
    language
        'vi' or 'en'.
    parent
        Owner of the object.
    """

    changed = Signal(str)

    def __init__(self, language: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._language = language if language in LANGUAGES else LANGUAGES[0]
        self._bound: list[tuple[Callable[[str], object], str, dict[str, object]]] = []
        self._translator: QTranslator | None = None
        self._install()

    @property
    def language(self) -> str:
        """Language in use."""
        return self._language

    @property
    def locale(self) -> QLocale:
        """Locale of Qt's own widgets (calendar, spin boxes)."""
        return _LOCALES[self._language]

    def say(self, msgid: str, **facts: object) -> str:
        """Return ``msgid`` in the language in use, placeholders filled in."""
        return translate(self._language, msgid, **facts)

    def count(self, singular: str, plural: str, count: int, **facts: object) -> str:
        """Return the text for ``count`` things."""
        return translate_count(self._language, singular, plural, count, **facts)

    def bind(self, setter: Callable[[str], object], msgid: str, **facts: object) -> None:
        """Call ``setter`` with the text now and after each change of the language.

        A setter that is a method of a widget is forgotten when the widget has been deleted.
        """
        self._bound.append((setter, msgid, facts))
        setter(self.say(msgid, **facts))

    @property
    def bound_msgids(self) -> frozenset[str]:
        """Every msgid that is said again when the language changes."""
        return frozenset(msgid for _, msgid, _ in self._bound)

    def switch(self, language: str) -> None:
        """Change the language and say every bound text again."""
        if language == self._language:
            return
        self._language = language
        self._install()
        self._bound = [entry for entry in self._bound if _is_alive(entry[0])]
        for setter, msgid, facts in self._bound:
            setter(self.say(msgid, **facts))
        self.changed.emit(language)

    def remove(self) -> None:
        """Give the application its own words back."""
        if self._translator is not None:
            QCoreApplication.removeTranslator(self._translator)
            self._translator = None

    def _install(self) -> None:
        self.remove()
        QLocale.setDefault(self.locale)
        self._translator = _QtWordsTranslator(self._language, self)
        QCoreApplication.installTranslator(self._translator)


def _is_alive(setter: Callable[[str], object]) -> bool:
    owner = getattr(setter, "__self__", None)
    return owner is None or isValid(owner)
