"""One place in place of another, everywhere a request or a tour names it."""

from dataclasses import replace

import pytest

from data.edits import MergePlaces
from data.errors import BadInputError
from data.model.demands.calendar import FestivalRule, FestivalRules, HoursChange
from data.model.demands.choice import AlternativesGroup
from data.model.demands.order import Pins
from data.model.demands.times import VisitRange, VisitRule
from data.model.place import PlaceId
from data.model.repointing import repointed
from data.model.request import CandidateFilter, ScoreRule
from data.model.tour import DroppedPlace, Tour
from data.model.units import UnitId
from tests.samples import CHU_DAU, DATES, DONG_GIAO, KIEP_BAC, sample_project, sample_tour

OLD, NEW, OTHER = PlaceId("trung"), PlaceId("giu"), KIEP_BAC


def tour_naming_old() -> Tour:
    request = replace(
        sample_tour().request,
        must=(OLD, OTHER, NEW),
        candidates=CandidateFilter(place_ids=(OLD, NEW, OTHER), units=(UnitId("trung"),), text="trung"),
        alternatives=(AlternativesGroup((OLD, CHU_DAU), label="trung"),),
        pins=Pins(
            last_of_day={0: OLD},
            before=((DONG_GIAO, OLD),),
            fixed_days={OLD: 0},
            sequences=((DONG_GIAO, OLD),),
        ),
        scores=ScoreRule(by_place={OLD: 5, NEW: 9}, weights={OLD: 2.0}),
        festivals=FestivalRules(by_place={OLD: FestivalRule()}),
        hours=(HoursChange(OLD, DATES[0], DATES[1], "08:00-17:00"),),
        visits=VisitRule(by_place={OLD: VisitRange(10, 20, 30)}),
        capacities={OLD: 10},
    )
    return replace(sample_tour(), request=request, dropped=(DroppedPlace(place_id=OLD, reason="x"),))


def test_every_demand_names_the_place_kept_and_nothing_else_changes() -> None:
    before = tour_naming_old()
    request = repointed(before, OLD, NEW).request
    assert request.must == (NEW, OTHER)
    assert request.candidates.place_ids == (NEW, OTHER)
    assert (request.candidates.units, request.candidates.text) == ((UnitId("trung"),), "trung")
    assert request.alternatives[0] == AlternativesGroup((NEW, CHU_DAU), label="trung")
    assert request.pins.last_of_day == {0: NEW}
    assert request.pins.before == ((DONG_GIAO, NEW),)
    assert request.pins.fixed_days == {NEW: 0}
    assert request.pins.sequences == ((DONG_GIAO, NEW),)
    assert request.scores.by_place == {NEW: 9}
    assert request.scores.weights == {NEW: 2.0}
    assert set(request.festivals.by_place) == set(request.visits.by_place) == {NEW}
    assert request.hours[0].place_id == NEW
    assert request.capacities == {NEW: 10}
    assert repointed(before, OLD, NEW).dropped[0].place_id == NEW


def test_a_tour_that_names_neither_stays_the_very_same() -> None:
    tour = sample_tour()
    assert repointed(tour, OLD, NEW) is tour


def test_a_place_visited_is_no_longer_among_those_left_out() -> None:
    tour = replace(sample_tour(), dropped=(DroppedPlace(place_id=OLD, reason="x"),))
    assert not repointed(tour, OLD, sample_tour().visited[0]).dropped


def test_a_request_that_needs_two_places_refuses_the_merge_and_names_the_tour() -> None:
    request = replace(sample_tour().request, alternatives=(AlternativesGroup((CHU_DAU, DONG_GIAO)),))
    project = sample_project().with_tour(replace(sample_tour(), request=request))
    with pytest.raises(BadInputError, match="Làng nghề xứ Đông"):
        MergePlaces(project.places[CHU_DAU], DONG_GIAO).apply(project)
