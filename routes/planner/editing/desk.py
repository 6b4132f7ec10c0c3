"""The desk on which a tour is reshaped: it carries out edits, re-times the days touched, and never refuses.

A broken rule is no error here: the edited tour is kept, and ``warnings`` says what is wrong with it. Only an
edit that names a stop, day or place that is not there is refused.
"""

from dataclasses import dataclass, replace
from functools import partial
from itertools import pairwise
from math import cos, hypot, radians

from data.calendar.opening import Windows
from data.model.project import Project
from data.model.request import TourRequest
from data.model.tour import Day, Leg, Stop, Tour
from routes.planner.editing.edits import TourEdit
from routes.planner.editing.sketch import Sketch, Vias, sketched, vias_of
from routes.planner.editing.timetable import timed_day
from routes.planner.editing.ways import Ways
from routes.planner.facts import boarding_s_of, score_of, stop_hours
from routes.router import LonLat


@dataclass(frozen=True)
class EditingDesk:
    """Carries out edits of tours over one project and road network.

    Parameters
    ----------
    project
        Register with the places.
    ways
        Ways between stops; kept, so that an edit looks up only the legs it changes.
    """

    project: Project
    ways: Ways

    def edited(self, tour: Tour, *edits: TourEdit) -> Tour:
        """Return ``tour`` after ``edits`` in turn, re-timed and with its new score.

        Raises
        ------
        BadInputError
            If an edit names a stop, day or place that is not there.
        NoRouteError
            If no road leads to a place at all.
        """
        for edit in edits:
            tour = self._timed(tour, sketched(self.project, tour, edit))
        return tour

    def retimed(self, tour: Tour) -> Tour:
        """Return ``tour`` with all legs and times made anew: after a change of its request or of the roads.

        Raises
        ------
        NoRouteError
            If no road leads to a place at all.
        """
        days = tuple(day.stops for day in tour.days)
        sketch = Sketch(tour.request, days, frozenset(range(len(days))), tour.dropped, vias_of(tour))
        return self._timed(tour, sketch)

    def hours(self, request: TourRequest, number: int, stop: Stop) -> Windows | None:
        """Return the opening hours of a stop on day ``number``; ``None`` when unknown.

        Raises
        ------
        BadInputError
            If the register's opening hours cannot be read.
        """
        return stop_hours(self.project, request, number, stop)

    def best_position(self, tour: Tour, day: int, lon: float, lat: float) -> int:
        """Return the position on ``day`` at which a stop there makes the shortest way, in a straight line."""
        spots = [(stop.lon, stop.lat) for stop in tour.days[day].stops]
        here = (lon, lat)
        detours = [
            _apart(one, here) + _apart(here, other) - _apart(one, other) for one, other in pairwise(spots)
        ]
        return 1 + min(range(len(detours)), key=detours.__getitem__)

    def _timed(self, tour: Tour, sketch: Sketch) -> Tour:
        days = tuple(
            self._day(sketch.request, number, stops, sketch.vias[number])
            if number in sketch.touched
            else tour.days[number]
            for number, stops in enumerate(sketch.days)
        )
        edited = replace(
            tour,
            request=sketch.request,
            days=days,
            dropped=sketch.dropped,
            score=0,
            bound=None,
            is_proven=False,
        )
        return replace(edited, score=score_of(self.project, edited))

    def _day(self, request: TourRequest, number: int, stops: tuple[Stop, ...], vias: Vias) -> Day:
        frame = request.day(number)
        placed = [
            replace(stop, access_m=self.ways.access_m(frame.mode, (stop.lon, stop.lat))) for stop in stops
        ]

        def leg_of(one: Stop, other: Stop, depart_s: int) -> Leg:
            via = vias.get(((one.lon, one.lat), (other.lon, other.lat)), ())
            return self.ways.leg(request, number, one, other, depart_s, via=via)

        return timed_day(
            frame,
            placed,
            leg_of,
            partial(self.hours, request, number),
            boarding_s=boarding_s_of(request, number),
        )


def _apart(one: LonLat, other: LonLat) -> float:
    """Return how far two points are apart, degrees of latitude."""
    return hypot((one[0] - other[0]) * cos(radians(one[1])), one[1] - other[1])
