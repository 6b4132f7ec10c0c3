"""What can be done with a stop of a tour: the same from its card, the timeline, the keyboard and menus."""

from collections.abc import Mapping
from enum import Enum, auto
from types import MappingProxyType
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from data.language.catalogue import N_
from data.model.tour import Stop, StopKind, Tour
from routes.planner.editing.edits import At


class StopAct(Enum):
    """One thing to do with a visit or a break."""

    EARLIER = auto()
    LATER = auto()
    DAY_BEFORE = auto()
    DAY_AFTER = auto()
    LOCK = auto()
    REMOVE = auto()


ACT_TEXTS: Final[Mapping[StopAct, str]] = MappingProxyType(
    {
        StopAct.EARLIER: N_("Move earlier"),
        StopAct.LATER: N_("Move later"),
        StopAct.DAY_BEFORE: N_("Move to the day before"),
        StopAct.DAY_AFTER: N_("Move to the day after"),
        StopAct.LOCK: N_("Lock"),
        StopAct.REMOVE: N_("Leave out"),
    }
)

ACT_KEYS: Final[Mapping[StopAct, str]] = MappingProxyType(
    {
        StopAct.EARLIER: "Alt+Up",
        StopAct.LATER: "Alt+Down",
        StopAct.DAY_BEFORE: "Alt+Left",
        StopAct.DAY_AFTER: "Alt+Right",
        StopAct.LOCK: "L",
        StopAct.REMOVE: "Del",
    }
)
"""Keys on a card or the timeline."""

_WITH_ALT: Final = MappingProxyType(
    {
        Qt.Key.Key_Up: StopAct.EARLIER,
        Qt.Key.Key_Down: StopAct.LATER,
        Qt.Key.Key_Left: StopAct.DAY_BEFORE,
        Qt.Key.Key_Right: StopAct.DAY_AFTER,
    }
)
_ALONE: Final = MappingProxyType({Qt.Key.Key_L: StopAct.LOCK, Qt.Key.Key_Delete: StopAct.REMOVE})


def act_of_key(event: QKeyEvent) -> StopAct | None:
    """Return what a key does with the stop that has the focus."""
    # Arrows of the number pad say so themselves.
    held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    if held == Qt.KeyboardModifier.AltModifier:
        return _WITH_ALT.get(Qt.Key(event.key()))
    return _ALONE.get(Qt.Key(event.key())) if held == Qt.KeyboardModifier.NoModifier else None


def is_movable(stop: Stop) -> bool:
    """Whether a stop may be moved and taken out: all but the ends of a day."""
    return stop.kind not in {StopKind.START, StopKind.END}


def stops_of(tour: Tour) -> list[tuple[At, Stop]]:
    """Return visits and breaks with their addresses, in order."""
    return [
        (At(number, index), stop)
        for number, day in enumerate(tour.days)
        for index, stop in enumerate(day.stops)
        if is_movable(stop)
    ]


def can(tour: Tour, at: At, act: StopAct) -> bool:
    """Whether an act changes anything: the first stop of all cannot come earlier."""
    if act is StopAct.EARLIER:
        return at > At(0, 1)
    if act is StopAct.LATER:
        return at < At(len(tour.days) - 1, len(tour.days[-1].stops) - 2)
    if act is StopAct.DAY_BEFORE:
        return at.day > 0
    if act is StopAct.DAY_AFTER:
        return at.day < len(tour.days) - 1
    return True
