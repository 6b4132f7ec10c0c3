"""What the map shows: basemap tiles, the sheet of names, places and tour, marks of the pointer."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from html import escape

from PySide6.QtCore import QObject, QPointF, Qt, Signal
from PySide6.QtGui import QImage, QPainter, QPen

from data.language.formats import place_precision_note
from data.language.terms import term
from data.model.map_layers import OwnLayer
from data.model.place import Place, PlaceId
from data.model.project import Project
from data.model.tour import Stop, Tour
from gis_app.i18n import Words
from gis_app.map.sheet import MARGIN_PX, Marks, SheetStore
from gis_app.map.tiles import SIDE_PX, RenderTile, TileStore
from gis_app.render.basemap_painter import paint_ground
from gis_app.render.drawing import Drawing
from gis_app.render.furniture import paint_scale_bar
from gis_app.render.name_painter import paint_names
from gis_app.render.place_painter import paint_places
from gis_app.render.tour_painter import paint_badge, paint_locks, paint_route, paint_stops
from gis_app.theme import qcolor
from layers.basemap import Basemap
from layers.labels import Box
from layers.marks import STOP_RADIUS_PX, StopMark, clear_of_tour, mark_places, mark_stops
from layers.style import Theme, day_color
from layers.viewport import Bounds, Viewport, bounds_of
from routes.planner.editing.edits import At

_HOVER_RING_PX = 15.0
_NOTE_PX = (28.0, 32.0)
"""Half the width of a note below a symbol, and how far down it reaches from the symbol's middle."""
_AnchorSpot = tuple[PlaceId, float, float]
_BACKGROUND_OPACITY = 0.62
_SCALE_EDGE_PX = 12.0
_SCALE_ABOVE_PX = 30.0
_BUTTONS_PX = (52.0, 252.0)
_SCALE_PX = (150.0, 66.0)
_CREDITS_PX = (336.0, 24.0)
"""Width and height of what floats in corners of the map, from the corner on."""


def _under_furniture(view: Viewport) -> tuple[Box, ...]:
    """Return where buttons, scale bar and credits float over the sheet ``view``: no name goes there."""
    left = top = float(MARGIN_PX)
    right, bottom = view.width_px - left, view.height_px - top
    return (
        Box(left, top, left + _BUTTONS_PX[0], top + _BUTTONS_PX[1]),
        Box(left, bottom - _SCALE_PX[1], left + _SCALE_PX[0], bottom),
        Box(right - _CREDITS_PX[0], bottom - _CREDITS_PX[1], right, bottom),
    )


@dataclass(frozen=True, slots=True)
class _Content:
    """Everything the sheet shows: one value, so that a thread can draw it while the window goes on."""

    theme: Theme
    language: str
    basemap: Basemap = field(default_factory=Basemap)
    project: Project = field(default_factory=Project)
    places: Sequence[Place] = ()
    tour: Tour | None = None
    selected: PlaceId | None = None
    noted: frozenset[PlaceId] = frozenset()

    def paint(self, painter: QPainter, view: Viewport) -> Marks:
        """Paint route, stops, places and names, those whose layers are shown; return where marks are."""
        of_tour, of_places = (self.basemap.opacity(own, view) for own in (OwnLayer.TOUR, OwnLayer.PLACES))
        if (self.tour is not None and not of_tour) or (self.places and not of_places):
            tour, places = (self.tour if of_tour else None), (self.places if of_places else ())
            return replace(self, tour=tour, places=places).paint(painter, view)
        drawing = Drawing.on(painter, view, self.theme, self.language, margin_px=MARGIN_PX)
        chosen = frozenset({self.selected} if self.selected is not None else ())
        visited: frozenset[PlaceId | None] = frozenset()
        stops = mark_stops(view, self.tour) if self.tour is not None else ()
        if self.tour is not None:
            visited = frozenset(stop.place_id for day in self.tour.days for stop in day.stops)
        others = [place for place in self.places if place.id not in visited]
        anchors = self._anchors(view)
        marks = mark_places(view, others, chosen)
        if self.tour is not None:
            marks = clear_of_tour(view, marks, self.tour, stops, chosen)
        for box in _under_furniture(view):
            drawing.labels.block(box)
        for mark in marks:
            drawing.labels.block(Box(mark.x, mark.y, mark.x, mark.y).grown(mark.radius_px))
            if not mark.is_cluster and mark.places[0].id in self.noted:
                half, down = _NOTE_PX
                drawing.labels.block(Box(mark.x - half, mark.y, mark.x + half, mark.y + down))
        if self.tour is not None:
            painter.setOpacity(of_tour)
            paint_route(drawing, self.tour)
            large = {mark.number for mark in stops if mark.stop.place_id in chosen}
            paint_stops(drawing, self.project, self.tour, stops, large)
            paint_locks(painter, stops, self.theme)
        # Beside a tour the other places step back.
        painter.setOpacity(of_places * (1.0 if self.tour is None else _BACKGROUND_OPACITY))
        paint_places(drawing, marks, chosen)
        painter.setOpacity(1.0)
        painter.setOpacity(self.basemap.opacity(OwnLayer.NAMES, view) or 1.0)
        paint_names(drawing, self.basemap)
        painter.setOpacity(1.0)
        return Marks(stops, marks, anchors)

    def _anchors(self, view: Viewport) -> tuple[_AnchorSpot, ...]:
        """Return where days start and end at a place."""
        days = self.tour.days if self.tour is not None else ()
        ends = {
            stop.place_id: view.point_px(stop.lon, stop.lat)
            for day in days
            for stop in (day.stops[0], day.stops[-1])
            if stop.place_id is not None
        }
        return tuple((place, x, y) for place, (x, y) in ends.items())


def _tile_painter(basemap: Basemap, theme: Theme) -> RenderTile:
    def render(view: Viewport, ratio: float) -> QImage:
        side = round(SIDE_PX * ratio)
        image = QImage(side, side, QImage.Format.Format_RGB32)
        with QPainter(image) as painter:
            painter.scale(ratio, ratio)
            paint_ground(Drawing.on(painter, view, theme), basemap)
        return image

    return render


class MapScene(QObject):
    """The overlay of the canvas, and the tiles under it; ``tour_shown`` says that it shows another tour."""

    tour_shown = Signal()

    def __init__(self, words: Words, theme: Theme, parent: QObject) -> None:
        super().__init__(parent)
        self._words, self._theme = words, theme
        self._content = _Content(theme, words.language)
        self._hovered: PlaceId | None = None
        self.tiles = TileStore(_tile_painter(Basemap(), theme), self)
        self.sheets = SheetStore(self._content.paint, self)
        self.sheets.changed.connect(self.tiles.changed)
        words.changed.connect(lambda language: self._show(language=language))

    @property
    def attribution(self) -> tuple[str, ...]:
        """Credits of what is shown."""
        return self._content.basemap.attribution

    @property
    def is_busy(self) -> bool:
        """Whether anything is still being drawn."""
        return self.tiles.is_busy or self.sheets.is_busy

    def close(self) -> None:
        """Stop drawing and wait for the threads."""
        self.tiles.close()
        self.sheets.close()

    # What is shown

    def show_basemap(self, basemap: Basemap) -> None:
        """Show another basemap; tiles of the old one are shown until their new ones are ready."""
        self.tiles.restart(_tile_painter(basemap, self._theme))
        self._show(basemap=basemap)

    def show_theme(self) -> None:
        """Draw everything anew after the theme in use has changed."""
        self.tiles.restart(_tile_painter(self._content.basemap, self._theme))
        self.sheets.restart(self._content.paint)

    def show_project(self, project: Project) -> None:
        """Show the names of ``project``."""
        self._show(project=project)

    def show_places(self, places: Sequence[Place]) -> None:
        """Show ``places``, those that search and filters let pass."""
        self._show(places=tuple(places))

    def show_tour(self, tour: Tour | None) -> None:
        """Show a tour, or none."""
        self._show(tour=tour)
        self.tour_shown.emit()

    def note(self, noted: frozenset[PlaceId]) -> None:
        """Keep names away from below these places, where notes about them are painted."""
        if noted != self._content.noted:
            self._show(noted=noted)

    def mark(self, selected: PlaceId | None, hovered: PlaceId | None) -> None:
        """Mark the selected place and the one under the pointer."""
        self._hovered = hovered
        self._show(selected=selected)

    def tour_bounds(self) -> Bounds | None:
        """Return the bounds of the tour's stops and legs, degrees."""
        tour = self._content.tour
        if tour is None:
            return None
        spots = [(stop.lon, stop.lat) for day in tour.days for stop in day.stops]
        for leg in (leg for day in tour.days for leg in day.legs if leg.geometry is not None):
            west, south, east, north = leg.geometry.bounds if leg.geometry is not None else (0, 0, 0, 0)
            spots += [(west, south), (east, north)]
        return bounds_of(spots)

    def _show(self, **changes: object) -> None:
        # Told apart by identity: values are immutable, and comparing thousands of places would cost more.
        if any(getattr(self._content, name) is not value for name, value in changes.items()):
            self._content = replace(self._content, **changes)  # type: ignore[arg-type]  # fields by name
            self.sheets.restart(self._content.paint)

    # Overlay of the canvas

    def paint(self, painter: QPainter, view: Viewport, *, is_moving: bool) -> None:
        """Draw the sheet, the ring around the place under the pointer, and the scale bar."""
        ratio = painter.device().devicePixelRatioF()
        if not is_moving or not self.sheets.covers(view):
            self.sheets.want(view, ratio)
        self.sheets.paint(painter, view)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for place_id, color in (
            (self._hovered, self._theme.map.text),
            (self._content.selected, self._theme.interface.accent),
        ):
            place = self._content.project.places.get(place_id) if place_id is not None else None
            if place is not None:
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.setPen(QPen(qcolor(color), 2.0))
                x, y = self.sheets.position(place, view)
                painter.drawEllipse(QPointF(x, y), _HOVER_RING_PX, _HOVER_RING_PX)
        drawing = Drawing.on(painter, view, self._theme, self._words.language)
        paint_scale_bar(drawing, _SCALE_EDGE_PX, view.height_px - _SCALE_ABOVE_PX, longest_px=120.0)

    def place_at(self, view: Viewport, x_px: float, y_px: float) -> PlaceId | None:
        """Return the place at a pixel."""
        found = self.sheets.places_at(view, x_px, y_px)
        return found[0] if len(found) == 1 else None

    def stop_at(self, view: Viewport, x_px: float, y_px: float) -> tuple[At, StopMark] | None:
        """Return the visit whose number is at a pixel, with its address in the tour shown."""
        mark = self.sheets.stop_at(view, x_px, y_px)
        tour = self._content.tour
        if mark is None or tour is None or mark.day >= len(tour.days):
            return None
        stops = tour.days[mark.day].stops
        # The sheet may still show the tour as it was before the last edit.
        index = next((number for number, stop in enumerate(stops) if stop is mark.stop), None)
        return None if index is None else (At(mark.day, index), mark)

    def place_near(self, view: Viewport, x_px: float, y_px: float, reach_px: float) -> PlaceId | None:
        """Return the place whose symbol or number is nearest to a pixel, at most ``reach_px`` from it."""
        found = self.sheets.places_at(view, x_px, y_px, reach_px)
        return found[0] if len(found) == 1 else None

    @property
    def visited(self) -> frozenset[PlaceId]:
        """Places that the tour shown visits."""
        tour = self._content.tour
        return frozenset(tour.visited) if tour is not None else frozenset()

    def name_of(self, place_id: PlaceId) -> str:
        """Return the name of a place in the language of the window."""
        place = self._content.project.places.get(place_id)
        return place.name(self._words.language) if place is not None else place_id

    def stop_name(self, stop: Stop) -> str:
        """Return what a stop is called: its place, its label, or what it is."""
        if stop.place_id is not None:
            return self.name_of(stop.place_id)
        return stop.label or term(stop.kind, self._words.language)

    def paint_numbers(self, painter: QPainter, view: Viewport) -> None:
        """Draw the numbers of the stops once more, over what a tool has drawn."""
        marks = self.sheets.stops_in(view)
        for mark in marks:
            paint_badge(painter, (mark.x, mark.y), STOP_RADIUS_PX, str(mark.number), day_color(mark.day))
        paint_locks(painter, marks, self._theme)

    def position_of(self, place_id: PlaceId, view: Viewport) -> tuple[float, float]:
        """Return the pixel where a place is drawn.

        Raises
        ------
        UnknownIdError
            If the project has no such place.
        """
        return self.sheets.position(self._content.project.place(place_id), view)

    def cluster_at(self, view: Viewport, x_px: float, y_px: float) -> Bounds | None:
        """Return the bounds of the places gathered in the cluster at a pixel, degrees."""
        found = self.sheets.places_at(view, x_px, y_px)
        if len(found) < 2:
            return None
        places = [self._content.project.places[place] for place in found]
        return bounds_of((place.lon, place.lat) for place in places)

    def tip(self, place_id: PlaceId) -> str:
        """Return name, kind, ward and exactness of a place as rich text."""
        place = self._content.project.places.get(place_id)
        if place is None:
            return ""
        language = self._words.language
        unit = self._content.project.unit_label(place.unit_after or place.unit_before, language)
        lines = [
            term(place.rank, language) if place.rank.value not in {"none", "unknown"} else "",
            term(place.category, language),
            unit,
            place_precision_note(place, language),
        ]
        rest = "<br>".join(escape(line) for line in lines if line)
        return f"<b>{escape(place.name(language))}</b><br>{rest}"
