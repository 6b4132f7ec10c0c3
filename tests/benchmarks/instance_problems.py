"""From benchmark instances to the planner's problems, and from its plans back to tours."""

from typing import Final

import numpy as np

from data.model.place import PlaceId
from routes.planner.problem import AXIS_DAY_S, Break, Group, Plan, Problem, Site, TourDay, Window
from routes.planner.travel import Travel
from tests.benchmarks.instances import Instance

_MINUTE_S: Final = 60


def problem_of(instance: Instance) -> Problem:
    """Return an instance as a problem; a unit of the instance is one second (a minute in derived TTDP)."""
    unit_s = _MINUTE_S if instance.kind == "TTDP-derived" else 1
    number_of = {node: number for number, node in enumerate(instance.stops)}
    sites = tuple(_site(instance, node, unit_s) for node in instance.stops)
    groups = tuple(
        Group(f"ward{number}", least, frozenset(number_of[node] for node in ward))
        for number, (ward, least) in enumerate(instance.wards)
    )
    return Problem(
        sites,
        tuple(_day(instance, day, unit_s) for day in range(len(instance.days))),
        (Travel(np.array(instance.distance, dtype=np.int64) * unit_s),),
        groups,
    )


def _site(instance: Instance, node: int, unit_s: int) -> Site:
    windows = tuple(
        Window(day, day * AXIS_DAY_S + first * unit_s, day * AXIS_DAY_S + last * unit_s)
        for day, spans in enumerate(instance.windows[node])
        for first, last in spans
    )
    return Site(
        PlaceId(instance.ids[node]),
        node,
        instance.score[node],
        instance.visit[node] * unit_s,
        windows,
        is_must=node in instance.musts,
        hours=windows,
    )


def _day(instance: Instance, day: int, unit_s: int) -> TourDay:
    edge, midnight_s = instance.days[day], day * AXIS_DAY_S
    breaks: tuple[Break, ...] = ()
    if edge.lunch is not None:
        earliest, latest, length = (value * unit_s for value in edge.lunch)
        breaks = (Break(midnight_s + earliest, midnight_s + latest, length),)
    return TourDay(
        edge.start, edge.end, midnight_s + edge.begin * unit_s, midnight_s + edge.finish * unit_s, breaks
    )


def tours_of(instance: Instance, plan: Plan) -> list[list[str]]:
    """Return the ids of the stops of each day in order."""
    return [[instance.ids[instance.stops[number]] for number in order.sites] for order in plan]
