"""The clock of hand-made days: earliest times of any order, whatever rule it breaks.

The group leaves when the day's start says, goes on at once, and waits where a place is not open yet, a
break has not come yet, or somebody asked for a later beginning. Where a visit no longer fits the opening
hours it is made all the same, as long as the place is open; where it is closed, it is made on arrival.
``warnings`` says what is wrong then.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace

from data.calendar.opening import Windows
from data.model.request import DayFrame
from data.model.tour import Day, Leg, Stop, StopKind
from routes.planner.facts import rule_of_break

LegOf = Callable[[Stop, Stop, int], Leg]
"""The way from one stop to the next for a departure at a time (seconds after midnight of the day)."""

HoursOf = Callable[[Stop], Windows | None]
"""Opening hours of a stop on its day; ``None`` when unknown or nowhere in particular."""


def timed_day(
    frame: DayFrame, stops: Sequence[Stop], leg_of: LegOf, hours_of: HoursOf, *, boarding_s: int = 0
) -> Day:
    """Return the day of ``stops``, from start to end, at the earliest times.

    Parameters
    ----------
    frame
        What holds on that day.
    stops
        Their times are made anew; the start's departure and the length of every stay are kept.
    boarding_s
        Time to get on board after each visit.
    """
    timed, legs = [stops[0]], list[Leg]()
    for index in range(1, len(stops)):
        stop = _moved_to_group(stops[index], timed[-1])
        leg = leg_of(timed[-1], stop, timed[-1].depart_s)
        arrive_s = timed[-1].depart_s + leg.duration_s
        begin_s = max(_begin_s(frame, stops, index, arrive_s, hours_of), stop.not_before_s or 0)
        board_s = boarding_s if stop.kind is StopKind.VISIT else 0
        depart_s = begin_s + stop.stay_s + board_s
        timed.append(replace(stop, arrive_s=arrive_s, begin_s=begin_s, depart_s=depart_s, boarding_s=board_s))
        legs.append(leg)
    return Day(date=frame.date, stops=tuple(timed), legs=tuple(legs))


def fitting_span(hours: Windows, arrive_s: int, stay_s: int) -> tuple[int, int] | None:
    """Return the first span of ``hours`` that a stay from ``arrive_s`` on fits into, else one cut by closing.

    ``None`` when the place does not open any more.
    """
    fitting = [span for span in hours if max(arrive_s, span[0]) + stay_s <= span[1]]
    cut = [span for span in hours if arrive_s < span[1]]
    return next(iter(fitting or cut), None)


def _moved_to_group(stop: Stop, before: Stop) -> Stop:
    """Return a break on the spot where the group now is; other stops stay."""
    if stop.kind in {StopKind.VISIT, StopKind.END} or stop.place_id is not None:
        return stop
    return replace(stop, lon=before.lon, lat=before.lat, access_m=before.access_m)


def _begin_s(frame: DayFrame, stops: Sequence[Stop], index: int, arrive_s: int, hours_of: HoursOf) -> int:
    stop = stops[index]
    if stop.kind is StopKind.END:
        return arrive_s
    if stop.kind is not StopKind.VISIT:
        rule = rule_of_break(frame, stops, index)
        arrive_s = max(arrive_s, rule.earliest_s) if rule is not None else arrive_s
    hours = hours_of(stop)
    if hours is None:
        return arrive_s
    span = fitting_span(hours, arrive_s, stop.stay_s)
    return arrive_s if span is None else max(arrive_s, span[0])
