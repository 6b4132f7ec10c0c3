"""Results keep to their published schema (docs/schemas/tour.schema.json)."""

import json
from collections.abc import Callable
from copy import deepcopy
from dataclasses import replace
from pathlib import Path
from typing import Any

import fastjsonschema
import pytest

from data.model.demands.means import Budget
from data.model.tour import StopKind, VisitLength
from data.readers.request_toml import REQUEST_SCHEMA
from data.readers.tour_json import SCHEMA_VERSION
from data.writers.tour_json import tour_document
from tests.samples import sample_project, sample_tour

Validate = Callable[[object], object]


@pytest.fixture(scope="module")
def schema(repository: Path) -> dict[str, Any]:
    text = (repository / "docs" / "schemas" / "tour.schema.json").read_text(encoding="utf-8")
    document = json.loads(text)
    assert isinstance(document, dict)
    return document


@pytest.fixture(scope="module")
def validate(schema: dict[str, Any]) -> Validate:
    made: Validate = fastjsonschema.compile(schema)
    return made


@pytest.fixture
def result() -> dict[str, Any]:
    tour = sample_tour()
    budget = Budget(limit_vnd=9_000_000, vehicle_km_vnd=15_000)
    asked = replace(tour, request=replace(tour.request, budget=budget, clauses=()), bound=tour.score)
    # As it is printed: through JSON.
    made = json.loads(json.dumps(tour_document(sample_project(), asked, "vi")))
    assert isinstance(made, dict)
    return made


def test_a_result_keeps_to_the_schema(validate: Validate, result: dict[str, Any]) -> None:
    validate(result)


def test_an_impossible_request_keeps_to_the_schema(validate: Validate) -> None:
    validate({"feasible": False, "message": "Không thể", "reasons": ["a"]})


def _without(result: dict[str, Any], *path: str | int) -> dict[str, Any]:
    made = deepcopy(result)
    inner: Any = made
    for step in path[:-1]:
        inner = inner[step]
    del inner[path[-1]]
    return made


@pytest.mark.parametrize(
    "path",
    [
        ("schema_version",),
        ("days", 0, "legs", 0, "parts"),
        ("days", 0, "stops", 1, "begin_s"),
        ("costs", "unknown_fees"),
        ("carbon", "lines", 0, "sources"),
        ("request", "schema"),
    ],
)
def test_a_result_that_lacks_a_key_does_not(
    validate: Validate, result: dict[str, Any], path: tuple[str | int, ...]
) -> None:
    with pytest.raises(fastjsonschema.JsonSchemaException):
        validate(_without(result, *path))


def test_every_key_of_a_result_is_in_the_schema(schema: dict[str, Any], result: dict[str, Any]) -> None:
    known = schema["definitions"]
    assert set(result) <= set(known["tour"]["properties"])
    assert set(result["days"][0]) == set(known["day"]["properties"])
    assert {key for stop in result["days"][0]["stops"] for key in stop} == set(known["stop"]["properties"])
    assert set(result["days"][0]["legs"][0]) == set(known["leg"]["properties"])
    assert set(result["costs"]) == set(known["tour"]["properties"]["costs"]["properties"])


def test_the_schema_names_every_version_and_word(schema: dict[str, Any]) -> None:
    known = schema["definitions"]
    assert known["tour"]["properties"]["schema_version"]["const"] == SCHEMA_VERSION
    assert known["request"]["properties"]["schema"]["const"] == REQUEST_SCHEMA
    assert known["stop"]["properties"]["kind"]["enum"] == [kind.value for kind in StopKind]
    assert known["stop"]["properties"]["length"]["enum"] == [length.value for length in VisitLength]
