"""Template and tour → pages, with a note for everything that did not fit."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain, groupby
from typing import Final

from data.language import formats
from data.language.catalogue import N_
from data.progress import Progress, silent
from layers.labels import Measure
from layers.page import Item, Page, Text, TextSetter
from layers.publication.adapting import adapted
from layers.publication.flow import Block, balanced, pour, resumed
from layers.publication.frames import FIXED, FLOWING
from layers.publication.frames.atlas import subject_name
from layers.publication.frames.base import Frame
from layers.publication.frames.map import map_of
from layers.publication.grid import MapGrid
from layers.publication.matter import Matter
from layers.publication.notes import Note, NoteKind
from layers.publication.stacking import column_of, stacked
from layers.publication.subjects import Entry, Subject, subjects_of
from layers.publication.template import FrameTemplate, PageTemplate, Template
from layers.viewport import PRINT_PIXEL_MM

LEAST_PT: Final = 5.0
"""Smallest type that print shops take: thinner strokes break in offset."""

_POINTS_PER_MM: Final = 72 / 25.4
MOST_PAGES: Final = 2_000
"""A flow that makes no headway must not fill a disk."""


@dataclass(frozen=True, slots=True)
class Composition:
    """A publication ready to be painted.

    Parameters
    ----------
    pages
        In reading order, as laid out; ``template.enlarge`` says how much larger they are printed. A page is
        some hundred small values: photos and maps come in when it is painted.
    notes
        What did not fit or is missing.
    """

    template: Template
    pages: tuple[Page, ...]
    notes: tuple[Note, ...]


def compose(template: Template, matter: Matter, measure: Measure, progress: Progress = silent) -> Composition:
    """Return the pages of a publication.

    Parameters
    ----------
    measure
        Measures texts in print pixels.
    progress
        Told after every page; may raise ``CancelledError``.
    """
    setter = TextSetter(measure)
    matter = replace(matter, enlarge=template.enlarge)
    subjects = tuple(
        subject
        for kind in template.subject_kinds
        for subject in subjects_of(kind, matter.project, matter.tour, matter.places)
    )
    entries = tuple(Entry(subject, 0) for subject in subjects)
    count = 0
    if entries:
        # Contents stand before the pages they name: these are counted first, without drawing them.
        counter = _Composer(template, matter, setter, entries, is_counting=True)
        count = sum(1 for _ in counter.pages())
        entries = tuple(Entry(subject, counter.first_pages.get(subject, 0)) for subject in subjects)
    composer = _Composer(template, matter, setter, entries)
    made = []
    for page in composer.pages():
        made.append(page)
        progress(len(made) / max(count, len(made) + 1), N_("Laying out pages"))
    return Composition(template, tuple(made), (*composer.finished(), *_small_type(made, matter)))


def _small_type(pages: Sequence[Page], matter: Matter) -> tuple[Note, ...]:
    """Say when a paper is so small that type on it can hardly be read."""
    sizes = [
        (item.style.size_px, number)
        for number, page in enumerate(pages, start=1)
        for item in page.items
        if isinstance(item, Text)
    ]
    smallest, number = min(sizes, default=(0, 0))
    points = smallest * PRINT_PIXEL_MM * matter.enlarge * _POINTS_PER_MM
    if not sizes or points >= LEAST_PT:
        return ()
    facts = {
        "size": formats.number(points, matter.language, 1),
        "least": formats.number(LEAST_PT, matter.language, 1),
    }
    message = N_(
        "The smallest type has {size} points; below {least} it can hardly be read. Choose a larger paper."
    )
    return (Note(NoteKind.TEXT_SMALL, number, message, facts),)


@dataclass
class _Flow:
    """One kind of flowing content: what is left, set for frames of one width, and what was poured."""

    width: float
    rest: tuple[Block, ...]
    done: frozenset[str] = frozenset()


class _Composer:
    """Makes page after page.

    Parameters
    ----------
    is_counting
        Only flowing frames are filled: they alone decide how many pages there are.
    """

    def __init__(
        self,
        template: Template,
        matter: Matter,
        setter: TextSetter,
        entries: tuple[Entry, ...],
        *,
        is_counting: bool = False,
    ) -> None:
        self._template, self._matter, self._setter = template, matter, setter
        self._entries, self._is_counting = entries, is_counting
        self._page = 0
        self._notes: list[Note] = []
        self._flows: dict[str, _Flow] = {}
        self._grid = self._first_grid()
        self.first_pages: dict[Subject, int] = {}

    def pages(self) -> Iterator[Page]:
        """Make the pages of the template one after the other."""
        return chain.from_iterable(self._pages_of(page) for page in self._template.pages)

    def finished(self) -> tuple[Note, ...]:
        """Return the notes, with one for each flow that is not at its end."""
        self._note_rests()
        return tuple(self._notes)

    def _pages_of(self, page: PageTemplate) -> Iterator[Page]:
        if page.repeat_for is None:
            yield from self._repeated(page) if page.repeats else (self._made(page, None),)
            return
        for entry in self._entries:
            if entry.subject.kind is page.repeat_for:
                yield from self._about(page, entry.subject)

    def _repeated(self, page: PageTemplate) -> Iterator[Page]:
        flowing = [frame for frame in page.frames if frame.kind in FLOWING]
        flowing = flowing[:1] if page.stacks else flowing
        while self._page < MOST_PAGES and any(self._flow_for(frame, None).rest for frame in flowing):
            yield self._made(page, None)

    def _about(self, page: PageTemplate, subject: Subject) -> Iterator[Page]:
        """Make the pages about one subject: its flows begin and end with them."""
        kept, self._flows = self._flows, {}
        self.first_pages.setdefault(subject, self._page + 1)
        yield self._made(page, subject)
        while page.repeats and self._page < MOST_PAGES and any(flow.rest for flow in self._flows.values()):
            yield self._made(page, subject)
        self._note_rests()
        self._flows = kept

    def _note_rests(self) -> None:
        message = N_("{count} entries of '{frame}' found no room; choose a larger paper.")
        for kind, flow in self._flows.items():
            if flow.rest:
                facts: dict[str, str | int | float] = {"count": len(flow.rest), "frame": kind}
                self._notes.append(Note(NoteKind.TEXT_OVERFLOW, self._page, message, facts))

    def _made(self, page: PageTemplate, subject: Subject | None) -> Page:
        items: list[Item] = []
        bookmarks: list[str] = []
        if subject is not None and self.first_pages[subject] == self._page + 1:
            bookmarks.append(subject_name(self._matter, subject))
        frames = adapted(page.frames, lambda one: self._frame(one, subject))
        page = replace(page, frames=frames)
        for template in self._columns(page, subject):
            if template.kind in FLOWING:
                flow = self._flow_for(template, subject)
                poured = pour(flow.rest, template.area)
                items.extend(poured.items)
                bookmarks.extend(poured.bookmarks if subject is None else ())
                flow.rest, flow.done = poured.rest, flow.done | poured.keys
            elif not self._is_counting:
                items.extend(FIXED[template.kind](self._frame(template, subject, page.frames)))
        self._page += 1
        return Page(self._template.width, self._template.height, tuple(items), tuple(bookmarks))

    def _columns(self, page: PageTemplate, subject: Subject | None) -> Iterator[FrameTemplate]:
        """Give the frames of a page; columns in which a flow ends are as high as each other."""
        if page.stacks:
            yield from stacked(page, lambda frame: self._flow_for(frame, subject).rest)
            return
        for _, group in groupby(page.frames, key=column_of):
            frames = tuple(group)
            if frames[0].kind in FLOWING:
                blocks = self._flow_for(frames[0], subject).rest
                areas = balanced(blocks, [frame.area for frame in frames])
                frames = tuple(replace(one, area=area) for one, area in zip(frames, areas, strict=True))
            yield from frames

    def _flow_for(self, template: FrameTemplate, subject: Subject | None) -> _Flow:
        """Return the flow, set anew where this frame has another width than the one before."""
        flow = self._flows.get(template.flow)
        if flow is not None and flow.width == template.area.width:
            return flow
        blocks = FLOWING[template.kind](self._frame(template, subject))
        done = frozenset[str]() if flow is None else flow.done
        begin = next((i for i, block in enumerate(blocks) if block.key not in done), len(blocks))
        rest = resumed(blocks[begin:]) if begin else blocks
        self._flows[template.flow] = _Flow(template.area.width, rest, done)
        return self._flows[template.flow]

    def _frame(
        self, template: FrameTemplate, subject: Subject | None, siblings: tuple[FrameTemplate, ...] = ()
    ) -> Frame:
        return Frame(
            self._matter,
            self._setter,
            template.area,
            template.options,
            self._page + 1,
            self._grid,
            subject,
            self._entries,
            siblings,
            self._notes,
        )

    def _first_grid(self) -> MapGrid | None:
        """Return the grid of the first map that has one: the index may stand on another page."""
        for template in _frames(self._template.pages):
            if template.kind == "map" and template.options.get("grid"):
                return MapGrid.over(
                    map_of(Frame(self._matter, self._setter, template.area, template.options, 0))
                )
        return None


def _frames(pages: Iterable[PageTemplate]) -> Iterator[FrameTemplate]:
    return (frame for page in pages if page.repeat_for is None for frame in page.frames)
