"""From pages to printed sheets: bleed, crop and fold marks, and pages imposed for a booklet.

Marks follow the custom of print shops: 5 mm long, 3 mm off the trim and never inside the bleed, folds dashed.
All lengths are millimetres of the printed sheet.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from layers.page import Page, Rule
from layers.publication.compose import Composition
from layers.publication.template import Area, Imposition, Template
from layers.style import Color

_MARK_MM: Final = 5.0
_MARK_OFF_MM: Final = 3.0
_MARK_LINE_MM: Final = 0.09
# 0.25 pt, the usual hairline of marks.
_FOLD_DASH: Final[tuple[float, ...]] = (6.0, 4.0)
_BLACK: Final = Color.of("#000000")


@dataclass(frozen=True, slots=True)
class Placed:
    """A page on a sheet: where its trimmed corner lies, and what part of the sheet it may colour."""

    page: Page
    left: float
    top: float
    clip: Area


@dataclass(frozen=True, slots=True)
class Sheet:
    """One side of paper as it leaves the press.

    Parameters
    ----------
    width, height
        The whole sheet with marks.
    trim, bleed
        What is left after cutting, and how far colour reaches.
    pages
        The pages on it; an empty place of a booklet is left out.
    enlarge
        How much larger the pages are printed than they are laid out.
    marks
        Crop and fold marks.
    """

    width: float
    height: float
    trim: Area
    bleed: Area
    pages: tuple[Placed, ...]
    enlarge: float
    marks: tuple[Rule, ...]


def sheets_of(composition: Composition, *, with_marks: bool) -> tuple[Sheet, ...]:
    """Return the sheets of a publication.

    Parameters
    ----------
    with_marks
        For a print shop: bleed, crop and fold marks, and a booklet's pages imposed two by two. Without, each
        page is a sheet of its trimmed size, in reading order, as for a screen or an office printer.
    """
    template = composition.template
    if with_marks and template.imposition is Imposition.BOOKLET:
        return _booklet(composition)
    return tuple(
        _sheet(template, (page,), template.folds_on(number), with_marks=with_marks)
        for number, page in enumerate(composition.pages)
    )


def _booklet(composition: Composition) -> tuple[Sheet, ...]:
    """Lay pages two by two so that stapled sheets read in order: (last, first), (second, last but one), …."""
    pages: list[Page | None] = list(composition.pages)
    pages += [None] * (-len(pages) % 4)
    template = composition.template
    sheets = []
    for number in range(len(pages) // 2):
        low, high = pages[number], pages[-1 - number]
        pair = (high, low) if number % 2 == 0 else (low, high)
        sheets.append(_sheet(template, pair, (template.width,), with_marks=True))
    return tuple(sheets)


def _sheet(
    template: Template, pages: Sequence[Page | None], folds: Sequence[float], *, with_marks: bool
) -> Sheet:
    bleed = template.bleed * template.enlarge if with_marks else 0.0
    margin = max(bleed, _MARK_OFF_MM) + _MARK_MM + 1.0 if with_marks else 0.0
    width, height = template.width * template.enlarge, template.height * template.enlarge
    trim = Area(margin, margin, width * len(pages), height)
    reach = trim.inside(-bleed)
    placed = []
    for position, page in enumerate(pages):
        left = margin + position * width
        if page is not None:
            placed.append(Placed(page, left, margin, _clip(reach, left, width, len(pages))))
    marks = _marks(template, trim, folds) if with_marks else ()
    outer = (trim.width + 2 * margin, height + 2 * margin)
    return Sheet(*outer, trim, reach, tuple(placed), template.enlarge, marks)


def _clip(reach: Area, left: float, width: float, pages: int) -> Area:
    """Return what a page may colour: into the bleed outside, never over its neighbour."""
    if pages == 1:
        return reach
    begin = reach.left if left <= reach.left + (reach.width - pages * width) / 2 + 1e-6 else left
    end = reach.right if begin == left else left + width
    return Area(begin, reach.top, end - begin, reach.height)


def _marks(template: Template, trim: Area, folds: Sequence[float]) -> tuple[Rule, ...]:
    off = max(_MARK_OFF_MM, template.bleed * template.enlarge)
    upright: list[tuple[float, tuple[float, ...]]] = [(x, ()) for x in (trim.left, trim.right)]
    upright += [(trim.left + fold * template.enlarge, _FOLD_DASH) for fold in folds]
    marks: list[Rule] = []
    for x, dash in upright:
        marks.append(_line(x, trim.top - off - _MARK_MM, x, trim.top - off, dash))
        marks.append(_line(x, trim.bottom + off, x, trim.bottom + off + _MARK_MM, dash))
    for y in (trim.top, trim.bottom):
        marks.append(_line(trim.left - off - _MARK_MM, y, trim.left - off, y))
        marks.append(_line(trim.right + off, y, trim.right + off + _MARK_MM, y))
    return tuple(marks)


def _line(x0: float, y0: float, x1: float, y1: float, dash: tuple[float, ...] = ()) -> Rule:
    return Rule(x0, y0, x1, y1, _BLACK, _MARK_LINE_MM, dash)
