"""Travel modes: how a group moves between stops."""

from enum import StrEnum


class TravelMode(StrEnum):
    """How the group moves between stops.

    ``COACH`` is a coach of 45 seats, ``MINIBUS`` one of 16, ``ELECTRIC_CART`` the open four-wheeled electric
    vehicle of sightseeing quarters. ``WHEELCHAIR`` goes only where the map says that a wheelchair can.
    """

    COACH = "coach"
    MINIBUS = "minibus"
    CAR = "car"
    MOTORBIKE = "motorbike"
    BICYCLE = "bicycle"
    ELECTRIC_CART = "electric_cart"
    FOOT = "foot"
    WHEELCHAIR = "wheelchair"
