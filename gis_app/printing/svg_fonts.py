"""The letters of a drawing inside its file: SVG looks the same where Be Vietnam Pro is not installed."""

import base64
import io
import re
from collections import defaultdict
from html import unescape
from pathlib import Path
from typing import Final

import fontpkg_be_vietnam_pro

from layers.style import FONT_FAMILY

_FACES: Final = {400: "Regular", 500: "Medium", 600: "SemiBold", 700: "Bold"}
_TEXT: Final = re.compile(r"<text\b([^>]*)>([^<]*)</text>")
_PROPERTY: Final = re.compile(r'font-(family|weight|style)="([^"]*)"')
_FEATURES: Final = ["ccmp", "kern", "locl", "mark", "mkmk"]
# Without ligatures, as everything is set and measured.


def with_fonts(drawing: str) -> str:
    """Return an SVG drawing with the letters that it uses of each face as WOFF, as CSS Fonts 4 has them."""
    used: defaultdict[tuple[int, str], set[str]] = defaultdict(set)
    for properties, said in _TEXT.findall(drawing):
        look = dict(_PROPERTY.findall(properties))
        if look.get("family") == FONT_FAMILY:
            used[int(look.get("weight", "400")), look.get("style", "normal")].update(unescape(said))
    if not used:
        return drawing
    faces = "".join(_face(weight, style, letters) for (weight, style), letters in sorted(used.items()))
    style = f'<style>{faces}text{{font-feature-settings:"liga" 0}}</style>'
    return re.sub(r"(?=<defs\b)", lambda _: style, drawing, count=1)


def _face(weight: int, style: str, letters: set[str]) -> str:
    encoded = base64.b64encode(_subset(weight, style == "italic", "".join(sorted(letters)))).decode()
    source = f"url(data:font/woff;base64,{encoded}) format('woff')"
    described = f"font-family:'{FONT_FAMILY}';font-weight:{weight};font-style:{style}"
    return f"@font-face{{{described};src:{source}}}"


def _subset(weight: int, is_italic: bool, letters: str) -> bytes:
    """Return a face with these letters alone."""
    from fontTools import subset  # noqa: PLC0415 - only drawings need it, and it takes long to load

    name = f"{_FACES[weight]}{'Italic' if is_italic else ''}".replace("RegularItalic", "Italic")
    options = subset.Options(flavor="woff", layout_features=_FEATURES, notdef_outline=True)
    path = Path(fontpkg_be_vietnam_pro.ROOT) / "files" / f"BeVietnamPro-{name}.ttf"
    with subset.load_font(str(path), options) as font:
        made = subset.Subsetter(options)
        made.populate(text=letters)
        made.subset(font)
        packed = io.BytesIO()
        subset.save_font(font, packed, options)
    return packed.getvalue()
