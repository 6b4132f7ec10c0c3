"""The main window: puts panels, menus and controllers together and links them."""

from typing import Final

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QCloseEvent, QKeyEvent
from PySide6.QtWidgets import QDockWidget, QMainWindow, QWidget

from data.errors import HanhTrinhError
from data.language.catalogue import N_
from data.model.project import Project
from gis_app.actions import Act
from gis_app.appearance import Appearance
from gis_app.commanding import Commanding
from gis_app.designing import Designing
from gis_app.desk.core import make_desk
from gis_app.desk.exports import TourExports
from gis_app.desk.files import ProjectFiles
from gis_app.desk.imports import Imports
from gis_app.desk.recovery import Recovery
from gis_app.desk.roads import Roads
from gis_app.desk.safety import Safety
from gis_app.desk.tours import TourDesk
from gis_app.desk.versions import Versions
from gis_app.dialogs.messages import show_about
from gis_app.docks.designer_panel import DesignerPanel
from gis_app.docks.inspector import Inspector
from gis_app.docks.places_panel import PlacesPanel
from gis_app.docks.timeline import Timeline
from gis_app.helping import Helping
from gis_app.layering import Layering
from gis_app.map.canvas import MapCanvas
from gis_app.map.controls import MapArea
from gis_app.map.scene import MapScene
from gis_app.measuring import Measuring
from gis_app.menus import SCENARIO_ACTS, Menus
from gis_app.navigating import Navigating
from gis_app.place_menus import PlaceMenus
from gis_app.place_views import PlaceViews
from gis_app.planning import Planner, plan
from gis_app.reaching import Reaching
from gis_app.registering import Registering
from gis_app.requesting import Requesting
from gis_app.route_editing import RouteEditing
from gis_app.settings import Settings
from gis_app.status_line import StatusLine
from gis_app.theme import qcolor
from gis_app.tour_views import TourViews
from gis_app.welcoming import Welcoming
from gis_app.window_layout import WindowLayout
from layers.viewport import bounds_of

REGION_MARGIN_PX: Final = 24.0


class MainWindow(QMainWindow):
    """The window of Hành Trình.

    Parameters
    ----------
    settings
        What is remembered from the last time.
    planner
        Plans tours; tests give a quick one.
    """

    def __init__(self, settings: Settings, planner: Planner = plan) -> None:
        super().__init__()
        self.desk = make_desk(settings, self, planner)
        self.desk.window = self
        self.words, self.session, self.selection = self.desk.words, self.desk.session, self.desk.selection
        self.files = ProjectFiles(self.desk, self)
        self.safety = Safety(self.desk, self)
        self.recovery = Recovery(self.desk, self.files, self.safety, self)
        self.versions = Versions(self.desk, self)
        self.roads = Roads(self.desk, self)
        self.tours = TourDesk(self.desk, self.roads, self)
        self.exports = TourExports(self.desk, self.roads, self)
        self.imports = Imports(self.desk, self)
        self._is_closing = False
        self._register: tuple[object, object] = (None, None)
        self.arrangement = WindowLayout(self, self.words, self.desk.settings)
        self._make_panels()
        self.sights = PlaceViews(self.desk, self.map, self.places, self.designer, self.timeline)
        self.design = Designing(
            self.desk,
            self.roads,
            self.tours,
            designer=self.designer,
            timeline=self.timeline,
            parent=self,
        )
        self.place_menus = PlaceMenus(self.desk, self.design, self.designer, self.sights.open_place, self)
        docks = self._make_docks()
        self.menus = Menus(self, self.words, self.desk.theme, self.session.stack, docks)
        self._make_register_and_views()
        self._make_tools()
        self._make_guidance()
        self._connect_actions()
        self._connect_session()
        self._connect_views()
        self.arrangement.restore()
        self._say_state()

    # Putting together

    def _make_panels(self) -> None:
        words, theme, finder = self.words, self.desk.theme, self.desk.finder
        self.scene = MapScene(words, theme, self)
        self.canvas = MapCanvas(self.scene.tiles, self.scene, qcolor(theme.map.land))
        self.inspector = Inspector(words, theme, self)
        self.map = MapArea(self.canvas, self.inspector, words, theme)
        self.places = PlacesPanel(words, theme, finder.places)
        self.designer = DesignerPanel(words, theme, finder.places, finder.describe)
        self.timeline = Timeline(words, theme)
        self.setCentralWidget(self.map)

    def _make_docks(self) -> tuple[QDockWidget, ...]:
        area, add = Qt.DockWidgetArea, self.arrangement.add
        places = add("places", N_("Places"), self.places, area.LeftDockWidgetArea)
        designer = add("designer", N_("Tour"), self.designer, area.RightDockWidgetArea)
        self.timeline_dock = add("timeline", N_("Timeline"), self.timeline, area.BottomDockWidgetArea)
        self.arrangement.size_sides()
        return places, designer, self.timeline_dock

    def _make_register_and_views(self) -> None:
        self.register = Registering(self.desk, self, self.canvas, self.inspector, self.places)
        self.place_menus.place_offers.append(self.register.desk.fill_place_menu)
        self.place_menus.ground_offers.append(self.register.desk.fill_ground_menu)
        self.status = StatusLine(self.desk, self.statusBar())
        self.views = self._make_views()
        self.appearance = Appearance(self.desk, self.menus, self.scene, self.canvas, self)

    def _make_tools(self) -> None:
        self.measuring = Measuring(self.desk, self, self.map, self.roads, self.menus.tools)
        self.reaching = Reaching(
            self.desk,
            self,
            self.roads,
            area=self.map,
            scene=self.scene,
            menu=self.menus.tools,
        )
        self.place_menus.place_offers.append(self.reaching.fill_place_menu)
        self.place_menus.ground_offers.append(self.reaching.fill_ground_menu)
        self.ways = RouteEditing(
            self.desk,
            self.roads,
            self.tours,
            self.design.reshaper,
            window=self,
            canvas=self.canvas,
            scene=self.scene,
            menu=self.menus.tools,
        )
        self.design.reviewed.connect(self.ways.show_review)
        self.design.stop_offers.append(self.ways.fill_stop_menu)
        self.designer.cards.leg_asked.connect(self.ways.open_leg_menu)
        self.requesting = Requesting(
            self.desk,
            self.roads,
            window=self,
            menu=self.menus.tour_menu,
            designer=self.designer,
            canvas=self.canvas,
            scene=self.scene,
        )
        self.navigating = Navigating(self.desk, self, self.map, self.roads, self.menus.view)
        self.place_menus.ground_offers.append(self.navigating.fill_ground_menu)
        self.appearance.changed.connect(self.navigating.draw_overview)
        self.layering = Layering(
            self.desk,
            self,
            self.roads,
            area=self.map,
            scene=self.scene,
            beside=self.arrangement.sides[0],
        )

    def _make_guidance(self) -> None:
        self.commanding = Commanding(
            self.desk,
            self,
            self.menus,
            canvas=self.canvas,
            files=self.files,
            open_place=self.sights.open_place,
        )
        self.helping = Helping(self.desk, self, self.menus, self._topics())
        self.welcoming = Welcoming(
            self.desk,
            self,
            menus=self.menus,
            files=self.files,
            imports=self.imports,
            designer=self.designer,
            sights=(*self.arrangement.sides, self.timeline_dock),
        )

    def _make_views(self) -> TourViews:
        return TourViews(
            self.desk,
            self.tours,
            self.design,
            designer=self.designer,
            timeline=self.timeline,
            timeline_dock=self.timeline_dock,
            area=self.map,
            scene=self.scene,
            acts=self.menus.acts,
            parent=self,
        )

    def _topics(self) -> dict[QWidget, str]:
        return {
            self.places: "places",
            self.inspector: "places",
            self.register.table: "places",
            self.canvas: "map",
            self.layering.panel: "layers",
            self.designer.form: "request",
            self.designer.cards: "reshape",
            self.timeline: "reshape",
        }

    # Linking

    def _connect_actions(self) -> None:
        canvas, files = self.canvas, self.files
        self.menus.connect_all(
            {
                Act.NEW: files.new,
                Act.OPEN: files.ask_open,
                Act.STARTER: files.open_starter,
                Act.SAVE: files.save,
                Act.SAVE_AS: files.ask_save_as,
                Act.VERSIONS: self.versions.look,
                Act.RECOVER: lambda: self.recovery.look(is_asked=True),
                Act.IMPORT: self.imports.ask_import,
                Act.EXPORT: self.export,
                Act.NETWORK: self.roads.ask_load,
                Act.STARTER_NETWORK: lambda: self.roads.load(None),
                Act.QUIT: self.close,
                Act.NEW_TOUR: self.new_tour,
                Act.PLAN: self.plan,
                Act.STOP: self.tours.stop,
                Act.DELETE_TOUR: self.tours.delete_shown,
                Act.REPLAN: self.tours.replan,
                Act.DUPLICATE: self.design.scenarios.duplicate,
                Act.RENAME: self.design.ask_name,
                Act.COMPARE: self.design.scenarios.compare,
                Act.FIND: self.go_to_search,
                Act.ZOOM_IN: lambda: canvas.zoom_by(1.0),
                Act.ZOOM_OUT: lambda: canvas.zoom_by(-1.0),
                Act.ZOOM_TOUR: self.views.zoom_to_tour,
                Act.ZOOM_ALL: self.zoom_to_all,
                Act.FULL_SCREEN: lambda: self.arrangement.show_full_screen(
                    self.menus.acts[Act.FULL_SCREEN].isChecked()
                ),
                Act.VIETNAMESE: lambda: self.speak("vi"),
                Act.ENGLISH: lambda: self.speak("en"),
                Act.ABOUT: lambda: show_about(self, self.words, self.scene.attribution),
            }
        )
        self.map.zoom_tour.clicked.connect(self.views.zoom_to_tour)
        self.map.zoom_all.clicked.connect(self.zoom_to_all)

    def _connect_session(self) -> None:
        session, files, say = self.session, self.files, self.status.say
        session.project_changed.connect(self._show_project)
        session.opened.connect(self._show_opened)
        session.state_changed.connect(self._say_state)
        files.recent_changed.connect(self._show_recent)
        files.said.connect(say)
        files.look_asked.connect(self.versions.look_at)
        self.recovery.said.connect(say)
        self.recovery.restored.connect(self.welcoming.step_aside)
        self.versions.said.connect(say)
        self.helping.said.connect(say)
        self.requesting.said.connect(say)
        self.safety.said.connect(self.status.say_safety)
        self.imports.said.connect(say)
        self.roads.network_changed.connect(self._say_state)
        self.words.changed.connect(self._say_state)
        self.design.said.connect(say)
        self.views.said.connect(say)
        self.roads.network_changed.connect(self.design.reshaper.prepare)
        self._show_recent()

    def _connect_views(self) -> None:
        selection = self.selection
        self.places.import_asked.connect(self.imports.ask_import)
        self.inspector.must_asked.connect(self.place_menus.add_must)
        self.inspector.start_asked.connect(self.place_menus.start_at)
        self.inspector.add_asked.connect(self.design.reshaper.insert)
        self.canvas.menu_asked.connect(self.place_menus.open_map_menu)
        self.places.menu_asked.connect(lambda place, spot: self.place_menus.open_stop_menu(place, None, spot))
        for stops in (self.designer.cards, self.timeline):
            stops.menu_asked.connect(self.place_menus.open_stop_menu)
        self.designer.cards.must_asked.connect(self.place_menus.add_must)
        self.designer.plan_asked.connect(self.plan)
        self.designer.stop_asked.connect(self.tours.stop)
        self.designer.replan_asked.connect(self.tours.replan)
        for act in (*SCENARIO_ACTS, Act.DELETE_TOUR):
            self.designer.scenarios.addAction(self.menus.acts[act])
        self.designer.export_asked.connect(self.export)
        self.designer.tour_chosen.connect(selection.choose_tour)
        self.places.shown_changed.connect(lambda: self.scene.show_places(self.places.shown))
        for changed in (selection.place_changed, selection.hover_changed):
            changed.connect(lambda _: self.views.mark())
        self.appearance.changed.connect(self.views.show_tour)
        self.appearance.resized.connect(self.arrangement.size_sides)
        self.appearance.resized.connect(self.designer.cards.rebuild)

    # What the user can do

    def plan(self) -> None:
        """Plan the tour asked for in the form."""
        try:
            request = self.designer.form.request()
        except HanhTrinhError as error:
            self.designer.show_problem(error.in_language(self.words.language))
            return
        self.designer.show_problem("")
        self.tours.plan(request)

    def export(self) -> None:
        """Write the documents of the tour shown."""
        self.exports.ask_export(self.tours.shown)

    def new_tour(self) -> None:
        """Begin with an empty request."""
        self.designer.form.begin_anew()
        self.designer.show_request()
        self.designer.form.title.setFocus()

    def go_to_search(self) -> None:
        """Go to the search field."""
        self.places.search.setFocus()
        self.places.search.selectAll()

    def speak(self, language: str) -> None:
        """Switch the language of the window, and remember it."""
        self.desk.settings.language = language
        self.words.switch(language)

    def zoom_to_all(self) -> None:
        """Show all places of the project."""
        places = self.session.project.places.values()
        if places:
            bounds = bounds_of((place.lon, place.lat) for place in places)
            self.canvas.show_bounds(bounds, margin_px=REGION_MARGIN_PX)

    # What is shown

    def _show_project(self, project: Project) -> None:
        self.scene.show_project(project)
        register = (project.places, project.units)
        # An edit of a tour leaves the register as it is: what shows only that has nothing to do then.
        if any(new is not old for new, old in zip(register, self._register, strict=True)):
            self._register = register
            self.desk.finder.show_project(project)
            self.places.show_project(project)
            self.designer.form.show_project(project)
            self.inspector.show_place(project, self.selection.place)
            self.roads.show_project()
        if self.selection.tour not in project.tours:
            self.selection.choose_tour(next(reversed(tuple(project.tours)), None))
        self.views.show_tour()

    def _show_opened(self) -> None:
        self.selection.choose_place(None)
        self.selection.choose_tour(None)
        QTimer.singleShot(0, self, lambda: self.views.show_first(self.zoom_to_all))

    # Title, status, layout, end

    def _say_state(self) -> None:
        self.safety.say()
        mark, file = "● " if self.session.is_dirty else "", self.session.file
        note = f" [{self.words.say(N_('Reading only'))}]" if file is not None and file.read_only else ""
        self.setWindowTitle(f"{mark}{self.session.name}{note} — Hành Trình")
        self.status.say_network(self.roads.name)

    def _show_recent(self) -> None:
        files = self.files
        self.menus.show_recent(
            self.desk.settings.recent,
            files.missing,
            lambda path: files.guarded(lambda: files.open(path)),
            files.forget_missing,
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape lets go of the selected place, wherever the focus is."""
        if event.key() == Qt.Key.Key_Escape and self.selection.place is not None:
            self.selection.choose_place(None)
        else:
            super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Ask about unsaved changes; then stop all work and remember the layout."""
        if self.session.is_dirty and not self._is_closing:
            event.ignore()
            self.files.guarded(self._close_anyway)
            return
        self.arrangement.keep()
        # Writing may have to end first; nobody should look at a window that does not answer meanwhile.
        self.hide()
        self.desk.jobs.close()
        self.layering.close()
        self.scene.close()
        self.safety.close()
        self.session.close()
        self.words.remove()
        event.accept()

    def _close_anyway(self) -> None:
        self._is_closing = True
        self.close()
