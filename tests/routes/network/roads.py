"""Small road networks for tests: written out edge by edge, drawn at random, or as OSM XML."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from hypothesis import strategies as st

from routes.modes import ALL_MODES, RoadClass
from routes.network.checks import ARRAYS
from routes.network.lengths import line_lengths_m
from routes.network.meta import NetworkMeta
from routes.network.store import RoadNetwork
from routes.network.turns import TURN_ARRAYS

ORIGIN = (105.80, 21.00)
STEP = 0.01
"""Degrees between grid points: about a kilometre."""

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Road:
    """An edge between two numbered nodes."""

    u: int
    v: int
    road_class: RoadClass = RoadClass.RESIDENTIAL
    forward: int = ALL_MODES
    backward: int = ALL_MODES
    name: str = ""
    ref: str = ""
    flags: int = 0
    maxspeed_kph: float = 0.0
    via: tuple[Point, ...] = ()


def grid_point(x: float, y: float) -> Point:
    """Return a point of the test grid in degrees."""
    return ORIGIN[0] + STEP * x, ORIGIN[1] + STEP * y


def network_of(nodes: Sequence[Point], roads: Sequence[Road]) -> RoadNetwork:
    """Return a network of grid nodes (x, y in grid steps) and roads between them."""
    places = [grid_point(*node) for node in nodes]
    shapes = [[places[road.u], *(grid_point(*at) for at in road.via), places[road.v]] for road in roads]
    offset = np.concatenate([[0], np.cumsum([len(shape) for shape in shapes])]).astype(np.int64)
    lonlat = np.array([point for shape in shapes for point in shape])
    names = ("", *sorted({text for road in roads for text in (road.name, road.ref)} - {""}))
    m = len(roads)
    return RoadNetwork(
        node_lon=np.array([lon for lon, _ in places]),
        node_lat=np.array([lat for _, lat in places]),
        node_id=np.arange(100, 100 + len(places), dtype=np.int64),
        edge_u=np.array([road.u for road in roads], np.int32),
        edge_v=np.array([road.v for road in roads], np.int32),
        way_id=np.arange(500, 500 + m, dtype=np.int64),
        length_m=line_lengths_m(lonlat, offset),
        road_class=np.array([road.road_class for road in roads], np.uint8),
        flags=np.array([road.flags for road in roads], np.uint16),
        access_forward=np.array([road.forward for road in roads], np.uint16),
        access_backward=np.array([road.backward for road in roads], np.uint16),
        maxspeed_kph=np.array([road.maxspeed_kph for road in roads], np.float32),
        name_id=np.array([names.index(road.name) for road in roads], np.int32),
        ref_id=np.array([names.index(road.ref) for road in roads], np.int32),
        shape_offset=offset,
        shape_lonlat=lonlat,
        names=names,
        meta=NetworkMeta(name="test", source="test", built="2026-01-01", attribution="© test"),
    )


def same(one: RoadNetwork, other: RoadNetwork) -> bool:
    """Return whether two networks are equal to the last bit; unknown equals unknown."""
    arrays = all(
        np.array_equal(getattr(one, name), getattr(other, name), equal_nan=name == "incline_percent")
        for name in ARRAYS
    )
    turns = all(np.array_equal(getattr(one.turns, name), getattr(other.turns, name)) for name in TURN_ARRAYS)
    saved = one.saved.keys() == other.saved.keys() and all(
        np.array_equal(value, other.saved[name]) for name, value in one.saved.items()
    )
    return arrays and turns and saved and one.names == other.names and one.meta == other.meta


@st.composite
def networks(draw: st.DrawFn) -> RoadNetwork:
    """Draw a small network with one-ways, parallel edges, loops, dead ends and islands."""
    count = draw(st.integers(2, 9))
    cells = st.tuples(st.integers(0, 6), st.integers(0, 6))
    nodes = draw(st.lists(cells, min_size=count, max_size=count, unique=True))
    number = st.integers(0, count - 1)
    ways = st.sampled_from([(ALL_MODES, ALL_MODES), (ALL_MODES, 0), (0, ALL_MODES), (ALL_MODES, 16)])
    bends = st.lists(st.tuples(st.floats(0, 6), st.floats(0, 6)), max_size=2)
    classes = st.sampled_from([RoadClass.MOTORWAY, RoadClass.PRIMARY, RoadClass.RESIDENTIAL, RoadClass.PATH])
    drawn = draw(st.lists(st.tuples(number, number, ways, bends, classes), min_size=1, max_size=16))
    roads = [
        Road(
            u,
            v,
            kind,
            *access,
            via=tuple(bend) or (((nodes[u][0] + 0.5, nodes[u][1] + 0.5),) if u == v else ()),
        )
        for u, v, access, bend, kind in drawn
    ]
    return network_of(nodes, roads)


Relation = tuple[int, Sequence[tuple[str, int, str]], Mapping[str, str]]
"""Id, members as (type, id, role), tags."""


def osm_xml(
    nodes: Mapping[int, Point],
    ways: Sequence[tuple[int, Sequence[int], Mapping[str, str]]],
    *,
    node_tags: Mapping[int, Mapping[str, str]] | None = None,
    relations: Sequence[Relation] = (),
) -> str:
    """Return an OSM XML file; nodes in grid steps, ways as (id, node ids, tags)."""
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', '<osm version="0.6" generator="test">']
    for node, at in nodes.items():
        lon, lat = grid_point(*at)
        inside = _xml_tags((node_tags or {}).get(node, {}))
        lines.append(f'<node id="{node}" version="1" lat="{lat:.7f}" lon="{lon:.7f}">{inside}</node>')
    for way, refs, tags in ways:
        inside = "".join(f'<nd ref="{ref}"/>' for ref in refs) + _xml_tags(tags)
        lines.append(f'<way id="{way}" version="1">{inside}</way>')
    for relation, members, tags in relations:
        inside = "".join(f'<member type="{kind}" ref="{ref}" role="{role}"/>' for kind, ref, role in members)
        lines.append(f'<relation id="{relation}" version="1">{inside}{_xml_tags(tags)}</relation>')
    return "\n".join([*lines, "</osm>"])


def _xml_tags(tags: Mapping[str, str]) -> str:
    return "".join(f'<tag k="{key}" v="{value}"/>' for key, value in tags.items())
