"""Tour requests: files become requests, all faults are named at once, nothing is lost on the way back."""

import os
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from data.errors import BadInputError
from data.model.demands.calendar import FestivalEffect, FestivalRule, FestivalRules, HoursChange
from data.model.demands.choice import AlternativesGroup, CategoryLimit
from data.model.demands.means import Budget, Transfer
from data.model.demands.order import Pins
from data.model.demands.times import Break, BreakKind, DayRule, VisitRange, VisitRule
from data.model.place import Category, PlaceId, Rank, Status
from data.model.project import Project
from data.model.request import Anchor, CandidateFilter, ScoreRule, TourRequest
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


def _asking_for_everything(request: TourRequest) -> TourRequest:
    a, b, unit = PlaceId("a"), PlaceId("b"), UnitId("x")
    rule = FestivalRule(5, FestivalEffect.EXTEND, "24/7")
    return replace(
        request,
        title_en="T",
        nights=(request.start,),
        dates=(date(2026, 11, 28), date(2026, 11, 29)),
        days=(DayRule(day=1, start_s=1, end_s=80_000, mode=TravelMode.CAR, max_travel_s=60, max_walk_m=1),),
        breaks=(Break(place_ids=(a,), categories=(Category.RELIC,)), Break(50_000, 50_000, days=(1,))),
        candidates=CandidateFilter(
            place_ids=(a,),
            categories=tuple(Category),
            ranks=tuple(Rank),
            units=(unit,),
            districts=("x",),
            statuses=tuple(Status),
            text="x",
            bbox=(105, 20, 107, 22),
            max_precision_m=1,
        ),
        never=(PlaceId("chua-con-son"),),
        unit_minimum={unit: 1},
        unit_maximum={unit: 2},
        category_limits=(CategoryLimit((Category.RELIC,), 1, 2),),
        alternatives=(AlternativesGroup((a, b), 1, 2, "x"),),
        pins=Pins(
            first=a,
            last=b,
            first_of_day={1: PlaceId("c")},
            last_of_day={0: PlaceId("d")},
            before=((a, b),),
            fixed_days={a: 0},
            sequences=((PlaceId("e"), PlaceId("f")),),
        ),
        scores=ScoreRule(by_place={a: 1}, weights={a: 2.0}, fairness_points=1),
        festivals=FestivalRules(usual=rule, by_place={a: rule}),
        hours=(HoursChange(a, date(2026, 1, 1), date(2026, 1, 2)),),
        visits=VisitRule(by_place={a: VisitRange(1, 2, 3)}),
        max_travel_s=60,
        max_walk_m=1,
        capacities={a: 1},
        transfer=Transfer(),
        budget=Budget(limit_vnd=1, vehicle_km_vnd=1, vehicle_day_vnd=1, vehicle_hour_vnd=1, guide_day_vnd=1),
        clauses=("a/b",),
    )


_BY_NAME = frozenset({"unit_minimum", "unit_maximum", "capacity", "place", "weight", "rank", "category"})
_FREE_KEYS = frozenset({"first_of_day", "last_of_day", "fixed_days"})


def _documented_as(plain: Mapping[str, object], path: str = "") -> Iterator[str]:
    """Yield how the document has to write each key of a request."""
    for key, value in plain.items():
        name = f"{path}{key}"
        if isinstance(value, dict) and key in _BY_NAME:
            yield f"`{name}."
            inner = next(iter(value.values()))
            if isinstance(inner, dict):
                yield from (f"`{name}.….{one}`" for one in list(inner)[:1])
        elif isinstance(value, dict) and key not in _FREE_KEYS | {"start", "end"}:
            yield from _documented_as(value, f"{name}.")
        elif isinstance(value, list) and value and isinstance(value[0], dict) and key != "nights":
            yield f"`[[{name}]]`"
            yield from (f"`{one}`" for row in value for one in row)
        else:
            yield f"`{name}`"


def test_the_document_names_every_key_and_its_example_is_read(
    repository: Path, tmp_path: Path, register: Project
) -> None:
    text = (repository / "docs" / "request.md").read_text(encoding="utf-8")
    example = text.split("```toml\n")[1].split("```")[0]
    request = _read(tmp_path, example, register)
    assert request.must == ("den-kiep-bac", "lang-gom-chu-dau")
    wanted = set(_documented_as(to_plain(_asking_for_everything(request))))
    assert len(wanted) > 80
    assert sorted(one for one in wanted if one not in text) == []
    words = (*Category, *Rank, *Status, *TravelMode, *FestivalEffect, *BreakKind)
    assert [one for one in words if one.value not in text] == []


def test_the_lists_of_tables_in_the_document_are_read(
    repository: Path, tmp_path: Path, register: Project
) -> None:
    text = (repository / "docs" / "request.md").read_text(encoding="utf-8")
    example = text.split("```toml\n")[2].split("```")[0]
    frame = 'start = "ga-hai-duong"\ndates = [2026-11-28, 2026-11-29]\n'
    request = _read(tmp_path, frame + example, register)
    assert request.day(1).mode is TravelMode.BICYCLE
    assert request.pins.first == "den-kiep-bac"
    assert [rule.kind for rule in request.breaks] == [BreakKind.LUNCH, BreakKind.REST]


def test_every_demand_is_read_from_its_table(tmp_path: Path, register: Project) -> None:
    text = """
    schema = 2
    start = "ga-hai-duong"
    dates = [2026-11-28, 2026-11-29]
    slots = false
    traffic = true
    transfer = true
    boarding_minutes = 5
    max_walk_m = 2500
    [[days]]
    day = 2026-11-29
    mode = "bicycle"
    [lunch]
    places = ["pho-am-thuc-tue-tinh"]
    days = [2026-11-28, 2]
    [unit_maximum]
    "Phường Trần Hưng Đạo, Hải Phòng" = 2
    [pins]
    last_of_day = { 1 = "den-kiep-bac", 2026-11-29 = "chua-con-son" }
    fixed_days = { lang-gom-chu-dau = 2026-11-29, den-kiep-bac = 1 }
    [scores.weight]
    den-kiep-bac = 2
    [festivals]
    bonus = 30
    [festivals.place.den-kiep-bac]
    effect = "replace"
    hours = "05:00-22:00"
    [[hours]]
    place = "chua-con-son"
    from = 2026-11-28
    [visits]
    shortest_share = 0.5
    [visits.place.den-kiep-bac]
    shortest = 20
    [capacity]
    lang-gom-chu-dau = 15
    """
    request = _read(tmp_path, text, register)
    kiep_bac, con_son, chu_dau = (
        PlaceId(key) for key in ("den-kiep-bac", "chua-con-son", "lang-gom-chu-dau")
    )
    assert (request.has_slots, request.is_time_dependent, request.transfer) == (False, True, Transfer())
    assert (request.boarding_minutes, request.max_walk_m) == (5, 2500)
    assert request.days == (DayRule(day=1, mode=TravelMode.BICYCLE),)
    assert request.breaks == (Break(place_ids=(PlaceId("pho-am-thuc-tue-tinh"),), days=(0, 1)),)
    assert list(request.unit_maximum.values()) == [2]
    assert request.pins.last_of_day == {0: kiep_bac, 1: con_son}
    assert request.pins.fixed_days == {chu_dau: 1, kiep_bac: 0}
    assert request.scores.weights == {kiep_bac: 2.0}
    assert request.festivals.of(con_son) == FestivalRule(30)
    assert request.festivals.of(kiep_bac) == FestivalRule(0, FestivalEffect.REPLACE, "05:00-22:00")
    assert request.hours == (HoursChange(con_son, date(2026, 11, 28), date(2026, 11, 28)),)
    usual = register.place(kiep_bac).visit_minutes
    assert usual is not None
    assert request.visits.by_place == {kiep_bac: VisitRange(20, usual, usual)}
    assert request.capacities == {chu_dau: 15}


def test_all_faults_of_demands_come_at_once(tmp_path: Path, register: Project) -> None:
    text = """
    schema = 2
    start = "ga-hai-duong"
    dates = [2026-11-28, 2026-11-29]
    slots = "yes"
    transfer = { max_walk = 3 }
    [[days]]
    start = "08:00"
    [[days]]
    day = "2026-12-24"
    [[breaks]]
    kind = "breakfast"
    earliest = "13:00"
    latest = "12:00"
    [[category_limits]]
    categories = ["relic"]
    least = 3
    most = 1
    [[alternatives]]
    places = ["den-kiep-bac"]
    [pins]
    before = [["den-kiep-bac"]]
    sequences = [["den-kiep-bat", "chua-con-son"]]
    first_of_day = { Monday = "den-kiep-bac" }
    [festivals]
    effect = "extend"
    [[hours]]
    place = "chua-con-son"
    hours = "sáng"
    [visits.place.den-kiep-bac]
    shortest = 50
    typical = 20
    [budget]
    limit_vnd = -1
    [capacity]
    den-kiep-bac = 0
    [scores.weight]
    den-kiep-bac = "nhiều"
    """
    faults = "\n".join(_faults(tmp_path, text, register))
    for said in (
        "slots: 'yes' is not true or false.",
        "transfer.max_walk: The key 'max_walk' means nothing here. Did you mean 'max_walk_m'?",
        "days[1].day: The key 'day' is missing.",
        "days[2].day: '2026-12-24' is not a day of the tour",
        "breaks[1].kind: 'breakfast' is not known.",
        "breaks[1]: The window of the break ends before it begins.",
        "category_limits[1]: At least 3 and at most 1 contradict each other.",
        "alternatives[1]: A group of alternatives needs two different places",
        "pins.before: 'den-kiep-bac' is not a pair of ids",
        "pins.sequences: 'den-kiep-bat' is not known. Did you mean: den-kiep-bac?",
        "pins.first_of_day.Monday: 'Monday' is not a day of the tour",
        "festivals: Festival hours go with the effects",
        "hours[1].hours: The opening hours 'sáng' cannot be read.",
        "hours[1].from: The key 'from' is missing.",
        "visits.place.den-kiep-bac: A visit needs shortest <= typical <= longest, not 50, 20, 20.",
        "budget.limit_vnd: -1 is too small",
        "capacity.den-kiep-bac: 0 is too small",
        "scores.weight.den-kiep-bac: 'nhiều' is not a number.",
    ):
        assert said in faults


def test_contradictions_of_a_file_come_at_once_with_their_keys(tmp_path: Path, register: Project) -> None:
    text = (
        LEAST
        + """
    must = ["den-kiep-bac"]
    never = ["den-kiep-bac"]
    [pins]
    before = [["chua-con-son", "lang-gom-chu-dau"], ["lang-gom-chu-dau", "chua-con-son"]]
    fixed_days = { chua-con-son = 2 }
    """
    )
    faults = _faults(tmp_path, text, register)
    assert len(faults) == 3
    assert any("stand both under 'must' and under 'never'" in fault for fault in faults)
    assert any("in a circle" in fault for fault in faults)
    assert any("There is no day 2: the tour has 1 days." in fault for fault in faults)


def test_a_newer_request_file_is_refused_in_words(tmp_path: Path, register: Project) -> None:
    with pytest.raises(BadInputError, match="version 3; this program reads versions up to 2"):
        _read(tmp_path, "schema = 3\nwholly = 'new'\n", register)
