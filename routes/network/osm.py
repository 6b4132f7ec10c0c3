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
from routes.network.finish import finish_network
from routes.network.meta import NetworkMeta
from routes.network.store import RoadNetwork
from routes.network.ways import WayCollector, WayTable

ATTRIBUTION: Final = "© OpenStreetMap contributors (ODbL 1.0)"
SUFFIXES: Final = (".osm.pbf", ".pbf", ".osm", ".osm.gz", ".osm.bz2")

_REPORT_EVERY: Final = 2_000
_BYTES_PER_WAY: Final = {".pbf": 55, ".osm": 1_500}
# Measured on city extracts with their nodes; serves the progress bar only.
_UNKNOWN_COORDINATE: Final = 2**31 - 1
_E7: Final = 10_000_000
_WORLD: Final = (180.0, 85.0)
"""Largest longitude and latitude (degrees) that the network file and Web Mercator take."""


def build_network(path: Path, *, progress: Progress = silent) -> RoadNetwork:
    """Build the road network of an OSM file, ready to route.

    Ways are cut at junctions, each mode keeps its largest strongly connected part (``meta.cut`` says what
    was left out), and the contraction order is computed.

    Parameters
    ----------
    path
        The file. A node that a way names and the file lacks (extracts are clipped) splits the way.
    progress
        Told the share done; may raise CancelledError.

    Raises
    ------
    BadInputError
        If the file is missing, truncated, no OSM file, or has no roads.
    """
    ways = _read(path, part(progress, 0.0, 0.45))
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
    meta = NetworkMeta(
        name=path.name.partition(".")[0],
        source=path.name,
        built=datetime.now(UTC).date().isoformat(),
        attribution=ATTRIBUTION,
    )
    return finish_network(ways, meta, source=str(path), progress=part(progress, 0.45, 1.0))


def _read(path: Path, progress: Progress) -> WayTable:
    require_file(path)
    if not path.name.lower().endswith(SUFFIXES):
        raise BadInputError(
            N_("This is not an OpenStreetMap file by its name."),
            source=path,
            remedy=N_("Give a file that ends in .osm.pbf or .osm."),
        )
    collector = WayCollector()
    expected = 1 + path.stat().st_size / _BYTES_PER_WAY.get(path.suffix.lower(), 150)
    try:
        for number, way in enumerate(_ways(path)):
            if number % _REPORT_EVERY == 0:
                progress(min(number / expected, 0.99), N_("Reading the roads"))
            kind = collector.kind_of(dict(way.tags))
            if kind is not None:
                collector.add(way.id, kind, _nodes(way))
    except (RuntimeError, ValueError, OSError, osmium.InvalidLocationError) as error:
        raise BadInputError(
            N_("The OpenStreetMap file cannot be read: {reason}."),
            source=path,
            remedy=N_("It may be truncated or not an OpenStreetMap file; download it again."),
            reason=str(error),
        ) from error
    return collector.table()


def _ways(path: Path) -> Iterator[Any]:
    wanted = osmium.filter.KeyFilter("highway", "route")
    processor = osmium.FileProcessor(str(path), osmium.osm.NODE | osmium.osm.WAY).with_locations()
    return iter(processor.with_filter(osmium.filter.EntityFilter(osmium.osm.WAY)).with_filter(wanted))


def _nodes(way: Any) -> Iterator[tuple[int, float, float] | None]:
    for node in way.nodes:
        x, y = node.x, node.y
        # Through whole numbers of 1e-7 degrees: node.lon checks and converts at five times the cost.
        known = _UNKNOWN_COORDINATE not in (x, y)
        yield (node.ref, x / _E7, y / _E7) if known else None
