"""North arrow and scale bar as frames of their own, for maps whose template keeps them out of the picture."""

from dataclasses import replace
from typing import Final

from data.language.catalogue import N_
from layers.page import SCALE_BAR_MM, Item, MapFrame, NorthArrow, ScaleBarItem
from layers.publication.frames.atlas import overview_map
from layers.publication.frames.base import Frame
from layers.publication.frames.map import map_of
from layers.publication.notes import NoteKind

_LEAST_BAR_MM: Final = 20.0


def fill_north_arrow(frame: Frame) -> tuple[Item, ...]:
    """Return the arrow in the middle of the area, as high as that; it follows the map of its page."""
    area = frame.area
    made = _map_beside(frame)
    bearing = 0.0 if made is None else made.viewport.bearing
    height = min(area.width, area.height)
    return (NorthArrow(area.left + area.width / 2, area.top + area.height / 2, height, bearing),)


def fill_scale_bar(frame: Frame) -> tuple[Item, ...]:
    """Return the bar of the map on the same page (option ``map`` counts them from 1)."""
    area = frame.area
    made = _map_beside(frame)
    if made is None:
        frame.note(NoteKind.TEXT_OVERFLOW, N_("A scale bar needs a map on its page."))
        return ()
    if area.width < _LEAST_BAR_MM or area.height < SCALE_BAR_MM:
        message = N_("The frame of the scale bar is too small; give it {width} × {height} mm.")
        frame.note(NoteKind.TEXT_OVERFLOW, message, width=_LEAST_BAR_MM, height=SCALE_BAR_MM)
        return ()
    return (
        ScaleBarItem(area.left, area.top, area.width, made.viewport.ground_resolution_m, made.denominator),
    )


def _map_beside(frame: Frame) -> MapFrame | None:
    """Return the map of the same page that the frame belongs to."""
    maps = [one for one in frame.siblings if one.kind in {"map", "overview"}]
    number = int(frame.number("map", 1))
    if not 1 <= number <= len(maps):
        return None
    chosen = maps[number - 1]
    shown = replace(frame, area=chosen.area, options=chosen.options)
    return overview_map(shown) if chosen.kind == "overview" else map_of(shown)
