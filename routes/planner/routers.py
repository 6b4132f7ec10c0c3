"""Which router serves which day of a request."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from data.errors import BadInputError
from data.language.catalogue import N_
from data.model.request import TourRequest
from data.model.travel_mode import TravelMode
from routes.router import Router

RouterOf = Callable[[TravelMode], Router]
"""Gives the router of a travel mode."""

_SATURDAY: Final = 5


@dataclass
class DayRouters:
    """Routers of the days of a request.

    Parameters
    ----------
    request
        Whose days.
    source
        One router, when all days go by its mode, or what gives the router of a mode. It is asked once for
        each mode; for a request with a transfer the caller gives routers of mixed ways.
    """

    request: TourRequest
    source: Router | RouterOf
    _known: dict[TravelMode, Router] = field(default_factory=dict)

    def of_mode(self, mode: TravelMode) -> Router:
        """Return the router of a mode.

        Raises
        ------
        BadInputError
            If the one router at hand is of another mode.
        """
        if mode not in self._known:
            self._known[mode] = self.source(mode) if callable(self.source) else self.source
        router = self._known[mode]
        if router.mode is not mode:
            raise BadInputError(
                N_("The roads were opened for another travel mode than the request asks for."),
                where="mode",
                remedy=N_("Open the roads for every travel mode of the request."),
            )
        return router

    def of_day(self, day: int) -> Router:
        """Return the router of a day (from 0)."""
        return self.of_mode(self.request.day(day).mode)

    def is_weekend(self, day: int) -> bool:
        """Return whether a day is a Saturday or Sunday."""
        return self.request.dates[day].weekday() >= _SATURDAY
