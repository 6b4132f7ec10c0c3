"""Demands of one request that cannot hold together, whatever the places are like."""

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import TYPE_CHECKING

from data.errors import BadInputError
from data.language.catalogue import N_
from data.model.place import PlaceId

if TYPE_CHECKING:
    from data.model.request import TourRequest


def contradictions(request: "TourRequest") -> list[BadInputError]:
    """Return every contradiction found, each with its keys and a remedy; numbers are in range already."""
    return [
        *_wanted_and_unwanted(request),
        *_units(request),
        *_days(request),
        *_ends(request),
        *_orders(request),
        *_sequences(request),
        *_alternatives(request),
        *_breaks(request),
    ]


def _names(places: Iterable[PlaceId]) -> str:
    return ", ".join(sorted(places))


def _wanted_and_unwanted(request: "TourRequest") -> Iterator[BadInputError]:
    never = set(request.never)
    if both := never.intersection(request.must):
        yield BadInputError(
            N_("{places} stand both under 'must' and under 'never'."),
            where="must, never",
            remedy=N_("Remove them from one of the two lists."),
            places=_names(both),
        )
    if pinned := never.intersection(request.pins.places):
        yield BadInputError(
            N_("{places} are pinned and stand under 'never'."),
            where="pins, never",
            remedy=N_("Remove them from one of the two lists."),
            places=_names(pinned),
        )


def _units(request: "TourRequest") -> Iterator[BadInputError]:
    least = dict.fromkeys(request.cover_units, 1)
    for unit, number in request.unit_minimum.items():
        least[unit] = max(number, least.get(unit, 0))
    for unit, most in request.unit_maximum.items():
        if least.get(unit, 0) > most:
            yield BadInputError(
                N_("At least {least} and at most {most} contradict each other."),
                where=unit,
                remedy=N_("Lower the first number or raise the second."),
                least=least[unit],
                most=most,
            )


def _days(request: "TourRequest") -> Iterator[BadInputError]:
    pins = request.pins
    named = [(f"days {rule.day + 1}", rule.day) for rule in request.days]
    named += [("pins.first_of_day", day) for day in pins.first_of_day]
    named += [("pins.last_of_day", day) for day in pins.last_of_day]
    named += [(place, day) for place, day in pins.fixed_days.items()]
    named += [(rule.kind.value, day) for rule in request.breaks for day in rule.days]
    for where, day in named:
        if not 0 <= day < len(request.dates):
            yield BadInputError(
                N_("There is no day {day}: the tour has {days} days."),
                where=where,
                remedy=N_("Correct the day, or add dates."),
                day=day + 1,
                days=len(request.dates),
            )
    for day, count in Counter(rule.day for rule in request.days).items():
        if count > 1:
            yield BadInputError(
                N_("Day {day} has {count} rules."),
                where="days",
                remedy=N_("Write one rule a day."),
                day=day + 1,
                count=count,
            )


def _ends(request: "TourRequest") -> Iterator[BadInputError]:
    """Yield pins that put one place on two days, or two places in one spot."""
    pins, last_day = request.pins, len(request.dates) - 1
    spots: list[tuple[PlaceId, int]] = [*pins.fixed_days.items()]
    spots += [(place, day) for day, place in (*pins.first_of_day.items(), *pins.last_of_day.items())]
    for place, days in _days_by_place(spots).items():
        if len(days) > 1:
            yield BadInputError(
                N_("It is pinned to several days: {days}."),
                where=place,
                remedy=N_("Keep one of these pins."),
                days=", ".join(str(day + 1) for day in sorted(days)),
            )
    # The first visit may fall on a later day only when nothing is visited before it.
    clashes = ((pins.first, pins.first_of_day.get(0)), (pins.last, pins.last_of_day.get(last_day)))
    for one, other in clashes:
        if one is not None and other is not None and one != other:
            yield BadInputError(
                N_("{places} are pinned to the same spot."),
                where="pins",
                remedy=N_("Keep one of these pins."),
                places=_names((one, other)),
            )
    if pins.first is not None and pins.first == pins.last and len(pins.places | set(request.must)) > 1:
        yield BadInputError(
            N_("It cannot be both the first and the last of several visits."),
            where=pins.first,
            remedy=N_("Keep one of these pins."),
        )


def _days_by_place(spots: Iterable[tuple[PlaceId, int]]) -> dict[PlaceId, set[int]]:
    found: dict[PlaceId, set[int]] = {}
    for place, day in spots:
        found.setdefault(place, set()).add(day)
    return found


def _orders(request: "TourRequest") -> Iterator[BadInputError]:
    """Yield circles of 'before', counting sequences, first and last visits, and fixed days in."""
    pins = request.pins
    if not (pins.before or pins.sequences):
        return
    # Few requests have pins; opening a project must not wait for the library.
    import networkx as nx  # noqa: PLC0415

    order: nx.DiGraph[PlaceId] = nx.DiGraph(pins.before)
    for row in pins.sequences:
        order.add_edges_from(pairwise(row))
    for before, after in pins.before:
        if pins.fixed_days.get(before, -1) > pins.fixed_days.get(after, len(request.dates)):
            yield BadInputError(
                N_("{before} has to come before {after}, but is fixed to a later day."),
                where="pins",
                remedy=N_("Remove one of these pins."),
                before=before,
                after=after,
            )
        if before == pins.last or after == pins.first:
            yield BadInputError(
                N_("{before} has to come before {after}, which contradicts first or last visit."),
                where="pins",
                remedy=N_("Remove one of these pins."),
                before=before,
                after=after,
            )
    for circle in sorted(nx.strongly_connected_components(order), key=_names):
        if len(circle) > 1 or any(order.has_edge(place, place) for place in circle):
            yield BadInputError(
                N_("{places} have to come before each other in a circle."),
                where="pins",
                remedy=N_("Remove one of these pins."),
                places=_names(circle),
            )


def _sequences(request: "TourRequest") -> Iterator[BadInputError]:
    pins = request.pins
    for row in pins.sequences:
        if len(row) < 2 or len(set(row)) < len(row):
            yield BadInputError(
                N_("A sequence needs two different places or more, each once."),
                where="pins.sequences",
                remedy=N_("Write the ids in the order of the visits."),
            )
        days = {pins.fixed_days[place] for place in row if place in pins.fixed_days}
        if len(days) > 1:
            yield BadInputError(
                N_("{places} are locked in one sequence, but fixed to different days."),
                where="pins.sequences",
                remedy=N_("Fix them to one day, or split the sequence."),
                places=_names(place for place in row if place in pins.fixed_days),
            )
    counts = Counter(place for row in pins.sequences for place in set(row))
    for place, count in counts.items():
        if count > 1:
            yield BadInputError(
                N_("It stands in {count} locked sequences."),
                where=place,
                remedy=N_("Join the sequences into one."),
                count=count,
            )


def _alternatives(request: "TourRequest") -> Iterator[BadInputError]:
    demanded = request.demanded
    for group in request.alternatives:
        wanted = demanded.intersection(group.place_ids)
        if len(wanted) > group.most:
            yield BadInputError(
                N_("{places} have to be visited, but at most {most} of these alternatives may be."),
                where=group.label or "alternatives",
                remedy=N_("Allow more of them, or demand fewer."),
                places=_names(wanted),
                most=group.most,
            )
        possible = set(group.place_ids) - set(request.never)
        if len(possible) < group.least:
            yield BadInputError(
                N_("At least {least} of these alternatives are demanded; only {possible} may be visited."),
                where=group.label or "alternatives",
                remedy=N_("Demand fewer, or take places off 'never'."),
                least=group.least,
                possible=len(possible),
            )


def _breaks(request: "TourRequest") -> Iterator[BadInputError]:
    """Yield breaks of one day of which the later has to begin before the earlier can be over."""
    clashes = {}
    for day in range(len(request.dates)):
        rules = [rule for rule in request.breaks if rule.is_on(day) and rule.duration_s > 0]
        for i, one in enumerate(rules):
            for other in rules[i + 1 :]:
                # Either order of the two has to be possible.
                fits = one.earliest_s + one.duration_s <= other.latest_s
                fits = fits or other.earliest_s + other.duration_s <= one.latest_s
                if not fits:
                    clashes[one, other] = day
    for (one, other), day in clashes.items():
        yield BadInputError(
            N_("The breaks '{one}' and '{other}' overlap on day {day}."),
            where="breaks",
            remedy=N_("Move one of the windows, or shorten a break."),
            one=one.kind.value,
            other=other.kind.value,
            day=day + 1,
        )
