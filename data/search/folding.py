"""Folding of Vietnamese text into search keys.

Three keys of one text, from strict to loose:

=================  ========================================================  ====================
``canonical``      case, white space and tone placement folded               Hoà = hòa ≠ hoa
``fold``           marks removed as well, đ → d                              Hòa = hoa
``fold_iy``        y → i as well ("Lý" = "Lí", "Mỹ" = "Mĩ")                  my = mi
=================  ========================================================  ====================
"""

import re
import unicodedata
from functools import lru_cache
from typing import Final

_TONES: Final = "\u0300\u0301\u0303\u0309\u0323"
"""Grave, acute, tilde, hook above, dot below: the five written tones of Vietnamese."""

_TONE = re.compile(f"[{_TONES}]")
_BREAKS: Final = str.maketrans(dict.fromkeys("-‐‑‒–—,;:./()[]'\"“”‘’", " "))


@lru_cache(maxsize=65_536)
def canonical(text: str) -> str:
    """Return the key under which spellings of the same Vietnamese words are equal.

    Case, white space, Unicode normal form and the place of the tone mark ("hoà", "hòa") do not count;
    tones and letters do ("Cẩm Giang" ≠ "Cẩm Giàng").
    """
    decomposed = unicodedata.normalize("NFD", text.casefold())
    return " ".join(_tone_first(word) for word in decomposed.split())


def _tone_first(word: str) -> str:
    # In front, so that a key is a prefix of another one only when the words are ("Giang", "Giàng").
    tones = "".join(_TONE.findall(word))
    return tones + unicodedata.normalize("NFC", _TONE.sub("", word))


@lru_cache(maxsize=65_536)
def fold(text: str) -> str:
    """Return ``text`` without case, marks, punctuation and surplus white space; đ becomes d."""
    decomposed = unicodedata.normalize("NFD", text.casefold().translate(_BREAKS))
    bare = "".join(c for c in decomposed if not unicodedata.combining(c))
    return " ".join(bare.replace("đ", "d").split())


def is_accented(text: str) -> bool:
    """Whether ``text`` carries any mark or đ: who types accents means them ("Giang" is not "Giàng")."""
    return "đ" in text.casefold() or any(map(unicodedata.combining, unicodedata.normalize("NFD", text)))


def fold_iy(text: str) -> str:
    """Return ``fold(text)`` with y written as i, the loosest key ("Mỹ Lý" = "mi li")."""
    return fold(text).replace("y", "i")


def slug(text: str) -> str:
    """Return ``text`` as an ASCII key with hyphens ("Quận Bắc Từ Liêm" → "quan-bac-tu-liem")."""
    return "-".join(re.findall(r"[a-z0-9]+", fold(text)))
