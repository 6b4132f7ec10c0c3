"""What the result says: blocks of time, warnings, the next festival, short credits."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from itertools import pairwise

import pytest
from PySide6.QtCore import QObject

from data.calendar.coming import next_festival
from data.language.formats import time_of_day
from data.model.festival import Calendar, DateRule, Festival
from data.model.place import CoachAccess
from data.model.tour import StopKind
from gis_app.docks.blocks import BlockKind, blocks_of, first_numbers
from gis_app.docks.warnings import tour_warnings
from gis_app.i18n import Words
from gis_app.map.controls import short_credits
from tests.samples import DONG_GIAO, MAO_DIEN, sample_project, sample_tour


@pytest.fixture
def words(qapp: QObject) -> Iterator[Words]:
    spoken = Words("vi")
    yield spoken
    spoken.remove()


def test_blocks_fill_a_day_without_gaps_or_overlaps() -> None:
    for day in sample_tour().days:
        blocks = blocks_of(day)
        assert blocks[0].begin_s == day.start_s
        assert blocks[-1].end_s == day.end_s
        for before, after in pairwise(blocks):
            assert before.end_s == after.begin_s


def test_blocks_number_the_visits_as_map_and_sheets_do() -> None:
    tour = sample_tour()
    numbers = [
        block.number
        for day, first in zip(tour.days, first_numbers(tour.days), strict=True)
        for block in blocks_of(day, first)
        if block.kind is BlockKind.VISIT
    ]
    assert numbers == sorted(tour.visit_numbers.values())


def test_a_lunch_and_a_wait_have_blocks_of_their_own() -> None:
    day = sample_tour().days[0]
    kinds = {block.kind for block in blocks_of(day)}
    assert BlockKind.LUNCH in kinds
    assert (BlockKind.WAIT in kinds) == any(
        stop.wait_s for stop in day.stops if stop.kind is not StopKind.START
    )


def test_a_stop_that_a_coach_cannot_reach_is_warned_about_with_its_place(words: Words) -> None:
    project, tour = sample_project(), sample_tour()
    place = replace(project.places[DONG_GIAO], coach_access=CoachAccess.NO)
    found = [
        warning
        for warning in tour_warnings(project.with_places([place]), tour, words)
        if warning.text.startswith("Xe khách không vào được")
    ]
    assert [warning.place_id for warning in found] == [DONG_GIAO]
    assert place.name_vi in found[0].text


def test_a_day_that_ends_close_to_its_limit_is_warned_about(words: Words) -> None:
    tour = sample_tour()
    last = max(day.end_s for day in tour.days)
    near = replace(tour, request=replace(tour.request, day_end_s=last + 300))
    far = replace(tour, request=replace(tour.request, day_end_s=last + 7200))
    said = [warning.text for warning in tour_warnings(sample_project(), near, words)]
    tight = [text for text in said if text.startswith("Ít thời gian dự phòng")]
    assert len(tight) == 1, "one sentence for all days"
    assert time_of_day(last, "vi") in tight[0]
    assert time_of_day(last + 300, "vi") in tight[0]
    assert not any("dự phòng" in warning.text for warning in tour_warnings(sample_project(), far, words))


def test_the_next_festival_is_the_first_that_is_not_over() -> None:
    rule = DateRule(Calendar.LUNAR, 1, 16, 1, 22)
    festival = Festival("16–22/1 âm lịch", (rule,))
    assert next_festival(festival, date(2026, 11, 22)) == (date(2027, 2, 21), date(2027, 2, 27))
    assert next_festival(festival, date(2027, 2, 27)) == (date(2027, 2, 21), date(2027, 2, 27))
    assert next_festival(Festival("mùa hoa"), date(2026, 11, 22)) is None


def test_short_credits_name_each_owner_once() -> None:
    told = (
        "© OpenStreetMap contributors (ODbL)",
        "nguồn khác (MIT)",
        "© OpenStreetMap contributors (ODbL 1.0)",
    )
    assert short_credits(told) == ("© OpenStreetMap contributors (ODbL)",)


def test_visits_far_from_their_road_are_named_with_the_distance(words: Words) -> None:
    project, tour = sample_project(), sample_tour()
    day = tour.days[0]
    index = next(number for number, stop in enumerate(day.stops) if stop.place_id == MAO_DIEN)
    stops = (*day.stops[:index], replace(day.stops[index], access_m=480.0), *day.stops[index + 1 :])
    exact = replace(project.places[MAO_DIEN], coord_precision_m=20)
    changed = replace(tour, days=(replace(day, stops=stops), *tour.days[1:]))
    said = tour_warnings(project.with_places([exact]), changed, words)
    far = [warning for warning in said if warning.place_id == MAO_DIEN]
    assert len(far) == 1
    assert "480 m" in far[0].text
