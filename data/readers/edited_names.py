"""Names changed in another program: what a feature shows differs from what the file carries of it."""

import re
import unicodedata
from collections.abc import Mapping
from typing import Any, Final

from data.language.terms import term
from data.model.tour import StopKind
from data.writers.itinerary import clean

_NUMBER: Final = re.compile(r"^\d+\.\s*")


def without_number(name: str) -> str:
    """Return a name without the number of its visit."""
    return _NUMBER.sub("", name, count=1)


def language_of(shown: str, head: Mapping[str, Any]) -> str:
    """Return the language a file was written in, by the title that it shows."""
    title_vi, title_en = (_plain(head.get(key)) for key in ("title_vi", "title_en"))
    return "en" if title_en and _plain(shown) == title_en != title_vi else "vi"


def edited_names(shown: Mapping[str, str], place: Mapping[str, Any]) -> dict[str, str]:
    """Return the columns of a place's names that were changed.

    Parameters
    ----------
    shown
        The name that the feature shows, by language.
    place
        Columns of the register as the file carries them.
    """
    own = {"vi": _plain(place.get("name_vi"))}
    own["en"] = _plain(place.get("name_en")) or own["vi"]
    return {
        f"name_{language}": said
        for language, name in shown.items()
        if (said := _plain(name)) and said != own[language]
    }


def edited_label(shown: Mapping[str, str], facts: Mapping[str, Any]) -> str:
    """Return the new name of a point that is no place; empty where it was not changed."""
    try:
        kind = StopKind(str(facts.get("kind")))
    except ValueError:
        return ""
    label = _plain(facts.get("label"))
    for language, name in shown.items():
        said = _plain(name)
        if said and said != (label or term(kind, language)):
            return said
    return ""


def _plain(value: object) -> str:
    return clean(unicodedata.normalize("NFC", str(value))).strip() if value else ""
