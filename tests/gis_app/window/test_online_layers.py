"""Online maps as layers: tiles and WMS by mouse and keyboard; servers of strangers only with consent."""

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialogButtonBox, QMessageBox
from pytestqt.qtbot import QtBot

from data.model.map_layers import LayerSource, MapLayer, SourceKind
from data.storage.gpkg import save_project
from gis_app.dialogs.layer_sources import OnlineLayer
from gis_app.main_window import MainWindow
from layers.reference import opening
from tests.gis_app.window.test_map_layers import (
    FIRST,
    click_check_box,
    ground_color,
    layers_of,
    look_at_zones,
    panel_of,
    settle,
)
from tests.layers.reference.servers import map_server, picture
from tests.layers.reference.test_wms import CAPABILITIES


@pytest.fixture
def window(window: MainWindow) -> MainWindow:
    """Return a window whose panel of layers is in sight."""
    window.layering.go_to_layers()
    QApplication.processEvents()
    return window


def test_online_tiles_come_in_with_their_credit_and_stay_when_the_server_is_gone(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opening, "tile_folder", lambda: tmp_path / "tiles")
    look_at_zones(qtbot, window)
    before = ground_color(window)
    with map_server() as server:
        server.content = picture((0, 90, 200))
        window.layering.add_tiles.trigger()
        dialog = window.findChild(OnlineLayer)
        assert dialog is not None
        dialog.address.setText("không phải địa chỉ")
        ok = dialog.buttons.button(QDialogButtonBox.StandardButton.Ok)
        QTest.mouseClick(ok, Qt.MouseButton.LeftButton)
        assert dialog.problem.isVisible()
        dialog.address.setText(f"{server.url}/{{z}}/{{x}}/{{y}}.png")
        dialog.credit.setText("© Sở Du lịch thử nghiệm")
        QTest.mouseClick(ok, Qt.MouseButton.LeftButton)
        qtbot.waitUntil(lambda: bool(server.asked), timeout=10_000)
        settle(qtbot, window)
        qtbot.waitUntil(lambda: ground_color(window) == "#005ac8", timeout=10_000)
    assert before != "#005ac8"
    assert "© Sở Du lịch thử nghiệm" in window.map.credits.text()
    window.canvas.pan_by(2000, 0)
    qtbot.waitUntil(lambda: layers_of(window).state(FIRST).is_out_of_reach, timeout=10_000)
    assert window.findChild(QMessageBox) is None
    look_at_zones(qtbot, window)
    assert ground_color(window) == "#005ac8"
    click_check_box(window, "layer-1")
    assert "thử nghiệm" not in window.map.credits.text()


def test_a_server_named_by_a_project_is_asked_only_after_somebody_agreed_once(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opening, "tile_folder", lambda: tmp_path / "tiles")
    look_at_zones(qtbot, window)
    with map_server() as server:
        server.content = picture((0, 90, 200))
        address = f"{server.url}/{{z}}/{{x}}/{{y}}.png"
        source = LayerSource(kind=SourceKind.XYZ, address=address, attribution="© Ai đó")
        layer = MapLayer(key=FIRST, title="Ảnh của người lạ", source=source)
        project = window.session.project
        path = tmp_path / "người lạ.gpkg"
        save_project(replace(project, layers=project.layers.with_layer(layer)), path)
        window.files.open(path)
        qtbot.waitUntil(lambda: window.session.path == path, timeout=10_000)
        settle(qtbot, window)
        look_at_zones(qtbot, window)
        assert not server.asked
        panel = panel_of(window)
        assert panel.consent.isVisible()
        assert "127.0.0.1" in panel.servers.text()
        QTest.mouseClick(panel.allow, Qt.MouseButton.LeftButton)
        assert not panel.consent.isVisible()
        qtbot.waitUntil(lambda: bool(server.asked), timeout=10_000)
        settle(qtbot, window)
        qtbot.waitUntil(lambda: ground_color(window) == "#005ac8", timeout=30_000)
    assert window.desk.settings.map_servers == {"127.0.0.1"}


def test_the_layers_of_a_map_server_are_listed_and_ticked(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opening, "tile_folder", lambda: tmp_path / "tiles")
    with map_server() as server:
        server.content, server.kind = CAPABILITIES.encode(), "text/xml"
        window.layering.add_wms.trigger()
        dialog = window.findChild(OnlineLayer)
        assert dialog is not None
        dialog.address.setText("https://")
        QTest.mouseClick(dialog.list_layers, Qt.MouseButton.LeftButton)
        qtbot.waitUntil(dialog.problem.isVisible, timeout=10_000)
        assert "không phải là địa chỉ" in dialog.problem.text() or "địa chỉ" in dialog.problem.text()
        dialog.address.setText(f"{server.url}/wms")
        QTest.mouseClick(dialog.list_layers, Qt.MouseButton.LeftButton)
        qtbot.waitUntil(dialog.offered.isVisible, timeout=10_000)
        assert [dialog.offered.item(row).text() for row in range(2)] == ["Quy hoạch đất", "di_tich"]
        assert dialog.credit.text() == "Sở Tài nguyên"
        QTest.keyClick(dialog.offered, Qt.Key.Key_Space)
        assert dialog.layer.text() == "quy_hoach"
        QTest.keyClick(dialog.offered, Qt.Key.Key_Down)
        QTest.keyClick(dialog.offered, Qt.Key.Key_Space)
        QTest.mouseClick(dialog.buttons.button(QDialogButtonBox.StandardButton.Ok), Qt.MouseButton.LeftButton)
        source = layers_of(window).stack["layer-1"].source
        assert source is not None
        assert (source.layer, source.attribution) == ("quy_hoach,di_tich", "Sở Tài nguyên")
        settle(qtbot, window)
