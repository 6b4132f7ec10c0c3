"""What is wrong with a tour, said as a colleague would: times that miss opening hours, breaks, the day's end.

A warning is *broken* when a rule of the request or the register is broken now, else the tour merely stands
on thin ice there. Everything the independent checker finds is covered: by a warning of here, or in its own
words.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from data.calendar.opening import Windows
from data.language import formats
from data.language.catalogue import N_, translate
from data.language.terms import term
from data.model.place import PlaceId
from data.model.request import DayFrame
from data.model.tour import Day, Stop, StopKind, Tour
from routes.planner.access import is_same_spot
from routes.planner.checker import check_tour
from routes.planner.editing.desk import EditingDesk
from routes.planner.editing.edits import At
from routes.planner.editing.timetable import fitting_span
from routes.planner.facts import rule_of_break

TOLERANCE_S: Final = 60
"""Travel times are rounded up to whole minutes, so a minute late is none; the checker allows the same."""

TIGHT_S: Final = 10 * 60
"""With less time to spare than this a stop is called tight."""

CLOSED: Final = N_("{place} is closed on {date}.")
CLOSED_BY_THEN: Final = N_("{place}: arrival at {arrive}, but it closed at {closes}.")
CUT_BY_CLOSING: Final = N_(
    "{place}: arrival at {arrive}, it closes at {closes}; {left} minutes are left ({usual} are usual)."
)
TOO_SHORT: Final = N_("{place}: the visit takes {minutes} minutes; at least {least} are needed.")
TIGHT: Final = N_("{place}: only {minutes} minutes to spare before it closes.")
TIGHT_BREAK: Final = N_("{pause}: only {minutes} minutes to spare before its window ends.")
DAY_ENDS_LATE: Final = N_("Day {day} ends at {end}, {minutes} minutes late.")
BREAK_MISSING: Final = N_("Day {day} has no break for {pause}.")
BREAK_UNASKED: Final = N_("Day {day}: nobody asked for this break ({pause}).")
BREAK_LATE: Final = N_("{pause} on day {day} begins at {begin}; it should begin by {latest}.")
BREAK_SHORT: Final = N_("{pause} on day {day} takes {minutes} minutes instead of {wanted}.")
TRAVEL_LONG: Final = N_("Day {day}: {minutes} minutes more on the way than allowed.")
WALK_LONG: Final = N_("Day {day}: {metres} m more on foot than allowed.")
SPOT: Final = N_("{place} does not lie where the tour stops for it any more.")
REPEATED: Final = N_("{place} is visited a second time.")
MUST_MISSING: Final = N_("{place} must be visited, but is not in the tour.")

COVERED: Final = frozenset(
    {
        "closed",
        "stay",
        "break",
        "break_time",
        "break_length",
        "day_end",
        "max_travel",
        "max_walk",
        "must",
        "repeated",
        "spot",
    }
)
"""Codes of the checker that the warnings of this module say in other words."""

Facts = Mapping[str, str | int | float]


@dataclass(frozen=True, slots=True)
class TourWarning:
    """One thing that is wrong.

    Parameters
    ----------
    code
        Stable name for scripts.
    message, facts
        Msgid and placeholders of the sentence.
    day, at
        Number of the day and address of the stop it is about, where it is about one.
    is_broken
        Whether a rule is broken; else it is only tight.
    where
        Date and stop, where the sentence does not name them itself.
    """

    code: str
    message: str
    facts: Facts = field(default_factory=dict)
    day: int | None = None
    at: At | None = None
    is_broken: bool = True
    where: str = ""

    def said(self, language: str) -> str:
        """Return the sentence in ``language``."""
        sentence = translate(language, self.message, **self.facts)
        return f"{self.where}: {sentence}" if self.where else sentence


def timing_warnings(desk: EditingDesk, tour: Tour, language: str = "vi") -> tuple[TourWarning, ...]:
    """Return what is wrong with the times of a tour and with its must-sees: quick enough for every edit.

    Parameters
    ----------
    language
        Language of the names among the facts.

    Raises
    ------
    BadInputError
        If opening hours of a place cannot be read.
    """
    found: list[TourWarning] = []
    for number, day in enumerate(tour.days):
        look = _DayLook(desk, tour, number, language)
        for index, stop in enumerate(day.stops):
            if stop.kind is StopKind.VISIT:
                found += look.visit(At(number, index), stop)
            elif stop.kind.is_break:
                found += look.pause(At(number, index), stop)
        found += look.whole_day()
    found += _missing_musts(desk, tour, language)
    found += _misplaced(desk, tour, language)
    return tuple(found)


@dataclass(frozen=True)
class _DayLook:
    desk: EditingDesk
    tour: Tour
    number: int
    language: str

    @property
    def _day(self) -> Day:
        return self.tour.days[self.number]

    @property
    def _frame(self) -> DayFrame:
        return self.tour.request.day(self.number)

    def _name(self, stop: Stop) -> str:
        place = self.desk.project.places.get(stop.place_id) if stop.place_id else None
        return place.name(self.language) if place else stop.label or term(stop.kind, self.language)

    def visit(self, at: At, stop: Stop) -> Iterator[TourWarning]:
        """Yield what is wrong with a visit: closed, cut by closing, too short, tight."""
        hours = self.desk.hours(self.tour.request, self.number, stop)
        if hours is not None:
            yield from self._hours(at, stop, hours)
        place = self.desk.project.places.get(stop.place_id) if stop.place_id else None
        if place is None:
            return
        usual = self.tour.request.visit_range(place.id, place.visit_minutes)
        least_s = 60 * usual.shortest_minutes * stop.slots
        if stop.stay_s < least_s - TOLERANCE_S:
            facts: Facts = {"place": self._name(stop), "minutes": stop.stay_s // 60, "least": least_s // 60}
            yield TourWarning("stay", TOO_SHORT, facts, self.number, at)

    def _hours(self, at: At, stop: Stop, hours: Windows) -> Iterator[TourWarning]:
        name = self._name(stop)
        if not hours:
            date = formats.weekday_date(self._day.date, self.language)
            yield TourWarning("closed", CLOSED, {"place": name, "date": date}, self.number, at)
            return
        span = fitting_span(hours, stop.begin_s, stop.stay_s)
        facts: dict[str, str | int | float] = {
            "place": name,
            "arrive": formats.time_of_day(stop.arrive_s, self.language),
        }
        if span is None:
            closes = formats.time_of_day(hours[-1][1], self.language)
            yield TourWarning("late", CLOSED_BY_THEN, {**facts, "closes": closes}, self.number, at)
            return
        over_s = stop.begin_s + stop.stay_s - span[1]
        facts["closes"] = formats.time_of_day(span[1], self.language)
        if over_s > TOLERANCE_S or stop.begin_s < span[0] - TOLERANCE_S:
            facts |= {"left": max(0, span[1] - stop.begin_s) // 60, "usual": stop.stay_s // 60}
            yield TourWarning("late", CUT_BY_CLOSING, facts, self.number, at)
        elif -over_s < TIGHT_S:
            tight: Facts = {"place": name, "minutes": max(0, -over_s) // 60}
            yield TourWarning("tight", TIGHT, tight, self.number, at, is_broken=False)

    def pause(self, at: At, stop: Stop) -> Iterator[TourWarning]:
        """Yield what is wrong with a break: outside its window, too short, not asked for, tight."""
        rule = rule_of_break(self._frame, self._day.stops, at.index)
        facts: Facts = {"pause": term(stop.kind, self.language), "day": self.number + 1}
        if rule is None:
            yield TourWarning("break_unasked", BREAK_UNASKED, facts, self.number, at)
            return
        spare_s = rule.latest_s - stop.begin_s
        if spare_s < -TOLERANCE_S:
            times = {
                "begin": formats.time_of_day(stop.begin_s, self.language),
                "latest": formats.time_of_day(rule.latest_s, self.language),
            }
            yield TourWarning("break_late", BREAK_LATE, {**facts, **times}, self.number, at)
        elif spare_s < TIGHT_S and rule.latest_s - rule.earliest_s >= 2 * TIGHT_S:
            tight: Facts = {**facts, "minutes": max(0, spare_s) // 60}
            yield TourWarning("tight_break", TIGHT_BREAK, tight, self.number, at, is_broken=False)
        if stop.stay_s < rule.duration_s - TOLERANCE_S:
            lengths: Facts = {"minutes": stop.stay_s // 60, "wanted": rule.duration_s // 60}
            yield TourWarning("break_short", BREAK_SHORT, {**facts, **lengths}, self.number, at)

    def whole_day(self) -> Iterator[TourWarning]:
        """Yield what is wrong with the day as a whole: its end, breaks not taken, limits."""
        day, frame, number = self._day, self._frame, self.number
        facts: Facts = {"day": number + 1}
        late_s = day.end_s - frame.end_s
        if late_s > TOLERANCE_S:
            end = formats.time_of_day(day.end_s, self.language)
            minutes = -(-late_s // 60)
            yield TourWarning("day_end", DAY_ENDS_LATE, {**facts, "end": end, "minutes": minutes}, number)
        for kind in missing_breaks(frame, day):
            pause = {"pause": term(kind, self.language)}
            yield TourWarning("break_missing", BREAK_MISSING, {**facts, **pause}, number)
        if frame.max_travel_s is not None and day.travel_s > frame.max_travel_s + TOLERANCE_S:
            minutes = -(-(day.travel_s - frame.max_travel_s) // 60)
            yield TourWarning("max_travel", TRAVEL_LONG, {**facts, "minutes": minutes}, number)
        if frame.max_walk_m is not None and day.walk_m > frame.max_walk_m + 1:
            metres = round(day.walk_m - frame.max_walk_m)
            yield TourWarning("max_walk", WALK_LONG, {**facts, "metres": metres}, number)


def missing_breaks(frame: DayFrame, day: Day) -> tuple[StopKind, ...]:
    """Return the kinds of the breaks that a day with visits should have and does not, one for each."""
    if not day.visits:
        return ()
    wanted = [
        StopKind(rule.kind.value)
        for rule in frame.breaks
        if max(rule.earliest_s, frame.start_s) <= min(rule.latest_s, frame.end_s - rule.duration_s)
    ]
    for stop in day.stops:
        if stop.kind in wanted:
            wanted.remove(stop.kind)
    return tuple(wanted)


def _missing_musts(desk: EditingDesk, tour: Tour, language: str) -> Iterator[TourWarning]:
    visited = set(tour.visited)
    for place_id in sorted(tour.request.demanded - visited):
        place = desk.project.places.get(place_id)
        facts: Facts = {"place": place.name(language) if place else place_id, "place_id": place_id}
        yield TourWarning("must", MUST_MISSING, facts)


def _misplaced(desk: EditingDesk, tour: Tour, language: str) -> Iterator[TourWarning]:
    """Yield stops that are not where their place lies now, and visits to a place visited before."""
    seen = set[PlaceId]()
    for number, day in enumerate(tour.days):
        for index, stop in enumerate(day.stops[1:-1], start=1):
            place = desk.project.places.get(stop.place_id) if stop.place_id else None
            if place is None:
                continue
            facts: Facts = {"place": place.name(language), "place_id": place.id}
            if not is_same_spot((stop.lon, stop.lat), (place.lon, place.lat)):
                yield TourWarning("spot", SPOT, facts, number, At(number, index))
            if stop.kind is StopKind.VISIT:
                if place.id in seen:
                    yield TourWarning("repeated", REPEATED, facts, number, At(number, index))
                seen.add(place.id)


def warnings_of(desk: EditingDesk, tour: Tour, language: str = "vi") -> tuple[TourWarning, ...]:
    """Return everything that is wrong with a tour: ``timing_warnings``, then what else the checker finds.

    Raises
    ------
    BadInputError
        If opening hours of a place cannot be read.
    """
    rest = [
        TourWarning(violation.code, violation.message, violation.facts, where=violation.where)
        for violation in check_tour(desk.project, tour, desk.ways.router)
        if violation.code not in COVERED
    ]
    return (*timing_warnings(desk, tour, language), *rest)
