"""What would make a place left out of a tour fit: a kind with its facts, and its words."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from data.language.catalogue import N_
from data.model.place import Place, PlaceId

Facts = Mapping[str, str | int | float]


class RemedyKind(StrEnum):
    """What has to change; each is one thing."""

    END_LATER = "end_later"
    START_EARLIER = "start_earlier"
    MORE_TRAVEL = "more_travel"
    MORE_WALKING = "more_walking"
    MORE_BUDGET = "more_budget"
    MORE_OF_UNIT = "more_of_unit"
    MORE_OF_CATEGORY = "more_of_category"
    MORE_OF_ALTERNATIVES = "more_of_alternatives"
    SWAP = "swap"
    FURTHER_DAY = "further_day"


TEXTS: Final[Mapping[RemedyKind, str]] = MappingProxyType(
    {
        RemedyKind.END_LATER: N_("End day {day} at {time}"),
        RemedyKind.START_EARLIER: N_("Start day {day} by {time}"),
        RemedyKind.MORE_TRAVEL: N_("Allow {minutes} minutes of travel on day {day}"),
        RemedyKind.MORE_WALKING: N_("Allow {metres} m on foot on day {day}"),
        RemedyKind.MORE_BUDGET: N_("Raise the budget by {cost_vnd} VND"),
        RemedyKind.MORE_OF_UNIT: N_("Allow {more} more visits in its unit"),
        RemedyKind.MORE_OF_CATEGORY: N_("Allow {more} more visits of its category"),
        RemedyKind.MORE_OF_ALTERNATIVES: N_("Allow {more} more of its group of alternatives"),
        RemedyKind.SWAP: N_("Leave out {place}"),
        RemedyKind.FURTHER_DAY: N_("Add a day like day {day}"),
    }
)
"""Msgids by kind; files name remedies by them, so a text that changes keeps its old one readable."""

_KINDS: Final[Mapping[str, RemedyKind]] = MappingProxyType({text: kind for kind, text in TEXTS.items()})


@dataclass(frozen=True, slots=True, kw_only=True)
class Remedy:
    """What would make a place fit.

    Parameters
    ----------
    kind
        What has to change.
    facts
        Placeholders of its words, and what a program needs to carry it out: ``day`` from 1; ``time_s`` beside
        ``time``, seconds after local midnight; ``place_id`` of the visit given up beside ``place``, its
        Vietnamese name. Tours planned by older programs lack ``time_s`` and ``place_id``.
    """

    kind: RemedyKind
    facts: Facts = field(default_factory=dict)

    @property
    def text(self) -> str:
        """Msgid of the message catalogue; ``facts`` are its placeholders."""
        return TEXTS[self.kind]

    @property
    def given_up(self) -> PlaceId | None:
        """The visit that makes room, if it is known by its key."""
        key = self.facts.get("place_id")
        return PlaceId(str(key)) if self.kind is RemedyKind.SWAP and key else None

    @property
    def time_s(self) -> int | None:
        """Time of day that it names, seconds after local midnight."""
        if "time_s" in self.facts:
            return int(self.facts["time_s"])
        hours, _, minutes = str(self.facts.get("time", "")).partition(":")
        return 3600 * int(hours) + 60 * int(minutes) if hours.isdigit() and minutes.isdigit() else None


def remedy_in_words(text: str, facts: Facts) -> Remedy | None:
    """Return the remedy that a file tells by its msgid; ``None`` where this program knows no such remedy."""
    kind = _KINDS.get(text)
    return None if kind is None else Remedy(kind=kind, facts=facts)


def facts_in(language: str, facts: Facts, places: Mapping[PlaceId, Place]) -> Facts:
    """Return the facts of a reason or remedy with the place that they name called as ``language`` does."""
    place = places.get(PlaceId(str(facts.get("place_id", ""))))
    return facts if place is None else {**facts, "place": place.name(language)}
