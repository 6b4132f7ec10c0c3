"""Flows one below the other: short ones share a page, so that none is left nearly empty."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from itertools import groupby

from layers.publication.flow import Block, all_fit, balanced, lowest_mm
from layers.publication.frames import FLOWING
from layers.publication.template import FrameTemplate, PageTemplate

RestOf = Callable[[FrameTemplate], tuple[Block, ...]]
"""Tells what is left of the flow of a frame."""


def column_of(frame: FrameTemplate) -> tuple[str, float, float]:
    """Return what columns of one flow beside each other have in common."""
    return frame.flow, frame.area.top, frame.area.width


def stacked(page: PageTemplate, rest_of: RestOf) -> Iterator[FrameTemplate]:
    """Give the frames of a page that stacks, moved up to where the flow above them ends.

    Other frames before a flow are its heading and stay away with it; those after the last flow keep their
    place. Every flow may use the page down to the lowest flowing frame.
    """
    floor = max(frame.area.bottom for frame in page.frames if frame.kind in FLOWING)
    heading: list[FrameTemplate] = []
    up, above, is_first = 0.0, 0.0, True
    for _, group in groupby(page.frames, key=column_of):
        frames = tuple(group)
        if frames[0].kind not in FLOWING:
            heading += frames
            continue
        blocks = rest_of(frames[0])
        top = frames[0].area.top - up
        areas = [replace(frame.area, top=top, height=floor - top) for frame in frames]
        if blocks and (is_first or all_fit(blocks, areas)):
            areas = list(balanced(blocks, areas))
            yield from _moved_up(heading, up)
            yield from (replace(one, area=area) for one, area in zip(frames, areas, strict=True))
            up, is_first = frames[0].area.bottom - lowest_mm(blocks, areas), False
        else:
            up += frames[0].area.bottom - (above or _top((*heading, *frames)))
        above, heading = frames[0].area.bottom, []
    yield from heading


def _moved_up(frames: Iterable[FrameTemplate], up: float) -> Iterator[FrameTemplate]:
    return (replace(frame, area=replace(frame.area, top=frame.area.top - up)) for frame in frames)


def _top(frames: Iterable[FrameTemplate]) -> float:
    return min(frame.area.top for frame in frames)
