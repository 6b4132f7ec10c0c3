"""The page in a real browser without any network: what the reader sees and can do."""

import html
import io
import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from PIL import Image

from data.model.place import Photo
from data.starter import load_starter
from data.writers.tour_link import gpx_link
from layers.web_map.page import render_web_map
from tests.samples import KIEP_BAC, hostile, sample_project, sample_tour

SIZES = {"desktop": "1366,768", "phone": "390,844"}
# Read and driven inside the page, then left in an attribute for --dump-dom.
PROBE = """<script>
addEventListener("load", () => {
  const shown = (element) => {
    const box = element.getBoundingClientRect();
    const top = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
    return element.contains(top) || (top && top.closest(".leaflet-marker-icon") !== null);
  };
  const pins = () => [...document.querySelectorAll(".leaflet-marker-icon.pin-visit")];
  const boxes = pins().map((pin) => pin.firstElementChild.getBoundingClientRect());
  const gaps = boxes.flatMap((a, i) => boxes.slice(i + 1).map((b) => Math.hypot(a.x - b.x, a.y - b.y)));
  const result = {
    closest: Math.min(...gaps),
    pins: pins().map((pin) => pin.textContent),
    allShown: pins().every(shown),
    title: document.title,
    labels: [...document.querySelectorAll(".stop-label")].map((label) => label.textContent),
    isNarrow: document.documentElement.scrollWidth <= innerWidth,
    mapHeight: document.querySelector(".folium-map").clientHeight,
  };
  document.querySelector('.languages [data-language="en"]').click();
  result.englishTitle = document.title;
  result.englishHeading = document.querySelector("h1").innerText;
  document.querySelector('[data-stop="2-2"]').click();
  result.popup = document.querySelector(".leaflet-popup-content").innerText;
  document.querySelector('input[data-day="2"]').click();
  result.pinsOfFirstDay = pins().map((pin) => pin.textContent);
  document.querySelector("#panel-handle").click();
  result.isOpen = document.querySelector("#panel").classList.contains("is-open");
  result.requests = performance.getEntriesByType("resource").map((entry) => entry.name);
  document.body.dataset.result = JSON.stringify(result);
});
</script></body>"""

ONLINE_PROBE = """<script>
addEventListener("load", () => {
  const box = document.querySelector("#online input");
  const map = window[JSON.parse(document.getElementById("tour-data").textContent).map];
  const count = () => { let found = 0; map.eachLayer(() => { found += 1; }); return found; };
  const result = { isOffered: !document.getElementById("online").hidden, drawn: count() };
  box.click();
  result.labels = document.querySelectorAll(".unit-label").length;
  result.drawnOnline = count();
  setTimeout(() => {
    result.saysWhenItFails = !document.getElementById("online-failed").hidden;
    box.click();
    result.drawnAgain = count();
    document.body.dataset.result = JSON.stringify(result);
  }, 1500);
});
</script></body>"""


def look(
    page: str, size: str, folder: Path, *, probe: str = PROBE, host: str = "", fragment: str = ""
) -> tuple[dict[str, Any], list[str]]:
    """Open ``page`` from disk (or from ``host``); return what the probe saw and every line of the console."""
    browser = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if browser is None:
        pytest.skip("no Chromium here: install the package 'chromium' to test the page in a browser")
    path = folder / "map.html"
    path.write_text(page.replace("</body>", probe), encoding="utf-8")
    options = (
        "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
        "--disable-component-update --disable-sync --disable-dev-shm-usage --enable-logging=stderr "
        "--virtual-time-budget=5000 --dump-dom"
    )
    run = subprocess.run(
        [
            browser,
            *options.split(),
            "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
            f"--user-data-dir={folder / 'profile'}",
            f"--window-size={size}",
            (f"{host}/map.html" if host else path.as_uri()) + fragment,
        ],
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    found = re.search(r'data-result="([^"]*)"', run.stdout)
    assert found, "the page's script stopped before its end"
    console = [line for line in run.stderr.splitlines() if "CONSOLE" in line]
    return json.loads(html.unescape(found[1])), console


@pytest.mark.parametrize("device", list(SIZES))
def test_the_tour_is_seen_and_can_be_explored_without_network(device: str, tmp_path: Path) -> None:
    project = load_starter().with_places(sample_project().places.values())
    seen, console = look(render_web_map(project, sample_tour()), SIZES[device], tmp_path)
    assert console == []
    assert seen["requests"] == []
    assert seen["pins"] == ["1", "2", "3", "4", "5"]
    assert seen["allShown"]
    assert seen["isNarrow"]
    assert "Đền Kiếp Bạc" in seen["labels"]
    assert seen["englishTitle"] == seen["englishHeading"] == "Craft villages of the East & Kiep Bac temple"
    assert seen["popup"].startswith("5. Kiep Bac temple\n\n08:19–09:49 · 1 h 30 min")
    assert seen["pinsOfFirstDay"] == ["1", "2", "3", "4"]
    assert seen["isOpen"]


def test_two_places_on_one_spot_keep_both_numbers_in_sight(tmp_path: Path) -> None:
    tour = sample_tour()
    first, *others = tour.days
    spot = first.stops[1]
    stops = (*first.stops[:2], replace(first.stops[2], lon=spot.lon, lat=spot.lat), *first.stops[3:])
    crowded = replace(tour, days=(replace(first, stops=stops), *others))
    seen, console = look(render_web_map(sample_project(), crowded), SIZES["phone"], tmp_path)
    assert console == []
    assert seen["closest"] > 20


@pytest.fixture
def server(tmp_path: Path) -> Iterator[str]:
    """Serve ``tmp_path`` on loopback."""
    handler = partial(QuietHandler, directory=str(tmp_path))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as running:
        thread = Thread(target=running.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{running.server_address[1]}"
        running.shutdown()
        thread.join()


class QuietHandler(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        pass


def test_a_served_page_can_change_to_online_tiles_and_back(tmp_path: Path, server: str) -> None:
    page = render_web_map(sample_project(), sample_tour())
    seen, _ = look(page, SIZES["desktop"], tmp_path, probe=ONLINE_PROBE, host=server)
    assert seen["isOffered"]
    assert seen["labels"] == 0
    assert seen["drawnOnline"] < seen["drawn"] == seen["drawnAgain"]
    assert seen["saysWhenItFails"]


def test_from_disk_no_online_tiles_are_offered(tmp_path: Path) -> None:
    page = render_web_map(sample_project(), sample_tour())
    seen, _ = look(page, SIZES["desktop"], tmp_path, probe=ONLINE_PROBE)
    assert not seen["isOffered"]


def test_hostile_names_are_text_to_the_browser(tmp_path: Path) -> None:
    seen, console = look(render_web_map(*hostile()), SIZES["desktop"], tmp_path)
    assert console == []
    assert seen["title"] != "hacked"
    assert seen["title"].startswith("Đình <script>")
    assert seen["popup"].startswith("5. =HYPERLINK")


SEARCH_PROBE = """<script>
addEventListener("load", () => {
  const field = document.getElementById("search");
  const type = (text) => { field.value = text; field.dispatchEvent(new Event("input")); };
  const names = () => [...document.querySelectorAll(".stop:not([hidden]) strong")];
  const shown = () => names().map((name) => name.innerText);
  const result = { placeholder: field.placeholder };
  type("kiep bac");
  result.found = shown();
  result.days = document.querySelectorAll(".day:not([hidden])").length;
  field.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter" }));
  result.popup = document.querySelector(".leaflet-popup-content h3").innerText;
  type("gom chu dau");
  result.withoutAccents = shown().length;
  type("zzz");
  result.nothing = document.getElementById("nothing-found").innerText;
  type("");
  result.all = shown().length;
  document.body.dataset.result = JSON.stringify(result);
});
</script></body>"""


@pytest.mark.parametrize("device", list(SIZES))
def test_a_place_is_found_without_its_accents_and_opened_by_enter(device: str, tmp_path: Path) -> None:
    seen, console = look(
        render_web_map(sample_project(), sample_tour()), SIZES[device], tmp_path, probe=SEARCH_PROBE
    )
    assert console == []
    assert seen["placeholder"] == "Tìm điểm trong tuyến"
    assert seen["found"] == ["Đền Kiếp Bạc"]
    assert seen["days"] == 1
    assert seen["popup"] == "5. Đền Kiếp Bạc"
    assert seen["withoutAccents"] == 1
    assert seen["nothing"] == "Không có điểm nào trong tuyến khớp."
    assert seen["all"] == sum(len(day.stops) for day in sample_tour().days)


TRACK_PROBE = """<script>
addEventListener("load", () => {
  const data = JSON.parse(document.getElementById("tour-data").textContent);
  const map = window[data.map];
  const start = (number) => {
    const way = window[data.days[number]].getLayers().find((layer) =>
      layer instanceof L.Polyline && Array.isArray(layer.getLatLngs()[0]));
    return map.project(way.getLatLngs()[0][0]);
  };
  const gap = () => start(1).distanceTo(start(2));
  const result = { apart: gap() };
  map.setZoom(map.getZoom() + 2, { animate: false });
  result.apartCloser = gap();
  document.body.dataset.result = JSON.stringify(result);
});
</script></body>"""


def test_days_that_share_a_road_stay_apart_at_every_zoom(tmp_path: Path) -> None:
    tour = sample_tour()
    twice = replace(tour, days=(tour.days[0], replace(tour.days[0], date=tour.days[1].date)))
    seen, console = look(
        render_web_map(sample_project(), twice), SIZES["desktop"], tmp_path, probe=TRACK_PROBE
    )
    assert console == []
    assert 3 < seen["apart"] < 5
    assert 3 < seen["apartCloser"] < 5


SHARED_PROBE = """<script>
addEventListener("load", () => setTimeout(async () => {
  const box = document.getElementById("shared");
  const link = box.querySelector("a");
  document.body.dataset.result = JSON.stringify({
    isShown: !box.hidden,
    isBroken: !document.getElementById("shared-broken").hidden,
    name: box.querySelector("strong").textContent,
    saved: link.download,
    href: link.href.slice(0, 5),
    isNarrow: document.documentElement.scrollWidth <= innerWidth,
  });
}, 500));
</script></body>"""


@pytest.mark.parametrize("device", list(SIZES))
def test_a_tour_in_the_link_is_offered_as_gpx(device: str, tmp_path: Path) -> None:
    project, tour = hostile()
    fragment = "#" + gpx_link(project, tour, "https://example.vn/map.html").partition("#")[2]
    page = render_web_map(sample_project(), sample_tour())
    seen, console = look(page, SIZES[device], tmp_path, probe=SHARED_PROBE, fragment=fragment)
    assert console == []
    assert seen["isShown"]
    assert not seen["isBroken"]
    assert seen["isNarrow"]
    # Names of the link are text, whatever they look like.
    assert seen["name"].startswith("Đình <script>")
    assert (seen["saved"], seen["href"]) == ("tour.gpx", "blob:")


def test_a_link_that_was_cut_off_says_so(tmp_path: Path) -> None:
    link = gpx_link(sample_project(), sample_tour(), "https://example.vn/map.html")
    fragment = "#" + link.partition("#")[2][:-40]
    page = render_web_map(sample_project(), sample_tour())
    seen, console = look(page, SIZES["phone"], tmp_path, probe=SHARED_PROBE, fragment=fragment)
    assert console == []
    assert seen["isBroken"]
    assert not seen["isShown"]


PHOTO_PROBE = """<script>
addEventListener("load", () => {
  document.querySelector('[data-stop="2-2"]').click();
  // The map pans by itself until the popup is in sight.
  setTimeout(() => {
    const popup = document.querySelector(".leaflet-popup-content-wrapper").getBoundingClientRect();
    const panel = document.getElementById("panel").getBoundingClientRect();
    const content = document.querySelector(".leaflet-popup-content");
    document.body.dataset.result = JSON.stringify({
      top: popup.top,
      isAbovePanel: panel.top === 0 || popup.bottom <= panel.top,
      picture: content.querySelector("img").clientHeight,
      shown: content.clientHeight,
    });
  }, 1000);
});
</script></body>"""


@pytest.mark.parametrize("device", list(SIZES))
def test_a_popup_with_a_photo_lies_in_the_window_with_room_for_its_text(device: str, tmp_path: Path) -> None:
    stream = io.BytesIO()
    Image.new("RGB", (1600, 1200), "#7ba05b").save(stream, "JPEG")
    temple = replace(sample_project().place(KIEP_BAC), photos=(Photo("a.jpg", caption_vi="Cổng đền"),))
    project = sample_project().with_places([temple])
    page = render_web_map(project, sample_tour(), photos={"a.jpg": stream.getvalue()})
    seen, console = look(page, SIZES[device], tmp_path, probe=PHOTO_PROBE)
    assert console == []
    assert seen["top"] >= 0
    assert seen["isAbovePanel"]
    assert 40 < seen["picture"] < seen["shown"] / 2 + 20
