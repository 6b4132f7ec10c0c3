"""Routers of a request whose vehicle stops where it may and whose group goes on on foot or by cart."""

from functools import cache

from data.costs.sheet import HIRED
from data.model.project import Project
from data.model.request import TourRequest
from data.model.travel_mode import TravelMode
from routes.mixed import MixedRouter
from routes.network.store import RoadNetwork
from routes.planner.routers import RouterOf
from routes.router import Router


def with_transfer(
    router_of: RouterOf, project: Project, request: TourRequest, network: RoadNetwork
) -> RouterOf:
    """Return ``router_of`` with mixed ways for the vehicles of a request that has a transfer.

    Parameters
    ----------
    router_of
        Gives the router of a travel mode.
    project
        Register; it knows at which places the vehicle reaches the door.
    request
        Without a transfer nothing changes.
    network
        Roads of all routers.
    """
    transfer = request.transfer
    if transfer is None:
        return router_of

    @cache
    def of_mode(mode: TravelMode) -> Router:
        if mode not in HIRED or mode is transfer.mode:
            return router_of(mode)
        return MixedRouter(
            router_of(mode),
            router_of(transfer.mode),
            network=network,
            max_walk_m=transfer.max_walk_m,
            doors={(place.lon, place.lat): place.coach_access for place in project.places.values()},
        )

    return of_mode
