"""Reading typed values out of nested tables, collecting every fault instead of stopping at the first."""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time
from enum import StrEnum
from typing import Any, Final, TypeVar

from rapidfuzz import process

from data.errors import BadInputError
from data.language.catalogue import N_

_Choice = TypeVar("_Choice", bound=StrEnum)
_Value = TypeVar("_Value")

_CLOCK: Final = re.compile(r"(\d{1,2}):([0-5]\d)(?::([0-5]\d))?")
_LIKE_ENOUGH: Final = 60
_WRONG_TYPE: Final = N_("'{value}' is not {expected}.")


def nearest(word: str, known: Iterable[str]) -> str:
    """Return the known word most like ``word`` (Levenshtein, by RapidFuzz), or '' if none is like it."""
    found = process.extractOne(word, list(known), score_cutoff=_LIKE_ENOUGH)
    return found[0] if found else ""


def clock_text(time_s: int) -> str:
    """Write seconds after midnight as '07:30', with seconds only where there are any; hours may pass 24."""
    hours, rest = divmod(time_s, 3600)
    minutes, seconds = divmod(rest, 60)
    return f"{hours:02d}:{minutes:02d}" + (f":{seconds:02d}" if seconds else "")


def _is_row(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(item, str) for item in value)


class Table:
    """One table of a document.

    Parameters
    ----------
    values
        Keys and values as TOML or JSON gives them.
    path
        Where the table stands ("scores.rank"), '' at the top.
    faults
        Faults found so far; shared by all tables of a document.
    """

    def __init__(self, values: Mapping[str, object], path: str, faults: list[BadInputError]) -> None:
        self._values = values
        self._path = path
        self._asked: set[str] = set()
        self.faults = faults

    def __contains__(self, key: str) -> bool:
        return key in self._values

    def keys(self) -> tuple[str, ...]:
        """Return all keys; they then count as known."""
        self._asked.update(self._values)
        return tuple(self._values)

    def require(self, key: str) -> None:
        """Note a key that is missing."""
        if key not in self._values:
            self.fault(key, N_("The key '{key}' is missing."), N_("Give it a value."), key=key)

    def wrong_pair(self, key: str, row: Sequence[str]) -> None:
        """Note a list that is no pair."""
        self._wrong(key, ", ".join(row), N_("a pair of ids: [before, after]"), None)

    def fault(self, key: str, message: str, remedy: str, /, **facts: Any) -> None:
        """Note a fault of one key."""
        where = f"{self._path}.{key}" if self._path and key else key or self._path
        self.faults.append(BadInputError(message, where=where, remedy=remedy, **facts))

    def note(self, key: str, error: BadInputError) -> None:
        """Note an error that another part of the program raised about one key, or the several it sums up."""
        if error.details:
            self.faults.extend(detail for detail in error.details if isinstance(detail, BadInputError))
        elif key or self._path or not error.where:
            self.fault(key, error.message, error.remedy, **error.facts)
        else:
            self.faults.append(error)

    def raw(self, key: str) -> object:
        """Return a value as it stands, ``None`` when absent."""
        self._asked.add(key)
        return self._values.get(key)

    def text(self, key: str, default: str = "") -> str:
        """Return a text."""
        value = self.raw(key)
        if value is None or isinstance(value, str):
            return default if value is None else value
        return self._wrong(key, value, N_("a text in quotation marks"), default)

    def integer(self, key: str, default: int, least: int = 0) -> int:
        """Return a whole number of at least ``least``."""
        value = self.raw(key)
        if value is None:
            return default
        if not isinstance(value, int) or isinstance(value, bool):
            return self._wrong(key, value, N_("a whole number"), default)
        return int(self._at_least(key, value, least))

    def optional_integer(self, key: str, least: int = 0) -> int | None:
        """Return a whole number of at least ``least``, ``None`` when absent."""
        return None if self.raw(key) is None else self.integer(key, least, least)

    def flag(self, key: str, default: bool) -> bool:
        """Return true or false."""
        value = self.raw(key)
        if value is None or isinstance(value, bool):
            return default if value is None else value
        return self._wrong(key, value, N_("true or false"), default)

    def number(self, key: str, default: float, least: float = 0.0) -> float:
        """Return a number of at least ``least``."""
        value = self.raw(key)
        if value is None:
            return default
        if not isinstance(value, int | float) or isinstance(value, bool):
            return self._wrong(key, value, N_("a number"), default)
        return self._at_least(key, value, least)

    def clock(self, key: str, default_s: int) -> int:
        """Return a time of day in seconds after midnight ("07:30", "25:00")."""
        value = self.raw(key)
        if value is None:
            return default_s
        if isinstance(value, time):
            return value.hour * 3600 + value.minute * 60 + value.second
        found = _CLOCK.fullmatch(value.strip()) if isinstance(value, str) else None
        if found is None:
            return self._wrong(
                key, value, N_('a time such as "07:30", or "25:00" for 1 in the morning'), default_s
            )
        hours, minutes, seconds = (int(part or 0) for part in found.groups())
        return hours * 3600 + minutes * 60 + seconds

    def dates(self, key: str) -> tuple[date, ...]:
        """Return a list of dates; one date alone is a list too."""
        value = self.raw(key)
        items = value if isinstance(value, list) else [] if value is None else [value]
        found = []
        for item in items:
            day = self._date(item)
            if day is None:
                self._wrong(key, item, N_("a date such as 2026-11-28"), None)
            else:
                found.append(day)
        return tuple(found)

    @staticmethod
    def _date(value: object) -> date | None:
        if isinstance(value, date) and not isinstance(value, datetime):
            return value
        try:
            return date.fromisoformat(value) if isinstance(value, str) else None
        except ValueError:
            return None

    def day(self, key: str, dates: Sequence[date]) -> int | None:
        """Return a day of a tour, counted from 0; written as its number from 1 or as its date."""
        found = self.days(key, dates)
        return found[0] if found else None

    def days(self, key: str, dates: Sequence[date]) -> tuple[int, ...]:
        """Return days of a tour, counted from 0, ascending; written as numbers from 1 or as dates."""
        value = self.raw(key)
        items = value if isinstance(value, list) else [] if value is None else [value]
        found = set()
        for item in items:
            day = self._date(item)
            if isinstance(item, int) and not isinstance(item, bool):
                found.add(item - 1)
            elif day in dates:
                found.add(dates.index(day))
            else:
                self._wrong(key, item, N_("a day of the tour: its number from 1, or one of its dates"), None)
        return tuple(sorted(found))

    def day_key(self, key: str, dates: Sequence[date]) -> int | None:
        """Return the day, counted from 0, that a key names by its number from 1 or its date."""
        day = self._date(key)
        if key.isascii() and key.isdigit():
            return int(key) - 1
        if day in dates:
            return dates.index(day)
        return self._wrong(key, key, N_("a day of the tour: its number from 1, or one of its dates"), None)

    def rows(self, key: str) -> tuple[tuple[str, ...], ...]:
        """Return a list of lists of texts."""
        value = self.raw(key)
        if value is None:
            return ()
        if not isinstance(value, list) or not all(_is_row(row) for row in value):
            return self._wrong(key, value, N_("a list of lists of texts"), ())
        return tuple(tuple(row) for row in value)

    def texts(self, key: str) -> tuple[str, ...]:
        """Return a list of texts, repeated ones once; one text alone is a list too."""
        value = self.raw(key)
        items = value if isinstance(value, list) else [] if value is None else [value]
        for item in items:
            if not isinstance(item, str):
                self._wrong(key, item, N_("a text in quotation marks"), None)
        return tuple(dict.fromkeys(item for item in items if isinstance(item, str)))

    def numbers(self, key: str, count: int) -> tuple[float, ...] | None:
        """Return a list of ``count`` numbers, ``None`` when absent or wrong."""
        value = self.raw(key)
        if value is None:
            return None
        items = value if isinstance(value, list) else []
        if len(items) != count or any(isinstance(i, bool) or not isinstance(i, int | float) for i in items):
            self.fault(key, N_("A list of {count} numbers is needed."), N_("Correct the list."), count=count)
            return None
        return tuple(float(item) for item in items)

    def choice(self, key: str, kind: type[_Choice], default: _Choice) -> _Choice:
        """Return one word of a vocabulary."""
        word = self.text(key, default.value)
        return self._word(key, word, kind) or default

    def choices(self, key: str, kind: type[_Choice]) -> tuple[_Choice, ...]:
        """Return a list of words of a vocabulary."""
        found = (self._word(key, word, kind) for word in self.texts(key))
        return tuple(word for word in found if word is not None)

    def _word(self, key: str, word: str, kind: type[_Choice]) -> _Choice | None:
        if word in set(kind):
            return kind(word)
        self.unknown(key, word, [choice.value for choice in kind])
        return None

    def unknown(self, key: str, word: str, known: Iterable[str]) -> None:
        """Note a word that is not known, with the nearest one that is."""
        words = list(known)
        like = nearest(word, words)
        shown = like or ", ".join(words[:12])
        remedy = N_("Did you mean: {choices}?") if like else N_("Use one of: {choices}.")
        self.fault(key, N_("'{word}' is not known."), remedy, word=word, choices=shown)

    def table(self, key: str) -> "Table":
        """Return a table inside this one; empty when absent."""
        value = self.raw(key)
        path = f"{self._path}.{key}" if self._path else key
        if value is not None and not isinstance(value, Mapping):
            self._wrong(key, value, N_("a table of keys and values"), None)
        return Table(value if isinstance(value, Mapping) else {}, path, self.faults)

    def tables(self, key: str) -> "tuple[Table, ...]":
        """Return a list of tables inside this one; empty when absent."""
        value = self.raw(key)
        path = f"{self._path}.{key}" if self._path else key
        items = value if isinstance(value, list) else [] if value is None else [value]
        for item in items:
            if not isinstance(item, Mapping):
                self._wrong(key, item, N_("a table of keys and values"), None)
        return tuple(
            Table(item, f"{path}[{number}]", self.faults)
            for number, item in enumerate(items, start=1)
            if isinstance(item, Mapping)
        )

    def finish(self) -> None:
        """Note every key that nobody asked for, with the nearest one that means something."""
        for key in self._values:
            if key in self._asked:
                continue
            like = nearest(key, sorted(self._asked))
            remedy = (
                N_("Did you mean '{like}'?") if like else N_("Remove it; docs/request.md lists every key.")
            )
            self.fault(key, N_("The key '{key}' means nothing here."), remedy, key=key, like=like)

    def _at_least(self, key: str, value: float, least: float) -> float:
        if not value >= least or value == float("inf"):
            message = N_("{value} is too small or no number: it must be at least {least}.")
            self.fault(key, message, N_("Correct the number."), value=value, least=least)
            return least
        return value

    def _wrong(self, key: str, value: object, expected: str, default: _Value) -> _Value:
        self.fault(key, _WRONG_TYPE, N_("Correct the value."), value=str(value), expected=expected)
        return default
