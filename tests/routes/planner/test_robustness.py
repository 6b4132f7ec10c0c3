"""Slack by hand-made figures, and simulated days that agree with them."""

from dataclasses import replace
from math import log, sqrt

import numpy as np
import pytest

from data.model.demands.times import Break
from data.model.tour import Tour
from data.model.travel_mode import TravelMode
from routes.planner.robustness import Spread, robustness_of
from routes.planner.slack import NO_LIMIT_S, Rule, limits_of_day, slack_of_day
from tests.routes.planner.hand import LUNCH, desk_of, tour_of
from tests.routes.planner.world import PlainRouter, place, project, request

REGISTER = project(
    place("a", 3),
    place("b", 6, opening_hours="Mo-Su 08:00-11:00"),
    place("c", 6, 3, opening_hours="Mo-Su 13:30-17:00"),
)
DESK = desk_of(REGISTER)


def _tour(**fields: object) -> Tour:
    return tour_of(DESK, request(**fields), ["a", "b", "c"])


def _slacks(tour: Tour) -> list[int]:
    limits = limits_of_day(REGISTER, tour, 0)
    return [slack.slack_s for slack in slack_of_day(0, tour.days[0], limits)]


def test_slack_is_what_closing_times_and_the_end_of_the_day_leave() -> None:
    # a 8:30–9:30, b 10:00–11:00 (closes 11:00), c from 13:30 after waiting, home 15:38.
    tour = _tour()
    a, b, c, end = _slacks(tour)
    assert (a, b) == (0, 0)
    assert end == 17 * 3600 - tour.days[0].end_s
    wait_s = tour.days[0].stops[3].wait_s
    assert wait_s > 0
    assert c == wait_s + end


def test_waiting_swallows_delay_and_a_place_of_unknown_hours_has_no_limit_of_its_own() -> None:
    assert limits_of_day(REGISTER, _tour(), 0)[0].latest_s == NO_LIMIT_S
    assert [limit.rule for limit in limits_of_day(REGISTER, _tour(), 0)] == [
        Rule.HOURS,
        Rule.HOURS,
        Rule.HOURS,
        Rule.DAY_END,
    ]


def test_without_variation_every_simulated_day_is_the_planned_one() -> None:
    found = robustness_of(REGISTER, _tour(), samples=50, spread=Spread(0.0, 0.0))
    assert found.met_share == 1.0
    assert all(stop.late_share == 0.0 for stop in found.stops)


def test_the_same_seed_gives_the_same_shares() -> None:
    assert robustness_of(REGISTER, _tour(), seed=3) == robustness_of(REGISTER, _tour(), seed=3)


def test_a_stop_without_slack_is_late_as_often_as_the_distribution_says() -> None:
    """Two legs of 30 minutes; late when they take more than a minute longer than planned."""
    found = robustness_of(REGISTER, _tour(), samples=100_000, spread=Spread(leg=0.0, day=0.2))
    sigma = sqrt(log(1 + 0.2**2))
    # With a day factor alone b is late when F > 61/60 of one leg that a's fixed begin lets through.
    begin = np.random.default_rng(7).lognormal(-(sigma**2) / 2, sigma, 200_000)
    first = np.maximum(30 * begin, 30) + np.maximum(30 * begin, 0)
    expected = float((first > 61).mean())
    b = found.stops[1]
    assert b.late_share == pytest.approx(expected, abs=0.01)
    assert found.critical is not None
    assert (found.critical.day, found.critical.index) == (0, 2)
    assert found.rule_shares[Rule.HOURS] == pytest.approx(1 - expected, abs=0.01)
    assert found.rule_shares[Rule.DAY_END] > 0.999


def test_legs_a_fifth_longer_name_the_stops_that_break() -> None:
    found = robustness_of(REGISTER, _tour(), samples=10)
    assert found.slower_breaks == ((0, 2),)


def test_a_late_lunch_counts_as_a_break_missed() -> None:
    asked = request(breaks=(Break(11 * 3600, 11 * 3600 + 300, 3600),))
    tour = tour_of(DESK, asked, ["a", "b", LUNCH, "c"])
    found = robustness_of(REGISTER, tour, samples=2000)
    assert found.rule_shares[Rule.BREAK] < 1.0


def test_walked_legs_keep_their_time() -> None:
    desk = desk_of(REGISTER, PlainRouter(mode=TravelMode.FOOT))
    tour = tour_of(desk, request(mode=TravelMode.FOOT), ["a", "b"])
    assert robustness_of(REGISTER, tour, samples=200).met_share == 1.0


def test_a_tour_that_is_late_already_is_never_met() -> None:
    late = replace(_tour(), request=request(day_end_s=12 * 3600))
    found = robustness_of(REGISTER, late, samples=100)
    assert found.rule_shares[Rule.DAY_END] == 0.0
    assert min(stop.slack_s for stop in found.stops) < 0
