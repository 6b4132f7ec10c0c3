"""What we export we import equal, on the part that each format carries."""

import json
import unicodedata
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from shapely import LineString, Point

from data.errors import BadInputError
from data.model.place import Category, Place, PlaceId
from data.model.project import Project
from data.model.request import Anchor, TourRequest
from data.model.tour import Day, DroppedPlace, Leg, LegPart, Stop, StopKind, Tour, TourId, VisitLength
from data.model.travel_mode import TravelMode
from data.readers.tours import import_tours
from data.storage.gpkg import save_project
from data.writers import geojson, gpx, kml
from data.writers.tour_facts import join_lines
from tests.samples import CHU_DAU, MAO_DIEN, hostile, sample_project, sample_tour

Writer = Callable[[Project, Tour, Path, str], None]
WRITERS: dict[str, Writer] = {
    "tour.geojson": geojson.write,
    "tour.gpx": gpx.write,
    "tour.kml": kml.write,
    "tour.kmz": kml.write_kmz,
}
FORMATS = pytest.mark.parametrize("name", WRITERS)
TEXTS = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cs", "Cc", "Cn", "Co")), min_size=0, max_size=12
).map(lambda text: unicodedata.normalize("NFC", text).strip())
LETTERS = st.sampled_from(
    ("Đình Hào Nam", "Chùa <Bộc> & 'Sở'", 'Phở "Thìn"', "Làng 村 🏮", "]]>", "{x}", "a\\nb")
)


@FORMATS
@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_tour_comes_back_equal(name: str, language: str, tmp_path: Path) -> None:
    project, tour = sample_project(), sample_tour()
    WRITERS[name](project, tour, tmp_path / name, language)
    found = import_tours(tmp_path / name, project)
    assert found.is_own
    assert found.tours == (tour,)
    assert (found.places, found.warnings) == ((), ())


@FORMATS
def test_places_that_the_register_lacks_come_with_their_tour(name: str, tmp_path: Path) -> None:
    project, tour = sample_project(), sample_tour()
    WRITERS[name](project, tour, tmp_path / name, "vi")
    found = import_tours(tmp_path / name, replace(project, places={}))
    assert {place.id for place in found.places} == tour.stop_places
    for place in found.places:
        ours = project.place(place.id)
        # Contacts and internal remarks stay in the office.
        assert place == replace(ours, contacts=(), note="")


@FORMATS
def test_units_of_another_register_are_left_empty(name: str, tmp_path: Path) -> None:
    project, tour = sample_project(), sample_tour()
    WRITERS[name](project, tour, tmp_path / name, "vi")
    found = import_tours(tmp_path / name, Project())
    assert {place.unit_after for place in found.places} == {None}


@FORMATS
def test_texts_that_look_like_markup_come_back_as_they_were(name: str, tmp_path: Path) -> None:
    project, tour = hostile()
    WRITERS[name](project, tour, tmp_path / name, "vi")
    (back,) = import_tours(tmp_path / name, project).tours
    assert back == replace(tour, title_vi=unicodedata.normalize("NFC", tour.title_vi))


@FORMATS
def test_a_file_in_nfd_gives_the_same_tour(name: str, tmp_path: Path) -> None:
    project, tour = sample_project(), sample_tour()
    path = tmp_path / name
    WRITERS[name](project, tour, path, "vi")
    if path.suffix == ".kmz":
        with zipfile.ZipFile(path) as archive:
            text = archive.read("doc.kml").decode()
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("doc.kml", unicodedata.normalize("NFD", text))
    else:
        path.write_text(unicodedata.normalize("NFD", path.read_text("utf-8")), "utf-8")
    found = import_tours(path, replace(project, places={}))
    assert found.tours == (tour,)
    names = {place.name_vi for place in found.places}
    assert names == {project.place(key).name_vi for key in tour.stop_places}


def test_a_project_file_gives_its_tours_and_the_places_they_need(tmp_path: Path) -> None:
    project = sample_project().with_tour(sample_tour())
    path = tmp_path / "other.gpkg"
    save_project(project, path)
    found = import_tours(path, Project())
    assert found.tours == (sample_tour(),)
    assert {place.id for place in found.places} == sample_tour().stop_places


def test_a_place_that_lies_elsewhere_in_the_register_is_a_doubt(tmp_path: Path) -> None:
    path = tmp_path / "tour.gpx"
    gpx.write(sample_project(), sample_tour(), path)
    moved = replace(sample_project().place(MAO_DIEN), geometry=Point(106.19, 20.94))
    found = import_tours(path, sample_project().with_places([moved]))
    (doubt,) = found.warnings
    assert "Văn miếu Mao Điền" in str(doubt)
    assert found.places == ()


def _point(draw: st.DrawFn) -> tuple[float, float]:
    lon, lat = draw(st.integers(104_000_000, 107_000_000)), draw(st.integers(19_000_000, 22_000_000))
    return lon / 1e6, lat / 1e6


@st.composite
def legs(draw: st.DrawFn) -> Leg:
    modes = st.sampled_from(TravelMode)
    parts = []
    for _ in range(draw(st.integers(0, 3))):
        vertices = [_point(draw) for _ in range(draw(st.sampled_from((0, 2, 3))))]
        distinct = [one for i, one in enumerate(vertices) if i == 0 or one != vertices[i - 1]]
        parts.append(
            LegPart(
                mode=draw(modes),
                distance_m=draw(st.integers(0, 10**6)) / 10,
                duration_s=draw(st.integers(0, 3600)),
                geometry=LineString(distinct) if len(distinct) > 1 else None,
                roads=tuple(draw(st.lists(LETTERS, max_size=2))),
            )
        )
    via = tuple(_point(draw) for _ in range(draw(st.integers(0, 2))))
    return Leg(mode=draw(modes), parts=tuple(parts), via=via)


@st.composite
def stops(draw: st.DrawFn, kind: StopKind, after_s: int) -> Stop:
    arrive_s = after_s + draw(st.integers(0, 5000))
    begin_s = arrive_s + draw(st.integers(0, 900))
    boarding_s = draw(st.sampled_from((0, 120)))
    place_id = draw(st.sampled_from((None, CHU_DAU, MAO_DIEN)))
    lon, lat = _point(draw)
    return Stop(
        kind=kind,
        lon=lon,
        lat=lat,
        label="" if place_id else draw(LETTERS),
        place_id=place_id,
        arrive_s=arrive_s,
        begin_s=begin_s,
        depart_s=begin_s + boarding_s + draw(st.integers(0, 7200)),
        boarding_s=boarding_s,
        slots=draw(st.integers(1, 3)),
        length=draw(st.sampled_from(VisitLength)),
        access_m=draw(st.integers(0, 9000)) / 10,
        is_locked=draw(st.booleans()),
        is_added=draw(st.booleans()),
        is_stay_fixed=draw(st.booleans()),
        not_before_s=draw(st.sampled_from((None, 0, 30_000))),
    )


@st.composite
def days(draw: st.DrawFn, when: date) -> Day:
    between = draw(
        st.lists(st.sampled_from([kind for kind in StopKind if kind.is_break] + [StopKind.VISIT]), max_size=3)
    )
    made: list[Stop] = []
    for kind in (StopKind.START, *between, StopKind.END):
        made.append(draw(stops(kind, made[-1].depart_s if made else 20_000)))
    return Day(date=when, stops=tuple(made), legs=tuple(draw(legs()) for _ in made[1:]))


@st.composite
def tours(draw: st.DrawFn) -> Tour:
    dates = tuple(date(2026, 12, 30) + timedelta(days=number) for number in range(draw(st.integers(1, 2))))
    start = Anchor(105.8, 21.0, draw(LETTERS))
    score = draw(st.integers(0, 500))
    return Tour(
        id=TourId("tuyen"),
        title_vi=draw(LETTERS),
        title_en=draw(TEXTS),
        request=TourRequest(start=start, end=start, dates=dates, group_size=draw(st.integers(1, 60))),
        days=tuple(draw(days(when)) for when in dates),
        dropped=(DroppedPlace(place_id=MAO_DIEN, reason="{minutes} <&>", facts={"minutes": 3, "x": "]]>"}),),
        score=score,
        bound=draw(st.sampled_from((None, score))),
        network=draw(TEXTS),
        attribution=tuple(draw(st.lists(LETTERS, max_size=2))),
        scenario=draw(LETTERS),
        base=draw(st.sampled_from((None, TourId("goc")))),
    )


@FORMATS
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(tour=tours())
def test_any_tour_comes_back_equal(name: str, tour: Tour, tmp_path: Path) -> None:
    path = tmp_path / name
    WRITERS[name](sample_project(), tour, path, "en")
    assert import_tours(path, sample_project()).tours == (tour,)


def test_lines_are_drawn_as_one_and_known_by_their_vertices() -> None:
    there, on = LineString([(105.0, 21.0), (105.1, 21.0)]), LineString([(105.1, 21.0), (105.2, 21.1)])
    away = LineString([(105.3, 21.1), (105.3, 21.1), (105.4, 21.2)])
    points, spans = join_lines([None, there, on, away])
    assert points == [(105.0, 21.0), (105.1, 21.0), (105.2, 21.1), (105.3, 21.1), (105.4, 21.2)]
    assert spans == [None, (0, 1), (1, 2), (3, 4)]


def test_a_track_cut_to_pieces_is_told_and_not_guessed(tmp_path: Path) -> None:
    path = tmp_path / "tour.gpx"
    gpx.write(sample_project(), sample_tour(), path)
    head, *points = path.read_text("utf-8").split("<trkpt")
    path.write_text(head + "<trkpt" + points[-1], "utf-8")
    with pytest.raises(BadInputError, match=r"stop 2 of day 1: .* points were taken out"):
        import_tours(path, sample_project())


def test_a_stop_taken_out_by_another_program_is_named(tmp_path: Path) -> None:
    path = tmp_path / "tour.geojson"
    geojson.write(sample_project(), sample_tour(), path)
    document = json.loads(path.read_text("utf-8"))
    document["features"] = [one for one in document["features"] if one["id"] != "stop-1-3"]
    path.write_text(json.dumps(document), "utf-8")
    with pytest.raises(BadInputError, match="stop 4 of day 1: The stops of the file are not numbered"):
        import_tours(path, sample_project())


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda tour: tour.update(dates="2026-11-28"), "damaged"),
        (lambda tour: tour.update(dates=["2026-11-28"] * 99), "damaged"),
        (lambda tour: tour.update(schema_version=99), "no tour of version"),
        (lambda tour: tour.pop("request"), "request"),
        (lambda tour: tour.update(score="many"), "does not fit here"),
    ],
)
def test_a_damaged_tour_is_refused(
    change: Callable[[dict[str, object]], object], said: str, tmp_path: Path
) -> None:
    path = tmp_path / "tour.geojson"
    geojson.write(sample_project(), sample_tour(), path)
    document = json.loads(path.read_text("utf-8"))
    change(document["tour"])
    path.write_text(json.dumps(document), "utf-8")
    with pytest.raises(BadInputError, match=said):
        import_tours(path, sample_project())


def test_an_area_keeps_its_outline(tmp_path: Path) -> None:
    area = Point(106.1825, 20.9335).buffer(0.001, quad_segs=2)
    place = Place(id=PlaceId(MAO_DIEN), name_vi="Văn miếu", category=Category.RELIC, geometry=area)
    project = sample_project().with_places([place])
    for name, write in WRITERS.items():
        write(project, sample_tour(), tmp_path / name, "vi")
        found = import_tours(tmp_path / name, Project())
        assert next(one for one in found.places if one.id == MAO_DIEN).geometry.equals_exact(area, 1e-9)  # type: ignore[attr-defined]
