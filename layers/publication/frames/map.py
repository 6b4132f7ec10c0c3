"""The map of the whole tour or of one day, at a round scale, with an index grid on request."""

from typing import Final

from layers.page import Item, MapFrame, Rule, Text
from layers.publication.fitting import fitted_map
from layers.publication.frames.base import Frame
from layers.publication.grid import MapGrid
from layers.publication.matter import LINE, MUTED, SMALL

RULER_MM: Final = 4.0
"""Room for letters and numbers around a map with a grid."""

_TICK_MM: Final = 1.6


def fill_map(frame: Frame) -> tuple[Item, ...]:
    """Return the map frame, and letters and numbers around it when it has a grid."""
    made = map_of(frame)
    if not frame.is_on("grid", default=False):
        return (made,)
    return (made, *_ruler(MapGrid.over(made)))


def map_of(frame: Frame) -> MapFrame:
    """Return the map frame alone."""
    day = int(frame.number("day", 0))
    days = frame.matter.tour.days
    shown = days if day == 0 else days[day - 1 : day] or days
    has_grid = frame.is_on("grid", default=False)
    return fitted_map(shown, frame.area.inside(RULER_MM) if has_grid else frame.area)


def _ruler(grid: MapGrid) -> list[Item]:
    frame = grid.frame
    right, bottom = frame.left + frame.width, frame.top + frame.height
    width, height = grid.cell_mm
    items: list[Item] = []
    for column, letter in enumerate(grid.letters()):
        x = frame.left + (column + 0.5) * width
        items += [Text(x, y, letter, SMALL, MUTED, 0.5) for y in (frame.top - 1.1, bottom + 3.2)]
        edge = frame.left + column * width
        items += [_tick(edge, frame.top - _TICK_MM, 0, _TICK_MM), _tick(edge, bottom, 0, _TICK_MM)]
    for row in range(grid.rows):
        y = frame.top + (row + 0.5) * height + 0.9
        items += [Text(x, y, str(row + 1), SMALL, MUTED, 0.5) for x in (frame.left - 2.2, right + 2.2)]
        edge = frame.top + row * height
        items += [_tick(frame.left - _TICK_MM, edge, _TICK_MM, 0), _tick(right, edge, _TICK_MM, 0)]
    return items


def _tick(x: float, y: float, right: float, down: float) -> Rule:
    return Rule(x, y, x + right, y + down, LINE)
