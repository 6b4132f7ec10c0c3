"""Places near the route, what they cost in time and whether they fit."""

from data.model.place import Category, PlaceId
from data.model.tour import Tour
from routes.planner.editing.suggestions import suggest_insertions
from routes.planner.editing.warnings import timing_warnings
from tests.routes.planner.hand import desk_of, tour_of
from tests.routes.planner.world import PlainRouter, at, place, project, request

REGISTER = project(
    place("a", 1),
    place("on_the_way", 2),
    place("b", 4),
    place("beside", 3, 0.5),
    place("closed", 3, opening_hours="off"),
    place("far", 30),
    place("hotel", 2, category=Category.LODGING_OR_SERVICE),
    place("unborn", 2, visit_minutes=0),
    place("forbidden", 2),
)
DESK = desk_of(REGISTER)
REQUEST = request(never=(PlaceId("forbidden"),))


def _tour() -> Tour:
    return tour_of(DESK, REQUEST, ["a", "b"])


def test_fitting_places_come_first_by_their_detour() -> None:
    found = suggest_insertions(DESK, _tour())
    assert [(one.place_id, one.fits) for one in found] == [
        ("on_the_way", True),
        ("beside", True),
        ("closed", False),
    ]
    assert found[0].detour_s == 0
    assert found[1].detour_s > 0
    assert found[0].score == 70


def test_carrying_a_suggestion_out_gives_what_it_said() -> None:
    tour = _tour()
    for suggestion in suggest_insertions(DESK, tour):
        edited = DESK.edited(tour, suggestion.edit)
        assert suggestion.place_id in edited.visited
        assert edited.days[0].end_s == suggestion.day_end_s
        assert edited.score == tour.score + suggestion.score
        broken = any(warning.is_broken for warning in timing_warnings(DESK, edited))
        assert broken != suggestion.fits
        assert edited.travel_s - tour.travel_s == suggestion.detour_s


def test_only_the_candidates_named_are_looked_at() -> None:
    found = suggest_insertions(DESK, _tour(), [REGISTER.place("beside")])
    assert [one.place_id for one in found] == ["beside"]


def test_a_place_without_a_road_is_passed_over() -> None:
    desk = desk_of(REGISTER, PlainRouter(unreachable=frozenset({at(2, 0)})))
    assert "on_the_way" not in [one.place_id for one in suggest_insertions(desk, _tour())]


def test_an_empty_register_has_nothing_to_suggest() -> None:
    assert suggest_insertions(DESK, _tour(), []) == ()
