"""The register in the window: its menu, and what links form, map and list."""

from collections.abc import Callable
from functools import partial
from typing import Final

from PySide6.QtCore import QItemSelectionModel, QObject, QPoint, QSignalBlocker, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QDockWidget, QMainWindow, QMenu, QWidget

from data.language.catalogue import N_
from data.language.collation import vietnamese_key
from data.model.place import PlaceId
from gis_app.actions import NEEDS, new_action
from gis_app.desk.core import Desk
from gis_app.desk.duplicates import Duplicates
from gis_app.desk.photo_places import PhotoPlaces
from gis_app.desk.register import Register
from gis_app.desk.register_files import RegisterFiles
from gis_app.dialogs.bulk_edit import BulkEdit
from gis_app.docks.inspector import Inspector
from gis_app.docks.places_panel import PlacesPanel
from gis_app.docks.register_table import LAYOUT, RegisterModel, RegisterTable
from gis_app.map.canvas import MapCanvas
from gis_app.map.moving import MoveTool
from gis_app.widgets.photo_strip import SIDE_PX
from gis_app.workers import TaskContext

SAID_MS: Final = 8000
_MARGIN_PX: Final = 80.0
_MANY: Final = 2_000
"""Places from which sorting names for the first time is felt."""


class Registering(QObject):
    """Puts the register's controller and menu together.

    Parameters
    ----------
    window
        Where the menu goes.
    canvas, inspector, places
        Views in which places are moved, opened and filtered; the table shows what ``places`` lets pass.
    """

    def __init__(
        self,
        desk: Desk,
        window: QMainWindow,
        canvas: MapCanvas,
        inspector: Inspector,
        places: PlacesPanel,
    ) -> None:
        super().__init__(window)
        self._desk, self._window, self._places, self._canvas = desk, window, places, canvas
        self.bulk: BulkEdit | None = None
        self.mover = MoveTool(canvas, desk.words)
        self.desk = Register(desk, self.mover, self)
        self.duplicates = Duplicates(desk, canvas, self)
        self.files = RegisterFiles(desk, lambda: places.shown, self)
        self.photo_places = PhotoPlaces(desk, self.desk.photos, self)
        for told in (self.desk.said, self.duplicates.said, self.files.said, self.photo_places.said):
            told.connect(lambda text: window.statusBar().showMessage(text, SAID_MS))
        inspector.edit_asked.connect(self.desk.edit)
        inspector.looks_asked.connect(self._look_at_photos)
        inspector.photo_opened.connect(self.desk.photos.open_outside)
        self._inspector = inspector
        desk.selection.tour_changed.connect(lambda _: self._show_tour())
        desk.session.project_changed.connect(lambda _: self._show_tour())
        self._show_tour()
        self.dock = self._make_table()
        places.filters.show_kept(desk.settings.place_filters)
        places.filters.kept_changed.connect(lambda text: setattr(desk.settings, "place_filters", text))
        self._of_place: list[QAction] = []
        self.menu = self._make_menu()
        desk.selection.place_changed.connect(lambda place: self._enable(is_chosen=place is not None))
        self._enable(is_chosen=False)

    def _look_at_photos(self, paths: list[str]) -> None:
        side_px = round(SIDE_PX * self._window.devicePixelRatioF())
        self.desk.photos.look(paths, side_px).finished.connect(self._inspector.take_looks)

    def _show_tour(self) -> None:
        tour = self._desk.selection.tour
        self._inspector.show_tour(None if tour is None else self._desk.session.project.tours.get(tour))

    def _make_menu(self) -> QMenu:
        bar = self._window.menuBar()
        menu = QMenu(bar)
        self._desk.words.bind(menu.setTitle, N_("&Places"))
        self._act(menu, N_("&New place…"), self.desk.add, "Ctrl+Shift+N")
        self._act(menu, N_("Add places from p&hotos…"), self.photo_places.ask)
        self._of_place = [
            self._act(menu, N_("&Edit the place…"), self._chosen(self.desk.edit), "F2"),
            self._act(menu, N_("&Move on the map"), self._chosen(self.desk.begin_moving)),
            self._act(menu, N_("Make a &copy"), self._chosen(self.desk.duplicate), "Ctrl+Shift+D"),
            self._act(menu, N_("&Delete…"), self._chosen(lambda place: self.desk.ask_delete((place,)))),
        ]
        self._of_place.append(
            self._act(menu, N_("Sh&ow the selection on the map"), self.show_chosen, "Ctrl+2")
        )
        menu.addSeparator()
        show = self.dock.toggleViewAction()
        self._desk.words.bind(show.setText, N_("&Table of places"))
        show.setShortcut(QKeySequence("Ctrl+Shift+T"))
        menu.addAction(show)
        self._act(menu, N_("Edit the places &selected in the table…"), self.ask_bulk, "Ctrl+Shift+E")
        menu.addSeparator()
        self._act(menu, N_("Find d&uplicates…"), self.duplicates.look)
        self._act(menu, N_("Open the table in E&xcel…"), self.files.ask_open_in_excel)
        bar.insertMenu(bar.actions()[2], menu)
        return menu

    def _make_table(self) -> QDockWidget:
        desk = self._desk
        self.model = RegisterModel(desk.words, self)
        self.table = RegisterTable(self.model, desk.words)
        kept = desk.settings.window_bytes(LAYOUT)
        if not kept.isEmpty():
            self.table.horizontalHeader().restoreState(kept)
        head = self.table.horizontalHeader()
        for changed in (head.sectionResized, head.sectionMoved, head.sortIndicatorChanged):
            changed.connect(lambda *_: desk.settings.remember_window(LAYOUT, head.saveState()))
        dock = QDockWidget(self._window)
        dock.setObjectName("register")
        dock.setTitleBarWidget(QWidget(dock))
        dock.setWidget(self.table)
        self._window.addDockWidget(Qt.DockWidgetArea.TopDockWidgetArea, dock)
        self._window.setCorner(Qt.Corner.TopLeftCorner, Qt.DockWidgetArea.LeftDockWidgetArea)
        dock.hide()
        dock.visibilityChanged.connect(lambda is_shown: self._fill() if is_shown else None)
        self._places.shown_changed.connect(self._fill)
        desk.words.changed.connect(lambda _: self._fill())
        desk.session.opened.connect(self._learn_keys)
        desk.selection.place_changed.connect(self._show_chosen)
        self.table.selectionModel().currentRowChanged.connect(lambda index, _: self._tell(index.row()))
        self.table.doubleClicked.connect(lambda index: self.desk.edit(self.model.places[index.row()].id))
        self.table.customContextMenuRequested.connect(self._open_menu)
        return dock

    def _fill(self) -> None:
        if self.dock.isHidden():
            return
        chosen = {place.id for place in self.table.chosen}
        with QSignalBlocker(self.table.selectionModel()):
            self.model.show_places(self._desk.session.project, self._places.shown)
        self._select([place.id for place in self.model.places if place.id in chosen])
        self._show_chosen(self._desk.selection.place)

    def _learn_keys(self) -> None:
        """Make the sort keys of names on a thread: the first click on a title should sort at once."""
        project, language = self._desk.session.project, self._desk.words.language
        places = tuple(project.places.values())
        if len(places) < _MANY:
            return

        def learn(context: TaskContext) -> None:
            for number, place in enumerate(places):
                if number % _MANY == 0:
                    context.progress(number / len(places))
                for text in (place.name(language), project.unit_label(place.unit_after, language)):
                    vietnamese_key(text)

        self._desk.jobs.on_thread(self._desk.words.say(N_("Sorting the names")), learn)

    def _show_chosen(self, place: PlaceId | None) -> None:
        """Bring the place selected elsewhere into sight; rows selected with it stay selected."""
        row = self.model.row_of(place)
        if row is None or self.dock.isHidden() or row == self.table.currentIndex().row():
            return
        is_among = place in {chosen.id for chosen in self.table.chosen}
        flags = QItemSelectionModel.SelectionFlag
        how = flags.NoUpdate if is_among else flags.ClearAndSelect | flags.Rows
        self.table.selectionModel().setCurrentIndex(self.model.index(row, 0), how)
        self.table.scrollTo(self.model.index(row, 0))

    def _select(self, places: list[PlaceId]) -> None:
        flags = QItemSelectionModel.SelectionFlag
        for place in places:
            row = self.model.row_of(place)
            if row is not None:
                self.table.selectionModel().select(self.model.index(row, 0), flags.Select | flags.Rows)

    def _tell(self, row: int) -> None:
        if 0 <= row < len(self.model.places):
            self._desk.selection.choose_place(self.model.places[row].id)

    def _open_menu(self, spot: QPoint) -> None:
        chosen = self.table.chosen
        if not chosen:
            return
        say = self._desk.words.say
        menu = QMenu(self.table)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(say(N_("Edit…")), self.ask_bulk)
        menu.addAction(say(N_("Copy for a spreadsheet")), self.table.copy)
        menu.addAction(say(N_("Delete…")), partial(self.desk.ask_delete, [place.id for place in chosen]))
        menu.popup(self.table.viewport().mapToGlobal(spot))

    def show_chosen(self) -> None:
        """Show all places selected in the table, or the one selected elsewhere, on the map."""
        keys = {place.id for place in self.table.chosen} if self.dock.isVisible() else set()
        selected = self._desk.selection.place
        if selected is not None and selected not in keys:
            keys = {selected}
        found = [place for key, place in self._desk.session.project.places.items() if key in keys]
        if found:
            lons, lats = [place.lon for place in found], [place.lat for place in found]
            bounds = min(lons), min(lats), max(lons), max(lats)
            self._canvas.show_bounds(bounds, margin_px=_MARGIN_PX)

    def ask_bulk(self) -> None:
        """Open the form of one place, or of the fields that the places selected in the table may share."""
        chosen = self.table.chosen
        if len(chosen) == 1:
            self.desk.edit(chosen[0].id)
        elif chosen:
            desk = self._desk
            self.bulk = BulkEdit(desk.words, desk.session.project, chosen, self._window)
            self.bulk.applied.connect(self.desk.change)
            self.bulk.open()

    def _act(self, menu: QMenu, text: str, slot: Callable[[], object], shortcut: str = "") -> QAction:
        action = new_action(self._desk.words, self._window, text, slot, shortcut)
        menu.addAction(action)
        return action

    def _chosen(self, slot: Callable[[PlaceId], object]) -> Callable[[], object]:
        def call() -> None:
            place = self._desk.selection.place
            if place is not None:
                slot(place)

        return call

    def _enable(self, *, is_chosen: bool) -> None:
        for action in self._of_place:
            action.setProperty(NEEDS, N_("choose a place first"))
            action.setEnabled(is_chosen)
