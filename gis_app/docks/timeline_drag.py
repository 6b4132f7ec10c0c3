"""What a drag on the timeline means: another length, another begin, or another place in the day."""

from dataclasses import dataclass, replace
from enum import Enum, auto
from typing import Final

from data.model.tour import Tour
from gis_app.docks.blocks import Block, BlockKind
from gis_app.docks.stop_acts import is_movable
from routes.planner.editing.edits import At, MoveStop, SetNotBefore, SetStay, TourEdit

STEP_S: Final = 5 * 60
"""Times dragged to are whole five minutes."""
LEAST_STAY_S: Final = STEP_S
EDGE_PX: Final = 6.0
"""So near its right edge a block is pulled longer instead of moved."""


class Grip(Enum):
    """Which part of a block is held."""

    BODY = auto()
    EDGE = auto()


@dataclass(frozen=True, slots=True)
class BlockDrag:
    """A block under way.

    Parameters
    ----------
    day
        Day the block is on.
    block
        The block as it was.
    grip
        What of it is held.
    to_day
        Day under the pointer.
    moved_s
        Seconds from where the drag began, whole steps.
    """

    day: int
    block: Block
    grip: Grip
    to_day: int
    moved_s: int = 0

    @property
    def at(self) -> At:
        """Address of the stop."""
        return At(self.day, self.block.stop)

    @property
    def is_moved(self) -> bool:
        """Whether anything would change."""
        return self.moved_s != 0 or self.to_day != self.day

    @property
    def shown(self) -> Block:
        """The block where it would be."""
        if self.grip is Grip.EDGE:
            least_s = self.block.begin_s + LEAST_STAY_S
            return replace(self.block, end_s=max(least_s, self.block.end_s + self.moved_s))
        begin_s = self.block.begin_s + self.moved_s
        return replace(self.block, begin_s=begin_s, end_s=self.block.end_s + self.moved_s)


def is_draggable(block: Block) -> bool:
    """Whether a block is a stay: rides and waits follow from those."""
    return block.kind is BlockKind.VISIT or block.kind.is_break


def edits_of(tour: Tour, drag: BlockDrag) -> tuple[TourEdit, ...]:
    """Return the edits that a drag asks for; none when nothing changes.

    A body dropped among other stops moves there; dropped where its turn stays the same it begins no earlier
    than where it was dropped, and any time that is possible when dropped earlier than it can be.
    """
    if not drag.is_moved:
        return ()
    stop = tour.days[drag.day].stops[drag.block.stop]
    if drag.grip is Grip.EDGE:
        stay_s = drag.shown.end_s - drag.shown.begin_s - stop.boarding_s
        return (SetStay(drag.at, max(LEAST_STAY_S, stay_s)),)
    begin_s = drag.shown.begin_s
    to = _turn_at(tour, drag.at, drag.to_day, begin_s)
    if to == drag.at:
        wanted = begin_s if drag.moved_s > 0 else None
        return (SetNotBefore(drag.at, wanted),) if wanted != stop.not_before_s else ()
    moved: tuple[TourEdit, ...] = (MoveStop(drag.at, to),)
    if stop.kind.is_break:
        return (*moved, SetNotBefore(to, begin_s))
    return (*moved, SetNotBefore(to, None)) if stop.not_before_s is not None else moved


def _turn_at(tour: Tour, at: At, day: int, begin_s: int) -> At:
    """Return the address of a stop that begins at a time among the other stops of a day."""
    others = [
        stop for index, stop in enumerate(tour.days[day].stops) if is_movable(stop) and At(day, index) != at
    ]
    return At(day, 1 + sum((stop.begin_s + stop.depart_s) / 2 <= begin_s for stop in others))
