"""The tour shown: the same in cards, timeline, map and menus."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QDockWidget

from data.language.catalogue import N_
from data.model.project import Project
from data.model.tour import Tour
from gis_app.actions import Act
from gis_app.designing import Designing
from gis_app.desk.core import Desk
from gis_app.desk.tours import TourDesk
from gis_app.docks.designer_panel import RESULT_PAGE, DesignerPanel
from gis_app.docks.timeline import Timeline
from gis_app.docks.warnings import tour_warnings
from gis_app.map.controls import MapArea
from gis_app.map.scene import MapScene
from gis_app.menus import TOUR_ACTS


class TourViews(QObject):
    """Shows the tour, also while it is planned, in all views at once.

    Parameters
    ----------
    desk, tours, design
        What is shown.
    designer, timeline, area, scene, acts
        Where it is shown; ``acts`` are those that need a tour.
    timeline_dock
        Takes the height that the timeline needs.
    """

    said = Signal(str)

    def __init__(
        self,
        desk: Desk,
        tours: TourDesk,
        design: Designing,
        *,
        designer: DesignerPanel,
        timeline: Timeline,
        timeline_dock: QDockWidget,
        area: MapArea,
        scene: MapScene,
        acts: Mapping[Act, QAction],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._desk, self._tours, self._design = desk, tours, design
        self._designer, self._timeline, self._dock = designer, timeline, timeline_dock
        self._area, self._scene, self._acts = area, scene, acts
        self._follows_better = False
        tours.planning_changed.connect(self._show_planning)
        tours.progressed.connect(self._show_progress)
        tours.better.connect(self._show_better)
        tours.planned.connect(self._show_planned)
        tours.refused.connect(designer.show_problem)
        design.reviewed.connect(lambda _: self._show_cards())
        desk.selection.tour_changed.connect(lambda _: self.show_tour())
        desk.words.changed.connect(lambda _: self.show_tour())

    def show_tour(self) -> None:
        """Show the tour chosen, or that there is none."""
        tour = self._tours.shown
        self._show_cards()
        self._show_route(self._desk.session.project, tour)
        self._acts[Act.EXPORT].setEnabled(tour is not None)
        for act in TOUR_ACTS:
            self._acts[act].setEnabled(tour is not None)

    def show_first(self, zoom_to_all: Callable[[], None]) -> None:
        """Begin with the tour of a project that has one and its request, else with all places."""
        tour = self._tours.shown
        if tour is None:
            zoom_to_all()
        else:
            self._designer.form.load(tour.request)
            self._designer.show_page(RESULT_PAGE)
            self.zoom_to_tour()

    def mark(self) -> None:
        """Mark what is selected and pointed at."""
        selected, hovered = self._desk.selection.place, self._desk.selection.hovered
        self._scene.mark(selected, hovered)
        self._area.canvas.update()
        self._timeline.mark(selected, hovered)
        self._designer.mark(selected, hovered)

    def zoom_to_tour(self) -> None:
        """Show all of the tour on the map."""
        bounds = self._scene.tour_bounds()
        if bounds is not None:
            self._area.canvas.show_bounds(bounds)

    def _show_cards(self) -> None:
        project, tour = self._desk.session.project, self._tours.shown
        review = self._design.review_of(tour)
        warnings = (*review.warnings, *tour_warnings(project, tour, self._desk.words)) if tour else ()
        self._designer.show_tour(project, tour, warnings, review)

    def _show_route(self, project: Project, tour: Tour | None) -> None:
        self._timeline.show_tour(project, tour)
        self._dock.setFixedHeight(self._timeline.sizeHint().height())
        self._scene.show_tour(tour)
        can_zoom = tour is not None
        self._area.zoom_tour.setEnabled(can_zoom)
        self._acts[Act.ZOOM_TOUR].setEnabled(can_zoom)
        self.mark()

    # While it is planned

    def _show_planning(self, is_planning: bool) -> None:
        self._follows_better = False
        self._designer.show_planning(is_planning=is_planning)
        self._acts[Act.PLAN].setEnabled(not is_planning)
        self._acts[Act.REPLAN].setEnabled(not is_planning)
        self._acts[Act.STOP].setEnabled(is_planning)
        if not is_planning:
            self.show_tour()

    def _show_progress(self, done: float, message: str) -> None:
        self._designer.show_progress(done, self._desk.words.say(message) if message else "")

    def _show_better(self, tour: Tour) -> None:
        is_first = not self._follows_better
        self._follows_better = True
        project = self._desk.session.project
        self._designer.show_better(project, tour)
        self._show_route(project, tour)
        if is_first:
            self.zoom_to_tour()

    def _show_planned(self, tour: Tour) -> None:
        words = self._desk.words
        self._designer.show_page(RESULT_PAGE)
        self.show_tour()
        self.zoom_to_tour()
        self.said.emit(words.say(N_("Planned: {title}"), title=tour.title(words.language)))
