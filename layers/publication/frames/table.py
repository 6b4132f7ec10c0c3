"""Tables that flow from frame to frame: header repeated, texts broken into lines, figures flush right."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Final

from data.language.catalogue import N_
from layers.page import Badge, Rectangle, Rule, Text, TextSetter
from layers.publication.flow import Block, Movable, moved
from layers.publication.frames.base import Frame
from layers.publication.frames.table_content import Column, Table, TableRow, table_of
from layers.publication.matter import INK, LINE, MUTED, SMALL
from layers.publication.notes import NoteKind
from layers.style import Color, TextStyle
from layers.tags import HEADER_ROW, Role, Tag

_GAP_MM: Final = 2.4
_PAD_MM: Final = 0.7
_LEAST_WIDE_MM: Final = 18.0
_LEAST_PX: Final = 9
_BAR_MM: Final = 1.2
_BADGE_MM: Final = 1.6
_HEAD_WEIGHT: Final = 600


@dataclass(frozen=True, slots=True)
class _Layout:
    """Type and widths of the columns, millimetres."""

    setter: TextSetter
    columns: tuple[Column, ...]
    widths: tuple[float, ...]
    style: TextStyle
    width: float


def table_blocks(frame: Frame) -> tuple[Block, ...]:
    """Return header, groups, rows and remarks; type shrinks until the columns go beside each other."""
    table = table_of(frame)
    if not table.rows:
        return ()
    layout = _layout(frame, table)
    header = _header(layout)
    blocks = [Block(header.items, header.height, "header", keeps_with_next=True)]
    for group, rows in groupby(table.rows, key=lambda row: (row.group, row.color)):
        blocks += _group(frame, layout, header, group, list(rows))
    blocks += [_remark(layout, said) for said in table.remarks]
    return tuple(blocks)


def _group(
    frame: Frame, layout: _Layout, header: Block, group: tuple[str, Color | None], rows: Sequence[TableRow]
) -> list[Block]:
    said, color = group
    blocks, again = [], header
    if said:
        heading = _heading(layout, said, color)
        blocks.append(
            Block(
                heading.items,
                heading.height,
                f"group-{said}",
                keeps_with_next=True,
                again=header,
                bookmark=said,
            )
        )
        more = _heading(layout, frame.matter.say(N_("{heading} (continued)"), heading=said), color)
        again = _stacked(header, more)
    for position, row in enumerate(rows):
        made = _row(layout, row)
        blocks.append(Block(made.items, made.height, row.key, again=again if position else None))
    return blocks


def _layout(frame: Frame, table: Table) -> _Layout:
    width = frame.area.width
    for size_px in range(round(frame.number("size", SMALL.size_px)), _LEAST_PX - 1, -1):
        style = TextStyle(size_px)
        widths = _widths(frame.setter, table, style, width)
        if widths is not None:
            break
    else:
        count = len(table.columns)
        message = N_("The {count} columns of a table do not fit beside each other; choose fewer.")
        frame.note(NoteKind.TEXT_OVERFLOW, message, count=count)
        widths = ((width - _GAP_MM * (count - 1)) / count,) * count
    return _Layout(frame.setter, table.columns, widths, style, width)


def _widths(setter: TextSetter, table: Table, style: TextStyle, width: float) -> tuple[float, ...] | None:
    """Return the widths of the columns, ``None`` if the type is too large for them."""
    head = TextStyle(style.size_px, _HEAD_WEIGHT)
    natural = []
    for number, column in enumerate(table.columns):
        cells = [setter.width_mm(row.cells[number], head if row.is_total else style) for row in table.rows]
        words = [setter.width_mm(word, head) for word in column.heading.split()]
        natural.append(max([*cells, *words, 0.0]) + 0.1)
    room = width - _GAP_MM * (len(natural) - 1)
    fixed = sum(own for own, column in zip(natural, table.columns, strict=True) if not column.is_wide)
    wide = [own for own, column in zip(natural, table.columns, strict=True) if column.is_wide]
    if sum(natural) <= room:
        spare = (room - sum(natural)) / max(1, len(wide))
        return tuple(own + spare * column.is_wide for own, column in zip(natural, table.columns, strict=True))
    rest = room - fixed
    if not wide or rest < _LEAST_WIDE_MM * len(wide):
        return None
    shares = iter(_shared(wide, rest))
    return tuple(
        next(shares) if column.is_wide else own for own, column in zip(natural, table.columns, strict=True)
    )


def _shared(natural: Sequence[float], room: float) -> list[float]:
    """Share out room among columns that break: narrow ones keep their width, the others share the rest."""
    left, count = room, len(natural)
    shares = {}
    for number in sorted(range(len(natural)), key=lambda number: natural[number]):
        shares[number] = min(natural[number], left / count)
        left, count = left - shares[number], count - 1
    # What is over goes to the widest.
    shares[max(shares, key=lambda number: natural[number])] += left
    return [shares[number] for number in range(len(natural))]


def _header(layout: _Layout) -> Block:
    style = TextStyle(layout.style.size_px, _HEAD_WEIGHT)
    texts = [column.heading for column in layout.columns]
    tag = Tag(Role.HEADER, HEADER_ROW)
    block = _cells(layout, texts, style, MUTED, tag)
    rule = Rule(0.0, block.height, layout.width, block.height, INK, 0.35)
    return Block((*block.items, rule), block.height + 0.3)


def _heading(layout: _Layout, said: str, color: Color | None) -> Block:
    items: list[Movable] = []
    style = TextStyle(layout.style.size_px + 1, _HEAD_WEIGHT)
    lines = layout.setter.lines(said, style, layout.width - 3.0)
    bottom = layout.setter.block(items, (3.0, 1.2), lines, style, INK, tag=Tag(Role.HEADER, said))
    if color is not None:
        items.append(Rectangle(0.0, 1.4, _BAR_MM, bottom - 1.6, fill=color, radius_mm=0.4))
    return Block(tuple(items), bottom + 0.6)


def _row(layout: _Layout, row: TableRow) -> Block:
    style = TextStyle(layout.style.size_px, _HEAD_WEIGHT) if row.is_total else layout.style
    words = ["" if column.is_badge else cell for column, cell in zip(layout.columns, row.cells, strict=True)]
    block = _cells(layout, words, style, INK, Tag(Role.CELL, row.key))
    rule = Rule(0.0, block.height, layout.width, block.height, LINE, 0.2)
    return Block((*block.items, *_badges(layout, row), rule), block.height + 0.2)


def _badges(layout: _Layout, row: TableRow) -> list[Badge]:
    y, left = _PAD_MM + layout.setter.line_mm(layout.style) / 2, 0.0
    found: list[Badge] = []
    for number, width in enumerate(layout.widths):
        cell = row.cells[number]
        if layout.columns[number].is_badge and cell:
            tag = Tag(Role.CELL, row.key, number)
            found.append(Badge(left + _BADGE_MM, y, _BADGE_MM, cell, row.color or INK, tag=tag))
        left += width + _GAP_MM
    return found


def _cells(layout: _Layout, texts: Sequence[str], style: TextStyle, color: Color, tag: Tag) -> Block:
    setter, items = layout.setter, list[Movable]()
    line, left, bottom = setter.line_mm(style), 0.0, 0.0
    for place, (text, column, width) in enumerate(zip(texts, layout.columns, layout.widths, strict=True)):
        of_cell = replace(tag, column=place)
        lines = setter.lines(text, style, width) if text else ()
        x, align = (left + width, 1.0) if column.is_right else (left, 0.0)
        items += [
            Text(x, _PAD_MM + (number + 0.76) * line, said, style, color, align, of_cell, number > 0)
            for number, said in enumerate(lines)
        ]
        bottom = max(bottom, len(lines) * line)
        left += width + _GAP_MM
    return Block(tuple(items), bottom + 2 * _PAD_MM)


def _stacked(upper: Block, lower: Block) -> Block:
    """Return two blocks as one."""
    return Block(
        (*upper.items, *(moved(item, 0.0, upper.height) for item in lower.items)),
        upper.height + lower.height,
    )


def _remark(layout: _Layout, said: str) -> Block:
    items: list[Movable] = []
    lines = layout.setter.lines(said, layout.style, layout.width)
    bottom = layout.setter.block(items, (0.0, _PAD_MM), lines, layout.style, MUTED)
    return Block(tuple(items), bottom + _PAD_MM, f"remark-{said}")
