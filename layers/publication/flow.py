"""Blocks that flow from frame to frame: what belongs together is never torn apart."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from layers.page import Badge, Item, MapFrame, NorthArrow, Rectangle, Rule, ScaleBarItem, SymbolItem, Text
from layers.publication.template import Area

_BALANCE_ROUNDS: Final = 12

Movable = Text | Rectangle | Rule | Badge | SymbolItem | MapFrame | NorthArrow | ScaleBarItem


@dataclass(frozen=True, slots=True)
class Block:
    """Items that stay together, placed from the top left corner of the block.

    Parameters
    ----------
    key
        Name of the block within its flow, the same for every width; a repeated heading has none.
    keeps_with_next
        Whether the block may not be the last of a frame (a heading).
    again
        Block to repeat on top of the next frame when the flow is cut before this one.
    bookmark
        What the outline of a PDF calls the place where it stands.
    """

    items: tuple[Movable, ...]
    height: float
    key: str = ""
    keeps_with_next: bool = False
    again: "Block | None" = None
    bookmark: str = ""


@dataclass(frozen=True, slots=True)
class Poured:
    """What went into an area, how deep it reaches, and what is left for the next one."""

    items: tuple[Item, ...]
    bottom: float
    keys: frozenset[str]
    rest: tuple[Block, ...]
    bookmarks: tuple[str, ...] = ()


def pour(blocks: Sequence[Block], area: Area) -> Poured:
    """Fill ``area`` with blocks from the top.

    A block taller than the whole area is placed all the same, as the only one: cutting it would lose words,
    and waiting would never end.
    """
    count = _fitting(blocks, area.height)
    items: list[Item] = []
    top = area.top
    for block in blocks[:count]:
        items.extend(moved(item, area.left, top) for item in block.items)
        top += block.height
    keys = frozenset(block.key for block in blocks[:count])
    bookmarks = tuple(block.bookmark for block in blocks[:count] if block.bookmark)
    return Poured(tuple(items), top, keys, resumed(blocks[count:]), bookmarks)


def balanced(blocks: Sequence[Block], areas: Sequence[Area]) -> tuple[Area, ...]:
    """Return the areas as low as they may be for all blocks to fit, so that columns end at one height.

    What does not fit the whole areas fills them as they are.
    """
    if len(areas) < 2 or not all_fit(blocks, areas):
        return tuple(areas)
    low, high = 0.0, 1.0
    for _ in range(_BALANCE_ROUNDS):
        middle = (low + high) / 2
        if all_fit(blocks, _lowered(areas, middle)):
            high = middle
        else:
            low = middle
    return _lowered(areas, high)


def all_fit(blocks: Sequence[Block], areas: Sequence[Area]) -> bool:
    """Whether all blocks go into the areas."""
    rest = tuple(blocks)
    for area in areas:
        poured = pour(rest, area)
        if poured.bottom > area.bottom + 1e-6:
            return False
        rest = poured.rest
    return not rest


def lowest_mm(blocks: Sequence[Block], areas: Sequence[Area]) -> float:
    """Return how far down blocks reach in areas beside each other, millimetres from the upper edge."""
    rest, lowest = tuple(blocks), 0.0
    for area in areas:
        if rest:
            poured = pour(rest, area)
            rest, lowest = poured.rest, max(lowest, poured.bottom)
    return lowest


def _lowered(areas: Sequence[Area], share: float) -> tuple[Area, ...]:
    return tuple(Area(area.left, area.top, area.width, area.height * share) for area in areas)


def resumed(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """Return what is left of a flow, headed by the heading that has to stand there again."""
    again = blocks[0].again if blocks else None
    return tuple(blocks) if again is None else (again, *blocks)


def _fitting(blocks: Sequence[Block], height: float) -> int:
    used, count = 0.0, 0
    for block in blocks:
        if used + block.height > height + 1e-6:
            break
        used += block.height
        count += 1
    if count < len(blocks):
        while count and blocks[count - 1].keeps_with_next:
            count -= 1
        # Nothing fits: headings and the block they belong to go in together.
        if count == 0:
            count = 1 + next(
                (i for i, block in enumerate(blocks) if not block.keeps_with_next), len(blocks) - 1
            )
    return count


def moved(item: Movable, right: float, down: float) -> Movable:
    """Return the item moved by so many millimetres."""
    if isinstance(item, Rule):
        return replace(item, x0=item.x0 + right, x1=item.x1 + right, y0=item.y0 + down, y1=item.y1 + down)
    if isinstance(item, (Rectangle, MapFrame, ScaleBarItem)):
        return replace(item, left=item.left + right, top=item.top + down)
    return replace(item, x=item.x + right, y=item.y + down)
