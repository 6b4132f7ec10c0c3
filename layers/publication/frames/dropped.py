"""The places that were asked for and found no room in the tour, each with its reason."""

from data.language.catalogue import N_
from data.writers.itinerary import dropped
from layers.publication.flow import Block, Movable
from layers.publication.frames.base import Frame
from layers.publication.matter import BODY, HEADING, INK, MUTED, SMALL, one_line
from layers.tags import HEADING_TAG


def dropped_blocks(frame: Frame) -> tuple[Block, ...]:
    """Return a heading and a block for each place left out; nothing when none was."""
    matter, setter, width = frame.matter, frame.setter, frame.area.width
    if matter.tour is None:
        return ()
    blocks: list[Block] = []
    for place, reason in dropped(matter.project, matter.tour, matter.language):
        items: list[Movable] = []
        lines = setter.lines(one_line(place.name(matter.language)), BODY, width)
        bottom = setter.block(items, (0.0, 0.3), lines, BODY, INK)
        lines = setter.lines(one_line(reason), SMALL, width)
        bottom = setter.block(items, (0.0, bottom), lines, SMALL, MUTED)
        blocks.append(Block(tuple(items), bottom + 1.2, f"place-{place.id}"))
    if not blocks:
        return ()
    title: list[Movable] = []
    lines = setter.lines(matter.say(N_("Places left out")), HEADING, width)
    bottom = setter.block(title, (0.0, 0.0), lines, HEADING, INK, tag=HEADING_TAG)
    return (Block(tuple(title), bottom + 1.0, "heading", keeps_with_next=True), *blocks)
