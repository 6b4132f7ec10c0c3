"""Searches for whole trees over the metric of a router, made once for each metric."""

from weakref import WeakKeyDictionary

from routes.backends.legs import LegFinder
from routes.backends.trees import TreeSearch
from routes.backends.turn_expansion import search_graph
from routes.network.store import RoadNetwork

_known: "WeakKeyDictionary[LegFinder, dict[bool, TreeSearch]]" = WeakKeyDictionary()


def tree_search(network: RoadNetwork, finder: LegFinder, *, is_reversed: bool = False) -> TreeSearch:
    """Return the tree search over the costs of a leg finder.

    Parameters
    ----------
    network
        Roads of the finder.
    finder
        Gives the costs.
    is_reversed
        Trees to positions rather than from them.
    """
    made = _known.setdefault(finder, {})
    if is_reversed not in made:
        made[is_reversed] = TreeSearch(search_graph(network), finder.costs, is_reversed=is_reversed)
    return made[is_reversed]
