"""Legs in parts, stop facts, and what bound and proof of a tour mean."""

from dataclasses import replace

import pytest
from shapely import LineString

from data.errors import BadInputError
from data.model.tour import Leg, LegPart, Stop, StopKind, VisitLength
from data.model.travel_mode import TravelMode
from tests.samples import sample_tour

DOOR, GATE, ROAD, TOWN = (105.80, 21.00), (105.801, 21.00), (105.801, 21.01), (105.85, 21.05)


def _part(mode: TravelMode, distance_m: float, duration_s: int, *line: tuple[float, float]) -> LegPart:
    geometry = LineString(line) if line else None
    roads = ("QL32",) if mode is TravelMode.COACH else ()
    return LegPart(mode=mode, distance_m=distance_m, duration_s=duration_s, geometry=geometry, roads=roads)


WALK = _part(TravelMode.FOOT, 110.0, 100, DOOR, GATE)
DRIVE = _part(TravelMode.COACH, 9000.0, 900, GATE, ROAD, TOWN)
CART = _part(TravelMode.ELECTRIC_CART, 500.0, 120)
LEG = Leg(mode=TravelMode.COACH, parts=(WALK, DRIVE, CART))


def test_a_leg_is_the_sum_of_its_parts() -> None:
    assert (LEG.distance_m, LEG.duration_s) == (9610.0, 1120)
    assert LEG.roads == ("QL32",)


def test_only_parts_on_foot_are_walked() -> None:
    assert (LEG.walk_m, LEG.walk_s) == (110.0, 100)


def test_the_way_is_one_line_without_repeated_joints() -> None:
    assert LEG.geometry is not None
    assert list(LEG.geometry.coords) == [DOOR, GATE, ROAD, TOWN]


def test_parts_that_do_not_touch_are_joined() -> None:
    far = Leg(mode=TravelMode.COACH, parts=(WALK, _part(TravelMode.COACH, 1, 1, ROAD, TOWN)))
    assert far.geometry is not None
    assert list(far.geometry.coords) == [DOOR, GATE, ROAD, TOWN]


def test_a_way_on_the_spot_has_a_line_without_length() -> None:
    still = Leg(mode=TravelMode.COACH, parts=(_part(TravelMode.COACH, 0, 0, DOOR, DOOR),))
    assert still.geometry is not None
    assert still.geometry.length == 0


def test_a_leg_without_parts_goes_nowhere() -> None:
    still = Leg(mode=TravelMode.COACH)
    assert (still.distance_m, still.duration_s, still.walk_m, still.geometry, still.roads) == (
        0,
        0,
        0,
        None,
        (),
    )


def test_a_road_between_two_parts_is_named_once() -> None:
    assert Leg(mode=TravelMode.COACH, parts=(DRIVE, DRIVE)).roads == ("QL32",)


def test_a_negative_part_is_refused() -> None:
    with pytest.raises(BadInputError, match="distance_m is -1"):
        replace(DRIVE, distance_m=-1)


def _visit(**facts: object) -> Stop:
    stop = Stop(kind=StopKind.VISIT, lon=105.8, lat=21.0, arrive_s=100, begin_s=200, depart_s=900)
    return replace(stop, **facts)  # type: ignore[arg-type] # typed by key


def test_boarding_is_no_part_of_the_visit() -> None:
    assert (_visit(boarding_s=300).stay_s, _visit().stay_s) == (400, 700)
    with pytest.raises(BadInputError, match="ends before it begins"):
        _visit(boarding_s=701)


def test_a_stop_without_slots_is_refused() -> None:
    with pytest.raises(BadInputError, match="slots is 0"):
        _visit(slots=0)


def test_only_a_shortened_visit_is_tight() -> None:
    assert [_visit(length=length).is_tight for length in VisitLength] == [False, True, False]


def test_breaks_are_lunch_dinner_and_rest() -> None:
    assert [kind.value for kind in StopKind if kind.is_break] == ["lunch", "dinner", "rest"]


def test_the_gap_is_what_a_better_tour_could_still_gain() -> None:
    tour = replace(sample_tour(), score=90, bound=None, is_proven=False)
    assert tour.gap is None
    assert replace(tour, bound=120).gap == 0.25
    assert replace(tour, bound=90, is_proven=True).gap == 0
    assert replace(tour, is_proven=True).gap == 0
    assert replace(tour, score=0, bound=0).gap == 0


@pytest.mark.parametrize(("bound", "is_proven"), [(89, False), (91, True)])
def test_a_bound_that_contradicts_the_score_is_refused(bound: int, is_proven: bool) -> None:
    with pytest.raises(BadInputError, match="contradict each other"):
        replace(sample_tour(), score=90, bound=bound, is_proven=is_proven)
