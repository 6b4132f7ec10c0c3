"""From the trace of a route to its steps."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import groupby, pairwise
from typing import Final

import numpy as np

from data.model.travel_mode import TravelMode
from routes.directions.junctions import Junctions, bearing_away
from routes.directions.turns import Maneuver, Piece, exit_number, first_node, is_back, maneuver_at
from routes.modes import EdgeFlag, RoadClass
from routes.network.store import RoadNetwork
from routes.router import Route, RoutePart, Side, Snap, Trace


class Structure(StrEnum):
    """Works that a traveller recognises the way by."""

    BRIDGE = "bridge"
    TUNNEL = "tunnel"
    FERRY = "ferry"


@dataclass(frozen=True, slots=True)
class Crossing:
    """A bridge, tunnel or ferry on the way: its kind, its name ('' if the map has none) and its metres."""

    kind: Structure
    name: str
    length_m: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One turn and the way from it to the next.

    Parameters
    ----------
    maneuver
        What to do at the beginning.
    mode
        How the step is travelled.
    name, ref
        Road that is followed then, '' where it has none.
    distance_m
        To the next step.
    bearing_deg
        Direction in which the step begins, clockwise from north.
    lon, lat
        Where, WGS84 degrees.
    exit_number
        Which exit of a roundabout to take, from 1; 0 elsewhere.
    side
        Side of the road that the place reached is on.
    point
        Number of the asked point that is left, passed or reached; −1 for a turn.
    crossings
        Bridges, tunnels and ferries on the step.
    is_ramp
        Whether the road is a slip road.
    """

    maneuver: Maneuver
    mode: TravelMode
    lon: float
    lat: float
    name: str = ""
    ref: str = ""
    distance_m: float = 0.0
    bearing_deg: float = 0.0
    exit_number: int = 0
    side: Side = Side.ON
    point: int = -1
    crossings: tuple[Crossing, ...] = ()
    is_ramp: bool = False


_BRIDGE_FROM_M: Final = 80.0
"""Bridges without a name are told from this length on."""

_AT_THE_ROAD_M: Final = 5.0
"""Nearer to the road's middle no side is told."""

_SAME_POINT_DEG: Final = 1e-7
_AT_ONCE_M: Final = 60.0
"""A straight way with a new name so soon after a turn belongs to the turn."""

_ACROSS_M: Final = 40.0
"""Two turns to the same side within the width of a dual carriageway are one U-turn."""

_RAMPS: Final = frozenset(road_class for road_class in RoadClass if road_class.name.endswith("_LINK"))

ON_FOOT: Final = frozenset({TravelMode.FOOT, TravelMode.WHEELCHAIR})
"""Modes of who leaves the vehicle."""


def directions(network: RoadNetwork, route: Route) -> tuple[Step, ...]:
    """Return the steps of a route, from departure to arrival, with a step for every point on the way.

    Junctions where the way simply goes on are passed over: the only road, or straight ahead on the same road.
    Exits of roundabouts are counted over the branches that the mode may take. A change of name on a straight
    way is told if the new name holds for 150 m.

    Parameters
    ----------
    network
        Roads that the route was found on.
    route
        With its parts and their traces.
    """
    steps: list[Step] = []
    point = 0
    for number, part in enumerate(route.parts):
        found = _part_steps(network, route, part, point)
        point += len(part.stop_at)
        if number:
            board = Maneuver.ALIGHT if part.mode in ON_FOOT else Maneuver.BOARD
            goes_on = part.mode is route.parts[number - 1].mode
            found[0] = replace(found[0], maneuver=Maneuver.CONTINUE if goes_on else board, point=-1)
        is_last = number == len(route.parts) - 1
        at_point = point + 2 < len(route.snaps) and _is_at(part, route.snaps[point + 1])
        steps += found[:-1]
        if is_last or at_point:
            point += at_point
            steps.append(found[-1] if is_last else replace(found[-1], maneuver=Maneuver.VIA))
    return tuple(steps)


def _is_at(part: RoutePart, snap: Snap) -> bool:
    """Return whether a part ends at a snapped point, not only where the mode changes."""
    lon, lat = part.geometry.coords[-1]
    return max(abs(lon - snap.lon), abs(lat - snap.lat)) < _SAME_POINT_DEG


def _part_steps(network: RoadNetwork, route: Route, part: RoutePart, point: int) -> list[Step]:
    trace = part.trace if part.trace is not None else _NOWHERE
    cuts = [0, *part.stop_at, len(trace.edge)]
    legs = [list(_pieces(network, trace, begin, end)) for begin, end in pairwise(cuts)]
    junctions = Junctions(network, part.mode)
    at_first, at_last = part.geometry.coords[0], part.geometry.coords[-1]
    blank = Step(maneuver=Maneuver.DEPART, mode=part.mode, lon=at_first[0], lat=at_first[1], point=point)
    if part.trace is None:
        blank = replace(blank, distance_m=part.distance_m)
    steps: list[Step] = []
    for number, leg in enumerate(legs):
        begun = blank
        if number:
            snap = route.snaps[point + number]
            steps.append(_reached(blank, route, Maneuver.VIA, point + number))
            back = leg and legs[number - 1] and is_back(legs[number - 1][-1], leg[0])
            maneuver = Maneuver.U_TURN if back else Maneuver.CONTINUE
            begun = replace(blank, maneuver=maneuver, lon=snap.lon, lat=snap.lat, point=-1)
        steps += _leg_steps(junctions, begun, leg) if leg or not number else []
    arrived = _reached(blank, route, Maneuver.ARRIVE, point + len(legs))
    return [*steps, replace(arrived, lon=at_last[0], lat=at_last[1])]


_NOWHERE: Final = Trace(np.empty(0, np.int64), np.empty(0), np.empty(0))


def _pieces(network: RoadNetwork, trace: Trace, begin: int, end: int) -> Iterator[Piece]:
    """Yield the pieces that have a length; points on nodes leave empty ones."""
    for at in range(begin, end):
        edge, share = int(trace.edge[at]), float(trace.end[at] - trace.begin[at])
        if share:
            yield Piece(edge, share > 0, abs(share) * float(network.length_m[edge]))


def _reached(blank: Step, route: Route, maneuver: Maneuver, point: int) -> Step:
    snap = route.snaps[min(point, len(route.snaps) - 1)]
    is_beside = bool(route.sides) and snap.access_m >= _AT_THE_ROAD_M
    return replace(
        blank,
        maneuver=maneuver,
        lon=snap.lon,
        lat=snap.lat,
        side=route.sides[min(point, len(route.sides) - 1)] if is_beside else Side.ON,
        point=point,
        distance_m=0.0,
    )


def _leg_steps(junctions: Junctions, begun: Step, leg: Sequence[Piece]) -> list[Step]:
    """Return the steps between two points: where each begins, and then how long it is."""
    if not leg:
        return [begun]
    network = junctions.network
    starts = list(_starts(junctions, begun, leg))
    ends = [start for start, _ in starts[1:]] + [len(leg)]
    steps = []
    for (start, step), end in zip(starts, ends, strict=True):
        at = step if start == 0 else _placed(network, step, leg[start])
        metres = sum(piece.length_m for piece in leg[start:end])
        steps.append(replace(at, distance_m=metres, crossings=tuple(_crossings(network, leg[start:end]))))
    return _joined(steps)


def _starts(junctions: Junctions, begun: Step, leg: Sequence[Piece]) -> Iterator[tuple[int, Step]]:
    """Yield the pieces where steps begin, the first with the step that is ``begun``."""
    network = junctions.network
    yield 0, _onto(network, begun, leg[0])
    turning = replace(begun, point=-1)
    ring_from: int | None = None
    for at, piece in enumerate(leg):
        if network.flags[piece.edge] & EdgeFlag.ROUNDABOUT:
            ring_from = at if ring_from is None else ring_from
        elif ring_from is not None:
            number = exit_number(junctions, leg[ring_from:at])
            step = replace(turning, maneuver=Maneuver.ROUNDABOUT, exit_number=number)
            yield max(ring_from, 1), _onto(network, step, piece)
            ring_from = None
        elif at:
            maneuver = maneuver_at(junctions, leg, at)
            if maneuver is not None:
                yield at, _onto(network, replace(turning, maneuver=maneuver), piece)


def _joined(steps: Sequence[Step]) -> list[Step]:
    """Return steps without those that say nothing new.

    Turns across a median are one U-turn; a name that follows a turn at once belongs to it; going straight on
    the street one is on is no step.
    """
    joined: list[Step] = []
    for step in steps:
        last = joined[-1] if joined else None
        if last is not None and step.maneuver is Maneuver.CONTINUE and last.distance_m < _AT_ONCE_M:
            joined[-1] = _together(last, step)
        elif last is not None and step.maneuver is Maneuver.CONTINUE and last.name and last.name == step.name:
            joined[-1] = replace(_together(last, step), ref=last.ref, is_ramp=last.is_ramp)
        elif len(joined) > 1 and _is_across(joined[-2], joined[-1], step):
            joined[-1] = replace(_together(joined[-1], step), maneuver=Maneuver.U_TURN)
        else:
            joined.append(step)
    return joined


def _together(first: Step, second: Step) -> Step:
    return replace(
        first,
        name=second.name,
        ref=second.ref,
        is_ramp=second.is_ramp,
        distance_m=first.distance_m + second.distance_m,
        crossings=first.crossings + second.crossings,
    )


def _is_across(before: Step, turn: Step, again: Step) -> bool:
    return (
        turn.maneuver is again.maneuver
        and turn.maneuver in {Maneuver.LEFT, Maneuver.RIGHT}
        and turn.distance_m < _ACROSS_M
        and bool(before.name or before.ref)
        and (before.name, before.ref) == (again.name, again.ref)
    )


def _crossings(network: RoadNetwork, pieces: Sequence[Piece]) -> Iterator[Crossing]:
    """Yield the named or long bridges, the tunnels and the ferries among pieces."""

    def works(piece: Piece) -> tuple[Structure, str] | None:
        flags = network.flags[piece.edge]
        kind = next((kind for flag, kind in _STRUCTURES.items() if flags & flag), None)
        name = network.names[network.name_id[piece.edge]]
        return None if kind is None else (kind, name if name.casefold().startswith(_NAMES[kind]) else "")

    for found, group in groupby(pieces, works):
        metres = sum(piece.length_m for piece in group)
        if found and (found[1] or metres >= _BRIDGE_FROM_M or found[0] is not Structure.BRIDGE):
            yield Crossing(*found, metres)


_STRUCTURES: Final = {
    EdgeFlag.FERRY: Structure.FERRY,
    EdgeFlag.TUNNEL: Structure.TUNNEL,
    EdgeFlag.BRIDGE: Structure.BRIDGE,
}
_NAMES: Final = {
    Structure.FERRY: ("phà", "bến phà", "đò"),
    Structure.TUNNEL: ("hầm",),
    Structure.BRIDGE: ("cầu",),
}
"""How the name of a road begins when it is the name of the structure that carries it."""


def _placed(network: RoadNetwork, step: Step, piece: Piece) -> Step:
    node = first_node(network, piece)
    return replace(step, lon=float(network.node_lon[node]), lat=float(network.node_lat[node]))


def _onto(network: RoadNetwork, step: Step, piece: Piece) -> Step:
    edge = piece.edge
    return replace(
        step,
        name=network.names[network.name_id[edge]],
        ref=network.names[network.ref_id[edge]],
        bearing_deg=bearing_away(network, edge, is_forward=piece.is_forward),
        is_ramp=RoadClass(network.road_class[edge]) in _RAMPS,
    )
