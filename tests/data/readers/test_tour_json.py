"""What plan --json writes reads back as the same tour; what was broken by hand is named."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from data.errors import BadInputError
from data.model.demands.times import Break
from data.model.place import PlaceId
from data.model.remedy import Remedy, RemedyKind
from data.model.tour import Day, DroppedPlace, LegPart, Tour, TourId
from data.readers.tour_json import read_tour, tour_of
from data.writers.tour_json import tour_document
from tests.routes.planner.hand import LUNCH, desk_of
from tests.routes.planner.hand import tour_of as made
from tests.routes.planner.world import SATURDAY, SUNDAY, place, project, request

REGISTER = project(place("a", 1), place("b", 2), place("c", 3))
REQUEST = request(dates=(SATURDAY, SUNDAY), breaks=(Break(),), group_size=20)
PLANNED = made(desk_of(REGISTER), REQUEST, ["a", LUNCH, "b"], ["c", LUNCH])
MARKED = replace(
    PLANNED,
    scenario="Phương án B",
    base=TourId("goc"),
    bound=300,
    network="Đường thử 2026",
    attribution=("Nguồn",),
    dropped=(
        DroppedPlace(
            place_id=PlaceId("c"),
            reason="It was taken out by hand.",
            facts={"minutes": 3},
            remedies=(
                Remedy(kind=RemedyKind.SWAP, facts={"place": "b", "place_id": "b"}),
                Remedy(kind=RemedyKind.END_LATER, facts={"day": 1, "time": "18:00", "time_s": 64_800}),
            ),
        ),
    ),
    days=(
        replace(
            PLANNED.days[0],
            stops=(
                PLANNED.days[0].stops[0],
                replace(
                    PLANNED.days[0].stops[1],
                    is_locked=True,
                    is_added=True,
                    is_stay_fixed=True,
                    not_before_s=8 * 3600,
                ),
                *PLANNED.days[0].stops[2:],
            ),
            legs=(replace(PLANNED.days[0].legs[0], via=((105.85, 21.03),)), *PLANNED.days[0].legs[1:]),
        ),
        PLANNED.days[1],
    ),
)


def _document(tour: Tour = MARKED) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(json.dumps(tour_document(REGISTER, tour, "vi"), allow_nan=False))
    return document


def _without_lines(tour: Tour) -> Tour:
    def bare(part: LegPart) -> LegPart:
        return replace(part, geometry=None, distance_m=round(part.distance_m, 1))

    def day(one: Day) -> Day:
        legs = tuple(replace(leg, parts=tuple(bare(part) for part in leg.parts)) for leg in one.legs)
        stops = tuple(replace(stop, lon=round(stop.lon, 6), lat=round(stop.lat, 6)) for stop in one.stops)
        return replace(one, stops=stops, legs=legs)

    return replace(tour, days=tuple(day(one) for one in tour.days))


def test_a_tour_reads_back_as_it_was_but_for_the_lines() -> None:
    assert tour_of(_document()) == _without_lines(MARKED)


def test_a_file_with_a_byte_order_mark_is_read(tmp_path: Path) -> None:
    path = tmp_path / "tuyến.json"
    path.write_text(json.dumps(_document()), encoding="utf-8-sig")
    assert read_tour(path).id == MARKED.id


@pytest.mark.parametrize(
    ("keys", "value", "where"),
    [
        (("days", 0, "stops", 1, "arrive_s"), "8 giờ", "days[0].stops[1].arrive_s"),
        (("days", 0, "stops", 1, "kind"), "nap", "days[0].stops[1]"),
        (("days", 0, "stops", 1, "lon"), True, "days[0].stops[1].lon"),
        (("days", 0, "stops", 1, "lat"), 1e308, "days[0].stops[1]"),
        (("days", 0, "stops", 1, "lat"), 51.5, "days[0].stops[1]"),
        (("days", 0, "date"), "28/11/2026", "days[0]"),
        (("days", 0, "legs", 0, "parts"), {}, "days[0].legs[0].parts"),
        (("days", 0, "legs", 0, "via"), [[105.85]], "days[0].legs[0]"),
        (("days", 0, "legs", 0, "via"), [[2.3, 48.9]], "via"),
        (("days", 0, "legs", 0, "mode"), "rocket", "days[0].legs[0]"),
        (("days",), 5, "days"),
        (("score",), None, "score"),
        (("schema_version",), 1, "schema_version"),
        (("request",), [], "request"),
    ],
)
def test_a_wrong_value_is_named_with_its_place(
    keys: tuple[str | int, ...], value: object, where: str
) -> None:
    document: Any = _document()
    inner = document
    for key in keys[:-1]:
        inner = inner[key]
    inner[keys[-1]] = value
    with pytest.raises(BadInputError) as refused:
        tour_of(document)
    assert refused.value.where == where
    assert refused.value.remedy


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity"])
def test_what_is_no_number_is_no_json(number: str, tmp_path: Path) -> None:
    document = _document()
    document["days"][0]["stops"][1]["lat"] = "here"
    path = tmp_path / "tour.json"
    path.write_text(json.dumps(document).replace('"here"', number), encoding="utf-8")
    with pytest.raises(BadInputError, match=f"not JSON: {number}"):
        read_tour(path)


def test_a_missing_value_is_named() -> None:
    document = _document()
    del document["days"][0]["stops"][1]["begin_s"]
    with pytest.raises(BadInputError, match="begin_s"):
        tour_of(document)


def test_a_leg_too_few_is_refused() -> None:
    document = _document()
    document["days"][0]["legs"].pop()
    with pytest.raises(BadInputError):
        tour_of(document)


def test_an_infeasible_result_says_that_it_has_no_tour() -> None:
    with pytest.raises(BadInputError, match="no tour"):
        tour_of({"feasible": False, "reasons": []})


@pytest.mark.parametrize("text", ["", "{", "[1]", "nul", "[" * 100_000])
def test_what_is_no_json_is_refused_with_the_file(tmp_path: Path, text: str) -> None:
    path = tmp_path / "x.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(BadInputError) as refused:
        read_tour(path)
    assert str(refused.value.source) == str(path)


def test_bytes_that_are_no_text_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "x.json"
    path.write_bytes(b"\xff\xfe\x00{")
    with pytest.raises(BadInputError):
        read_tour(path)
