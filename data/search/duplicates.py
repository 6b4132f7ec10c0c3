"""Entries of the register that may be the same place: names alike and positions near."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from enum import StrEnum
from math import cos, hypot, inf, radians
from typing import Final

import numpy as np
from rapidfuzz import fuzz, process

from data.language.catalogue import N_
from data.model.place import Place, Status
from data.progress import Progress, silent
from data.search.folding import fold_iy

NEAR_M: Final = 2_000.0
"""Farther apart, two places of one name are namesakes: every commune has its communal house."""

_LEAST_SIMILARITY: Final = 84.0
"""Share of matching letters in per cent, words in any order: 'Đình Chèm' and 'Đình làng Chèm' stay above."""

_METRES_A_DEGREE: Final = 111_320.0
_ROWS_AT_ONCE: Final = 1_000


@dataclass(frozen=True, slots=True)
class Likeness:
    """Two entries that may be one place.

    Parameters
    ----------
    first, second
        The entries, in the order of the register.
    similarity
        Of their folded names, 0–100.
    distance_m
        Between their positions, metres.
    """

    first: Place
    second: Place
    similarity: float
    distance_m: float


def find_duplicates(
    places: Sequence[Place], near_m: float = NEAR_M, progress: Progress = silent
) -> tuple[Likeness, ...]:
    """Return the pairs that may be one place, the likeliest first.

    Two entries are a pair when their names are alike and they lie within ``near_m``, or within the
    precision of the coarser one when that is larger.

    Parameters
    ----------
    places
        Entries to compare with one another.
    near_m
        Longest distance of two exact positions, metres.
    progress
        Told the share done; may raise ``CancelledError``.
    """
    names = [fold_iy(place.name_vi) for place in places]
    spots = np.array([(place.lon, place.lat) for place in places]).reshape(-1, 2)
    found = []
    for begin in range(0, len(names), _ROWS_AT_ONCE):
        progress(begin / len(names), N_("Comparing the places"))
        part = names[begin : begin + _ROWS_AT_ONCE]
        scores = process.cdist(
            part, names, scorer=fuzz.token_set_ratio, score_cutoff=_LEAST_SIMILARITY, dtype=np.float32
        )
        for row, column in zip(*np.nonzero(scores), strict=True):
            one, other = begin + int(row), int(column)
            if one < other:
                distance_m = _distance_m(spots[one], spots[other])
                reach_m = max(
                    near_m, places[one].coord_precision_m or 0, places[other].coord_precision_m or 0
                )
                if distance_m <= reach_m:
                    found.append(Likeness(places[one], places[other], float(scores[row, column]), distance_m))
    return tuple(sorted(found, key=lambda pair: (-round(pair.similarity), pair.distance_m)))


def _distance_m(one: np.ndarray, other: np.ndarray) -> float:
    """Return the distance of two points (degrees) on a sphere, good to a per cent over a few kilometres."""
    narrow = cos(radians(float(one[1] + other[1]) / 2))
    return hypot(float(one[0] - other[0]) * narrow, float(one[1] - other[1])) * _METRES_A_DEGREE


class Pick(StrEnum):
    """Whose value a merged entry takes."""

    FIRST = "first"
    SECOND = "second"
    BOTH = "both"


POSITION: Final = ("geometry", "coord_precision_m", "coord_source")
"""Fields that say one thing together: taken from one entry, never mixed."""

JOINED: Final = frozenset({"photos", "contacts", "festivals"})
"""Fields that list things, of which those of both entries can be kept."""


def merge(first: Place, second: Place, picks: Mapping[str, Pick]) -> Place:
    """Return ``first`` with the fields that ``picks`` gives to the second entry or to both.

    Parameters
    ----------
    first, second
        The entries; the key stays that of the first.
    picks
        Whose value counts, by field. ``geometry`` stands for all fields of ``POSITION``; a field that is
        not named keeps the value of the first entry.
    """
    values: dict[str, object] = {}
    for name, pick in picks.items():
        if pick is Pick.BOTH and name in JOINED:
            values[name] = tuple(dict.fromkeys((*getattr(first, name), *getattr(second, name))))
        elif pick is Pick.SECOND:
            for field_name in POSITION if name == "geometry" else (name,):
                values[field_name] = getattr(second, field_name)
    return replace(first, **values)  # type: ignore[arg-type]  # fields by name


def differing(one: Place, other: Place) -> tuple[str, ...]:
    """Return the fields in which two entries differ, their keys aside; ``geometry`` for a whole position."""
    names = (field.name for field in fields(Place) if field.name != "id")
    found = [name for name in names if getattr(one, name) != getattr(other, name)]
    return tuple(dict.fromkeys("geometry" if name in POSITION else name for name in found))


def usual_pick(first: Place, second: Place, name: str) -> Pick:
    """Return whose value of a field a merge takes unless somebody chooses otherwise.

    What is known comes before what is not, lists are joined, the finer position counts, and then the entry
    that somebody has verified.
    """
    if name in JOINED:
        return Pick.BOTH
    if name == "geometry":
        reach = [inf if p.coord_precision_m is None else p.coord_precision_m for p in (first, second)]
        if reach[0] != reach[1]:
            return Pick.FIRST if reach[0] < reach[1] else Pick.SECOND
    elif name == "status":
        return Pick.FIRST if first.status is Status.VERIFIED else Pick.SECOND
    elif is_known(first, name) is not is_known(second, name):
        return Pick.FIRST if is_known(first, name) else Pick.SECOND
    is_second = second.status is Status.VERIFIED and first.status is not Status.VERIFIED
    return Pick.SECOND if is_second else Pick.FIRST


def is_known(place: Place, name: str) -> bool:
    """Whether the register knows a field of a place."""
    value = getattr(place, name)
    return value is not None and value not in ("", ()) and getattr(value, "value", "") != "unknown"


def pair_key(one: Place, other: Place) -> str:
    """Return the key under which two entries are remembered as two places, whatever their order.

    Names belong to it: keys of imported registers are often plain numbers, and other projects have them too.
    """
    return " = ".join(sorted(f"{place.id} {fold_iy(place.name_vi)}" for place in (one, other)))
