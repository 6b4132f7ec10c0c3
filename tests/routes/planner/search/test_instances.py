"""Readers of benchmark files, their own simulator, and the runner that solves them."""

import json
from pathlib import Path

import pytest

from routes.planner.problem import AXIS_DAY_S
from tests.benchmarks.instance_check import check
from tests.benchmarks.instance_problems import problem_of
from tests.benchmarks.instances import InstanceError, detect, read_instance
from tests.benchmarks.toptw import main
from tests.conftest import REPOSITORY

BENCH = REPOSITORY.parent / "shared" / "bench"

TOPTW = """1 10 3 1
0 50
0 0.00 0.00 0.00 0.00 0 0 0 100
1 3.00 4.00 10.00 7.00 1 1 1 0 20
2 6.25 8.00 10.00 9.00 1 1 1 30 40
3 0.00 60.00 5.00 5.00 1 1 1 0 90
"""

TTDP = """20 2 3 2 9 100 1 1 1 1 1 1 1 1 1 1
0 0 0 0 0 540 1080
1 3.0 4.0 30 8 1 0 0 0 0 0 0 600 720 0 1439 0 0 0 0 0
2 10.0 0.0 60 6 1 0 0 0 0 0 0 1000 1020 0 0 0 0 0 0 0
"""

TSPTW = """3
0 5 9
4 0 3
7 3 0
0 100
0 10
5 20
# a remark
"""

TSPLIB = """NAME : small
TYPE : TSP
DIMENSION : 4
EDGE_WEIGHT_TYPE : {kind}
NODE_COORD_SECTION
1 0.0 0.0
2 3.0 4.0
3 3.0 0.0
4 0.0 4.2
EOF
"""


def written(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text)
    return path


def test_formats_are_told_apart_by_content() -> None:
    texts = {"TOPTW": TOPTW, "TTDP": TTDP, "TSPTW": TSPTW, "TSP": TSPLIB.format(kind="EUC_2D")}
    assert {kind: detect(text) for kind, text in texts.items()} == {kind: kind for kind in texts}


def test_solomon_distances_are_floored_to_one_decimal_and_cordeau_to_two(tmp_path: Path) -> None:
    solomon = read_instance(written(tmp_path, "c999.txt", TOPTW))
    cordeau = read_instance(written(tmp_path, "pr99.txt", TOPTW))
    # The way from 0 to 2 is 10.152 long.
    assert (solomon.scale, solomon.distance[0][2]) == (10, 101)
    assert (cordeau.scale, cordeau.distance[0][2]) == (100, 1015)


def test_a_toptw_file_gives_a_day_for_each_tour(tmp_path: Path) -> None:
    instance = read_instance(written(tmp_path, "c999.txt", TOPTW), tours=2)
    problem = problem_of(instance)
    assert len(problem.days) == 2
    assert problem.sites[1].windows[1].open_s == AXIS_DAY_S + 300
    assert [site.score for site in problem.sites] == [7, 9, 5]


def test_ttdp_hours_are_those_of_the_weekday(tmp_path: Path) -> None:
    instance = read_instance(written(tmp_path, "t999.txt", TTDP), tours=2)
    assert instance.windows[1] == (((60000, 69000),), ((0, 140900),))
    # Open for 20 minutes, the visit takes 60.
    assert instance.windows[2] == ((), ())


def test_a_tourist_problem_is_derived_from_a_ttdp_file(tmp_path: Path) -> None:
    rows = "".join(f"{i} {10 * i}.0 5.0 30 {i} 1 {'540 1140 ' * 7}0\n" for i in range(1, 16))
    text = f"{TTDP.splitlines()[0].replace('2 9', '15 9')}\n{TTDP.splitlines()[1]}\n{rows}"
    instance = read_instance(written(tmp_path, "t999.txt", text), row="15-2d-ward1")
    assert instance.musts == {14, 15}
    assert instance.days[0].end == instance.days[1].start == 16
    assert instance.windows[1][0] == ((540, 720), (840, 1110))
    assert instance.windows[2][0] == ((540, 1110),)
    assert {least for _, least in instance.wards} == {1}
    assert (instance.distance[1][2], instance.distance[2][1]) == (10, 11)


@pytest.mark.parametrize(
    ("kind", "length"), [("EUC_2D", 4), ("CEIL_2D", 5), ("MAN_2D", 4), ("MAX_2D", 4), ("ATT", 2)]
)
def test_tsplib_metrics_round_in_their_own_ways(tmp_path: Path, kind: str, length: int) -> None:
    instance = read_instance(written(tmp_path, "small.tsp", TSPLIB.format(kind=kind)))
    assert instance.distance[0][3] == length
    assert instance.ids == ("1", "2", "3", "4")


def test_tsplib_geographical_distances_follow_the_standard(tmp_path: Path) -> None:
    # Degrees and minutes of Hà Nội and Hải Dương; 50 km apart.
    text = (
        TSPLIB.format(kind="GEO")
        .replace("1 0.0 0.0", "1 21.02 105.51")
        .replace("2 3.0 4.0", "2 20.56 106.19")
    )
    instance = read_instance(written(tmp_path, "small.tsp", text))
    assert instance.distance[0][1] == 50


@pytest.mark.parametrize(
    ("layout", "weights"),
    [
        ("FULL_MATRIX", "0 1 2 1 0 3 2 3 0"),
        ("UPPER_ROW", "1 2 3"),
        ("LOWER_ROW", "1 2 3"),
        ("UPPER_DIAG_ROW", "0 1 2 0 3 0"),
        ("LOWER_DIAG_ROW", "0 1 0 2 3 0"),
    ],
)
def test_explicit_matrices_of_every_layout_are_the_same(tmp_path: Path, layout: str, weights: str) -> None:
    text = (
        f"TYPE: TSP\nDIMENSION: 3\nEDGE_WEIGHT_TYPE: EXPLICIT\nEDGE_WEIGHT_FORMAT: {layout}\n"
        f"EDGE_WEIGHT_SECTION\n{weights}\nEOF\n"
    )
    assert read_instance(written(tmp_path, "m.tsp", text)).distance == [[0, 1, 2], [1, 0, 3], [2, 3, 0]]


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("empty.txt", "", "no instance of a known format"),
        ("poem.txt", "roses are red\nviolets are blue\n", "none of TOPTW"),
        ("cut.txt", TSPTW[:20], "10 are there"),
        ("short.tsp", TSPLIB.format(kind="EUC_2D").replace("4 0.0 4.2\n", ""), "4 nodes are announced"),
        ("odd.tsp", TSPLIB.format(kind="XRAY1"), "XRAY1 is not one of"),
        ("letters.txt", TOPTW.replace("3.00 4.00", "x y"), "broken or cut off"),
        ("few.txt", TTDP.replace("2 9", "7 9"), "7 points are announced"),
    ],
)
def test_broken_files_are_refused_in_words(
    tmp_path: Path, name: str, text: str, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    path = written(tmp_path, name, text)
    with pytest.raises(InstanceError, match=said):
        read_instance(path)
    assert main([str(path), "--seconds", "1"]) == 2
    assert said in capsys.readouterr().err


def test_a_file_that_is_not_there_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(tmp_path / "none.txt")]) == 2
    assert "none.txt: cannot be read" in capsys.readouterr().err


def test_several_tours_of_a_tsp_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InstanceError, match="TSPTW has one tour, not 2"):
        read_instance(written(tmp_path, "a.tw", TSPTW), tours=2)


@pytest.mark.parametrize(
    ("tours", "said"),
    [
        ([["1", "2"]], ""),
        ([["2", "1"]], "1 reached at 451, outside"),
        ([["1", "1"]], "1 comes 2 times"),
        ([["9"]], "9 is no stop"),
        ([["3"]], "ends at 1250 after 1000"),
        ([["1"], ["2"]], "2 tours, 1 allowed"),
    ],
)
def test_the_simulator_finds_what_is_wrong(tmp_path: Path, tours: list[list[str]], said: str) -> None:
    verdict = check(read_instance(written(tmp_path, "c999.txt", TOPTW)), tours)
    assert verdict.is_feasible == (not said)
    assert said in " ".join(verdict.errors)


def test_a_tour_has_to_visit_every_node(tmp_path: Path) -> None:
    instance = read_instance(written(tmp_path, "a.tw", TSPTW))
    assert check(instance, [["1", "2"]]).length == 15
    assert check(instance, [["2"]]).errors == ("1 has to be visited",)


def test_the_runner_prints_a_checked_answer(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = written(tmp_path, "c999.txt", TOPTW)
    assert main([str(path), "--seconds", "1", "--seed", "2"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["score"], found["routes"], found["feasible"]) == (16, [["1", "2"]], True)
    assert found["proven"] is True


def test_the_runner_answers_a_tour_with_its_length(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([str(written(tmp_path, "a.tw", TSPTW)), "--seconds", "1"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["length"], found["routes"]) == (15, [["1", "2"]])


@pytest.mark.real_data
def test_every_shared_instance_can_be_read() -> None:
    if not BENCH.is_dir():
        pytest.skip("the benchmark instances are not here: expected in ../shared/bench beside the repository")
    files = [path for folder in ("toptw", "ttdp", "tsplib", "tsptw") for path in (BENCH / folder).iterdir()]
    read = [read_instance(path) for path in files if not path.name.startswith("format")]
    assert len(read) > 250
    assert {instance.kind for instance in read} == {"TOPTW", "TTDP", "TSP", "TSPTW"}
