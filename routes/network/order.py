"""Contraction order of a network: the slow part of customizable contraction hierarchies, done once.

It depends on the roads alone, so it is kept in the network file and shared by all modes.
"""

import multiprocessing
import signal
import time
from contextlib import suppress
from importlib.util import find_spec
from multiprocessing.connection import Connection
from typing import Final

import numpy as np
from numpy.typing import NDArray

from data.errors import HanhTrinhError
from data.language.catalogue import N_
from data.progress import Progress, silent
from routes.network.store import RoadNetwork

AT_ONCE: Final = 10_000
"""Networks of up to so many nodes are ordered in this process: half a second, less than starting another."""

_SECONDS_PER_NODE: Final = 25e-6
_POLL_S: Final = 0.1
_OrderInput = tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.float64], NDArray[np.float64]]


def contraction_order(network: RoadNetwork, *, progress: Progress = silent) -> NDArray[np.uint32]:
    """Compute the order by inertial nested dissection, shape (n,); shape (0,) without routingkit-cch.

    About 15 s CPU for 330,000 nodes, in one call that cannot be interrupted: so larger networks are ordered
    in a process of their own, which is ended when ``progress`` raises. A process that may have no children
    (a worker of the window) does it itself.

    Raises
    ------
    HanhTrinhError
        If that process dies, which only a machine without memory does to it.
    """
    if find_spec("routingkit_cch") is None:
        return np.zeros(0, np.uint32)
    given = (network.edge_u, network.edge_v, network.node_lat, network.node_lon)
    if network.node_count <= AT_ONCE or multiprocessing.current_process().daemon:
        return _order(given)
    return _ordered_elsewhere(given, progress)


def all_arcs(network: RoadNetwork) -> tuple[list[int], list[int]]:
    """Return tails and heads of both directions of every edge, open or not.

    Arc ``2 * edge`` runs along the edge, ``2 * edge + 1`` against it, for every mode alike.
    """
    return _both_ways(network.edge_u, network.edge_v)


def _both_ways(u: NDArray[np.int32], v: NDArray[np.int32]) -> tuple[list[int], list[int]]:
    ends = np.column_stack([u, v])
    return ends.ravel().tolist(), ends[:, ::-1].ravel().tolist()


def _order(given: _OrderInput) -> NDArray[np.uint32]:
    from routingkit_cch import compute_order_inertial  # noqa: PLC0415 - no wheel for every platform

    u, v, lat, lon = given
    tail, head = _both_ways(u, v)
    return np.array(compute_order_inertial(len(lat), tail, head, lat.tolist(), lon.tolist()), dtype=np.uint32)


def _ordered_elsewhere(given: _OrderInput, progress: Progress) -> NDArray[np.uint32]:
    spawn = multiprocessing.get_context("spawn")
    ours, theirs = spawn.Pipe()
    child = spawn.Process(target=_child_main, args=(theirs,), daemon=True)
    child.start()
    theirs.close()
    expected_s = 1 + _SECONDS_PER_NODE * len(given[2])
    begin = time.monotonic()
    try:
        ours.send(given)
        while not ours.poll(_POLL_S):
            done = (time.monotonic() - begin) / expected_s
            progress(min(done, 0.95), N_("Ordering the junctions for fast routes"))
        order: NDArray[np.uint32] = ours.recv()
    except (EOFError, BrokenPipeError, ConnectionResetError) as error:
        raise HanhTrinhError(
            N_("The process that orders the junctions ended by itself. Close other programs and try again.")
        ) from error
    finally:
        ours.close()
        child.kill()
        child.join()
    return order


def _child_main(pipe: Connection) -> None:
    """Order what comes through the pipe and send it back; ends when the pipe closes."""
    # Ctrl-C reaches the whole group: the parent hears it and ends this process.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with suppress(EOFError, BrokenPipeError, ConnectionResetError):
        pipe.send(_order(pipe.recv()))
