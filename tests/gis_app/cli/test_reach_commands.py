"""The commands isochrone, alternatives and round-trip, and the directions of route."""

import json
from pathlib import Path
from typing import Any

import pytest
from shapely.geometry import shape

from gis_app.cli.main import run_command_line

HAI_DUONG, HA_NOI = "106.33,20.94", "105.853,21.029"


def answer(capsys: pytest.CaptureFixture[str], *words: str) -> Any:
    assert run_command_line([*words, "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def test_isochrones_are_nested_features_with_budget_places_and_credit(
    capsys: pytest.CaptureFixture[str],
) -> None:
    found = answer(capsys, "isochrone", HAI_DUONG, "--minutes", "30", "15", "--places")
    small, large = found["features"]
    assert [one["properties"]["budget_s"] for one in (small, large)] == [900, 1800]
    assert shape(large["geometry"]).contains(shape(small["geometry"]))
    assert set(small["properties"]["places"]) < set(large["properties"]["places"])
    assert sum(large["properties"]["by_category"].values()) == len(large["properties"]["places"])
    assert "OpenStreetMap" in large["properties"]["attribution"]


def test_isochrones_in_words_and_in_a_file(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    path = tmp_path / "reach.geojson"
    words = ["isochrone", HAI_DUONG, HA_NOI, "--minutes", "10", "--places", "-o", str(path)]
    assert run_command_line([*words, "--language", "vi"]) == 0
    said = capsys.readouterr().out
    assert "10 phút:" in said
    assert "xã, phường" in said
    written = json.loads(path.read_text(encoding="utf-8"))
    assert written["type"] == "FeatureCollection"
    assert shape(written["features"][0]["geometry"]).is_valid


def test_alternatives_say_stretch_and_what_they_share(capsys: pytest.CaptureFixture[str]) -> None:
    found = answer(capsys, "alternatives", HA_NOI, HAI_DUONG)["features"]
    assert len(found) >= 2
    assert found[0]["properties"]["stretch"] == 1
    assert 1 <= found[1]["properties"]["stretch"] <= 1.25
    assert found[1]["properties"]["shared_m"] < found[1]["properties"]["distance_m"]
    assert run_command_line(["alternatives", HA_NOI, HAI_DUONG, "--language", "en"]) == 0
    assert "% in common with the first" in capsys.readouterr().out


def test_a_round_trip_reports_the_wish_and_the_heritage(capsys: pytest.CaptureFixture[str]) -> None:
    (loop,) = answer(capsys, "round-trip", HAI_DUONG, "--km", "40")["features"]
    line = loop["geometry"]["coordinates"]
    assert line[0] == pytest.approx(line[-1])
    assert loop["properties"]["wished"] == 40_000
    assert abs(loop["properties"]["deviation"]) <= 0.15
    assert loop["properties"]["along"]
    assert run_command_line(["round-trip", HAI_DUONG, "--km", "40", "--language", "vi"]) == 0
    assert "phải đi hai lần" in capsys.readouterr().out


def test_route_says_every_turn_on_request(capsys: pytest.CaptureFixture[str]) -> None:
    found = answer(capsys, "route", HA_NOI, HAI_DUONG, "--directions")
    assert found["directions"][0]["maneuver"] == "depart"
    assert found["directions"][-1]["maneuver"] == "arrive"
    total = sum(step["distance_m"] for step in found["directions"])
    assert total == pytest.approx(found["distance_m"], abs=5)
    assert run_command_line(["route", HA_NOI, HAI_DUONG, "--directions", "--language", "vi"]) == 0
    assert "Chỉ đường:" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["isochrone", HAI_DUONG, "--minutes", "0"], 2, "between 1 and 360 minutes"),
        (["isochrone", HAI_DUONG, "--off-road", "5000"], 2, "between 0 and 1000 m"),
        (["isochrone", "nowhere"], 2, "no place 'nowhere'"),
        (["isochrone", "108.2,16.0"], 4, "from the nearest road"),
        (["round-trip", HAI_DUONG, "--km", "0.1"], 2, "between 0.5 and 500 km"),
        (["round-trip", HAI_DUONG], 2, "required"),
        (["round-trip", HAI_DUONG, "--km", "9", "--depart", "7:00"], 2, "no time of departure"),
        (["alternatives", HAI_DUONG, "108.2,16.0"], 4, "from the nearest road"),
    ],
)
def test_wrong_questions_are_refused_in_words(
    capsys: pytest.CaptureFixture[str], words: list[str], code: int, said: str
) -> None:
    try:
        found = run_command_line([*words, "--language", "en"])
    except SystemExit as stop:
        found = int(stop.code or 0)
    assert found == code
    assert said in capsys.readouterr().err
