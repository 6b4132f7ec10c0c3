"""The route edited on the map: stops and ways dragged, points on the way, menus of ways."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from data.language.catalogue import N_
from data.language.formats import distance, duration
from data.model.place import PlaceId
from data.model.tour import StopKind, Tour
from gis_app.desk.core import Desk
from gis_app.desk.reshaping import FASTEST_WAY, OFF_THE_WAY, Reshaper
from gis_app.desk.roads import Roads
from gis_app.desk.tours import TourDesk
from gis_app.desk.way_choice import WayChoice
from gis_app.dialogs.choose_place import ChoosePlace
from gis_app.docks.reviews import NearPlace, Review
from gis_app.map.canvas import MapCanvas
from gis_app.map.near_layer import NearLayer
from gis_app.map.route_dragging import RouteDragTool
from gis_app.map.scene import MapScene
from gis_app.map.stop_dragging import StopDragTool
from gis_app.map.trial import Trial
from routes.planner.editing.edits import At, InsertVisit, SetVia, TourEdit, leg_at, stop_at

Take = Callable[[PlaceId], object]
"""Takes the place chosen."""


class RouteEditing(QObject):
    """Puts the tools that edit the tour on the map, and the menus of its ways, together.

    Parameters
    ----------
    window
        Owner of menus and dialogs.
    canvas, scene
        The map.
    menu
        Where the action goes that shows and hides the places near the route.
    """

    def __init__(
        self,
        desk: Desk,
        roads: Roads,
        tours: TourDesk,
        reshaper: Reshaper,
        *,
        window: QWidget,
        canvas: MapCanvas,
        scene: MapScene,
        menu: QMenu,
    ) -> None:
        super().__init__(window)
        self._desk, self._tours, self._reshaper = desk, tours, reshaper
        self._window, self._canvas, self._scene = window, canvas, scene
        self.stops = StopDragTool(scene, desk.words, desk.theme, self._try)
        self.ways = RouteDragTool(scene, desk.words, desk.theme, self._try, reshaper.onto_road)
        self.stops.replace_asked.connect(reshaper.replace_visit)
        self.ways.edits_asked.connect(self._make)
        self.ways.leg_clicked.connect(self.open_leg_menu)
        self.ways.via_clicked.connect(self._open_via_menu)
        self.ways.via_removed.connect(self.take_off)
        self.near = NearLayer(scene, desk.words, desk.theme)
        self.near.add_asked.connect(self._add_near)
        self._review: tuple[Tour | None, Review] = (None, Review())
        self.near_action = self._make_near_action(menu)
        for tool in (self.near, self.stops, self.ways):
            canvas.tools.add_resident(tool)
        self.choice = WayChoice(desk, roads, tours, reshaper, canvas=canvas, scene=scene)
        self.dialog: ChoosePlace | None = None
        self._asked_of: Tour | None = None
        scene.tour_shown.connect(self._show_tour)
        tours.planning_changed.connect(lambda _: self._show_tour())

    def show_review(self, review: Review) -> None:
        """Mark the places near the route that a second look at the tour shown has found."""
        self._review = self._tours.shown, review
        self._show_near()

    def fill_stop_menu(self, menu: QMenu, tour: Tour, at: At) -> None:
        """Offer what the map does by dragging: another place instead, and the ways to and from the stop."""
        say = self._desk.words.say
        if stop_at(tour, at).kind is StopKind.VISIT:
            menu.addAction(say(N_("Visit another place instead…")), partial(self.ask_replacement, at))
        after = menu.addMenu(say(N_("The way from here")))
        self._fill_leg_menu(after, tour, at)

    def open_leg_menu(self, at: At, screen: QPoint) -> None:
        """Open the menu of the way that leaves a stop."""
        tour = self._tours.shown
        if tour is not None and not self._tours.is_planning:
            menu = self._menu()
            self._fill_leg_menu(menu, tour, at)
            menu.popup(screen)

    def take_off(self, at: At, slot: int) -> None:
        """Take a point off the way that leaves a stop."""
        tour = self._tours.shown
        if tour is not None:
            points = leg_at(tour, at).via
            self._reshaper.shape(at, (*points[:slot], *points[slot + 1 :]), OFF_THE_WAY)

    def ask_replacement(self, at: At) -> None:
        """Ask which place to visit instead of the stop at an address."""
        say = self._desk.words.say
        tour = self._tours.shown
        if tour is None:
            return
        question = say(N_("Place to visit instead of {place}:"), place=self._name(tour, at))
        self._ask(say(N_("Visit another place instead")), question, partial(self._reshaper.replace_visit, at))

    def ask_visit(self, at: At) -> None:
        """Ask which place to visit on the way that leaves a stop."""
        say = self._desk.words.say
        question = say(N_("Place to visit on this way:"))
        self._ask(
            say(N_("Add a place on this way")),
            question,
            lambda place: self._reshaper.insert(place, At(at.day, at.index + 1)),
        )

    def ask_via(self, at: At) -> None:
        """Ask past which place to lead the way that leaves a stop, without stopping there."""
        say = self._desk.words.say
        self._ask(
            say(N_("Lead the way past a place")),
            say(N_("Place to pass without stopping:")),
            partial(self._lead_past, at),
        )

    # Inside

    def _try(self, edits: tuple[TourEdit, ...]) -> Trial | None:
        return self._reshaper.tried(edits)

    def _make(self, edits: tuple[TourEdit, ...]) -> None:
        (edit,) = edits
        if isinstance(edit, InsertVisit):
            self._reshaper.insert(edit.place_id, edit.at)
        elif isinstance(edit, SetVia):
            self._reshaper.shape(edit.at, edit.points)

    def _show_tour(self) -> None:
        """Let the tour on the map be edited, unless it is only the best so far of one being planned."""
        self.ways.show_tour(None if self._tours.is_planning else self._tours.shown)
        if self.dialog is not None and self._tours.shown is not self._asked_of:
            # What it asks about is another stop by now.
            self.dialog.reject()
        self._show_near()

    def _show_near(self) -> None:
        tour, review = self._review
        is_shown = self.near_action.isChecked() and tour is not None and not self._tours.is_planning
        same = is_shown and self._tours.shown is tour
        self.near.show_near(review.near if same else ())

    def _add_near(self, one: NearPlace) -> None:
        # An address found for an earlier state of the tour may be another place by now.
        at = one.at if self._review[0] is self._tours.shown else None
        self._reshaper.insert(one.place_id, at)

    def _make_near_action(self, menu: QMenu) -> QAction:
        action = QAction(self._window)
        action.setObjectName("near")
        action.setCheckable(True)
        action.setChecked(True)
        self._desk.words.bind(action.setText, N_("Show places &near the route"))
        action.toggled.connect(lambda _: self._show_near())
        menu.addAction(action)
        return action

    def _lead_past(self, at: At, place_id: PlaceId) -> None:
        tour = self._tours.shown
        if tour is not None:
            place = self._desk.session.project.place(place_id)
            self._reshaper.shape(at, (*leg_at(tour, at).via, (place.lon, place.lat)))

    def _fill_leg_menu(self, menu: QMenu, tour: Tour, at: At) -> None:
        say, language = self._desk.words.say, self._desk.words.language
        leg = leg_at(tour, at)
        head = say(
            N_("{place} – {other}: {duration}, {distance}"),
            place=self._name(tour, at),
            other=self._name(tour, At(at.day, at.index + 1)),
            duration=duration(leg.duration_s, language),
            distance=distance(leg.distance_m, language),
        )
        menu.addAction(head).setEnabled(False)
        menu.addSeparator()
        menu.addAction(say(N_("Other ways on the map")), partial(self.choice.ask, at))
        menu.addAction(say(N_("Lead the way past a place…")), partial(self.ask_via, at))
        menu.addAction(say(N_("Add a place on this way…")), partial(self.ask_visit, at))
        fastest = menu.addAction(say(N_("Take the fastest way again")))
        fastest.setEnabled(bool(leg.via))
        fastest.triggered.connect(lambda _=False: self._reshaper.shape(at, (), FASTEST_WAY))

    def _open_via_menu(self, at: At, slot: int, screen: QPoint) -> None:
        say = self._desk.words.say
        menu = self._menu()
        menu.addAction(say(N_("Take this point off the way")) + "\tDel", partial(self.take_off, at, slot))
        fastest = menu.addAction(say(N_("Take the fastest way again")))
        fastest.triggered.connect(lambda _=False: self._reshaper.shape(at, (), FASTEST_WAY))
        menu.popup(screen)

    def _ask(self, title: str, question: str, take: Take) -> None:
        finder = self._desk.finder
        dialog = ChoosePlace(title, question, finder.places, finder.describe, self._window)
        dialog.chosen.connect(take)
        dialog.finished.connect(self._forget)
        self.dialog, self._asked_of = dialog, self._tours.shown
        dialog.open()

    def _forget(self) -> None:
        self.dialog = self._asked_of = None

    def _name(self, tour: Tour, at: At) -> str:
        return self._scene.stop_name(stop_at(tour, at))

    def _menu(self) -> QMenu:
        menu = QMenu(self._window)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        return menu
