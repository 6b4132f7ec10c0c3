"""Map layers in the window: panel, menu, questions, and what links them with the map."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QDockWidget, QFileDialog, QInputDialog, QMainWindow, QMenu, QTabWidget, QWidget

from data.language.catalogue import N_
from data.model.map_layers import LayerKey, SourceKind
from gis_app.actions import new_action
from gis_app.desk.core import Desk
from gis_app.desk.layers import MapLayers
from gis_app.desk.roads import Roads
from gis_app.dialogs.layer_sources import CoordinateSystem, FileLayers, OnlineLayer
from gis_app.dialogs.layer_style import LayerStyleDialog
from gis_app.docks.layers_panel import LayersPanel
from gis_app.map.controls import MapArea
from gis_app.map.features import FeatureCard, FeatureTool
from gis_app.map.scene import MapScene
from layers.basemap import Basemap
from layers.reference.opening import ENDINGS
from layers.reference.wms import read_offer
from layers.viewport import Bounds

SAID_MS: Final = 8000


class Layering(QObject):
    """Puts the panel of map layers beside the places, its menu and the map together.

    Parameters
    ----------
    window
        Where dock and menu go.
    roads
        Gives the basemap without layers.
    area, scene
        The map.
    beside
        The dock whose tab the panel shares.
    """

    def __init__(
        self,
        desk: Desk,
        window: QMainWindow,
        roads: Roads,
        *,
        area: MapArea,
        scene: MapScene,
        beside: QDockWidget,
    ) -> None:
        super().__init__(window)
        self._desk, self._window, self._area, self._scene = desk, window, area, scene
        self.layers = MapLayers(desk, self)
        self.card = FeatureCard(desk.words, desk.theme, area.canvas)
        self.tool = FeatureTool(scene, self.card, self.layers.features)
        area.canvas.tools.add_resident(self.tool)
        self.add_file = self._act(N_("Layer from a &file…"), self.ask_file, "Ctrl+Shift+L")
        self.add_tiles = self._act(N_("Online &tiles (XYZ)…"), partial(self.ask_online, SourceKind.XYZ))
        self.add_wms = self._act(N_("&WMS layer…"), partial(self.ask_online, SourceKind.WMS))
        self.panel = LayersPanel(
            self.layers, desk.words, desk.theme, [self.add_file, self.add_tiles, self.add_wms]
        )
        self.dock = self._make_dock(beside)
        self.menu = self._make_menu()
        self._connect(roads)

    @property
    def is_busy(self) -> bool:
        """Whether layers are being read or tiles are coming."""
        return self.layers.is_busy

    def close(self) -> None:
        """Fetch nothing more: the window closes."""
        self.layers.close()

    def _connect(self, roads: Roads) -> None:
        layers, panel = self.layers, self.panel
        roads.basemap_changed.connect(layers.show_basemap)
        layers.ground_changed.connect(self._show_ground)
        layers.feed.arrived.connect(self._scene.tiles.refresh)
        layers.layers_found.connect(self._ask_layers)
        layers.system_asked.connect(self._ask_system)
        layers.said.connect(lambda text: self._window.statusBar().showMessage(text, SAID_MS))
        panel.zoom_asked.connect(self._zoom)
        panel.style_asked.connect(self.ask_style)
        panel.relocate_asked.connect(self.ask_file_again)
        panel.rename_asked.connect(self._ask_name)
        panel.credit_asked.connect(self._ask_credit)
        self._desk.session.opened.connect(self.card.hide)

    def _make_dock(self, beside: QDockWidget) -> QDockWidget:
        dock = QDockWidget(self._window)
        dock.setObjectName("layers")
        self._desk.words.bind(dock.setWindowTitle, N_("Map layers"))
        dock.setTitleBarWidget(QWidget(dock))
        dock.setFeatures(QDockWidget.DockWidgetFeature.DockWidgetClosable)
        dock.setWidget(self.panel)
        area = Qt.DockWidgetArea.LeftDockWidgetArea
        self._window.setTabPosition(area, QTabWidget.TabPosition.North)
        self._window.addDockWidget(area, dock)
        self._window.tabifyDockWidget(beside, dock)
        beside.raise_()
        return dock

    def _make_menu(self) -> QMenu:
        bar = self._window.menuBar()
        menu = QMenu(bar)
        self._desk.words.bind(menu.setTitle, N_("L&ayers"))
        show = self._act(N_("&Show the layers"), self.go_to_layers, "Ctrl+Alt+L")
        menu.addAction(show)
        menu.addSeparator()
        menu.addActions([self.add_file, self.add_tiles, self.add_wms])
        bar.insertMenu(bar.actions()[-2], menu)
        return menu

    def _act(self, text: str, slot: Callable[[], object], shortcut: str = "") -> QAction:
        return new_action(self._desk.words, self._window, text, slot, shortcut)

    # What the user can do

    def go_to_layers(self) -> None:
        """Show the panel and go to its list."""
        self.dock.show()
        self.dock.raise_()
        self.panel.tree.setFocus()

    def ask_file(self) -> None:
        """Ask for files and add them."""
        dialog = self._file_dialog(N_("Add layers from files"), QFileDialog.FileMode.ExistingFiles)
        dialog.filesSelected.connect(lambda files: self._add_files([Path(file) for file in files]))
        dialog.open()

    def ask_file_again(self, key: str) -> None:
        """Ask where the file of a layer has gone."""
        dialog = self._file_dialog(N_("Find the file of the layer again"), QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(lambda file: self.layers.relocate(key, Path(file)))
        dialog.open()

    def ask_online(self, kind: SourceKind) -> None:
        """Ask for a map server and add its layer."""
        dialog = OnlineLayer(self._desk.words, kind, self._window)
        dialog.given.connect(self._add_online)
        dialog.listing_asked.connect(lambda address: self._list_layers(dialog, address))
        dialog.open()

    def _list_layers(self, dialog: OnlineLayer, address: str) -> None:
        title = self._desk.words.say(N_("Asking the map server for its layers"))
        job = self._desk.jobs.on_thread(title, lambda _: read_offer(address))
        # Methods of the dialog: Qt forgets them when it is closed before the server answers.
        job.finished.connect(dialog.show_offer)
        job.failed.connect(dialog.show_failure)

    def ask_style(self, key: str) -> None:
        """Open the style of a vector layer."""
        layer = self.layers.stack[key]
        columns = next(
            (styled.features.columns for each, styled in self.layers.features() if each.key == key), {}
        )
        dialog = LayerStyleDialog(self._desk.words, layer.title, layer.style, columns, self._window)
        dialog.applied.connect(lambda style: self.layers.restyle(key, style))
        dialog.open()

    def _add_files(self, paths: list[Path]) -> None:
        if paths:
            self._desk.settings.folder = paths[0].parent
        for path in paths:
            self.layers.add_file(path)
        self.go_to_layers()

    def _add_online(self, source: object, title: str) -> None:
        self.panel.tree.choose(self.layers.add(source, title))  # type: ignore[arg-type]  # a signal's object
        self.go_to_layers()

    def _ask_layers(self, path: Path, names: tuple[str, ...]) -> None:
        dialog = FileLayers(self._desk.words, path.name, names, self._window)
        dialog.given.connect(lambda chosen: self.layers.add_layers(path, chosen))
        dialog.open()

    def _ask_system(self, key: LayerKey) -> None:
        dialog = CoordinateSystem(self._desk.words, self.layers.stack[key].title, self._window)
        dialog.given.connect(lambda crs: self.layers.set_system(key, crs))
        dialog.open()

    def _ask_name(self, key: str) -> None:
        layer = self.layers.stack[key]
        if layer.source is not None:
            self._ask_text(N_("Rename the layer"), N_("Name"), layer.title, partial(self.layers.rename, key))

    def _ask_credit(self, key: str) -> None:
        source = self.layers.stack[key].source
        if source is not None:
            take = partial(self.layers.set_credit, key)
            self._ask_text(N_("Credit of the layer"), N_("Whose data is it?"), source.attribution, take)

    def _ask_text(self, title: str, label: str, text: str, take: Callable[[str], object]) -> None:
        say = self._desk.words.say
        dialog = QInputDialog(self._window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setWindowTitle(say(title))
        dialog.setLabelText(say(label))
        dialog.setTextValue(text)
        dialog.textValueSelected.connect(take)
        dialog.open()

    def _file_dialog(self, title: str, mode: QFileDialog.FileMode) -> QFileDialog:
        say = self._desk.words.say
        kinds = say(N_("Map layers ({patterns})"), patterns=" ".join(f"*{ending}" for ending in ENDINGS))
        dialog = QFileDialog(self._window, say(title), str(self._desk.settings.folder), kinds)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(mode)
        return dialog

    # What is shown

    def _show_ground(self, basemap: Basemap) -> None:
        self._scene.show_basemap(basemap)
        self._area.show_credits(basemap.attribution, self.layers.credits())

    def _zoom(self, bounds: Bounds) -> None:
        self._area.canvas.show_bounds(bounds)
        self.card.hide()
