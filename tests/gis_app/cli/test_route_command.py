"""The route command, from arguments to what is printed."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import gpxpy
import pytest
from shapely.geometry import shape

from data.starter import load_starter
from data.storage.gpkg import save_project
from gis_app.cli.main import run_command_line
from routes.network.file import save_network
from tests.routes.network.roads import Road, grid_point, network_of

START, END = "106.33,20.94", "khu-di-tich-con-son"


def answer(capsys: pytest.CaptureFixture[str], *words: str) -> Any:
    assert run_command_line(["route", *words, "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def test_json_holds_length_time_line_snaps_and_roads(capsys: pytest.CaptureFixture[str]) -> None:
    found = answer(capsys, START, END)
    assert found["distance_m"] == pytest.approx(32_574, rel=0.001)
    assert found["duration_s"] > 1800
    assert shape(found["geometry"]).length > 0.2
    assert found["geometry"]["coordinates"][0] == found["snaps"][0]["snapped"]
    assert found["snaps"][1]["place_id"] == END
    assert found["snaps"][0]["access_m"] == pytest.approx(67, abs=1)
    assert found["roads"][0]["name"] == "Đại lộ Hồ Chí Minh"
    assert sum(road["distance_m"] for road in found["roads"]) <= found["distance_m"]
    assert "OpenStreetMap" in found["attribution"]


def test_points_between_are_passed_in_the_order_given(capsys: pytest.CaptureFixture[str]) -> None:
    direct = answer(capsys, START, END)
    by_way = answer(capsys, START, END, "106.40,20.99", "106.30,20.99")
    asked = [snap["asked"] for snap in by_way["snaps"]]
    assert asked[:3] == [[106.33, 20.94], [106.40, 20.99], [106.30, 20.99]]
    assert by_way["distance_m"] > direct["distance_m"]


def test_the_shortest_way_is_no_longer_and_no_faster(capsys: pytest.CaptureFixture[str]) -> None:
    ends = ("105.8356,21.0287", "106.33,20.94")
    fastest, shortest = answer(capsys, *ends), answer(capsys, *ends, "--shortest")
    assert shortest["distance_m"] <= fastest["distance_m"]
    assert shortest["duration_s"] >= fastest["duration_s"]
    assert shortest["optimised"] == "distance"


@pytest.mark.parametrize("mode", ["coach", "car", "motorbike", "bicycle", "foot"])
def test_every_mode_finds_a_way(capsys: pytest.CaptureFixture[str], mode: str) -> None:
    found = answer(capsys, START, END, "--mode", mode)
    assert found["mode"] == mode
    assert 30_000 < found["distance_m"] < 40_000


@pytest.mark.parametrize(
    ("language", "said"),
    [("vi", ["Ô tô con: 32,6 km, 44 phút", "Theo từng đường:", "Đại lộ Hồ Chí Minh"]),
     ("en", ["Car: 32.6 km, 44 min", "By road:", "Con Son relic complex"])],
)  # fmt: skip
def test_text_speaks_both_languages(
    capsys: pytest.CaptureFixture[str], language: str, said: list[str]
) -> None:
    assert run_command_line(["route", START, END, "--language", language]) == 0
    out = capsys.readouterr().out
    assert all(words in out for words in said)
    assert "© OpenStreetMap contributors" in out


def test_an_approximate_place_is_warned_about_on_stderr(capsys: pytest.CaptureFixture[str]) -> None:
    assert run_command_line(["route", START, "lang-gom-chu-dau", "--language", "en"]) == 0
    assert "position of Chu Dau pottery village is approximate" in capsys.readouterr().err


def test_a_point_far_from_any_road_is_warned_about_on_stderr(capsys: pytest.CaptureFixture[str]) -> None:
    assert run_command_line(["route", "105.8,21.0", "106.0,21.0", "--language", "en"]) == 0
    assert "nearest road to 106.0,21.0 is 2.6 km away" in capsys.readouterr().err


def test_a_point_outside_the_network_gets_no_invented_way(capsys: pytest.CaptureFixture[str]) -> None:
    # Two such points may snap to one spot, and "0 m, 0 min" would be the answer.
    assert run_command_line(["route", "107.5,16.4", "107.6,16.5", "--language", "en"]) == 4
    said = capsys.readouterr()
    assert said.out == ""
    assert "107.5,16.4 is" in said.err
    assert "Choose a network of that area with --network." in said.err


def test_a_missing_end_is_named_and_nothing_else(capsys: pytest.CaptureFixture[str]) -> None:
    assert run_command_line(["route", START, "--language", "en"]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert "A route needs two points. Give FROM and TO" in said.err


def test_two_forms_of_answer_at_once_are_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert run_command_line(["route", START, END, "--json", "--format", "gpx", "--language", "en"]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert "--json and --format gpx exclude each other" in said.err


def test_a_way_to_the_same_point_lists_no_roads(capsys: pytest.CaptureFixture[str]) -> None:
    assert run_command_line(["route", START, START, "--language", "en"]) == 0
    said = capsys.readouterr().out
    assert "0 m, 0 min" in said
    assert "By road" not in said


def test_geojson_is_a_line_and_its_points(capsys: pytest.CaptureFixture[str]) -> None:
    assert run_command_line(["route", START, END, "--format", "geojson"]) == 0
    document = json.loads(capsys.readouterr().out)
    kinds = [feature["geometry"]["type"] for feature in document["features"]]
    assert kinds == ["LineString", "Point", "Point"]
    assert document["features"][0]["properties"]["duration_s"] > 0


def test_gpx_is_read_back_by_gpxpy(capsys: pytest.CaptureFixture[str]) -> None:
    assert run_command_line(["route", START, END, "--format", "gpx"]) == 0
    gpx = gpxpy.parse(capsys.readouterr().out)
    assert [point.name for point in gpx.waypoints] == [START, "Khu di tích Côn Sơn"]
    assert gpx.length_2d() == pytest.approx(32_574, rel=0.1)
    assert "OpenStreetMap" in (gpx.description or "")


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["106.33,20.94", "nowhere"], 2, "no place 'nowhere'"),
        (["20.94,106.33", END], 2, "look swapped"),
        (["-106.33,20.94", END], 2, "outside Vietnam"),
        (["106.33,abc", END], 2, "is not a point"),
        (["nan,20.94", END], 2, "not numbers"),
    ],
)
def test_a_bad_point_is_a_clear_error(
    capsys: pytest.CaptureFixture[str], words: list[str], code: int, said: str
) -> None:
    assert run_command_line(["route", *words, "--language", "en"]) == code
    captured = capsys.readouterr()
    assert said in captured.err
    assert captured.out == ""


def test_no_way_has_an_exit_code_of_its_own(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    islands = tmp_path / "islands.htnet"
    save_network(network_of([(0, 0), (1, 0), (3, 3), (4, 3)], [Road(0, 1), Road(2, 3)]), islands)
    ends = [f"{lon},{lat}" for lon, lat in (grid_point(0, 0), grid_point(3, 3))]
    assert run_command_line(["--network", str(islands), "route", *ends, "--language", "en"]) == 4
    assert "There is no way from" in capsys.readouterr().err


def test_a_name_with_characters_that_no_xml_holds_is_written_without_them(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    place = replace(load_starter().place(END), name_vi="Côn\x01 Sơn & <Kiếp\ufffe Bạc>")
    save_project(load_starter().with_places([place]), tmp_path / "p.gpkg")
    words = ["route", START, END, "--format", "gpx", "--project", str(tmp_path / "p.gpkg")]
    assert run_command_line(words) == 0
    made = gpxpy.parse(capsys.readouterr().out)
    assert made.waypoints[-1].name == "Côn Sơn & <Kiếp Bạc>"
