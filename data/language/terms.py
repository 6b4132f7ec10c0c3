"""Names of the model's vocabularies in both languages."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from data.language.catalogue import N_, translate
from data.model.festival import Calendar
from data.model.place import Category, CoachAccess, Rank, Status, Wheelchair
from data.model.tour import StopKind, VisitLength
from data.model.travel_mode import TravelMode

_CATEGORIES: Final[Mapping[StrEnum, str]] = {
    Category.RELIC: N_("Historical and cultural relic"),
    Category.CRAFT_VILLAGE: N_("Craft village"),
    Category.MUSEUM_THEATRE: N_("Museum or theatre"),
    Category.CREATIVE_SPACE: N_("Creative space"),
    Category.WALKING_SPACE: N_("Walking space"),
    Category.ECO_SITE: N_("Eco-tourism site"),
    Category.FESTIVAL_SITE: N_("Festival site"),
    Category.FOOD_MARKET: N_("Food place or market"),
    Category.LODGING_OR_SERVICE: N_("Lodging or service"),
    Category.TRANSPORT_HUB: N_("Transport hub"),
}
_RANKS: Final[Mapping[StrEnum, str]] = {
    Rank.SPECIAL_NATIONAL: N_("Special national relic"),
    Rank.NATIONAL: N_("National relic"),
    Rank.PROVINCIAL: N_("Provincial relic"),
    Rank.INVENTORIED: N_("Inventoried relic"),
    Rank.NONE: N_("Not ranked"),
    Rank.UNKNOWN: N_("Rank unknown"),
}
_STOP_KINDS: Final[Mapping[StrEnum, str]] = {
    StopKind.START: N_("stop|Start"),
    StopKind.VISIT: N_("stop|Visit"),
    StopKind.LUNCH: N_("stop|Lunch"),
    StopKind.DINNER: N_("stop|Dinner"),
    StopKind.REST: N_("stop|Rest"),
    StopKind.END: N_("stop|End"),
}
_VISIT_LENGTHS: Final[Mapping[StrEnum, str]] = {
    VisitLength.TYPICAL: N_("length|Usual"),
    VisitLength.SHORTENED: N_("length|Shortened"),
    VisitLength.LENGTHENED: N_("length|Lengthened"),
}
_TRAVEL_MODES: Final[Mapping[StrEnum, str]] = {
    TravelMode.COACH: N_("Coach"),
    TravelMode.MINIBUS: N_("16-seat minibus"),
    TravelMode.CAR: N_("Car"),
    TravelMode.MOTORBIKE: N_("Motorbike"),
    TravelMode.BICYCLE: N_("Bicycle"),
    TravelMode.ELECTRIC_CART: N_("Electric cart"),
    TravelMode.FOOT: N_("On foot"),
    TravelMode.WHEELCHAIR: N_("Wheelchair"),
}
_COACH_ACCESS: Final[Mapping[StrEnum, str]] = {
    CoachAccess.YES: N_("Coaches can reach it"),
    CoachAccess.NO: N_("Coaches cannot reach it"),
    CoachAccess.UNKNOWN: N_("Coach access unknown"),
}
_WHEELCHAIR: Final[Mapping[StrEnum, str]] = {
    Wheelchair.YES: N_("Wheelchair accessible"),
    Wheelchair.LIMITED: N_("Partly wheelchair accessible"),
    Wheelchair.NO: N_("Not wheelchair accessible"),
    Wheelchair.UNKNOWN: N_("Wheelchair access unknown"),
}
_STATUSES: Final[Mapping[StrEnum, str]] = {
    Status.DRAFT: N_("Draft entry"),
    Status.VERIFIED: N_("Verified entry"),
}
_CALENDARS: Final[Mapping[StrEnum, str]] = {
    Calendar.LUNAR: N_("Lunar calendar"),
    Calendar.SOLAR: N_("Solar calendar"),
}

# Members of different vocabularies may be equal as strings ('yes'), so the type is part of the key.
TERMS: Final[Mapping[type[StrEnum], Mapping[StrEnum, str]]] = MappingProxyType(
    {
        Category: _CATEGORIES,
        Rank: _RANKS,
        StopKind: _STOP_KINDS,
        VisitLength: _VISIT_LENGTHS,
        TravelMode: _TRAVEL_MODES,
        CoachAccess: _COACH_ACCESS,
        Wheelchair: _WHEELCHAIR,
        Status: _STATUSES,
        Calendar: _CALENDARS,
    }
)
"""Msgid of every member of every vocabulary of the model."""


def term(value: StrEnum, language: str) -> str:
    """Return the name of a member of a vocabulary: 'Di tích quốc gia đặc biệt' for Rank.SPECIAL_NATIONAL."""
    return translate(language, TERMS[type(value)][value])
