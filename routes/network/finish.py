"""Last steps of every builder: simplify, clip, keep the connected parts, compute the contraction order."""

from dataclasses import replace

from data.errors import BadInputError
from data.language.catalogue import N_
from data.progress import Progress, part, silent
from routes.network.built_up import with_built_up
from routes.network.clipping import Area, clip_network
from routes.network.connectivity import keep_main_parts
from routes.network.meta import NetworkMeta
from routes.network.order import contraction_order
from routes.network.simplify import network_of_ways
from routes.network.store import RoadNetwork
from routes.network.ways import WayTable


def finish_network(
    ways: WayTable,
    meta: NetworkMeta,
    *,
    source: str,
    area: Area | None = None,
    progress: Progress = silent,
) -> RoadNetwork:
    """Return the ready network of a non-empty way table.

    Parameters
    ----------
    ways
        Roads as read.
    meta
        Origin; what was cut and skipped is filled in.
    source
        What to call the input in messages.
    area
        Keep only roads that touch it, WGS84 degrees.
    progress
        Told the share done; may raise CancelledError.

    Raises
    ------
    BadInputError
        If no road is open to any mode in both directions, or none touches the area.
    """
    progress(0.0, N_("Joining the roads"))
    network = network_of_ways(ways, meta)
    progress(0.1, N_("Looking for built-up areas"))
    network = with_built_up(network)
    if area is not None:
        network = clip_network(network, area)
    if not network.modes:
        raise BadInputError(N_("No road of the file is open to any travel mode."), source=source)
    return _ready(network, part(progress, 0.15, 1.0))


def clip_and_finish(
    network: RoadNetwork, area: Area, *, area_name: str = "", progress: Progress = silent
) -> RoadNetwork:
    """Return the part of a network that touches an area, ready to route.

    Parameters
    ----------
    network
        A network that was built before; what it lost then stays lost.
    area
        WGS84 degrees.
    area_name
        What to call the area in ``meta``.
    progress
        Told the share done; may raise CancelledError.

    Raises
    ------
    BadInputError
        If no road touches the area, or none of those can be left and come back to.
    """
    progress(0.0, N_("Cutting out the area"))
    clipped = clip_network(network, area).with_meta(area=area_name)
    return _ready(clipped, part(progress, 0.1, 1.0))


def _ready(network: RoadNetwork, progress: Progress) -> RoadNetwork:
    progress(0.0, N_("Looking for roads that are cut off"))
    network = keep_main_parts(network)
    progress(0.15, N_("Ordering the junctions for fast routes"))
    order = contraction_order(network, progress=part(progress, 0.15, 1.0))
    progress(1.0, N_("Ordering the junctions for fast routes"))
    return replace(network, cch_order=order)
