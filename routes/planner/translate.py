"""From a project and a request to the problem model, and what cannot be visited at all.

Assumptions, stated where the plan is shown: a place of unknown opening hours is taken to be open during the
tour's day; a place of unknown visiting time is visited for the request's ``default_visit_minutes``; the group
walks from the road to the place; an entrance fee that is not known is 0.

Modules, in the order of the way: ``candidates`` (who takes part), ``tables`` (travel), ``days``, ``sites``
(with ``hours``), ``demands`` (groups and pins), ``lost`` (demands that nothing can meet).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from data.errors import BadInputError, HanhTrinhError
from data.language.catalogue import N_
from data.model.demands.times import Break as BreakRule
from data.model.place import Place, PlaceId
from data.model.project import Project
from data.model.request import TourRequest
from data.model.tour import DroppedPlace
from routes.planner import verdicts
from routes.planner.candidates import break_places, candidate_places, preselect
from routes.planner.days import DayMaker
from routes.planner.demands import groups_of, pins_of, precedences_of, sequences_of
from routes.planner.lost import conflicts_before_search
from routes.planner.problem import Group, Problem, Site, TourDay
from routes.planner.routers import DayRouters, RouterOf
from routes.planner.sites import SiteJudge
from routes.planner.tables import Tables, tables_of
from routes.router import OFF_NETWORK_M, LonLat, Router


@dataclass(frozen=True, eq=False)
class Draft:
    """What usual and shortest visits have in common.

    Parameters
    ----------
    places
        Candidates that are planned with; the node of each is its number after those of the anchors.
    unselected
        Candidates that were not promising enough.
    points
        Longitude and latitude of each node: anchors, candidates, places of breaks.
    spots
        For each break tied to places, these places by node.
    """

    project: Project
    request: TourRequest
    routers: DayRouters
    places: tuple[Place, ...]
    unselected: tuple[Place, ...]
    points: tuple[LonLat, ...]
    first_node: int
    spots: Mapping[BreakRule, Mapping[int, Place]]
    tables: Tables
    days: tuple[TourDay, ...]


@dataclass(frozen=True, eq=False)
class Translation:
    """A problem with the names behind its numbers.

    Parameters
    ----------
    draft
        What the problem is made from.
    problem
        The problem model.
    places
        Place of each site.
    excluded
        Candidates that cannot be visited whatever the rest of the tour, with the reason.
    conflicts
        Demands that cannot be met for that cause.
    is_tight
        Whether visits are as short as the request lets them be; else they are as long as usual.
    """

    draft: Draft
    problem: Problem
    places: tuple[Place, ...]
    excluded: tuple[DroppedPlace, ...]
    conflicts: tuple[HanhTrinhError, ...]
    is_tight: bool = False

    @property
    def can_tighten(self) -> bool:
        """Whether shorter visits could help: some visit may be shorter than it is."""
        request = self.draft.request
        ranges = (request.visit_range(place.id, place.visit_minutes) for place in self.draft.places)
        return not self.is_tight and any(span.shortest_minutes < span.typical_minutes for span in ranges)

    def tightened(self) -> "Translation":
        """Return the same with visits as short as they may be, for demands that do not fit otherwise."""
        return _translated(self.draft, is_tight=True)

    @cached_property
    def spot_places(self) -> Mapping[int, Place]:
        """Places of breaks by node."""
        return {node: place for spots in self.draft.spots.values() for node, place in spots.items()}

    def access_m(self, day: int, node: int) -> float:
        """Return the metres between a node and its road on a day."""
        return self.draft.tables.access_on(day, node)


def translate(project: Project, request: TourRequest, router: Router | RouterOf) -> Translation:
    """Return the problem of a request.

    Parameters
    ----------
    router
        The router of all days, or what gives the router of a travel mode.

    Raises
    ------
    UnknownIdError
        If the request names something that the project does not have.
    BadInputError
        If opening hours of a candidate cannot be read, a start or end is far from every road, or scores are
        too large.
    NoRouteError
        If the network has no road for a travel mode.
    """
    return _translated(_draft(project, request, DayRouters(request, router)), is_tight=False)


def _draft(project: Project, request: TourRequest, routers: DayRouters) -> Draft:
    found = candidate_places(project, request)
    places = preselect(project, request, found)
    chosen = {place.id for place in places}
    anchors = list(dict.fromkeys(_anchor_points(request)))
    halts = {rule: break_places(project, request, rule) for rule in request.breaks if rule.is_at_place}
    halting = list({place.id: place for halt in halts.values() for place in halt}.values())
    points = (*anchors, *((place.lon, place.lat) for place in (*places, *halting)))
    first_halt = len(anchors) + len(places)
    node_of = {place.id: first_halt + number for number, place in enumerate(halting)}
    spots = {rule: {node_of[place.id]: place for place in halt} for rule, halt in halts.items()}
    tables = tables_of(request, routers, points)
    _require_near_roads(request, tables, anchors)
    maker = DayMaker(request, tables, spots, range(len(anchors), first_halt))
    days = tuple(maker.day(day, _ends(request, day, anchors)) for day in range(len(request.dates)))
    unselected = tuple(place for place in found if place.id not in chosen)
    return Draft(project, request, routers, places, unselected, points, len(anchors), spots, tables, days)


def _anchor_points(request: TourRequest) -> list[LonLat]:
    anchors = [anchor for day in range(len(request.dates)) for anchor in request.day_anchors(day)]
    return [(anchor.lon, anchor.lat) for anchor in anchors]


def _ends(request: TourRequest, day: int, anchors: Sequence[LonLat]) -> tuple[int, int]:
    start, end = request.day_anchors(day)
    return anchors.index((start.lon, start.lat)), anchors.index((end.lon, end.lat))


def _require_near_roads(request: TourRequest, tables: Tables, anchors: Sequence[LonLat]) -> None:
    for day in range(len(request.dates)):
        for anchor in request.day_anchors(day):
            away_m = tables.access_on(day, anchors.index((anchor.lon, anchor.lat)))
            if away_m > OFF_NETWORK_M:
                raise BadInputError(
                    N_("It is {km} km from the nearest road of the network."),
                    where=anchor.label or anchor.place_id or f"{anchor.lon}, {anchor.lat}",
                    remedy=N_("Start, end and nights have to be in the area of the road network."),
                    km=round(away_m / 1000),
                )


def _translated(draft: Draft, *, is_tight: bool) -> Translation:
    request = draft.request
    judge = SiteJudge(request, draft.days, draft.tables, is_tight)
    judged = [judge.site(place, draft.first_node + i) for i, place in enumerate(draft.places)]
    lost = {one.place_id: one for one in judged if isinstance(one, DroppedPlace)}
    for place in draft.unselected:
        facts = {"count": len(draft.places)}
        lost[place.id] = DroppedPlace(place_id=place.id, reason=verdicts.NOT_PRESELECTED, facts=facts)
    _lose_the_forbidden(draft, lost)
    _lose_broken_sequences(draft, lost)
    sites = [one for one in judged if isinstance(one, Site) and one.place_id not in lost]
    problem, places = _problem(draft, sites)
    if problem.is_too_large:
        raise BadInputError(
            N_("The scores are too large to compute with."),
            where="scores",
            remedy=N_("Use scores below one million."),
        )
    return Translation(
        draft,
        problem,
        places,
        tuple(lost.values()),
        conflicts_before_search(draft.project, request, problem, lost, draft.spots),
        is_tight,
    )


def _lose_the_forbidden(draft: Draft, lost: dict[PlaceId, DroppedPlace]) -> None:
    """Lose the places of units and categories of which none may be visited."""
    closed = [group for group in groups_of(draft.project, draft.request, draft.places) if group.most == 0]
    for number in sorted({number for group in closed for number in group.sites}):
        place_id = draft.places[number].id
        lost.setdefault(place_id, DroppedPlace(place_id=place_id, reason=verdicts.NONE_ALLOWED))


def _lose_broken_sequences(draft: Draft, lost: dict[PlaceId, DroppedPlace]) -> None:
    """Lose the rest of a locked sequence of which one place is lost."""
    for row in draft.request.pins.sequences:
        broken = next((place_id for place_id in row if place_id in lost), None)
        if broken is None:
            continue
        for place_id in row:
            facts = {"place": draft.project.place(broken).name_vi}
            dropped = DroppedPlace(place_id=place_id, reason=verdicts.SEQUENCE_BROKEN, facts=facts)
            lost.setdefault(place_id, dropped)


def _problem(draft: Draft, sites: Sequence[Site]) -> tuple[Problem, tuple[Place, ...]]:
    request = draft.request
    by_id = {place.id: place for place in draft.places}
    places = tuple(by_id[site.place_id] for site in sites)
    numbers = {place.id: number for number, place in enumerate(places)}
    groups: tuple[Group, ...] = groups_of(draft.project, request, places)
    problem = Problem(
        tuple(sites),
        draft.days,
        draft.tables.travels,
        groups,
        precedences_of(request, numbers),
        pins_of(request, numbers),
        sequences_of(request, numbers),
        request.budget.limit_vnd,
    )
    return problem, places


def as_error(lost: DroppedPlace, place: Place) -> BadInputError:
    """Return the reason of a place left out as an error that names the place."""
    facts: dict[str, Any] = dict(lost.facts)
    return BadInputError(lost.reason, where=place.name_vi, **facts)
