"""Last steps of every builder: simplify, keep the connected parts, compute the contraction order."""

from dataclasses import replace

from data.errors import BadInputError
from data.language.catalogue import N_
from data.progress import Progress, silent
from routes.network.connectivity import keep_main_parts
from routes.network.meta import NetworkMeta
from routes.network.order import contraction_order
from routes.network.simplify import network_of_ways
from routes.network.store import RoadNetwork
from routes.network.ways import WayTable


def finish_network(
    ways: WayTable, meta: NetworkMeta, *, source: str, progress: Progress = silent
) -> RoadNetwork:
    """Return the ready network of a non-empty way table.

    Parameters
    ----------
    ways
        Roads as read.
    meta
        Origin; ``cut`` is filled in.
    source
        What to call the input in messages.
    progress
        Told the share done; may raise CancelledError.

    Raises
    ------
    BadInputError
        If no road is open to any mode in both directions.
    """
    progress(0.0, N_("Joining the roads"))
    network = network_of_ways(ways, meta)
    progress(0.15, N_("Looking for roads that are cut off"))
    if not network.modes:
        raise BadInputError(N_("No road of the file is open to any travel mode."), source=source)
    network = keep_main_parts(network)
    progress(0.25, N_("Ordering the junctions for fast routes"))
    network = replace(network, cch_order=contraction_order(network))
    progress(1.0, N_("Ordering the junctions for fast routes"))
    return network
