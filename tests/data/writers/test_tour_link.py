import base64
import re
import zlib
from pathlib import Path
from xml.etree import ElementTree as ET

import gpxpy
import pytest
import segno
import xmlschema
from hypothesis import given
from hypothesis import strategies as st

from data.errors import BadInputError
from data.writers import qr_sheet
from data.writers.tour_link import MOST_LETTERS, gpx_link, gpx_of_link, packed
from tests.samples import hostile, sample_project, sample_tour
from tests.tours import LONG_NAME, tour_with

PAGE = "https://example.vn/tuyen/map.html"


def test_a_link_gives_back_valid_gpx_with_every_stop() -> None:
    link = gpx_link(sample_project(), sample_tour(), PAGE)
    assert re.fullmatch(rf"{re.escape(PAGE)}#gpx=1\.[A-Za-z0-9_-]+", link)
    text = gpx_of_link(link)
    xmlschema.XMLSchema(Path(__file__).parents[2] / "schemas" / "gpx-1.1.xsd").validate(text)
    read = gpxpy.parse(text)
    assert [len(route.points) for route in read.routes] == [len(day.stops) for day in sample_tour().days]
    assert read.routes[0].points[1].name == "Văn miếu Mao Điền"


def test_a_code_of_a_tour_is_one_that_phones_read() -> None:
    for project, tour in (tour_with(15, days=4), tour_with(40, days=4, name=LONG_NAME + " {number}")):
        link = gpx_link(project, tour, PAGE)
        assert len(link) <= MOST_LETTERS
        assert int(segno.make(link, error="m", micro=False).version) <= 30


def test_a_longer_fragment_of_the_page_is_replaced() -> None:
    assert gpx_link(sample_project(), sample_tour(), f"{PAGE}#old").count("#") == 1


def test_a_tour_too_long_for_a_code_is_refused_with_its_size() -> None:
    project, tour = tour_with(400, days=9, step=(0.000713, 0.000917))
    with pytest.raises(BadInputError, match="too long for a QR code"):
        gpx_link(project, tour, PAGE)


@pytest.mark.parametrize("page", ["javascript:alert(1)", "map.html", "file:///tmp/map.html", "https://"])
def test_only_addresses_of_the_web_carry_a_tour(page: str) -> None:
    with pytest.raises(BadInputError, match="no address of a web page"):
        gpx_link(sample_project(), sample_tour(), page)


def test_names_that_look_like_markup_stay_text() -> None:
    text = gpx_of_link(gpx_link(*hostile(), PAGE))
    assert "<script" not in text
    assert ET.fromstring(text).tag.endswith("gpx")


@pytest.mark.parametrize("damage", ["", "#gpx=1.", "#gpx=1.AAAA", "#gpx=2.abc", "#gpx=1.a"])
def test_a_link_without_a_tour_is_refused(damage: str) -> None:
    with pytest.raises(BadInputError, match="carries no tour"):
        gpx_of_link(PAGE + damage)


def test_a_bomb_in_a_link_is_not_unpacked() -> None:
    with pytest.raises(BadInputError, match="carries no tour"):
        gpx_of_link(f"{PAGE}#gpx=1.{packed('x' * 5_000_000)}")


@given(st.text(min_size=1, max_size=200).filter(lambda text: text.isprintable()))
def test_any_text_survives_the_encoding_of_the_link(text: str) -> None:
    letters = packed(text)
    assert letters.isascii()
    squeezed = base64.urlsafe_b64decode(letters + "=" * (-len(letters) % 4))
    assert zlib.decompress(squeezed, -zlib.MAX_WBITS).decode() == text
    assert gpx_of_link(f"{PAGE}#gpx=1.{letters}") == text


def test_the_sheet_draws_exactly_the_modules_of_each_code() -> None:
    root = ET.fromstring(qr_sheet.document(sample_project(), sample_tour(), page=PAGE))
    drawn = [element.get("d", "") for element in root.iter("{http://www.w3.org/2000/svg}path")]
    made = qr_sheet.codes(sample_project(), sample_tour(), page=PAGE)
    assert len(drawn) == len(made) == 3
    for path, code in zip(drawn, made, strict=True):
        dark = {
            (int(x) + step, int(y))
            for x, y, run in re.findall(r"M(\d+) (\d+)h(\d+)", path)
            for step in range(int(run))
        }
        matrix = segno.make(code.content, error="m", micro=False).matrix
        assert dark == {(x, y) for y, line in enumerate(matrix) for x, module in enumerate(line) if module}


def test_codes_are_geo_then_page_then_gpx() -> None:
    contents = [code.content for code in qr_sheet.codes(sample_project(), sample_tour(), page=PAGE)]
    assert contents[0].startswith("geo:20.94732,106.33003?q=")
    assert contents[1] == PAGE
    assert contents[2].startswith(f"{PAGE}#gpx=1.")
    assert len(qr_sheet.codes(sample_project(), sample_tour())) == 1


def test_a_tour_too_long_for_a_code_gets_the_page_and_the_reason() -> None:
    project, tour = tour_with(400, days=9, step=(0.000713, 0.000917))
    code = qr_sheet.codes(project, tour, "en", PAGE)[2]
    assert code.content == PAGE
    assert "too long for a QR code" in code.about
