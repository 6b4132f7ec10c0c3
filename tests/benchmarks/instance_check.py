"""Checks tours against a benchmark instance by its own simulation; it shares no code with the planner."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from tests.benchmarks.instances import Instance


@dataclass(frozen=True)
class Verdict:
    """Score and length (in the file's unit) of tours, and what is wrong with them."""

    score: int
    length: float
    errors: tuple[str, ...]

    @property
    def is_feasible(self) -> bool:
        """Whether nothing is wrong."""
        return not self.errors


def check(instance: Instance, tours: Sequence[Sequence[str]]) -> Verdict:
    """Simulate tours given as the file's ids in order, the depot left out."""
    node_of = {instance.ids[node]: node for node in instance.stops}
    names = [name for tour in tours for name in tour]
    errors = [f"{name} is no stop of the file" for name in names if name not in node_of]
    errors += [
        f"{name} comes {names.count(name)} times" for name in sorted({*names}) if names.count(name) > 1
    ]
    if len(tours) > len(instance.days):
        errors.append(f"{len(tours)} tours, {len(instance.days)} allowed")
    if errors:
        return Verdict(0, 0, tuple(errors))
    chosen = [[node_of[name] for name in tour] for tour in tours]
    seen = {node for tour in chosen for node in tour}
    errors += [f"{instance.ids[node]} has to be visited" for node in sorted(instance.musts - seen)]
    errors += [
        f"{len(seen & ward)} stops of a ward, {least} needed"
        for ward, least in instance.wards
        if len(seen & ward) < least
    ]
    length = 0
    for day, tour in enumerate(chosen):
        way, problem = _drive(instance, day, tour)
        length += way
        errors += [f"tour {day + 1}: {problem}"] if problem else []
    score = sum(instance.score[node] for node in seen)
    return Verdict(score, length / instance.scale, tuple(errors))


def _drive(instance: Instance, day: int, tour: Sequence[int]) -> tuple[int, str]:
    """Return the length of a day and what is wrong, trying lunch at every place."""
    edge = instance.days[day]
    stops = [edge.start, *tour, edge.end]
    length = sum(instance.distance[a][b] for a, b in pairwise(stops))
    if edge.lunch is None or not tour:
        return length, _follow(instance, day, tour, None)
    problems = [_follow(instance, day, tour, after) for after in range(len(tour) + 1)]
    return length, "" if "" in problems else problems[-1]


def _follow(instance: Instance, day: int, tour: Sequence[int], lunch_after: int | None) -> str:
    edge = instance.days[day]
    clock, here = edge.begin, edge.start
    for position in range(len(tour) + 1):
        if lunch_after == position and edge.lunch is not None:
            earliest, latest, minutes = edge.lunch
            if clock > latest:
                return f"lunch at {clock} after {latest}"
            clock = max(clock, earliest) + minutes
        if position == len(tour):
            break
        node = tour[position]
        clock += instance.distance[here][node]
        possible = [max(clock, first) for first, last in instance.windows[node][day] if clock <= last]
        if not possible:
            return f"{instance.ids[node]} reached at {clock}, outside {instance.windows[node][day]}"
        clock, here = min(possible) + instance.visit[node], node
    clock += instance.distance[here][edge.end]
    return f"ends at {clock} after {edge.finish}" if clock > edge.finish else ""
