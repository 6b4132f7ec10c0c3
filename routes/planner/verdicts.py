"""The sentences that say why a place is left out, each with a code for scripts."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from data.language.catalogue import N_

NOT_VISITABLE: Final = N_("It cannot be visited yet (the register gives 0 minutes for a visit).")
UNREACHABLE: Final = N_("No road on the network leads there and back for this travel mode.")
OFF_NETWORK: Final = N_("It is {km} km from the nearest road of the network.")
CLOSED_ON_DATES: Final = N_("It is closed on every date of the tour.")
CLOSED_DURING_DAY: Final = N_(
    "Its opening hours leave no time for a visit of {visit_minutes} minutes within the hours of the tour."
)
DAY_TOO_SHORT: Final = N_(
    "Even on its own it does not fit: the way there and back, the visit and lunch "
    "take {minutes} minutes more than the day has."
)
TRAVEL_TOO_LONG: Final = N_(
    "Even on its own it does not fit: the way there and back takes {minutes} minutes "
    "more than the travel allowed in a day."
)
HOURS_UNREACHABLE: Final = N_("It is closed at every time the tour could be there.")
DAY_FULL: Final = N_("The day is full: {minutes} more minutes would be needed.")
DAY_FULL_AND_COSTS: Final = N_(
    "The day is full: {minutes} more minutes would be needed. "
    "Visiting it instead of others would cost {points} points."
)
HOURS_CLASH: Final = N_("Its opening hours do not fit between those of the other stops.")
TRAVEL_LIMIT: Final = N_("Visiting it would go over the travel allowed in a day.")
REMOVED_BY_HAND: Final = N_("It was taken out by hand.")
WORTH_NOTHING: Final = N_("It scores no points in this request.")
NO_STOP_NEAR: Final = N_(
    "No road where the vehicle may stop lies near enough: the group would walk more than {metres} m one way."
)
CLOSED_ON_FIXED_DAY: Final = N_("It is closed on the day it is fixed to.")
WALK_TOO_LONG: Final = N_(
    "Even on its own it does not fit: the way there and back is {metres} m more on foot "
    "than the walking allowed in a day."
)
TOO_DEAR: Final = N_("A visit costs the group {cost_vnd} VND, more than the budget leaves.")
NONE_ALLOWED: Final = N_("The request allows no visit of its kind or in its unit.")
SEQUENCE_BROKEN: Final = N_("It is locked in a sequence with {place}, which cannot be visited.")
NOT_PRESELECTED: Final = N_(
    "Only the {count} most promising candidates were planned with; it is not one of them."
)
UNIT_FULL: Final = N_("Its unit already has as many visits as the request allows.")
CATEGORY_FULL: Final = N_("Its category already has as many visits as the request allows.")
ALTERNATIVE_CHOSEN: Final = N_("Others of its group of alternatives were chosen.")
OVER_BUDGET: Final = N_("The budget leaves too little for it.")
WALK_LIMIT: Final = N_("Visiting it would go over the walking allowed in a day.")
ORDER_CLASH: Final = N_("Pins and order of the other stops leave no place for it.")
SLOTS_TOO_LONG: Final = N_(
    "The group visits it in {slots} turns, {visit_minutes} minutes in all: "
    "{minutes} more minutes would be needed."
)
DOMINATED: Final = N_(
    "The day is full: {minutes} more minutes would be needed. {place} takes that time and brings more points."
)
NOT_EXAMINED: Final = N_("The search was stopped before the reason was looked for.")
CODES: Final[Mapping[str, str]] = MappingProxyType(
    {
        NOT_VISITABLE: "not_visitable",
        UNREACHABLE: "unreachable",
        OFF_NETWORK: "off_network",
        CLOSED_ON_DATES: "closed_on_dates",
        CLOSED_DURING_DAY: "closed_during_day",
        DAY_TOO_SHORT: "day_too_short",
        TRAVEL_TOO_LONG: "travel_too_long",
        HOURS_UNREACHABLE: "hours_unreachable",
        DAY_FULL: "day_full",
        DAY_FULL_AND_COSTS: "day_full",
        HOURS_CLASH: "hours_clash",
        TRAVEL_LIMIT: "travel_limit",
        REMOVED_BY_HAND: "removed_by_hand",
        WORTH_NOTHING: "worth_nothing",
        NO_STOP_NEAR: "no_stop_near",
        CLOSED_ON_FIXED_DAY: "closed_on_fixed_day",
        WALK_TOO_LONG: "walk_too_long",
        TOO_DEAR: "too_dear",
        NONE_ALLOWED: "none_allowed",
        SEQUENCE_BROKEN: "sequence_broken",
        NOT_PRESELECTED: "not_preselected",
        UNIT_FULL: "unit_full",
        CATEGORY_FULL: "category_full",
        ALTERNATIVE_CHOSEN: "alternative_chosen",
        OVER_BUDGET: "over_budget",
        WALK_LIMIT: "walk_limit",
        ORDER_CLASH: "order_clash",
        SLOTS_TOO_LONG: "slots_too_long",
        DOMINATED: "dominated",
        NOT_EXAMINED: "not_examined",
    }
)
"""Code of each sentence for scripts; stable, unlike the words."""
