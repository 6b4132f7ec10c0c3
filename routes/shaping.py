"""Ways shaped by hand: routes that pass given points without stopping there."""

from collections.abc import Sequence
from dataclasses import replace

from routes.mixed import MixedRouter
from routes.router import LonLat, Route, Router


def route_via(
    router: Router,
    ends: tuple[LonLat, LonLat],
    via: Sequence[LonLat] = (),
    *,
    depart_s: int | None = None,
    is_weekend: bool = False,
) -> Route:
    """Return the fastest way from one point past ``via``, in order, to another; with the snaps of both ends.

    Parameters
    ----------
    ends, via
        Points (lon, lat), WGS84 degrees. Where the group changes from vehicle to walking, the vehicle passes
        them.
    depart_s, is_weekend
        As for ``Router.route``.

    Raises
    ------
    NoRouteError
        If the points are not connected.
    """
    begin, end = ends
    if isinstance(router, MixedRouter) and via:
        return router.passing(begin, via, end, depart_s=depart_s, is_weekend=is_weekend)
    route = router.route((begin, *via, end), depart_s=depart_s, is_weekend=is_weekend)
    if not via:
        return route
    return replace(
        route,
        snaps=(route.snaps[0], route.snaps[-1]),
        sides=(*route.sides[:1], *route.sides[-1:]),
    )
