"""Tours side by side: what each costs, shows and risks, as plain figures for a sheet."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from data.costs.sheet import cost_sheet
from data.model.place import Place, PlaceId, Rank
from data.model.project import Project
from data.model.tour import StopKind, Tour
from data.model.units import UnitId
from routes.network.store import RoadNetwork
from routes.planner.checker import check_tour
from routes.planner.robustness import Robustness, robustness_of
from routes.planner.routers import RouterOf
from routes.planner.transfers import with_transfer


@dataclass(frozen=True, slots=True, kw_only=True)
class TourFigures:
    """Figures of one tour.

    Parameters
    ----------
    tour
        The tour.
    days, visits
        Numbers of days and visits.
    elapsed_s
        Seconds from departure to return, summed over the days.
    travel_s, drive_s, walk_s
        Seconds on the way; without walking; on foot.
    visit_s, break_s, wait_s
        Seconds of visits, breaks and waiting.
    distance_m, walk_m
        Metres of all ways; on foot.
    cost_vnd, cost_per_visitor_vnd, unknown_fees
        Cost of the group and of one visitor, VND; places whose fee is not known and counts as 0.
    carbon_g
        g CO2e of the group.
    ranks
        Places visited by relic rank.
    units
        Communes visited, in the order of the tour.
    clauses
        For each clause of the request: places that it names, and how many of them are visited.
    least_slack_s
        Smallest slack of any stop, seconds; ``None`` for a tour without stops.
    robustness
        How well it stands late traffic.
    broken
        Rules that the tour breaks now.
    """

    tour: Tour
    days: int
    visits: int
    elapsed_s: int
    travel_s: int
    drive_s: int
    walk_s: int
    visit_s: int
    break_s: int
    wait_s: int
    distance_m: float
    walk_m: float
    cost_vnd: int
    cost_per_visitor_vnd: int
    unknown_fees: int
    carbon_g: int
    ranks: Mapping[Rank, int]
    units: tuple[UnitId, ...]
    clauses: Mapping[str, tuple[int, int]]
    least_slack_s: int | None
    robustness: Robustness
    broken: int

    @property
    def score(self) -> int:
        """Points of the tour."""
        return self.tour.score


@dataclass(frozen=True, slots=True)
class Comparison:
    """Tours side by side.

    Parameters
    ----------
    tours
        Figures of each tour, in the order asked for.
    shared
        Places that all of them visit.
    only
        For each tour the places that no other visits.
    """

    tours: tuple[TourFigures, ...]
    shared: tuple[PlaceId, ...]
    only: tuple[tuple[PlaceId, ...], ...]


def compare(
    project: Project,
    tours: Sequence[Tour],
    *,
    broken: Sequence[int] = (),
    samples: int = 10_000,
    seed: int = 1,
) -> Comparison:
    """Return the figures of ``tours`` side by side.

    Parameters
    ----------
    broken
        Rules that each tour breaks, from ``rules_broken``; none when left out.
    samples, seed
        Of the simulation; see ``robustness_of``.

    Raises
    ------
    BadInputError
        If opening hours of a place cannot be read.
    """
    counts = broken or (0,) * len(tours)
    figures = tuple(
        figures_of(project, tour, broken=count, samples=samples, seed=seed)
        for tour, count in zip(tours, counts, strict=True)
    )
    visited = [set(tour.visited) for tour in tours]
    times = Counter(place_id for places in visited for place_id in places)
    return Comparison(
        figures,
        tuple(key for key in _places(tours) if times[key] == len(tours)),
        tuple(tuple(key for key in dict.fromkeys(tour.visited) if times[key] == 1) for tour in tours),
    )


def rules_broken(project: Project, tour: Tour, router_of: RouterOf, network: RoadNetwork) -> int:
    """Return how many rules a tour breaks by the independent checker, on the ways of ``network``."""
    return len(check_tour(project, tour, with_transfer(router_of, project, tour.request, network)))


def figures_of(
    project: Project, tour: Tour, *, broken: int = 0, samples: int = 10_000, seed: int = 1
) -> TourFigures:
    """Return the figures of one tour; see ``compare``."""
    sheet = cost_sheet(project, tour)
    robustness = robustness_of(project, tour, samples=samples, seed=seed)
    places = [project.places[key] for key in dict.fromkeys(tour.visited) if key in project.places]
    stops = [stop for day in tour.days for stop in day.stops]
    walk_s = sum(day.walk_s for day in tour.days)
    return TourFigures(
        tour=tour,
        days=len(tour.days),
        visits=len(tour.visited),
        elapsed_s=sum(day.end_s - day.start_s for day in tour.days),
        travel_s=tour.travel_s,
        drive_s=tour.travel_s - walk_s,
        walk_s=walk_s,
        visit_s=sum(stop.stay_s for stop in stops if stop.kind is StopKind.VISIT),
        break_s=sum(stop.stay_s for stop in stops if stop.kind.is_break),
        wait_s=sum(stop.wait_s for stop in stops),
        distance_m=tour.distance_m,
        walk_m=tour.walk_m,
        cost_vnd=sheet.total_vnd,
        cost_per_visitor_vnd=sheet.per_visitor_vnd,
        unknown_fees=len(sheet.unknown_fees),
        carbon_g=sheet.total_g,
        ranks=_ranks(places),
        units=tuple(dict.fromkeys(place.unit_after for place in places if place.unit_after is not None)),
        clauses=_clauses(project, tour),
        least_slack_s=min((stop.slack_s for stop in robustness.stops), default=None),
        robustness=robustness,
        broken=broken,
    )


def _places(tours: Sequence[Tour]) -> tuple[PlaceId, ...]:
    return tuple(dict.fromkeys(place_id for tour in tours for place_id in tour.visited))


def _ranks(places: Sequence[Place]) -> dict[Rank, int]:
    counts = Counter(place.rank for place in places)
    return {rank: counts[rank] for rank in Rank if counts[rank]}


def _clauses(project: Project, tour: Tour) -> dict[str, tuple[int, int]]:
    visited = set(tour.visited)
    found = {}
    for key in tour.request.clauses:
        if key in project.clauses:
            named = project.clauses[key].place_ids
            found[key] = (len(named), sum(place_id in visited for place_id in named))
    return found
