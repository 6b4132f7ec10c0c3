"""A day as blocks of time: what the timeline draws and the day cards list."""

from dataclasses import dataclass
from enum import Enum, auto
from typing import Final

from data.model.place import Place, PlaceId
from data.model.project import Project
from data.model.tour import Day, StopKind
from data.model.travel_mode import TravelMode


class BlockKind(Enum):
    """What the group does during a block."""

    RIDE = auto()
    WALK = auto()
    WAIT = auto()
    VISIT = auto()
    LUNCH = auto()
    DINNER = auto()
    REST = auto()

    @property
    def is_break(self) -> bool:
        """Whether it is a break of the day."""
        return self in _BREAKS.values()


_BREAKS: Final = {
    StopKind.LUNCH: BlockKind.LUNCH,
    StopKind.DINNER: BlockKind.DINNER,
    StopKind.REST: BlockKind.REST,
}


def place_of(project: Project, place_id: PlaceId | None) -> Place | None:
    """Return a place of the project, None for a stop that is no place or one that is gone."""
    return project.places.get(place_id) if place_id is not None else None


@dataclass(frozen=True, slots=True)
class Block:
    """One piece of a day.

    Parameters
    ----------
    kind
        What happens.
    begin_s, end_s
        Seconds after local midnight.
    stop
        Number of the stop in the day; of a ride or walk, the stop it leads to.
    place_id
        Place visited, when it is one.
    number
        Number of the visit within the tour, from 1; 0 for what is not a visit.
    """

    kind: BlockKind
    begin_s: int
    end_s: int
    stop: int
    place_id: PlaceId | None = None
    number: int = 0


def blocks_of(day: Day, first_number: int = 1) -> tuple[Block, ...]:
    """Return the blocks of ``day`` in order; its first visit has number ``first_number``."""
    found: list[Block] = []
    number = first_number
    for index, stop in enumerate(day.stops):
        if index:
            leg = day.legs[index - 1]
            moving = BlockKind.WALK if leg.mode is TravelMode.FOOT else BlockKind.RIDE
            left_s = day.stops[index - 1].depart_s
            found.append(Block(moving, left_s, left_s + leg.duration_s, index, stop.place_id))
            found.append(Block(BlockKind.WAIT, left_s + leg.duration_s, stop.begin_s, index, stop.place_id))
        if stop.kind is StopKind.VISIT:
            found.append(Block(BlockKind.VISIT, stop.begin_s, stop.depart_s, index, stop.place_id, number))
            number += 1
        elif stop.kind.is_break:
            found.append(Block(_BREAKS[stop.kind], stop.begin_s, stop.depart_s, index, stop.place_id))
    return tuple(block for block in found if block.end_s > block.begin_s)


def first_numbers(days: tuple[Day, ...]) -> tuple[int, ...]:
    """Return the number of the first visit of each day, counted through the tour."""
    numbers, following = [], 1
    for day in days:
        numbers.append(following)
        following += len(day.visits)
    return tuple(numbers)
