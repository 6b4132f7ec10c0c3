"""Index of places in Vietnamese order, each with its number and its cell of the map's grid."""

from typing import Final

from data.language.collation import vietnamese_key
from data.model.place import Place
from layers.page import Text
from layers.publication.flow import Block, Movable
from layers.publication.frames.base import Frame
from layers.publication.matter import INK, MUTED, SMALL, one_line
from layers.publication.subjects import Subject, SubjectKind

_PLACE_MM: Final = 14.0


def index_blocks(frame: Frame) -> tuple[Block, ...]:
    """Return a row for each visited place; with the option ``grid`` its cell stands before its number.

    In an atlas every place is followed by its pages instead.
    """
    matter, setter, width = frame.matter, frame.setter, frame.area.width
    if frame.entries:
        return _page_rows(frame)
    visits = [row for row in matter.rows if row.number is not None]
    blocks = []
    for row in sorted(visits, key=lambda row: vietnamese_key(row.name(matter.language))):
        items: list[Movable] = []
        lines = setter.lines(matter.name(row), SMALL, width - _PLACE_MM)
        bottom = setter.block(items, (0.0, 0.0), lines, SMALL, INK)
        has_grid = frame.is_on("grid", default=True)
        cell = frame.grid.cell(row.stop.lon, row.stop.lat) if frame.grid and has_grid else ""
        said = f"{cell} · {row.number}" if cell else str(row.number)
        items.append(Text(width, 0.76 * setter.line_mm(SMALL), said, SMALL, MUTED, 1.0))
        blocks.append(Block(tuple(items), bottom + 0.5, f"place-{row.number}"))
    return tuple(blocks)


def _page_rows(frame: Frame) -> tuple[Block, ...]:
    matter, setter, width = frame.matter, frame.setter, frame.area.width
    pages = {entry.subject: entry.page for entry in frame.entries}
    days: dict[str, set[int]] = {}
    for row in matter.rows:
        if row.place is not None and row.number is not None:
            days.setdefault(row.place.id, set()).add(row.day)
    blocks = []
    for place in sorted(matter.places, key=lambda place: vietnamese_key(place.name(matter.language))):
        found = sorted({pages[one] for one in _subjects(place, days) if one in pages})
        items: list[Movable] = []
        lines = setter.lines(one_line(place.name(matter.language)), SMALL, width - _PLACE_MM)
        bottom = setter.block(items, (0.0, 0.0), lines, SMALL, INK)
        said = ", ".join(map(str, found))
        items.append(Text(width, 0.76 * setter.line_mm(SMALL), said, SMALL, MUTED, 1.0))
        blocks.append(Block(tuple(items), bottom + 0.5, f"place-{place.id}"))
    return tuple(blocks)


def _subjects(place: Place, days: dict[str, set[int]]) -> list[Subject]:
    """Return what pages that show a place are about."""
    return [
        Subject(SubjectKind.PLACE, place.id),
        Subject(SubjectKind.UNIT, place.unit_after or ""),
        *(Subject(SubjectKind.DAY, str(day)) for day in days.get(place.id, ())),
    ]
