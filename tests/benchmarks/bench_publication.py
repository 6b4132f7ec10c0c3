"""How fast publications are made on the starter roads: leaflet, poster, atlas, web page."""

from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication

from data.starter import load_starter
from gis_app.outputs import Edition, write_outputs
from gis_app.printing.brochure import write_brochure
from gis_app.printing.cmyk import PressProfile
from gis_app.printing.content import Content
from gis_app.printing.pdf import ensure_application
from gis_app.printing.publishing import PrintOptions, publish
from gis_app.render.sources import build_basemap
from layers.publication.subjects import places_of
from layers.publication.template_file import builtin_template
from routes.network.starter import starter_network
from tests.benchmarks.measuring import cpu_s, peak_mb
from tests.samples import sample_project, sample_tour

ATLAS_PLACES = 60
TARGETS = {"a4-leaflet": 3.0, "a3-poster": 5.0, "atlas-places": 60.0, "web page": 3.0}
ATLAS_MB = 600.0


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
    assert content.tour is not None
    write_brochure(content.project, content.tour, content.basemap, path)
    tour = content.tour
    return cpu_s(lambda: write_brochure(content.project, tour, content.basemap, path))


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


def bench_web_page(content: Content, brochure_s: float, tmp_path: Path) -> None:
    """The web page that works from disk."""
    assert content.tour is not None
    edition = Edition(content.project, content.tour)
    assert len(edition.basemap.units)
    spent = cpu_s(lambda: write_outputs(edition, tmp_path, formats=("html",)))
    told("web page", spent, brochure_s)
    assert spent <= TARGETS["web page"]
