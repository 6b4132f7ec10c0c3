"""Which manoeuvre a junction is for who takes it, if it is worth a word at all."""

from collections.abc import Sequence
from enum import StrEnum
from typing import Final, NamedTuple

from routes.directions.junctions import Branch, Junctions, bearing_away, bearing_in, turn_angle
from routes.modes import EdgeFlag
from routes.network.store import RoadNetwork


class Maneuver(StrEnum):
    """What to do where a step begins."""

    DEPART = "depart"
    CONTINUE = "continue"
    SLIGHT_RIGHT = "slight_right"
    RIGHT = "right"
    SHARP_RIGHT = "sharp_right"
    SLIGHT_LEFT = "slight_left"
    LEFT = "left"
    SHARP_LEFT = "sharp_left"
    U_TURN = "u_turn"
    KEEP_RIGHT = "keep_right"
    KEEP_LEFT = "keep_left"
    ROUNDABOUT = "roundabout"
    VIA = "via"
    ALIGHT = "alight"
    BOARD = "board"
    ARRIVE = "arrive"


class Piece(NamedTuple):
    """A drive along one edge, from node to node or between a point and a node."""

    edge: int
    is_forward: bool
    length_m: float


_STRAIGHT_DEG: Final = 20.0
_SLIGHT_DEG: Final = 50.0
_TURN_DEG: Final = 120.0
_SHARP_DEG: Final = 165.0
_FORK_DEG: Final = 60.0
"""Two ways ahead that differ by less are a fork."""

_NAMED_FROM_M: Final = 150.0
_SAME_REF_FROM_M: Final = 1000.0
"""A new name is told only if it holds for so long, on the same numbered road longer."""


def first_node(network: RoadNetwork, piece: Piece) -> int:
    """Return the node where a piece begins."""
    return int((network.edge_u if piece.is_forward else network.edge_v)[piece.edge])


def last_node(network: RoadNetwork, piece: Piece) -> int:
    """Return the node where a piece ends."""
    return int((network.edge_v if piece.is_forward else network.edge_u)[piece.edge])


def is_back(before: Piece, after: Piece) -> bool:
    """Return whether one drives back on the edge one came by."""
    return before.edge == after.edge and before.is_forward != after.is_forward


def maneuver_at(junctions: Junctions, leg: Sequence[Piece], at: int) -> Maneuver | None:
    """Return what to do at the junction before piece ``at``, None where the way simply goes on."""
    before, after = leg[at - 1], leg[at]
    if is_back(before, after):
        return Maneuver.U_TURN
    network = junctions.network
    came = bearing_in(network, before.edge, is_forward=before.is_forward)
    angle = turn_angle(came, bearing_away(network, after.edge, is_forward=after.is_forward))
    others = [
        branch
        for branch in junctions.leaving(first_node(network, after))
        if branch.edge not in {before.edge, after.edge}
    ]
    is_renamed = _is_renamed(network, leg, at)
    rivals = [
        (turn_angle(came, branch.bearing_deg), branch)
        for branch in others
        if _rank(network, branch.edge) <= _rank(network, after.edge) + 1
    ]
    goes_on = _is_same_road(network, before.edge, after.edge)
    if not rivals:
        has_to_turn = (
            not goes_on and abs(angle) >= _SLIGHT_DEG and (bool(others) or any(_road(network, after)))
        )
        return turn_of(angle) if is_renamed or has_to_turn else None
    return _among(network, (before, after), angle, rivals, goes_on=goes_on, is_renamed=is_renamed)


def turn_of(angle_deg: float) -> Maneuver:
    """Return the class of a turn by its angle, to the right positive."""
    size, right = abs(angle_deg), angle_deg > 0
    if size < _STRAIGHT_DEG:
        return Maneuver.CONTINUE
    if size >= _SHARP_DEG:
        return Maneuver.U_TURN
    if size < _SLIGHT_DEG:
        return Maneuver.SLIGHT_RIGHT if right else Maneuver.SLIGHT_LEFT
    if size < _TURN_DEG:
        return Maneuver.RIGHT if right else Maneuver.LEFT
    return Maneuver.SHARP_RIGHT if right else Maneuver.SHARP_LEFT


def exit_number(junctions: Junctions, ring: Sequence[Piece]) -> int:
    """Return which exit a drive around a roundabout takes: every branch passed counts, from 1."""
    return max(sum(junctions.has_exit(last_node(junctions.network, piece)) for piece in ring), 1)


def _among(
    network: RoadNetwork,
    way: tuple[Piece, Piece],
    angle: float,
    rivals: Sequence[tuple[float, Branch]],
    *,
    goes_on: bool,
    is_renamed: bool,
) -> Maneuver | None:
    """Return the manoeuvre where other roads of about the same rank could be taken."""
    before, after = way
    is_ahead = abs(angle) < _SLIGHT_DEG
    fork = [
        (other, branch)
        for other, branch in rivals
        if is_ahead and abs(other) < _SLIGHT_DEG and abs(other - angle) < _FORK_DEG
    ]
    # The road one is on is followed, and whatever leaves it is another, lesser or farther from straight on.
    is_plain = goes_on and all(
        not _is_same_road(network, before.edge, branch.edge)
        and (
            abs(other) > abs(angle) + _STRAIGHT_DEG
            or _rank(network, branch.edge) > _rank(network, after.edge)
        )
        for other, branch in rivals
    )
    if is_plain and is_ahead:
        return None
    straight_on = any(_is_same_road(network, before.edge, branch.edge) for _, branch in fork)
    if fork and not straight_on:
        if all(angle > other for other, _ in fork):
            return Maneuver.KEEP_RIGHT
        if all(angle < other for other, _ in fork):
            return Maneuver.KEEP_LEFT
        return Maneuver.CONTINUE
    if fork and abs(angle) < _STRAIGHT_DEG:
        # The old road bears away and another goes straight on.
        return Maneuver.KEEP_RIGHT if angle > fork[0][0] else Maneuver.KEEP_LEFT
    turn = turn_of(angle)
    return turn if turn is not Maneuver.CONTINUE or is_renamed else None


def _rank(network: RoadNetwork, edge: int) -> int:
    # Classes come in pairs of road and its slip roads.
    return int(network.road_class[edge]) // 2


def _is_same_road(network: RoadNetwork, one: int, other: int) -> bool:
    names = network.name_id[one], network.name_id[other]
    refs = network.ref_id[one], network.ref_id[other]
    if names[0] and names[1]:
        return bool(names[0] == names[1] or (refs[0] and refs[0] == refs[1]))
    if refs[0] or refs[1]:
        return bool(refs[0] == refs[1])
    return bool(names[0] == names[1] and network.road_class[one] == network.road_class[other])


def _is_renamed(network: RoadNetwork, leg: Sequence[Piece], at: int) -> bool:
    """Return whether a road begins that is signed for a while; names of bridges do not count."""
    name, ref = road = _road(network, leg[at])
    if not (name or ref) or _is_works(network, leg[at].edge):
        return False
    (_, old_ref) = old = _road_before(network, leg[:at])
    if old == road or (not name and ref == old_ref):
        return False
    held_m = 0.0
    for piece in leg[at:]:
        if _road(network, piece) != road and not _is_works(network, piece.edge):
            break
        held_m += piece.length_m
    return held_m >= (_SAME_REF_FROM_M if ref and ref == old_ref else _NAMED_FROM_M)


def _road_before(network: RoadNetwork, done: Sequence[Piece]) -> tuple[int, int]:
    """Return name and ref of the road one was last told to be on; short stretches were not worth a word."""
    held_m = 0.0
    road = _road(network, done[-1])
    for piece in reversed(done):
        if _is_works(network, piece.edge):
            continue
        if _road(network, piece) != road:
            road, held_m = _road(network, piece), 0.0
        held_m += piece.length_m
        if held_m >= _NAMED_FROM_M:
            break
    return road


def _road(network: RoadNetwork, piece: Piece) -> tuple[int, int]:
    return int(network.name_id[piece.edge]), int(network.ref_id[piece.edge])


def _is_works(network: RoadNetwork, edge: int) -> bool:
    return bool(network.flags[edge] & (EdgeFlag.BRIDGE | EdgeFlag.TUNNEL | EdgeFlag.FERRY))
