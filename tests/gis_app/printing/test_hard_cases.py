"""Hard cases of publications: a correct page, or a preflight note that says what is wrong."""

import re
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image

from data.model.place import Photo
from data.model.project import Project
from data.model.tour import Tour
from data.starter import load_starter
from gis_app.printing.content import Content
from gis_app.printing.publication import compose_publication, write_publication
from gis_app.render.sources import build_basemap
from layers.basemap import Basemap
from layers.publication.notes import Note, NoteKind
from layers.publication.template import on_paper
from layers.publication.template_file import builtin_template, parse_template
from routes.network.starter import starter_network
from tests.samples import KIEP_BAC, sample_project, sample_tour
from tests.tours import KIEP_BAC as FAR
from tests.tours import LONG_NAME, tour_with

pytestmark = pytest.mark.usefixtures("qapp")
needs_poppler = pytest.mark.skipif(shutil.which("pdftotext") is None, reason="poppler-utils is not installed")
EMOJI, NOM = "Đình làng 🏯 vui", "Chùa 𡨸喃 cổ"


@pytest.fixture(scope="module")
def basemap() -> Basemap:
    return build_basemap(load_starter(), starter_network())


def printed(
    key: str, project: Project, tour: Tour, basemap: Basemap, folder: Path, *, photos: Path | None = None
) -> tuple[str, tuple[Note, ...]]:
    """Return the text of a publication's PDF and all its notes."""
    content = Content(project, tour, basemap, "vi", photos)
    made = compose_publication(builtin_template(key), content)
    path = folder / "out.pdf"
    notes = write_publication(made, content, path)
    said = subprocess.run(["pdftotext", "-layout", str(path), "-"], capture_output=True, check=True).stdout
    return re.sub(r"\s+", " ", said.decode()), (*made.notes, *notes)


TOURS = {
    "forty stops of very long names": tour_with(40, days=3, name="{number} " + LONG_NAME),
    "one stop": tour_with(1),
    "both provinces": tour_with(9, step=((FAR[0] - 105.85) / 7, 0.02)),
}


@needs_poppler
@pytest.mark.parametrize(
    ("key", "kind"),
    [
        ("strip-map", "one stop"),
        ("strip-map", "both provinces"),
        ("field-sheet", "one stop"),
        ("a4-leaflet", "both provinces"),
        ("office-summary", "forty stops of very long names"),
    ],
)
def test_no_stop_is_lost(key: str, kind: str, basemap: Basemap, tmp_path: Path) -> None:
    project, tour = TOURS[kind]
    said, notes = printed(key, project, tour, basemap, tmp_path)
    lost = [note for note in notes if note.kind is NoteKind.TEXT_OVERFLOW]
    for number in range(1, len(tour.visited) + 1):
        name = project.place(f"p{number}").name_vi.split(",")[0]
        assert all(word in said for word in name.split()) or lost


@needs_poppler
def test_emoji_and_nom_letters_are_named_by_preflight_and_the_rest_is_printed(
    basemap: Basemap, tmp_path: Path
) -> None:
    project, tour = sample_project(), sample_tour()
    first, second = tour.visited[:2]
    places = dict(project.places)
    places[first] = replace(places[first], name_vi=EMOJI)
    places[second] = replace(places[second], name_vi=NOM)
    said, notes = printed("a4-leaflet", replace(project, places=places), tour, basemap, tmp_path)
    assert "Đình làng" in said
    assert "cổ" in said
    found = [note for note in notes if note.kind in {NoteKind.MISSING_GLYPH, NoteKind.FALLBACK_FONT}]
    assert {"🏯", "𡨸", "喃"} <= {note.facts["character"] for note in found}
    codes = [note.facts["code"] for note in found]
    assert len(codes) == len(set(codes))


@needs_poppler
def test_photos_that_are_gone_or_broken_are_named(basemap: Basemap, tmp_path: Path) -> None:
    project = sample_project()
    (tmp_path / "hong.jpg").write_bytes(b"no picture")
    Image.new("RGB", (2000, 1500), "gray").save(tmp_path / "tot.jpg")
    photos = (Photo(path="mat.jpg"), Photo(path="hong.jpg"), Photo(path="tot.jpg"))
    place = replace(project.place(KIEP_BAC), photos=photos)
    changed = replace(project, places={**project.places, KIEP_BAC: place})
    _, notes = printed("atlas-places", changed, sample_tour(), basemap, tmp_path, photos=tmp_path)
    missing = [note.facts["path"] for note in notes if note.kind is NoteKind.MISSING_PHOTO]
    assert missing == ["mat.jpg", "hong.jpg"]


def test_type_too_small_for_the_paper_is_reported(basemap: Basemap) -> None:
    content = Content(sample_project(), sample_tour(), basemap, "vi")
    kinds = {}
    for paper in ("A4", "A6"):
        made = compose_publication(on_paper(builtin_template("field-sheet"), paper), content)
        kinds[paper] = {note.kind for note in made.notes}
    assert NoteKind.TEXT_SMALL not in kinds["A4"]
    assert NoteKind.TEXT_SMALL in kinds["A6"]


def test_frames_too_small_for_their_content_are_reported(basemap: Basemap) -> None:
    small = parse_template(
        'schema = 1\n[name]\nvi = "Nhỏ"\n[paper]\nsize = [60, 60]\n[[page]]\nframe = [\n'
        '{ kind = "title", area = [2, 2, 20, 4] },\n'
        '{ kind = "strip_map", area = [2, 8, 50, 30] },\n'
        '{ kind = "scale_bar", area = [2, 40, 10, 5] },\n'
        '{ kind = "table", area = [2, 46, 12, 8] },\n'
        '{ kind = "days", area = [30, 46, 12, 8] }]\n',
        "nho",
    )
    made = compose_publication(small, Content(sample_project(), sample_tour(), basemap, "vi"))
    messages = {note.message.split(" ")[1] for note in made.notes if note.kind is NoteKind.TEXT_OVERFLOW}
    assert {"title", "strip", "scale", "{count}"} <= messages
