"""Decoding of text files from offices: Unicode, Windows-1258, and the old font encodings, which are refused.

TCVN3 (ABC) and VNI texts are ordinary Latin-1 letters that only look Vietnamese in a special font; their
capital letters cannot be told from small ones, so they are not converted here: Unikey does that better.
"""

import codecs
import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from charset_normalizer import from_bytes

from data.errors import BadInputError, require_file, system_reason
from data.language.catalogue import N_

MOST_BYTES: Final = 64 * 2**20
"""Larger tables are no register of places."""

_BOMS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_VIETNAMESE: Final = frozenset("ăâđêôơưàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ")
_ONLY_VIETNAMESE: Final = _VIETNAMESE - frozenset("àáâãèéêìíòóôõùúý")
_TYPOGRAPHY: Final = frozenset("“”‘’–—…·•©®°²³½«»₫€\u00a0×")
_TCVN3: Final = re.compile(r"[A-Za-z][µ¶·¸¹¨©ª«¬\u00ad®»¼½¾Æ]|[§®][×¸µÊiaoeu]|®[a-zµ-þ]")
_VNI: Final = re.compile(
    r"[AEOUYaeouy][ØÙÛÕÏøùûõïÅåÁáÀàÄäÃãËëÉéÈèÜü]|[Öö][ÔôØÙÛÕÏøùûõï]|Ñ[aeiouy]|ñ[aeiouyöô]"
)
_LEAST_SIGNS: Final = 3
_MOST_LETTERS_A_SIGN: Final = 25
"""Vietnamese has an accent on about every fifth letter; a text with fewer signs is of another kind."""


@dataclass(frozen=True, slots=True)
class DecodedText:
    """A text, in Unicode NFC, and the encoding it came in."""

    text: str
    encoding: str


def read_text(path: Path) -> DecodedText:
    """Read a text file of any of the encodings named above.

    Raises
    ------
    BadInputError
        If the file is missing, too large, binary, or in an encoding that cannot be trusted.
    """
    require_file(path)
    try:
        if path.stat().st_size > MOST_BYTES:
            raise BadInputError(
                N_("The file is larger than {most} MB."),
                source=path,
                remedy=N_("Split it into smaller files."),
                most=MOST_BYTES // 2**20,
            )
        content = path.read_bytes()
    except OSError as error:
        raise BadInputError(
            N_("The file cannot be read ({detail})."),
            source=path,
            remedy=N_("Check the name and the folder."),
            detail=system_reason(error),
        ) from error
    return decode(content, path)


def decode(content: bytes, source: object = "") -> DecodedText:
    """Decode bytes; see ``read_text``.

    Raises
    ------
    BadInputError
        As ``read_text``.
    """
    found = _decoded(content, source)
    text = unicodedata.normalize("NFC", found.text)
    if "\x00" in text:
        raise BadInputError(
            N_("The file is no text."), source=source, remedy=N_("Save the table as CSV UTF-8 and try again.")
        )
    _refuse_font_encodings(text, source)
    return DecodedText(text, found.encoding)


def _decoded(content: bytes, source: object) -> DecodedText:
    for bom, encoding in _BOMS:
        if content.startswith(bom):
            return _strict(content, encoding, source)
    if content[:1000].count(0) * 4 > len(content[:1000]):  # half of the bytes of Latin text in UTF-16
        odd = content[1:1000:2].count(0)
        return _strict(content, "utf-16-le" if odd * 2 > len(content[1:1000:2]) else "utf-16-be", source)
    try:
        return DecodedText(content.decode("utf-8"), "utf-8")
    except UnicodeDecodeError as error:
        return _legacy(content, source, error)


def _strict(content: bytes, encoding: str, source: object) -> DecodedText:
    try:
        return DecodedText(content.decode(encoding), encoding)
    except UnicodeDecodeError as error:
        raise BadInputError(
            N_("The text is damaged: it is not valid {encoding} at byte {position}."),
            source=source,
            remedy=N_("Save the table as CSV UTF-8 and try again."),
            encoding=encoding.upper(),
            position=error.start,
        ) from error


def _legacy(content: bytes, source: object, error: UnicodeDecodeError) -> DecodedText:
    text = unicodedata.normalize("NFC", content.decode("cp1258", errors="replace"))
    foreign = [c for c in text if ord(c) > 127 and c.lower() not in _VIETNAMESE and c not in _TYPOGRAPHY]
    if not foreign:
        return DecodedText(text, "windows-1258")
    _refuse_font_encodings(content.decode("latin-1"), source)
    guess = from_bytes(content[:100_000]).best()
    raise BadInputError(
        N_("The encoding of the text is not known (invalid UTF-8 at byte {position}; perhaps {guess})."),
        source=source,
        remedy=N_("Save the table as CSV UTF-8 and try again."),
        position=error.start,
        guess=guess.encoding if guess else "?",
    )


def _refuse_font_encodings(text: str, source: object) -> None:
    for name, signs in (("TCVN3 (ABC)", _TCVN3), ("VNI", _VNI)):
        found = len(signs.findall(text))
        if found >= _LEAST_SIGNS and _outweighs_unicode(found, text):
            raise BadInputError(
                N_("The text is in the old font encoding {encoding}, not in Unicode."),
                source=source,
                remedy=N_(
                    "Convert it to Unicode with Unikey (Ctrl+Shift+F6), save as CSV UTF-8 and try again."
                ),
                encoding=name,
            )


def _outweighs_unicode(signs: int, text: str) -> bool:
    """Whether signs of a font encoding are more than letters that only Vietnamese in Unicode has."""
    vietnamese = sum(c in _ONLY_VIETNAMESE for c in text.lower())
    latin = sum(c.isascii() and c.isalpha() for c in text)
    return signs > vietnamese and signs * _MOST_LETTERS_A_SIGN > latin
