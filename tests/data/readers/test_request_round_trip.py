"""Requests as plain values, JSON and TOML: nothing is lost on the way and back."""

import dataclasses
import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
import tomlkit
from hypothesis import HealthCheck, given, settings

from data.errors import BadInputError
from data.model.place import PlaceId
from data.model.project import Project
from data.model.request import Anchor, TourRequest
from data.readers.request_plain import to_plain
from data.readers.request_toml import REQUEST_SCHEMA, from_plain, parse_request
from data.starter import load_starter
from tests.data.readers.requests import requests

_HERE = Anchor(105.8, 21.0, "x", PlaceId("gone"))
_LEAST = TourRequest(start=_HERE, end=Anchor(105.8, 21.0), dates=(date(2026, 11, 28),))


@given(requests())
@settings(suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow])
def test_a_request_survives_json_without_loss(request_: TourRequest) -> None:
    assert from_plain(json.loads(json.dumps(to_plain(request_), allow_nan=False))) == request_


@given(requests())
@settings(suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow])
def test_a_request_survives_toml_without_loss(request_: TourRequest) -> None:
    text = tomlkit.dumps(to_plain(request_))
    assert from_plain(tomlkit.parse(text).unwrap()) == request_


def test_the_random_requests_reach_every_field() -> None:
    """A new field has to join the strategy, or the round trip says nothing about it."""
    source = (Path(__file__).parent / "requests.py").read_text(encoding="utf-8")
    for field in dataclasses.fields(TourRequest):
        assert f'"{field.name}":' in source, field.name


def test_ids_are_taken_as_they_are_when_there_is_no_project() -> None:
    request = replace(_LEAST, must=(PlaceId("gone"),))
    assert from_plain(to_plain(request)) == request
    assert from_plain(to_plain(replace(request, breaks=()))).lunch is None


def test_a_name_without_coordinates_is_no_point_when_there_is_no_project() -> None:
    with pytest.raises(BadInputError, match="no coordinates"):
        from_plain({"start": "ga-hai-duong", "dates": ["2026-11-28"]})


@pytest.fixture(scope="module")
def register() -> Project:
    return load_starter()


def test_a_file_of_version_1_means_what_it_meant(register: Project) -> None:
    old = parse_request({"start": "ga-hai-duong", "dates": ["2026-11-28"]}, register)
    new = parse_request({"schema": 2, "start": "ga-hai-duong", "dates": ["2026-11-28"]}, register)
    assert not old.has_slots
    assert new == replace(old, has_slots=True)


def test_what_is_written_names_its_version() -> None:
    assert to_plain(_LEAST)["schema"] == REQUEST_SCHEMA


def test_a_newer_version_is_refused_in_words() -> None:
    with pytest.raises(BadInputError, match="version 99; this program reads versions up to 2"):
        from_plain({**to_plain(_LEAST), "schema": 99, "unheard_of": True})


def test_a_version_that_is_no_number_is_a_fault() -> None:
    with pytest.raises(BadInputError, match="'two' is not a whole number"):
        from_plain({**to_plain(_LEAST), "schema": "two"})
