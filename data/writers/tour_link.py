"""A short tour inside a link, small enough for a QR code: the page it opens offers the tour as GPX.

Encoding: minimal GPX 1.1 (a route for each day, its stops with names), UTF-8, raw DEFLATE (RFC 1951), Base64
with the alphabet for URLs and without padding (RFC 4648, section 5), as the fragment ``#gpx=1.…`` of the
link. A fragment is never sent to the server: nobody but the reader learns of the tour.
"""

import base64
import binascii
import zlib
from itertools import count
from typing import Final
from urllib.parse import urlsplit
from xml.sax.saxutils import escape, quoteattr

from data.errors import BadInputError
from data.language.catalogue import N_
from data.model.project import Project
from data.model.tour import Tour
from data.writers.gpx import CREATOR
from data.writers.itinerary import Row, clean, rows, title

PREFIX: Final = "gpx=1."
"""Begin of the fragment: what it holds, and the version of the encoding."""

MOST_LETTERS: Final = 1370
"""A QR code of version 30 and error correction M holds as many bytes (ISO/IEC 18004, table 7): 137 modules a
side, which phones read from 6 cm."""

_DECIMALS: Final = 5
_SHORTEST_NAME: Final = 12
_MOST_BYTES: Final = 1_000_000


def gpx_link(project: Project, tour: Tour, page: str, language: str = "vi") -> str:
    """Return ``page`` with the tour as its fragment; names are shortened where they would not fit.

    Parameters
    ----------
    page
        Address of a web page of a tour (``map.html``) on a server.

    Raises
    ------
    BadInputError
        If the address is none of the web, or the tour is too long for a QR code.
    """
    if urlsplit(page).scheme not in {"https", "http"} or not urlsplit(page).netloc:
        raise BadInputError(
            N_("'{link}' is no address of a web page."),
            where="--web-link",
            remedy=N_("Write it whole: https://example.vn/map.html"),
            link=page[:80],
        )
    address = page.partition("#")[0]
    for longest in count(60, -8):
        link = f"{address}#{PREFIX}{packed(_minimal(project, tour, language, longest))}"
        if len(link) <= MOST_LETTERS:
            return link
        if longest < _SHORTEST_NAME:
            break
    raise BadInputError(
        N_("The tour is too long for a QR code: its link has {letters} letters, at most {most} fit."),
        remedy=N_("Hand out the GPX file, or a link to the page alone."),
        letters=len(link),
        most=MOST_LETTERS,
    )


def packed(text: str) -> str:
    """Return text as the fragment carries it, behind ``PREFIX``."""
    squeezer = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    squeezed = squeezer.compress(text.encode()) + squeezer.flush()
    return base64.urlsafe_b64encode(squeezed).decode().rstrip("=")


def gpx_of_link(link: str) -> str:
    """Return the GPX that a link carries.

    Raises
    ------
    BadInputError
        If it carries none, or a damaged or oversized one.
    """
    _, found, letters = link.partition(f"#{PREFIX}")
    try:
        squeezed = base64.urlsafe_b64decode(letters + "=" * (-len(letters) % 4))
        unpacker = zlib.decompressobj(-zlib.MAX_WBITS)
        content = unpacker.decompress(squeezed, _MOST_BYTES)
        if found and content and unpacker.eof:
            return content.decode()
    except (binascii.Error, zlib.error, ValueError):
        pass
    raise BadInputError(N_("The link carries no tour."), remedy=N_("Copy it whole, or scan the code again."))


def _minimal(project: Project, tour: Tour, language: str, longest: int) -> str:
    itinerary = rows(project, tour)
    parts = [f'<gpx version="1.1" creator={quoteattr(CREATOR)} xmlns="http://www.topografix.com/GPX/1/1">']
    parts.append(f"<metadata><name>{escape(title(tour, language)[:longest])}</name></metadata>")
    for number, day in enumerate(tour.days, start=1):
        parts.append(f"<rte><name>{number}. {day.date.isoformat()}</name>")
        parts += [_point(row, language, longest) for row in itinerary if row.day == number]
        parts.append("</rte>")
    return "".join((*parts, "</gpx>"))


def _point(row: Row, language: str, longest: int) -> str:
    name = clean(row.name(language))
    said = name if len(name) <= longest else f"{name[: longest - 1]}…"
    at = f'lat="{round(row.stop.lat, _DECIMALS)}" lon="{round(row.stop.lon, _DECIMALS)}"'
    return f"<rtept {at}><name>{escape(said)}</name></rtept>"
