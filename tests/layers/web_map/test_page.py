import html
import json
import re
from dataclasses import replace
from html.parser import HTMLParser

import numpy as np
import pytest
import shapely

from data.starter import load_starter
from layers.basemap import Basemap
from layers.lines import LevelledLines, LineSet
from layers.style import RoadClass
from layers.viewport import to_mercator
from layers.web_map import basemap
from layers.web_map.basemap import feature_collection, web_basemap
from layers.web_map.content import Said, page_text
from layers.web_map.offline import RemoteReferenceError, leaflet_style, require_self_contained
from layers.web_map.page import render_web_map
from tests.samples import HOSTILE_HTML, hostile, sample_project, sample_tour, with_ways


class Elements(HTMLParser):
    """Collects start tags and the visible text outside scripts and styles."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.hidden = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self.hidden = tag if tag in {"script", "style"} else ""

    def handle_endtag(self, tag: str) -> None:
        self.hidden = ""

    def handle_data(self, data: str) -> None:
        if not self.hidden:
            self.text += data

    def count(self, tag: str) -> int:
        return sum(name == tag for name, _ in self.tags)


@pytest.fixture(scope="module")
def page() -> str:
    return render_web_map(sample_project(), sample_tour())


def test_the_page_asks_no_server_for_anything(page: str) -> None:
    require_self_contained(page)
    assert "default-src 'none'" in html.unescape(page)
    assert page.count("https://tile.openstreetmap.org") == 2  # policy and the switch, off by default


@pytest.mark.parametrize(
    "foreign",
    [
        '<script src="https://cdn.example/leaflet.js"></script>',
        '<link rel="stylesheet" href="//cdn.example/x.css">',
        "<style>a{background:url(https://cdn.example/x.png)}</style>",
        '<style>@import "x.css";</style>',
        '<img srcset="a.png 2x">',
        '<a href="https://unknown.example/">x</a>',
        '<p style="background:url(x.png)">x</p>',
    ],
)
def test_a_page_that_names_a_foreign_asset_is_refused(foreign: str) -> None:
    with pytest.raises(RemoteReferenceError, match="need the internet"):
        require_self_contained(f"<html><body>{foreign}</body></html>")


def test_credits_may_be_linked_and_data_may_be_inlined() -> None:
    require_self_contained(
        '<a href="https://www.openstreetmap.org/copyright">©</a><img src="data:image/png;base64,AA==">'
    )


def test_every_image_of_leaflet_is_inlined() -> None:
    urls = re.findall(r"url\(([^)]*)\)", leaflet_style())
    assert urls
    assert all(url.startswith(("data:image/", "#")) for url in urls)


def test_a_page_stays_within_three_megabytes_with_the_starter_background() -> None:
    project = load_starter().with_places(sample_project().places.values())
    assert len(render_web_map(project, sample_tour()).encode()) < 3_000_000


def test_both_languages_stand_in_the_page_and_it_opens_in_the_asked_one(page: str) -> None:
    assert '<html lang="vi" data-language="vi">' in page
    assert '<span class="vi" lang="vi">Chú giải</span><span class="en" lang="en">Legend</span>' in page
    english = render_web_map(sample_project(), sample_tour(), "en")
    assert '<html lang="en" data-language="en">' in english
    assert "<title>Craft villages of the East &amp; Kiep Bac temple</title>" in english


def test_markup_in_names_is_shown_and_never_run() -> None:
    ours = Elements(render_web_map(sample_project(), sample_tour()))
    hostile_page = render_web_map(*hostile())
    theirs = Elements(hostile_page)
    assert HOSTILE_HTML in theirs.text
    assert theirs.count("script") == ours.count("script")
    assert theirs.count("img") == 0
    assert not [name for _, attributes in theirs.tags for name in attributes if name.startswith("on")]


def test_the_script_data_cannot_close_its_element() -> None:
    page = render_web_map(*hostile())
    data = page.split('id="tour-data">', 1)[1].split("</script>", 1)[0]
    assert "<" not in data
    assert json.loads(data)["stops"][0]["name"]["vi"].startswith("Đình <script>")


def test_every_stop_stands_in_the_timetable_and_every_pin_has_a_popup(page: str) -> None:
    elements = Elements(page)
    buttons = [attributes["data-stop"] for tag, attributes in elements.tags if "data-stop" in attributes]
    assert len(buttons) == 10
    popups = [attributes["id"] for tag, attributes in elements.tags if tag == "template"]
    assert len(popups) == 9  # the lunch on the spot has no pin


def test_dropped_places_are_listed_with_reasons(page: str) -> None:
    assert "Làng thêu ren Xuân Nẻo" in page
    assert "It would take 35 more minutes than the day has." in page


def test_texts_equal_in_both_languages_are_written_once() -> None:
    assert Said("QL5 & QL18", "QL5 & QL18").__html__() == "QL5 &amp; QL18"
    assert Said("<b>", "b").__html__().startswith('<span class="vi" lang="vi">&lt;b&gt;</span>')


def test_a_day_of_one_stop_has_its_own_section() -> None:
    text = page_text(sample_project(), sample_tour())
    assert [len(day.stops) for day in text.days] == [7, 3]
    assert text.days[1].heading == Said("Ngày 2 – Chủ Nhật, 29/11/2026", "Day 2 – Sunday, 29 Nov 2026")
    assert text.has_approximate


def test_the_background_is_cut_to_the_surroundings_of_the_tour() -> None:
    background = web_basemap(sample_project(), sample_tour())
    frame = shapely.box(105.9, 20.7, 106.7, 21.4)
    assert background.water
    assert all(shapely.covers(frame, shape.geometry) for shape in background.water)
    assert [shape.name_vi for shape in background.units] == [
        "Phường Hải Dương",
        "Xã Cẩm Giàng",
        "Xã Thái Tân",
    ]
    assert background.roads == ()


def road(*vertices: tuple[float, float]) -> shapely.LineString:
    return shapely.LineString(list(zip(*to_mercator(*zip(*vertices, strict=True)).T, strict=True)))


def basemap_of(**lines: list[shapely.LineString]) -> Basemap:
    return Basemap(
        roads={
            RoadClass[name]: LevelledLines(LineSet.of_geometries(np.array(roads, dtype=object)))
            for name, roads in lines.items()
        }
    )


def test_roads_are_joined_and_cut_to_the_frame() -> None:
    chain = [road((105.0, 21.0), (106.3, 21.0)), road((106.3, 21.0), (107.5, 21.0))]
    far = [road((108.0, 16.0), (108.1, 16.0))]
    background = web_basemap(sample_project(), sample_tour(), basemap_of(TRUNK=chain, PRIMARY=far))
    ((road_class, drawn),) = background.roads
    assert road_class is RoadClass.TRUNK
    west, _, east, _ = shapely.bounds(drawn)
    assert 105.5 < west < 106.0
    assert 106.6 < east < 107.0
    assert shapely.get_num_coordinates(drawn) == 2


def test_classes_beyond_the_budget_are_left_out_from_the_least_important(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    zigzag = [road(*((106.2 + i / 1000, 21.0 + (i % 2) / 100) for i in range(60)))]
    everything = basemap_of(PRIMARY=zigzag, SECONDARY=zigzag, TERTIARY=zigzag)
    monkeypatch.setattr(basemap, "ROAD_VERTEX_BUDGET", 130)
    background = web_basemap(sample_project(), sample_tour(), everything)
    assert [road_class for road_class, _ in background.roads] == [RoadClass.PRIMARY, RoadClass.SECONDARY]


def test_the_legend_names_roads_only_when_some_are_drawn() -> None:
    drawn = render_web_map(
        sample_project(), sample_tour(), basemap=basemap_of(TRUNK=[road((106.1, 21), (106.4, 21))])
    )
    assert 'class="key-road"' in drawn
    assert 'class="key-road"' not in render_web_map(sample_project(), sample_tour())


def test_a_place_off_the_road_is_joined_to_it_by_a_dotted_line(page: str) -> None:
    day = sample_tour().days[1]
    legs = tuple(
        with_ways(leg, geometry=shapely.LineString(leg.geometry.coords[:-1]))
        for leg in day.legs
        if leg.geometry
    )
    cut = render_web_map(sample_project(), replace(sample_tour(), days=(replace(day, legs=legs),)))
    assert page.count('"dashArray": "2 6"') == 0
    assert cut.count('"dashArray": "2 6"') == 2


def test_a_border_shared_by_two_wards_is_drawn_once() -> None:
    background = web_basemap(load_starter(), sample_tour())
    length = shapely.length(background.boundaries)
    assert 0 < length < 0.75 * sum(shapely.length(shape.geometry) for shape in background.units)


def test_geometries_are_rounded_for_the_page() -> None:
    mixed = shapely.GeometryCollection(
        [shapely.Point(1.23456789, 2), shapely.LineString([(0, 0), (1 / 3, 1)])]
    )
    (feature,) = feature_collection([mixed])["features"]
    assert feature["geometry"]["geometries"][0]["coordinates"] == [1.23457, 2.0]
    assert feature["geometry"]["geometries"][1]["coordinates"] == [[0.0, 0.0], [0.33333, 1.0]]
