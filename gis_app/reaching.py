"""Areas within reach: computed on a thread, shown as bands with the places in them, saved as GeoJSON."""

import json
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import shapely
from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QDockWidget, QFileDialog, QMainWindow, QMenu, QWidget

from data.errors import HanhTrinhError
from data.language.catalogue import N_
from data.model.place import PlaceId
from data.model.project import Project
from data.model.travel_mode import TravelMode
from data.writers.atomic import write_atomically
from gis_app.desk.core import Desk
from gis_app.desk.roads import Roads
from gis_app.docks.reach_panel import ReachPanel
from gis_app.icons import icon
from gis_app.map.controls import MapArea
from gis_app.map.reach_tool import Band, Reach, ReachLayer, ReachTool
from gis_app.map.scene import MapScene
from gis_app.workers import TaskContext
from routes.network.store import RoadNetwork

if TYPE_CHECKING:
    from gis_app.jobs import Job

MINUTES: Final = (15, 30, 45, 60)
OFF_ROAD_M: Final = 500.0
"""Walking beside the roads that counts as within reach, where time is left; far on a map of main roads."""

_SAID_MS: Final = 8000
_DECIMALS: Final = 6


class Reaching(QObject):
    """Puts the tool, the bands and their panel together.

    Parameters
    ----------
    roads
        Give the network.
    area, scene
        The map.
    menu
        Where the action goes.
    """

    def __init__(
        self,
        desk: Desk,
        window: QMainWindow,
        roads: Roads,
        *,
        area: MapArea,
        scene: MapScene,
        menu: QMenu,
    ) -> None:
        super().__init__(window)
        self._desk, self._window, self._roads = desk, window, roads
        self._canvas, self._scene = area.canvas, scene
        self._job: Job | None = None
        self._origin: tuple[float, float, PlaceId | None] | None = None
        self.layer = ReachLayer(desk.theme, scene)
        self._canvas.tools.add_resident(self.layer)
        self.tool = ReachTool(scene, desk.words)
        self.tool.asked.connect(self.ask)
        self.panel = ReachPanel(desk.words)
        self.dock = self._make_dock()
        self.action = self._make_action(menu)
        area.add_tool(self.action)
        self.panel.mode_chosen.connect(self._ask_again)
        self.panel.clear_asked.connect(self.clear)
        self.panel.export_asked.connect(self.ask_export)
        self.panel.place_clicked.connect(desk.selection.choose_place)
        desk.session.opened.connect(self.clear)
        desk.words.changed.connect(lambda _: self._show(self.layer.reach))
        self._show(None)

    def fill_place_menu(self, menu: QMenu, place_id: PlaceId) -> None:
        """Offer the areas within reach of a place."""
        place = self._desk.session.project.place(place_id)
        text = self._desk.words.say(N_("What is within reach of here?"))
        menu.addAction(text, partial(self.ask, place.lon, place.lat, place_id))

    def fill_ground_menu(self, menu: QMenu, lon: float, lat: float) -> None:
        """Offer the areas within reach of a point (WGS84 degrees)."""
        text = self._desk.words.say(N_("What is within reach of here?"))
        menu.addAction(text, partial(self.ask, lon, lat, None))

    def ask(self, lon: float, lat: float, place_id: PlaceId | None) -> None:
        """Compute what is within reach of a point (WGS84 degrees) on a thread, and show it."""
        project, network = self._desk.session.project, self._roads.network
        say = self._desk.words.say
        if network is None:
            self._window.statusBar().showMessage(say(N_("The road network is still being read.")), _SAID_MS)
            return
        label = say(N_("the point clicked"))
        if place_id is not None:
            place = project.place(place_id)
            lon, lat, label = place.lon, place.lat, place.name(self._desk.words.language)
        self._origin = lon, lat, place_id
        if self._job is not None:
            self._job.cancel()
        mode = self.panel.chosen_mode
        task = partial(_reach, project, network, mode, (lon, lat, label))
        job = self._desk.jobs.on_thread(say(N_("Finding what is within reach")), task)
        self._job = job
        job.finished.connect(lambda reach: self._show(reach) if self._job is job else None)
        self._desk.tell_failures(job)
        self.dock.show()

    def clear(self) -> None:
        """Take the bands off the map, and put the tool away."""
        self._job = self._origin = None
        self._show(None)
        if self._canvas.tools.active is self.tool:
            self._canvas.tools.put_away()
        self.dock.hide()

    def ask_export(self) -> None:
        """Ask for a file and write the areas there."""
        say = self._desk.words.say
        folder = str(self._desk.settings.folder)
        dialog = QFileDialog(
            self._window, say(N_("Save the areas as")), folder, say(N_("GeoJSON (*.geojson)"))
        )
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("geojson")
        dialog.fileSelected.connect(lambda file: self.export(Path(file)))
        dialog.open()

    def export(self, path: Path) -> None:
        """Write the areas shown to ``path``."""
        reach = self.layer.reach
        if reach is None:
            return
        try:
            write_atomically(path, reach_document(reach).encode())
        except HanhTrinhError as error:
            self._desk.tell(error)
            return
        said = self._desk.words.say(N_("Saved: {file}"), file=path.name)
        self._window.statusBar().showMessage(said, _SAID_MS)

    def _ask_again(self) -> None:
        if self._origin is not None:
            self.ask(*self._origin)

    def _show(self, reach: Reach | None) -> None:
        self.layer.show_reach(reach)
        self.panel.show_reach(self._desk.session.project, reach)

    def _switch(self, is_on: bool) -> None:
        if is_on:
            self._canvas.tools.take(self.tool)
            self.dock.show()
        else:
            self._canvas.tools.put_away()

    def _make_action(self, menu: QMenu) -> QAction:
        action, colors = QAction(self._window), self._desk.theme.interface
        action.setObjectName("reach")
        action.setCheckable(True)
        action.setShortcut(QKeySequence("Ctrl+Shift+M"))
        action.setIcon(icon("reach", colors.text.hex, disabled=colors.border.hex))
        self._desk.words.bind(action.setText, N_("What is within &reach?"))
        action.triggered.connect(self._switch)
        self._canvas.tools.taken.connect(lambda tool: action.setChecked(tool is self.tool))
        menu.addAction(action)
        return action

    def _make_dock(self) -> QDockWidget:
        dock = QDockWidget(self._window)
        dock.setObjectName("reachPanel")
        dock.setFeatures(QDockWidget.DockWidgetFeature.DockWidgetClosable)
        self._desk.words.bind(dock.setWindowTitle, N_("Within reach"))
        # The panel speaks for itself.
        dock.setTitleBarWidget(QWidget(dock))
        dock.setWidget(self.panel)
        self._window.addDockWidget(Qt.DockWidgetArea.LeftDockWidgetArea, dock)
        dock.hide()
        return dock


def _reach(
    project: Project,
    network: RoadNetwork,
    mode: TravelMode,
    origin: tuple[float, float, str],
    context: TaskContext,
) -> Reach:
    """Return the bands around a point, with the places in each.

    Raises
    ------
    NoRouteError
        If the mode has no roads there.
    """
    # Imported on the thread: the window opens without the routers.
    from routes.backends import open_router  # noqa: PLC0415
    from routes.isochrones.area import isochrones  # noqa: PLC0415
    from routes.isochrones.places import summarise  # noqa: PLC0415

    context.progress(0.1)
    lon, lat, label = origin
    router, budgets_s = open_router(network, mode), [60 * minutes for minutes in MINUTES]
    found = isochrones(router, [(lon, lat)], budgets_s, off_road_m=OFF_ROAD_M)
    bands: list[Band] = []
    inner: shapely.Geometry = shapely.MultiPolygon()
    known: set[PlaceId] = set()
    for one in found:
        context.progress(0.5)
        inside = summarise(one, project).place_ids
        ring = shapely.difference(one.area, inner)
        new = tuple(key for key in inside if key not in known)
        bands.append(Band(one.budget_s // 60, one.area, ring, new, one.area_km2))
        inner = one.area
        known.update(new)
    return Reach(lon, lat, label, mode, tuple(bands), network.meta.attribution)


def reach_document(reach: Reach) -> str:
    """Return the areas as GeoJSON (RFC 7946), the largest first, so that the smaller ones lie on top."""
    features: list[dict[str, Any]] = [
        {
            "type": "Feature",
            "geometry": json.loads(shapely.to_geojson(shapely.set_precision(band.area, 10**-_DECIMALS))),
            "properties": {
                "minutes": band.minutes,
                "mode": reach.mode.value,
                "from": reach.label,
                "area_km2": round(band.area_km2, 2),
                "places": list(band.place_ids),
                "attribution": reach.attribution,
            },
        }
        for band in reversed(reach.bands)
    ]
    return json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False)
