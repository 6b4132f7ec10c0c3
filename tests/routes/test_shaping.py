"""Ways shaped by hand: points that pin a given way down."""

import pytest

from data.model.travel_mode import TravelMode
from routes.alternatives import alternatives
from routes.backends import open_router
from routes.backends.network_router import NetworkRouter
from routes.network.starter import starter_network
from routes.router import LonLat
from routes.shaping import MOST_VIA, pinning_points, route_via

HA_NOI, HAI_DUONG, CON_SON = (105.8525, 21.0288), (106.33, 20.94), (106.4007, 21.1555)


@pytest.fixture(scope="module")
def router() -> NetworkRouter:
    return open_router(starter_network(), TravelMode.CAR)


@pytest.mark.parametrize("ends", [(HA_NOI, HAI_DUONG), (HAI_DUONG, HA_NOI), (CON_SON, HA_NOI)])
def test_every_alternative_is_driven_again_from_its_points(
    router: NetworkRouter, ends: tuple[LonLat, LonLat]
) -> None:
    found = alternatives(router, *ends)
    assert len(found) > 1
    for one in found:
        via = pinning_points(router, ends, one.route)
        again = route_via(router, ends, via)
        assert again.distance_m == pytest.approx(one.route.distance_m, rel=1e-3)
        assert len(again.snaps) == 2
        assert len(via) < MOST_VIA
    assert pinning_points(router, ends, found[0].route) == ()
