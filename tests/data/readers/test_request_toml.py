"""Tour requests: files become requests, all faults are named at once, nothing is lost on the way back."""

import os
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from data.errors import BadInputError
from data.model.demands.times import Break
from data.model.place import Category, PlaceId, Rank, Status
from data.model.project import Project
from data.model.request import Anchor, CandidateFilter, TourRequest
from data.model.travel_mode import TravelMode
from data.model.units import UnitId
from data.readers.request_plain import to_plain
from data.readers.request_toml import from_plain, read_request
from data.starter import load_starter

LEAST = 'start = "ga-hai-duong"\ndates = [2026-11-28]\n'


@pytest.fixture(scope="module")
def register() -> Project:
    return load_starter()


def _read(tmp_path: Path, text: str | bytes, register: Project) -> TourRequest:
    path = tmp_path / "request.toml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return read_request(path, register)


def _faults(tmp_path: Path, text: str, register: Project) -> list[str]:
    with pytest.raises(BadInputError) as raised:
        _read(tmp_path, text, register)
    assert str(tmp_path / "request.toml") in str(raised.value)
    return [str(detail) for detail in raised.value.details]


def test_a_start_and_a_date_are_enough(tmp_path: Path, register: Project) -> None:
    request = _read(tmp_path, LEAST, register)
    station = register.place("ga-hai-duong")
    assert request.start == Anchor(station.lon, station.lat, station.name_vi, station.id)
    asked = TourRequest(start=request.start, end=request.start, dates=(date(2026, 11, 28),), has_slots=False)
    assert request == asked


def test_every_key_is_read(tmp_path: Path, register: Project) -> None:
    text = """
    title = "Tuyến"
    title_en = "Tour"
    start = [105.85, 21.03]
    end = { lon = 106.3, lat = 20.9, label = "Bến" }
    nights = ["khach-san-sao-do"]
    dates = ["2026-11-28", 2026-11-29]
    mode = "car"
    must = ["den-kiep-bac"]
    never = "chua-con-son"
    cover_units = ["Phường Tây Tựu"]
    default_visit_minutes = 45
    max_travel_minutes = 180
    group_size = 12
    clauses = ["hai-duong-2024/di-san"]
    seed = 7
    seconds = 3.5
    [day]
    start = "06:45"
    end = "25:00"
    [lunch]
    earliest = 11:00:00
    latest = "12:15"
    minutes = 45
    [candidates]
    places = ["den-kiep-bac", "chua-con-son"]
    categories = ["relic"]
    ranks = ["special_national"]
    units = ["Phường Trần Hưng Đạo, Hải Phòng"]
    districts = ["Quận Bắc Từ Liêm"]
    statuses = ["draft"]
    text = "đền"
    bbox = [105, 20, 107, 22]
    max_precision_m = 500
    [unit_minimum]
    "Phường Tây Tựu, Hà Nội" = 2
    [scores.rank]
    national = 71
    [scores.category]
    eco_site = 40
    [scores.place]
    den-kiep-bac = 300
    """
    request = _read(tmp_path, text, register)
    assert request.nights[0].place_id == "khach-san-sao-do"
    assert (request.start.lon, request.end.label, request.mode) == (105.85, "Bến", TravelMode.CAR)
    assert request.dates == (date(2026, 11, 28), date(2026, 11, 29))
    assert (request.day_start_s, request.day_end_s) == (6 * 3600 + 2700, 25 * 3600)
    assert request.lunch == Break(11 * 3600, 12 * 3600 + 900, 2700)
    assert (request.must, request.never) == (("den-kiep-bac",), ("chua-con-son",))
    assert request.unit_minimum == {request.cover_units[0]: 2}
    assert register.unit(request.cover_units[0]).name_vi == "Phường Tây Tựu"
    assert (request.max_travel_s, request.default_visit_minutes, request.group_size) == (10800, 45, 12)
    assert (request.seed, request.seconds, request.clauses) == (7, 3.5, ("hai-duong-2024/di-san",))
    assert request.candidates == CandidateFilter(
        place_ids=(PlaceId("den-kiep-bac"), PlaceId("chua-con-son")),
        categories=(Category.RELIC,),
        ranks=(Rank.SPECIAL_NATIONAL,),
        units=(register.place("den-kiep-bac").unit_after or UnitId(""),),
        districts=("Quận Bắc Từ Liêm",),
        statuses=(Status.DRAFT,),
        text="đền",
        bbox=(105.0, 20.0, 107.0, 22.0),
        max_precision_m=500.0,
    )
    assert request.scores.by_rank[Rank.NATIONAL] == 71
    assert request.scores.by_rank[Rank.PROVINCIAL] == 50
    assert request.scores.by_category[Category.ECO_SITE] == 40
    assert request.scores.by_place == {"den-kiep-bac": 300}


def test_lunch_can_be_left_out(tmp_path: Path, register: Project) -> None:
    assert _read(tmp_path, LEAST + "lunch = false\n", register).lunch is None


def test_all_faults_come_at_once_with_the_nearest_remedy(tmp_path: Path, register: Project) -> None:
    text = """
    strat = "ga-hai-duong"
    start = "ga-hai-dwong"
    dates = ["2026-02-30"]
    mode = "bus"
    group_size = -3
    cover_units = ["Phường Tây Tự"]
    clauses = ["hai-duong-2024/di-sam"]
    seconds = true
    max_travel_minutes = nan
    [day]
    start = "7h30"
    [lunch]
    minutes = "60"
    [candidates]
    categories = ["relics"]
    districts = ["Quận Không Có"]
    bbox = [105, 20]
    [scores.rank]
    nationl = 5
    [scores.place]
    den-kiep-bat = 1
    """
    faults = "\n".join(_faults(tmp_path, text, register))
    for said in (
        "strat: The key 'strat' means nothing here. Did you mean 'start'?",
        "start: 'ga-hai-dwong' is not known. Did you mean: ga-hai-duong?",
        "dates: '2026-02-30' is not a date such as 2026-11-28.",
        "mode: 'bus' is not known. Did you mean: minibus?",
        "group_size: -3 is too small",
        "cover_units: There is no administrative unit 'Phường Tây Tự'",
        "clauses: 'hai-duong-2024/di-sam' is not known. Did you mean: hai-duong-2024/di-san?",
        "seconds: 'True' is not a number.",
        "max_travel_minutes: nan is too small or no number",
        "day.start: '7h30' is not a time",
        "lunch.minutes: '60' is not a number.",
        "candidates.categories: 'relics' is not known. Did you mean: relic?",
        "candidates.districts: There is no former district 'Quận Không Có'",
        "candidates.bbox: A list of 4 numbers is needed.",
        "scores.rank.nationl: The key 'nationl' means nothing here. Did you mean 'national'?",
        "scores.place.den-kiep-bat: 'den-kiep-bat' is not known. Did you mean: den-kiep-bac?",
    ):
        assert said in faults


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("dates = [2026-11-28]", "start: The tour has no start."),
        ('start = "ga-hai-duong"', "The dates are missing"),
        ("start = [21.0, 105.8]\ndates = [2026-11-28]", "look swapped"),
        (LEAST + 'nights = ["ga-hai-duong"]', "1 nights do not fit 1 days."),
        (LEAST + '[day]\nstart = "17:00"\nend = "08:00"', "The day ends before it begins."),
        (
            LEAST + '[lunch]\nearliest = "13:00"\nlatest = "12:00"',
            "The window of the break ends before it begins.",
        ),
        (
            LEAST + 'must = ["den-kiep-bac"]\nnever = ["den-kiep-bac"]',
            "stand both under 'must' and under 'never'",
        ),
        (LEAST + "candidates = 5", "candidates: '5' is not a table of keys and values."),
        (LEAST + 'lunch = "no"', "lunch: 'no' is not a table of keys and values."),
        ("start = {label = 1}\ndates = [2026-11-28]", "start.label: '1' is not a text in quotation marks."),
        (LEAST + "candidates = {bbox = [nan, nan, nan, nan]}", "The coordinates are not numbers"),
        (LEAST + "candidates = {bbox = [105, 20, inf, 21]}", "The coordinates are not numbers"),
        (LEAST + "candidates = {bbox = [106, 20, 105, 21]}", "candidates: The area is empty."),
        (LEAST + "candidates = {bbox = [20, 105, 21, 106]}", "Longitude and latitude look swapped"),
        (
            f"start = 'ga-hai-duong'\ndates = [{', '.join(f'2026-11-{day:02}' for day in range(1, 16))}]",
            "A tour has at most 14 days; this one has 15.",
        ),
        (LEAST + "seed = 2147483648", "The seed has to be a whole number from 0 to 2147483647."),
        (LEAST + "dates = 5", "not valid TOML"),
    ],
)
def test_a_fault_is_named_by_its_key(tmp_path: Path, register: Project, text: str, said: str) -> None:
    with pytest.raises(BadInputError) as raised:
        _read(tmp_path, text, register)
    assert said in str(raised.value)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ('title = "Tuyến"'.encode("cp1258", errors="replace") + b"\xff", "not written in UTF-8"),
        ('title = "Tuyến"'.encode("utf-16"), "not written in UTF-8"),
        (b"title = Tour", "not valid TOML"),
        (b'title = "T', "not valid TOML"),
        (b"dates =\n", "line 1, column 8: This is not valid TOML"),
        (b"x = " + b"[" * 100_000, "not valid TOML"),
        (b"seed = " + b"9" * 5_000, "not valid TOML"),
        (b"#" * 1_000_001, "far too large for a request"),
    ],
)
def test_a_file_that_is_no_toml_in_utf_8_is_refused(
    tmp_path: Path, register: Project, content: bytes, said: str
) -> None:
    with pytest.raises(BadInputError, match=said):
        _read(tmp_path, content, register)


def test_a_pipe_is_refused_unread(tmp_path: Path, register: Project) -> None:
    os.mkfifo(tmp_path / "request.toml")
    with pytest.raises(BadInputError, match="a device or a pipe"):
        read_request(tmp_path / "request.toml", register)


def test_a_missing_file_is_named(tmp_path: Path, register: Project) -> None:
    with pytest.raises(BadInputError, match=r"nowhere\.toml"):
        read_request(tmp_path / "nowhere.toml", register)


def test_the_examples_are_read_and_kept(repository: Path, register: Project) -> None:
    paths = sorted((repository / "resources" / "requests").glob("*.toml"))
    assert len(paths) >= 3
    for path in paths:
        request = read_request(path, register)
        assert request.title_vi
        assert request.title_en
        assert from_plain(to_plain(request)) == request


def test_the_document_names_every_key_and_its_example_is_read(
    repository: Path, tmp_path: Path, register: Project
) -> None:
    text = (repository / "docs" / "request.md").read_text(encoding="utf-8")
    example = text.split("```toml\n")[1].split("```")[0]
    request = _read(tmp_path, example, register)
    assert request.must == ("den-kiep-bac", "lang-gom-chu-dau")
    filled = replace(
        request,
        nights=(),
        never=(PlaceId("chua-con-son"),),
        unit_minimum={UnitId("x"): 1},
        max_travel_s=60,
        clauses=("a/b",),
        candidates=CandidateFilter(
            place_ids=(PlaceId("a"),),
            categories=tuple(Category),
            ranks=tuple(Rank),
            units=(UnitId("x"),),
            districts=("x",),
            statuses=tuple(Status),
            text="x",
            bbox=(105, 20, 107, 22),
            max_precision_m=1,
        ),
    )
    plain = to_plain(filled)
    for key in plain.keys() - {"day", "lunch", "candidates", "unit_minimum", "scores"} | {"nights"}:
        assert f"`{key}`" in text, key
    for table in ("day", "lunch", "candidates"):
        keys = plain[table]
        assert isinstance(keys, dict)
        assert [key for key in keys if f"`{table}.{key}`" not in text] == []
    assert [one for one in (*Category, *Rank, *Status, *TravelMode) if one.value not in text] == []
