"""Days and places in one flow: a short tour fills one side of a leaflet, a long one goes on as it needs."""

from data.language.catalogue import N_
from layers.publication.flow import Block, Movable
from layers.publication.frames.base import Frame
from layers.publication.frames.days import day_blocks
from layers.publication.frames.places import place_blocks
from layers.publication.matter import HEADING, INK
from layers.tags import HEADING_TAG


def programme_blocks(frame: Frame) -> tuple[Block, ...]:
    """Return the blocks of the days, then those of the places under a heading."""
    said = frame.matter.say(N_("Places on the way"))
    items: list[Movable] = []
    lines = frame.setter.lines(said, HEADING, frame.area.width)
    bottom = frame.setter.block(items, (0.0, 1.5), lines, HEADING, INK, tag=HEADING_TAG)
    heading = Block(tuple(items), bottom + 1.0, "heading", keeps_with_next=True)
    places = place_blocks(frame)
    return (*day_blocks(frame), *((heading, *places) if places else ()))
