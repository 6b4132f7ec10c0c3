"""Files of ours that were edited in another program come back as they were edited."""

import json
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from data.model.distances import wgs84
from data.model.place import Place
from data.model.project import Project
from data.model.tour import Leg, Tour
from data.readers.tour_import import TourImport
from data.readers.tours import import_tours
from data.writers import geojson, gpx, kml
from tests.samples import KIEP_BAC, MAO_DIEN, sample_project, sample_tour

Document = dict[str, Any]
# Any: GeoJSON.
Line = list[list[float]]
EDITS: dict[str, Callable[[Line], Line]] = {
    "a vertex moved": lambda line: [line[0], [line[1][0] + 0.01, line[1][1]], *line[2:]],
    "a vertex added": lambda line: [line[0], [line[0][0] + 0.005, line[0][1] + 0.005], *line[1:]],
    "a vertex taken out": lambda line: [line[0], *line[2:]],
}
MANY = pytest.mark.parametrize("edit", EDITS.values(), ids=EDITS)


def after(edit: Callable[[Document], None], folder: Path, project: Project | None = None) -> TourImport:
    """Return what comes back of a GeoJSON file that was edited."""
    path = folder / "tour.geojson"
    geojson.write(sample_project(), sample_tour(), path)
    document = json.loads(path.read_text("utf-8"))
    edit(document)
    path.write_text(json.dumps(document), "utf-8")
    return import_tours(path, sample_project() if project is None else project)


def feature(document: Document, key: str) -> Document:
    return next(one for one in document["features"] if one["id"] == key)


def coords(leg: Leg) -> list[tuple[float, float]]:
    assert leg.geometry is not None
    return rounded(leg.geometry.coords)


def rounded(line: Iterable[Sequence[float]]) -> list[tuple[float, float]]:
    return [(round(lon, 6), round(lat, 6)) for lon, lat in line]


def long_leg() -> tuple[int, Leg]:
    """Return number (from 0) and way of the first leg of the first day with some vertices."""
    return next((n, leg) for n, leg in enumerate(sample_tour().days[0].legs) if len(coords(leg)) > 3)


def without_leg(tour: Tour, number: int) -> Tour:
    first, *others = tour.days
    legs = (*first.legs[:number], *first.legs[number + 1 :])
    stops = first.stops
    return replace(tour, days=(replace(first, legs=(*legs, legs[-1]), stops=stops), *others))


@MANY
def test_a_line_edited_in_geojson_is_taken_as_drawn(edit: Callable[[Line], Line], tmp_path: Path) -> None:
    number, leg = long_leg()
    drawn: Line = []

    def change(document: Document) -> None:
        geometry = feature(document, f"leg-1-{number + 1}")["geometry"]
        geometry["coordinates"] = edit(geometry["coordinates"])
        drawn.extend(geometry["coordinates"])

    found = after(change, tmp_path)
    back = found.tours[0].days[0].legs[number]
    assert coords(back) == rounded(drawn)
    assert back.duration_s == leg.duration_s
    assert back.distance_m == pytest.approx(wgs84().geometry_length(back.geometry), abs=1)
    (doubt,) = found.warnings
    assert "was changed in another program" in str(doubt)
    assert without_leg(found.tours[0], number) == without_leg(sample_tour(), number)


@MANY
def test_a_line_edited_in_kml_is_taken_as_drawn(edit: Callable[[Line], Line], tmp_path: Path) -> None:
    number, _ = long_leg()
    path = tmp_path / "tour.kml"
    kml.write(sample_project(), sample_tour(), path)
    before, _, rest = path.read_text("utf-8").partition(f'<Placemark id="leg-1-{number + 1}">')
    told = re.search(r"<coordinates>([^<]*)</coordinates>", rest)
    assert told is not None
    line = edit([[float(number) for number in pair.split(",")] for pair in told[1].split()])
    changed = rest.replace(told[1], " ".join(f"{lon},{lat}" for lon, lat in line), 1)
    path.write_text(f'{before}<Placemark id="leg-1-{number + 1}">{changed}', "utf-8")
    found = import_tours(path, sample_project())
    assert coords(found.tours[0].days[0].legs[number]) == rounded(line)
    assert len(found.warnings) == 1


@MANY
def test_a_track_edited_in_gpx_changes_its_leg_alone(edit: Callable[[Line], Line], tmp_path: Path) -> None:
    number, leg = long_leg()
    path = tmp_path / "tour.gpx"
    gpx.write(sample_project(), sample_tour(), path)
    text = path.read_text("utf-8")
    points = list(re.finditer(r'<trkpt lat="([^"]*)" lon="([^"]*)"[^>]*?(?:/>|></trkpt>|>\s*</trkpt>)', text))
    track = [[float(point[2]), float(point[1])] for point in points]
    own = [list(pair) for pair in rounded(coords(leg))]
    begin = next(n for n in range(len(track)) if track[n : n + len(own)] == own)
    line = edit(own)
    made = "".join(f'<trkpt lat="{lat}" lon="{lon}"></trkpt>' for lon, lat in line)
    end = points[begin + len(own) - 1].end()
    path.write_text(text[: points[begin].start()] + made + text[end:], "utf-8")
    found = import_tours(path, sample_project())
    assert coords(found.tours[0].days[0].legs[number]) == rounded(line)
    assert without_leg(found.tours[0], number) == without_leg(sample_tour(), number)
    assert len(found.warnings) == 1


def renamed(found: TourImport) -> Place:
    return next(place for place in found.places if place.id == MAO_DIEN)


def test_a_name_edited_in_geojson_comes_with_a_place_that_the_register_lacks(tmp_path: Path) -> None:
    def change(document: Document) -> None:
        for one in document["features"]:
            if one["properties"].get("place_id") == MAO_DIEN:
                one["properties"]["name_vi"] = "Văn miếu Mao Điền (cổng Nam)"

    found = after(change, tmp_path, Project())
    assert renamed(found).name_vi == "Văn miếu Mao Điền (cổng Nam)"
    assert renamed(found).name_en == sample_project().place(MAO_DIEN).name_en


def test_a_name_that_the_register_has_is_kept_and_the_other_one_told(tmp_path: Path) -> None:
    def change(document: Document) -> None:
        for one in document["features"]:
            if one["properties"].get("place_id") == KIEP_BAC:
                one["properties"]["name_en"] = "Kiep Bac shrine"

    found = after(change, tmp_path)
    assert found.places == ()
    (doubt,) = found.warnings
    assert "Kiep Bac shrine" in str(doubt)


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("name", ["tour.kml", "tour.gpx"])
def test_a_name_edited_in_kml_or_gpx_is_of_the_language_of_the_file(
    name: str, language: str, tmp_path: Path
) -> None:
    path = tmp_path / name
    (kml if name.endswith("kml") else gpx).write(sample_project(), sample_tour(), path, language)
    ours = sample_project().place(MAO_DIEN)
    text = path.read_text("utf-8")
    own = ours.name(language)
    path.write_text(
        re.sub(f"(<name>(?:\\d+\\. )?){own}</name>", r"\g<1>Mao Điền, Mao Dien</name>", text), "utf-8"
    )
    place = renamed(import_tours(path, Project()))
    expected = {"name_vi": ours.name_vi, "name_en": ours.name_en, f"name_{language}": "Mao Điền, Mao Dien"}
    assert {"name_vi": place.name_vi, "name_en": place.name_en} == expected


def test_a_point_of_no_place_takes_the_name_it_was_given(tmp_path: Path) -> None:
    def change(document: Document) -> None:
        lunch = next(
            one
            for one in document["features"]
            if one["properties"]["feature"] == "stop" and one["properties"]["place_id"] is None
        )
        lunch["properties"]["name_vi"] = "Quán bên đường"

    tour = after(change, tmp_path).tours[0]
    assert "Quán bên đường" in {stop.label for day in tour.days for stop in day.stops}
