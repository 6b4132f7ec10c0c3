"""Days of the problem: span, limits, costs, and where and when breaks may be taken."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from data.costs.sheet import HIRED
from data.model.clock import DAY_S
from data.model.demands.times import Break as BreakRule
from data.model.place import Place
from data.model.request import DayFrame, TourRequest
from routes.planner.hours import hours_on
from routes.planner.problem import AXIS_DAY_S, Break, BreakSpot, Span, TourDay
from routes.planner.tables import Tables

MOST_SPOTS: Final = 16
"""Places that one break of one day chooses from."""

_WEIGHT_BASE: Final = 600
"""A spot ten minutes away counts half as much for a candidate as one next to it."""


@dataclass(frozen=True, eq=False)
class DayMaker:
    """Makes the days of a problem.

    Parameters
    ----------
    tables
        Travel tables.
    spots
        Places, by node, of each break that is tied to places.
    nodes
        Nodes of the candidates, for choosing the spots that lie on their ways.
    """

    request: TourRequest
    tables: Tables
    spots: Mapping[BreakRule, Mapping[int, Place]]
    nodes: Sequence[int]

    def day(self, number: int, ends: tuple[int, int]) -> TourDay:
        """Return day ``number`` (from 0), which starts and ends at the nodes ``ends``."""
        frame, budget = self.request.day(number), self.request.budget
        midnight = number * AXIS_DAY_S
        has_vehicle = frame.mode in HIRED
        return TourDay(
            *ends,
            midnight + frame.start_s,
            midnight + frame.end_s,
            tuple(self._breaks(number, frame)),
            travel=self.tables.by_day[number],
            boarding_s=60 * self.request.boarding_minutes if has_vehicle else 0,
            # No day is longer, and solvers count in 64 bits.
            max_travel_s=None if frame.max_travel_s is None else min(frame.max_travel_s, AXIS_DAY_S),
            max_walk_m=None if frame.max_walk_m is None else min(frame.max_walk_m, 10**9),
            cost_vnd=budget.guide_day_vnd + (budget.vehicle_day_vnd if has_vehicle else 0),
            vnd_per_km=budget.vehicle_km_vnd if has_vehicle else 0,
            vnd_per_hour=budget.vehicle_hour_vnd if has_vehicle else 0,
        )

    def _breaks(self, number: int, frame: DayFrame) -> Iterator[Break]:
        for rule in frame.breaks:
            pause = _break(number, frame, rule)
            if pause is not None and rule.is_at_place:
                spots = _near(self.tables, number, self.spots[rule], self.nodes)
                pause = _with_spots(self.request, number, pause, spots)
            if pause is not None:
                yield pause


def _break(day: int, frame: DayFrame, rule: BreakRule) -> Break | None:
    """Return a break of a day; ``None`` when the day is over before it or begins after it."""
    midnight = day * AXIS_DAY_S
    earliest_s = max(frame.start_s, rule.earliest_s)
    latest_s = min(frame.end_s - rule.duration_s, rule.latest_s)
    if earliest_s > latest_s:
        return None
    return Break(midnight + earliest_s, midnight + latest_s, rule.duration_s, name=rule.kind.value)


def _near(tables: Tables, day: int, spots: Mapping[int, Place], nodes: Sequence[int]) -> dict[int, Place]:
    """Return the spots that lie best: each candidate gives weight to the spots near it."""
    if len(spots) <= MOST_SPOTS:
        return dict(spots)
    rows = tables.travels[tables.by_day[day]].rows
    weights = {
        spot: sum(_WEIGHT_BASE / (_WEIGHT_BASE + rows[node][spot] + rows[spot][node]) for node in nodes)
        for spot in spots
    }
    best = sorted(spots, key=lambda spot: (-weights[spot], spot))[:MOST_SPOTS]
    return {spot: spots[spot] for spot in sorted(best)}


def _with_spots(request: TourRequest, day: int, pause: Break, spots: Mapping[int, Place]) -> Break:
    found = []
    for node, place in spots.items():
        spans = _spans(request, day, pause, place)
        if spans:
            found.append(BreakSpot(node, spans))
    return Break(pause.earliest_s, pause.latest_s, pause.duration_s, tuple(found), pause.name)


def _spans(request: TourRequest, day: int, pause: Break, place: Place) -> tuple[Span, ...]:
    """Return when the break may begin at a place so that it is open for all of it."""
    frame = request.day(day)
    hours = hours_on(request, place, frame.date, max(DAY_S, frame.end_s))
    if hours is None:
        return ((pause.earliest_s, pause.latest_s),)
    midnight = day * AXIS_DAY_S
    begins = (
        (
            max(pause.earliest_s, midnight + opens_s),
            min(pause.latest_s, midnight + closes_s - pause.duration_s),
        )
        for opens_s, closes_s in hours
    )
    return tuple((first, last) for first, last in begins if first <= last)
