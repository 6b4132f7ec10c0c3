"""Measuring on the map: its action, the way by road beside it, and the clipboard."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QGuiApplication, QKeySequence
from PySide6.QtWidgets import QMainWindow, QMenu

from data.errors import HanhTrinhError
from data.language.catalogue import N_
from data.language.terms import term
from data.model.travel_mode import TravelMode
from gis_app.desk.core import Desk
from gis_app.desk.roads import Roads
from gis_app.icons import icon
from gis_app.map.controls import MapArea
from gis_app.map.measure_tool import ByRoad, MeasureTool
from gis_app.planning import routers_of
from gis_app.workers import TaskContext
from layers.measure import Measure

if TYPE_CHECKING:
    from routes.planner.routers import RouterOf

_SAID_MS = 8000


class Measuring(QObject):
    """Puts the tool that measures into a menu and beside the map.

    Parameters
    ----------
    roads
        Give the way by car between the points measured.
    area
        The map with its buttons.
    menu
        Where the action goes.
    """

    def __init__(self, desk: Desk, window: QMainWindow, area: MapArea, roads: Roads, menu: QMenu) -> None:
        super().__init__(window)
        self._desk, self._window, self._roads, self._canvas = desk, window, roads, area.canvas
        self._routers: tuple[object, RouterOf] | None = None
        self.tool = MeasureTool(desk.words, desk.theme)
        self.tool.setParent(self)
        self.tool.measured.connect(self._ask_road)
        self.tool.copy_asked.connect(self._copy)
        self.action = QAction(window)
        self.action.setObjectName("measure")
        self.action.setCheckable(True)
        self.action.setShortcut(QKeySequence("Ctrl+M"))
        colors = desk.theme.interface
        self.action.setIcon(icon("measure", colors.text.hex, disabled=colors.border.hex))
        desk.words.bind(self.action.setText, N_("&Measure distances and areas"))
        self.action.triggered.connect(self._switch)
        self._canvas.tools.taken.connect(lambda tool: self.action.setChecked(tool is self.tool))
        menu.addAction(self.action)
        area.add_tool(self.action)

    def _switch(self, is_on: bool) -> None:
        if is_on:
            self._canvas.tools.take(self.tool)
        else:
            self._canvas.tools.put_away()

    def _copy(self, text: str) -> None:
        if text:
            QGuiApplication.clipboard().setText(text)
            self._window.statusBar().showMessage(
                self._desk.words.say(N_("The measure was copied.")), _SAID_MS
            )

    def _ask_road(self, measure: Measure) -> None:
        """Look up the way by car on a thread, where there are roads and a line."""
        network = self._roads.network
        if network is None or measure.is_closed or len(measure.points) < 2:
            return
        if self._routers is None or self._routers[0] is not network:
            self._routers = network, routers_of(network)
        routers, mode = self._routers[1], term(TravelMode.CAR, self._desk.words.language)

        def look_up(_: TaskContext) -> ByRoad | None:
            try:
                route = routers(TravelMode.CAR).route(measure.points)
            except HanhTrinhError:
                return None
            return ByRoad(mode, route.distance_m, route.duration_s)

        job = self._desk.jobs.on_thread(self._desk.words.say(N_("Measuring by road")), look_up)
        job.finished.connect(lambda found: self.tool.show_by_road(measure, found))
        self._desk.tell_failures(job)
