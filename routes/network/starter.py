"""The road network that comes with the product: main roads at atlas density, no download needed."""

import csv
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from importlib.resources.abc import Traversable
from typing import Final, NamedTuple

import numpy as np

from data.errors import BadInputError
from data.language.catalogue import N_
from data.model.checks import normal_text
from data.starter import folder
from routes.modes import RoadClass, default_access, road_class_of
from routes.network.connectivity import keep_main_parts
from routes.network.meta import NetworkMeta
from routes.network.store import RoadNetwork

ATTRIBUTION: Final = "© OpenStreetMap contributors (ODbL 1.0)"
_SOURCE: Final = "starter"


@cache
def starter_network() -> RoadNetwork:
    """Return the network of the starter tables; built once per process.

    Routing lengths are the real ones of the table (``length_km``), the drawn lines are generalised. Roads as
    of August 2021, no ferries, no turn restrictions, not for turn-by-turn guidance.
    """
    return network_from_tables(_rows(folder() / "junctions.csv"), _rows(folder() / "links.csv"))


def network_from_tables(
    junctions: Sequence[Mapping[str, str]], links: Sequence[Mapping[str, str]]
) -> RoadNetwork:
    """Build a network from the rows of ``junctions.csv`` and ``links.csv``.

    Parameters
    ----------
    junctions
        Rows with ``id``, ``lon``, ``lat`` (WGS84 degrees).
    links
        Rows with ``from``, ``to``, ``name``, ``ref``, ``road_class``, ``length_km``, ``oneway`` (0 or 1) and
        ``via`` ('lon lat;lon lat…').

    Raises
    ------
    BadInputError
        If a row is wrong; names table and row.
    """
    number = {row["id"]: index for index, row in enumerate(junctions)}
    position = [_lon_lat(f"{row['lon']} {row['lat']}", "junctions.csv", row["id"]) for row in junctions]
    return keep_main_parts(_assembled([_road(row, number, position) for row in links], position))


def _assembled(roads: "Sequence[_Road]", position: Sequence[tuple[float, float]]) -> RoadNetwork:
    names = ("", *sorted({text for road in roads for text in (road.name, road.ref)} - {""}))
    name_id = {name: index for index, name in enumerate(names)}
    m = len(roads)
    return RoadNetwork(
        node_lon=np.array([lon for lon, _ in position]),
        node_lat=np.array([lat for _, lat in position]),
        node_id=np.arange(1, len(position) + 1, dtype=np.int64),
        edge_u=np.array([road.u for road in roads], np.int32),
        edge_v=np.array([road.v for road in roads], np.int32),
        way_id=np.arange(1, m + 1, dtype=np.int64),
        length_m=np.array([road.length_m for road in roads]),
        road_class=np.array([road.road_class for road in roads], np.uint8),
        flags=np.zeros(m, np.uint16),
        access_forward=np.array([road.access[0] for road in roads], np.uint16),
        access_backward=np.array([road.access[1] for road in roads], np.uint16),
        maxspeed_kph=np.zeros(m, np.float32),
        name_id=np.array([name_id[road.name] for road in roads], np.int32),
        ref_id=np.array([name_id[road.ref] for road in roads], np.int32),
        shape_offset=np.concatenate([[0], np.cumsum([len(road.shape) for road in roads])]).astype(np.int64),
        shape_lonlat=np.array([point for road in roads for point in road.shape]),
        names=names,
        meta=NetworkMeta(name="Hà Nội – Hải Dương", source=_SOURCE, built="2021-08", attribution=ATTRIBUTION),
    )


class _Road(NamedTuple):
    """One row of ``links.csv``, checked."""

    u: int
    v: int
    road_class: RoadClass
    access: tuple[int, int]
    length_m: float
    name: str
    ref: str
    shape: list[tuple[float, float]]


def _road(
    row: Mapping[str, str], number: Mapping[str, int], position: Sequence[tuple[float, float]]
) -> _Road:
    u, v = _junction(number, row, "from"), _junction(number, row, "to")
    road_class = _class_of(row)
    return _Road(
        u=u,
        v=v,
        road_class=road_class,
        access=default_access(road_class, oneway=row["oneway"] == "1"),
        length_m=_length_m(row),
        name=normal_text(row["name"]),
        ref=row["ref"],
        shape=[position[u], *_via(row), position[v]],
    )


def _rows(table: Traversable) -> list[dict[str, str]]:
    with table.open(encoding="utf-8") as stream:
        return list(csv.DictReader(stream))


def _where(row: Mapping[str, str]) -> str:
    return f"links.csv {row['from']}–{row['to']}"


def _class_of(row: Mapping[str, str]) -> RoadClass:
    road_class = road_class_of(row["road_class"])
    if road_class is None:
        raise BadInputError(
            N_("The road class '{value}' is unknown."), where=_where(row), value=row["road_class"]
        )
    return road_class


def _junction(number: Mapping[str, int], row: Mapping[str, str], key: str) -> int:
    if row[key] not in number:
        raise BadInputError(N_("There is no junction '{value}'."), where=_where(row), value=row[key])
    return number[row[key]]


def _length_m(row: Mapping[str, str]) -> float:
    try:
        return float(row["length_km"]) * 1000
    except ValueError as error:
        raise BadInputError(
            N_("The length '{value}' is not a number."), where=_where(row), value=row["length_km"]
        ) from error


def _via(row: Mapping[str, str]) -> Iterable[tuple[float, float]]:
    return [_lon_lat(pair, "links.csv", _where(row)) for pair in row["via"].split(";") if pair.strip()]


def _lon_lat(pair: str, table: str, where: str) -> tuple[float, float]:
    try:
        lon, lat = map(float, pair.split())
    except ValueError as error:
        raise BadInputError(
            N_("'{value}' is not a longitude and a latitude."), source=table, where=where, value=pair
        ) from error
    return lon, lat
