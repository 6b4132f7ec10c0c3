"""Photos of a place: added, ordered, captioned, found again, and their position taken over."""

from dataclasses import replace
from pathlib import Path

import pytest
from PIL import ExifTags, Image
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMessageBox
from pytestqt.qtbot import QtBot

from data.edits import PutPlace
from data.model.place import Photo, PlaceId
from gis_app.dialogs.place_form import PlaceForm
from gis_app.main_window import MainWindow
from gis_app.widgets.photo_strip import PhotoStrip
from tests.gis_app.window.conftest import PATIENCE_MS, type_text, wait_until_quiet
from tests.samples import CHU_DAU, sample_project


def write_photo(path: Path, *, size: tuple[int, int] = (300, 200), lat: int | None = None) -> Path:
    exif = Image.Exif()
    if lat is not None:
        exif[ExifTags.IFD.GPSInfo] = {
            ExifTags.GPS.GPSLatitudeRef: "N",
            ExifTags.GPS.GPSLatitude: (lat, 0, 0),
            ExifTags.GPS.GPSLongitudeRef: "E",
            ExifTags.GPS.GPSLongitude: (106, 0, 0),
        }
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.new("RGB", size, "teal").save(path, exif=exif)
    return path


@pytest.fixture
def home(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> Path:
    """Save a small project in a folder of its own and return the folder."""
    folder = tmp_path / "dự án"
    folder.mkdir()
    window.session.open(sample_project(), None)
    window.files.save_to(folder / "thử.gpkg")
    wait_until_quiet(qtbot, window)
    return folder


def open_form(window: MainWindow, qtbot: QtBot, place: PlaceId = CHU_DAU) -> PlaceForm:
    window.register.desk.edit(place)
    form = window.register.desk.form
    assert form is not None
    wait_until_quiet(qtbot, window)
    return form


def drop(strip: PhotoStrip, files: list[Path]) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(file)) for file in files])
    event = QDropEvent(
        QPointF(20, 20),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    strip.dropEvent(event)


def test_photos_dropped_are_copied_captioned_ordered_and_kept_in_one_step(
    window: MainWindow, qtbot: QtBot, home: Path, tmp_path: Path
) -> None:
    form = open_form(window, qtbot)
    strip = form.photos
    files = [write_photo(tmp_path / "máy" / name) for name in ("Cổng.jpg", "lò.jpg")]
    drop(strip, [*files, tmp_path / "máy" / "notes.txt"])
    qtbot.waitUntil(lambda: len(strip.photos) == 2, timeout=PATIENCE_MS)
    wait_until_quiet(qtbot, window)
    assert "300 × 200 px" in strip.note.text()
    type_text(qtbot, strip.lines["caption_vi"], "Lò nung")
    type_text(qtbot, strip.lines["credit"], "Nguyễn An · CC BY 4.0")
    strip.list.setFocus()
    QTest.keyClick(strip.list, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    QTest.mouseClick(form.apply, Qt.MouseButton.LeftButton)
    assert window.session.project.places[CHU_DAU].photos == (
        Photo("photos/lo.jpg", "Lò nung", "", "Nguyễn An · CC BY 4.0"),
        Photo("photos/cong.jpg"),
    )
    assert (home / "photos" / "cong.jpg").read_bytes() == files[0].read_bytes()
    window.session.stack.undo()
    assert not window.session.project.places[CHU_DAU].photos


def test_a_form_that_is_left_leaves_no_copies_behind(
    window: MainWindow, qtbot: QtBot, home: Path, tmp_path: Path
) -> None:
    form = open_form(window, qtbot)
    drop(form.photos, [write_photo(tmp_path / "a.jpg")])
    qtbot.waitUntil(lambda: bool(form.photos.photos), timeout=PATIENCE_MS)
    QTest.mouseClick(form.cancel, Qt.MouseButton.LeftButton)
    wait_until_quiet(qtbot, window)
    assert not list((home / "photos").iterdir())
    assert window.session.stack.count() == 0


def test_the_position_of_a_photo_is_told_with_its_distance_before_it_is_taken(
    window: MainWindow, qtbot: QtBot, home: Path
) -> None:
    write_photo(home / "gps.jpg", lat=21)
    place = replace(window.session.project.places[CHU_DAU], photos=(Photo("gps.jpg"),))
    window.session.do(PutPlace(place), "x")
    form = open_form(window, qtbot)
    before = form.position.line.text()
    QTest.mouseClick(form.photos.locate, Qt.MouseButton.LeftButton)
    assert "21,00000° B; 106,00000° Đ" in form.photos.note.text()
    assert "km" in form.photos.note.text()
    assert form.position.line.text() == before
    QTest.mouseClick(form.photos.accept_position, Qt.MouseButton.LeftButton)
    QTest.mouseClick(form.apply, Qt.MouseButton.LeftButton)
    after = window.session.project.places[CHU_DAU]
    assert (after.lon, after.lat) == (106.0, 21.0)
    assert "GPS" in after.coord_source


def test_a_missing_file_says_so_and_is_found_again_with_its_caption(
    window: MainWindow, qtbot: QtBot, home: Path, tmp_path: Path
) -> None:
    place = replace(window.session.project.places[CHU_DAU], photos=(Photo("mất.jpg", "Sân đình"),))
    window.session.do(PutPlace(place), "x")
    form = open_form(window, qtbot)
    strip = form.photos
    assert strip.note.text() == "mất.jpg: Không tìm thấy tệp."
    assert strip.find_button.isVisible()
    found = write_photo(tmp_path / "khác" / "mới.jpg")
    window.register.desk.form_photos.take([found], "mất.jpg")
    qtbot.waitUntil(lambda: strip.photos == (Photo("photos/moi.jpg", "Sân đình"),), timeout=PATIENCE_MS)
    wait_until_quiet(qtbot, window)
    assert not strip.find_button.isVisible()


def test_without_a_project_file_the_reason_is_said(window: MainWindow, qtbot: QtBot) -> None:
    window.session.open(sample_project(), None)
    form = open_form(window, qtbot)
    assert not form.photos.add_button.isEnabled()
    assert "lưu dự án" in form.photos.note.text()


def test_a_file_that_is_no_photo_is_refused_with_its_name(
    window: MainWindow, qtbot: QtBot, home: Path, tmp_path: Path
) -> None:
    form = open_form(window, qtbot)
    broken = tmp_path / "hỏng.jpg"
    broken.write_bytes(b"not a photo")
    drop(form.photos, [broken])
    wait_until_quiet(qtbot, window)
    (told,) = window.findChildren(QMessageBox)
    assert "hỏng.jpg" in told.text() + told.informativeText()
    told.close()
    assert not form.photos.photos


def test_photos_with_positions_become_draft_places_one_a_spot(
    window: MainWindow, qtbot: QtBot, home: Path, tmp_path: Path
) -> None:
    before = window.session.project
    files = [
        write_photo(tmp_path / "a.jpg", lat=21),
        write_photo(tmp_path / "b.jpg", size=(310, 200), lat=21),
        write_photo(tmp_path / "c.jpg", lat=20),
        write_photo(tmp_path / "xa.jpg", lat=48),
        write_photo(tmp_path / "không.jpg"),
    ]
    window.register.photo_places.add(files)
    wait_until_quiet(qtbot, window)
    wait_until_quiet(qtbot, window)
    added = [place for key, place in window.session.project.places.items() if key not in before.places]
    assert [(place.lon, place.lat) for place in added] == [(106.0, 21.0), (106.0, 20.0)]
    assert [photo.path for photo in added[0].photos] == ["photos/a.jpg", "photos/b.jpg"]
    assert sorted(file.name for file in (home / "photos").iterdir()) == ["a.jpg", "b.jpg", "c.jpg"]
    window.session.stack.undo()
    assert window.session.project.places == before.places


def test_photos_go_along_when_the_project_is_saved_elsewhere_and_never_overwrite(
    window: MainWindow, qtbot: QtBot, home: Path, tmp_path: Path
) -> None:
    write_photo(home / "photos" / "cong.jpg")
    write_photo(home / "photos" / "lo.jpg")
    photos = (Photo("photos/cong.jpg"), Photo("photos/lo.jpg"), Photo("../ngoai.jpg"))
    write_photo(tmp_path / "ngoai.jpg")
    place = replace(window.session.project.places[CHU_DAU], photos=photos)
    window.session.do(PutPlace(place), "Edit {name}", name="x")
    elsewhere = tmp_path / "USB" / "dự án"
    elsewhere.mkdir(parents=True)
    other = write_photo(elsewhere / "photos" / "lo.jpg", size=(20, 20)).read_bytes()
    window.files.save_to(elsewhere / "thử.gpkg")
    qtbot.waitUntil(lambda: window.findChild(QMessageBox) is not None, timeout=PATIENCE_MS)
    box = window.findChild(QMessageBox)
    assert box is not None
    assert box.text().startswith("1 ảnh của dự án")
    copy = next(button for button in box.buttons() if button.text() == "Chép ảnh")
    QTest.mouseClick(copy, Qt.MouseButton.LeftButton)
    qtbot.waitUntil((elsewhere / "photos" / "cong.jpg").is_file, timeout=PATIENCE_MS)
    wait_until_quiet(qtbot, window)
    assert (elsewhere / "photos" / "lo.jpg").read_bytes() == other
    assert not (elsewhere.parent / "ngoai.jpg").exists()
    assert (home / "photos" / "cong.jpg").is_file()


def test_saving_again_beside_the_photos_asks_nothing(window: MainWindow, qtbot: QtBot, home: Path) -> None:
    write_photo(home / "photos" / "cong.jpg")
    place = replace(window.session.project.places[CHU_DAU], photos=(Photo("photos/cong.jpg"),))
    window.session.do(PutPlace(place), "Edit {name}", name="x")
    window.files.save_to(home / "khác.gpkg")
    wait_until_quiet(qtbot, window)
    assert window.findChild(QMessageBox) is None
