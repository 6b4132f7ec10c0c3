"""Pages that adapt: a map takes the height that what stands below it does not need."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Final

from layers.publication.frames.base import Frame
from layers.publication.frames.day_list import day_list_mm
from layers.publication.frames.legend import legend_mm
from layers.publication.template import FrameTemplate

Height = Callable[[Frame], float]
FrameOf = Callable[[FrameTemplate], Frame]

HEIGHTS: Final[Mapping[str, Height]] = MappingProxyType({"day_list": day_list_mm, "legend": legend_mm})
"""Height that the content of a frame needs, for the kinds that know it."""


def adapted(frames: tuple[FrameTemplate, ...], frame_of: FrameOf) -> tuple[FrameTemplate, ...]:
    """Return the frames of a page with the frame that has the option ``fills`` as high as can be.

    The frames below it that know the height of their content are as high as the highest of them needs, no
    higher than the template says, and keep their lower edge.
    """
    filling = next((one for one in frames if one.options.get("fills") is True), None)
    if filling is None:
        return frames
    below = [one for one in frames if one.kind in HEIGHTS and one.area.top >= filling.area.bottom]
    needed = max((min(HEIGHTS[one.kind](frame_of(one)), one.area.height) for one in below), default=None)
    if needed is None:
        return frames
    down = min(one.area.height - needed for one in below)
    grown = replace(filling, area=replace(filling.area, height=filling.area.height + down))
    moved = {id(one): _lowered(one, down) for one in below} | {id(filling): grown}
    return tuple(moved.get(id(one), one) for one in frames)


def _lowered(frame: FrameTemplate, down: float) -> FrameTemplate:
    area = frame.area
    return replace(frame, area=replace(area, top=area.top + down, height=area.height - down))
