"""How fast publications are made on the starter roads: leaflet, poster, atlas, web page."""

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtGui import QGuiApplication

from data.progress import silent
from data.starter import load_starter
from gis_app.dialogs.publish_choice import PrintChoice
from gis_app.dialogs.publish_proofs import Source, made_proof, painted
from gis_app.outputs import Edition, write_outputs
from gis_app.printing.cmyk import PressProfile
from gis_app.printing.content import Content
from gis_app.printing.pdf import ensure_application
from gis_app.printing.publication import write_brochure
from gis_app.printing.publishing import PrintOptions, publish
from gis_app.render.sources import build_basemap
from layers.publication.subjects import places_of
from layers.publication.template_file import builtin_template
from routes.network.starter import starter_network
from tests.benchmarks.measuring import cpu_ms, cpu_s, peak_mb, row
from tests.samples import sample_project, sample_tour
from tests.tours import LONG_NAME, tour_with

ATLAS_PLACES = 60
TARGETS = {"a4-leaflet": 3.0, "a3-poster": 5.0, "atlas-places": 60.0, "with photos": 60.0}
TARGETS |= {"many photos": 300.0, "web page": 3.0, "web page, 40": 3.0}
ATLAS_MB = 600.0
MANY_PHOTOS = 300
PAGE_MB = 3.0
PREVIEW_MS = 300.0
DOTS_PER_MM = 2.2
"""A whole page in the dialog on an office screen."""

PHOTO_PX = (4000, 3000)


@pytest.fixture(scope="module")
def content(qapp: QGuiApplication) -> Content:
    """Starter ground under the sample tour; the font is loaded."""
    assert qapp is not None
    ensure_application()
    basemap = build_basemap(load_starter(), starter_network())
    return Content(sample_project(), sample_tour(), basemap, "vi")


def told(what: str, seconds: float, peer: float, more: str = "") -> None:
    """Print one figure beside its target and the brochure of the same run."""
    beside = f"{seconds / peer:5.2f} x brochure{more}"
    print(f"{what:14} {seconds:6.2f} s CPU, target {TARGETS[what]:4.0f} s, {beside}")


@pytest.fixture(scope="module")
def brochure_s(content: Content, tmp_path_factory: pytest.TempPathFactory) -> float:
    """CPU seconds of the plain brochure: the yardstick of this machine."""
    path = tmp_path_factory.mktemp("brochure") / "b.pdf"
    write_brochure(content, path)
    return cpu_s(lambda: write_brochure(content, path))


@pytest.mark.parametrize("key", ["a4-leaflet", "a3-poster"])
@pytest.mark.parametrize("press", [None, PressProfile.built_in()], ids=["rgb", "cmyk"])
def bench_sheets(
    content: Content, brochure_s: float, tmp_path: Path, key: str, press: PressProfile | None
) -> None:
    """A leaflet and a poster with all marks, in RGB and in inks."""
    options = PrintOptions(with_marks=True, press=press)
    spent = cpu_s(lambda: publish([builtin_template(key)], content, tmp_path, options))
    told(key, spent, brochure_s, " in CMYK" if press else "")
    assert spent <= TARGETS[key]


def bench_atlas(content: Content, brochure_s: float, tmp_path: Path) -> None:
    """An atlas of sixty places of the register."""
    register = load_starter()
    places = places_of(register, None)[:ATLAS_PLACES]
    whole = Content(register, None, content.basemap, "vi")
    template = builtin_template("atlas-places")
    spent = cpu_s(lambda: publish([template], whole, tmp_path, PrintOptions(), places=places))
    more = f", {len(places)} places, peak {peak_mb():.0f} MB of {ATLAS_MB:.0f}"
    told("atlas-places", spent, brochure_s, more)
    assert spent <= TARGETS["atlas-places"]
    assert peak_mb() <= ATLAS_MB


_ATLAS = """
import resource, sys
from dataclasses import replace
from itertools import cycle, islice
from pathlib import Path
from data.model.place import Photo
from data.starter import load_starter
from gis_app.printing.cmyk import PressProfile
from gis_app.printing.content import Content
from gis_app.printing.pdf import ensure_application
from gis_app.printing.publishing import PrintOptions, publish
from gis_app.render.sources import build_basemap
from layers.publication.subjects import places_of
from layers.publication.template_file import builtin_template
from routes.network.starter import starter_network

folder, count, inks = Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3] == "cmyk"
ensure_application()
register = load_starter()
chosen = islice(cycle(places_of(register, None)), count)
places = tuple(replace(one, id=f"p{n}", photos=(Photo(f"{n}.jpg"),)) for n, one in enumerate(chosen))
register = register.with_places(places)
content = Content(register, None, build_basemap(register, starter_network()), "vi", folder)
options = PrintOptions(press=PressProfile.built_in() if inks else None)
publish([builtin_template("atlas-places")], content, folder / "out", options, places=places)
used = resource.getrusage(resource.RUSAGE_SELF)
print(used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)
"""


@pytest.fixture(scope="module")
def photos(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with a photo of 12 megapixels for every place, each another one."""
    folder = tmp_path_factory.mktemp("photos")
    noise = Image.effect_noise((PHOTO_PX[0] // 8, PHOTO_PX[1] // 8), 90).resize(PHOTO_PX)
    grain = Image.merge("RGB", (noise, noise.rotate(180), noise.transpose(Image.Transpose.FLIP_LEFT_RIGHT)))
    for number in range(ATLAS_PLACES):
        turned = grain if number % 2 else grain.rotate(180)
        turned.save(folder / f"{number}.jpg", quality=90 - number % 10)
    return folder


@pytest.mark.parametrize("inks", ["rgb", "cmyk"])
def bench_atlas_with_photos(photos: Path, brochure_s: float, inks: str) -> None:
    """Sixty places with a photo of 12 megapixels each, in a process of its own: its memory is its own."""
    seconds, peak, said = atlas_of(photos, ATLAS_PLACES, inks)
    told("with photos", seconds, brochure_s, said)
    assert seconds <= TARGETS["with photos"]
    assert peak <= ATLAS_MB


def bench_atlas_of_hundreds_of_photos_in_inks(photos: Path, brochure_s: float) -> None:
    """Memory must not grow with the photos: they are converted some at a time."""
    for number in range(ATLAS_PLACES, MANY_PHOTOS):
        content = (photos / f"{number % ATLAS_PLACES}.jpg").read_bytes()
        # Two bytes behind the end of the picture make it another file.
        (photos / f"{number}.jpg").write_bytes(content + number.to_bytes(2))
    seconds, peak, said = atlas_of(photos, MANY_PHOTOS, "cmyk")
    told("many photos", seconds, brochure_s, said)
    assert peak <= ATLAS_MB


def atlas_of(photos: Path, count: int, inks: str) -> tuple[float, float, str]:
    """Make an atlas with photos; return CPU seconds, peak in MB, and both in words."""
    command = [sys.executable, "-c", _ATLAS, str(photos), str(count), inks]
    root = Path(__file__).parents[2]
    said = subprocess.run(command, check=True, capture_output=True, text=True, cwd=root).stdout.split()
    seconds, peak = float(said[-2]), float(said[-1])
    size = (photos / "out" / "atlas-places.pdf").stat().st_size / 2**20
    return seconds, peak, f", {count}, {inks}, peak {peak:.0f} MB of {ATLAS_MB:.0f}, file {size:.0f} MB"


@pytest.mark.parametrize("key", ["a4-leaflet", "a3-poster"])
@pytest.mark.parametrize("is_cmyk", [False, True], ids=["rgb", "soft proof"])
def bench_preview(content: Content, key: str, is_cmyk: bool) -> None:
    """From a choice in the dialog to the page seen: laid out and painted anew."""
    assert content.tour is not None
    source = Source(content.project, content.tour, starter_network(), None)
    choices = [
        PrintChoice(builtin_template(key), "vi", title_vi=f"Tuyến {n}", is_cmyk=is_cmyk) for n in range(6)
    ]

    def refreshed(choice: PrintChoice) -> None:
        painted(made_proof(source, choice, content.basemap, silent), 0, DOTS_PER_MM)

    refreshed(replace(choices[0], title_vi="warm"))
    spent = cpu_ms(refreshed, choices)
    row(f"preview of {key}{' in inks' if is_cmyk else ''}", spent, target=f"{PREVIEW_MS:.0f} ms")
    assert spent <= PREVIEW_MS


def bench_web_page(content: Content, brochure_s: float, tmp_path: Path) -> None:
    """The web page that works from disk."""
    assert content.tour is not None
    edition = Edition(content.project, content.tour)
    assert len(edition.basemap.units)
    spent = cpu_s(lambda: write_outputs(edition, tmp_path, formats=("html",)))
    size = (tmp_path / "map.html").stat().st_size / 1e6
    told("web page", spent, brochure_s, f", {size:.2f} MB of {PAGE_MB:.0f}")
    assert spent <= TARGETS["web page"]
    assert size <= PAGE_MB


def bench_web_page_of_forty_stops(brochure_s: float, tmp_path: Path) -> None:
    """Four days, forty stops with very long names."""
    edition = Edition(*tour_with(40, days=4, name="{number} " + LONG_NAME))
    assert len(edition.basemap.water)
    spent = cpu_s(lambda: write_outputs(edition, tmp_path, formats=("html",)))
    size = (tmp_path / "map.html").stat().st_size / 1e6
    told("web page, 40", spent, brochure_s, f", {size:.2f} MB of {PAGE_MB:.0f}")
    assert spent <= TARGETS["web page, 40"]
    assert size <= PAGE_MB
