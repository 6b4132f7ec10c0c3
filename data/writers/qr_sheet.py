"""A sheet of QR codes (SVG, A4): the starting point, the web page, and the tour itself as a GPX link."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final
from xml.etree.ElementTree import Element, SubElement, tostring

from data.errors import BadInputError
from data.language.catalogue import N_, translate
from data.model.project import Project
from data.model.tour import Tour
from data.writers import links
from data.writers.atomic import write_atomically
from data.writers.itinerary import clean, credits_of, rows, title
from data.writers.qr_code import qr_rows
from data.writers.tour_link import gpx_link

_WIDTH_MM, _HEIGHT_MM = 210, 297
_MARGIN_MM: Final = 20
_CODE_MM: Final = 62.0
_STEP_MM: Final = 80.0
_GAP_MM: Final = 12.0
# The smallest code has 21 modules of 3 mm, four of which stay white.
_FIRST_MM: Final = 42.0
_FONT: Final = "'Be Vietnam Pro', 'Noto Sans', Arial, sans-serif"
_LETTERS_A_LINE: Final = 44


@dataclass(frozen=True, slots=True)
class Code:
    """A QR code: what it holds and what is said beside it."""

    content: str
    heading: str
    about: str


def codes(project: Project, tour: Tour, language: str = "vi", page: str = "") -> tuple[Code, ...]:
    """Return the codes of a tour.

    Parameters
    ----------
    page
        Address of the tour's web page; without it only the starting point has a code.

    Raises
    ------
    BadInputError
        If the address is none of the web.
    """
    start = rows(project, tour)[0]
    name = start.name(language)
    made = [
        Code(
            links.geo_uri(start.stop.lon, start.stop.lat, name),
            translate(language, N_("Where the tour starts")),
            translate(language, N_("{place}: opens the map of the phone"), place=name),
        )
    ]
    if page:
        opened = translate(language, N_("Opens the interactive map: {link}"), link=page)
        made.append(Code(page, translate(language, N_("The tour on the web")), opened))
        made.append(_as_gpx(project, tour, language, page))
    return tuple(made)


def _as_gpx(project: Project, tour: Tour, language: str, page: str) -> Code:
    heading = translate(language, N_("The tour for navigation (GPX)"))
    try:
        link = gpx_link(project, tour, page, language)
    except BadInputError as error:
        if "letters" not in error.facts:
            raise
        # Too long for a code: the page offers the file as well.
        return Code(page, heading, error.in_language(language))
    about = N_("The code holds the stops themselves; the page it opens saves them as a GPX file.")
    return Code(link, heading, translate(language, about))


def write(project: Project, tour: Tour, path: Path, language: str = "vi", *, page: str = "") -> None:
    """Write the sheet to ``path`` atomically; see ``codes`` for the arguments.

    Raises
    ------
    BadInputError
        If the address is none of the web.
    StorageError
        If the file cannot be written.
    """
    write_atomically(path, document(project, tour, language, page=page).encode())


def document(project: Project, tour: Tour, language: str = "vi", *, page: str = "") -> str:
    """Return the sheet as SVG, lengths in millimetres."""
    box = f"0 0 {_WIDTH_MM} {_HEIGHT_MM}"
    sheet = Element("svg", xmlns="http://www.w3.org/2000/svg", viewBox=box)
    sheet.attrib |= {"width": f"{_WIDTH_MM}mm", "height": f"{_HEIGHT_MM}mm", "font-family": _FONT}
    SubElement(sheet, "title").text = title(tour, language)
    SubElement(sheet, "rect", width="100%", height="100%", fill="#ffffff")
    top = float(_MARGIN_MM)
    for line in _lines(title(tour, language))[:2]:
        _text(sheet, _MARGIN_MM, top, line, 7, is_bold=True)
        top += 9
    for number, code in enumerate(codes(project, tour, language, page)):
        _code(sheet, code, _FIRST_MM + number * _STEP_MM)
    credit = "; ".join(credits_of(project, tour))
    _text(sheet, _MARGIN_MM, _HEIGHT_MM - 10, credit[:120], 2.6)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + tostring(sheet, encoding="unicode") + "\n"


def _code(sheet: Element, code: Code, top: float) -> None:
    modules = qr_rows(code.content)
    side = len(modules)
    step = _CODE_MM / side
    path = []
    for y, line in enumerate(modules):
        x = 0
        while x < side:
            run = x
            while run < side and line[run]:
                run += 1
            if run > x:
                path.append(f"M{x} {y}h{run - x}v1h-{run - x}z")
            x = run + 1
    place = f"translate({_MARGIN_MM} {top}) scale({step:.6f})"
    drawn = SubElement(sheet, "path", d="".join(path), transform=place, fill="#000000")
    drawn.set("shape-rendering", "crispEdges")
    left = _MARGIN_MM + _CODE_MM + _GAP_MM
    _text(sheet, left, top + 8, code.heading, 5, is_bold=True)
    for number, said in enumerate(_lines(code.about)[:7]):
        _text(sheet, left, top + 17 + 6 * number, said, 4)


def _text(sheet: Element, x: float, y: float, said: str, size: float, *, is_bold: bool = False) -> None:
    element = SubElement(sheet, "text", x=f"{x:g}", y=f"{y:g}", fill="#23201e")
    element.attrib |= {"font-size": f"{size:g}", "font-weight": "700" if is_bold else "400"}
    element.text = clean(said)


def _lines(said: str) -> list[str]:
    lines, line = list[str](), ""
    for word in said.split():
        # A long address is cut where it must be.
        for piece in (word[i : i + _LETTERS_A_LINE] for i in range(0, len(word), _LETTERS_A_LINE)):
            if line and len(line) + 1 + len(piece) > _LETTERS_A_LINE:
                lines.append(line)
                line = piece
            else:
                line = f"{line} {piece}".strip()
    return [*lines, line]
