"""Many routes and matrices from tables, and the options that close or slow roads."""

import json
from pathlib import Path
from typing import Any

import pytest

from gis_app.cli.main import run_command_line

HANOI, HAI_DUONG, SON_TAY = "105.8412,21.0245", "106.3146,20.9373", "105.5040,21.1390"
POINTS = (HANOI, HAI_DUONG, SON_TAY)


def table(path: Path, *lines: str) -> Path:
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def cells(path: Path) -> list[list[str]]:
    return [line.split(",") for line in path.read_text(encoding="utf-8").splitlines()]


def answer(capsys: pytest.CaptureFixture[str], *words: str) -> Any:
    assert run_command_line([*words, "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def test_pairs_are_answered_in_their_order_as_single_routes_are(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pairs = [(HANOI, HAI_DUONG), (HAI_DUONG, HANOI), (SON_TAY, HANOI)]
    asked = table(tmp_path / "pairs.csv", *(",".join(pair) for pair in pairs))
    out = tmp_path / "out.csv"
    said = answer(capsys, "route", "--pairs", str(asked), "-o", str(out))
    assert (said["pairs"], said["without_route"]) == (3, 0)
    for (begin, end), (seconds, metres) in zip(pairs, cells(out), strict=True):
        one = answer(capsys, "route", begin, end)
        assert int(seconds) == one["duration_s"]
        assert float(metres) == pytest.approx(one["distance_m"], abs=0.11)


def test_a_pair_without_a_way_leaves_its_line_empty(tmp_path: Path) -> None:
    asked = table(
        tmp_path / "pairs.csv", f"{HANOI},{HAI_DUONG}", f"{HANOI},100.5,13.7", "", f"{HANOI},{HANOI}"
    )
    out = tmp_path / "out.csv"
    assert run_command_line(["route", "--pairs", str(asked), "-o", str(out)]) == 0
    assert cells(out)[1] == ["", ""]
    assert cells(out)[2] == ["0", "0.0"]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("105.8,21.0,106.3", "is not 4 numbers"),
        ("lon1,lat1,lon2,lat2", "is not 4 numbers"),
        ("1,2,nan,4", "not on the map"),
    ],
)
def test_a_bad_line_is_named_and_nothing_is_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], line: str, said: str
) -> None:
    asked = table(tmp_path / "pairs.csv", f"{HANOI},{HAI_DUONG}", line)
    out = tmp_path / "out.csv"
    out.write_text("old", encoding="utf-8")
    assert run_command_line(["route", "--pairs", str(asked), "-o", str(out), "--language", "en"]) == 2
    message = capsys.readouterr().err
    assert "pairs.csv, line 2" in message
    assert said in message
    assert out.read_text(encoding="utf-8") == "old"


@pytest.mark.parametrize("words", [("route", "--pairs"), ("matrix",)])
def test_the_table_that_is_read_is_never_replaced(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], words: tuple[str, ...]
) -> None:
    asked = table(tmp_path / "asked.csv", HANOI)
    assert run_command_line([*words, str(asked), "-o", str(asked), "--language", "en"]) == 2
    assert "would replace the table" in capsys.readouterr().err
    assert cells(asked) == [HANOI.split(",")]


def test_a_matrix_is_square_with_nothing_on_its_diagonal(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = table(tmp_path / "points.csv", *POINTS, "100.5,13.7")
    out = tmp_path / "out.csv"
    assert run_command_line(["matrix", str(asked), "-o", str(out), "--language", "en"]) == 0
    found = cells(out)
    assert [len(row) for row in found] == [4] * 4
    assert [found[i][i] for i in range(3)] == ["0"] * 3
    assert found[3] == [""] * 4
    capsys.readouterr()
    assert int(found[0][1]) == answer(capsys, "route", HANOI, HAI_DUONG)["duration_s"]


def test_a_matrix_as_json_holds_metres_as_well(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    asked = table(tmp_path / "points.csv", *POINTS)
    found = answer(capsys, "matrix", str(asked))
    one = answer(capsys, "route", HANOI, SON_TAY)
    assert found["duration_s"][0][2] == one["duration_s"]
    assert found["distance_m"][0][2] == pytest.approx(one["distance_m"], abs=0.11)


def test_a_matrix_without_an_output_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    asked = table(tmp_path / "points.csv", *POINTS)
    assert run_command_line(["matrix", str(asked), "--language", "en"]) == 2
    assert "-o OUT.csv" in capsys.readouterr().err


def test_a_closed_road_and_an_avoided_area_change_the_way(capsys: pytest.CaptureFixture[str]) -> None:
    free = answer(capsys, "route", HANOI, HAI_DUONG)
    lon, lat = free["geometry"]["coordinates"][len(free["geometry"]["coordinates"]) // 2]
    closed = answer(capsys, "route", HANOI, HAI_DUONG, "--close", f"{lon},{lat}")
    box = f"{lon - 0.01},{lat - 0.01},{lon + 0.01},{lat + 0.01}"
    avoided = answer(capsys, "route", HANOI, HAI_DUONG, "--avoid", box)
    slowed = answer(capsys, "route", HANOI, HAI_DUONG, "--slow", f"1.5:{box}")
    assert closed["duration_s"] > free["duration_s"]
    assert avoided["duration_s"] >= closed["duration_s"]
    assert free["duration_s"] < slowed["duration_s"] <= avoided["duration_s"]
    inside = [
        (x, y) for x, y in avoided["geometry"]["coordinates"] if abs(x - lon) < 0.009 and abs(y - lat) < 0.009
    ]
    assert not inside


def test_the_morning_peak_takes_longer_than_the_night(capsys: pytest.CaptureFixture[str]) -> None:
    night, peak, sunday = (
        answer(capsys, "route", HANOI, HAI_DUONG, *words)["duration_s"]
        for words in (["--depart", "2:00"], ["--depart", "7:30"], ["--depart", "7:30", "--weekend"])
    )
    assert night == answer(capsys, "route", HANOI, HAI_DUONG)["duration_s"]
    assert night < sunday < peak


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--depart", "25:00"], "not a time of day"),
        (["--weekend"], "without --depart"),
        (["--slow", "x:105,20,106,21"], "not a factor"),
        (["--slow", "0.5:105,20,106,21"], "at least 1"),
        (["--avoid", "105,20,104,21"], "area is empty"),
        (["--through", "Phố Huế"], "not a street near a point"),
        (["--through", "Đường Không Có@105.84,21.02"], "no street"),
        (["--through", "3:QL5@105.9,21.0"], "no leg"),
        (["-o", "x.csv"], "goes with --pairs"),
    ],
)
def test_wrong_options_are_explained(capsys: pytest.CaptureFixture[str], words: list[str], said: str) -> None:
    assert run_command_line(["route", HANOI, HAI_DUONG, *words, "--language", "en"]) == 2
    assert said in capsys.readouterr().err


def test_a_route_passes_the_street_it_is_sent_through(capsys: pytest.CaptureFixture[str]) -> None:
    free = answer(capsys, "route", HANOI, HAI_DUONG)
    names = {road["name"] for road in free["roads"]}
    asked = "QL1A" if not any("QL1A" in name for name in names) else "QL5"
    led = answer(capsys, "route", HANOI, HAI_DUONG, "--through", f"{asked}@105.87,20.95")
    assert any(asked in road["name"] for road in led["roads"])
    assert led["duration_s"] >= free["duration_s"]
