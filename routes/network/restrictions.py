"""Turn restrictions: from OSM relations to arcs of a network.

OSM: https://wiki.openstreetmap.org/wiki/Relation:restriction. A relation that does not say clearly which road
it is about (a 'from' that runs through the via node, members outside the extract) is left out and counted.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import product
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from data.language.catalogue import N_
from data.model.travel_mode import TravelMode
from routes.modes import ALL_MODES, MODE_BIT
from routes.network.turns import TurnRestrictions

CONDITIONAL: Final = N_("turn restrictions that hold at times only")
UNCLEAR: Final = N_("turn restrictions that are unclear or reach beyond the data")
UNKNOWN: Final = N_("turn restrictions of an unknown kind")

RESTRICTION_KEYS: Final = (
    "restriction", "restriction:motor_vehicle", "restriction:motorcar", "restriction:tourist_bus",
    "restriction:coach", "restriction:motorcycle", "restriction:bicycle", "restriction:foot",
)  # fmt: skip
"""Keys of restrictions for modes of ours, from general to specific."""

_WALKERS: Final = MODE_BIT[TravelMode.FOOT] | MODE_BIT[TravelMode.WHEELCHAIR]
_VEHICLES: Final = ALL_MODES & ~_WALKERS
_CARS: Final = MODE_BIT[TravelMode.CAR] | MODE_BIT[TravelMode.MINIBUS] | MODE_BIT[TravelMode.ELECTRIC_CART]
_COACH, _MOTORBIKE, _BICYCLE = (
    MODE_BIT[mode] for mode in (TravelMode.COACH, TravelMode.MOTORBIKE, TravelMode.BICYCLE)
)
_VEHICLE_BITS: Final[Mapping[str, int]] = {
    "motor_vehicle": _VEHICLES & ~_BICYCLE,
    "vehicle": _VEHICLES,
    "motorcar": _CARS,
    "tourist_bus": _COACH,
    "coach": _COACH,
    "motorcycle": _MOTORBIKE,
    "bicycle": _BICYCLE,
    "foot": _WALKERS,
}
_NO: Final = (
    "no_left_turn",
    "no_right_turn",
    "no_straight_on",
    "no_u_turn",
    "no_entry",
    "no_exit",
    "no_turn",
)
_ONLY: Final = ("only_left_turn", "only_right_turn", "only_straight_on", "only_u_turn")
_MOST_VIA_ARCS: Final = 60


class RawRestriction(NamedTuple):
    """A restriction as OSM has it: by ways, with its via node or via ways.

    Parameters
    ----------
    from_ways, to_ways
        OSM way ids; several for ``no_entry`` and ``no_exit``.
    via_node
        OSM node id, or None where ``via_ways`` lie between.
    via_ways
        OSM way ids in order.
    is_only
        Whether everything but this is forbidden.
    modes
        ``MODE_BIT`` bits of the modes it binds.
    """

    from_ways: tuple[int, ...]
    via_node: int | None
    via_ways: tuple[int, ...]
    to_ways: tuple[int, ...]
    is_only: bool
    modes: int


class Member(NamedTuple):
    """A member of a relation: 'n' or 'w', id, role."""

    kind: str
    ref: int
    role: str


def read_restriction(
    tags: Mapping[str, str], members: Iterable[Member], skipped: "Counter[str]"
) -> list[RawRestriction]:
    """Return what a relation of ``type=restriction`` says, one for each kind; counts what is left out."""
    if any(":conditional" in key for key in tags) or "day_on" in tags or "hour_on" in tags:
        skipped[CONDITIONAL] += 1
    if "day_on" in tags or "hour_on" in tags:
        return []
    said = {key: tags[key] for key in RESTRICTION_KEYS if key in tags}
    found = list(members)
    origin = tuple(member.ref for member in found if member.kind == "w" and member.role == "from")
    target = tuple(member.ref for member in found if member.kind == "w" and member.role == "to")
    nodes = [member.ref for member in found if member.kind == "n" and member.role == "via"]
    ways = tuple(member.ref for member in found if member.kind == "w" and member.role == "via")
    if said and (not origin or not target or len(nodes) + bool(ways) != 1):
        skipped[UNCLEAR] += 1
        return []
    restrictions = []
    for kind, bits in _bits_by_kind(said, tags.get("except", "")).items():
        if kind not in _NO + _ONLY:
            skipped[UNKNOWN] += 1
        elif bits:
            node = nodes[0] if nodes else None
            restrictions.append(RawRestriction(origin, node, ways, target, kind in _ONLY, bits))
    return restrictions


def _bits_by_kind(said: Mapping[str, str], exempt: str) -> dict[str, int]:
    """Return the modes by kind of restriction; a key of one vehicle overrides the general one for it."""
    free = 0
    for vehicle in exempt.split(";"):
        free |= _VEHICLE_BITS.get(vehicle.strip(), 0)
    by_kind: Counter[str] = Counter()
    taken = 0
    for key in reversed(RESTRICTION_KEYS):
        if key in said:
            _, _, vehicle = key.partition(":")
            bits = _VEHICLE_BITS[vehicle] if vehicle else _VEHICLES & ~free
            by_kind[said[key]] |= bits & ~taken
            taken |= bits
    return dict(by_kind)


class EdgeEnds(NamedTuple):
    """What is needed to find a way at a node: m edges.

    Parameters
    ----------
    node
        Node number at u and at v, shape (m, 2).
    way
        OSM way id of the first and of the last piece, shape (m, 2).
    is_open
        Whether any vehicle may go u → v and v → u, shape (m, 2).
    """

    node: NDArray[np.int64]
    way: NDArray[np.int64]
    is_open: NDArray[np.bool_]


class _Turn(NamedTuple):
    from_arc: int
    via_arcs: tuple[int, ...]
    to_arc: int


class _Arcs:
    """Arcs of the ways that restrictions name, by node and way."""

    def __init__(self, ends: EdgeEnds, ways: set[int]) -> None:
        self._ends = ends
        self._leaving: dict[tuple[int, int], list[int]] = {}
        named = np.isin(ends.way, np.fromiter(ways, np.int64, len(ways)))
        for edge, side in zip(*(place.tolist() for place in np.nonzero(named)), strict=True):
            key = (int(ends.node[edge, side]), int(ends.way[edge, side]))
            self._leaving.setdefault(key, []).append(2 * edge + side)
        self.nodes_of: dict[int, set[int]] = {}
        for node, way in self._leaving:
            self.nodes_of.setdefault(way, set()).add(node)

    def leaving(self, node: int, way: int) -> list[int]:
        """Return the arcs of a way that leave a node and are open to some vehicle."""
        return [arc for arc in self._leaving.get((node, way), ()) if self._ends.is_open[arc >> 1, arc & 1]]

    def arriving(self, node: int, way: int) -> list[int]:
        """Return the arcs of a way that end at a node and are open to some vehicle."""
        turned = [arc ^ 1 for arc in self._leaving.get((node, way), ())]
        return [arc for arc in turned if self._ends.is_open[arc >> 1, arc & 1]]

    def head(self, arc: int) -> int:
        """Return the node where an arc ends."""
        return int(self._ends.node[arc >> 1, 1 - (arc & 1)])


def resolve_restrictions(
    raw: Sequence[RawRestriction], number: Mapping[int, int], ends: EdgeEnds, skipped: "Counter[str]"
) -> TurnRestrictions:
    """Return restrictions by arc; those that cannot be told are counted in ``skipped``.

    Parameters
    ----------
    raw
        As read.
    number
        Node number by OSM id, of via nodes at least.
    ends
        All edges.
    skipped
        Counts by reason.
    """
    named = {way for item in raw for way in (*item.from_ways, *item.via_ways, *item.to_ways)}
    arcs = _Arcs(ends, named)
    found: dict[tuple[_Turn, bool], int] = {}
    for item in raw:
        turns = list(_turns(item, number, arcs))
        if not turns:
            skipped[UNCLEAR] += 1
        for turn in turns:
            found[turn, item.is_only] = found.get((turn, item.is_only), 0) | item.modes
    return _packed(found, arcs)


def _turns(item: RawRestriction, number: Mapping[int, int], arcs: _Arcs) -> Iterator[_Turn]:
    for origin, target in product(item.from_ways, item.to_ways):
        if item.via_node is None:
            turn = _through_ways(origin, item.via_ways, target, arcs)
        else:
            turn = _at_node(origin, number.get(item.via_node), target, arcs)
        if turn is not None:
            yield turn


def _at_node(origin: int, node: int | None, target: int, arcs: _Arcs) -> _Turn | None:
    if node is None:
        return None
    into, out = arcs.arriving(node, origin), arcs.leaving(node, target)
    return _Turn(into[0], (), out[0]) if len(into) == len(out) == 1 else None


def _through_ways(origin: int, via: Sequence[int], target: int, arcs: _Arcs) -> _Turn | None:
    """Return the one sequence of arcs from a way over others to a third, None unless there is just one."""
    found = set()
    for order in {tuple(via), tuple(reversed(via))}:
        for node in arcs.nodes_of.get(origin, ()):
            into = arcs.arriving(node, origin)
            if len(into) == 1 and arcs.leaving(node, order[0]):
                found |= {_Turn(into[0], way, out) for way, out in _walks(node, into[0], order, target, arcs)}
    return found.pop() if len(found) == 1 else None


def _walks(
    node: int, arrived: int, via: Sequence[int], target: int, arcs: _Arcs
) -> Iterator[tuple[tuple[int, ...], int]]:
    """Yield the ways along ``via`` from a node to where ``target`` begins, with its first arc."""
    open_ends: list[tuple[int, tuple[int, ...], int]] = [
        (0, (arc,), arcs.head(arc)) for arc in arcs.leaving(node, via[0]) if arc != arrived ^ 1
    ]
    while open_ends:
        place, way, at = open_ends.pop()
        last = place == len(via) - 1
        out = [arc for arc in arcs.leaving(at, target if last else via[place + 1]) if arc != way[-1] ^ 1]
        if last and len(out) == 1:
            yield way, out[0]
        elif not last:
            open_ends += [(place + 1, (*way, arc), arcs.head(arc)) for arc in out]
        if not out and len(way) < _MOST_VIA_ARCS:
            onward = [arc for arc in arcs.leaving(at, via[place]) if arc != way[-1] ^ 1]
            open_ends += [(place, (*way, arc), arcs.head(arc)) for arc in onward]


def _packed(found: Mapping[tuple[_Turn, bool], int], arcs: _Arcs) -> TurnRestrictions:
    turns = sorted(found)
    size = [len(turn.via_arcs) for turn, _ in turns]
    return TurnRestrictions(
        from_arc=np.array([turn.from_arc for turn, _ in turns], np.int32),
        via_node=np.array([arcs.head(turn.from_arc) for turn, _ in turns], np.int32),
        to_arc=np.array([turn.to_arc for turn, _ in turns], np.int32),
        is_only=np.array([is_only for _, is_only in turns], np.uint8),
        modes=np.array([found[key] for key in turns], np.uint16),
        via_offset=np.concatenate([[0], np.cumsum(size)]).astype(np.int64),
        via_arc=np.array([arc for turn, _ in turns for arc in turn.via_arcs], np.int32),
    )
