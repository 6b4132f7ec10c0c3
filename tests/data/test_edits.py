from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.edits import (
    Batch,
    Change,
    DropPlace,
    DropTour,
    Edit,
    MergePlaces,
    PutPlace,
    PutPlaces,
    PutTour,
    SetTitle,
)
from data.errors import BadInputError, UnknownIdError
from data.model.place import PlaceId
from data.model.plans import PlanClause
from data.model.project import Project
from data.model.tour import TourId
from tests.samples import HOTEL, STATION, XUAN_NEO, sample_project, sample_tour

PROJECT = sample_project().with_tour(sample_tour())
UNUSED = PlaceId("khong-ai-ghe")
PLACE = replace(PROJECT.places[XUAN_NEO], id=UNUSED)
EDITS: list[Edit] = [
    PutPlace(PLACE),
    PutPlace(PLACE, 2),
    PutPlace(replace(PROJECT.places[STATION], note="mới")),
    PutPlaces(tuple(replace(PROJECT.places[key], note="nhiều") for key in (STATION, HOTEL))),
    DropPlace(XUAN_NEO),
    PutTour(replace(sample_tour(), id=TourId("b"))),
    PutTour(replace(sample_tour(), title_vi="Khác")),
    DropTour(sample_tour().id),
    DropTour(TourId("khong co")),
    MergePlaces(replace(PROJECT.places[STATION], note="gộp"), XUAN_NEO),
    MergePlaces(PROJECT.places[STATION], HOTEL),
    SetTitle("Tên mới"),
]


def state(project: Project) -> tuple[Project, list[PlaceId], list[TourId]]:
    return project, list(project.places), list(project.tours)


@given(st.lists(st.sampled_from(EDITS), max_size=6))
def test_undoing_every_edit_gives_the_project_back(edits: list[Edit]) -> None:
    project, inverses, states = PROJECT, list[Edit](), [state(PROJECT)]
    for edit in edits:
        try:
            applied = edit.apply(project)
        except UnknownIdError:  # dropped twice
            continue
        redone = applied.inverse.apply(applied.project).inverse.apply(project)
        assert state(redone.project) == state(applied.project)
        project = applied.project
        inverses.append(applied.inverse)
        states.append(state(project))
    while inverses:
        assert state(project) == states.pop()
        project = inverses.pop().apply(project).project
    assert state(project) == state(PROJECT)


@given(st.lists(st.sampled_from(EDITS), max_size=8))
def test_a_batch_is_the_same_as_its_edits_one_by_one(edits: list[Edit]) -> None:
    project, done = PROJECT, list[Edit]()
    for edit in edits:
        try:
            project = edit.apply(project).project
        except UnknownIdError:  # dropped twice
            with pytest.raises(UnknownIdError):
                Batch((*done, edit)).apply(PROJECT)
            continue
        done.append(edit)
    batch = Batch(tuple(done)).apply(PROJECT)
    assert state(batch.project) == state(project)
    assert state(batch.inverse.apply(batch.project).project) == state(PROJECT)


def test_a_change_names_what_was_touched() -> None:
    batch = Batch((PutPlace(PLACE), SetTitle("x"), DropTour(sample_tour().id)))
    assert batch.apply(PROJECT).change == Change(
        places=frozenset({UNUSED}), tours=frozenset({sample_tour().id}), is_title=True
    )
    assert DropTour(TourId("khong co")).apply(PROJECT).change == Change()


def test_a_batch_happens_as_a_whole_or_not_at_all() -> None:
    with pytest.raises(BadInputError, match="stop of"):
        Batch((SetTitle("x"), DropPlace(sample_tour().visited[0]))).apply(PROJECT)
    assert PROJECT.title != "x"


def test_a_replaced_place_keeps_its_position() -> None:
    project = PutPlace(replace(PROJECT.places[STATION], note="mới"), 5).apply(PROJECT).project
    assert list(project.places) == list(PROJECT.places)


@pytest.mark.parametrize("place_id", [STATION, HOTEL])
def test_a_place_where_a_day_starts_or_ends_is_not_dropped(place_id: PlaceId) -> None:
    with pytest.raises(BadInputError, match="The place is a stop of"):
        DropPlace(place_id).apply(PROJECT)


def test_replacing_places_refuses_one_that_is_not_there() -> None:
    with pytest.raises(UnknownIdError, match="khong-ai-ghe"):
        PutPlaces((PLACE,)).apply(PROJECT)


def test_tours_and_requests_name_the_place_kept_instead_of_the_one_removed() -> None:
    clause = PlanClause(id="1", plan_id="kh", kind="x", requirement_vi="y", place_ids=(XUAN_NEO, HOTEL))
    planned = replace(PROJECT, clauses={clause.key: clause})
    merged = MergePlaces(PROJECT.places[STATION], HOTEL).apply(planned)
    assert merged.project.clauses[clause.key].place_ids == (XUAN_NEO, STATION)
    (tour,) = merged.project.tours.values()
    assert HOTEL not in merged.project.places
    assert HOTEL not in tour.stop_places
    assert tour.request.nights[0].place_id == STATION
    assert merged.change.tours == {tour.id}
    assert merged.inverse.apply(merged.project).project == planned
