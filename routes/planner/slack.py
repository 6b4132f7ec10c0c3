"""How much later each stop of a timed tour could begin before a rule breaks.

A limit says until when a stop may begin: opening hours less the visit for a visit, the break's window for a
break, the end of the day for the end. The slack of a stop is the largest delay on arrival that breaks no
limit there or later; waiting on the way swallows a part of it (forward time slack: Savelsbergh, *ORSA
Journal on Computing* 4, 1992). The timetable is kept: nothing begins before its planned time.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from data.model.project import Project
from data.model.tour import Day, Stop, StopKind, Tour
from routes.planner.facts import rule_of_break, stop_hours

NO_LIMIT_S: Final = 10 * 86_400
"""Limit of a stop that nothing bounds, seconds after midnight: later than any tour."""


class Rule(StrEnum):
    """What a late stop would break."""

    HOURS = "hours"
    BREAK = "break"
    DAY_END = "day_end"


@dataclass(frozen=True, slots=True)
class Limit:
    """Until when a stop may begin (seconds after midnight of the day) and what rule says so."""

    latest_s: int
    rule: Rule


@dataclass(frozen=True, slots=True)
class StopSlack:
    """Slack of one stop.

    Parameters
    ----------
    day, index
        Position in the tour, both from 0.
    slack_s
        Seconds that the arrival may be later; negative when a limit is broken already.
    """

    day: int
    index: int
    slack_s: int


def slack_of_day(number: int, day: Day, limits: Sequence[Limit]) -> tuple[StopSlack, ...]:
    """Return the slack of every stop of a day but its start.

    Parameters
    ----------
    number
        Number of the day, from 0.
    limits
        One for each stop but the start.
    """
    left_s = NO_LIMIT_S
    found: list[StopSlack] = []
    stops = day.stops[1:]
    for index in range(len(stops) - 1, -1, -1):
        stop = stops[index]
        left_s = min(limits[index].latest_s - stop.begin_s, left_s) + stop.wait_s
        found.append(StopSlack(number, index + 1, left_s))
    return tuple(reversed(found))


def limits_of_day(project: Project, tour: Tour, number: int) -> tuple[Limit, ...]:
    """Return until when each stop of a day, but its start, may begin; the end of the day bounds the end.

    Raises
    ------
    BadInputError
        If opening hours of a place cannot be read.
    """
    stops = tour.days[number].stops
    return tuple(_limit(project, tour, number, index) for index in range(1, len(stops)))


def _limit(project: Project, tour: Tour, number: int, index: int) -> Limit:
    frame, stops = tour.request.day(number), tour.days[number].stops
    stop = stops[index]
    if stop.kind is StopKind.END:
        return Limit(frame.end_s, Rule.DAY_END)
    if stop.kind.is_break:
        rule = rule_of_break(frame, stops, index)
        latest_s = NO_LIMIT_S if rule is None else rule.latest_s
        return Limit(min(latest_s, _closing_limit_s(project, tour, number, stop)), Rule.BREAK)
    return Limit(_closing_limit_s(project, tour, number, stop), Rule.HOURS)


def _closing_limit_s(project: Project, tour: Tour, number: int, stop: Stop) -> int:
    """Return when a stay must have begun to end by closing time; of several windows that of its plan."""
    hours = stop_hours(project, tour.request, number, stop)
    if hours is None:
        return NO_LIMIT_S
    # The window the visit is planned in, else the last it could have been in.
    closes_s = [closes for opens, closes in hours if opens <= stop.begin_s]
    return (closes_s[-1] if closes_s else 0) - stop.stay_s
