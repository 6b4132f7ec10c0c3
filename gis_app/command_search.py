"""What the command palette offers, and which of it a typed text means."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Final

from rapidfuzz import fuzz

from data.search.folding import canonical, fold_iy

_LEAST_SIMILARITY: Final = 80.0
"""Share of matching letters, per cent, at which a mistyped text still means a title."""

_LEAST_LETTERS: Final = 4
"""Shorter texts are not matched with typing errors: everything would be similar."""


class Group(IntEnum):
    """Kinds of choices, in the order in which they are listed when they match equally well."""

    RECENT = 0
    COMMAND = 1
    TOUR = 2
    PLACE = 3
    UNIT = 4
    FILE = 5


class Match(IntEnum):
    """How a title matches a text, best first."""

    EXACT = 0
    START = 1
    WORDS = 2
    CONTEXT = 3
    SIMILAR = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One line of the palette.

    Parameters
    ----------
    group, key
        What it is; the key tells it apart within its group and is kept among the recent choices.
    title, note
        Its text, and where it is found or why it cannot be chosen.
    shortcut
        Keys that do the same, '' if there are none.
    is_enabled
        Whether it can be chosen now.
    run
        Does it.
    """

    group: Group
    key: str
    title: str
    note: str = ""
    shortcut: str = ""
    is_enabled: bool = True
    run: Callable[[], object]

    @property
    def name(self) -> str:
        """Key among the choices of all groups."""
        return f"{self.group.name.lower()}:{self.key}"


@dataclass(frozen=True, slots=True)
class Found:
    """A choice and how it matches."""

    choice: Choice
    match: Match
    likeness: float


def find(choices: Iterable[Choice], text: str) -> list[Found]:
    """Return the choices whose title ``text`` may mean, accents and small slips apart; not yet ranked."""
    wanted = fold_iy(text)
    if not wanted:
        return []
    starts = [f" {word}" for word in wanted.split()]
    found = []
    for choice in choices:
        title = fold_iy(choice.title)
        match = _match(wanted, starts, title, choice)
        if match is not None:
            exact = 1.0 if canonical(text) in canonical(choice.title) else 0.0
            found.append(Found(choice, match, fuzz.ratio(wanted, title) + exact))
    return found


def ranked(found: Iterable[Found], recent: Sequence[str], limit: int) -> list[Choice]:
    """Return the best ``limit`` of each group, groups with the better match first.

    Parameters
    ----------
    found
        What matches.
    recent
        Names of the choices made lately, the last one first; they lead among equal matches.
    limit
        Most choices of a group.
    """
    age = {name: place for place, name in enumerate(recent)}
    groups: dict[Group, list[Found]] = {}
    for one in found:
        groups.setdefault(one.choice.group, []).append(one)
    for members in groups.values():
        members.sort(key=lambda one: _rank(one, age))
    order = sorted(groups, key=lambda group: (*_strength(groups[group][0]), group))
    return [one.choice for group in order for one in groups[group][:limit]]


def lately(known: Mapping[str, Choice], recent: Sequence[str], limit: int) -> list[Choice]:
    """Return the choices made lately that are still there, the last one first."""
    return [known[name] for name in recent if name in known][:limit]


def _strength(one: Found) -> tuple[int, float]:
    return one.match, -one.likeness if one.match is Match.SIMILAR else 0.0


def _rank(one: Found, age: Mapping[str, int]) -> tuple[int, int, bool, float]:
    return one.match, age.get(one.choice.name, len(age)), not one.choice.is_enabled, -one.likeness


def _match(wanted: str, starts: Sequence[str], title: str, choice: Choice) -> Match | None:
    if wanted == title:
        return Match.EXACT
    line = f" {title}"
    if title.startswith(wanted):
        return Match.START
    if all(start in line for start in starts):
        return Match.WORDS
    if all(start in f"{line} {fold_iy(choice.note)}" for start in starts):
        return Match.CONTEXT
    if len(wanted) < _LEAST_LETTERS:
        return None
    likeness = max(fuzz.ratio(wanted, title), fuzz.partial_ratio(wanted, title) - 8)
    return Match.SIMILAR if likeness >= _LEAST_SIMILARITY else None
