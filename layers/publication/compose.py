"""Template and tour → pages, with a note for everything that did not fit."""

from dataclasses import dataclass
from typing import Final

from data.language.catalogue import N_
from layers.labels import Measure
from layers.page import Item, Page, TextSetter
from layers.publication.flow import Block, pour, resumed
from layers.publication.frames import FIXED, FLOWING
from layers.publication.frames.base import Frame
from layers.publication.frames.map import map_of
from layers.publication.grid import MapGrid
from layers.publication.matter import Matter
from layers.publication.notes import Note, NoteKind
from layers.publication.template import FrameTemplate, PageTemplate, Template

MOST_PAGES: Final = 400
"""A flow that makes no headway must not fill a disk."""


@dataclass(frozen=True, slots=True)
class Composition:
    """A publication ready to be painted.

    Parameters
    ----------
    pages
        In reading order, as laid out; ``template.enlarge`` says how much larger they are printed.
    notes
        What did not fit or is missing.
    """

    template: Template
    pages: tuple[Page, ...]
    notes: tuple[Note, ...]


def compose(template: Template, matter: Matter, measure: Measure) -> Composition:
    """Return the pages of a publication.

    Parameters
    ----------
    measure
        Measures texts in print pixels.
    """
    composer = _Composer(template, matter, TextSetter(measure))
    for page in template.pages:
        composer.add(page)
    return composer.finished()


@dataclass
class _Flow:
    """One kind of flowing content: what is left, set for frames of one width, and what was poured."""

    width: float
    rest: tuple[Block, ...]
    done: frozenset[str] = frozenset()


class _Composer:
    def __init__(self, template: Template, matter: Matter, setter: TextSetter) -> None:
        self._template, self._matter, self._setter = template, matter, setter
        self._pages: list[Page] = []
        self._notes: list[Note] = []
        self._flows: dict[str, _Flow] = {}
        self._grid = self._first_grid()

    def add(self, page: PageTemplate) -> None:
        """Make a page, or as many as its flows need if it repeats."""
        if not page.repeats:
            self._make(page)
            return
        flowing = [frame for frame in page.frames if frame.kind in FLOWING]
        while len(self._pages) < MOST_PAGES and any(self._flow_for(frame).rest for frame in flowing):
            self._make(page)

    def finished(self) -> Composition:
        """Return what was made; flows that are not at their end are reported."""
        message = N_("{count} entries of '{frame}' found no room; choose a larger paper.")
        for kind, flow in self._flows.items():
            if flow.rest:
                facts: dict[str, str | int | float] = {"count": len(flow.rest), "frame": kind}
                self._notes.append(Note(NoteKind.TEXT_OVERFLOW, len(self._pages), message, facts))
        return Composition(self._template, tuple(self._pages), tuple(self._notes))

    def _make(self, page: PageTemplate) -> None:
        items: list[Item] = []
        for template in page.frames:
            if template.kind in FLOWING:
                flow = self._flow_for(template)
                poured = pour(flow.rest, template.area)
                items.extend(poured.items)
                flow.rest, flow.done = poured.rest, flow.done | poured.keys
            else:
                items.extend(FIXED[template.kind](self._frame(template)))
        self._pages.append(Page(self._template.width, self._template.height, tuple(items)))

    def _flow_for(self, template: FrameTemplate) -> _Flow:
        """Return the flow, set anew where this frame has another width than the one before."""
        flow = self._flows.get(template.kind)
        if flow is not None and flow.width == template.area.width:
            return flow
        blocks = FLOWING[template.kind](self._frame(template))
        done = frozenset[str]() if flow is None else flow.done
        begin = next((i for i, block in enumerate(blocks) if block.key not in done), len(blocks))
        rest = resumed(blocks[begin:]) if begin else blocks
        self._flows[template.kind] = _Flow(template.area.width, rest, done)
        return self._flows[template.kind]

    def _frame(self, template: FrameTemplate) -> Frame:
        return Frame(
            self._matter,
            self._setter,
            template.area,
            template.options,
            len(self._pages) + 1,
            self._grid,
            self._notes,
        )

    def _first_grid(self) -> MapGrid | None:
        """Return the grid of the first map that has one: the index may stand on another page."""
        for template in (frame for page in self._template.pages for frame in page.frames):
            if template.kind == "map" and template.options.get("grid"):
                return MapGrid.over(
                    map_of(Frame(self._matter, self._setter, template.area, template.options, 0))
                )
        return None
