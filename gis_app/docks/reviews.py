"""What a second look at a tour found: remedies, places near the route, how it stands late traffic."""

from dataclasses import dataclass

from data.model.place import PlaceId
from gis_app.docks.warnings import TourWarning
from routes.planner.editing.edits import At


@dataclass(frozen=True, slots=True)
class NearPlace:
    """A place that could be visited on the way.

    Parameters
    ----------
    at
        Where it would stand.
    detour_s, stay_s
        Travel it adds and length of the visit, seconds.
    day_end_s
        When its day would end, seconds after midnight.
    fits
        Whether nothing that was in order is broken by it.
    """

    place_id: PlaceId
    at: At
    detour_s: int
    stay_s: int
    day_end_s: int
    fits: bool

    @property
    def day(self) -> int:
        """Day it would be visited on, from 0."""
        return self.at.day


@dataclass(frozen=True, slots=True)
class Punctuality:
    """How a tour stands late traffic.

    Parameters
    ----------
    met_share
        Share of simulated days that keep every rule, 0 to 1.
    critical
        Address of the stop that fails first; ``None`` where nothing can.
    late_share
        Share of simulated days on which that stop is late.
    """

    met_share: float
    critical: At | None = None
    late_share: float = 0.0


@dataclass(frozen=True, slots=True)
class Review:
    """A second look at one tour.

    Parameters
    ----------
    warnings
        What is wrong, with remedies.
    near
        Places near the route.
    punctuality
        How it stands late traffic; ``None`` while nobody has looked.
    """

    warnings: tuple[TourWarning, ...] = ()
    near: tuple[NearPlace, ...] = ()
    punctuality: Punctuality | None = None
