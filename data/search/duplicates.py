"""Entries of the register that may be the same place: names alike and positions near."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields, replace
from math import cos, hypot, radians
from typing import Final

import numpy as np
from rapidfuzz import fuzz, process

from data.model.place import Place
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


def find_duplicates(places: Sequence[Place], near_m: float = NEAR_M) -> tuple[Likeness, ...]:
    """Return the pairs that may be one place, the likeliest first.

    Two entries are a pair when their names are alike and they lie within ``near_m``, or within the
    precision of the coarser one when that is larger.

    Parameters
    ----------
    places
        Entries to compare with one another.
    near_m
        Longest distance of two exact positions, metres.
    """
    names = [fold_iy(place.name_vi) for place in places]
    spots = np.array([(place.lon, place.lat) for place in places]).reshape(-1, 2)
    found = []
    for begin in range(0, len(names), _ROWS_AT_ONCE):
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


def merge(kept: Place, other: Place, taken: Iterable[str]) -> Place:
    """Return ``kept`` with the fields named in ``taken`` from ``other``; the key stays that of ``kept``.

    Photos, contacts and festivals of both are kept unless they are among ``taken``.
    """
    names = set(taken)
    values = {field.name: getattr(other, field.name) for field in fields(Place) if field.name in names}
    for name in ("photos", "contacts", "festivals"):
        if name not in names:
            values[name] = tuple(dict.fromkeys((*getattr(kept, name), *getattr(other, name))))
    return replace(kept, **values)


def differing(one: Place, other: Place) -> tuple[str, ...]:
    """Return the names of the fields in which two entries differ, their keys aside."""
    return tuple(
        field.name
        for field in fields(Place)
        if field.name != "id" and getattr(one, field.name) != getattr(other, field.name)
    )
