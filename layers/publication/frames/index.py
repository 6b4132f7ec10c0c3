"""Index of places in Vietnamese order, each with its number and its cell of the map's grid."""

from typing import Final

from data.language.collation import vietnamese_key
from layers.page import Text
from layers.publication.flow import Block, Movable
from layers.publication.frames.base import Frame
from layers.publication.matter import INK, MUTED, SMALL

_PLACE_MM: Final = 14.0


def index_blocks(frame: Frame) -> tuple[Block, ...]:
    """Return a row for each visited place; with the option ``grid`` its cell stands before its number."""
    matter, setter, width = frame.matter, frame.setter, frame.area.width
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
