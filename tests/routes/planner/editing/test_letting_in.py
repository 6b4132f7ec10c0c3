"""A remedy of a place left out is carried out: the place comes in, other visits stay, and no rule breaks."""

from dataclasses import replace
from datetime import timedelta

import pytest

from data.errors import BadInputError
from data.model.demands.choice import AlternativesGroup, CategoryLimit
from data.model.demands.means import Budget
from data.model.demands.times import Break, DayRule
from data.model.place import Category, PlaceId
from data.model.project import Project
from data.model.remedy import Remedy, RemedyKind
from data.model.request import TourRequest
from data.model.tour import Tour
from routes.planner.editing.letting_in import eased_request, let_in
from routes.planner.editing.warnings import timing_warnings, warnings_of
from routes.planner.plan import plan_tour
from tests.routes.planner.hand import desk_of
from tests.routes.planner.world import SATURDAY, PlainRouter, place, project, request, scores

ROUTER = PlainRouter()


def _let_in(register: Project, tour: Tour, key: str, kind: RemedyKind) -> Tour:
    lost = next(one for one in tour.dropped if one.place_id == key)
    remedy = next(one for one in lost.remedies if one.kind is kind)
    return let_in(desk_of(register), tour, PlaceId(key), remedy)


@pytest.mark.parametrize(
    ("kind", "demands"),
    [
        (RemedyKind.END_LATER, {}),
        (RemedyKind.START_EARLIER, {}),
        (RemedyKind.SWAP, {"scores": scores(a=51, b=50)}),
    ],
)
def test_a_full_day_gives_way(kind: RemedyKind, demands: dict[str, object]) -> None:
    register = project(place("a", 1, visit_minutes=400), place("b", 2, visit_minutes=120))
    asked = request(**{"scores": scores(a=90, b=50), **demands})
    tour = _let_in(register, plan_tour(register, asked, ROUTER), "b", kind)
    assert set(tour.visited) == ({"b"} if kind is RemedyKind.SWAP else {"a", "b"})
    assert not [one for one in timing_warnings(desk_of(register), tour) if one.is_broken]
    assert [one.place_id for one in tour.dropped] == (["a"] if kind is RemedyKind.SWAP else [])


@pytest.mark.parametrize(
    ("kind", "demands"),
    [
        (
            RemedyKind.MORE_OF_CATEGORY,
            {"category_limits": (CategoryLimit((Category.RELIC,), most=1),)},
        ),
        (
            RemedyKind.MORE_OF_ALTERNATIVES,
            {"alternatives": (AlternativesGroup((PlaceId("a"), PlaceId("b"))),)},
        ),
        (RemedyKind.MORE_BUDGET, {"budget": Budget(limit_vnd=80_000)}),
        (RemedyKind.MORE_TRAVEL, {"max_travel_s": 25 * 60}),
    ],
)
def test_a_limit_gives_way_by_just_as_much(kind: RemedyKind, demands: dict[str, object]) -> None:
    register = project(place("a", 1, fee_vnd=60_000), place("b", -1, fee_vnd=50_000))
    asked = request(scores=scores(a=9, b=5), **demands)
    planned = plan_tour(register, asked, ROUTER)
    lost = planned.dropped[0].place_id
    tour = _let_in(register, planned, lost, kind)
    assert set(tour.visited) == {"a", "b"}
    assert tour.request != asked
    assert warnings_of(desk_of(register), tour) == ()


def test_a_further_day_repeats_the_rules_of_the_day_it_is_like() -> None:
    register = project(place("a", 1))
    night = request().start
    asked = request(
        dates=(SATURDAY, SATURDAY + timedelta(days=1)),
        nights=(night,),
        days=(DayRule(day=1, start_s=9 * 3600),),
        breaks=(Break(days=(1,)),),
    )
    remedy = Remedy(kind=RemedyKind.FURTHER_DAY, facts={"day": 2})
    longer = eased_request(register, _of(asked), register.place(PlaceId("a")), remedy)
    assert longer.dates == (*asked.dates, SATURDAY + timedelta(days=2))
    assert longer.nights == (night, night)
    assert longer.day(2).start_s == 9 * 3600
    assert longer.breaks[0].days == (1, 2)


def test_advice_about_a_day_that_is_gone_is_refused_in_words() -> None:
    register = project(place("a", 1))
    remedy = Remedy(kind=RemedyKind.END_LATER, facts={"day": 3, "time": "18:00"})
    with pytest.raises(BadInputError, match="no longer fits"):
        eased_request(register, _of(request()), register.place(PlaceId("a")), remedy)


def test_advice_of_older_programs_that_name_no_seconds_is_carried_out() -> None:
    register = project(place("a", 1))
    remedy = Remedy(kind=RemedyKind.END_LATER, facts={"day": 1, "time": "18:20"})
    eased = eased_request(register, _of(request()), register.place(PlaceId("a")), remedy)
    assert eased.day(0).end_s == 18 * 3600 + 1200


def _of(asked: TourRequest) -> Tour:
    """Return a tour for a request, as far as its days count."""
    register = project(place("a", 1))
    tour = plan_tour(register, replace(asked, seconds=0.2), ROUTER)
    return replace(tour, request=asked)
