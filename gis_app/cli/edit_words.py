"""Edits of a tour as they are written on the command line: 'KEY@2/3', 'KEY=45', '2=07:00'."""

import argparse
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from data.errors import BadInputError
from data.language.catalogue import N_
from data.model.place import PlaceId
from data.model.tour import StopKind, Tour
from routes.planner.editing.edits import (
    At,
    InsertBreak,
    InsertVisit,
    MoveStop,
    RemoveStop,
    SetDayStart,
    SetLock,
    SetNotBefore,
    SetStay,
    SwapDays,
    TourEdit,
    find_visit,
    require_day,
)

if TYPE_CHECKING:
    from routes.planner.editing.desk import EditingDesk

_PLACED: Final = re.compile(r"(?P<key>[^@=]+)(?:@(?P<day>\d+)(?:/(?P<position>\d+))?)?")
_CLOCK: Final = re.compile(r"(\d{1,2}):(\d{2})")
_FAR_KM: Final = 1000.0

OPTIONS: Final = (
    (
        "--insert",
        "KEY[@DAY[/POS]]",
        N_("visit a place, on that day and at that position, else where it fits"),
    ),
    ("--remove", "KEY", N_("leave a visit out")),
    ("--move", "KEY@DAY[/POS]", N_("move a visit to that day, and to that position on it")),
    ("--dwell", "KEY=MIN", N_("visit for that many minutes")),
    ("--not-before", "KEY=HH:MM", N_("begin a visit no earlier than that")),
    ("--lock", "KEY", N_("keep a visit on its day and in its order when planning anew")),
    ("--unlock", "KEY", N_("let planning anew move a visit again")),
    ("--break", "DAY=HH:MM[/MIN]", N_("begin the first break of a day no earlier than that, for that long")),
    ("--day-start", "DAY=HH:MM", N_("leave on that day at that time")),
    ("--swap-days", "DAY,DAY", N_("exchange what happens on two days")),
)
"""Option, form of its value and help; each may be given several times, and the order counts."""


@dataclass(frozen=True, slots=True)
class EditWord:
    """One edit as written: option and value."""

    option: str
    value: str


class _Append(argparse.Action):
    """Collects the options of all kinds in the order in which they are written."""

    def __call__(
        self,
        parser: argparse.ArgumentParser,
        namespace: argparse.Namespace,
        values: object,
        option_string: str | None = None,
    ) -> None:
        """Add one edit to the list."""
        del parser
        words = getattr(namespace, self.dest, None) or ()
        setattr(namespace, self.dest, (*words, EditWord(option_string or "", str(values))))


def add_edit_options(parser: argparse.ArgumentParser) -> None:
    """Add an option for each kind of edit; all are collected in ``arguments.edits`` in their order."""
    group = parser.add_argument_group(N_("edits, carried out in the order given; days and positions from 1"))
    for option, form, text in OPTIONS:
        group.add_argument(option, action=_Append, dest="edits", default=(), metavar=form, help=text)


def carry_out(desk: "EditingDesk", tour: Tour, words: Sequence[EditWord]) -> Tour:
    """Return ``tour`` after the edits.

    Raises
    ------
    BadInputError
        If an edit cannot be read, or names a stop, day or place that is not there.
    NoRouteError
        If no road leads to a place at all.
    """
    for word in words:
        tour = desk.edited(tour, edit_of(desk, tour, word))
    return tour


def edit_of(desk: "EditingDesk", tour: Tour, word: EditWord) -> TourEdit:
    """Return the edit that a word means for ``tour``.

    Raises
    ------
    BadInputError
        As ``carry_out``.
    """
    option, value = word.option, word.value
    if option == "--insert":
        return _insert(desk, tour, word)
    if option == "--move":
        return _move(desk, tour, word)
    if option == "--swap-days":
        one, _, other = value.partition(",")
        return SwapDays(_day(word, one), _day(word, other))
    if option == "--day-start":
        day, clock = _pair(word)
        return SetDayStart(_day(word, day), _time_s(word, clock))
    if option == "--break":
        return _break(tour, word)
    if option in {"--dwell", "--not-before"}:
        key, text = _pair(word)
        at = find_visit(tour, PlaceId(key))
        if option == "--not-before":
            return SetNotBefore(at, _time_s(word, text))
        return SetStay(at, 60 * _number(word, text))
    at = find_visit(tour, PlaceId(value))
    return RemoveStop(at) if option == "--remove" else SetLock(at, is_locked=option == "--lock")


def _insert(desk: "EditingDesk", tour: Tour, word: EditWord) -> TourEdit:
    from routes.planner.editing.suggestions import suggest_insertions

    key, day, position = _placed(word)
    place = desk.project.place(key)
    if day is None:
        found = suggest_insertions(desk, tour, [place], most=1, near_km=_FAR_KM)
        if found:
            return found[0].edit
        day = 0
    require_day(tour, day)
    index = position or desk.best_position(tour, day, place.lon, place.lat)
    return InsertVisit(place.id, At(day, index))


def _move(desk: "EditingDesk", tour: Tour, word: EditWord) -> TourEdit:
    key, day, position = _placed(word)
    if day is None:
        raise _unreadable(word)
    at = find_visit(tour, key)
    require_day(tour, day)
    if position is None:
        place = desk.project.place(key)
        position = desk.best_position(tour, day, place.lon, place.lat)
        if day == at.day and position > at.index:
            position -= 1
    return MoveStop(at, At(day, position))


def _break(tour: Tour, word: EditWord) -> TourEdit:
    day_text, text = _pair(word)
    day = _day(word, day_text)
    require_day(tour, day)
    clock, _, minutes = text.partition("/")
    time_s = _time_s(word, clock)
    stops = tour.days[day].stops
    index = next((i for i, stop in enumerate(stops) if stop.kind.is_break), None)
    if index is None:
        after = max(i for i in range(len(stops) - 1) if i == 0 or stops[i].depart_s <= time_s)
        return InsertBreak(StopKind.LUNCH, At(day, after + 1), 60 * _number(word, minutes or "60"))
    if minutes:
        return SetNotBefore(At(day, index), time_s, 60 * _number(word, minutes))
    return SetNotBefore(At(day, index), time_s)


def _placed(word: EditWord) -> tuple[PlaceId, int | None, int | None]:
    found = _PLACED.fullmatch(word.value)
    if found is None:
        raise _unreadable(word)
    day, position = found["day"], found["position"]
    return PlaceId(found["key"]), int(day) - 1 if day else None, int(position) if position else None


def _pair(word: EditWord) -> tuple[str, str]:
    left, sign, right = word.value.partition("=")
    if not (sign and left and right):
        raise _unreadable(word)
    return left, right


def _day(word: EditWord, text: str) -> int:
    return _number(word, text) - 1


def _number(word: EditWord, text: str) -> int:
    if not re.fullmatch(r"\d{1,4}", text, re.ASCII):
        raise _unreadable(word)
    return int(text)


def _time_s(word: EditWord, text: str) -> int:
    found = _CLOCK.fullmatch(text)
    if found is None or int(found[2]) > 59:
        raise _unreadable(word)
    return 3600 * int(found[1]) + 60 * int(found[2])


def _unreadable(word: EditWord) -> BadInputError:
    form = next(form for option, form, _ in OPTIONS if option == word.option)
    return BadInputError(
        N_("'{value}' cannot be read."),
        where=word.option,
        remedy=N_("Write it as {form}."),
        value=word.value,
        form=form,
    )
