"""Tour: an itinerary in days, stops and legs, as the planner made it or a person reshaped it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from itertools import pairwise
from typing import NewType

from shapely import LineString

from data.errors import BadInputError
from data.language.catalogue import N_
from data.model.place import PlaceId
from data.model.request import TourRequest
from data.model.travel_mode import TravelMode

TourId = NewType("TourId", str)


class StopKind(StrEnum):
    """What happens at a stop."""

    START = "start"
    VISIT = "visit"
    LUNCH = "lunch"
    END = "end"


@dataclass(frozen=True, slots=True, kw_only=True)
class Stop:
    """One stop of a day.

    Parameters
    ----------
    kind
        Start, visit, lunch or end.
    label
        Name to show where there is no place (free start point); empty for visits and plain lunches.
    lon, lat
        WGS84 degrees. A lunch stands where the group is: at the stop before it.
    place_id
        The place, when it is one.
    arrive_s, begin_s, depart_s
        Arrival, begin of the visit (later when the group waits) and departure, seconds after local midnight
        of the day.
    access_m
        Distance between the place and the road it was snapped to, metres.
    """

    kind: StopKind
    lon: float
    lat: float
    label: str = ""
    place_id: PlaceId | None = None
    arrive_s: int
    begin_s: int
    depart_s: int
    access_m: float = 0.0

    def __post_init__(self) -> None:
        if not self.arrive_s <= self.begin_s <= self.depart_s:
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
        """Seconds of the visit or lunch itself."""
        return self.depart_s - self.begin_s


@dataclass(frozen=True, slots=True, kw_only=True)
class Leg:
    """The way from one stop to the next.

    Parameters
    ----------
    mode
        Travel mode.
    distance_m, duration_s
        Along the road network, with the access at both ends.
    geometry
        Line that follows roads, WGS84 degrees; ``None`` where the group does not move (lunch on the spot).
    roads
        Names or refs of the main roads used, in order.
    """

    mode: TravelMode
    distance_m: float
    duration_s: int
    geometry: LineString | None = None
    roads: tuple[str, ...] = ()


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
    def start_s(self) -> int:
        """Departure from the start, seconds after midnight."""
        return self.stops[0].depart_s

    @property
    def end_s(self) -> int:
        """Arrival at the end, seconds after midnight."""
        return self.stops[-1].arrive_s


@dataclass(frozen=True, slots=True, kw_only=True)
class DroppedPlace:
    """A candidate that the tour does not visit, and why.

    ``reason`` is a msgid of the message catalogue and ``facts`` its placeholders, so that the reason can be
    said in either language (``translate(language, dropped.reason, **dropped.facts)``).
    """

    place_id: PlaceId
    reason: str
    facts: Mapping[str, str | int | float] = field(default_factory=dict)


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
        Sum of the scores of the places visited.
    is_proven
        Whether the solver proved that no plan scores more under the travel-time matrix used.
    network
        Description of the road network used (name and date), for the record.
    attribution
        Credits of the data behind the tour.
    """

    id: TourId
    title_vi: str
    title_en: str = ""
    request: TourRequest
    days: tuple[Day, ...]
    dropped: tuple[DroppedPlace, ...] = ()
    score: int = 0
    is_proven: bool = False
    network: str = ""
    attribution: tuple[str, ...] = ()

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
