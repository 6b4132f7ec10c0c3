"""Questions about the source of a layer: address of a server, coordinate system, which layers of a file."""

from typing import Final

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from data.errors import HanhTrinhError
from data.language.catalogue import N_
from data.language.collation import vietnamese_key
from data.model.map_layers import LayerSource, SourceKind
from data.readers.crs import WGS84, vn2000
from data.readers.positions import MERIDIANS_DEG
from gis_app.dialogs.messages import error_text
from gis_app.i18n import Words
from gis_app.workers import Failed
from layers.reference.online import require_address
from layers.reference.wms import WmsOffer

_SELECTABLE: Final = Qt.ItemFlag.ItemIsSelectable
_WIDTH_PX: Final = 520
_SCHEME: Final = "https://"
_OSM: Final = (
    "OpenStreetMap",
    "https://tile.openstreetmap.org/{z}/{x}/{y}.png",
    "© OpenStreetMap contributors",
)


class LayerQuestion(QDialog):
    """A question with 'OK' and 'Cancel', closed and forgotten when answered."""

    def __init__(self, words: Words, title: str, text: str, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.words = words
        self.setWindowTitle(title)
        self.setMinimumWidth(_WIDTH_PX)
        self.body = QVBoxLayout(self)
        about = QLabel(text, self)
        about.setWordWrap(True)
        self.body.addWidget(about)
        self.problem = QLabel(self)
        self.problem.setObjectName("danger")
        self.problem.setWordWrap(True)
        self.problem.hide()
        standard = QDialogButtonBox.StandardButton
        self.buttons = QDialogButtonBox(standard.Ok | standard.Cancel, self)
        self.buttons.accepted.connect(self.answer)
        self.buttons.rejected.connect(self.reject)

    def end(self) -> None:
        """Put what comes last below what was added."""
        self.body.addWidget(self.problem)
        self.body.addWidget(self.buttons)

    def answer(self) -> None:
        """Take the answer."""
        self.accept()


class OnlineLayer(LayerQuestion):
    """Address, name and credit of tiles (XYZ) or of a WMS; ``given`` gives the source and the name."""

    given = Signal(object, str)
    listing_asked = Signal(str)
    """The address of a WMS whose layers are to be listed; ``show_offer`` or ``show_failure`` answers."""

    def __init__(self, words: Words, kind: SourceKind, parent: QWidget | None) -> None:
        is_wms = kind is SourceKind.WMS
        title = words.say(N_("Add a WMS layer") if is_wms else N_("Add online tiles"))
        about = words.say(
            N_("The map server draws the layer; what you have seen is kept for when there is no internet.")
            if is_wms
            else N_("Pictures of a map server; what you have seen is kept for when there is no internet. "
                    "Respect the terms of use of the server.")
        )  # fmt: skip
        super().__init__(words, title, about, parent)
        self._kind = kind
        self.name, self.address, self.layer, self.credit = (QLineEdit(self) for _ in range(4))
        self.system = QComboBox(self)
        self.system.addItems(["EPSG:3857", "EPSG:4326"])
        form = QFormLayout()
        form.addRow(words.say(N_("Name")), self.name)
        form.addRow(words.say(N_("Address")), self.address)
        if is_wms:
            self._make_offer(form)
            form.addRow(words.say(N_("Layers (separated by commas)")), self.layer)
            form.addRow(words.say(N_("Coordinate system")), self.system)
            self.address.setText(_SCHEME)
        else:
            for field, text in zip((self.name, self.address, self.credit), _OSM, strict=True):
                field.setText(text)
                field.setCursorPosition(0)
        form.addRow(words.say(N_("Credit (shown on the map)")), self.credit)
        self.layer.setVisible(is_wms)
        self.system.setVisible(is_wms)
        self.body.addLayout(form)
        self.end()

    def _make_offer(self, form: QFormLayout) -> None:
        self.list_layers = QPushButton(self.words.say(N_("List the layers of the server")), self)
        self.list_layers.setAutoDefault(False)
        self.list_layers.clicked.connect(self._ask_list)
        form.addRow(self.list_layers)
        self.offered = QListWidget(self)
        self.offered.setObjectName("checks")
        self.offered.setAccessibleName(self.words.say(N_("Layers of the server")))
        self.offered.itemChanged.connect(lambda _: self._take_ticked())
        self.offered.hide()
        form.addRow(self.offered)

    def _ask_list(self) -> None:
        self.problem.hide()
        self.list_layers.setEnabled(False)
        self.listing_asked.emit(self.address.text().strip())

    def show_offer(self, offer: WmsOffer) -> None:
        """List the layers of the server to be ticked; fill in what is not written yet."""
        self.list_layers.setEnabled(True)
        written = {name.strip() for name in self.layer.text().split(",")}
        with QSignalBlocker(self.offered):
            self.offered.clear()
            for layer in offer.layers:
                item = QListWidgetItem(layer.title)
                item.setToolTip(layer.name)
                item.setData(Qt.ItemDataRole.UserRole, layer.name)
                item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsUserCheckable | _SELECTABLE)
                is_written = layer.name in written
                item.setCheckState(Qt.CheckState.Checked if is_written else Qt.CheckState.Unchecked)
                self.offered.addItem(item)
        self.offered.show()
        self.offered.setCurrentRow(0)
        self.offered.setFocus()
        for field, text in ((self.name, offer.title), (self.credit, offer.credit or offer.title)):
            if not field.text().strip():
                field.setText(text)
                field.setCursorPosition(0)

    def show_failure(self, failed: Failed) -> None:
        """Say why the layers cannot be listed."""
        self.list_layers.setEnabled(True)
        self.problem.setText(error_text(failed.error, self.words))
        self.problem.show()

    def _take_ticked(self) -> None:
        items = (self.offered.item(row) for row in range(self.offered.count()))
        ticked = [item for item in items if item.checkState() is Qt.CheckState.Checked]
        self.layer.setText(",".join(str(item.data(Qt.ItemDataRole.UserRole)) for item in ticked))

    def answer(self) -> None:
        """Give the source, or say what is wrong with it."""
        is_wms = self._kind is SourceKind.WMS
        try:
            source = LayerSource(
                kind=self._kind,
                address=self.address.text().strip(),
                layer=self.layer.text().strip() if is_wms else "",
                crs=self.system.currentText() if is_wms else "",
                attribution=self.credit.text().strip(),
            )
            require_address(source)
        except HanhTrinhError as error:
            self.problem.setText(error.in_language(self.words.language))
            self.problem.show()
            return
        self.given.emit(source, self.name.text().strip() or source.address)
        self.accept()


class CoordinateSystem(LayerQuestion):
    """Which coordinate system a file is in; ``given`` gives it as ``data.readers.crs`` writes it."""

    given = Signal(str)

    def __init__(self, words: Words, name: str, parent: QWidget | None) -> None:
        title = words.say(N_("Coordinate system of {name}"), name=name)
        about = words.say(
            N_("The file does not say in which system its coordinates are. Which one did its maker use? "
               "Check on the map afterwards that the layer lies right.")
        )  # fmt: skip
        super().__init__(words, title, about, parent)
        self.system = QComboBox(self)
        self.system.setAccessibleName(words.say(N_("Coordinate system")))
        for province in sorted(MERIDIANS_DEG, key=vietnamese_key):
            degrees = MERIDIANS_DEG[province]
            said = f"VN-2000, {province} ({int(degrees)}°{round(degrees % 1 * 60):02d}′)"
            self.system.addItem(said, vn2000(degrees))
        for zone, degrees in ((48, 105), (49, 111)):
            self.system.addItem(f"VN-2000, UTM {zone}N (6°)", vn2000(degrees, 6))
            self.system.addItem(f"WGS84, UTM {zone}N", f"EPSG:{32600 + zone}")
        self.system.addItem("WGS84 (EPSG:4326)", WGS84)
        self.system.setCurrentIndex(max(self.system.findText("Hà Nội", Qt.MatchFlag.MatchContains), 0))
        self.body.addWidget(self.system)
        self.end()

    def answer(self) -> None:
        """Give the system chosen."""
        self.given.emit(self.system.currentData())
        self.accept()


class FileLayers(LayerQuestion):
    """Which layers of a file are to be added; ``given`` gives their names."""

    given = Signal(object)

    def __init__(self, words: Words, file: str, names: tuple[str, ...], parent: QWidget | None) -> None:
        title = words.say(N_("Layers of {name}"), name=file)
        super().__init__(words, title, words.say(N_("Which layers of the file are to be added?")), parent)
        self.names = QListWidget(self)
        self.names.setObjectName("checks")
        self.names.setAccessibleName(title)
        for name in names:
            item = QListWidgetItem(name)
            item.setFlags(
                Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsUserCheckable | Qt.ItemFlag.ItemIsSelectable
            )
            item.setCheckState(Qt.CheckState.Checked if len(names) <= 3 else Qt.CheckState.Unchecked)
            self.names.addItem(item)
        self.body.addWidget(self.names, 1)
        self.end()

    def answer(self) -> None:
        """Give the layers ticked."""
        items = (self.names.item(row) for row in range(self.names.count()))
        self.given.emit(tuple(item.text() for item in items if item.checkState() is Qt.CheckState.Checked))
        self.accept()
