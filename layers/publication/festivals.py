"""Festivals in the words of a publication's language."""

import unicodedata
from collections.abc import Sequence
from datetime import date

from data.calendar.lunar import lunar_date
from data.errors import BadInputError
from data.language import formats
from data.language.catalogue import N_
from data.model.festival import Festival
from layers.publication.matter import Matter, one_line


def source_words(text: str, language: str) -> str:
    """Return free words of the register on one line; none in English where they are Vietnamese.

    The register keeps them in one language: whoever reads the English page is not helped by them.
    """
    words = one_line(text)
    return "" if language == "en" and _is_vietnamese(words) else words


def festival_words(matter: Matter, festival: Festival, coming: Sequence[date] | None) -> str:
    """Return what a festival is called and when it is next, in the solar and the lunar calendar."""
    language = matter.language
    said = source_words(festival.text, language)
    if coming is None:
        return said
    facts = {
        "festival": said,
        "dates": formats.date_span(set(coming), language),
        "lunar": " – ".join(dict.fromkeys(_lunar(day, language) for day in coming)),
    }
    if said:
        return matter.say(N_("{festival}; next: {dates} ({lunar})"), **facts)
    return matter.say(N_("next: {dates} ({lunar})"), **facts)


def _lunar(day: date, language: str) -> str:
    try:
        found = lunar_date(day)
    except BadInputError:
        return "–"
    return formats.lunar_date(found.day, found.month, language, is_leap=found.is_leap)


def _is_vietnamese(text: str) -> bool:
    letters = unicodedata.normalize("NFD", text)
    return "đ" in text.casefold() or any(unicodedata.combining(letter) for letter in letters)
