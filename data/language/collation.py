"""Vietnamese alphabetical order: a ă â b c d đ e ê … with tones after letters (TCVN 4407 list order).

đ comes after d, ă after a; between words that differ by tone only: ngang, huyền, hỏi, ngã, sắc, nặng.
"""

import unicodedata
from typing import Final

_ALPHABET: Final = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_TONES: Final = {"\u0300": 1, "\u0309": 2, "\u0303": 3, "\u0301": 4, "\u0323": 5}
_PLACE: Final = {letter: number for number, letter in enumerate(_ALPHABET, start=100)}

SortKey = tuple[tuple[tuple[int, ...], ...], tuple[tuple[int, ...], ...], str]


def vietnamese_key(text: str) -> SortKey:
    """Return a sort key: letters of each word, then tones of each word, then the text itself."""
    words = [_word(word) for word in text.casefold().split()]
    return tuple(word[0] for word in words), tuple(word[1] for word in words), text


def _word(word: str) -> tuple[tuple[int, ...], tuple[int, ...]]:
    letters: list[int] = []
    tones: list[int] = []
    for character in unicodedata.normalize("NFC", word):
        parts = unicodedata.normalize("NFD", character)
        tone = next((_TONES[mark] for mark in parts if mark in _TONES), 0)
        bare = unicodedata.normalize("NFC", "".join(mark for mark in parts if mark not in _TONES))
        letters.append(_PLACE.get(bare, min(ord(bare[0]), 99) if ord(bare[0]) < 128 else 1000 + ord(bare[0])))
        tones.append(tone)
    return tuple(letters), tuple(tones)
