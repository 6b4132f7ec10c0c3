"""Vietnamese alphabetical order: a ă â b c d đ e ê … with tones after letters (TCVN 4407 list order).

đ comes after d, ă after a; between words that differ by tone only: ngang, huyền, hỏi, ngã, sắc, nặng.
Numbers inside names are ordered by their value: 'số 2' before 'số 10'.
"""

import re
import sys
import unicodedata
from functools import lru_cache
from typing import Final

_ALPHABET: Final = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_TONES: Final = {"\u0300": 1, "\u0309": 2, "\u0303": 3, "\u0301": 4, "\u0323": 5}
_PLACE: Final = {letter: number for number, letter in enumerate(_ALPHABET, start=100)}

_GAP: Final = "\x00"
"""Between words; smaller than any letter, so that a word comes before those it begins."""

_NUMBER: Final = re.compile("[0-9]+")

SortKey = tuple[str, str, str]


@lru_cache(maxsize=65_536)
def vietnamese_key(text: str) -> SortKey:
    """Return a sort key: letters of each word, then tones of each word, then the text itself.

    Strings in which each character stands for one letter or tone: they compare much faster than numbers, and
    a register of thousands is sorted while somebody waits.
    """
    words = [_word(word) for word in text.casefold().split()]
    return _GAP.join([word[0] for word in words]), _GAP.join([word[1] for word in words]), text


@lru_cache(maxsize=65_536)
def _word(word: str) -> tuple[str, str]:
    numbered = _NUMBER.sub(_with_length, unicodedata.normalize("NFC", word))
    letters = [_letter(character) for character in numbered]
    return "".join([letter for letter, _ in letters]), "".join([tone for _, tone in letters])


def _with_length(number: re.Match[str]) -> str:
    """Return a number without leading zeros behind digits that grow with its length."""
    digits = number[0].lstrip("0") or "0"
    nines, rest = divmod(len(digits) - 1, 9)
    return "9" * nines + str(rest) + digits


@lru_cache(maxsize=4_096)
def _letter(character: str) -> tuple[str, str]:
    """Return characters that stand for the place of a letter in the alphabet and for its tone."""
    parts = unicodedata.normalize("NFD", character)
    tone = next((_TONES[mark] for mark in parts if mark in _TONES), 0)
    bare = unicodedata.normalize("NFC", "".join(mark for mark in parts if mark not in _TONES)) or character
    code = ord(bare[0])
    place = _PLACE.get(bare, max(1, min(code, 99)) if code < 128 else min(1000 + code, sys.maxunicode))
    return chr(place), chr(1 + tone)
