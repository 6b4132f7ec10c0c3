"""Other ways between two stops: looked up on a thread, chosen on the map, taken as one step."""

from collections import Counter
from typing import TYPE_CHECKING, Final

import shapely
from PySide6.QtCore import QObject

from data.language.catalogue import N_
from data.model.tour import Leg, Tour
from gis_app.desk.core import Desk
from gis_app.desk.reshaping import FASTEST_WAY, OTHER_WAY, Reshaper
from gis_app.desk.roads import Roads
from gis_app.desk.tours import TourDesk
from gis_app.map.canvas import MapCanvas
from gis_app.map.scene import MapScene
from gis_app.map.ways_tool import MOST_WAYS, OfferedWay, WaysTool
from gis_app.planning import routers_of
from gis_app.workers import TaskContext
from layers.viewport import bounds_of
from routes.network.store import RoadNetwork
from routes.planner.editing.edits import At, SetVia, leg_at

if TYPE_CHECKING:
    from collections.abc import Sequence

    from routes.planner.editing.desk import EditingDesk
    from routes.router import Route

_MARGIN_PX: Final = 80.0
_SATURDAY: Final = 5
_SAME_M: Final = 20.0


class WayChoice(QObject):
    """Offers other ways for a leg of the tour shown.

    Parameters
    ----------
    roads
        Give the network.
    canvas, scene
        The map.
    """

    def __init__(
        self,
        desk: Desk,
        roads: Roads,
        tours: TourDesk,
        reshaper: Reshaper,
        *,
        canvas: MapCanvas,
        scene: MapScene,
    ) -> None:
        super().__init__(canvas)
        self._desk, self._roads, self._tours, self._reshaper = desk, roads, tours, reshaper
        self._canvas = canvas
        self._asked: tuple[Tour, At] | None = None
        self.tool = WaysTool(scene, desk.words, desk.theme)
        self.tool.chosen.connect(self._take)

    def ask(self, at: At) -> None:
        """Look up the ways that could leave a stop, and offer them on the map."""
        tour, network, editing = self._tours.shown, self._roads.network, self._reshaper.desk
        if tour is None or network is None:
            return
        say = self._desk.words.say
        if editing is None:
            self._reshaper.prepare()
            self._reshaper.said.emit(say(N_("The ways of the tour are still being looked up.")))
            return
        self._asked = tour, at

        def look_up(_: TaskContext) -> tuple[OfferedWay, ...]:
            return ways_of(editing, network, tour, at)

        job = self._desk.jobs.on_thread(say(N_("Looking for other ways")), look_up)
        job.finished.connect(lambda ways: self._offer(tour, at, ways))
        self._desk.tell_failures(job)

    def _offer(self, tour: Tour, at: At, ways: tuple[OfferedWay, ...]) -> None:
        if self._asked != (tour, at) or self._tours.shown is not tour:
            return
        if len(ways) < 2 and all(way.is_taken for way in ways):
            self._reshaper.said.emit(
                self._desk.words.say(N_("There is no other sensible way between these two stops."))
            )
            return
        self._canvas.show_bounds(
            bounds_of([point for way in ways for point in _corners(way)]), margin_px=_MARGIN_PX
        )
        self._canvas.tools.take(self.tool)
        self.tool.offer(ways)

    def _take(self, way: OfferedWay) -> None:
        if self._asked is None or way.is_taken:
            return
        tour, at = self._asked
        if self._tours.shown is tour:
            self._reshaper.shape(at, way.via, OTHER_WAY if way.via else FASTEST_WAY)


def _corners(way: OfferedWay) -> list[tuple[float, float]]:
    west, south, east, north = way.line.bounds
    return [(west, south), (east, north)]


def ways_of(desk: "EditingDesk", network: RoadNetwork, tour: Tour, at: At) -> tuple[OfferedWay, ...]:
    """Return the fastest way that leaves a stop, up to two others, and the one taken if it is none of them.

    Raises
    ------
    NoRouteError
        If no road leads there.
    """
    # Imported on the thread: the window opens without the routers.
    from routes.alternatives import alternatives  # noqa: PLC0415
    from routes.backends.network_router import NetworkRouter  # noqa: PLC0415
    from routes.shaping import pinning_points  # noqa: PLC0415

    leg = leg_at(tour, at)
    router = desk.ways.router(leg.mode)
    if not isinstance(router, NetworkRouter):
        # Of a way in parts only the drive has alternatives.
        router = routers_of(network)(leg.mode)
    assert isinstance(router, NetworkRouter)
    plain = leg_at(desk.edited(tour, SetVia(at, ())), at)
    ends = _driven_ends(plain)
    if ends is None:
        return ()
    day = tour.days[at.day]
    is_timed = tour.request.is_time_dependent
    depart_s = day.stops[at.index].depart_s if is_timed else None
    is_weekend = is_timed and day.date.weekday() >= _SATURDAY
    found = alternatives(router, *ends, most=MOST_WAYS, depart_s=depart_s, is_weekend=is_weekend)
    ways = []
    for number, one in enumerate(found):
        via = pinning_points(router, ends, one.route) if number else ()
        made = leg_at(desk.edited(tour, SetVia(at, via)), at)
        if made.geometry is not None:
            ways.append(
                _offered(
                    made,
                    _main_road(one.route, [other.route for other in found if other is not one]),
                    is_taken=_is_same_way(made, leg),
                )
            )
    if leg.geometry is not None and not any(way.is_taken for way in ways):
        ways.append(_offered(leg, leg.roads[0] if leg.roads else "", is_taken=True))
    return tuple(ways)


def _driven_ends(leg: Leg) -> tuple[tuple[float, float], tuple[float, float]] | None:
    """Return where the longest part by the leg's own mode begins and ends."""
    parts = [part for part in leg.parts if part.mode is leg.mode and part.geometry is not None]
    longest = max(parts, key=lambda part: part.distance_m, default=None)
    if longest is None or longest.geometry is None:
        return None
    begin, *_, end = shapely.get_coordinates(longest.geometry).tolist()
    return (begin[0], begin[1]), (end[0], end[1])


def _offered(leg: Leg, road: str, *, is_taken: bool) -> OfferedWay:
    assert leg.geometry is not None
    return OfferedWay(leg.geometry, road, leg.distance_m, leg.duration_s, leg.via, is_taken)


def _is_same_way(one: Leg, other: Leg) -> bool:
    return (
        one.duration_s == other.duration_s
        and abs(one.distance_m - other.distance_m) < _SAME_M
        and one.roads == other.roads
    )


def _main_road(route: "Route", others: "Sequence[Route]") -> str:
    """Return the road that tells a way from the others: on which it goes farthest beyond them."""
    lead_m = Counter(_metres_by_road(route))
    for other in others:
        lead_m.subtract(_metres_by_road(other))
    return max(_metres_by_road(route), key=lambda road: lead_m[road], default="")


def _metres_by_road(route: "Route") -> dict[str, int]:
    """Return whole metres on each road, called by its number where it has one."""
    metres: dict[str, int] = {}
    for length_m, road in zip(route.road_lengths_m, route.roads, strict=True):
        name = road.partition(" / ")[0]
        metres[name] = metres.get(name, 0) + round(length_m)
    return metres
