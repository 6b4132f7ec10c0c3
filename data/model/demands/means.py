"""Demands on means: transfer from the coach on foot, budget."""

from dataclasses import dataclass
from typing import Final

from data.errors import BadInputError
from data.language.catalogue import N_
from data.model.checks import require_at_least
from data.model.travel_mode import TravelMode

_MOTOR: Final = frozenset({TravelMode.COACH, TravelMode.CAR, TravelMode.MOTORBIKE})


_VISITORS_A_MINUTE: Final = 5
_MOST_BOARDING_MINUTES: Final = 10


def usual_boarding_minutes(group_size: int) -> int:
    """Return the minutes that a group takes to get off, gather, be counted and get on board again at a stop.

    A minute for every five visitors, ten at most: 0 for a family, 6 for 30, 9 for a full coach of 45. Our own
    rule of thumb, for want of a table; a request may say otherwise.
    """
    return min(group_size // _VISITORS_A_MINUTE, _MOST_BOARDING_MINUTES)


@dataclass(frozen=True, slots=True)
class Transfer:
    """Coach access with a transfer: the vehicle stops where it legally can, the group goes on from there.

    Parameters
    ----------
    max_walk_m
        Longest way between vehicle and place, one way, metres. Places farther from any road the vehicle may
        use cannot be visited.
    mode
        How the group goes on: on foot, or by a small vehicle such as an electric cart.
    """

    max_walk_m: int = 1000
    mode: TravelMode = TravelMode.FOOT

    def __post_init__(self) -> None:
        require_at_least(self.max_walk_m, 0, "max_walk_m", "transfer")
        if self.mode in _MOTOR:
            raise BadInputError(
                N_("A transfer goes on foot or by a small vehicle, not by '{mode}'."),
                where="transfer",
                remedy=N_("Write mode = 'foot' or leave it out."),
                mode=self.mode.value,
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class Budget:
    """What the tour costs and may cost, VND. Rates of 0 are not counted.

    The cost of a tour = entrance fees (register) x group + vehicle per km, per day and per hour + guide per
    day. Entrance fees that the register does not know count as 0 and are reported as unknown.

    Parameters
    ----------
    limit_vnd
        Most that the whole group may spend; ``None`` for no limit.
    vehicle_km_vnd, vehicle_day_vnd, vehicle_hour_vnd
        Vehicle with driver: per kilometre driven, per day of the tour, per hour from departure to return.
    guide_day_vnd
        Guide, per day of the tour.
    """

    limit_vnd: int | None = None
    vehicle_km_vnd: int = 0
    vehicle_day_vnd: int = 0
    vehicle_hour_vnd: int = 0
    guide_day_vnd: int = 0

    def __post_init__(self) -> None:
        require_at_least(self.limit_vnd, 0, "limit_vnd", "budget")
        require_at_least(self.vehicle_km_vnd, 0, "vehicle_km_vnd", "budget")
        require_at_least(self.vehicle_day_vnd, 0, "vehicle_day_vnd", "budget")
        require_at_least(self.vehicle_hour_vnd, 0, "vehicle_hour_vnd", "budget")
        require_at_least(self.guide_day_vnd, 0, "guide_day_vnd", "budget")
