"""``replan``, ``check``, ``compare`` and ``dates``: from files to words, JSON and exit codes."""

import json
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path
from typing import Any

import pytest

from data.edits import PutTour
from data.model.tour import TourId
from data.readers.tour_json import read_tour
from data.starter import load_starter
from data.storage.gpkg import open_project, save_project
from gis_app.cli.main import run_command_line

REQUEST = """
title = "Ba điểm Bắc Từ Liêm"
title_en = "Three places"
start = "ben-xe-my-dinh"
dates = [2026-11-28]
must = ["dinh-chem"]
[day]
start = "07:30"
end = "14:00"
[candidates]
places = ["dinh-chem", "dinh-gian", "dinh-phu-dien", "bao-tang-ha-noi"]
"""

Said = pytest.CaptureFixture[str]


@pytest.fixture(scope="module")
def result(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the file of a planned tour."""
    folder = tmp_path_factory.mktemp("planned")
    request = folder / "request.toml"
    request.write_text(REQUEST, encoding="utf-8")
    out = StringIO()
    with redirect_stdout(out):
        arguments = ["plan", str(request), "-o", str(folder / "out"), "--seconds", "1", "--json"]
        assert run_command_line(arguments) == 0
    path = folder / "tour.json"
    path.write_text(out.getvalue(), encoding="utf-8")
    return path


@pytest.fixture
def project(result: Path, tmp_path: Path) -> Path:
    """Return a project file that holds the planned tour."""
    path = tmp_path / "dự án.gpkg"
    save_project(PutTour(read_tour(result)).apply(load_starter()).project, path)
    return path


def _json(capsys: Said, *arguments: str, code: int = 0) -> Any:
    capsys.readouterr()
    assert run_command_line([*arguments, "--json"]) == code
    return json.loads(capsys.readouterr().out)


def _order(document: dict[str, Any]) -> list[str]:
    return [stop["place_id"] for day in document["days"] for stop in day["stops"] if stop["kind"] == "visit"]


def test_a_planned_tour_passes_the_check(result: Path, capsys: Said) -> None:
    assert _json(capsys, "check", str(result))["sound"] is True
    assert run_command_line(["check", str(result)]) == 0
    assert "bảo đảm mọi quy định" in capsys.readouterr().out


def test_a_tour_broken_by_hand_ends_with_7_and_every_violation(
    result: Path, tmp_path: Path, capsys: Said
) -> None:
    document = json.loads(result.read_text(encoding="utf-8"))
    document["days"][0]["legs"][0]["parts"][0]["distance_m"] += 5000
    document["score"] += 1
    document["bound"], document["proven"] = None, False
    broken = tmp_path / "broken.json"
    broken.write_text(json.dumps(document), encoding="utf-8")
    checked = _json(capsys, "check", str(broken), code=7)
    codes = {one["code"] for one in checked["tours"][0]["violations"]}
    assert {"leg_distance", "score"} <= codes
    assert run_command_line(["--language", "en", "check", str(broken)]) == 7
    assert "rules are broken" in capsys.readouterr().out


def test_the_tours_of_a_project_file_are_checked(project: Path, capsys: Said) -> None:
    assert _json(capsys, "check", str(project))["tours"][0]["sound"] is True


def test_retiming_moves_a_stop_and_says_what_no_longer_fits(result: Path, capsys: Said) -> None:
    before = json.loads(result.read_text(encoding="utf-8"))
    document = _json(
        capsys, "replan", str(result), "--retime-only", "--move", "dinh-chem@1/1", "--dwell", "dinh-chem=170"
    )
    assert _order(document)[0] == "dinh-chem"
    assert sorted(_order(document)) == sorted(_order(before))
    late = [warning for warning in document["warnings"] if warning["broken"]]
    assert {warning["code"] for warning in late} & {"day_end", "break_late"}
    assert all(warning["remedies"] for warning in late)


def test_edits_are_carried_out_in_their_order(result: Path, capsys: Said) -> None:
    document = _json(
        capsys,
        "replan",
        str(result),
        "--retime-only",
        "--remove",
        "dinh-gian",
        "--insert",
        "dinh-gian@1/1",
        "--lock",
        "dinh-gian",
        "--break",
        "1=11:45/45",
        "--day-start",
        "1=07:00",
        "--not-before",
        "dinh-chem=09:00",
    )
    stops = document["days"][0]["stops"]
    assert stops[0]["depart"] == "07:00"
    assert (stops[1]["place_id"], stops[1]["locked"], stops[1]["added"]) == ("dinh-gian", True, True)
    lunch = next(stop for stop in stops if stop["kind"] == "lunch")
    assert lunch["begin_s"] >= 11 * 3600 + 45 * 60
    assert lunch["depart_s"] - lunch["begin_s"] == 45 * 60
    chem = next(stop for stop in stops if stop["place_id"] == "dinh-chem")
    assert chem["begin_s"] >= 9 * 3600


def test_planning_anew_keeps_what_was_decided(result: Path, tmp_path: Path, capsys: Said) -> None:
    document = _json(
        capsys,
        "replan",
        str(result),
        "--remove",
        "bao-tang-ha-noi",
        "--lock",
        "dinh-chem",
        "--seconds",
        "1",
        "-o",
        str(tmp_path / "out"),
    )
    assert "bao-tang-ha-noi" not in _order(document)
    assert "dinh-chem" in _order(document)
    assert (tmp_path / "out" / "tour.geojson").is_file()
    again = tmp_path / "again.json"
    again.write_text(json.dumps(document), encoding="utf-8")
    assert _json(capsys, "check", str(again))["sound"] is True


def test_a_scenario_is_saved_beside_its_tour(project: Path, capsys: Said) -> None:
    arguments = [
        "replan",
        str(project),
        "--retime-only",
        "--remove",
        "dinh-gian",
        "--scenario",
        "Phương án B",
    ]
    assert run_command_line(arguments) == 0
    assert "Phương án B" in capsys.readouterr().err
    tours = list(open_project(project).tours.values())
    assert [tour.scenario for tour in tours] == ["", "Phương án B"]
    assert tours[1].base == tours[0].id == tours[1].group
    assert run_command_line(["replan", str(project), "--retime-only"]) == 2
    assert "--tour" in capsys.readouterr().err


def test_scenarios_stand_side_by_side_and_go_to_files(project: Path, tmp_path: Path, capsys: Said) -> None:
    arguments = ["replan", str(project), "--retime-only", "--remove", "dinh-gian", "--scenario", "B"]
    assert run_command_line(arguments) == 0
    document = _json(capsys, "compare", str(project), "--samples", "200")
    assert [one["name"] for one in document["tours"]] == ["Ba điểm Bắc Từ Liêm", "B"]
    first, second = (one["figures"] for one in document["tours"])
    assert first["visits"] == second["visits"] + 1
    assert document["tours"][0]["only_here"] == ["dinh-gian"]
    for name in ("so sánh.csv", "so sánh.xlsx"):
        path = tmp_path / name
        assert run_command_line(["compare", str(project), "--samples", "50", "-o", str(path)]) == 0
        assert path.stat().st_size > 500
    assert "Điểm dừng dễ trễ nhất" in capsys.readouterr().out
    one = _json(capsys, "compare", str(project), "--tour", str(TourId("ba-diem-bac-tu-liem")))
    assert len(one["tours"]) == 1


def test_the_best_dates_are_ranked(result: Path, capsys: Said) -> None:
    request = str(result.parent / "request.toml")
    options = ["--from", "2026-11-28", "--to", "2026-11-30", "--seconds", "0.5", "--full", "1"]
    document = _json(capsys, "dates", request, *options)
    assert document["complete"] is True
    assert [one["start"] for one in document["dates"]][-1] == "2026-11-30"
    assert document["dates"][-1]["closed"] == ["bao-tang-ha-noi"]
    assert document["dates"][1]["same_as"] == "2026-11-28"
    assert run_command_line(["dates", request, *options]) == 0
    out = capsys.readouterr().out
    assert "âm lịch" in out
    assert "đóng cửa: Bảo tàng Hà Nội" in out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["replan", "{result}", "--remove", "chua-huong"], "chua-huong"),
        (["replan", "{result}", "--dwell", "dinh-chem"], "KEY=MIN"),
        (["replan", "{result}", "--dwell", "dinh-chem=lâu"], "KEY=MIN"),
        (["replan", "{result}", "--move", "dinh-chem"], "KEY@DAY"),
        (["replan", "{result}", "--move", "dinh-chem@4"], "1"),
        (["replan", "{result}", "--not-before", "dinh-chem=9h"], "HH:MM"),
        (["replan", "{result}", "--swap-days", "1"], "DAY,DAY"),
        (["replan", "{result}", "--scenario", " ", "--retime-only"], "--scenario"),
        (["replan", "{result}", "--seconds", "-1"], "--seconds"),
        (["check", "{result}", "--tour", "khac"], "khac"),
        (["check", "không-có.json"], "không-có.json"),
        (["compare", "{result}", "-o", "x.pdf"], "x.pdf"),
        (["compare", "{result}", "--samples", "0"], "--samples"),
        (["dates", "{request}", "--from", "28/11/2026", "--to", "2026-12-01"], "--from"),
        (["dates", "{request}", "--from", "2026-12-02", "--to", "2026-12-01"], "2026-12-02"),
        (["dates", "{request}", "--from", "2026-12-01", "--to", "2026-12-02", "--full", "-1"], "--full"),
    ],
)
def test_a_wrong_argument_is_refused_in_words(
    result: Path, arguments: list[str], said: str, capsys: Said
) -> None:
    request = result.parent / "request.toml"
    filled = [word.format(result=result, request=request) for word in arguments]
    assert run_command_line(filled) == 2
    error = capsys.readouterr().err
    assert said in error
    assert "Traceback" not in error
