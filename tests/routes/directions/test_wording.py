from data.model.travel_mode import TravelMode
from routes.backends import open_router
from routes.directions.steps import Crossing, Step, Structure, directions
from routes.directions.turns import Maneuver
from routes.directions.wording import sentence
from tests.routes.network.roads import Road, grid_point, network_of

CAR = TravelMode.CAR


def right(*, name: str, crossings: tuple[Crossing, ...] = ()) -> Step:
    return Step(maneuver=Maneuver.RIGHT, mode=CAR, lon=105.8, lat=21.0, name=name, crossings=crossings)


def test_of_nameless_bridges_only_the_longest_is_said() -> None:
    crossings = (
        Crossing(Structure.BRIDGE, "", 95),
        Crossing(Structure.BRIDGE, "Cầu Yết Kiêu", 340),
        Crossing(Structure.BRIDGE, "", 230),
        Crossing(Structure.TUNNEL, "", 90),
    )
    said = sentence(right(name="Đường Cổ Linh", crossings=crossings), "vi")
    assert said == "Rẽ phải vào đường Cổ Linh, qua cầu Yết Kiêu, qua cầu dài 230 m, qua hầm dài 90 m"


def test_a_bridge_is_not_said_twice() -> None:
    crossings = (Crossing(Structure.BRIDGE, "Cầu Long Biên", 1700),)
    assert sentence(right(name="Cầu Long Biên", crossings=crossings), "vi") == "Rẽ phải vào cầu Long Biên"


def test_a_roundabout_is_no_street() -> None:
    assert (
        sentence(right(name="Vòng Xoay Cầu Chương Dương"), "vi") == "Rẽ phải vào vòng Xoay Cầu Chương Dương"
    )


def test_going_straight_on_the_same_street_is_no_step() -> None:
    # At (1, 0) two streets leave to both sides of straight on.
    network = network_of(
        [(0, 0), (1, 0), (2, 0), (1.7, 0.4), (1.7, -0.4)],
        [
            Road(0, 1, name="Phố Tràng Thi"),
            Road(1, 2, name="Phố Tràng Thi"),
            Road(1, 3, name="Phố Quán Sứ"),
            Road(1, 4, name="Phố Triệu Quốc Đạt"),
        ],
    )
    route = open_router(network, CAR).route([grid_point(0.1, 0), grid_point(1.9, 0)])
    found = directions(network, route)
    assert [one.maneuver for one in found] == [Maneuver.DEPART, Maneuver.ARRIVE]
    assert round(found[0].distance_m) == round(route.distance_m)
