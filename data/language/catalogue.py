"""Message catalogue: English msgids in the code, Vietnamese in ``resources/locale/vi/messages.po``.

gettext and Babel serve the window, the command line, documents and error messages alike, so that one
word is said one way everywhere (docs/decisions/0003). ``make messages`` extracts and updates.
"""

import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Final, Protocol, runtime_checkable

from babel.messages.pofile import read_po

LANGUAGES: Final = ("vi", "en")
"""Languages of the interface and of every output, the first one first."""


@runtime_checkable
class Sayable(Protocol):
    """A fact that says itself in a language, such as an error."""

    def in_language(self, language: str) -> str:
        """Return it in ``language``."""


_CONTEXT_SEPARATOR = "|"
_PLACEHOLDER: Final = re.compile(r"\{(\w+)\}")


def N_(text: str) -> str:  # noqa: N802 - the name gettext users and pybabel know
    """Mark ``text`` for translation without translating it (``"context|text"`` where words are ambiguous)."""
    return text


@cache
def _messages(language: str) -> dict[str, str]:
    if language == "en":
        return {}
    path = files("resources") / "locale" / language / "messages.po"
    with path.open("rb") as stream:
        catalogue = read_po(stream, locale=language)
    said = {_first(message.id): _first(message.string) for message in catalogue if message.id}
    return {msgid: text for msgid, text in said.items() if text}


def _first(text: str | tuple[str, ...] | list[str] | None) -> str:
    # Plural messages come as a tuple; Vietnamese has one form.
    return text if isinstance(text, str) else text[0] if text else ""


def translate(language: str, text: str, /, **facts: object) -> str:
    """Say ``text`` in ``language`` with its placeholders filled in.

    Parameters
    ----------
    language
        'vi' or 'en'.
    text
        English msgid with ``{named}`` placeholders. A leading ``"context|"`` is dropped in English.
    **facts
        Values of the placeholders; string values that are msgids themselves are translated as well; a
        mapping of words to msgids becomes 'word (its name), word (its name)', a tuple a list with commas;
        what is ``Sayable`` says itself; whole numbers named ``..._vnd`` are grouped by thousands.

    Returns
    -------
    str
        The sentence. Unknown msgids are returned as they are, so no text is ever missing.
    """
    template = _messages(language).get(text)
    if template is None:
        # A text of the user, such as the name of a file, may hold a bar as well.
        is_msgid = text in _messages(LANGUAGES[0])
        template = text.rpartition(_CONTEXT_SEPARATOR)[2] if is_msgid else text
    return fill(template, {name: _say_named(language, name, value) for name, value in facts.items()})


def translate_count(language: str, singular: str, plural: str, count: int, /, **facts: object) -> str:
    """Say ``singular`` or ``plural`` for ``count`` things; ``{count}`` is always available."""
    template = _messages(language).get(singular) or (singular if count == 1 else plural)
    return fill(template, {**facts, "count": count})


def _say_named(language: str, name: str, value: object) -> object:
    if name.endswith("_vnd") and isinstance(value, int):
        grouped = f"{value:,}"
        return grouped if language == "en" else grouped.replace(",", ".")
    return _say_fact(language, value)


def _say_fact(language: str, value: object) -> object:
    if isinstance(value, Mapping):
        return ", ".join(f"{key} ({_say_fact(language, name)})" for key, name in value.items())
    if isinstance(value, tuple):
        return ", ".join(str(_say_fact(language, one)) for one in value)
    if isinstance(value, Sayable):
        return value.in_language(language)
    return _messages(language).get(value, value) if isinstance(value, str) else value


def fill(template: str, facts: Mapping[str, object]) -> str:
    """Fill the ``{named}`` placeholders that ``facts`` knows; every other character stays as it is.

    Templates may come out of a file from a stranger, so this is no ``str.format``: nothing is looked up
    inside the facts, no width is obeyed and no stray brace is an error.
    """
    return _PLACEHOLDER.sub(lambda found: str(facts.get(found[1], found[0])), template)
