"""The place selected or pointed at: the same in list, card, map, day cards and timeline."""

from typing import Final

from PySide6.QtCore import QObject

from data.model.place import Place, PlaceId
from gis_app.desk.core import Desk
from gis_app.docks.designer_panel import DesignerPanel
from gis_app.docks.places_panel import PlacesPanel
from gis_app.docks.timeline import Timeline
from gis_app.map.controls import MapArea

PLACE_ZOOM: Final = 14.0


class PlaceViews(QObject):
    """Links the views in which places are pointed at and chosen.

    Parameters
    ----------
    area
        The map with the card of the selected place.
    places, designer, timeline
        Where places are listed and visited.
    """

    def __init__(
        self,
        desk: Desk,
        area: MapArea,
        places: PlacesPanel,
        designer: DesignerPanel,
        timeline: Timeline,
    ) -> None:
        super().__init__(area)
        self._desk, self._area, self._places, self._designer = desk, area, places, designer
        self._canvas, self._inspector = area.canvas, area.inspector
        selection = desk.selection
        for view in (self._canvas, timeline, designer.cards):
            view.place_hovered.connect(selection.hover_place)
            view.place_clicked.connect(selection.choose_place)
        places.place_hovered.connect(selection.hover_place)
        places.place_chosen.connect(self._choose_listed)
        for opened in (places.place_opened, self._canvas.place_opened, designer.cards.place_opened):
            opened.connect(self.open_place)
        self._inspector.closed.connect(lambda: selection.choose_place(None))
        selection.place_changed.connect(self._show_selected)
        selection.hover_changed.connect(places.hover)

    def open_place(self, place_id: PlaceId) -> None:
        """Select a place and look at it from near."""
        place = self._desk.session.project.places.get(place_id)
        if place is not None:
            self._desk.selection.choose_place(place_id)
            self._go_to(place, max(self._canvas.view.zoom, PLACE_ZOOM))

    def _show_selected(self, place: PlaceId | None) -> None:
        self._places.select(place)
        self._inspector.show_place(self._desk.session.project, place)
        self._area.show_inspector()
        self._designer.reveal(place, self._desk.selection.hovered)

    def _choose_listed(self, place_id: PlaceId) -> None:
        """Select a place of the list; the map moves where it is out of sight or under its card."""
        place = self._desk.session.project.places.get(place_id)
        if place is None or place_id == self._desk.selection.place:
            return
        self._desk.selection.choose_place(place_id)
        x, y = self._canvas.view.point_px(place.lon, place.lat)
        if not (0 <= x <= self._inspector.x() and 0 <= y <= self._canvas.height()):
            self._go_to(place, self._canvas.view.zoom)

    def _go_to(self, place: Place, zoom: float) -> None:
        self._canvas.show_point(place.lon, place.lat, zoom=zoom)
        # The card covers the right of the map: the place goes to the middle of what is left.
        self._canvas.pan_by(-self._inspector.width() / 2, 0)
