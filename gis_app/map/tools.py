"""Tools of the map: what pointer and keys do there. One is active at a time; Escape puts it away.

A tool is a ``MapTool`` that overrides what it needs. ``canvas.tools.take(tool)`` makes it the active one.
What it does not take goes on to the map itself, which pans, zooms and selects as ever; so a tool that only
wants clicks overrides ``click`` alone. ``canvas.tools.add_resident(tool)`` keeps a tool at hand whenever none
is active: for things that can be grabbed without choosing a tool before, such as the numbers of stops.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QObject, QPoint, QPointF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter

from layers.viewport import Viewport

_NO_KEYS: Final = Qt.KeyboardModifier.NoModifier


@dataclass(frozen=True, slots=True)
class Pointer:
    """Where the pointer is.

    Parameters
    ----------
    x, y
        Logical pixels of the canvas.
    view
        What the canvas shows.
    screen
        The same spot on the screen, for menus.
    modifiers
        Keys held down.
    """

    x: float
    y: float
    view: Viewport
    screen: QPoint
    modifiers: Qt.KeyboardModifier = _NO_KEYS

    @property
    def spot(self) -> QPointF:
        """Logical pixels of the canvas."""
        return QPointF(self.x, self.y)

    @property
    def lon_lat(self) -> tuple[float, float]:
        """Longitude and latitude, WGS84 degrees."""
        return self.view.to_lon_lat(self.x, self.y)


class MapTool(QObject):
    """What pointer and keys do on the map; this one does nothing.

    Methods that return a truth value say whether the tool took the event. What nobody takes is the map's.
    ``changed`` asks for painting, cursor and hint anew; ``ended`` asks to be put away.
    """

    changed = Signal()
    ended = Signal()

    @property
    def cursor(self) -> Qt.CursorShape | None:
        """The cursor over the map; ``None`` leaves it to the map."""
        return None

    @property
    def hint(self) -> str:
        """One line in the language of the window that says what to do now; empty for none."""
        return ""

    def begin(self) -> None:
        """Get ready: the tool was taken."""

    def end(self) -> None:
        """Forget what is under way: the tool was put away."""

    def press(self, at: Pointer) -> bool:
        """Take a press of the left button; ``drag`` and ``release`` follow, or ``cancel``."""
        del at
        return False

    def drag(self, at: Pointer) -> None:
        """Follow the pointer after a press that was taken."""

    def release(self, at: Pointer) -> bool:
        """End a press that was taken; what moved nothing is no drag but a click, and goes on as one."""
        del at
        return True

    def hover(self, at: Pointer) -> bool:
        """Look at what is under the pointer, no button held down."""
        del at
        return False

    def click(self, at: Pointer) -> bool:
        """Take a press and release on the spot that ``press`` did not take."""
        del at
        return False

    def double_click(self, at: Pointer) -> bool:
        """Take a second press; the click before it came as ``click``."""
        del at
        return False

    def ask_menu(self, at: Pointer) -> bool:
        """Open a menu of what is under the pointer."""
        del at
        return False

    def tip(self, at: Pointer) -> str:
        """Return the tooltip of what is under the pointer, rich text; empty leaves it to the map."""
        del at
        return ""

    def key(self, event: QKeyEvent, view: Viewport) -> bool:
        """Take a key other than Escape."""
        del event, view
        return False

    def cancel(self) -> bool:
        """Give up the step under way (Escape); without one the tool is put away."""
        return False

    def leave(self) -> None:
        """Forget what was under the pointer: it left the map."""

    def paint(self, painter: QPainter, view: Viewport) -> None:
        """Draw over the map, logical pixels of ``view``."""


class ToolBelt(QObject):
    """The tools of one canvas.

    ``taken`` gives the active tool, or ``None``; ``changed`` says that painting, cursor or hint may differ.

    Parameters
    ----------
    ground
        The tool that takes whatever press the others leave: it moves the map.
    """

    taken = Signal(object)
    changed = Signal()

    def __init__(self, ground: MapTool, parent: QObject) -> None:
        super().__init__(parent)
        self._ground = ground
        self._residents: list[MapTool] = []
        self._active: MapTool | None = None
        self._grabbed_by: MapTool | None = None
        self._under: MapTool | None = None

    @property
    def active(self) -> MapTool | None:
        """The tool chosen, if any."""
        return self._active

    @property
    def is_grabbing(self) -> bool:
        """Whether a tool other than the map itself holds a press."""
        return self._grabbed_by not in {None, self._ground}

    @property
    def cursor(self) -> Qt.CursorShape | None:
        """The cursor of the first tool that has one."""
        return next((tool.cursor for tool in (*self._asked(), self._ground) if tool.cursor is not None), None)

    @property
    def hint(self) -> str:
        """What the first tool says that has something to say."""
        return next((tool.hint for tool in self._asked() if tool.hint), "")

    def add_resident(self, tool: MapTool) -> None:
        """Keep a tool at hand whenever no other is active; those added first are asked first."""
        self._residents.append(tool)
        tool.changed.connect(self.changed)

    def take(self, tool: MapTool) -> None:
        """Make ``tool`` the active one; the one before is put away."""
        self.put_away()
        self._drop_grab()
        for resident in self._residents:
            resident.leave()
        self._active = tool
        tool.changed.connect(self.changed)
        tool.ended.connect(self.put_away)
        tool.begin()
        self._tell()

    def put_away(self) -> None:
        """Let the map be moved and selected in again."""
        tool = self._active
        if tool is None:
            return
        self._drop_grab()
        self._active = self._under = None
        tool.changed.disconnect(self.changed)
        tool.ended.disconnect(self.put_away)
        tool.end()
        self._tell()

    # What the canvas hands on

    def press(self, at: Pointer) -> None:
        """Give a press of the left button to the first tool that takes it."""
        self._drop_grab()
        self._grabbed_by = next((tool for tool in self._asked() if tool.press(at)), None)
        if self._grabbed_by is None and self._ground.press(at):
            self._grabbed_by = self._ground
        self.changed.emit()

    def move(self, at: Pointer) -> bool:
        """Let the pointer be followed; whether what is under it is no concern of the map."""
        if self._grabbed_by is not None:
            self._grabbed_by.drag(at)
            return True
        under = next((tool for tool in self._asked() if tool.hover(at)), None)
        if self._under is not None and self._under is not under:
            self._under.leave()
        if under is not self._under:
            self._under = under
            self.changed.emit()
        return under is not None

    def release(self, at: Pointer) -> None:
        """End the press under way."""
        tool, self._grabbed_by = self._grabbed_by, None
        if tool is not None and not tool.release(at):
            self._ground.press(at)
            self._ground.release(at)
        self.changed.emit()

    def click(self, at: Pointer) -> bool:
        """Offer a click; whether it was taken."""
        return any(tool.click(at) for tool in self._asked())

    def double_click(self, at: Pointer) -> bool:
        """Offer a double click; whether it was taken."""
        return any(tool.double_click(at) for tool in self._asked())

    def ask_menu(self, at: Pointer) -> bool:
        """Offer a click of the right button; whether it was taken."""
        return any(tool.ask_menu(at) for tool in self._asked())

    def tip(self, at: Pointer) -> str:
        """Return the first tooltip that a tool has."""
        return next((tip for tool in self._asked() if (tip := tool.tip(at))), "")

    def key(self, event: QKeyEvent, view: Viewport) -> bool:
        """Offer a key; whether it was taken."""
        if event.key() == Qt.Key.Key_Escape:
            return self._escape()
        return any(tool.key(event, view) for tool in self._asked())

    def leave(self) -> None:
        """Tell the tools that the pointer left the map."""
        for tool in self._asked():
            tool.leave()
        self._under = None
        self.changed.emit()

    def paint(self, painter: QPainter, view: Viewport) -> None:
        """Let the tools draw over the map, the active one on top."""
        for tool in (*self._residents, *([self._active] if self._active is not None else [])):
            painter.save()
            tool.paint(painter, view)
            painter.restore()

    def _escape(self) -> bool:
        if self._drop_grab():
            return True
        if self._active is None:
            return any(tool.cancel() for tool in self._residents)
        if not self._active.cancel():
            self.put_away()
        return True

    def _drop_grab(self) -> bool:
        """Give up the press under way, unless it is the map's own; whether there was one."""
        if not self.is_grabbing:
            return False
        tool, self._grabbed_by = self._grabbed_by, None
        if tool is not None:
            tool.cancel()
        self.changed.emit()
        return True

    def _asked(self) -> Iterator[MapTool]:
        if self._active is not None:
            yield self._active
        else:
            yield from self._residents

    def _tell(self) -> None:
        self.taken.emit(self._active)
        self.changed.emit()
