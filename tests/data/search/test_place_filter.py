from dataclasses import replace

from data.model.festival import Calendar, DateRule, Festival
from data.model.place import Category, CoachAccess, Rank, Status
from data.model.units import UnitId
from data.search.place_filter import PlaceFilter, festival_months, read_place_filter
from tests.samples import CHU_DAU, KIEP_BAC, sample_project

LUNAR_AUTUMN = Festival("15-20/8 âm lịch", (DateRule(Calendar.LUNAR, 8, 15, 8, 20),))


def test_a_lunar_festival_counts_in_the_solar_months_of_the_year() -> None:
    place = replace(sample_project().places[KIEP_BAC], festivals=(LUNAR_AUTUMN,))
    assert festival_months(place, 2026) == {9}  # 25–30 September 2026
    assert festival_months(place, 2025) == {10}


def test_conditions_are_joined_by_and() -> None:
    project = sample_project()
    wanted = PlaceFilter(categories=(Category.CRAFT_VILLAGE,), coach=(CoachAccess.YES,))
    found = wanted.passing(project, 2026)
    assert CHU_DAU in {place.id for place in project.places.values()}
    assert found == tuple(
        place
        for place in project.places.values()
        if place.category is Category.CRAFT_VILLAGE and place.coach_access is CoachAccess.YES
    )


def test_a_unit_that_the_project_lacks_is_no_condition() -> None:
    project = sample_project()
    assert PlaceFilter(units=(UnitId("99999"),)).passing(project, 2026) == tuple(project.places.values())


def test_a_filter_is_read_as_it_was_kept() -> None:
    kept = PlaceFilter(
        ranks=(Rank.NATIONAL,),
        units=(UnitId("1"),),
        statuses=(Status.DRAFT,),
        festival_months=(1, 12),
        text="gốm",
    )
    assert read_place_filter(kept.plain()) == kept


def test_what_an_edited_settings_file_says_wrongly_is_left_out() -> None:
    assert (
        read_place_filter({"ranks": ["royal", 3], "coach": "yes", "festival_months": [13, "x"], "text": 4})
        == PlaceFilter()
    )
