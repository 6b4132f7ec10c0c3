"""Cost sheets: what is counted, what is unknown, what breaks the limit."""

from dataclasses import replace

import pytest

from data.costs.carbon import VEHICLES
from data.costs.sheet import COST_LABELS, CostKind, CostSheet, cost_sheet
from data.language.catalogue import translate
from data.model.demands.means import Budget
from data.model.demands.times import DayRule
from data.model.project import Project
from data.model.tour import Leg, LegPart, Tour
from data.model.travel_mode import TravelMode
from tests.samples import sample_project, sample_tour

RATES = Budget(
    vehicle_km_vnd=15_000, vehicle_day_vnd=1_000_000, vehicle_hour_vnd=50_000, guide_day_vnd=600_000
)


def _with_fees(fee_vnd: int | None) -> Project:
    project = sample_project()
    places = {key: replace(place, fee_vnd=fee_vnd) for key, place in project.places.items()}
    return replace(project, places=places)


def _sheet(budget: Budget = RATES, fee_vnd: int | None = 20_000, tour: Tour | None = None) -> CostSheet:
    asked = tour or sample_tour()
    return cost_sheet(_with_fees(fee_vnd), replace(asked, request=replace(asked.request, budget=budget)))


def _amounts(sheet: CostSheet) -> dict[CostKind, int]:
    return {line.kind: line.amount_vnd for line in sheet.costs}


def test_fees_are_paid_by_every_visitor_at_every_visit() -> None:
    tour = sample_tour()
    assert _amounts(_sheet())[CostKind.FEES] == 20_000 * len(tour.visited) * tour.request.group_size


def test_unknown_fees_count_as_nothing_and_are_named() -> None:
    sheet = _sheet(fee_vnd=None)
    assert _amounts(sheet)[CostKind.FEES] == 0
    assert sheet.unknown_fees == sample_tour().visited


def test_a_place_that_is_gone_has_an_unknown_fee() -> None:
    assert cost_sheet(Project(), sample_tour()).unknown_fees == sample_tour().visited


def test_vehicle_and_guide_are_paid_by_their_rates() -> None:
    tour = sample_tour()
    amounts = _amounts(_sheet())
    hours = sum(day.end_s - day.start_s for day in tour.days) / 3600
    assert amounts[CostKind.VEHICLE_KM] == pytest.approx(tour.distance_m * 15, abs=1)
    assert amounts[CostKind.VEHICLE_DAY] == 1_000_000 * len(tour.days)
    assert amounts[CostKind.VEHICLE_HOUR] == pytest.approx(hours * 50_000, abs=1)
    assert amounts[CostKind.GUIDE] == 600_000 * len(tour.days)


def test_rates_of_nothing_are_no_lines() -> None:
    assert set(_amounts(_sheet(Budget()))) == {CostKind.FEES}


def test_a_day_on_foot_hires_no_vehicle() -> None:
    tour = sample_tour()
    walk = replace(tour, request=replace(tour.request, days=(DayRule(day=1, mode=TravelMode.FOOT),)))
    assert _amounts(_sheet(tour=walk))[CostKind.VEHICLE_DAY] == 1_000_000
    assert _amounts(_sheet(tour=walk))[CostKind.GUIDE] == 600_000 * len(tour.days)


def test_walks_and_carts_are_not_paid_by_the_kilometre_of_the_coach() -> None:
    tour = sample_tour()
    parts = tuple(
        LegPart(mode=mode, distance_m=1000.0, duration_s=0)
        for mode in (TravelMode.FOOT, TravelMode.COACH, TravelMode.ELECTRIC_CART)
    )
    still = [Leg(mode=TravelMode.COACH, parts=parts)] + [Leg(mode=TravelMode.COACH)] * 5
    day = replace(tour.days[0], legs=tuple(still[: len(tour.days[0].legs)]))
    sheet = _sheet(tour=replace(tour, days=(day,), dropped=()))
    assert _amounts(sheet)[CostKind.VEHICLE_KM] == 15_000
    assert [(line.mode, line.distance_m) for line in sheet.carbon] == [
        (TravelMode.COACH, 1000.0),
        (TravelMode.ELECTRIC_CART, 1000.0),
    ]


def test_the_limit_is_broken_by_what_the_sum_is_above_it() -> None:
    total_vnd = _sheet().total_vnd
    assert _sheet(replace(RATES, limit_vnd=total_vnd)).over_limit_vnd == 0
    assert _sheet(replace(RATES, limit_vnd=total_vnd - 7)).over_limit_vnd == 7
    assert _sheet().over_limit_vnd == 0


def test_cost_and_carbon_a_visitor_are_shares_of_the_whole() -> None:
    sheet = _sheet()
    assert sheet.per_visitor_vnd * 30 >= sheet.total_vnd > (sheet.per_visitor_vnd - 1) * 30
    assert sheet.per_visitor_g == round(sheet.total_g / 30)


def test_the_coach_emits_by_the_kilometre() -> None:
    tour = sample_tour()
    (line,) = _sheet().carbon
    assert (line.mode, line.vehicles) == (TravelMode.COACH, 1)
    assert line.grams == round(VEHICLES[TravelMode.COACH].grams_per_km(30) * tour.distance_m / 1000)


def test_every_line_has_a_name_in_both_languages() -> None:
    assert set(COST_LABELS) == set(CostKind)
    assert all(translate("vi", label) != label for label in COST_LABELS.values())
