"""``hanh-trinh plan``: from a request file to outputs, itinerary, JSON and exit codes."""

import json
import re
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from data.starter import load_starter
from data.storage.gpkg import save_project
from gis_app.cli.main import run_command_line

REQUEST = """
title = "Ba điểm Bắc Từ Liêm"
title_en = "Three places"
start = "ben-xe-my-dinh"
dates = [2026-11-28]
must = ["dinh-chem"]
clauses = ["bac-tu-liem-371/tuyen-lien-phuong", "hai-duong-2024/di-san"]
[day]
start = "07:30"
end = "14:00"
[candidates]
places = ["dinh-chem", "dinh-gian", "dinh-phu-dien", "bao-tang-ha-noi", "khu-di-tich-con-son"]
"""


def _write(tmp_path: Path, text: str) -> str:
    path = tmp_path / "request.toml"
    path.write_text(text, encoding="utf-8")
    return str(path)


@pytest.fixture
def planned(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    folder = tmp_path / "out"
    request = _write(tmp_path, REQUEST)
    code = run_command_line(["plan", request, "-o", str(folder), "--seconds", "2", "--json"])
    assert code == 0
    document: dict[str, Any] = json.loads(capsys.readouterr().out)
    return {**document, "folder": folder}


def test_an_interrupted_search_writes_its_best_plan_and_says_so(repository: Path, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    example = repository / "resources" / "requests" / "bac-tu-liem-1-ngay.toml"
    command = [sys.executable, "main.py", "plan", str(example), "-o", str(folder), "--progress", "always"]
    command += ["--seconds", "27"]
    with subprocess.Popen(command, cwd=repository, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stderr is not None
        seen = b""
        while max(map(int, re.findall(rb"(\d+) %", seen)), default=0) < 20:
            seen += process.stderr.read(1)
        process.send_signal(signal.SIGINT)
        out, rest = process.communicate()
    assert process.returncode == 130
    assert "Đình Chèm" in out.decode()
    assert "Đã dừng tìm kiếm" in rest.decode()
    assert "Traceback" not in rest.decode()
    assert (folder / "brochure.pdf").exists()


def test_a_tour_whose_clause_the_project_lacks_is_printed_without_it(
    planned: dict[str, Any], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    register = load_starter()
    path = tmp_path / "register.gpkg"
    save_project(replace(register, clauses={}), path)
    result = tmp_path / "tour.json"
    result.write_text(json.dumps({key: planned[key] for key in planned if key != "folder"}), encoding="utf-8")
    command = ["replan", str(result), "--project", str(path), "--retime-only"]
    assert run_command_line(command) == 0
    assert "Đình Chèm" in capsys.readouterr().out
    assert run_command_line([*command, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["clauses"] == []


def test_reasons_in_the_terminal_come_with_what_would_help(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = REQUEST.replace('"14:00"', '"10:30"')
    folder = str(tmp_path / "out")
    assert run_command_line(["plan", _write(tmp_path, text), "-o", folder, "--seconds", "2"]) == 0
    assert "→ Kết thúc ngày 1 lúc" in capsys.readouterr().out


def test_every_output_is_written(planned: dict[str, Any]) -> None:
    names = {path.name for path in planned["folder"].iterdir()}
    assert names == {Path(path).name for path in planned["files"]}
    assert {
        "tour.geojson",
        "tour.gpx",
        "itinerary.csv",
        "itinerary.xlsx",
        "map.html",
        "brochure.pdf",
    } <= names


def test_json_has_stops_with_times_and_legs_with_units(planned: dict[str, Any]) -> None:
    assert planned["feasible"] is True
    assert planned["score"] > 0
    day = planned["days"][0]
    assert day["date"] == "2026-11-28"
    assert [stop["kind"] for stop in day["stops"]][:: len(day["stops"]) - 1] == ["start", "end"]
    assert len(day["legs"]) == len(day["stops"]) - 1
    assert all(leg["distance_m"] >= 0 and leg["duration_s"] >= 0 for leg in day["legs"])
    visit = next(stop for stop in day["stops"] if stop["place_id"] == "dinh-chem")
    hours, minutes = visit["arrive"].split(":")
    assert int(hours) * 60 + int(minutes) == visit["arrive_s"] // 60
    assert visit["name"] == "Đình Chèm"
    assert visit["hours_known"] is False
    assert 105 < visit["lon"] < 106
    assert visit["depart_s"] - visit["begin_s"] == 3600


def test_json_gives_a_reason_for_each_candidate_left_out(planned: dict[str, Any]) -> None:
    dropped = {one["place_id"]: one for one in planned["dropped"]}
    visited = {stop["place_id"] for stop in planned["days"][0]["stops"]}
    assert dropped["khu-di-tich-con-son"]["code"] in {"day_full", "day_too_short"}
    assert dropped["khu-di-tich-con-son"]["minutes"] > 0
    assert "phút" in dropped["khu-di-tich-con-son"]["reason"]
    assert visited.isdisjoint(dropped)


def test_json_says_which_clauses_are_served(planned: dict[str, Any]) -> None:
    clauses = {one["clause"]: one for one in planned["clauses"]}
    assert clauses["hai-duong-2024/di-san"]["places_named"] == 5
    assert clauses["hai-duong-2024/di-san"]["places_visited"] == []


def test_the_itinerary_is_printed_in_the_language_asked_for(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = ["plan", _write(tmp_path, REQUEST), "-o", str(tmp_path / "out"), "--seconds", "1"]
    assert run_command_line(arguments) == 0
    vietnamese = capsys.readouterr()
    assert "Ba điểm Bắc Từ Liêm" in vietnamese.out
    assert "Thứ Bảy, 28/11/2026" in vietnamese.out
    assert "Đình Chèm" in vietnamese.out
    assert "Ăn trưa" in vietnamese.out
    assert "Không đưa vào tuyến" in vietnamese.out
    assert "tệp vào" in vietnamese.err
    assert run_command_line(["--language", "en", *arguments]) == 0
    english = capsys.readouterr().out
    assert "Three places" in english
    assert "Saturday, 28 Nov 2026" in english
    assert "opening hours unknown" in english


def test_an_impossible_request_ends_with_5_and_its_reasons(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = REQUEST.replace('must = ["dinh-chem"]', 'must = ["dinh-chem", "khu-di-tich-con-son"]')
    folder = tmp_path / "out"
    arguments = ["plan", _write(tmp_path, text), "-o", str(folder), "--seconds", "2", "--json"]
    assert run_command_line(arguments) == 5
    said = capsys.readouterr()
    document = json.loads(said.out)
    assert document["feasible"] is False
    assert any("Khu di tích Côn Sơn" in reason for reason in document["reasons"])
    assert "Khu di tích Côn Sơn" in said.err
    assert not folder.exists()


@pytest.mark.parametrize(
    ("extra", "said"),
    [
        (["--seconds", "0"], "--seconds"),
        (["--seconds", "nan"], "--seconds"),
        (["--seed", "-1"], "--seed"),
    ],
)
def test_a_wrong_number_is_refused_before_planning(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], extra: list[str], said: str
) -> None:
    arguments = ["plan", _write(tmp_path, REQUEST), "-o", str(tmp_path / "out"), *extra]
    assert run_command_line(arguments) == 2
    assert said in capsys.readouterr().err


def test_an_output_folder_that_is_a_file_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "out").write_text("x")
    assert run_command_line(["plan", _write(tmp_path, REQUEST), "-o", str(tmp_path / "out")]) == 2
    assert "phải là thư mục" in capsys.readouterr().err


def test_faults_of_the_request_are_listed_and_nothing_is_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = REQUEST.replace("dinh-chem", "dinh-chen")
    assert run_command_line(["plan", _write(tmp_path, text), "-o", str(tmp_path / "out")]) == 2
    said = capsys.readouterr().err
    assert "request.toml" in said
    assert said.count("dinh-chem") == 2
    assert not (tmp_path / "out").exists()
