"""Ways shaped by hand: routes that pass given points without stopping there."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from routes.backends.network_router import NetworkRouter
from routes.backends.tracing import length_cm, line_through, single
from routes.mixed import MixedRouter
from routes.router import LonLat, Route, Router, Trace

MOST_VIA: Final = 5
"""Points that a way is pinned down by at most; most need one."""


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


def pinning_points(
    router: NetworkRouter, ends: tuple[LonLat, LonLat], wanted: Route, *, most: int = MOST_VIA
) -> tuple[LonLat, ...]:
    """Return points that make ``router`` take a given way: as few as it needs, none for the fastest way.

    The longest stretch that the router does not take by itself is given a point in its middle, until nothing
    differs or there are ``most`` points.

    Parameters
    ----------
    router
        Made the way.
    ends
        Points (lon, lat), WGS84 degrees, that the way joins.
    wanted
        The way, with its trace.

    Raises
    ------
    NoRouteError
        If the points are not connected.
    """
    trace = _trace(wanted)
    arcs, cm = _arcs(trace), length_cm(router.finder().length_cm, trace)
    chosen: list[int] = []
    while True:
        via = tuple(_middle(router, trace, piece) for piece in sorted(chosen))
        if len(chosen) == most:
            return via
        found = _arcs(_trace(route_via(router, ends, via)))
        missing = ~np.isin(arcs, found)
        missing[chosen] = False
        if not (missing & (cm > 0)).any():
            return via
        chosen.append(_middle_of_longest(missing, cm))


def _trace(route: Route) -> Trace:
    traces = [part.trace for part in route.parts if part.trace is not None]
    return Trace(*(np.concatenate(arrays) for arrays in zip(*traces, strict=True)))


def _arcs(trace: Trace) -> NDArray[np.int64]:
    """Return edge and direction of each piece as one number."""
    return 2 * trace.edge + (trace.end < trace.begin)


def _middle_of_longest(missing: NDArray[np.bool_], cm: NDArray[np.int64]) -> int:
    """Return the piece in the middle of the longest run of missing pieces."""
    edges = np.flatnonzero(np.diff(np.concatenate(([0], missing.astype(np.int8), [0]))))
    runs = list(zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True))
    begin, end = max(runs, key=lambda run: int(cm[run[0] : run[1]].sum()))
    along = np.cumsum(cm[begin:end])
    return int(begin + np.searchsorted(along, along[-1] / 2))


def _middle(router: NetworkRouter, trace: Trace, piece: int) -> LonLat:
    edge, begin, end = int(trace.edge[piece]), float(trace.begin[piece]), float(trace.end[piece])
    lon, lat = line_through(router.network, single(edge, begin, (begin + end) / 2))[-1]
    return float(lon), float(lat)
