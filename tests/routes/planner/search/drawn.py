"""Small rich problems for the search, drawn by hypothesis."""

import numpy as np
from hypothesis import strategies as st

from data.model.place import PlaceId
from routes.planner.problem import (
    AXIS_DAY_S,
    Break,
    BreakSpot,
    Group,
    Pin,
    Precedence,
    Problem,
    Site,
    TourDay,
    Window,
)
from routes.planner.travel import Travel

HOUR = 3600


@st.composite
def problems(draw: st.DrawFn, *, most_sites: int = 5, most_days: int = 2) -> Problem:
    """Draw sites with one or two windows a day, breaks, limits, demands, rules and perhaps a budget."""
    count, days = draw(st.integers(1, most_sites)), draw(st.integers(1, most_days))
    nodes = count + 2
    minutes = draw(st.lists(st.integers(1, 90), min_size=nodes**2, max_size=nodes**2))
    travel_s = 60 * np.array(minutes, dtype=np.int64).reshape(nodes, nodes)
    np.fill_diagonal(travel_s, 0)
    walk_m = travel_s // 10
    sites = tuple(_site(draw, number, days) for number in range(count))
    first, second = draw(st.permutations(range(count)))[:2] if count > 1 else (0, 0)
    rule = draw(st.sampled_from(["", "", "before", "row", "pin", "most"])) if count > 1 else ""
    is_first, is_of_tour = draw(st.booleans()), draw(st.booleans())
    groups = (
        Group("g", draw(st.integers(0, 2)), frozenset(range(count)), first_bonus=draw(st.integers(0, 3))),
    )
    return Problem(
        sites,
        tuple(_day(draw, day, nodes) for day in range(days)),
        (Travel(travel_s, walk_m=walk_m, distance_m=travel_s * 10),),
        (*groups, Group("few", 0, frozenset({first, second}), most=1)) if rule == "most" else groups,
        precedences=(Precedence(first, second),) if rule == "before" else (),
        pins=(Pin(first, is_first, is_of_tour),) if rule == "pin" else (),
        sequences=((first, second),) if rule == "row" else (),
        budget_vnd=draw(st.none() | st.integers(100, 900)),
    )


def _day(draw: st.DrawFn, day: int, nodes: int) -> TourDay:
    midnight = day * AXIS_DAY_S
    breaks = []
    kind = draw(st.sampled_from(["none", "anywhere", "spot", "two"]))
    if kind in {"anywhere", "two"}:
        breaks.append(Break(midnight + 11 * HOUR, midnight + 12 * HOUR, HOUR // 2))
    if kind == "spot":
        spans = ((midnight + 10 * HOUR, midnight + 13 * HOUR),)
        breaks.append(Break(*spans[0], HOUR // 2, (BreakSpot(nodes - 1, spans),)))
    if kind == "two":
        breaks.append(Break(midnight + 9 * HOUR, midnight + 10 * HOUR, HOUR // 4, name="rest"))
    return TourDay(
        0,
        draw(st.sampled_from([0, nodes - 1])),
        midnight + 8 * HOUR,
        midnight + 16 * HOUR,
        tuple(breaks),
        boarding_s=draw(st.sampled_from([0, 600])),
        max_travel_s=draw(st.none() | st.integers(1, 5).map(lambda hours: hours * HOUR)),
        max_walk_m=draw(st.none() | st.integers(200, 1500)),
        vnd_per_km=draw(st.integers(0, 3)),
        vnd_per_hour=draw(st.sampled_from([0, 0, 30])),
    )


def _site(draw: st.DrawFn, number: int, days: int) -> Site:
    windows = []
    for day in range(days):
        first = day * AXIS_DAY_S + draw(st.integers(8, 12)) * HOUR
        windows.append(Window(day, first, first + draw(st.integers(0, 2)) * HOUR))
        if draw(st.booleans()):
            later = windows[-1].latest_s + HOUR
            windows.append(Window(day, later, later + HOUR))
    return Site(
        PlaceId(f"s{number}"),
        number + 1,
        draw(st.integers(1, 9)),
        draw(st.sampled_from([1800, 3600])),
        tuple(windows),
        is_must=draw(st.sampled_from([False, False, True])),
        day_scores=tuple(draw(st.integers(1, 9)) for _ in range(days)) if draw(st.booleans()) else (),
        cost_vnd=draw(st.integers(0, 200)),
    )
