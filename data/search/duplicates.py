"""Entries of the register that may be the same place: names alike and positions near."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from enum import StrEnum
from math import cos, inf, radians
from typing import Final

import numpy as np
import numpy.typing as npt
import shapely
from rapidfuzz import fuzz, process

from data.language.catalogue import N_
from data.model.distances import METRES_A_DEGREE
from data.model.place import Place, Status
from data.progress import Progress, silent
from data.search.folding import fold_iy

NEAR_M: Final = 2_000.0
"""Farther apart, two places of one name are namesakes: every commune has its communal house."""

_LEAST_SIMILARITY: Final = 84.0
"""Share of matching letters in per cent, words in any order: 'Đình Chèm' and 'Đình làng Chèm' stay above."""

_PAIRS_AT_ONCE: Final = 50_000
_Numbers = npt.NDArray[np.intp]
_Metres = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Likeness:
    """Two entries that may be one place.

    Parameters
    ----------
    first, second
        The entries, in the order of the register.
    similarity
        Of their folded names, 0–100: words in any order, and letters of the whole.
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
    firsts, seconds, distances_m = _near_pairs(places, near_m)
    found: list[Likeness] = []
    for begin in range(0, len(firsts), _PAIRS_AT_ONCE):
        progress(begin / len(firsts), N_("Comparing the places"))
        part = slice(begin, begin + _PAIRS_AT_ONCE)
        ones, others = [names[i] for i in firsts[part]], [names[i] for i in seconds[part]]
        alike = process.cpdist(
            ones, others, scorer=fuzz.token_set_ratio, score_cutoff=_LEAST_SIMILARITY, dtype=np.float32
        )
        for at in np.flatnonzero(alike):
            one, other = places[firsts[begin + at]], places[seconds[begin + at]]
            # A name inside another one is only half as like as the same name.
            similarity = (float(alike[at]) + fuzz.token_sort_ratio(ones[at], others[at])) / 2
            found.append(Likeness(one, other, similarity, float(distances_m[begin + at])))
    return tuple(sorted(found, key=_likeliest_first))


def _likeliest_first(pair: Likeness) -> tuple[bool, int, float]:
    return pair.first.category is not pair.second.category, -round(pair.similarity), pair.distance_m


def _near_pairs(places: Sequence[Place], near_m: float) -> tuple[_Numbers, _Numbers, _Metres]:
    """Return the numbers of places near each other, the smaller one first, and their distances.

    Distances on a sphere, around the mean latitude: good to some per cent within Vietnam's provinces.
    """
    if not places:
        none = np.empty(0, dtype=np.intp)
        return none, none, np.empty(0)
    spots = np.array([(place.lon, place.lat) for place in places])
    middle = radians(float(spots[:, 1].mean()))
    metres = spots * (METRES_A_DEGREE * cos(middle), METRES_A_DEGREE)
    points = np.asarray(shapely.points(metres))
    reach_m = np.array([max(near_m, place.coord_precision_m or 0) for place in places])
    ones, others = shapely.STRtree(points).query(points, predicate="dwithin", distance=reach_m)
    # The coarser of two finds the finer one even where the finer does not reach: each pair once.
    pairs = np.unique(np.sort(np.stack((ones, others), axis=1)[ones != others], axis=1), axis=0)
    firsts, seconds = pairs[:, 0], pairs[:, 1]
    return firsts, seconds, np.hypot(*(metres[firsts] - metres[seconds]).T)


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
