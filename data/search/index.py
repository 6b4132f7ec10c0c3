"""Searching places and units by name: without accents, with typing errors, exact diacritics first.

Each entry has three keys of its names (``data.search.folding``): canonical, folded, and folded without
spaces, so that "don g giao" finds "Đông Giao". Candidates come from word starts and from RapidFuzz over the
keys; the rank is a tier (how the entry matches) and then the similarity.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum, StrEnum
from heapq import nsmallest
from typing import Final

import numpy as np
from rapidfuzz import fuzz, process

from data.model.place import Place, PlaceId
from data.model.project import Project
from data.model.units import AdminUnit, UnitId
from data.search.folding import canonical, fold, fold_iy

_LEAST_SIMILARITY: Final = 78.0
"""Share of matching letters, per cent: one wrong letter in five stays above, another name below."""

_LEAST_LETTERS: Final = 4
"""Shorter texts are not matched with typing errors: everything would be similar."""


class HitKind(StrEnum):
    """What was found."""

    PLACE = "place"
    UNIT = "unit"


class Tier(IntEnum):
    """How well a name matches, best first."""

    EXACT = 0
    EXACT_WORDS = 1
    FOLDED = 2
    FOLDED_WORDS = 3
    EXACT_CONTEXT = 4
    CONTEXT = 5
    SIMILAR = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceHit:
    """One result.

    Parameters
    ----------
    kind
        A place or an administrative unit.
    place_id, unit_id
        The key of what was found; the other is ``None``.
    name
        Vietnamese name.
    context
        "unit, district, province" that tells namesakes apart.
    tier, similarity
        How it matches; similarity 0–100.
    """

    kind: HitKind
    place_id: PlaceId | None = None
    unit_id: UnitId | None = None
    name: str
    context: str
    tier: Tier
    similarity: float


@dataclass(frozen=True, slots=True)
class _Entry:
    kind: HitKind
    key: str
    name: str
    context: str
    exact: tuple[str, ...]
    folded: tuple[str, ...]
    words: str
    exact_words: str
    exact_line: str
    folded_line: str


class PlaceIndex:
    """Search index of one project. Make a new one when the project changes.

    Parameters
    ----------
    project
        Places and units to search.
    before
        Index of an earlier state: what it knows of places that are still the same is not made again.
    """

    def __init__(self, project: Project, before: "PlaceIndex | None" = None) -> None:
        earlier = before if before is not None and before.units is project.units else None
        known = {} if earlier is None else earlier.places
        self.units: Mapping[UnitId, AdminUnit] = project.units
        self.places: dict[PlaceId, tuple[Place, _Entry]] = {}
        for key, place in project.places.items():
            kept = known.get(key)
            is_kept = kept is not None and kept[0] is place
            self.places[key] = kept if kept is not None and is_kept else (place, _place_entry(project, place))
        self.unit_entries: list[_Entry] = (
            [_unit_entry(unit) for unit in project.units.values()]
            if earlier is None
            else earlier.unit_entries
        )
        entries = [*(entry for _, entry in self.places.values()), *self.unit_entries]
        self._entries = entries
        keys = [(number, key) for number, entry in enumerate(entries) for key in entry.folded]
        self._owner = np.array([number for number, _ in keys], dtype=np.intp)
        self._names = [_squeezed(key) for _, key in keys]

    def new_places(self, project: Project) -> int:
        """Return how many entries an index of ``project`` could not take over from this one."""
        if self.units is not project.units:
            return len(project.places)
        known = self.places
        return sum(
            1 for key, place in project.places.items() if key not in known or known[key][0] is not place
        )

    def search(self, text: str, limit: int = 20, kinds: Sequence[HitKind] = tuple(HitKind)) -> list[PlaceHit]:
        """Return the best matches, best first.

        Parameters
        ----------
        text
            What somebody typed, with or without accents.
        limit
            Most results.
        kinds
            Places, units, or both.

        Returns
        -------
        list of PlaceHit
            Empty for an empty text. Namesakes are all returned, each with its unit.
        """
        if not fold(text):
            return []
        query = _Query(text)
        found = [
            (tier, -query.likeness(entry), number)
            for number, entry in enumerate(self._entries)
            if entry.kind in kinds and (tier := query.tier(entry)) is not None
        ]
        if all(tier >= Tier.EXACT_CONTEXT for tier, _, _ in found):  # perhaps it was mistyped
            exact = {number for _, _, number in found}
            found += [
                (Tier.SIMILAR, -likeness, number)
                for number, likeness in self._similar(query)
                if number not in exact and self._entries[number].kind in kinds
            ]
        ranked = nsmallest(limit, found)
        return [_hit(self._entries[number], tier, -less) for tier, less, number in ranked]

    def _similar(self, query: "_Query") -> list[tuple[int, float]]:
        if len(query.squeezed) < _LEAST_LETTERS or not self._names:
            return []
        scores = process.cdist(
            [query.squeezed], self._names, scorer=fuzz.ratio, score_cutoff=_LEAST_SIMILARITY, dtype=np.float32
        )[0]
        parts = process.cdist(
            [query.squeezed],
            self._names,
            scorer=fuzz.partial_ratio,
            score_cutoff=_LEAST_SIMILARITY + 8,
            dtype=np.float32,
        )[0]
        best = np.zeros(len(self._entries), dtype=np.float32)
        np.maximum.at(best, self._owner, np.maximum(scores, parts - 5))
        return [(int(number), float(best[number])) for number in np.flatnonzero(best > 0)]


class _Query:
    """What was typed, under each key."""

    def __init__(self, text: str) -> None:
        self.exact = canonical(text)
        self.folded = fold_iy(text)
        self.squeezed = _squeezed(text)
        self._exact_line, self._folded_line = f" {self.exact}", f" {self.folded}"
        self._exact_starts = [f" {word}" for word in self.exact.split()]
        self._starts = [f" {word}" for word in self.folded.split()]

    def tier(self, entry: _Entry) -> Tier | None:
        """Return how ``entry`` matches letter by letter, ``None`` if it does not."""
        # The loosest test first: what fails it matches in no stricter way, and most entries do.
        if self._starts[0] not in entry.words:
            return None
        if self.exact in entry.exact:
            return Tier.EXACT
        if self._exact_line in entry.exact_line:
            return Tier.EXACT_WORDS
        if self.folded in entry.folded:
            return Tier.FOLDED
        if self._folded_line in entry.folded_line:
            return Tier.FOLDED_WORDS
        if all(start in entry.words for start in self._starts):
            is_exact = all(start in entry.exact_words for start in self._exact_starts)
            return Tier.EXACT_CONTEXT if is_exact else Tier.CONTEXT
        return None

    def likeness(self, entry: _Entry) -> float:
        """Return the similarity of the closest name, 0–100."""
        if len(self.folded) == 1:
            # The same for a letter that begins a word, and it is asked of nearly every entry.
            return 200 / (1 + min(len(key) for key in entry.folded))
        return max(fuzz.ratio(self.folded, key) for key in entry.folded)


def _squeezed(text: str) -> str:
    return fold_iy(text).replace(" ", "")


_UNIT_KINDS: Final = ("Phường ", "Xã ", "Thị trấn ", "Đặc khu ")


def unit_kind(name_vi: str) -> str:
    """Return the kind of unit that a full name begins with ("Phường "), or ''."""
    return next((kind for kind in _UNIT_KINDS if name_vi.startswith(kind)), "")


def _place_entry(project: Project, place: Place) -> _Entry:
    before, after = project.unit_label(place.unit_before), project.unit_label(place.unit_after)
    names = [place.name_vi, place.name_en]
    others = [place.craft_product, place.heritage_type, before, after]
    return _entry(HitKind.PLACE, place.id, names, after or before, others)


def _unit_entry(unit: AdminUnit) -> _Entry:
    names = [unit.name_vi, unit.name_vi.removeprefix(unit_kind(unit.name_vi)), unit.name_en]
    context = ", ".join(part for part in (unit.district, unit.province) if part)
    return _entry(HitKind.UNIT, unit.id, names, context, [context])


def _entry(kind: HitKind, key: str, names: list[str], context: str, others: list[str]) -> _Entry:
    named = [name for name in names if name]
    text = " ".join([*named, *others])
    return _Entry(
        kind=kind,
        key=key,
        name=named[0],
        context=context,
        exact=tuple(dict.fromkeys(canonical(name) for name in named)),
        folded=tuple(dict.fromkeys(fold_iy(name) for name in named)),
        words=f" {fold_iy(text)}",
        exact_words=f" {canonical(text)}",
        exact_line=_line(canonical(name) for name in named),
        folded_line=_line(fold_iy(name) for name in named),
    )


def _line(keys: Iterable[str]) -> str:
    """Return keys in one text, each after a space, so that the beginning of a word is found by one test."""
    return "".join(f" {key} |" for key in dict.fromkeys(keys))


def _hit(entry: _Entry, tier: Tier, similarity: float) -> PlaceHit:
    is_place = entry.kind is HitKind.PLACE
    return PlaceHit(
        kind=entry.kind,
        place_id=PlaceId(entry.key) if is_place else None,
        unit_id=None if is_place else UnitId(entry.key),
        name=entry.name,
        context=entry.context,
        tier=tier,
        similarity=similarity,
    )
