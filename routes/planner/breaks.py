"""Where the breaks of a day are best taken, the order of its sites given.

A shortest path over labels: (breaks taken, clock, travel, walking), extended visit by visit. A label
is dropped when another with the same breaks taken is no worse in everything, so the answer is exact.
"""

from typing import NamedTuple

from routes.planner.problem import BreakStop, DayOrder, Problem, Span
from routes.planner.timing import time_day


class _Label(NamedTuple):
    travel_s: int
    clock: int
    walk_m: int
    node: int
    stops: tuple[BreakStop, ...]

    @property
    def taken(self) -> frozenset[int]:
        return frozenset(stop.number for stop in self.stops)

    def is_no_worse(self, other: "_Label") -> bool:
        return self.clock <= other.clock and self.travel_s <= other.travel_s and self.walk_m <= other.walk_m


def place_breaks(
    problem: Problem, day: int, sites: tuple[int, ...], *, overrun_s: int = 0
) -> DayOrder | None:
    """Return ``sites`` with the breaks where travel is least and then the day ends earliest.

    ``None`` if the day cannot be kept. Of equal choices the later break is taken: after a visit rather than
    at the bare start.
    """
    if not problem.days[day].breaks or not sites:
        order = DayOrder(sites)
        return order if time_day(problem, day, order, overrun_s=overrun_s) else None
    if _is_simple(problem, day):
        stops = _on_the_way(problem, day, sites)
        order = DayOrder(sites, stops or ())
        is_kept = stops is not None and time_day(problem, day, order, overrun_s=overrun_s) is not None
        return order if is_kept else None
    ends = sorted(_labels(problem, day, sites), key=_preference)
    for label in ends:
        order = DayOrder(sites, label.stops)
        if time_day(problem, day, order, overrun_s=overrun_s) is not None:
            return order
    return None


def _is_simple(problem: Problem, day: int) -> bool:
    """Return whether breaks need no way, so that the earliest clock is all that matters."""
    edge = problem.days[day]
    is_timed = problem.travels[edge.travel].is_time_dependent
    return not is_timed and not any(pause.spots for pause in edge.breaks)


def _on_the_way(problem: Problem, day: int, sites: tuple[int, ...]) -> tuple[BreakStop, ...] | None:
    """Return the places of breaks that need no way; ``None`` if a window is missed."""
    edge, view = problem.days[day], problem.views[day]
    pauses = [(1 << i, i, one.earliest_s, one.latest_s, one.duration_s) for i, one in enumerate(edge.breaks)]
    row = view.rows[edge.start_node]
    # By the set of breaks taken (bits): clock, less the sum of their places (late breaks first), and breaks.
    best: dict[int, tuple[int, int, tuple[BreakStop, ...]]] = {0: (edge.begin_s, 0, ())}
    for position in range(len(sites) + 1):
        for taken in range(1 << len(pauses)):
            if taken not in best:
                continue
            clock, lateness, stops = best[taken]
            for bit, number, earliest_s, latest_s, duration_s in pauses:
                if taken & bit or clock > latest_s:
                    continue
                found = (max(clock, earliest_s) + duration_s, lateness - position)
                if taken | bit not in best or found < best[taken | bit][:2]:
                    best[taken | bit] = (*found, (*stops, BreakStop(number, position)))
        if position < len(sites):
            site = sites[position]
            way_s, spans, stay_s = row[view.nodes[site]], view.spans[site], view.stays_s[site]
            row = view.rows[view.nodes[site]]
            best = {
                taken: (begin_s + stay_s, lateness, stops)
                for taken, (clock, lateness, stops) in best.items()
                if (begin_s := _begin(clock + way_s, spans)) is not None
            }
    done = best.get((1 << len(pauses)) - 1)
    return None if done is None else done[2]


def _preference(label: _Label) -> tuple[int, int, int]:
    return label.travel_s, label.clock, -sum(stop.after for stop in label.stops)


def _labels(problem: Problem, day: int, sites: tuple[int, ...]) -> list[_Label]:
    """Return the labels at the end of the day with every break taken."""
    edge, view = problem.days[day], problem.views[day]
    count = len(edge.breaks)
    labels = [_Label(0, edge.begin_s, 0, edge.start_node, ())]
    for position in range(len(sites) + 1):
        labels = _with_breaks(problem, day, labels, position)
        is_end = position == len(sites)
        node = edge.end_node if is_end else view.nodes[sites[position]]
        moved = [_moved(problem, day, label, node) for label in labels]
        if is_end:
            return [label for label in moved if len(label.stops) == count]
        site = sites[position]
        spans, stay_s = view.spans[site], view.stays_s[site]
        begun = [
            label._replace(clock=begin_s + stay_s)
            for label in moved
            if (begin_s := _begin(label.clock, spans)) is not None
        ]
        labels = _undominated(begun)
    return []


def _begin(clock: int, spans: tuple[Span, ...]) -> int | None:
    for first, last in spans:
        if clock <= last:
            return max(first, clock)
    return None


def _with_breaks(problem: Problem, day: int, labels: list[_Label], position: int) -> list[_Label]:
    """Return the labels and all that come of them by taking breaks at this position."""
    found, fresh = list(labels), list(labels)
    pauses = problem.days[day].breaks
    while fresh:
        label = fresh.pop()
        for number, pause in enumerate(pauses):
            if number in label.taken:
                continue
            nodes: list[int | None] = [spot.node for spot in pause.spots] or [None]
            for node in nodes:
                moved = label if node is None else _moved(problem, day, label, node)
                begin_s = _begin(moved.clock, pause.spans_at(node))
                if begin_s is None:
                    continue
                stops = (*label.stops, BreakStop(number, position, node))
                taken = moved._replace(clock=begin_s + pause.duration_s, stops=stops)
                found.append(taken)
                fresh.append(taken)
    return found


def _moved(problem: Problem, day: int, label: _Label, node: int) -> _Label:
    travel = problem.travels[problem.days[day].travel]
    way_s = problem.travel_s(day, label.node, node, label.clock)
    walk_m = travel.walk_rows[label.node][node] if travel.walk_rows else 0
    return label._replace(
        travel_s=label.travel_s + way_s,
        clock=label.clock + way_s,
        walk_m=label.walk_m + walk_m,
        node=node,
    )


def _undominated(labels: list[_Label]) -> list[_Label]:
    # Later breaks first among equals, so that they are the ones kept.
    ranked = sorted(labels, key=_preference)
    kept: list[_Label] = []
    for label in ranked:
        if not any(one.taken == label.taken and one.is_no_worse(label) for one in kept):
            kept.append(label)
    return kept
