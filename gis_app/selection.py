"""What is selected and pointed at: the link between list, map, day cards and timeline."""

from PySide6.QtCore import QObject, Signal

from data.model.place import PlaceId
from data.model.tour import TourId


class Selection(QObject):
    """The selected place, the place under the pointer, and the tour shown; each tells when it changes."""

    place_changed = Signal(object)
    hover_changed = Signal(object)
    tour_changed = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._place: PlaceId | None = None
        self._hovered: PlaceId | None = None
        self._tour: TourId | None = None

    @property
    def place(self) -> PlaceId | None:
        """The selected place."""
        return self._place

    @property
    def hovered(self) -> PlaceId | None:
        """The place under the pointer, in whatever view."""
        return self._hovered

    @property
    def tour(self) -> TourId | None:
        """The tour shown."""
        return self._tour

    def choose_place(self, place: PlaceId | None) -> None:
        """Select a place, or nothing."""
        if place != self._place:
            self._place = place
            self.place_changed.emit(place)

    def hover_place(self, place: PlaceId | None) -> None:
        """Say that the pointer is over a place, or over none."""
        if place != self._hovered:
            self._hovered = place
            self.hover_changed.emit(place)

    def choose_tour(self, tour: TourId | None) -> None:
        """Show a tour, or none."""
        if tour != self._tour:
            self._tour = tour
            self.tour_changed.emit(tour)
