"""Building a network from an OpenStreetMap file (.osm.pbf, .osm, .osm.gz, .osm.bz2) by pyosmium."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import numpy as np
import osmium

from data.errors import BadInputError, require_file
from data.language.catalogue import N_
from data.progress import Progress, part, silent
from routes.network.clipping import Area
from routes.network.finish import finish_network
from routes.network.meta import NetworkMeta
from routes.network.restrictions import Member
from routes.network.store import RoadNetwork
from routes.network.ways import WayCollector, WayNode, WayTable

ATTRIBUTION: Final = "© OpenStreetMap contributors (ODbL 1.0)"
SUFFIXES: Final = (".osm.pbf", ".pbf", ".osm", ".osm.gz", ".osm.bz2")

_REPORT_EVERY: Final = 2_000
_BYTES_PER_WAY: Final = {".pbf": 55, ".osm": 1_500}
# Measured on city extracts with their nodes; serves the progress bar only.
_UNKNOWN_COORDINATE: Final = 2**31 - 1
_E7: Final = 10_000_000
_WORLD: Final = (180.0, 85.0)
"""Largest longitude and latitude (degrees) that the network file and Web Mercator take."""


def build_network(
    path: Path, *, area: Area | None = None, area_name: str = "", progress: Progress = silent
) -> RoadNetwork:
    """Build the road network of an OSM file, ready to route.

    Ways are cut at junctions, each mode keeps its largest strongly connected part (``meta`` says what was
    left out), and the contraction order is computed.

    Parameters
    ----------
    path
        The file: nodes first, then ways, then relations, as all extracts are. A node that a way names and the
        file lacks (extracts are clipped) splits the way.
    area
        Keep only roads that touch this area, WGS84 degrees; they are kept whole from junction to junction.
    area_name
        What to call the area.
    progress
        Told the share done; may raise CancelledError in every phase.

    Raises
    ------
    BadInputError
        If the file is missing, truncated, no OSM file, has no roads, or none in the area.
    """
    require_file(path)
    if not path.name.lower().endswith(SUFFIXES):
        raise BadInputError(
            N_("This is not an OpenStreetMap file by its name."),
            source=path,
            remedy=N_("Give a file that ends in .osm.pbf or .osm."),
        )
    reader = _Reader(path, area)
    ways = reader.read(part(progress, 0.0, 0.45))
    _require_roads(path, ways, reader)
    meta = NetworkMeta(
        name=path.name.partition(".")[0],
        source=path.name,
        built=datetime.now(UTC).date().isoformat(),
        attribution=ATTRIBUTION,
        data_date=reader.data_date,
        area=area_name,
    )
    return finish_network(ways, meta, source=str(path), area=area, progress=part(progress, 0.45, 1.0))


def _require_roads(path: Path, ways: WayTable, reader: "_Reader") -> None:
    if not len(ways.size) and reader.has_roads_elsewhere:
        raise BadInputError(
            N_("There are no roads in this area."),
            source=path,
            remedy=N_("Choose an area that the data cover; 'network info' shows their extent."),
        )
    if not len(ways.size) and reader.has_lost_nodes:
        raise BadInputError(
            N_("The file names roads but does not hold their nodes before them."),
            source=path,
            remedy=N_("Sort it (nodes, ways, relations), or export it again with all nodes."),
        )
    if not len(ways.size):
        raise BadInputError(
            N_("The file has no roads."),
            source=path,
            remedy=N_("Choose an OpenStreetMap extract with ways and their nodes."),
        )
    if not (np.abs(ways.lonlat) <= _WORLD).all():
        raise BadInputError(
            N_("The file has nodes that are not on the globe; longitude and latitude may be swapped."),
            source=path,
            remedy=N_("Export it again in WGS84, lon and lat in their own attributes."),
        )


class _Reader:
    """Reads one file into a WayTable."""

    def __init__(self, path: Path, area: Area | None) -> None:
        self._path = path
        self._box = area.bounds if area is not None else None
        self._collector = WayCollector()
        self.data_date = ""
        self.has_lost_nodes = False
        self.has_roads_elsewhere = False

    def read(self, progress: Progress) -> WayTable:
        """Return the roads of the file, without those that have no node in the box of the area."""
        progress(0.0, N_("Reading the roads"))
        expected = 1 + self._path.stat().st_size / _BYTES_PER_WAY.get(self._path.suffix.lower(), 150)
        try:
            # The file is opened twice, once for its header, so that no handle outlives an exception.
            self.data_date = _data_date(self._path)
            for number, item in enumerate(_items(self._path)):
                if number % _REPORT_EVERY == 0:
                    progress(min(number / expected, 0.99), N_("Reading the roads"))
                self._take(item)
        except (RuntimeError, ValueError, OSError, osmium.InvalidLocationError) as error:
            raise BadInputError(
                N_("The OpenStreetMap file cannot be read: {reason}."),
                source=self._path,
                remedy=N_("It may be truncated or not an OpenStreetMap file; download it again."),
                reason=str(error),
            ) from error
        return self._collector.table()

    def _take(self, item: Any) -> None:
        if item.is_way():
            kind = self._collector.kind_of(dict(item.tags))
            if kind is not None:
                nodes = list(_nodes(item))
                self.has_lost_nodes |= None in nodes
                if self._is_near(nodes):
                    self._collector.add(item.id, kind, nodes)
                else:
                    self.has_roads_elsewhere = True
        elif item.is_node():
            self._collector.add_node(item.id, dict(item.tags))
        else:
            members = [Member(member.type, member.ref, member.role) for member in item.members]
            self._collector.add_restriction(dict(item.tags), members)

    def _is_near(self, nodes: list[WayNode | None]) -> bool:
        if self._box is None:
            return True
        west, south, east, north = self._box
        return any(node and west <= node[1] <= east and south <= node[2] <= north for node in nodes)


def _data_date(path: Path) -> str:
    """Return the date in the header of a PBF file, or ''."""
    reader = osmium.io.Reader(str(path), osmium.osm.NOTHING)
    try:
        header = reader.header()
        said = (header.get(key, "") for key in ("osmosis_replication_timestamp", "timestamp"))
        return next((text[:10] for text in said if text), "")
    finally:
        reader.close()


def _items(path: Path) -> Iterator[Any]:
    processor = osmium.FileProcessor(str(path)).with_locations()
    for wanted, kind in (
        (osmium.filter.KeyFilter("highway", "route"), osmium.osm.WAY),
        (osmium.filter.KeyFilter("barrier"), osmium.osm.NODE),
        (osmium.filter.TagFilter(("type", "restriction")), osmium.osm.RELATION),
    ):
        wanted.enable_for(kind)
        processor = processor.with_filter(wanted)
    return iter(processor)


def _nodes(way: Any) -> Iterator[WayNode | None]:
    for node in way.nodes:
        x, y = node.x, node.y
        # Through whole numbers of 1e-7 degrees: node.lon checks and converts at five times the cost.
        known = _UNKNOWN_COORDINATE not in (x, y)
        yield (node.ref, x / _E7, y / _E7) if known else None
