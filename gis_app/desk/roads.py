"""The road network in use: loaded on a thread, drawn as basemap, named in the status bar."""

from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog

from data.language.catalogue import N_
from gis_app.desk.core import Desk
from gis_app.planning import network_name, open_network
from gis_app.render.sources import build_basemap
from gis_app.workers import TaskContext
from layers.basemap import Basemap
from routes.network.store import RoadNetwork


class Roads(QObject):
    """Loads networks and makes the basemap of project and network."""

    basemap_changed = Signal(object)
    network_changed = Signal()

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._network: RoadNetwork | None = None
        self.path: Path | None = None
        self._drawn_units: object = None
        self._drawn_network: object = None

    @property
    def network(self) -> RoadNetwork | None:
        """The network in use; None while the first one is read."""
        return self._network

    @property
    def name(self) -> str:
        """Name and date of the network in use."""
        return network_name(self._network) if self._network else ""

    def load(self, path: Path | None) -> None:
        """Use the network in ``path``, or the starter network."""

        def read(context: TaskContext) -> RoadNetwork:
            context.note(0.1, N_("Reading the road network"))
            return open_network(path)

        job = self._desk.jobs.on_thread(self._desk.words.say(N_("Reading the road network")), read)
        job.finished.connect(lambda network: self._loaded(network, path))
        self._desk.tell_failures(job)

    def ask_load(self) -> None:
        """Ask for a network file and use it."""
        words = self._desk.words
        dialog = QFileDialog(
            self._desk.window,
            words.say(N_("Load a road network")),
            str(self._desk.settings.folder),
            words.say(N_("Road networks (*.htnet)")),
        )
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(lambda file: self.load(Path(file)))
        dialog.open()

    def show_project(self) -> None:
        """Make the basemap anew if what it shows has changed."""
        project, network = self._desk.session.project, self._network
        if project.units is self._drawn_units and network is self._drawn_network:
            return
        self._drawn_units, self._drawn_network = project.units, network

        def build(_: TaskContext) -> Basemap:
            return build_basemap(project, network, with_references=False)

        job = self._desk.jobs.on_thread(self._desk.words.say(N_("Drawing the map")), build)
        job.finished.connect(lambda basemap: self._built(basemap, project.units, network))
        self._desk.tell_failures(job)

    def _built(self, basemap: Basemap, units: object, network: object) -> None:
        if units is self._drawn_units and network is self._drawn_network:
            self.basemap_changed.emit(basemap)

    def _loaded(self, network: RoadNetwork, path: Path | None) -> None:
        self._network, self.path = network, path
        self.network_changed.emit()
        self.show_project()
