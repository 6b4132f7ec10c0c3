"""Tools of the map: who gets press, drag, click and key, and how a tool is put away."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage, QKeyEvent, QPainter
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from data.model.place import PlaceId
from gis_app.map.canvas import MapCanvas
from gis_app.map.tiles import SIDE_PX, TileStore
from gis_app.map.tools import MapTool, Pointer
from gis_app.theme import qcolor
from layers.style import LIGHT
from layers.viewport import Bounds, Viewport

LEFT = Qt.MouseButton.LeftButton
HERE, THERE = QPoint(200, 150), QPoint(260, 190)


class Bare:
    """An overlay with one place everywhere."""

    def paint(self, painter: QPainter, view: Viewport, *, is_moving: bool) -> None:
        """Draw nothing."""

    def place_at(self, view: Viewport, x_px: float, y_px: float) -> PlaceId | None:
        """Return the place."""
        return PlaceId("here")

    def cluster_at(self, view: Viewport, x_px: float, y_px: float) -> Bounds | None:
        """Return no cluster."""
        return None

    def tip(self, place_id: PlaceId) -> str:
        """Return nothing."""
        return ""


class Diary(MapTool):
    """Writes down what it is given; takes presses left of ``takes_until_px``."""

    def __init__(self, *, takes_until_px: float = 0.0, takes_clicks: bool = False) -> None:
        super().__init__()
        self.lines: list[str] = []
        self._until, self._clicks = takes_until_px, takes_clicks
        self.is_busy = self.is_still = False

    @property
    def cursor(self) -> Qt.CursorShape | None:
        return Qt.CursorShape.CrossCursor

    @property
    def hint(self) -> str:
        return "diary"

    def begin(self) -> None:
        self.lines.append("begin")

    def end(self) -> None:
        self.lines.append("end")

    def press(self, at: Pointer) -> bool:
        if at.x >= self._until:
            return False
        self.lines.append("press")
        return True

    def drag(self, at: Pointer) -> None:
        self.lines.append("drag")

    def release(self, at: Pointer) -> bool:
        self.lines.append("release")
        return not self.is_still

    def click(self, at: Pointer) -> bool:
        self.lines.append("click")
        return self._clicks

    def double_click(self, at: Pointer) -> bool:
        self.lines.append("double")
        return self._clicks

    def key(self, event: QKeyEvent, view: Viewport) -> bool:
        self.lines.append(event.text())
        return event.key() == Qt.Key.Key_Plus

    def cancel(self) -> bool:
        self.lines.append("cancel")
        was_busy, self.is_busy = self.is_busy, False
        return was_busy


@pytest.fixture
def canvas(qtbot: QtBot) -> Iterator[MapCanvas]:
    """Return a shown canvas over blank tiles."""

    def blank(_view: Viewport, ratio: float) -> QImage:
        return QImage(round(SIDE_PX * ratio), round(SIDE_PX * ratio), QImage.Format.Format_RGB32)

    tiles = TileStore(blank)
    canvas = MapCanvas(tiles, Bare(), qcolor(LIGHT.map.land))
    qtbot.addWidget(canvas)
    canvas.resize(640, 480)
    canvas.show()
    yield canvas
    tiles.close()


def active(canvas: MapCanvas) -> MapTool | None:
    """Return the active tool, looked up anew."""
    return canvas.tools.active


def drag(canvas: MapCanvas) -> None:
    """Drag from ``HERE`` to ``THERE`` and rest before letting go."""
    QTest.mousePress(canvas, LEFT, pos=HERE)
    for spot in (QPoint(230, 170), THERE, THERE, THERE, THERE, THERE):
        QTest.mouseMove(canvas, spot)
    QTest.mouseRelease(canvas, LEFT, pos=THERE)


def test_a_tool_that_takes_the_press_gets_the_whole_drag_and_the_map_stays(canvas: MapCanvas) -> None:
    tool, before = Diary(takes_until_px=640), canvas.view
    canvas.tools.take(tool)
    drag(canvas)
    assert tool.lines[:2] == ["begin", "press"]
    assert set(tool.lines[2:-1]) == {"drag"}
    assert tool.lines[-1] == "release"
    assert canvas.view == before


def test_a_press_that_no_tool_takes_pans_the_map_and_is_no_click(canvas: MapCanvas) -> None:
    tool, before = Diary(takes_clicks=True), canvas.view
    canvas.tools.take(tool)
    drag(canvas)
    assert tool.lines == ["begin"]
    assert canvas.view.lon < before.lon
    assert canvas.view.lat > before.lat


def test_a_click_that_a_tool_takes_selects_nothing(canvas: MapCanvas) -> None:
    chosen: list[object] = []
    canvas.place_clicked.connect(chosen.append)
    canvas.tools.take(Diary(takes_clicks=True))
    QTest.mouseClick(canvas, LEFT, pos=HERE)
    assert not chosen
    canvas.tools.put_away()
    QTest.mouseClick(canvas, LEFT, pos=HERE)
    assert chosen == ["here"]


def test_a_press_that_moved_nothing_goes_on_as_a_click(canvas: MapCanvas) -> None:
    tool, chosen = Diary(takes_until_px=640), list[object]()
    tool.is_still = True
    canvas.place_clicked.connect(chosen.append)
    canvas.tools.take(tool)
    QTest.mouseClick(canvas, LEFT, pos=HERE)
    assert tool.lines == ["begin", "press", "release", "click"]
    assert chosen == ["here"]


def test_one_tool_is_active_at_a_time(canvas: MapCanvas) -> None:
    first, second = Diary(), Diary()
    taken: list[object] = []
    canvas.tools.taken.connect(taken.append)
    canvas.tools.take(first)
    canvas.tools.take(second)
    assert first.lines == ["begin", "end"]
    assert active(canvas) is second
    assert taken == [first, None, second]


def test_escape_gives_up_a_drag_then_a_step_then_the_tool(canvas: MapCanvas) -> None:
    tool = Diary(takes_until_px=640)
    canvas.tools.take(tool)
    QTest.mousePress(canvas, LEFT, pos=HERE)
    QTest.mouseMove(canvas, THERE)
    QTest.keyClick(canvas, Qt.Key.Key_Escape)
    assert tool.lines[-1] == "cancel"
    QTest.mouseRelease(canvas, LEFT, pos=THERE)
    assert "release" not in tool.lines
    tool.is_busy = True
    QTest.keyClick(canvas, Qt.Key.Key_Escape)
    assert active(canvas) is tool
    QTest.keyClick(canvas, Qt.Key.Key_Escape)
    assert active(canvas) is None
    assert tool.lines[-1] == "end"


def test_a_tool_puts_itself_away_and_the_map_takes_what_is_left(canvas: MapCanvas) -> None:
    tool = Diary(takes_until_px=640)
    canvas.tools.take(tool)
    assert canvas.cursor().shape() is Qt.CursorShape.CrossCursor
    assert canvas.tools.hint == "diary"
    tool.ended.emit()
    assert active(canvas) is None
    assert canvas.tools.hint == ""
    assert canvas.cursor().shape() is Qt.CursorShape.ArrowCursor


def test_keys_that_a_tool_leaves_move_the_map(canvas: MapCanvas) -> None:
    tool, before = Diary(), canvas.view
    canvas.tools.take(tool)
    QTest.keyClick(canvas, Qt.Key.Key_Plus)
    assert not canvas.is_moving
    QTest.keyClick(canvas, Qt.Key.Key_Right)
    assert canvas.view.lon > before.lon


def test_residents_are_at_hand_only_while_no_tool_is_active(canvas: MapCanvas) -> None:
    resident, before = Diary(takes_until_px=640), canvas.view
    canvas.tools.add_resident(resident)
    drag(canvas)
    assert canvas.view == before
    canvas.tools.take(Diary())
    resident.lines.clear()
    drag(canvas)
    assert not resident.lines
    assert canvas.view != before
