"""Encoding of the texts of a Shapefile: its .cpg file, its language mark, or the texts themselves."""

import struct
from pathlib import Path
from typing import Any, Final

from data.errors import BadInputError, HanhTrinhError
from data.language.catalogue import N_
from data.readers.text_encoding import decode

VIETNAMESE: Final = "CP1258"
LATIN: Final = "ISO-8859-1"

_HEAD: Final = struct.Struct("<xxxxIHH")
_FIELD_BYTES: Final = 32
_LANGUAGE_AT: Final = 29
_SAMPLE_BYTES: Final = 400_000


def encoding_of(shapefile: Path) -> tuple[str, HanhTrinhError | None]:
    """Return the encoding to read a Shapefile's texts in, and a doubt to tell the user.

    Without a ``.cpg`` file or a mark in the table, GDAL would take any text for ISO 8859-1; Vietnamese ones
    are UTF-8 or Windows-1258, or in an old font encoding (TCVN3, VNI) that nothing can read as it is.

    Parameters
    ----------
    shapefile
        Path of the .shp file.

    Returns
    -------
    encoding : str
        '' to leave the choice to GDAL, which knows .cpg and language marks.
    doubt : HanhTrinhError or None
        Told when the texts cannot be right.
    """
    table = next((path for end in (".dbf", ".DBF") if (path := shapefile.with_suffix(end)).exists()), None)
    if table is None:
        return "", None
    with table.open("rb") as file:
        content = file.read(_SAMPLE_BYTES)
    page = _code_page(shapefile)
    if "1258" in page:
        return VIETNAMESE, None
    try:
        found = decode(_texts(content), shapefile.name).encoding
    except BadInputError as error:
        remedy = N_("Names may look wrong: convert the attribute table to Unicode and add the layer again.")
        facts: dict[str, Any] = dict(error.facts)
        doubt = BadInputError(error.message, source=shapefile.name, remedy=remedy, **facts)
        return ("" if page else LATIN), doubt
    is_marked = len(content) > _LANGUAGE_AT and content[_LANGUAGE_AT] not in {0, 0x57}
    if page or (is_marked and found != "utf-8"):
        return "", None
    return {"utf-8": "UTF-8", "windows-1258": VIETNAMESE}.get(found, ""), None


def _code_page(shapefile: Path) -> str:
    for ending in (".cpg", ".CPG"):
        page = shapefile.with_suffix(ending)
        if page.exists():
            return page.read_bytes()[:80].decode("ascii", errors="replace").strip()
    return ""


def _texts(content: bytes) -> bytes:
    """Return the text cells of a dBase table's beginning, one a line."""
    if len(content) < _HEAD.size:
        return b""
    _, head_bytes, row_bytes = _HEAD.unpack_from(content)
    if head_bytes < _FIELD_BYTES or row_bytes < 1:
        return b""
    fields, begin = [], 1
    for at in range(_FIELD_BYTES, min(head_bytes, len(content)) - _FIELD_BYTES + 1, _FIELD_BYTES):
        if content[at : at + 1] == b"\r":
            break
        width = content[at + 16]
        if content[at + 11 : at + 12] == b"C":
            fields.append((begin, width))
        begin += width
    cells = [
        content[row + first : row + first + width].replace(b"\x00", b" ").strip()
        for row in range(head_bytes, len(content) - row_bytes + 1, row_bytes)
        for first, width in fields
    ]
    return b"\n".join(cells)
