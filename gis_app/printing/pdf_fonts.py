"""Fonts of a PDF that Qt wrote, as ISO 32000-1 wants them: subsets named as such, spaces copied as spaces."""

import re
from typing import Final

import pikepdf
from pikepdf import Dictionary, Name

_LISTED: Final = re.compile(rb"\[[^\]]*\]")
_TAB: Final = b"<0009>"
_SPACE: Final = b"<0020>"


def mend_fonts(document: pikepdf.Pdf) -> None:
    """Mend the fonts of a document in place.

    Qt (6.11) tags the descriptor of a subset but not the font (9.6.4), and maps the glyph of the space to the
    tab that shares it: whoever copies text gets tabs between the words.
    """
    for found in document.objects:
        if not isinstance(found, Dictionary) or found.get("/Type") != Name.Font or "/ToUnicode" not in found:
            continue
        inner = found.DescendantFonts[0]
        found.BaseFont = inner.BaseFont = inner.FontDescriptor.FontName
        meaning = found.ToUnicode.read_bytes()
        found.ToUnicode.write(_LISTED.sub(lambda one: one[0].replace(_TAB, _SPACE), meaning))
