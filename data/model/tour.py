"""Tour: an itinerary in days, stops and legs, as the planner made it or a person reshaped it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from itertools import pairwise
from typing import Final, NewType

import numpy as np
from shapely import LineString, get_coordinates

from data.errors import BadInputError
from data.language.catalogue import N_
from data.model.checks import require_at_least, require_lon_lat
from data.model.place import PlaceId
from data.model.remedy import Remedy
from data.model.request import TourRequest
from data.model.travel_mode import TravelMode

TourId = NewType("TourId", str)

WALK_WORTH_SAYING_M: Final = 50
"""Walk between vehicle and place from which it is told."""

ON_FOOT: Final = frozenset({TravelMode.FOOT})
"""Modes whose ways count as walking."""


class StopKind(StrEnum):
    """What happens at a stop."""

    START = "start"
    VISIT = "visit"
    LUNCH = "lunch"
    DINNER = "dinner"
    REST = "rest"
    END = "end"

    @property
    def is_break(self) -> bool:
        """Whether it is a break: lunch, dinner or rest."""
        return self in {StopKind.LUNCH, StopKind.DINNER, StopKind.REST}


class VisitLength(StrEnum):
    """How a visit compares with the usual length of a visit to its place."""

    TYPICAL = "typical"
    SHORTENED = "shortened"
    LENGTHENED = "lengthened"


@dataclass(frozen=True, slots=True, kw_only=True)
class Stop:
    """One stop of a day.

    Parameters
    ----------
    kind
        Start, visit, lunch, dinner, rest or end.
    label
        Name to show where there is no place (free start point); empty for visits and breaks on the spot.
    lon, lat
        WGS84 degrees. A break on the spot stands where the group is: at the stop before it.
    place_id
        The place, when it is one; that of a break is where it is taken.
    arrive_s, begin_s, depart_s
        Arrival, begin of the visit (later when the group waits) and departure, seconds after local midnight
        of the day.
    boarding_s
        Time to get on board, the last seconds before departure, no part of the visit.
    slots
        Slots in which a group larger than the capacity visits one after the other, within this stop.
    length
        Whether the visit is shorter or longer than usual (tight days, free time).
    access_m
        Distance between the place and the road it was snapped to, metres.
    is_locked
        Whether planning anew keeps the stop, its day and its order among the locked stops.
    is_added
        Whether somebody put the visit in by hand; planning anew keeps it in the tour.
    is_stay_fixed
        Whether somebody set the length of the stay; planning anew keeps it.
    not_before_s
        Earliest begin that somebody asked for, seconds after local midnight; ``None`` for none.
    """

    kind: StopKind
    lon: float
    lat: float
    label: str = ""
    place_id: PlaceId | None = None
    arrive_s: int
    begin_s: int
    depart_s: int
    boarding_s: int = 0
    slots: int = 1
    length: VisitLength = VisitLength.TYPICAL
    access_m: float = 0.0
    is_locked: bool = False
    is_added: bool = False
    is_stay_fixed: bool = False
    not_before_s: int | None = None

    def __post_init__(self) -> None:
        require_at_least(self.slots, 1, "slots", self.place_id or self.kind.value)
        require_at_least(self.boarding_s, 0, "boarding_s", self.place_id or self.kind.value)
        if not self.arrive_s <= self.begin_s <= self.depart_s - self.boarding_s:
            raise BadInputError(
                N_("A stop ends before it begins."),
                where=self.place_id or self.label or self.kind.value,
                remedy=N_("Arrival, begin and departure must follow each other."),
            )

    @property
    def wait_s(self) -> int:
        """Seconds between arrival and begin."""
        return self.begin_s - self.arrive_s

    @property
    def stay_s(self) -> int:
        """Seconds of the visit or break itself."""
        return self.depart_s - self.boarding_s - self.begin_s

    @property
    def is_tight(self) -> bool:
        """Whether the visit had to be shortened."""
        return self.length is VisitLength.SHORTENED


@dataclass(frozen=True, slots=True, kw_only=True)
class LegPart:
    """One part of a leg, travelled in one mode: the drive, or the walk between vehicle and place.

    Parameters
    ----------
    mode
        Travel mode.
    distance_m, duration_s
        Length and time.
    geometry
        Line of the way, WGS84 degrees; ``None`` where no line is known or the way has no length.
    roads
        Names or refs of the main roads used, in order.
    """

    mode: TravelMode
    distance_m: float
    duration_s: int
    geometry: LineString | None = None
    roads: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        require_at_least(self.distance_m, 0, "distance_m", self.mode.value)
        require_at_least(self.duration_s, 0, "duration_s", self.mode.value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Leg:
    """The way from one stop to the next.

    Parameters
    ----------
    mode
        Travel mode asked for.
    parts
        The way in order: for a vehicle the walk to it, the drive, the walk from it (those without length
        are left out). Empty where the group does not move (break on the spot).
    via
        Points (longitude, latitude; WGS84 degrees) that somebody made the way pass, in order; empty for the
        fastest way. They stay as long as the leg joins the same two stops.
    """

    mode: TravelMode
    parts: tuple[LegPart, ...] = ()
    via: tuple[tuple[float, float], ...] = ()

    def __post_init__(self) -> None:
        for lon, lat in self.via:
            require_lon_lat(lon, lat, "via")

    @classmethod
    def of_one_part(
        cls,
        mode: TravelMode,
        distance_m: float,
        duration_s: int,
        geometry: LineString | None = None,
        roads: tuple[str, ...] = (),
    ) -> "Leg":
        """Return a leg travelled in one mode."""
        part = LegPart(
            mode=mode, distance_m=distance_m, duration_s=duration_s, geometry=geometry, roads=roads
        )
        return cls(mode=mode, parts=(part,))

    @property
    def distance_m(self) -> float:
        """Metres of all parts."""
        return sum(part.distance_m for part in self.parts)

    @property
    def duration_s(self) -> int:
        """Seconds of all parts."""
        return sum(part.duration_s for part in self.parts)

    @property
    def geometry(self) -> LineString | None:
        """The whole way as one line, WGS84 degrees; parts that do not touch are joined straight."""
        lines = [part.geometry for part in self.parts if part.geometry is not None]
        if not lines:
            return None
        xy = get_coordinates(lines)
        apart = np.ones(len(xy), dtype=np.bool_)
        apart[1:] = (xy[1:] != xy[:-1]).any(axis=1)
        if len(lines) == 1 and apart.all():
            return lines[0]
        return LineString(xy[apart] if apart.sum() > 1 else xy[:2])

    @property
    def roads(self) -> tuple[str, ...]:
        """Names or refs of the main roads used, in order, each once in a row."""
        names = [road for part in self.parts for road in part.roads]
        return tuple(road for i, road in enumerate(names) if i == 0 or names[i - 1] != road)

    @property
    def walk_m(self) -> float:
        """Metres on foot."""
        return sum(part.distance_m for part in self.parts if part.mode in ON_FOOT)

    @property
    def walk_s(self) -> int:
        """Seconds on foot."""
        return sum(part.duration_s for part in self.parts if part.mode in ON_FOOT)


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """One day: n stops from START to END and the n - 1 legs between them."""

    date: date
    stops: tuple[Stop, ...]
    legs: tuple[Leg, ...]

    def __post_init__(self) -> None:
        kinds = [stop.kind for stop in self.stops]
        ends_fit = len(kinds) >= 2 and kinds[0] is StopKind.START and kinds[-1] is StopKind.END
        if not ends_fit or len(self.legs) != len(self.stops) - 1:
            raise BadInputError(
                N_("A day needs a start, an end and one leg between every two stops."),
                where=self.date.isoformat(),
                remedy=N_("Plan the tour again."),
            )
        for before, after in pairwise(self.stops):
            if after.arrive_s < before.depart_s:
                raise BadInputError(
                    N_("A stop begins before the one before it ends."),
                    where=self.date.isoformat(),
                    remedy=N_("Plan the tour again."),
                )

    @property
    def visits(self) -> tuple[Stop, ...]:
        """The visits, in order."""
        return tuple(stop for stop in self.stops if stop.kind is StopKind.VISIT)

    @property
    def distance_m(self) -> float:
        """Metres travelled."""
        return sum(leg.distance_m for leg in self.legs)

    @property
    def travel_s(self) -> int:
        """Seconds travelled."""
        return sum(leg.duration_s for leg in self.legs)

    @property
    def walk_m(self) -> float:
        """Metres on foot along the ways."""
        return sum(leg.walk_m for leg in self.legs)

    @property
    def walk_s(self) -> int:
        """Seconds on foot along the ways."""
        return sum(leg.walk_s for leg in self.legs)

    @property
    def wait_s(self) -> int:
        """Seconds of waiting."""
        return sum(stop.wait_s for stop in self.stops)

    @property
    def start_s(self) -> int:
        """Departure from the start, seconds after midnight."""
        return self.stops[0].depart_s

    @property
    def end_s(self) -> int:
        """Arrival at the end, seconds after midnight."""
        return self.stops[-1].arrive_s


@dataclass(frozen=True, slots=True, kw_only=True)
class DroppedPlace:
    """A candidate that the tour does not visit, why, and what would make it fit.

    ``reason`` is a msgid of the message catalogue and ``facts`` its placeholders, so that the reason can be
    said in either language (``translate(language, dropped.reason, **dropped.facts)``); so are ``remedies``.
    Facts that name another place (``place``, Vietnamese) hold its key, too (``place_id``).
    """

    place_id: PlaceId
    reason: str
    facts: Mapping[str, str | int | float] = field(default_factory=dict)
    remedies: tuple[Remedy, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Tour:
    """A planned tour.

    Parameters
    ----------
    id
        Key, unique in the project.
    title_vi, title_en
        Titles.
    request
        What was asked for.
    days
        The itinerary.
    dropped
        Candidates left out, each with a reason.
    score
        Points of the tour: scores of the places visited, with their festival bonuses, and points for
        fairness between communes.
    bound
        Score that no tour for the request can pass under the travel times used; ``None`` when not known.
    is_proven
        Whether the solver proved that no tour scores more under the travel times used; ``bound``, when
        known, then equals ``score``. Of tours that score the same another may travel less.
    network
        Description of the road network used (name and date), for the record.
    attribution
        Credits of the data behind the tour.
    scenario
        Name of this way to meet the request, where several are kept side by side; empty for the only one.
    base
        Tour that this one is a scenario of; ``None`` for the first of its group.
    """

    id: TourId
    title_vi: str
    title_en: str = ""
    request: TourRequest
    days: tuple[Day, ...]
    dropped: tuple[DroppedPlace, ...] = ()
    score: int = 0
    bound: int | None = None
    is_proven: bool = False
    network: str = ""
    attribution: tuple[str, ...] = ()
    scenario: str = ""
    base: TourId | None = None

    def __post_init__(self) -> None:
        if self.bound is not None and (
            self.bound < self.score or (self.is_proven and self.bound > self.score)
        ):
            raise BadInputError(
                N_("The bound {bound} and the score {score} of the tour contradict each other."),
                where=self.id,
                remedy=N_("Plan the tour again."),
                bound=self.bound,
                score=self.score,
            )

    @property
    def group(self) -> TourId:
        """Key that the scenarios of one request share: that of the first tour."""
        return self.base or self.id

    @property
    def gap(self) -> float | None:
        """Share of ``bound`` that a better tour could still gain, 0 to 1; 0 when proven, ``None`` unknown."""
        if self.is_proven:
            return 0.0
        if self.bound is None:
            return None
        return (self.bound - self.score) / self.bound if self.bound else 0.0

    def title(self, language: str) -> str:
        """Return the title in ``language``, falling back to Vietnamese."""
        return (self.title_en or self.title_vi) if language == "en" else self.title_vi

    @property
    def visited(self) -> tuple[PlaceId, ...]:
        """Places visited, in order."""
        return tuple(stop.place_id for day in self.days for stop in day.visits if stop.place_id)

    @property
    def stop_places(self) -> frozenset[PlaceId]:
        """Places that any stop names: those visited, and those where days start and end."""
        return frozenset(stop.place_id for day in self.days for stop in day.stops if stop.place_id)

    @property
    def visit_numbers(self) -> Mapping[tuple[int, int], int]:
        """Number of each visit as every map and sheet shows it, by (day, stop), both counted from 0.

        Visits count from 1 through the whole tour, so that a number means one place even in black and white.
        """
        visits = [
            (number, index)
            for number, day in enumerate(self.days)
            for index, stop in enumerate(day.stops)
            if stop.kind is StopKind.VISIT
        ]
        return {visit: count for count, visit in enumerate(visits, start=1)}

    @property
    def distance_m(self) -> float:
        """Metres travelled on all days."""
        return sum(day.distance_m for day in self.days)

    @property
    def travel_s(self) -> int:
        """Seconds travelled on all days."""
        return sum(day.travel_s for day in self.days)

    @property
    def walk_m(self) -> float:
        """Metres on foot along the ways of all days."""
        return sum(day.walk_m for day in self.days)
