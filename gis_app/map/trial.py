"""What an edit would do to the tour shown, while something is dragged and before it is let go."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from data.language.catalogue import N_
from data.language.formats import distance, duration, time_of_day
from data.model.tour import Leg, Tour
from gis_app.i18n import Words
from routes.planner.editing.edits import At, TourEdit

_MINUS: Final = "−"
_SAME_M: Final = 1.0


@dataclass(frozen=True, slots=True)
class Trial:
    """A tour after edits that nobody has made yet.

    Parameters
    ----------
    before, after
        The tour without and with them; ``after`` is ``None`` where there is no way.
    problem
        Why not, in the language of the window.
    """

    before: Tour
    after: Tour | None
    problem: str = ""

    @property
    def new_legs(self) -> tuple[tuple[int, Leg], ...]:
        """Ways that would be new, each with its day."""
        if self.after is None:
            return ()
        return tuple(
            (number, leg)
            for number, (old, new) in enumerate(zip(self.before.days, self.after.days, strict=True))
            for leg in new.legs
            if leg.parts and not _is_among(leg, old.legs)
        )

    def cost(self, words: Words) -> str:
        """Return what the tour would gain on the way, such as '+6 phút, +3,2 km', and when its day ends."""
        if self.after is None:
            return self.problem
        language = words.language
        more_s = self.after.travel_s - self.before.travel_s
        more_m = self.after.distance_m - self.before.distance_m
        if more_s == 0 and abs(more_m) < _SAME_M:
            return words.say(N_("nothing changes"))
        parts = [more_time(more_s, language), _sign(more_m) + distance(abs(more_m), language)]
        for old, new in zip(self.before.days, self.after.days, strict=True):
            if new.end_s != old.end_s:
                parts.append(words.say(N_("ends at {time}"), time=time_of_day(new.end_s, language)))
        return ", ".join(parts)


Try = Callable[[tuple[TourEdit, ...]], Trial | None]
"""Tries edits on the tour shown; ``None`` while its ways are not known yet."""

OntoRoad = Callable[[At, tuple[float, float]], tuple[float, float]]
"""Returns the point of the road nearest to a point, for the way that leaves a stop; WGS84 degrees."""


def more_time(more_s: int, language: str) -> str:
    """Return a change of time with its sign, such as '+6 phút'."""
    return _sign(more_s) + duration(abs(more_s), language)


def _is_among(leg: Leg, legs: tuple[Leg, ...]) -> bool:
    # Lines are not compared: two ways as long, as slow and on the same roads are one for the eye.
    return any(
        one is leg
        or (
            one.via == leg.via
            and one.distance_m == leg.distance_m
            and one.duration_s == leg.duration_s
            and one.roads == leg.roads
        )
        for one in legs
    )


def _sign(change: float) -> str:
    return _MINUS if change < 0 else "+"
