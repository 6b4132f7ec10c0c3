"""The form holds every field of a request, shows it, and gives it back exactly."""

from dataclasses import fields, replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from PySide6.QtWidgets import QApplication

from data.model.demands.means import usual_boarding_minutes
from data.model.project import Project
from data.model.request import TourRequest
from data.readers.request_toml import read_request
from data.writers.request_toml import request_text, write_request
from gis_app.docks.request.flat import flat, joined
from gis_app.docks.request.form import SUBJECTS, RequestForm
from gis_app.docks.templates import read_templates, shipped_folder
from gis_app.finding import Finder
from gis_app.i18n import Words
from layers.style import LIGHT
from tests.data.readers.requests import requests
from tests.gis_app.request.conftest import MakeForm

_SLOW = [HealthCheck.filter_too_much, HealthCheck.too_slow, HealthCheck.data_too_large]


@given(requests())
@settings(suppress_health_check=_SLOW)
def test_the_values_of_a_request_say_all_of_it(request_: TourRequest) -> None:
    assert joined(flat(request_)) == request_


def test_each_value_is_held_by_one_part_of_the_form_and_by_no_other(form: RequestForm) -> None:
    held = [key for part in form._parts for key in part.values()]
    assert len(held) == len(set(held))
    shipped = joined({**form.values()})
    assert set(form.values()) == set(flat(shipped))
    assert {key.partition(".")[0] for key in form.values()} >= {
        field.name for field in fields(TourRequest)
    } - {"dates"}


@pytest.fixture(scope="module")
def two_forms(qapp: QApplication, starter: Project) -> tuple[RequestForm, RequestForm]:
    """Return a form with everything folded away, and one with everything open."""
    made = []
    for is_open in (False, True):
        words = Words("vi", qapp)
        finder = Finder(words)
        form = RequestForm(words, LIGHT, finder.places, finder.describe)
        form.show_project(starter)
        if is_open:
            for subject in SUBJECTS:
                form.group_of(subject).open()
        made.append(form)
    return made[0], made[1]


@given(request_=requests())
@settings(max_examples=10, deadline=None, suppress_health_check=_SLOW)
def test_what_is_loaded_comes_back_equal_whether_folded_away_or_shown(
    two_forms: tuple[RequestForm, RequestForm], request_: TourRequest
) -> None:
    for form in two_forms:
        form.load(request_)
        assert form.request() == request_


def test_the_examples_come_back_equal_and_survive_being_kept_as_files(
    make_form: MakeForm, starter: Project, tmp_path: Path
) -> None:
    form = make_form("en")
    for subject in SUBJECTS:
        form.group_of(subject).open()
    examples = read_templates(shipped_folder(), starter)
    assert len(examples) == len(list(shipped_folder().glob("*.toml")))
    for number, request in enumerate(examples):
        form.load(request)
        assert form.request() == request
        path = tmp_path / f"{number}.toml"
        write_request(form.request(), path)
        assert read_request(path, starter) == request
        assert request_text(request) == path.read_text(encoding="utf-8")


def test_a_change_of_one_thing_leaves_all_others_exactly_as_they_were(
    make_form: MakeForm, starter: Project
) -> None:
    form = make_form()
    form.group_of(SUBJECTS[3]).open()
    for request in read_templates(shipped_folder(), starter):
        form.load(request)
        form.group.setValue(52)
        boarding = request.boarding_minutes
        if boarding == usual_boarding_minutes(request.group_size):
            boarding = usual_boarding_minutes(52)
        assert form.request() == replace(request, group_size=52, boarding_minutes=boarding)


def test_the_time_to_board_follows_the_group_until_somebody_sets_it(form: RequestForm) -> None:
    form.group.setValue(45)
    assert form.request().boarding_minutes == usual_boarding_minutes(45)
    form.load(replace(form.request(), boarding_minutes=3))
    form.group.setValue(20)
    assert form.request().boarding_minutes == 3


def test_another_project_takes_its_unknown_places_and_wards_out_of_the_form(
    form: RequestForm, starter: Project
) -> None:
    for request in read_templates(shipped_folder(), starter):
        form.load(request)
        form.show_project(Project())
        left = form.request()
        assert not any((left.must, left.never, left.cover_units, left.candidates.units))
        assert not left.pins.places
        assert not left.clauses
        assert left.dates == request.dates
        assert left.start == request.start
        form.show_project(starter)
