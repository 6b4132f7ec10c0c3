"""The network commands, from arguments to files and what is printed."""

import json
from pathlib import Path

import pytest
from shapely import MultiPolygon, Polygon

from data.errors import NetworkUnavailableError
from gis_app.cli.main import run_command_line
from routes.network.file import load_network
from routes.network.starter import starter_network
from routes.network.store import RoadNetwork
from tests.routes.network.roads import osm_xml

BLOCK = osm_xml(
    {1: (0, 0), 2: (1, 0), 3: (1, 1), 4: (0, 1)}, [(10, [1, 2, 3, 4, 1], {"highway": "residential"})]
)


class Asked:
    """Stands for the download: remembers the area and answers with the starter network."""

    area: Polygon | MultiPolygon | None = None
    name = ""

    def __call__(self, area: Polygon | MultiPolygon, *, name: str, progress: object) -> RoadNetwork:
        self.area, self.name = area, name
        return starter_network()


@pytest.fixture
def download(monkeypatch: pytest.MonkeyPatch) -> Asked:
    asked = Asked()
    monkeypatch.setattr("routes.network.overpass.fetch_network", asked)
    return asked


def test_build_writes_a_network_that_routes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source, target = tmp_path / "block.osm", tmp_path / "block.htnet"
    source.write_text(BLOCK)
    assert run_command_line(["network", "build", str(source), "-o", str(target), "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert (said["nodes"], said["edges"]) == (1, 1)
    assert said["length_km_by_class"] == {"residential": pytest.approx(4.3, abs=0.1)}
    assert said["fast_routing"] is True
    assert load_network(target).meta.source == "block.osm"
    ends = ["105.801,21.0", "105.809,21.0"]
    assert run_command_line(["route", *ends, "--network", str(target), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["distance_m"] == pytest.approx(832, abs=2)


def test_a_failed_build_leaves_the_old_network(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source, target = tmp_path / "broken.osm", tmp_path / "old.htnet"
    source.write_text(BLOCK[: len(BLOCK) // 2])
    target.write_bytes(b"old")
    assert run_command_line(["network", "build", str(source), "-o", str(target), "--language", "en"]) == 2
    assert "broken.osm: The OpenStreetMap file cannot be read" in capsys.readouterr().err
    assert target.read_bytes() == b"old"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["broken.osm", "old.htnet"]


def test_info_describes_the_starter_network(capsys: pytest.CaptureFixture[str]) -> None:
    assert run_command_line(["network", "info", "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert said["source"] == "starter"
    assert {"coach", "car", "motorbike", "bicycle", "foot"} <= {*said["modes"]}
    assert said["parts_by_mode"]["coach"] == 1
    assert said["turn_restrictions"] == {"no": 0, "only": 0, "over_ways": 0}
    assert said["in_vietnam"] is True
    assert said["age_days"] > 365
    assert said["length_km"] == pytest.approx(sum(said["length_km_by_class"].values()), abs=1)
    assert said["bbox"] == pytest.approx([105.28, 20.5589, 106.5879, 21.3417])
    assert "OpenStreetMap" in said["attribution"]


@pytest.mark.parametrize(
    ("language", "said"),
    [("vi", ["989 nút giao", "đường cao tốc", "Xe khách"]), ("en", ["989 junctions", "motorway", "Coach"])],
)
def test_info_speaks_both_languages(
    capsys: pytest.CaptureFixture[str], language: str, said: list[str]
) -> None:
    assert run_command_line(["network", "info", "--language", language]) == 0
    out = capsys.readouterr().out
    assert all(words in out for words in said)


def test_info_of_a_file_that_is_no_network_is_a_clear_error(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "x.htnet"
    path.write_text("nothing")
    assert run_command_line(["network", "info", "--network", str(path), "--language", "en"]) == 3
    assert "x.htnet is truncated, damaged" in capsys.readouterr().err


def test_a_box_is_fetched(tmp_path: Path, download: Asked) -> None:
    target = tmp_path / "n.htnet"
    assert run_command_line(["network", "fetch", "105.7,21.0,105.8,21.1", "-o", str(target)]) == 0
    assert download.area is not None
    assert download.area.bounds == (105.7, 21.0, 105.8, 21.1)
    assert load_network(target).edge_count == starter_network().edge_count


@pytest.mark.parametrize("name", ["Phường Tây Tựu", "phường tây tựu, hà nội"])
def test_a_unit_of_the_project_is_fetched_by_its_outline(tmp_path: Path, download: Asked, name: str) -> None:
    assert run_command_line(["network", "fetch", name, "-o", str(tmp_path / "n.htnet")]) == 0
    assert download.area is not None
    west, south, east, north = download.area.bounds
    assert 105.68 < west < east < 105.78
    assert 21.03 < south < north < 21.12


@pytest.mark.parametrize(
    ("area", "said"),
    [
        ("105.8,21.1,105.7,21.0", "The area is empty"),
        ("21.0,105.7,21.1,105.8", "look swapped"),
        ("105.7,21.0,1.2.3,21.1", "is not a box"),
        ("-5,21.0,105,21.1", "outside Vietnam"),
    ],
)
def test_a_bad_box_is_a_clear_error(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], area: str, said: str
) -> None:
    words = ["network", "fetch", area, "-o", str(tmp_path / "n.htnet"), "--language", "en"]
    assert run_command_line(words) == 2
    assert said in capsys.readouterr().err
    assert not list(tmp_path.iterdir())


def test_without_internet_a_fetch_fails_with_an_exit_code_of_its_own(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def offline(*_: object, **__: object) -> RoadNetwork:
        raise NetworkUnavailableError("offline")

    monkeypatch.setattr("routes.network.overpass.fetch_network", offline)
    target = tmp_path / "n.htnet"
    assert run_command_line(["network", "fetch", "105.7,21.0,105.8,21.1", "-o", str(target)]) == 6
    assert not target.exists()
    assert capsys.readouterr().out == ""


def test_an_output_that_cannot_be_written_is_refused_before_the_work(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source = tmp_path / "block.osm"
    source.write_text("not read at all")
    for target, fault in (
        (tmp_path, "This is a folder, not a file."),
        (tmp_path / "no" / "a.htnet", "There is no folder"),
        (source / "a.htnet", "There is no folder"),
    ):
        assert run_command_line(["network", "build", str(source), "-o", str(target), "--language", "en"]) == 3
        assert fault in capsys.readouterr().err


def test_numbers_that_are_no_box_are_not_looked_up_as_a_name(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = str(tmp_path / "a.htnet")
    assert run_command_line(["network", "fetch", "105.8,21.0,105.9", "-o", target, "--language", "en"]) == 2
    assert "'105.8,21.0,105.9' is not a box." in capsys.readouterr().err


def test_a_build_can_be_cut_to_a_unit_of_the_project(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source, target = tmp_path / "block.osm", tmp_path / "block.htnet"
    source.write_text(BLOCK)
    words = ["network", "build", str(source), "-o", str(target), "--json", "--language", "en"]
    assert run_command_line([*words, "--area", "105.79,20.99,105.82,21.02"]) == 0
    assert json.loads(capsys.readouterr().out)["area"] == "105.79,20.99,105.82,21.02"
    assert run_command_line([*words, "--area", "Phường Tây Tựu"]) == 2
    assert "no roads in this area" in capsys.readouterr().err
    assert load_network(target).meta.area == "105.79,20.99,105.82,21.02"


def test_clip_keeps_the_roads_of_units_and_of_a_file(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target, outline = tmp_path / "part.htnet", tmp_path / "outline.geojson"
    assert run_command_line(["network", "clip", "Phường Tây Tựu; Phường Phú Diễn", "-o", str(target)]) == 0
    two = load_network(target)
    assert 0 < two.edge_count < starter_network().edge_count
    ring = [[105.7, 20.9], [105.9, 20.9], [105.9, 21.1], [105.7, 21.1], [105.7, 20.9]]
    feature = {"type": "Feature", "properties": {}, "geometry": {"type": "Polygon", "coordinates": [ring]}}
    outline.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}))
    assert run_command_line(["network", "clip", str(outline), "-o", str(target), "--json"]) == 0
    assert load_network(target).edge_count > two.edge_count


@pytest.mark.parametrize(
    ("area", "content", "said"),
    [
        ("Xứ Mơ", "", "no administrative unit 'Xứ Mơ'"),
        ("Phường Tây Tựu; Xứ Mơ", "", "no administrative unit 'Xứ Mơ'"),
        ("gone.geojson", "", "no such file"),
        ("x.geojson", "{", "not GeoJSON"),
        ("x.geojson", "[]", "not GeoJSON"),
        ("x.geojson", '{"type": "Point", "coordinates": [105.8, 21]}', "not an outline"),
        ("x.geojson", '{"type": "Polygon", "coordinates": [[[0,0],[1,1],[1,0],[0,0]]]}', "outside Vietnam"),
    ],
)
def test_an_area_that_cannot_serve_is_a_clear_error(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], area: str, content: str, said: str
) -> None:
    if content:
        (tmp_path / area).write_text(content)
    asked = str(tmp_path / area) if area.endswith("geojson") else area
    target = str(tmp_path / "n.htnet")
    assert run_command_line(["network", "clip", asked, "-o", target, "--language", "en"]) == 2
    assert said in capsys.readouterr().err
    assert not (tmp_path / "n.htnet").exists()


@pytest.mark.parametrize("suffix", [".gpkg", ".graphml"])
def test_export_writes_what_other_programs_read(tmp_path: Path, suffix: str) -> None:
    target, part = tmp_path / f"n{suffix}", tmp_path / "part.htnet"
    assert run_command_line(["network", "clip", "Phường Tây Tựu", "-o", str(part)]) == 0
    assert run_command_line(["network", "export", str(part), "-o", str(target), "--mode", "car"]) == 0
    assert target.stat().st_size > 1_000
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted([target.name, part.name])


def test_export_to_another_kind_of_file_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run_command_line(["network", "export", "-o", str(tmp_path / "n.shp"), "--language", "en"]) == 2
    assert ".gpkg, .graphml" in capsys.readouterr().err


def test_roads_outside_vietnam_are_warned_of(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source, target = tmp_path / "berlin.osm", tmp_path / "berlin.htnet"
    away = {1: (-9_000, 3_000), 2: (-8_999, 3_000), 3: (-8_999, 3_001)}
    source.write_text(osm_xml(away, [(10, [1, 2, 3, 1], {"highway": "residential"})]))
    assert run_command_line(["network", "build", str(source), "-o", str(target), "--language", "en"]) == 0
    said = capsys.readouterr()
    assert "These roads lie outside Vietnam" in said.err
    assert run_command_line(["network", "info", str(target), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["in_vietnam"] is False


def test_info_counts_restrictions_barriers_and_what_was_cut_off(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    nodes = {1: (0, 0), 2: (1, 0), 3: (1, 1), 4: (0, 1), 5: (5, 5), 6: (6, 5)}
    ways = [
        (10, [1, 2], {"highway": "residential", "surface": "asphalt"}),
        (11, [2, 3, 4, 1], {"highway": "residential"}),
        (12, [5, 6], {"highway": "residential", "name": "Đảo"}),
    ]
    turn = (
        1,
        [("way", 10, "from"), ("node", 2, "via"), ("way", 11, "to")],
        {"type": "restriction", "restriction": "only_left_turn"},
    )
    timed = (2, turn[1], {"type": "restriction", "restriction:conditional": "no_left_turn @ (07:00-09:00)"})
    source, target = tmp_path / "city.osm", tmp_path / "city.htnet"
    source.write_text(osm_xml(nodes, ways, node_tags={3: {"barrier": "gate"}}, relations=[turn, timed]))
    assert run_command_line(["network", "build", str(source), "-o", str(target), "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert said["turn_restrictions"] == {"no": 0, "only": 1, "over_ways": 0}
    assert said["barriers"] == {"gate": 1}
    assert said["skipped"] == {"turn restrictions that hold at times only": 1}
    assert said["cut_off_parts_by_mode"]["car"] == 1
    (island,) = [part for part in said["cut_off_longest"] if part["mode"] == "car"]
    assert (island["road"], island["km"]) == ("Đảo", pytest.approx(1.04, abs=0.01))
    assert said["length_km_tagged"]["surface"] == pytest.approx(1.0, abs=0.1)
    assert said["age_days"] == 0
    assert run_command_line(["network", "info", str(target), "--language", "vi"]) == 0
    words = capsys.readouterr().out
    assert "1 hướng bắt buộc" in words
    assert "hạn chế rẽ chỉ có hiệu lực theo giờ" in words
    assert "Đảo" in words
