import json
import unicodedata
from dataclasses import astuple, replace
from pathlib import Path
from typing import Any

import pyogrio
import pytest
import shapely
from hypothesis import assume, given
from shapely import LineString, MultiPolygon, Polygon

from data.errors import BadInputError
from data.model.festival import Calendar, DateRule, Festival
from data.model.place import Contact, HeritageDecision, Photo, Place, PlaceId
from data.model.project import Project
from data.model.units import UnitId
from data.readers.places import read_places
from data.starter import load_starter
from data.storage.places_export import places_csv, write_places
from tests.data.storage.projects import PLACES, RING

STARTER = load_starter()
ENDINGS = ["csv", "geojson"]


def round_trip(folder: Path, project: Project, ending: str, language: str = "vi") -> tuple[Place, ...]:
    path = folder / f"điểm.{ending}"
    write_places(project, project.places.values(), path, language)
    found = read_places(path, project)
    assert [str(error) for error in found.errors] == []
    assert found.ignored == ()
    return found.places


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("ending", ENDINGS)
def test_the_starter_comes_back_equal(tmp_path: Path, ending: str, language: str) -> None:
    assert round_trip(tmp_path, STARTER, ending, language) == tuple(STARTER.places.values())


def normal(place: Place) -> Place:
    """Return the place as an import makes it: composed letters, no white space at the ends."""

    def tidy(text: str) -> str:
        kept = (
            c for c in unicodedata.normalize("NFC", text) if c in "\n\t" or unicodedata.category(c) != "Cc"
        )
        return "".join(kept).strip()

    def plain(text: str) -> str:
        return "".join(c for c in unicodedata.normalize("NFC", text) if not "\x7f" <= c <= "\x9f")

    texts = ["name_vi", "name_en", "heritage_type", "coord_source", "craft_product", "description_vi"]
    texts += ["description_en", "source", "note"]
    tidied: dict[str, Any] = {name: tidy(getattr(place, name)) for name in texts}
    decision = place.decision and HeritageDecision(tidy(place.decision.number), place.decision.issued)
    return replace(
        place,
        **tidied,
        id=PlaceId(tidy(place.id)),
        plan_id=tidy(place.plan_id or "") or None,
        decision=decision if decision and (decision.number or decision.issued) else None,
        festivals=tuple(f for f in (Festival(tidy(f.text), f.rules) for f in place.festivals)),
        geometry=shapely.orient_polygons(place.geometry),
        unit_before=None,
        unit_after=None,
        contacts=tuple(Contact(*map(plain, astuple(contact))) for contact in place.contacts),
        photos=tuple(Photo(*map(plain, astuple(photo))) for photo in place.photos),
    )


@pytest.mark.parametrize("ending", ENDINGS)
@given(place=PLACES)
def test_any_place_comes_back_equal(
    tmp_path_factory: pytest.TempPathFactory, ending: str, place: Place
) -> None:
    assume(all("|" not in festival.text and festival.text.strip() for festival in place.festivals))
    assume(bool(shapely.is_valid(place.geometry)))
    assume(all(unicodedata.category(c) != "Cc" for c in place.id + place.name_vi))
    place = normal(place)
    project = Project(places={place.id: place})
    assert round_trip(tmp_path_factory.mktemp("rt"), project, ending) == (place,)


def with_everything() -> Place:
    rule = DateRule(Calendar.SOLAR, 4, 19, 4, 19)
    return replace(
        STARTER.place("dinh-dam"),
        name_vi="=cmd|'/c calc'!A0",
        note='+84 là mã nước;\n"ngoặc"',
        source="'đã có dấu",
        festivals=(Festival("hội làng", (rule,)), Festival("chưa rõ")),
        contacts=(Contact("Ông Năm", "+84 987", "", ""),),
        photos=(Photo("ảnh;1.jpg", "Cổng"),),
        decision=HeritageDecision("2754/QĐ-BT"),
        geometry=RING,
        fee_vnd=0,
        visit_minutes=0,
    )


@pytest.mark.parametrize("ending", ENDINGS)
def test_formulas_lists_and_shapes_come_back(tmp_path: Path, ending: str) -> None:
    place = with_everything()
    project = STARTER.with_places([replace(place, geometry=shapely.orient_polygons(place.geometry))])
    assert round_trip(tmp_path, project, ending) == tuple(project.places.values())


def test_no_cell_starts_a_formula() -> None:
    text = places_csv(STARTER, [with_everything()], "en")
    assert "'=cmd" in text
    assert "\"'+84" in text
    assert ",=cmd" not in text


def test_excel_in_vietnam_gets_semicolons_decimal_commas_and_a_byte_order_mark(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    write_places(STARTER, [STARTER.place("dinh-dam")], path, "vi")
    content = path.read_bytes()
    assert content.startswith(b"\xef\xbb\xbfid;name_vi;")
    assert b";105,73" in content


def test_the_geojson_is_valid_for_gdal_and_by_rfc_7946(tmp_path: Path) -> None:
    clockwise = Polygon(list(RING.exterior.coords)[::-1])
    area = replace(STARTER.place("dinh-dam"), geometry=MultiPolygon([clockwise]))
    street = replace(area, id=PlaceId("pho"), geometry=LineString([(105.8, 21.0), (105.81, 21.0)]))
    path = tmp_path / "a.geojson"
    write_places(STARTER, [area, street], path)
    frame = pyogrio.read_dataframe(path)
    assert list(frame["name_vi"]) == [area.name_vi] * 2
    document = json.loads(path.read_text(encoding="utf-8"))
    assert document["attribution"] == list(STARTER.attribution)
    assert document["features"][0]["properties"]["fee_vnd"] is None
    ring = document["features"][0]["geometry"]["coordinates"][0][0]
    assert Polygon(ring).exterior.is_ccw


def test_a_unit_whose_name_is_not_its_own_is_written_by_key(tmp_path: Path) -> None:
    twin = replace(STARTER.unit(STARTER.place("dinh-dam").unit_after or ""), id=UnitId("khac"))
    project = replace(STARTER, units={**STARTER.units, twin.id: twin})
    assert round_trip(tmp_path, project, "csv") == tuple(project.places.values())


def test_an_unknown_ending_is_refused_and_nothing_written(tmp_path: Path) -> None:
    with pytest.raises(BadInputError, match=r"\.kml"):
        write_places(STARTER, [], tmp_path / "a.kml")
    assert list(tmp_path.iterdir()) == []
