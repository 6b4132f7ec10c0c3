"""For the print shop: inks instead of RGB, an output intent, photos, and notes for what is not right."""

import re
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest
from pikepdf import Name
from PIL import Image, ImageCms
from PySide6.QtGui import QColor, QImage

from data.errors import BadInputError
from data.model.place import Photo
from data.starter import load_starter
from gis_app.printing.cmyk import INK_LIMIT, RICH_BLACK, PressProfile, images_of, to_press
from gis_app.printing.content import Content
from gis_app.printing.page_painter import paint_page
from gis_app.printing.pdf import PdfSheet, write_sheets
from gis_app.printing.preflight import glyph_notes
from gis_app.printing.press_pictures import convert_pictures
from gis_app.printing.printers import printer_called, printer_names
from gis_app.printing.publication import compose_publication, write_publication
from gis_app.printing.soft_proof import soft_proof
from gis_app.printing.structure import Piece
from gis_app.render.sources import build_basemap
from layers.basemap import Basemap
from layers.page import Page, Rectangle, Text
from layers.publication.matter import BODY, INK
from layers.publication.notes import NoteKind
from layers.publication.template import Area
from layers.publication.template_file import builtin_template
from layers.style import ACCENT, Color
from routes.network.starter import starter_network
from tests.samples import sample_project, sample_tour

pytestmark = pytest.mark.usefixtures("qapp")
needs_poppler = pytest.mark.skipif(shutil.which("pdftoppm") is None, reason="poppler-utils is not installed")


@pytest.fixture(scope="module")
def basemap() -> Basemap:
    return build_basemap(load_starter(), starter_network())


@pytest.fixture(scope="module")
def profile() -> PressProfile:
    return PressProfile.built_in()


def with_photo(basemap: Basemap, folder: Path, side: int = 1600) -> Content:
    Image.new("RGB", (side, side), (200, 40, 60)).save(folder / "đền.jpg", quality=95)
    project = sample_project()
    place = project.place("den-kiep-bac")
    photo = Photo("đền.jpg", caption_vi="Cổng đền", credit="Ban Quản lý")
    place = replace(place, photos=(photo,))
    project = replace(project, places={**project.places, place.id: place})
    return Content(project, sample_tour(), basemap, "vi", folder)


def pressed(path: Path, content: Content, key: str, profile: PressProfile | None) -> list[NoteKind]:
    made = compose_publication(builtin_template(key), content)
    notes = write_publication(made, content, path, with_marks=True, press=profile)
    return [note.kind for note in (*made.notes, *notes)]


def test_a_pdf_for_the_press_holds_inks_alone_and_says_which(
    tmp_path: Path, basemap: Basemap, profile: PressProfile
) -> None:
    path = tmp_path / "p.pdf"
    assert NoteKind.RGB_OBJECT not in pressed(path, with_photo(basemap, tmp_path), "atlas-places", profile)
    with pikepdf.open(path) as document:
        assert document.check_pdf_syntax() == []
        (intent,) = document.Root.OutputIntents
        assert intent.S == "/GTS_PDFX"
        assert str(intent.OutputConditionIdentifier) == "FOGRA39"
        assert intent.DestOutputProfile.read_bytes() == profile.data
        with document.open_metadata() as metadata:
            assert metadata["pdfxid:GTS_PDFXVersion"] == "PDF/X-4"
            assert metadata["pdf:Trapped"] == "False"
        images = 0
        for page in document.pages:
            content = page.Contents.read_bytes()
            assert not re.search(rb"/CSp c|/CSp C| rg\b| RG\b", content)
            assert b"/CSpcmyk" in content
            spaces = [image.ColorSpace for image in images_of(page)]
            assert set(spaces) <= {pikepdf.Name.DeviceCMYK, pikepdf.Name.DeviceGray}
            images += len(spaces)
        assert images == 1


@needs_poppler
def test_a_photo_keeps_its_colours_on_the_way_to_the_press(
    tmp_path: Path, basemap: Basemap, profile: PressProfile
) -> None:
    seen = []
    for name, press in (("rgb", None), ("cmyk", profile)):
        path = tmp_path / f"{name}.pdf"
        pressed(path, with_photo(basemap, tmp_path), "atlas-places", press)
        with pikepdf.open(path) as document:
            number = next(n for n, page in enumerate(document.pages, start=1) if images_of(page))
        command = [
            "pdftoppm",
            "-r",
            "30",
            "-png",
            "-f",
            str(number),
            "-singlefile",
            str(path),
            str(tmp_path / name),
        ]
        subprocess.run(command, check=True, capture_output=True)
        with Image.open(tmp_path / f"{name}.png") as picture:
            spot = (round(180 / 25.4 * 30), round(100 / 25.4 * 30))
            seen.append(tuple(picture.convert("RGB").crop((*spot, spot[0] + 1, spot[1] + 1)).tobytes()))
    assert seen[0] == pytest.approx((200, 40, 60), abs=8)
    assert seen[1] == pytest.approx(seen[0], abs=70)
    assert seen[1][0] > 2 * seen[1][1]


def test_type_and_thin_lines_are_black_ink_alone(profile: PressProfile) -> None:
    assert profile.inks(INK.red / 255, INK.green / 255, INK.blue / 255) == (0, 0, 0, 1)
    assert profile.inks(0, 0, 0) == (0, 0, 0, 1)
    grey = profile.inks(0.42, 0.38, 0.36)
    assert grey[:3] == (0, 0, 0)
    assert 0.5 < grey[3] < 0.7
    assert profile.inks(1, 1, 1) == (0, 0, 0, 0)


def test_a_colour_goes_through_the_profile_within_its_ink_limit(profile: PressProfile) -> None:
    inks = profile.inks(ACCENT.red / 255, ACCENT.green / 255, ACCENT.blue / 255)
    assert inks[1] > 0.8
    assert inks[0] < 0.4
    for red in (0.0, 0.3, 0.7):
        assert sum(profile.inks(red, 0.2, 0.5)) <= 3.02


def test_what_stays_in_rgb_is_reported(profile: PressProfile) -> None:
    with pikepdf.new() as document:
        page = document.add_blank_page()
        page.Contents = document.make_stream(b"1 0 0 rg /PCSp cs /P1 scn 0 0 9 9 re f")
        (note,) = to_press(document, profile)
        assert note.kind is NoteKind.RGB_OBJECT
        assert b" k" in page.Contents.read_bytes()


def test_a_profile_of_a_screen_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "màn hình.icc"
    path.write_bytes(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    for wrong in (path, Path(__file__)):
        with pytest.raises(BadInputError):
            PressProfile.read(wrong)


def test_a_photo_too_small_for_its_frame_is_reported_with_its_resolution(
    tmp_path: Path, basemap: Basemap
) -> None:
    made = compose_publication(builtin_template("atlas-places"), with_photo(basemap, tmp_path, 300))
    (note,) = [note for note in made.notes if note.kind is NoteKind.LOW_RESOLUTION]
    assert int(note.facts["dpi"]) < 120


def test_a_photo_that_is_gone_is_reported_and_leaves_no_hole(tmp_path: Path, basemap: Basemap) -> None:
    content = with_photo(basemap, tmp_path)
    (tmp_path / "đền.jpg").unlink()
    made = compose_publication(builtin_template("atlas-places"), content)
    assert NoteKind.MISSING_PHOTO in [note.kind for note in made.notes]


def test_letters_the_font_lacks_are_named() -> None:
    page = Page(
        210, 297, (Text(9, 9, "Đình Chèm \U000f0000", BODY, INK), Text(9, 20, "ệ ơ ư đ –", BODY, INK))
    )
    (note,) = glyph_notes([page])
    assert note.kind is NoteKind.MISSING_GLYPH
    assert note.facts["code"] == "U+F0000"


def test_emoji_and_han_nom_never_vanish_silently() -> None:
    page = Page(210, 297, (Text(9, 9, "🏮𡨸喃", BODY, INK),))
    notes = glyph_notes([page])
    assert {str(note.facts["character"]) for note in notes} == set("🏮𡨸喃")
    assert {note.kind for note in notes} <= {NoteKind.MISSING_GLYPH, NoteKind.FALLBACK_FONT}


def test_a_printer_that_is_not_there_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gis_app.printing.printers.printer_names", lambda: ("Văn phòng",))
    with pytest.raises(BadInputError, match="Kho"):
        printer_called("Kho")
    monkeypatch.setattr("gis_app.printing.printers.printer_names", lambda: ())
    with pytest.raises(BadInputError, match="set up"):
        printer_called("")


def test_printers_can_be_listed_where_there_are_none() -> None:
    assert isinstance(printer_names(), tuple)


def black_page(tmp_path: Path, profile: PressProfile | None) -> bytes:
    """Return the content of a page with a large black area, a small one, black type and a grey line of it."""
    page = Page(
        100,
        100,
        (
            Rectangle(0, 0, 100, 40, fill=Color(0, 0, 0)),
            Rectangle(50, 50, 4, 4, fill=Color(0, 0, 0)),
            Text(9, 60, "Chữ đen", BODY, Color(0, 0, 0)),
            Text(9, 70, "Chữ xám", BODY, Color(110, 110, 110)),
        ),
    )
    area = Area(0, 0, 100, 100)
    content = Content(sample_project(), sample_tour(), build_basemap(sample_project()), "vi")
    pieces = tuple(Piece(item.tag if isinstance(item, Text) else None) for item in page.items)
    sheet = PdfSheet(
        100, 100, area, area, lambda painter, dots: paint_page(painter, page, content, dots), pieces=pieces
    )
    path = tmp_path / "black.pdf"
    assert write_sheets([sheet], path, content, press=profile) == ()
    with pikepdf.open(path) as document:
        document.pages[0].contents_coalesce()
        return document.pages[0].Contents.read_bytes()


def test_large_black_areas_are_rich_and_everything_else_black_is_one_ink(
    tmp_path: Path, profile: PressProfile
) -> None:
    content = black_page(tmp_path, profile)
    inks = re.findall(rb"/CSpcmyk cs ([\d. ]+) scn", re.sub(rb"\s+", b" ", content))
    values = [tuple(float(ink) for ink in found.split()) for found in inks]
    assert [value for value in values if sum(value) > 1] == [pytest.approx(RICH_BLACK, abs=1e-3)]
    assert (0, 0, 0, 1) in values
    assert sum(RICH_BLACK) < INK_LIMIT


def test_black_type_overprints_and_areas_and_grey_type_knock_out(
    tmp_path: Path, profile: PressProfile
) -> None:
    content = black_page(tmp_path, profile)
    assert content.count(b"/GSoverprint gs") == 1
    assert re.search(rb"0 0 0 1 scn\s+/GSoverprint gs\s+/P <</MCID 0>> BDC\s+BT", content)
    with pikepdf.open(tmp_path / "black.pdf") as document:
        state = document.pages[0].Resources.ExtGState["/GSoverprint"]
        assert (bool(state.OP), bool(state.op), int(state.OPM)) == (True, True, 1)


def test_an_office_print_stays_in_rgb_and_its_black_is_the_black_of_the_screen(tmp_path: Path) -> None:
    content = black_page(tmp_path, None)
    assert b"/CSpcmyk" not in content
    assert b"/GSoverprint" not in content


def test_the_built_in_profile_keeps_within_the_ink_limit_of_coated_paper(profile: PressProfile) -> None:
    assert 2.8 < profile.ink_limit <= INK_LIMIT + 0.02


class Soaking(PressProfile):
    """A press that spares no ink."""

    def inks(self, red: float, green: float, blue: float) -> tuple[float, float, float, float]:
        return (1.0, 1.0, 0.8, 0.7)


def test_more_ink_than_paper_takes_is_reported_with_its_page(tmp_path: Path, profile: PressProfile) -> None:
    with pikepdf.new() as document:
        document.add_blank_page()
        page = document.add_blank_page()
        page.Contents = document.make_stream(b"0.9 0.2 0.1 rg 0 0 9 9 re f")
        (note,) = to_press(document, Soaking(profile.data))
    assert (note.kind, note.page) == (NoteKind.INK_LIMIT, 2)
    assert note.facts["found"] == 350
    assert note.facts["limit"] == 300


def test_a_soft_proof_leaves_paper_white_and_dulls_what_inks_cannot_show(profile: PressProfile) -> None:
    image = QImage(2, 1, QImage.Format.Format_RGB32)
    image.setPixelColor(0, 0, QColor(255, 255, 255))
    image.setPixelColor(1, 0, QColor(0, 0, 255))
    proof = soft_proof(image, profile)
    assert proof.pixelColor(0, 0) == QColor(255, 255, 255)
    assert proof.pixelColor(1, 0).blue() < 220


def test_pictures_of_many_batches_all_reach_their_pages(
    tmp_path: Path, profile: PressProfile, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gis_app.printing.press_pictures._BATCH_BYTES", 1)
    shades = [(200, 30, 30), (30, 160, 60), (40, 60, 190)]
    with pikepdf.new() as document:
        for shade in [*shades, shades[0]]:
            page = document.add_blank_page()
            pixels = bytes(shade) * 64
            image = document.make_stream(
                pixels, Type=Name.XObject, Subtype=Name.Image, Width=8, Height=8, BitsPerComponent=8
            )
            image.ColorSpace = Name.DeviceRGB
            page.Resources.XObject = pikepdf.Dictionary(Im0=image)
            page.Contents = document.make_stream(b"q 9 0 0 9 0 0 cm /Im0 Do Q")
        shared = document.add_blank_page()
        shared.Resources.XObject = pikepdf.Dictionary(Im7=document.pages[1].Resources.XObject.Im0)
        shared.Contents = document.make_stream(b"q 9 0 0 9 0 0 cm /Im7 Do Q")
        document.save(tmp_path / "made.pdf")
    found = convert_pictures(tmp_path / "made.pdf", profile)
    assert [one.failed for one in found] == [0] * 5
    assert all(0 < one.ink <= INK_LIMIT for one in found[:4])
    assert [path.name for path in tmp_path.iterdir()] == ["made.pdf"]
    with pikepdf.open(tmp_path / "made.pdf") as made:
        pictures = [images_of(page)[0] for page in made.pages]
        assert all(one.ColorSpace == Name.DeviceCMYK for one in pictures)
        assert (int(pictures[0].Width), int(pictures[0].Height)) == (8, 8)
        assert pictures[4].objgen == pictures[1].objgen
        first = pictures[0].read_raw_bytes()
        assert pictures[3].read_raw_bytes() == first
        assert pictures[1].read_raw_bytes() != first
