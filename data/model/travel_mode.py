"""Travel modes: how a group moves between stops."""

from enum import StrEnum


class TravelMode(StrEnum):
    """How the group moves between stops."""

    COACH = "coach"
    CAR = "car"
    MOTORBIKE = "motorbike"
    BICYCLE = "bicycle"
    FOOT = "foot"
