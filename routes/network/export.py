"""Networks as files of other programs: GeoPackage for GIS and OSMnx, GraphML for graph programs and OSMnx."""

import json
import os
import shutil
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import geopandas
import numpy as np
import osmnx
from shapely import points

from data.errors import BadInputError, StorageError, system_reason
from data.language.catalogue import N_
from data.model.travel_mode import TravelMode
from data.progress import Progress, silent
from routes.modes import MODE_BIT
from routes.network.graph import CRS, to_networkx
from routes.network.store import RoadNetwork

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import networkx as nx

EXPORT_SUFFIXES: Final = (".gpkg", ".graphml")


def export_network(
    network: RoadNetwork, path: Path, *, mode: TravelMode | None = None, progress: Progress = silent
) -> None:
    """Write a network for other programs, whole or not at all.

    * ``.gpkg``: layers ``nodes`` and ``edges`` (one line for each open direction), which QGIS shows and
      ``osmnx.convert.graph_from_gdfs`` takes (index ``osmid``; ``u``, ``v``, ``key``), and, where there are
      any, ``turn_restrictions`` (points with the ways before and after).
    * ``.graphml``: what ``osmnx.load_graphml`` reads and ``from_networkx`` turns back into this network.

    Parameters
    ----------
    network
        Roads.
    path
        File to write; its suffix says which.
    mode
        Only what this mode may use, with its speeds and travel times; None writes everything.
    progress
        Told the share done; may raise CancelledError, which leaves nothing behind.

    Raises
    ------
    BadInputError
        If the suffix is none of ``EXPORT_SUFFIXES``.
    StorageError
        If the file cannot be written; an older file is then untouched.
    """
    writers: Mapping[str, Callable[[RoadNetwork, TravelMode | None, Path, Progress], None]] = {
        ".gpkg": _write_gpkg,
        ".graphml": _write_graphml,
    }
    suffix = path.suffix.lower()
    if suffix not in writers:
        raise BadInputError(
            N_("A network cannot be exported to this kind of file."),
            source=path,
            remedy=N_("Give a file name that ends in one of: {suffixes}."),
            suffixes=", ".join(EXPORT_SUFFIXES),
        )
    folder = None
    try:
        # A folder aside: SQLite keeps files of its own beside the one it writes.
        folder = Path(tempfile.mkdtemp(prefix=f".{path.name}.", suffix=".part", dir=path.parent))
        aside = folder / f"network{suffix}"
        writers[suffix](network, mode, aside, progress)
        with aside.open("rb") as stream:
            os.fsync(stream.fileno())
        aside.replace(path)
    except (OSError, RuntimeError) as error:
        raise StorageError(
            N_("{path} could not be written: {reason}. Choose another folder or free some space."),
            path=str(path),
            reason=system_reason(error),
        ) from error
    finally:
        if folder is not None:
            with suppress(OSError):
                shutil.rmtree(folder)


def _write_gpkg(network: RoadNetwork, mode: TravelMode | None, path: Path, progress: Progress) -> None:
    progress(0.0, N_("Making the graph"))
    nodes, edges = osmnx.convert.graph_to_gdfs(to_networkx(network, mode))
    progress(0.5, N_("Writing the layers"))
    nodes.to_file(path, layer="nodes", driver="GPKG", index=True, engine="pyogrio")
    progress(0.6, N_("Writing the layers"))
    edges.to_file(path, layer="edges", driver="GPKG", index=True, engine="pyogrio")
    if len(network.turns):
        turns = _turn_layer(network)
        turns.to_file(path, layer="turn_restrictions", driver="GPKG", engine="pyogrio")
    progress(1.0, N_("Writing the layers"))


def _turn_layer(network: RoadNetwork) -> geopandas.GeoDataFrame:
    turns = network.turns
    at = np.column_stack([network.node_lon[turns.via_node], network.node_lat[turns.via_node]])
    said = [
        ",".join(mode.value for mode in TravelMode if MODE_BIT[mode] & bits) for bits in turns.modes.tolist()
    ]
    columns = {
        "from_osmid": network.way_id[turns.from_arc >> 1],
        "via_node": network.node_id[turns.via_node],
        "to_osmid": network.way_id[turns.to_arc >> 1],
        "kind": np.where(turns.is_only, "only", "no"),
        "modes": said,
        "via_osmids": [
            ",".join(map(str, network.way_id[arcs >> 1].tolist()))
            for arcs in np.split(turns.via_arc, turns.via_offset[1:-1])
        ],
    }
    return geopandas.GeoDataFrame(columns, geometry=points(at), crs=CRS)


def _write_graphml(network: RoadNetwork, mode: TravelMode | None, path: Path, progress: Progress) -> None:
    progress(0.0, N_("Making the graph"))
    graph: nx.MultiDiGraph[int] = to_networkx(network, mode)
    graph.graph = {key: _as_text(value) for key, value in graph.graph.items()}
    progress(0.5, N_("Writing the graph"))
    osmnx.save_graphml(graph, path)
    progress(1.0, N_("Writing the graph"))


def _as_text(value: Any) -> str:
    return (
        value if isinstance(value, str) else json.dumps(value, default=np.ndarray.tolist, ensure_ascii=False)
    )
