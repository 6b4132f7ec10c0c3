"""Left panel 'Map layers': what lies on the map, in which order, how strongly and at which scales."""

from typing import Final

from PySide6.QtCore import QPoint, QSignalBlocker, Qt, QTimer, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QMenu,
    QPushButton,
    QSlider,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from data.errors import HanhTrinhError
from data.language.catalogue import N_
from data.language.formats import number
from data.model.map_layers import LayerKey, LayerStack, MapLayer, SourceKind
from gis_app.docks.layer_state import LayerDesk, LayerState
from gis_app.docks.layer_tree import LayerTree
from gis_app.i18n import Words
from gis_app.icons import icon
from layers.style import Theme

SCALES: Final = (1_000, 2_500, 5_000, 10_000, 25_000, 50_000, 100_000, 250_000, 500_000, 1_000_000, 2_500_000)
SETTLE_MS: Final = 90
"""The map is drawn anew when the slider has rested so long."""


class LayersPanel(QWidget):
    """The layers of the map, and the settings of the one in question."""

    zoom_asked = Signal(object)
    style_asked = Signal(str)
    relocate_asked = Signal(str)
    rename_asked = Signal(str)
    credit_asked = Signal(str)

    def __init__(self, layers: LayerDesk, words: Words, theme: Theme, adding: list[QAction]) -> None:
        super().__init__()
        self.setObjectName("panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._layers, self._words, self._theme = layers, words, theme
        self._states: dict[LayerKey, LayerState] = {}
        self.tree = LayerTree(words, theme, self)
        self._make_top(adding)
        self._make_consent()
        self._make_settings()
        self._make_buttons()
        self._lay_out()
        self._connect()
        self.show_layers()

    @property
    def stack(self) -> LayerStack:
        """What is shown."""
        return self._layers.stack

    def show_layers(self) -> None:
        """Show the layers as they are now."""
        stack = self.stack
        self._states = {layer.key: self._layers.state(layer.key) for layer in stack.layers}
        self.tree.show_layers(stack, self._states, self._layers.title)
        self.hint.setVisible(not stack.references)
        self._show_consent()
        self._show_settings()

    # Putting together

    def _make_top(self, adding: list[QAction]) -> None:
        self.add = QPushButton(self)
        colors = self._theme.interface
        self.add.setIcon(icon("plus", colors.text.hex))
        self._words.bind(self.add.setText, N_("Add a layer"))
        menu = QMenu(self.add)
        menu.addActions(adding)
        self.add.setMenu(menu)
        self.hint = QLabel(self)
        self.hint.setObjectName("muted")
        self.hint.setWordWrap(True)
        self._words.bind(
            self.hint.setText,
            N_(
                "Put your own maps under the places: boundaries, land-use plans, relic zones (GPKG, "
                "GeoJSON, SHP, KML, GPX, CSV), scanned maps (GeoTIFF, MBTiles, PMTiles) or online tiles. "
                "They are only shown; their files stay as they are."
            ),
        )

    def _make_consent(self) -> None:
        """Make the bar that asks once before a server named by a project is asked for tiles."""
        self.consent = QFrame(self)
        self.consent.setObjectName("warningBox")
        self.servers = QLabel(self.consent)
        self.servers.setWordWrap(True)
        self.servers.setTextFormat(Qt.TextFormat.PlainText)
        self.allow = QPushButton(self.consent)
        self._words.bind(self.allow.setText, N_("Turn on the online maps"))
        self.allow.clicked.connect(self._layers.allow_servers)
        layout = QVBoxLayout(self.consent)
        layout.setContentsMargins(8, 8, 8, 8)
        layout.addWidget(self.servers)
        layout.addWidget(self.allow, alignment=Qt.AlignmentFlag.AlignLeft)

    def _show_consent(self) -> None:
        hosts = self._layers.unasked_servers
        self.consent.setVisible(bool(hosts))
        self.servers.setText(
            self._words.say(
                N_(
                    "Online maps of this project are not turned on. Once they are, {servers} learns "
                    "which area you look at."
                ),
                servers=", ".join(hosts),
            )
        )

    def _make_settings(self) -> None:
        say = self._words.bind
        self.name = QLabel(self)
        self.name.setObjectName("heading")
        self.name.setWordWrap(True)
        self.opacity = QSlider(Qt.Orientation.Horizontal, self)
        self.opacity.setRange(0, 100)
        self.opacity.setPageStep(10)
        say(self.opacity.setAccessibleName, N_("Opacity"))
        self.percent = QLabel(self)
        self.percent.setMinimumWidth(40)
        self.percent.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.closest, self.farthest = QComboBox(self), QComboBox(self)
        say(self.closest.setAccessibleName, N_("Shown from scale"))
        say(self.farthest.setAccessibleName, N_("Shown to scale"))
        self.problem = QLabel(self)
        self.problem.setObjectName("warning")
        self.problem.setWordWrap(True)
        self.credit = QLabel(self)
        self.credit.setObjectName("muted")
        self.credit.setWordWrap(True)
        self.credit.setTextFormat(Qt.TextFormat.PlainText)
        self._settle = QTimer(self, interval=SETTLE_MS, singleShot=True)

    def _make_buttons(self) -> None:
        self.restyle = self._button("palette", N_("Style…"))
        self.zoom = self._button("region", N_("Zoom to the layer"))
        self.remove = self._button("close", N_("Remove the layer"))
        self.relocate = QPushButton(self)
        self._words.bind(self.relocate.setText, N_("Find it again…"))
        self.retry = QPushButton(self)
        self._words.bind(self.retry.setText, N_("Try again"))

    def _button(self, picture: str, text: str) -> QToolButton:
        button = QToolButton(self)
        button.setObjectName("flat")
        button.setIcon(
            icon(picture, self._theme.interface.text.hex, disabled=self._theme.interface.border.hex)
        )
        self._words.bind(button.setToolTip, text)
        self._words.bind(button.setAccessibleName, text)
        return button

    def _lay_out(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(8)
        for row, msgid in enumerate((N_("Opacity"), N_("From 1:"), N_("To 1:"))):
            label = QLabel(self)
            self._words.bind(label.setText, msgid)
            grid.addWidget(label, row, 0)
        grid.addWidget(self.opacity, 0, 1)
        grid.addWidget(self.percent, 0, 2)
        grid.addWidget(self.closest, 1, 1, 1, 2)
        grid.addWidget(self.farthest, 2, 1, 1, 2)
        grid.setColumnStretch(1, 1)
        self.settings = QWidget(self)
        below = QVBoxLayout(self.settings)
        below.setContentsMargins(12, 8, 12, 10)
        head = QHBoxLayout()
        head.addWidget(self.name, 1)
        for button in (self.restyle, self.zoom, self.remove):
            head.addWidget(button)
        below.addLayout(head)
        below.addLayout(grid)
        below.addWidget(self.problem)
        repair = QHBoxLayout()
        repair.addWidget(self.relocate)
        repair.addWidget(self.retry)
        repair.addStretch(1)
        below.addLayout(repair)
        below.addWidget(self.credit)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 10, 0, 0)
        top = QVBoxLayout()
        top.setContentsMargins(12, 0, 12, 4)
        top.addWidget(self.add)
        top.addWidget(self.hint)
        top.addWidget(self.consent)
        layout.addLayout(top)
        layout.addWidget(self.tree, 1)
        layout.addWidget(self.settings)

    def _connect(self) -> None:
        tree, layers = self.tree, self._layers
        layers.states_changed.connect(self.show_layers)
        self._words.changed.connect(lambda _: self.show_layers())
        tree.chosen.connect(lambda _: self._show_settings())
        tree.switched.connect(lambda key, is_shown: layers.look(key, is_visible=is_shown))
        tree.ordered.connect(layers.order)
        tree.style_asked.connect(self._ask_style)
        tree.removed.connect(layers.remove)
        tree.rename_asked.connect(self.rename_asked)
        tree.menu_asked.connect(self.open_menu)
        self.opacity.valueChanged.connect(self._say_opacity)
        self.opacity.valueChanged.connect(lambda _: self._settle.start())
        self._settle.timeout.connect(self._set_opacity)
        for box in (self.closest, self.farthest):
            box.activated.connect(lambda _: self._set_scales())
        self.restyle.clicked.connect(lambda: self._with_current(self._ask_style))
        self.remove.clicked.connect(lambda: self._with_current(layers.remove))
        self.zoom.clicked.connect(lambda: self._with_current(self._zoom))
        self.relocate.clicked.connect(lambda: self._with_current(self.relocate_asked.emit))
        self.retry.clicked.connect(lambda: self._with_current(layers.reload))

    # The layer in question

    def _current(self) -> MapLayer | None:
        key = self.tree.current
        return self.stack[key] if key is not None and key in self.stack else None

    def _with_current(self, act: object) -> None:
        layer = self._current()
        if layer is not None and callable(act):
            act(layer.key)

    def _show_settings(self) -> None:
        layer = self._current()
        self.settings.setVisible(layer is not None)
        if layer is None:
            return
        state = self._states.get(layer.key, LayerState())
        language = self._words.language
        self.name.setText(self._layers.title(layer))
        with QSignalBlocker(self.opacity):
            if not self._settle.isActive():
                self.opacity.setValue(round(layer.opacity * 100))
        self._say_opacity(self.opacity.value())
        self._fill_scales(self.closest, N_("any larger scale"), layer.closest)
        self._fill_scales(self.farthest, N_("any smaller scale"), layer.farthest)
        problem = state.problem
        said = problem.in_language(language) if isinstance(problem, HanhTrinhError) else ""
        self.problem.setText(said)
        self.problem.setVisible(bool(said))
        self.credit.setText(state.attribution)
        self.credit.setVisible(bool(state.attribution))
        self.relocate.setVisible(state.is_missing)
        self.retry.setVisible(problem is not None)
        self.remove.setEnabled(layer.source is not None)
        self.zoom.setEnabled(state.bounds is not None)
        self.restyle.setEnabled(_has_style(layer))

    def _fill_scales(self, box: QComboBox, none: str, chosen: int) -> None:
        with QSignalBlocker(box):
            box.clear()
            box.addItem(self._words.say(none), 0)
            for scale in sorted({*SCALES, *([chosen] if chosen else [])}):
                box.addItem(number(scale, self._words.language), scale)
            box.setCurrentIndex(box.findData(chosen))

    def _say_opacity(self, percent: int) -> None:
        self.percent.setText(f"{percent} %")

    def _set_opacity(self) -> None:
        layer = self._current()
        if layer is not None:
            self._layers.look(layer.key, opacity=self.opacity.value() / 100)

    def _set_scales(self) -> None:
        layer = self._current()
        if layer is not None:
            self._layers.set_scales(layer.key, self.closest.currentData(), self.farthest.currentData())

    def _ask_style(self, key: str) -> None:
        if key in self.stack and _has_style(self.stack[key]):
            self.style_asked.emit(key)

    def _zoom(self, key: LayerKey) -> None:
        self.zoom_asked.emit(self._states[key].bounds)

    def open_menu(self, key: str, spot: QPoint) -> None:
        """Open the menu of a layer."""
        self.tree.choose(key)
        layer, say = self._current(), self._words.say
        if layer is None:
            return
        menu = QMenu(self.tree)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        zoom = menu.addAction(say(N_("Zoom to the layer")), lambda: self._zoom(layer.key))
        zoom.setEnabled(self._states[layer.key].bounds is not None)
        style = menu.addAction(say(N_("Style…")), lambda: self._ask_style(key))
        style.setEnabled(_has_style(layer))
        menu.addSeparator()
        menu.addAction(say(N_("Move up")), lambda: self.tree.shift(key, -1))
        menu.addAction(say(N_("Move down")), lambda: self.tree.shift(key, 1))
        if layer.source is not None:
            menu.addSeparator()
            menu.addAction(say(N_("Rename…")), lambda: self.rename_asked.emit(key))
            menu.addAction(say(N_("Credit…")), lambda: self.credit_asked.emit(key))
            if not layer.source.kind.is_online:
                menu.addAction(say(N_("Find it again…")), lambda: self.relocate_asked.emit(key))
            menu.addAction(say(N_("Remove the layer")), lambda: self._layers.remove(key))
        menu.popup(spot)


def _has_style(layer: MapLayer) -> bool:
    return layer.source is not None and layer.source.kind is SourceKind.VECTOR
