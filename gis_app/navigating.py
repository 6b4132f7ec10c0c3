"""Finding one's way on the map: a position to go to, bookmarks, views seen before, overview, coordinates."""

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass
from functools import partial
from typing import Final

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtGui import QAction, QActionGroup, QGuiApplication, QImage, QKeySequence, QPainter
from PySide6.QtWidgets import QInputDialog, QMainWindow, QMenu

from data.language.catalogue import N_
from data.language.collation import vietnamese_key
from data.language.formats import coordinates, coordinates_dms, plane_coordinates
from data.readers.positions import MERIDIANS_DEG
from data.readers.vn2000 import from_wgs84
from gis_app.actions import new_action
from gis_app.desk.core import Desk
from gis_app.desk.roads import Roads
from gis_app.dialogs.go_to import GoTo
from gis_app.jobs import Job
from gis_app.map.controls import MapArea
from gis_app.map.overview import HEIGHT_PX, WIDTH_PX, Overview
from gis_app.map.spot_layer import SpotLayer
from gis_app.render.basemap_painter import paint_ground
from gis_app.render.drawing import Drawing
from layers.basemap import Basemap
from layers.style import Theme
from layers.viewport import Viewport, bounds_of

SPOT_ZOOM: Final = 15.0
MOST_VIEWS: Final = 50
REST_MS: Final = 700
"""A view counts as seen once the map has rested there for so long."""

_BOOKMARKS: Final = "bookmarks"
_SPELLING: Final = "coordinates"
_OVERVIEW: Final = "overview"
_DEGREES, _DMS = "degrees", "dms"
_USUAL_PROVINCES: Final = ("Hà Nội", "Hải Dương", "Hải Phòng")


@dataclass(frozen=True, slots=True)
class Bookmark:
    """A view worth coming back to: WGS84 degrees, zoom of the map."""

    name: str
    lon: float
    lat: float
    zoom: float


class Navigating(QObject):
    """Puts navigation into the menu of views.

    Parameters
    ----------
    area
        The map.
    roads
        Tell which basemap is drawn.
    menu
        Menu of views.
    """

    def __init__(self, desk: Desk, window: QMainWindow, area: MapArea, roads: Roads, menu: QMenu) -> None:
        super().__init__(window)
        self._desk, self._window, self._area, self._canvas = desk, window, area, area.canvas
        self.spot = SpotLayer(desk.theme)
        self._canvas.tools.add_resident(self.spot)
        self.dialog: GoTo | None = None
        self._views: list[Viewport] = []
        self._place = -1
        self._is_going = False
        self._drawing: Job | None = None
        self._rest = QTimer(self, interval=REST_MS, singleShot=True)
        self._rest.timeout.connect(self._note_view)
        self._canvas.view_changed.connect(self._follow)
        menu.addSeparator()
        self.go = self._act(menu, N_("&Go to a position…"), self.ask_position, "Ctrl+G")
        self.back = self._act(menu, N_("Pre&vious view"), partial(self._step, -1), "Alt+Home")
        self.forth = self._act(menu, N_("Ne&xt view"), partial(self._step, 1), "Alt+End")
        self.bookmarks = QMenu(menu)
        desk.words.bind(self.bookmarks.setTitle, N_("&Bookmarks"))
        self.bookmarks.aboutToShow.connect(self._fill_bookmarks)
        menu.addMenu(self.bookmarks)
        self.keep = self._act(self.bookmarks, N_("&Keep this view…"), self.ask_name, "Ctrl+B")
        self.spellings = QMenu(menu)
        desk.words.bind(self.spellings.setTitle, N_("Coor&dinates"))
        menu.addMenu(self.spellings)
        self._fill_spellings()
        self._make_overview(menu, roads)
        desk.session.opened.connect(self._begin_anew)
        desk.words.changed.connect(lambda _: self._fill_spellings())
        self._enable()

    # What the user can do

    def ask_position(self) -> None:
        """Ask for a position and look there."""
        view = self._canvas.view
        self.dialog = GoTo(self._desk.words, (view.lon, view.lat), self._province, self._window)
        self.dialog.asked.connect(self.look_at)
        self.dialog.open()

    def look_at(self, lon: float, lat: float) -> None:
        """Look at a point (WGS84 degrees) and mark it."""
        self._canvas.show_point(lon, lat, zoom=max(self._canvas.view.zoom, SPOT_ZOOM))
        self.spot.mark(lon, lat, self.spelled(lon, lat))

    def spelled(self, lon: float, lat: float) -> str:
        """Write a position (WGS84 degrees) in the spelling chosen."""
        return _spelled(self.spelling, lon, lat, self._desk.words.language)

    def fill_ground_menu(self, menu: QMenu, lon: float, lat: float) -> None:
        """Offer to copy a position (WGS84 degrees)."""
        copy = partial(QGuiApplication.clipboard().setText, self.spelled(lon, lat))
        menu.addAction(self._desk.words.say(N_("Copy the coordinates")), copy)

    # Coordinates

    @property
    def spelling(self) -> str:
        """How coordinates are written: 'degrees', 'dms', or the province whose VN-2000 zone is meant."""
        kept = self._desk.settings.kept(_SPELLING)
        return kept if kept == _DMS or kept in MERIDIANS_DEG else _DEGREES

    @property
    def _province(self) -> str:
        return self.spelling if self.spelling in MERIDIANS_DEG else ""

    def choose_spelling(self, spelling: str) -> None:
        """Write coordinates so from now on, and remember it."""
        self._desk.settings.keep(_SPELLING, spelling)
        self._area.spell_position(partial(_spelled, spelling))
        if self.spot.spot is not None:
            # Said in the other spelling; the map stays where it is.
            self.spot.mark(*self.spot.spot, self.spelled(*self.spot.spot))

    def _fill_spellings(self) -> None:
        self.spellings.clear()
        group, say = QActionGroup(self.spellings), self._desk.words.say
        provinces = self._provinces()
        texts = {_DEGREES: say(N_("Degrees (WGS84)")), _DMS: say(N_("Degrees, minutes, seconds (WGS84)"))}
        for province in provinces:
            degrees = MERIDIANS_DEG[province]
            meridian = f"{int(degrees)}°{round(degrees % 1 * 60):02d}′"
            texts[province] = say(
                N_("VN-2000, {province} ({meridian})"), province=province, meridian=meridian
            )
        for spelling, text in texts.items():
            action = self.spellings.addAction(text)
            action.setCheckable(True)
            action.setChecked(spelling == self.spelling)
            group.addAction(action)
            action.triggered.connect(lambda _=False, spelling=spelling: self.choose_spelling(spelling))
        self._area.spell_position(partial(_spelled, self.spelling))

    def _provinces(self) -> list[str]:
        """Return the provinces whose VN-2000 maps cover the project; the usual ones for an empty project."""
        units = self._desk.session.project.units.values()
        found = {unit.province for unit in units} & MERIDIANS_DEG.keys()
        if self._province:
            found.add(self._province)
        return sorted(found or _USUAL_PROVINCES, key=vietnamese_key)

    # Bookmarks

    def ask_name(self) -> None:
        """Keep the present view under a name."""
        say = self._desk.words.say
        dialog = QInputDialog(self._window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setWindowTitle(say(N_("Keep this view")))
        dialog.setLabelText(say(N_("Name of the bookmark")))
        dialog.setOkButtonText(say(N_("Keep")))
        dialog.setCancelButtonText(say(N_("Cancel")))
        dialog.textValueSelected.connect(self.add_bookmark)
        dialog.open()

    def add_bookmark(self, name: str) -> None:
        """Keep the present view; one of the same name is replaced."""
        view, wanted = self._canvas.view, name.strip()
        if wanted:
            others = [mark for mark in self.kept_bookmarks() if mark.name != wanted]
            self._keep_bookmarks([*others, Bookmark(wanted, view.lon, view.lat, view.zoom)])

    def kept_bookmarks(self) -> tuple[Bookmark, ...]:
        """Return the bookmarks by name; what cannot be read is left out."""
        try:
            found = [Bookmark(**one) for one in json.loads(self._desk.settings.kept(_BOOKMARKS) or "[]")]
        except (TypeError, ValueError):
            return ()
        return tuple(sorted(found, key=lambda mark: vietnamese_key(mark.name)))

    def _keep_bookmarks(self, marks: list[Bookmark]) -> None:
        kept = json.dumps([asdict(mark) for mark in marks], ensure_ascii=False)
        self._desk.settings.keep(_BOOKMARKS, kept)

    def _fill_bookmarks(self) -> None:
        self.bookmarks.clear()
        self.bookmarks.addAction(self.keep)
        marks = self.kept_bookmarks()
        if not marks:
            return
        self.bookmarks.addSeparator()
        for mark in marks:
            self.bookmarks.addAction(mark.name.replace("&", "&&"), partial(self._go_to, mark))
        self.bookmarks.addSeparator()
        remove = self.bookmarks.addMenu(self._desk.words.say(N_("Remove")))
        for mark in marks:
            remove.addAction(mark.name.replace("&", "&&"), partial(self._remove, mark))

    def _go_to(self, mark: Bookmark) -> None:
        self._canvas.show_point(mark.lon, mark.lat, zoom=mark.zoom)

    def _remove(self, mark: Bookmark) -> None:
        self._keep_bookmarks([other for other in self.kept_bookmarks() if other != mark])

    # Views seen before

    def _begin_anew(self) -> None:
        self._views, self._place = [], -1
        self.spot.clear()
        self._fill_spellings()
        self._enable()

    def _follow(self, view: Viewport) -> None:
        self.overview.look(view)
        if not self._is_going:
            self._rest.start()

    def _note_view(self) -> None:
        view = self._canvas.view
        if 0 <= self._place < len(self._views) and self._views[self._place] == view:
            return
        self._views = [*self._views[: self._place + 1], view][-MOST_VIEWS:]
        self._place = len(self._views) - 1
        self._enable()

    def _step(self, step: int) -> None:
        if self._rest.isActive():
            self._rest.stop()
            self._note_view()
        place = self._place + step
        if 0 <= place < len(self._views):
            self._place, self._is_going = place, True
            self._canvas.look_at(self._views[place])
            self._is_going = False
        self._enable()

    def _enable(self) -> None:
        # A view not noted yet can be left: what was seen before it is the last one noted.
        self.back.setEnabled(self._place > 0 or (self._rest.isActive() and self._place == 0))
        self.forth.setEnabled(self._place < len(self._views) - 1)

    # Overview

    def _make_overview(self, menu: QMenu, roads: Roads) -> None:
        self.overview = Overview(self._desk.theme, self._area)
        self._desk.words.bind(self.overview.setAccessibleName, N_("Overview of the region"))
        self._desk.words.bind(self.overview.setToolTip, N_("Overview of the region"))
        self.overview.moved.connect(self._canvas.show_point)
        self._area.show_overview(self.overview)
        self._basemap = Basemap()
        roads.basemap_changed.connect(self._show_basemap)
        self.show_overview = QAction(self._window, checkable=True)
        self._desk.words.bind(self.show_overview.setText, N_("Overvie&w of the region"))
        self.show_overview.setShortcut(QKeySequence("Ctrl+Shift+O"))
        self.show_overview.toggled.connect(self._switch_overview)
        menu.addAction(self.show_overview)
        self.overview.hide()
        self.show_overview.setChecked(self._desk.settings.kept(_OVERVIEW) == "shown")

    def _switch_overview(self, is_on: bool) -> None:
        self._desk.settings.keep(_OVERVIEW, "shown" if is_on else "")
        self.overview.setVisible(is_on)
        if is_on:
            self.draw_overview()

    def _show_basemap(self, basemap: Basemap) -> None:
        self._basemap = basemap
        self.draw_overview()

    def draw_overview(self) -> None:
        """Draw the region anew on a thread, if the overview is shown."""
        project = self._desk.session.project
        if not self.show_overview.isChecked() or not project.places:
            return
        bounds = bounds_of((place.lon, place.lat) for place in project.places.values())
        region = Viewport.fit(bounds, WIDTH_PX, HEIGHT_PX, margin_px=6.0)
        basemap, theme, ratio = self._basemap, self._desk.theme, self._canvas.devicePixelRatioF()
        title = self._desk.words.say(N_("Drawing the overview"))
        job = self._desk.jobs.on_thread(title, lambda _: _picture(region, basemap, theme, ratio))
        self._drawing = job
        job.finished.connect(partial(self._show_region, job, region))
        self._desk.tell_failures(job)
        self.overview.look(self._canvas.view)

    def _show_region(self, job: Job, region: Viewport, picture: QImage) -> None:
        # An earlier picture that comes late would hide a newer one.
        if job is self._drawing:
            self.overview.show_region(region, picture)

    def _act(self, menu: QMenu, msgid: str, slot: Callable[[], object], shortcut: str) -> QAction:
        action = new_action(self._desk.words, self._window, msgid, slot, shortcut)
        menu.addAction(action)
        return action


def _spelled(spelling: str, lon: float, lat: float, language: str) -> str:
    """Write a position (WGS84 degrees) in a spelling (``Navigating.spelling``)."""
    if spelling in MERIDIANS_DEG:
        northing_m, easting_m = from_wgs84(lon, lat, MERIDIANS_DEG[spelling])
        return plane_coordinates(northing_m, easting_m, language)
    return (coordinates_dms if spelling == _DMS else coordinates)(lon, lat, language)


def _picture(region: Viewport, basemap: Basemap, theme: Theme, ratio: float) -> QImage:
    """Return the ground of a region as a picture."""
    image = QImage(round(WIDTH_PX * ratio), round(HEIGHT_PX * ratio), QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    with QPainter(image) as painter:
        painter.scale(ratio, ratio)
        paint_ground(Drawing.on(painter, region, theme), basemap)
    return image
