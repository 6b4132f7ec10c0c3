"""Routing backends behind one protocol: customizable contraction hierarchies, scipy, and NetworkX.

All three give exactly equal costs; they differ in speed only (docs: measured figures in the benchmarks).
"""

from typing import Final, Literal

from data.errors import BadInputError
from data.language.catalogue import N_
from data.model.travel_mode import TravelMode
from routes.backends.engine import Engine
from routes.backends.metrics import EngineMaker
from routes.backends.network_router import NetworkRouter
from routes.backends.scipy_engine import ScipyEngine
from routes.network.store import RoadNetwork
from routes.network.weights import EdgeCosts


def _networkx(network: RoadNetwork, costs: EdgeCosts) -> Engine:
    from routes.backends.networkx_engine import NetworkXEngine  # noqa: PLC0415 - loads NetworkX, for tests

    return NetworkXEngine(network, costs)


_MAKERS: dict[str, EngineMaker] = {"scipy": ScipyEngine, "networkx": _networkx}
try:
    from routes.backends.cch_engine import CchEngine
except ImportError:
    # The binding has no wheel for every platform; scipy then does its work.
    pass
else:
    _MAKERS["cch"] = CchEngine

Backend = Literal["auto", "cch", "scipy", "networkx"]

ORDER_AT_ONCE: Final = 20_000
"""Up to so many nodes 'auto' computes a missing contraction order (about a second) rather than use scipy."""


def open_router(network: RoadNetwork, mode: TravelMode, backend: Backend = "auto") -> NetworkRouter:
    """Return a router for one mode over a network.

    Parameters
    ----------
    network
        Roads.
    mode
        Travel mode.
    backend
        'cch' is fastest; 'scipy' always works; 'networkx' is the slow oracle of the tests. 'auto' takes cch
        where it is installed and the network has a saved contraction order (or is small), else scipy.

    Raises
    ------
    NoRouteError
        If the network has no road for the mode.
    BadInputError
        If the backend is unknown or not installed.
    """
    return NetworkRouter(network, mode, _engine_maker(network, backend))


def _engine_maker(network: RoadNetwork, backend: str) -> EngineMaker:
    if backend == "auto":
        ready = len(network.cch_order) > 0 or network.node_count <= ORDER_AT_ONCE
        backend = "cch" if ready and "cch" in _MAKERS else "scipy"
    if backend not in _MAKERS:
        raise BadInputError(
            N_("The routing backend '{backend}' is unknown or not installed."),
            remedy=N_("Use 'auto'."),
            backend=backend,
        )
    return _MAKERS[backend]
