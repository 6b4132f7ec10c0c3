"""Which dates make the best tour: festivals, closed days, equal dates planned once."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

import pytest

from data.calendar.lunar import lunar_date
from data.errors import BadInputError
from data.model.demands.calendar import FestivalRule, FestivalRules
from data.model.festival import Calendar, DateRule, Festival
from data.model.place import PlaceId
from routes.planner.checker import check_tour
from routes.planner.dates import DateStatus, best_dates, shifted
from routes.router import LonLat, Matrix
from tests.routes.planner.world import SATURDAY, SUNDAY, PlainRouter, place, project, request, scores

FESTIVAL = Festival("20/10 âm lịch", (DateRule(Calendar.LUNAR, 10, 20, 10, 20),))
REGISTER = project(
    place("dinh", 1, festivals=(FESTIVAL,)),
    place("bao_tang", 2, opening_hours="Tu-Su 08:00-17:00"),
)
REQUEST = request(festivals=FestivalRules(usual=FestivalRule(bonus=50)))
MONDAY = date(2026, 11, 23)


@dataclass(frozen=True)
class CountingRouter(PlainRouter):
    """Counts the matrices asked for."""

    asked: list[int] = field(default_factory=list)

    def matrix(self, points: Sequence[LonLat], **options: object) -> Matrix:
        """Return all pairs."""
        self.asked.append(len(points))
        return super().matrix(points)


def test_the_festival_day_is_best_and_the_closed_day_worst() -> None:
    found = best_dates(REGISTER, REQUEST, PlainRouter(), MONDAY, SUNDAY, seconds=0.5)
    best, worst = found.results[0], found.results[-1]
    assert best.start == SATURDAY
    assert str(best.lunar) == "20/10"
    assert best.score == 190
    assert [(one.place_id, one.is_met) for one in best.festivals] == [("dinh", True)]
    assert worst.start == MONDAY
    assert (worst.score, worst.closed) == (70, ("bao_tang",))
    assert found.is_complete


def test_equal_dates_are_planned_once_and_their_plans_are_sound_on_each() -> None:
    router = CountingRouter()
    found = best_dates(REGISTER, REQUEST, router, MONDAY, SUNDAY, seconds=0.5)
    assert found.problems == 3
    assert len(router.asked) == 1
    for result in found.results:
        assert result.tour is not None
        assert result.tour.days[0].date == result.start
        assert check_tour(REGISTER, result.tour, PlainRouter()) == ()
        if result.same_as is not None:
            assert result.same_as < result.start


def test_of_very_many_problems_those_that_cannot_win_are_left_at_their_bound(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("routes.planner.dates.ALWAYS_QUICK", 1)
    found = best_dates(REGISTER, REQUEST, PlainRouter(), MONDAY, SATURDAY, seconds=0.5)
    statuses = {result.start: result.status for result in found.results}
    assert statuses[SATURDAY] is DateStatus.FULL
    assert statuses[MONDAY] is DateStatus.BOUNDED
    assert found.results[0].score == 190
    assert found.results[-1].bound == 70


def test_dates_that_close_a_must_see_are_impossible_and_say_why() -> None:
    asked = request(must=(PlaceId("bao_tang"),))
    found = best_dates(REGISTER, asked, PlainRouter(), MONDAY, MONDAY + timedelta(days=1), seconds=0.5)
    impossible = found.results[-1]
    assert (impossible.start, impossible.status, impossible.score) == (MONDAY, DateStatus.IMPOSSIBLE, None)
    assert "bao_tang" in impossible.reasons[0].in_language("vi")


def test_a_stopped_search_returns_what_it_has() -> None:
    found = best_dates(REGISTER, REQUEST, PlainRouter(), MONDAY, SUNDAY, is_stopped=lambda: True)
    assert not found.is_complete
    assert {result.status for result in found.results} == {DateStatus.NOT_TRIED}
    assert found.results[0].lunar == lunar_date(found.results[0].start)


def test_the_days_of_a_tour_keep_their_distance() -> None:
    asked = request(dates=(SATURDAY, SATURDAY + timedelta(days=2)))
    assert shifted(asked, MONDAY).dates == (MONDAY, MONDAY + timedelta(days=2))


@pytest.mark.parametrize(("first", "last"), [(SUNDAY, SATURDAY), (SATURDAY, SATURDAY + timedelta(days=500))])
def test_a_range_that_is_empty_or_too_long_is_refused(first: date, last: date) -> None:
    with pytest.raises(BadInputError):
        best_dates(REGISTER, REQUEST, PlainRouter(), first, last)


def test_scores_alone_do_not_split_equal_dates() -> None:
    asked = request(scores=scores(dinh=10, bao_tang=10))
    found = best_dates(REGISTER, asked, PlainRouter(), SATURDAY, SUNDAY, seconds=0.5)
    assert found.problems == 1
