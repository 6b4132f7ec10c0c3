"""From a project and a request to the problem model, and what cannot be visited at all.

Assumptions, stated where the plan is shown: a place of unknown opening hours is taken to be open during the
tour's day; a place of unknown visiting time is visited for the request's ``default_visit_minutes``; the group
walks from the road to the place.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from data.calendar.opening import Windows, open_windows
from data.errors import BadInputError, HanhTrinhError
from data.language.catalogue import N_
from data.model.clock import DAY_S
from data.model.place import Category, Place, PlaceId
from data.model.project import Project
from data.model.request import TourRequest
from data.model.tour import DroppedPlace
from data.model.units import UnitId
from data.search.filters import places_of_unit, select
from routes.planner import verdicts
from routes.planner.access import access_s, is_same_spot
from routes.planner.problem import AXIS_DAY_S, Break, Group, Problem, Site, TourDay, Window
from routes.planner.travel import Travel
from routes.router import OFF_NETWORK_M, UNREACHABLE_S, LonLat, Matrix, Router

NO_WAY_S: Final = 365 * DAY_S
"""Travel time written where there is no route: longer than any tour."""

_ONLY_WHEN_NAMED: Final = frozenset({Category.LODGING_OR_SERVICE, Category.TRANSPORT_HUB})


@dataclass(frozen=True, eq=False)
class Translation:
    """A problem with the names behind its numbers.

    Parameters
    ----------
    problem
        The problem model.
    places
        Place of each site.
    points
        Longitude and latitude of each node.
    access_m
        Metres between each node's point and its road.
    excluded
        Candidates that cannot be visited whatever the rest of the tour, with the reason.
    conflicts
        Demands that cannot be met for that cause.
    """

    problem: Problem
    places: tuple[Place, ...]
    points: tuple[LonLat, ...]
    access_m: tuple[float, ...]
    excluded: tuple[DroppedPlace, ...]
    conflicts: tuple[HanhTrinhError, ...]


def candidate_places(project: Project, request: TourRequest) -> tuple[Place, ...]:
    """Return the places that may be visited, must-sees among them, in the order of the project.

    Lodging, services and transport hubs take part only when the request names their category or the place.

    Raises
    ------
    UnknownIdError
        If the request names a place, unit or district that the project does not have.
    """
    wanted = request.candidates
    named = {*wanted.place_ids, *request.must}
    found = {
        place.id
        for place in select(project, wanted)
        if place.category not in _ONLY_WHEN_NAMED or place.category in wanted.categories or place.id in named
    }
    found.update(project.place(key).id for key in request.must)
    found.difference_update(project.place(key).id for key in request.never)
    return tuple(place for place in project.places.values() if place.id in found)


def translate(project: Project, request: TourRequest, router: Router) -> Translation:
    """Return the problem of a request.

    Raises
    ------
    UnknownIdError
        If the request names something that the project does not have.
    BadInputError
        If opening hours of a candidate cannot be read, or scores are too large.
    NoRouteError
        If the network has no road for the travel mode.
    """
    places = candidate_places(project, request)
    anchors = _anchor_points(request)
    points = (*dict.fromkeys(anchors), *((place.lon, place.lat) for place in places))
    matrix = router.matrix(points, distances=False)
    travel_s = _travel_times(points, matrix)
    first_place = len(points) - len(places)
    days = tuple(_tour_day(request, day, points) for day in range(len(request.dates)))
    access_m = tuple(snap.access_m for snap in matrix.snaps)
    _require_near_roads(request, dict(zip(points, access_m, strict=True)))
    judge = _Judge(request, days, travel_s, access_m)
    sites: list[Site] = []
    excluded: list[DroppedPlace] = []
    for number, place in enumerate(places):
        judged = judge.site(place, first_place + number)
        if isinstance(judged, Site):
            sites.append(judged)
        else:
            excluded.append(judged)
    groups = _groups(project, request, sites)
    problem = Problem(tuple(sites), days, (Travel(travel_s, step_s=60),), groups)
    if problem.is_too_large:
        raise BadInputError(
            N_("The scores are too large to compute with."),
            where="scores",
            remedy=N_("Use scores below one million."),
        )
    by_id = {place.id: place for place in places}
    return Translation(
        problem,
        tuple(by_id[site.place_id] for site in sites),
        points,
        access_m,
        tuple(excluded),
        (
            *_lost_musts(request, by_id, excluded),
            *_short_groups(project, groups),
            *_short_days(request, problem),
        ),
    )


def _anchor_points(request: TourRequest) -> list[LonLat]:
    anchors = [anchor for day in range(len(request.dates)) for anchor in request.day_anchors(day)]
    return [(anchor.lon, anchor.lat) for anchor in anchors]


def _require_near_roads(request: TourRequest, access_m: dict[LonLat, float]) -> None:
    for anchor in (request.start, *request.nights, request.end):
        away_m = access_m.get((anchor.lon, anchor.lat), 0.0)
        if away_m > OFF_NETWORK_M:
            raise BadInputError(
                N_("It is {km} km from the nearest road of the network."),
                where=anchor.label or anchor.place_id or f"{anchor.lon}, {anchor.lat}",
                remedy=N_("Start, end and nights have to be in the area of the road network."),
                km=round(away_m / 1000),
            )


def _travel_times(points: Sequence[LonLat], matrix: Matrix) -> NDArray[np.int64]:
    """Return the way between all points in whole minutes, so that times and ways on paper add up."""
    walk_s = np.array([access_s(snap.access_m) for snap in matrix.snaps], dtype=np.int64)
    seconds = matrix.duration_s.astype(np.int64) + walk_s[:, None] + walk_s[None, :]
    travel_s = -(-seconds // 60) * 60
    travel_s[matrix.duration_s == UNREACHABLE_S] = NO_WAY_S
    for i, one in enumerate(points):
        for j, other in enumerate(points):
            if is_same_spot(one, other):
                travel_s[i, j] = 0
    return travel_s


def _tour_day(request: TourRequest, day: int, points: Sequence[LonLat]) -> TourDay:
    midnight = day * AXIS_DAY_S
    begin_s, end_s = midnight + request.day_start_s, midnight + request.day_end_s
    start, end = request.day_anchors(day)
    breaks = []
    for rule in request.day(day).breaks:
        earliest_s = max(begin_s, midnight + rule.earliest_s)
        latest_s = min(end_s - rule.duration_s, midnight + rule.latest_s)
        # A day that is over before a break, or begins after it, has none.
        if earliest_s <= latest_s:
            breaks.append(Break(earliest_s, latest_s, rule.duration_s, name=rule.kind.value))
    return TourDay(
        points.index((start.lon, start.lat)),
        points.index((end.lon, end.lat)),
        begin_s,
        end_s,
        tuple(breaks),
        # No day is longer, and solvers count in 64 bits.
        max_travel_s=None if request.max_travel_s is None else min(request.max_travel_s, AXIS_DAY_S),
    )


class _Judge:
    """Decides for one place after the other whether it can be visited on any day of the tour."""

    def __init__(
        self,
        request: TourRequest,
        days: tuple[TourDay, ...],
        travel_s: NDArray[np.int64],
        access_m: Sequence[float],
    ) -> None:
        self._request = request
        self._access_m = access_m
        self._days = days
        self._travel_s = travel_s
        self._musts = frozenset(request.must)

    def site(self, place: Place, node: int) -> Site | DroppedPlace:
        """Return the site of a place, or why it can never be visited."""
        if place.visit_minutes == 0:
            return DroppedPlace(place_id=place.id, reason=verdicts.NOT_VISITABLE)
        if self._access_m[node] > OFF_NETWORK_M:
            facts = {"km": round(self._access_m[node] / 1000)}
            return DroppedPlace(place_id=place.id, reason=verdicts.OFF_NETWORK, facts=facts)
        minutes = place.visit_minutes or self._request.default_visit_minutes
        visit_s = 60 * minutes
        ways_s = [self._way_s(day, node) for day in self._days]
        if min(ways_s) >= NO_WAY_S:
            return DroppedPlace(place_id=place.id, reason=verdicts.UNREACHABLE)
        hours = [self._hours(place, day) for day in range(len(self._days))]
        if not any(hours):
            return DroppedPlace(place_id=place.id, reason=verdicts.CLOSED_ON_DATES)
        too_long = self._too_long(place.id, visit_s, ways_s)
        if too_long is not None:
            return too_long
        begins = tuple(
            Window(day, day * AXIS_DAY_S + opens_s, day * AXIS_DAY_S + closes_s - visit_s)
            for day, spans in enumerate(hours)
            if ways_s[day] < NO_WAY_S
            for opens_s, closes_s in spans
            if closes_s - visit_s >= opens_s
        )
        windows = tuple(window for begin in begins if (window := self._within_day(begin, node, visit_s)))
        if not windows:
            facts = {"visit_minutes": minutes}
            return DroppedPlace(place_id=place.id, reason=verdicts.CLOSED_DURING_DAY, facts=facts)
        score = self._request.scores.score(place.id, place.rank, place.category)
        return Site(place.id, node, score, visit_s, windows, place.id in self._musts, begins)

    def _way_s(self, day: TourDay, node: int) -> int:
        return int(self._travel_s[day.start_node, node] + self._travel_s[node, day.end_node])

    def _hours(self, place: Place, day: int) -> Windows:
        request = self._request
        hours = open_windows(
            place.opening_hours,
            request.dates[day],
            lon_lat=(round(place.lon, 2), round(place.lat, 2)),
            until_s=max(DAY_S, request.day_end_s),
            where=place.name_vi,
        )
        return ((request.day_start_s, AXIS_DAY_S),) if hours is None else hours

    def _too_long(self, place_id: PlaceId, visit_s: int, ways_s: list[int]) -> DroppedPlace | None:
        over_s = min(
            way_s + visit_s + day.breaks_s - day.length_s
            for day, way_s in zip(self._days, ways_s, strict=True)
        )
        limit_s = self._request.max_travel_s
        if over_s > 0:
            reason, minutes = verdicts.DAY_TOO_SHORT, -(-over_s // 60)
        elif limit_s is not None and min(ways_s) > limit_s:
            reason, minutes = verdicts.TRAVEL_TOO_LONG, -(-(min(ways_s) - limit_s) // 60)
        else:
            return None
        return DroppedPlace(place_id=place_id, reason=reason, facts={"minutes": minutes})

    def _within_day(self, begin: Window, node: int, visit_s: int) -> Window | None:
        edge = self._days[begin.day]
        earliest_s = edge.begin_s + int(self._travel_s[edge.start_node, node])
        latest_s = edge.end_s - int(self._travel_s[node, edge.end_node]) - visit_s
        window = Window(begin.day, max(earliest_s, begin.open_s), min(latest_s, begin.latest_s))
        return window if window.open_s <= window.latest_s else None


def _groups(project: Project, request: TourRequest, sites: Sequence[Site]) -> tuple[Group, ...]:
    least: dict[UnitId, int] = dict.fromkeys(request.cover_units, 1)
    for unit, minimum in request.unit_minimum.items():
        least[unit] = max(minimum, least.get(unit, 0))
    groups = []
    for unit, minimum in least.items():
        inside = {place.id for place in places_of_unit(project, unit)}
        numbers = frozenset(i for i, site in enumerate(sites) if site.place_id in inside)
        groups.append(Group(unit, minimum, numbers))
    return tuple(group for group in groups if group.least > 0)


def as_error(lost: DroppedPlace, place: Place) -> BadInputError:
    """Return the reason of a place left out as an error that names the place."""
    facts: dict[str, Any] = dict(lost.facts)
    return BadInputError(lost.reason, where=place.name_vi, **facts)


def _lost_musts(
    request: TourRequest, places: dict[PlaceId, Place], excluded: Sequence[DroppedPlace]
) -> list[HanhTrinhError]:
    return [as_error(lost, places[lost.place_id]) for lost in excluded if lost.place_id in request.must]


def _short_groups(project: Project, groups: Sequence[Group]) -> list[HanhTrinhError]:
    return [
        BadInputError(
            N_("Visits demanded there: {least}; candidates that can be visited: {available}."),
            where=project.unit_label(UnitId(group.name)),
            least=group.least,
            available=len(group.sites),
        )
        for group in groups
        if len(group.sites) < group.least
    ]


def _short_days(request: TourRequest, problem: Problem) -> list[HanhTrinhError]:
    conflicts: list[HanhTrinhError] = []
    for day, edge in zip(request.dates, problem.days, strict=True):
        way_s = problem.views[0].rows[edge.start_node][edge.end_node]
        if way_s >= NO_WAY_S:
            message = N_("No road on the network leads from where the day starts to where it ends.")
            conflicts.append(BadInputError(message, where=day.isoformat()))
        elif way_s > min(edge.length_s, edge.length_s if edge.max_travel_s is None else edge.max_travel_s):
            message = N_(
                "The way from where the day starts to where it ends takes {minutes} minutes, too long."
            )
            conflicts.append(BadInputError(message, where=day.isoformat(), minutes=-(-way_s // 60)))
    return conflicts
