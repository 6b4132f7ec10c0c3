"""Places near the route: what a visit there would cost in time, and whether it fits.

One travel-time matrix over the stops of the tour and the places around them gives every detour; the cheapest
are then carried out on a copy of the tour, which tells whether they break a rule.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from shapely import MultiLineString, Point, STRtree

from data.errors import NoRouteError
from data.model.place import Place, PlaceId
from data.model.tour import Tour
from routes.planner.candidates import ONLY_WHEN_NAMED
from routes.planner.editing.desk import EditingDesk
from routes.planner.editing.edits import At, InsertVisit
from routes.planner.editing.warnings import timing_warnings
from routes.planner.tables import NO_WAY_S
from routes.router import LonLat

NEAR_KM: Final = 5.0
"""How far from the route a place may lie to be suggested, as the crow flies."""

_ANYWHERE_KM: Final = 1000.0
_MOST_PLACES: Final = 150
_POSITIONS_TRIED: Final = 3
_DEGREE_KM: Final = 111.0


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A place that could be visited on the way.

    Parameters
    ----------
    edit
        The edit that inserts it at its cheapest position.
    detour_s
        Travel that it adds, seconds (never negative).
    stay_s
        Length of the visit, seconds.
    fits
        Whether the tour breaks no rule with it that it does not break without it.
    day_end_s
        When the day would end, seconds after midnight.
    score
        Points that it adds.
    """

    edit: InsertVisit
    detour_s: int
    stay_s: int
    fits: bool
    day_end_s: int
    score: int

    @property
    def place_id(self) -> PlaceId:
        """The place."""
        return self.edit.place_id


def suggest_insertions(
    desk: EditingDesk,
    tour: Tour,
    candidates: Sequence[Place] | None = None,
    *,
    most: int = 20,
    near_km: float = NEAR_KM,
) -> tuple[Suggestion, ...]:
    """Return places near the route with their detour, those that fit first, the smallest detour first.

    Parameters
    ----------
    candidates
        Places to choose from; when ``None`` those of the register that are no lodging, service or hub. Places
        visited already, those the request says never to visit, and those that cannot be visited are passed
        over.
    most
        How many to return at most.
    near_km
        Farthest from the route, kilometres as the crow flies.

    Raises
    ------
    NoRouteError
        If the network has no road for a travel mode of the tour.
    """
    places = _near(desk, tour, candidates, near_km)
    if not places:
        return ()
    found = sorted(_detours(desk, tour, places), key=lambda positions: positions[0].detour_s)
    broken = sum(warning.is_broken for warning in timing_warnings(desk, tour))
    tried = [_first_fitting(desk, tour, positions, broken) for positions in found[:most]]
    suggestions = [suggestion for suggestion in tried if suggestion is not None]
    return tuple(sorted(suggestions, key=lambda one: (not one.fits, one.detour_s, -one.score)))


def cheapest_visit(desk: EditingDesk, tour: Tour, place: Place) -> InsertVisit:
    """Return the edit that visits a place where it adds the least travel, before others where nothing breaks.

    A place that the request says never to visit is no exception: somebody puts it in by hand.

    Raises
    ------
    NoRouteError
        If the network has no road for a travel mode of the tour.
    """
    never = tuple(key for key in tour.request.never if key != place.id)
    allowed = replace(tour, request=replace(tour.request, never=never))
    found = suggest_insertions(desk, allowed, (place,), most=1, near_km=_ANYWHERE_KM)
    if found:
        return found[0].edit
    day = min(range(len(tour.days)), key=lambda number: tour.days[number].end_s)
    return InsertVisit(place.id, At(day, desk.best_position(tour, day, place.lon, place.lat)))


def _sights(desk: EditingDesk, tour: Tour) -> tuple[Place, ...]:
    """Return the places of the register that are visited for their own sake."""
    return tuple(
        place
        for place in desk.project.places.values()
        if place.category not in ONLY_WHEN_NAMED and place.id not in tour.stop_places
    )


def _near(desk: EditingDesk, tour: Tour, candidates: Sequence[Place] | None, near_km: float) -> list[Place]:
    """Return the candidates near the route, nearest first, at most ``_MOST_PLACES``."""
    taken = {*tour.visited, *tour.request.never}
    named = _sights(desk, tour) if candidates is None else candidates
    places = [place for place in named if place.id not in taken and place.visit_minutes != 0]
    lines = [leg.geometry for day in tour.days for leg in day.legs if leg.geometry is not None]
    if not lines or not places:
        return []
    route = MultiLineString(lines)
    tree = STRtree([Point(place.lon, place.lat) for place in places])
    reached = tree.query(route, predicate="dwithin", distance=near_km / _DEGREE_KM)
    found = [places[int(index)] for index in reached]
    found.sort(key=lambda place: route.distance(Point(place.lon, place.lat)))
    return found[:_MOST_PLACES]


@dataclass(frozen=True, slots=True)
class _Position:
    """A place at an address of the tour, and the travel that it adds."""

    detour_s: int
    edit: InsertVisit


def _detours(desk: EditingDesk, tour: Tour, places: Sequence[Place]) -> Iterator[list[_Position]]:
    """Yield the cheapest positions of each place that can be reached, the cheapest first."""
    spots = [(stop.lon, stop.lat) for day in tour.days for stop in day.stops]
    desk.ways.learn(
        tour.request, tuple(dict.fromkeys([*spots, *((place.lon, place.lat) for place in places)]))
    )
    gaps = [At(number, i) for number, day in enumerate(tour.days) for i in range(1, len(day.stops))]
    for place in places:
        found = [
            _Position(max(0, detour_s), InsertVisit(place.id, at))
            for at in gaps
            if (detour_s := _detour_s(desk, tour, at, place)) < NO_WAY_S
        ]
        found.sort(key=lambda position: (position.detour_s, position.edit.at))
        if found:
            yield found[:_POSITIONS_TRIED]


def _detour_s(desk: EditingDesk, tour: Tour, at: At, place: Place) -> int:
    """Return the added travel of visiting a place at ``at``, seconds."""
    one, other = tour.days[at.day].stops[at.index - 1 : at.index + 1]

    def travel_s(begin: LonLat, end: LonLat) -> int:
        return desk.ways.travel_s(tour.request, at.day, begin, end, one.depart_s)

    here, between, there = (one.lon, one.lat), (place.lon, place.lat), (other.lon, other.lat)
    return travel_s(here, between) + travel_s(between, there) - travel_s(here, there)


def _first_fitting(
    desk: EditingDesk, tour: Tour, positions: Sequence[_Position], broken: int
) -> Suggestion | None:
    """Return the cheapest position that fits, else the cheapest."""
    tried: list[Suggestion] = []
    for position in positions:
        try:
            edited = desk.edited(tour, position.edit)
        except NoRouteError:
            continue
        after = sum(warning.is_broken for warning in timing_warnings(desk, edited))
        day = edited.days[position.edit.at.day]
        tried.append(
            Suggestion(
                position.edit,
                position.detour_s,
                day.stops[position.edit.at.index].stay_s,
                after <= broken,
                day.end_s,
                edited.score - tour.score,
            )
        )
        if tried[-1].fits:
            return tried[-1]
    return tried[0] if tried else None
