"""What a request asks of the map: wards clicked on it, shown shaded, and points for start and end."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QPointF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPainterPath, QPen, QPolygonF
from shapely import Geometry, Point, Polygon, STRtree, get_coordinates, get_parts

from data.language.catalogue import N_
from data.model.project import Project
from data.model.units import AdminUnit, UnitId
from gis_app.i18n import Words
from gis_app.map.tools import MapTool, Pointer
from gis_app.theme import qcolor
from layers.style import Theme
from layers.viewport import Viewport

_SHADE_ALPHA: Final = 46
_EDGE_ALPHA: Final = 210


class UnitShade(MapTool):
    """Shades the units of today that a request has chosen; of former units it shades their heirs lightly."""

    def __init__(self, words: Words, theme: Theme) -> None:
        super().__init__()
        self._words, self._theme = words, theme
        self._project = Project()
        self._chosen: tuple[UnitId, ...] = ()
        self.is_shown = True

    @property
    def shaded(self) -> tuple[UnitId, ...]:
        """Units that are shaded: those chosen that have an outline, and heirs of former ones."""
        if not self.is_shown:
            return ()
        units = self._project.units
        heirs = [heir for key in self._chosen for heir in sorted(self._project.heirs.get(key, ()))]
        keys = dict.fromkeys((*self._chosen, *heirs))
        return tuple(key for key in keys if key in units and units[key].geometry is not None)

    def show_project(self, project: Project) -> None:
        """Take outlines from ``project``."""
        self._project = project
        self.changed.emit()

    def show_units(self, units: Sequence[UnitId], *, is_shown: bool = True) -> None:
        """Shade ``units``, or nothing for now."""
        self._chosen, self.is_shown = tuple(units), is_shown
        self.changed.emit()

    def paint(self, painter: QPainter, view: Viewport) -> None:
        """Shade the outlines in sight."""
        ink = self._theme.interface.accent
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(qcolor(ink.with_alpha(_EDGE_ALPHA)), 1.6))
        painter.setBrush(qcolor(ink.with_alpha(_SHADE_ALPHA)))
        for key in self.shaded:
            painter.drawPath(outline_path(self._project.units[key].geometry, view))


class UnitTool(UnitShade):
    """Chooses units by clicks: ``toggled`` gives the unit under the click. Enter or Escape ends it."""

    toggled = Signal(object)

    def __init__(self, words: Words, theme: Theme) -> None:
        super().__init__(words, theme)
        self._index: tuple[object, list[AdminUnit], STRtree] | None = None
        self._under: AdminUnit | None = None

    @property
    def cursor(self) -> Qt.CursorShape | None:
        """A hand that points."""
        return Qt.CursorShape.PointingHandCursor

    @property
    def hint(self) -> str:
        """What is under the pointer, and what a click does."""
        if self._under is None:
            return self._words.say(N_("Click wards and communes to choose them; Enter when done."))
        name = self._under.name(self._words.language)
        template = (
            N_("{unit}: click to let go") if self._under.id in self._chosen else N_("{unit}: click to choose")
        )
        return self._words.say(template, unit=name)

    def end(self) -> None:
        """Forget what was under the pointer."""
        self._under = None

    def leave(self) -> None:
        """Forget what was under the pointer."""
        self._under = None
        self.changed.emit()

    def hover(self, at: Pointer) -> bool:
        """Show the outline under the pointer."""
        under = self.unit_at(*at.lon_lat)
        if under is not self._under:
            self._under = under
            self.changed.emit()
        return True

    def click(self, at: Pointer) -> bool:
        """Choose the unit under the pointer, or let it go."""
        unit = self.unit_at(*at.lon_lat)
        if unit is not None:
            self.toggled.emit(unit.id)
        return True

    def double_click(self, at: Pointer) -> bool:
        """Take it: its first click has done what was meant."""
        del at
        return True

    def key(self, event: QKeyEvent, view: Viewport) -> bool:
        """Choose the unit in the middle of the map by Space; Enter ends."""
        key = Qt.Key(event.key())
        if key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.ended.emit()
        elif key is Qt.Key.Key_Space:
            unit = self.unit_at(*view.to_lon_lat(view.width_px / 2, view.height_px / 2))
            if unit is not None:
                self.toggled.emit(unit.id)
        else:
            return False
        return True

    def unit_at(self, lon: float, lat: float) -> AdminUnit | None:
        """Return the unit of today at a point (WGS84 degrees), if its outline is known."""
        if self._index is None or self._index[0] is not self._project.units:
            units = [
                unit
                for unit in self._project.units.values()
                if unit.geometry is not None and not unit.is_former
            ]
            outlines = [unit.geometry for unit in units if unit.geometry is not None]
            self._index = self._project.units, units, STRtree(outlines)
        _, units, tree = self._index
        found = tree.query(Point(lon, lat), predicate="intersects")
        return units[int(found[0])] if len(found) else None

    def paint(self, painter: QPainter, view: Viewport) -> None:
        """Shade what is chosen, and outline what is under the pointer."""
        super().paint(painter, view)
        if self._under is not None:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(qcolor(self._theme.interface.focus), 2.4))
            painter.drawPath(outline_path(self._under.geometry, view))


class SpotTool(MapTool):
    """Chooses one point or place: ``chosen`` gives longitude and latitude (WGS84 degrees) and the pixel."""

    chosen = Signal(float, float, object)

    def __init__(self, words: Words) -> None:
        super().__init__()
        self._words = words

    @property
    def cursor(self) -> Qt.CursorShape | None:
        """A cross."""
        return Qt.CursorShape.CrossCursor

    @property
    def hint(self) -> str:
        """What a click does."""
        return self._words.say(
            N_("Click the place or point on the map; Space takes the middle, Escape leaves.")
        )

    def click(self, at: Pointer) -> bool:
        """Take the point."""
        self._take(at.x, at.y, at.view)
        return True

    def key(self, event: QKeyEvent, view: Viewport) -> bool:
        """Take the middle of the map by Space or Enter."""
        if Qt.Key(event.key()) not in {Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            return False
        self._take(view.width_px / 2, view.height_px / 2, view)
        return True

    def _take(self, x_px: float, y_px: float, view: Viewport) -> None:
        self.ended.emit()
        self.chosen.emit(*view.to_lon_lat(x_px, y_px), (view, x_px, y_px))


def outline_path(geometry: Geometry | None, view: Viewport) -> QPainterPath:
    """Return the rings of a Polygon or MultiPolygon (WGS84 degrees) as a path in pixels of ``view``."""
    path = QPainterPath()
    for area in get_parts([geometry]):
        if isinstance(area, Polygon):
            for ring in (area.exterior, *area.interiors):
                lon, lat = get_coordinates(ring).T
                path.addPolygon(QPolygonF([QPointF(x, y) for x, y in view.to_px(lon, lat)]))
    return path
