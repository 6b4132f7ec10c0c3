"""Menus of stops, places and ground, the same on map, list, cards and timeline."""

from collections.abc import Callable

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QMenu, QWidget

from data.language.catalogue import N_
from data.model.place import PlaceId
from data.model.request import Anchor
from gis_app.designing import Designing
from gis_app.desk.core import Desk
from gis_app.docks.designer_panel import REQUEST_PAGE, DesignerPanel
from gis_app.widgets.place_picker import anchor_of
from routes.planner.editing.edits import At

OfferPlace = Callable[[QMenu, PlaceId], None]
"""Adds to the menu of a place."""

OfferGround = Callable[[QMenu, float, float], None]
"""Adds to the menu of a point (longitude, latitude in WGS84 degrees)."""


class PlaceMenus:
    """Opens menus over the window.

    Parameters
    ----------
    open_place
        Shows a place on the map.
    window
        Owner of the menus.
    """

    def __init__(
        self,
        desk: Desk,
        design: Designing,
        designer: DesignerPanel,
        open_place: Callable[[PlaceId], None],
        window: QWidget,
    ) -> None:
        self._desk, self._design, self._designer = desk, design, designer
        self._open_place, self._window = open_place, window
        self.place_offers: list[OfferPlace] = []
        self.ground_offers: list[OfferGround] = []

    def open_place_menu(self, place_id: PlaceId, spot: QPoint) -> None:
        """Open the menu of a place."""
        self.open_stop_menu(place_id, None, spot)

    def open_stop_menu(self, place_id: PlaceId | None, at: At | None, spot: QPoint) -> None:
        """Open the menu of a stop of the tour, of a place, or of both."""
        menu = self._menu()
        self._design.fill_menu(menu, place_id, at)
        if place_id is not None:
            self._offer_place(menu, place_id)
        menu.popup(spot)

    def open_map_menu(self, place_id: PlaceId | None, lon: float, lat: float, spot: QPoint) -> None:
        """Open the menu of what is under the pointer on the map: a place, or a point (WGS84 degrees)."""
        if place_id is not None:
            self.open_place_menu(place_id, spot)
            return
        menu, say, form = self._menu(), self._desk.words.say, self._designer.form
        anchor = Anchor(lon, lat, say(N_("Point on the map")))
        menu.addAction(say(N_("Start at this point")), lambda: form.start.choose_on_map(anchor))
        menu.addAction(say(N_("End at this point")), lambda: form.finish.choose_on_map(anchor))
        for offer in self.ground_offers:
            offer(menu, lon, lat)
        menu.popup(spot)

    def add_must(self, place_id: PlaceId) -> None:
        """Demand a place in the request."""
        self._designer.form.add_must(place_id)
        self._designer.show_page(REQUEST_PAGE)

    def start_at(self, place_id: PlaceId) -> None:
        """Let the tour start at a place."""
        self._designer.form.start.choose_on_map(anchor_of(self._desk.session.project.places[place_id]))
        self._designer.show_page(REQUEST_PAGE)

    def end_at(self, place_id: PlaceId) -> None:
        """Let the tour end at a place."""
        self._designer.form.finish.choose_on_map(anchor_of(self._desk.session.project.places[place_id]))
        self._designer.show_page(REQUEST_PAGE)

    def _menu(self) -> QMenu:
        menu = QMenu(self._window)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        return menu

    def _offer_place(self, menu: QMenu, place_id: PlaceId) -> None:
        say = self._desk.words.say
        menu.addAction(say(N_("Show on the map")), lambda: self._open_place(place_id))
        menu.addAction(say(N_("Must be visited")), lambda: self.add_must(place_id))
        menu.addAction(say(N_("Start here")), lambda: self.start_at(place_id))
        menu.addAction(say(N_("End here")), lambda: self.end_at(place_id))
        for offer in self.place_offers:
            offer(menu, place_id)
