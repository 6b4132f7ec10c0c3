"""Edits that would mend a warning: each was tried; only what helps and breaks nothing else is offered."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from math import hypot
from typing import Final

from data.language import formats
from data.language.catalogue import N_, translate
from data.model.demands.times import Break
from data.model.place import PlaceId
from data.model.tour import Stop, StopKind, Tour
from routes.planner.candidates import break_places
from routes.planner.editing.desk import EditingDesk
from routes.planner.editing.edits import (
    At,
    FollowPlace,
    InsertBreak,
    InsertVisit,
    MoveStop,
    RemoveStop,
    SetDayStart,
    SetStay,
    TourEdit,
    find_visit,
    stop_at,
)
from routes.planner.editing.warnings import TourWarning, missing_breaks, timing_warnings

MOST_REMEDIES: Final = 4
_EARLIEST_START_S: Final = 5 * 3600
_START_STEP_S: Final = 5 * 60
_MOST_TRIED: Final = 40

SHORTEN: Final = N_("Shorten the visit of {place} by {minutes} minutes")
START_EARLIER: Final = N_("Leave at {time} on day {day}")
DROP: Final = N_("Leave out {place}")
MOVE_EARLIER: Final = N_("Visit {place} earlier on the same day")
MOVE_TO_DAY: Final = N_("Move {place} to day {day}")
MOVE_BREAK: Final = N_("Take the break earlier on the day")
ADD_BREAK: Final = N_("Add the break at {time}")
DROP_BREAK: Final = N_("Take this break out")
FULL_BREAK: Final = N_("Give the break its {minutes} minutes")
FULL_VISIT: Final = N_("Visit {place} for {minutes} minutes")
FOLLOW: Final = N_("Go to where {place} lies now")
DROP_LATER: Final = N_("Leave out the second visit to {place}")
DROP_EARLIER: Final = N_("Leave out the first visit to {place}")
ADD_VISIT: Final = N_("Add {place} on day {day}")

Facts = Mapping[str, str | int | float]


@dataclass(frozen=True, slots=True)
class EditRemedy:
    """An edit that mends a warning.

    Parameters
    ----------
    message, facts
        Msgid and placeholders of what a button says.
    edit
        The edit, made for the tour that was warned about.
    """

    message: str
    edit: TourEdit
    facts: Facts = field(default_factory=dict)

    def said(self, language: str) -> str:
        """Return what a button says in ``language``."""
        return translate(language, self.message, **self.facts)


def remedies_of(
    desk: EditingDesk, tour: Tour, warning: TourWarning, language: str = "vi"
) -> tuple[EditRemedy, ...]:
    """Return up to ``MOST_REMEDIES`` edits that mend ``warning``, the gentlest first.

    Each was carried out on a copy: the warning is gone then, and no rule is broken that was not before.

    Parameters
    ----------
    warning
        One that ``timing_warnings`` gave for ``tour``.
    """
    trial = _Trial(desk, tour, warning, language, timing_warnings(desk, tour, language))
    found: list[EditRemedy] = []
    kinds: set[str] = set()
    for remedy in islice(_Proposals(desk, tour, warning, language).all(), _MOST_TRIED):
        # One of each kind: four ways of dropping something are no choice.
        if remedy.message in kinds or not trial.helps(remedy.edit):
            continue
        kinds.add(remedy.message)
        found.append(remedy)
        if len(found) == MOST_REMEDIES:
            break
    return tuple(found)


@dataclass(frozen=True)
class _Trial:
    """Carries proposals out on copies of a tour."""

    desk: EditingDesk
    tour: Tour
    warning: TourWarning
    language: str
    before: Sequence[TourWarning]

    def helps(self, edit: TourEdit) -> bool:
        """Return whether the warning is gone after ``edit`` and nothing is broken that was not before."""
        edited = self.desk.edited(self.tour, edit)
        after = timing_warnings(self.desk, edited, self.language)
        if not _broken(edited, after) <= _broken(self.tour, self.before):
            return False
        left = {_key(edited, one) for one in after if one.is_broken == self.warning.is_broken}
        return _key(self.tour, self.warning) not in left


def _broken(tour: Tour, warnings: Sequence[TourWarning]) -> set[tuple[object, ...]]:
    return {_key(tour, warning) for warning in warnings if warning.is_broken}


def _key(tour: Tour, warning: TourWarning) -> tuple[object, ...]:
    """Return what a warning is about, whatever position its stop moves to."""
    if warning.at is None:
        return warning.code, warning.day, warning.facts.get("place_id"), warning.facts.get("pause")
    stop = stop_at(tour, warning.at)
    return warning.code, stop.place_id if stop.kind is StopKind.VISIT else (warning.day, stop.kind)


@dataclass(frozen=True)
class _Proposals:
    """Edits that might help, the gentlest first."""

    desk: EditingDesk
    tour: Tour
    warning: TourWarning
    language: str

    def all(self) -> Iterator[EditRemedy]:
        """Yield every proposal."""
        code, at, day = self.warning.code, self.warning.at, self.warning.day
        if code == "must":
            yield from self._add_visit(PlaceId(str(self.warning.facts["place_id"])))
        elif code == "stay" and at is not None:
            yield from self._full_visit(at)
        elif code == "break_short" and at is not None:
            minutes = int(self.warning.facts["wanted"])
            yield EditRemedy(FULL_BREAK, SetStay(at, 60 * minutes), {"minutes": minutes})
        elif code == "break_unasked" and at is not None:
            yield EditRemedy(DROP_BREAK, RemoveStop(at))
        elif code == "break_missing" and day is not None:
            yield from self._add_break(day)
        elif code == "spot" and at is not None:
            yield EditRemedy(FOLLOW, FollowPlace(at), {"place": self._name(stop_at(self.tour, at))})
        elif code == "repeated" and at is not None:
            yield from self._visit_once(at)
        elif day is not None:
            yield from self._less_late(day, at)

    def _visit_once(self, at: At) -> Iterator[EditRemedy]:
        """Yield leaving out either visit of a place, the later one first."""
        stop = stop_at(self.tour, at)
        for message, spot in (
            (DROP_LATER, at),
            (DROP_EARLIER, find_visit(self.tour, PlaceId(stop.place_id or ""))),
        ):
            if not stop_at(self.tour, spot).is_locked:
                yield EditRemedy(message, RemoveStop(spot), {"place": self._name(stop)})

    def _less_late(self, day: int, at: At | None) -> Iterator[EditRemedy]:
        """Yield what makes a day, or one stop of it, less late."""
        last = at.index if at is not None else len(self.tour.days[day].stops) - 1
        stop = stop_at(self.tour, at) if at is not None else None
        yield from self._shorten(day, last)
        yield from self._start_earlier(day)
        if at is not None and stop is not None:
            message = MOVE_BREAK if stop.kind.is_break else MOVE_EARLIER
            for index in range(at.index - 1, 0, -1):
                yield EditRemedy(message, MoveStop(at, At(day, index)), {"place": self._name(stop)})
        if at is not None and stop is not None and stop.kind is StopKind.VISIT:
            yield from self._to_other_days(at, stop)
        yield from self._drop(day, last)
        if at is None:
            for index in range(last - 1, 0, -1):
                yield from self._to_other_days(At(day, index), self.tour.days[day].stops[index])

    def _shorten(self, day: int, last: int) -> Iterator[EditRemedy]:
        """Yield visits up to ``last`` to shorten: by what is missing, or by all that the range allows."""
        missing_s = self._missing_s()
        rooms = []
        for index, stop in enumerate(self.tour.days[day].stops[: last + 1]):
            place = self.desk.project.places.get(stop.place_id) if stop.place_id else None
            if stop.kind is not StopKind.VISIT or place is None or stop.is_locked:
                continue
            usual = self.tour.request.visit_range(place.id, place.visit_minutes)
            room_s = stop.stay_s - 60 * usual.shortest_minutes * stop.slots
            if room_s >= 60:
                rooms.append((room_s, index, stop))
        for room_s, index, stop in sorted(rooms, key=lambda room: (-room[0], room[1])):
            less_s = min(room_s, missing_s) // 60 * 60 or room_s // 60 * 60
            facts: Facts = {"place": self._name(stop), "minutes": less_s // 60}
            yield EditRemedy(SHORTEN, SetStay(At(day, index), stop.stay_s - less_s), facts)

    def _missing_s(self) -> int:
        """Return how late the warning is, seconds rounded up to five minutes."""
        facts, at = self.warning.facts, self.warning.at
        if self.warning.code == "late" and at is not None:
            stay_s = stop_at(self.tour, at).stay_s
            late_s = stay_s - 60 * int(facts.get("left", 0))
        elif self.warning.code == "break_late" and at is not None:
            late_s = 30 * 60
        else:
            late_s = 60 * int(facts.get("minutes", 15))
        return -(-late_s // _START_STEP_S) * _START_STEP_S

    def _start_earlier(self, day: int) -> Iterator[EditRemedy]:
        start_s, missing_s = self.tour.days[day].start_s, self._missing_s()
        for earlier_s in (missing_s, missing_s + 1800, missing_s + 3600):
            time_s = start_s - earlier_s
            if time_s < _EARLIEST_START_S:
                return
            facts: Facts = {"time": formats.time_of_day(time_s, self.language), "day": day + 1}
            yield EditRemedy(START_EARLIER, SetDayStart(day, time_s), facts)

    def _to_other_days(self, at: At, stop: Stop) -> Iterator[EditRemedy]:
        if stop.kind is not StopKind.VISIT or stop.is_locked:
            return
        for day in range(len(self.tour.days)):
            if day == at.day:
                continue
            index = self.desk.best_position(self.tour, day, stop.lon, stop.lat)
            facts: Facts = {"place": self._name(stop), "day": day + 1}
            yield EditRemedy(MOVE_TO_DAY, MoveStop(at, At(day, index)), facts)

    def _drop(self, day: int, last: int) -> Iterator[EditRemedy]:
        """Yield visits up to ``last`` to leave out, least valued first; never must-sees or locked ones."""
        values = []
        for index, stop in enumerate(self.tour.days[day].stops[: last + 1]):
            place = self.desk.project.places.get(stop.place_id) if stop.place_id else None
            if stop.kind is not StopKind.VISIT or place is None or stop.is_locked:
                continue
            if place.id not in self.tour.request.demanded:
                score = self.tour.request.scores.score(place.id, place.rank, place.category)
                values.append((score, -index, stop))
        for _, index, stop in sorted(values, key=lambda value: value[:2]):
            yield EditRemedy(DROP, RemoveStop(At(day, -index)), {"place": self._name(stop)})

    def _add_visit(self, place_id: PlaceId) -> Iterator[EditRemedy]:
        place = self.desk.project.places.get(place_id)
        if place is None:
            return
        for day in range(len(self.tour.days)):
            for index in range(1, len(self.tour.days[day].stops)):
                facts: Facts = {"place": place.name(self.language), "day": day + 1}
                yield EditRemedy(ADD_VISIT, InsertVisit(place_id, At(day, index)), facts)

    def _full_visit(self, at: At) -> Iterator[EditRemedy]:
        stop = stop_at(self.tour, at)
        place = self.desk.project.places.get(stop.place_id) if stop.place_id else None
        if place is None:
            return
        usual = self.tour.request.visit_range(place.id, place.visit_minutes)
        for minutes in sorted({usual.typical_minutes, usual.shortest_minutes}, reverse=True):
            facts: Facts = {"place": self._name(stop), "minutes": minutes * stop.slots}
            yield EditRemedy(FULL_VISIT, SetStay(at, 60 * minutes * stop.slots), facts)

    def _add_break(self, day: int) -> Iterator[EditRemedy]:
        frame, stops = self.tour.request.day(day), self.tour.days[day].stops
        for kind in missing_breaks(frame, self.tour.days[day]):
            rule = next(rule for rule in frame.breaks if rule.kind.value == kind.value)
            # After the stop that ends nearest to the beginning of the window.
            order = sorted(range(1, len(stops)), key=lambda i: abs(stops[i - 1].depart_s - rule.earliest_s))
            for index in order:
                begin_s = max(stops[index - 1].depart_s, rule.earliest_s)
                facts: Facts = {"time": formats.time_of_day(begin_s, self.language)}
                place_id = self._break_place(rule, stops[index - 1])
                edit = InsertBreak(kind, At(day, index), rule.duration_s, place_id)
                yield EditRemedy(ADD_BREAK, edit, facts)

    def _break_place(self, rule: Break, before: Stop) -> PlaceId | None:
        """Return the place of a break nearest to the stop before it; ``None`` for one taken on the spot."""
        if not rule.is_at_place:
            return None
        places = break_places(self.desk.project, self.tour.request, rule)
        nearest = min(
            places, key=lambda place: hypot(place.lon - before.lon, place.lat - before.lat), default=None
        )
        return None if nearest is None else nearest.id

    def _name(self, stop: Stop) -> str:
        place = self.desk.project.places.get(stop.place_id) if stop.place_id else None
        return place.name(self.language) if place else stop.label
