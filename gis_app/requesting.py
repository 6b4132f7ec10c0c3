"""The request in the window: wards and points picked on the map, calendar, best dates, templates."""

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from data.errors import HanhTrinhError
from data.language.catalogue import N_
from data.model.project import Project
from data.model.request import Anchor, TourRequest
from gis_app.actions import new_action
from gis_app.desk.best_dates import BestDates
from gis_app.desk.core import Desk
from gis_app.desk.roads import Roads
from gis_app.desk.templates import Templates
from gis_app.docks.designer_panel import REQUEST_PAGE, DesignerPanel
from gis_app.docks.request.festivals import FestivalsDialog
from gis_app.map.asking import SpotTool, UnitShade, UnitTool
from gis_app.map.candidate_marks import CandidateMarks
from gis_app.map.canvas import MapCanvas
from gis_app.map.scene import MapScene
from gis_app.widgets.place_picker import PlacePicker, anchor_of


class Requesting(QObject):
    """Links the request form with map, calendar, planner and files.

    Parameters
    ----------
    window
        Owner of dialogs and actions.
    menu
        Menu of the tour, to which the actions are added.
    designer, canvas, scene
        Form and map.
    """

    said = Signal(str)

    def __init__(
        self,
        desk: Desk,
        roads: Roads,
        *,
        window: QWidget,
        menu: QMenu,
        designer: DesignerPanel,
        canvas: MapCanvas,
        scene: MapScene,
    ) -> None:
        super().__init__(window)
        self._desk, self._window, self._designer = desk, window, designer
        self._canvas, self._scene, self.form = canvas, scene, designer.form
        self._picker: PlacePicker | None = None
        self.festivals: FestivalsDialog | None = None
        self.shade = UnitShade(desk.words, desk.theme)
        self.unit_tool = UnitTool(desk.words, desk.theme)
        self.spot_tool = SpotTool(desk.words)
        canvas.tools.add_resident(self.shade)
        self.marks = CandidateMarks(desk.theme)
        canvas.tools.add_resident(self.marks)
        self.templates = Templates(desk, designer.templates, self.form.request, self.load, self)
        self.templates.said.connect(self.said)
        self.best_dates = BestDates(desk, roads, window, self)
        self.best_dates.chosen.connect(self.form.when.take_date)
        self._make_actions(menu)
        self._connect()

    def _make_actions(self, menu: QMenu) -> None:
        menu.addSeparator()
        self._act(menu, N_("&Festival calendar…"), self.show_festivals, "Ctrl+L")
        self._act(menu, N_("Find the &best dates…"), self.find_dates)
        self._act(menu, N_("Choose &wards on the map"), self.pick_units)
        self.show_marks = self._act(menu, N_("Show on the map what &may be visited"), self._show_units)
        self.show_marks.setCheckable(True)
        self._act(menu, N_("&Keep the request as a template…"), self.templates.ask_name)

    def _act(self, menu: QMenu, text: str, slot: Callable[[], object], shortcut: str = "") -> QAction:
        action = new_action(self._desk.words, self._window, text, slot, shortcut)
        menu.addAction(action)
        return action

    def _connect(self) -> None:
        form = self.form
        form.units.map_asked.connect(self.pick_units)
        form.units_changed.connect(self._show_units)
        form.candidates_changed.connect(self.marks.show_places)
        form.spots.spot_asked.connect(self.pick_spot)
        form.when.best_dates_asked.connect(self.find_dates)
        self.unit_tool.toggled.connect(form.units.toggle)
        self.spot_tool.chosen.connect(self._take_spot)
        self._designer.page_changed.connect(lambda _: self._show_units())
        self._desk.session.project_changed.connect(self._show_project)
        self._desk.session.opened.connect(self.templates.offer)
        self._desk.words.changed.connect(lambda _: self.templates.say())

    # On the map

    def pick_units(self) -> None:
        """Let wards and communes be clicked on the map."""
        self._designer.show_page(REQUEST_PAGE)
        self._canvas.tools.take(self.unit_tool)
        self._canvas.setFocus()

    def pick_spot(self, picker: PlacePicker) -> None:
        """Let a point or place be clicked on the map for ``picker``."""
        self._picker = picker
        self._canvas.tools.take(self.spot_tool)
        self._canvas.setFocus()

    def _take_spot(self, lon: float, lat: float, spot: tuple[object, float, float]) -> None:
        picker, self._picker = self._picker, None
        if picker is None:
            return
        place_id = self._scene.place_at(self._canvas.view, spot[1], spot[2])
        if place_id is not None:
            anchor = anchor_of(self._desk.session.project.places[place_id])
        else:
            anchor = Anchor(lon, lat, self._desk.words.say(N_("Point on the map")))
        picker.choose_on_map(anchor)
        picker.setFocus()

    def _show_units(self) -> None:
        units = self.form.units.units
        self.unit_tool.show_units(units)
        is_request = self._designer.page == REQUEST_PAGE
        self.shade.show_units(units, is_shown=is_request)
        self.marks.show(is_shown=is_request and self.show_marks.isChecked())

    def _show_project(self, project: Project) -> None:
        for tool in (self.shade, self.unit_tool):
            tool.show_project(project)

    # Calendar, dates, templates

    def show_festivals(self) -> None:
        """Open the calendar of festivals beside the window's other panels."""
        if self.festivals is None:
            self.festivals = FestivalsDialog(self.form.context, self.form.today, self._window)
            self.festivals.panel.festival_chosen.connect(self.form.when.take_festival)
            self.festivals.panel.chosen.connect(self._take_date)
            self.festivals.panel.festival_chosen.connect(lambda *_: self._designer.show_page(REQUEST_PAGE))
        self.festivals.open_with(self.form.when.dates)

    def _take_date(self, day: date) -> None:
        self.form.when.take_date(day)
        self._designer.show_page(REQUEST_PAGE)

    def find_dates(self) -> None:
        """Ask for a range of dates, and rank them for the request of the form."""
        try:
            request = self.form.request()
        except HanhTrinhError as error:
            self._designer.show_problem(error.in_language(self._desk.words.language))
            return
        self.best_dates.ask(request)

    def load(self, request: TourRequest) -> None:
        """Put a request into the form, and show it."""
        self.form.load(request)
        self._designer.show_request()
