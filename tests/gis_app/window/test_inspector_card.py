"""The card of a place: added to the tour, photos, links that open outside, what is not known said so."""

from dataclasses import replace
from pathlib import Path

from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from data.edits import PutPlace
from data.model.place import Contact, Photo, PlaceId
from gis_app.main_window import MainWindow
from gis_app.widgets.photo_row import PhotoRow
from tests.gis_app.window.conftest import wait_until_quiet
from tests.gis_app.window.tours import show_hand_made
from tests.samples import CHU_DAU, MAO_DIEN, sample_project


def labels(window: MainWindow) -> list[QLabel]:
    return window.inspector.findChildren(QLabel)


def test_a_place_is_added_to_the_tour_where_it_fits_and_undone(window: MainWindow, qtbot: QtBot) -> None:
    inspector = window.inspector
    place = next(iter(window.session.project.places))
    window.selection.choose_place(place)
    assert not inspector.add.isEnabled()
    assert "Chưa có tuyến" in inspector.add.toolTip()
    tour = show_hand_made(window, qtbot)
    visited = tour.visited[0]
    window.selection.choose_place(visited)
    assert not inspector.add.isEnabled()
    other = PlaceId("lang-gom-chu-dau")
    assert other not in tour.visited
    window.selection.choose_place(other)
    assert inspector.add.isEnabled()
    QTest.mouseClick(inspector.add, Qt.MouseButton.LeftButton)
    wait_until_quiet(qtbot, window)
    assert other in window.session.project.tours[tour.id].visited
    assert not inspector.add.isEnabled()
    window.session.stack.undo()
    assert other not in window.session.project.tours[tour.id].visited
    assert inspector.add.isEnabled()


def test_photos_show_small_and_a_missing_one_says_so(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    Image.new("RGB", (80, 60), "teal").save(tmp_path / "a.png")
    window.session.open(sample_project(), None)
    window.files.save_to(tmp_path / "x.gpkg")
    wait_until_quiet(qtbot, window)
    photos = (Photo("a.png", "Sân đình", credit="Lan · CC0"), Photo("mất.png"))
    place = replace(window.session.project.places[CHU_DAU], photos=photos)
    window.session.do(PutPlace(place), "x")
    window.selection.choose_place(CHU_DAU)
    wait_until_quiet(qtbot, window)
    (row,) = window.inspector.findChildren(PhotoRow)
    assert row.buttons["a.png"].isEnabled()
    assert row.buttons["a.png"].toolTip() == "Sân đình\nLan · CC0"
    assert "Không tìm thấy tệp" in row.buttons["mất.png"].toolTip()


def test_addresses_open_outside_and_markup_stays_text(window: MainWindow) -> None:
    window.session.open(sample_project(), None)
    place = replace(
        window.session.project.places[MAO_DIEN],
        contacts=(Contact("<b>BQL</b>", website="https://maodien.vn"),),
        source="<img src=x>",
    )
    window.session.do(PutPlace(place), "x")
    window.selection.choose_place(MAO_DIEN)
    (link,) = (label for label in labels(window) if "href" in label.text())
    assert link.openExternalLinks()
    assert "&lt;b&gt;BQL&lt;/b&gt;" in link.text()
    (source,) = (label for label in labels(window) if label.text() == "<img src=x>")
    assert source.textFormat() is Qt.TextFormat.PlainText


def test_the_next_festival_has_its_lunar_date_and_what_is_not_known_says_so(window: MainWindow) -> None:
    place = next(p for p in window.session.project.places.values() if p.festivals and p.festivals[0].rules)
    window.selection.choose_place(place.id)
    values = dict(window.inspector.fields())
    assert "âm lịch)" in values["Lễ hội"]
    window.selection.choose_place(PlaceId("lang-gom-chu-dau"))
    assert "chưa rõ" in [label.text() for label in labels(window)]
