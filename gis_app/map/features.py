"""Features of reference layers under the pointer: a click shows their attributes in a card on the map."""

from collections.abc import Callable, Sequence
from html import escape
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QScrollArea, QToolButton, QVBoxLayout, QWidget

from data.language.catalogue import N_
from data.model.map_layers import MapLayer
from gis_app.i18n import Words
from gis_app.icons import icon
from gis_app.map.scene import MapScene
from gis_app.map.tools import MapTool, Pointer
from layers.ground import nominal_denominator
from layers.reference.rules import NO_RULE, StyledFeatures, cell_text
from layers.style import Theme
from layers.viewport import to_mercator

REACH_PX: Final = 6.0

_CARD_PX: Final = (310, 270)
_EDGE_PX: Final = 12
_ABOVE_PX: Final = 76
_MOST_TEXT: Final = 400

OpenFeatures = Callable[[], Sequence[tuple[MapLayer, StyledFeatures]]]


class FeatureCard(QFrame):
    """The attributes of one feature, with its layer; ``closed`` when the user puts it away."""

    closed = Signal()

    def __init__(self, words: Words, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._canvas = parent
        self.setObjectName("floating")
        self.title = QLabel(self)
        self.title.setObjectName("heading")
        self.title.setTextFormat(Qt.TextFormat.PlainText)
        self.title.setWordWrap(True)
        close = QToolButton(self)
        close.setObjectName("flat")
        close.setIcon(icon("close", theme.interface.text.hex))
        words.bind(close.setToolTip, N_("Close"))
        words.bind(close.setAccessibleName, N_("Close"))
        close.clicked.connect(self.hide)
        close.clicked.connect(self.closed)
        self.table = QLabel()
        self.table.setTextFormat(Qt.TextFormat.RichText)
        self.table.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.table.setWordWrap(True)
        self.table.setAlignment(Qt.AlignmentFlag.AlignTop)
        area = QScrollArea(self)
        area.setObjectName("panel")
        area.setWidgetResizable(True)
        area.setWidget(self.table)
        head = QHBoxLayout()
        head.addWidget(self.title, 1)
        head.addWidget(close, 0, Qt.AlignmentFlag.AlignTop)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 10, 8, 10)
        layout.addLayout(head)
        layout.addWidget(area, 1)
        words.bind(self.setAccessibleName, N_("Attributes of the feature"))
        self.hide()

    def show_feature(self, layer: MapLayer, styled: StyledFeatures, index: int) -> None:
        """Show the attributes of a feature in the corner of the map."""
        label = styled.label(index)
        self.title.setText(f"{layer.title} · {label}" if label else layer.title)
        rows = [
            f"<tr><td><b>{escape(name)}</b>&nbsp;&nbsp;</td><td>{escape(cell_text(value)[:_MOST_TEXT])}</td></tr>"
            for name, value in styled.features.attributes(index).items()
            if cell_text(value)
        ]
        self.table.setText(f"<table cellspacing='3'>{''.join(rows)}</table>")
        width, height = _CARD_PX
        room = self._canvas.height() - _ABOVE_PX
        self.resize(width, min(height, room - _EDGE_PX))
        self.move(_EDGE_PX, room - self.height())
        self.show()
        self.raise_()


class FeatureTool(MapTool):
    """At hand whenever no tool is active: a click beside every place asks the reference layers."""

    def __init__(self, scene: MapScene, card: FeatureCard, features: OpenFeatures) -> None:
        super().__init__(scene)
        self._scene, self._card, self._features = scene, card, features

    def click(self, at: Pointer) -> bool:
        """Show the feature under the pointer, the one of the uppermost layer."""
        self._card.hide()
        if self._scene.place_at(at.view, at.x, at.y) or self._scene.cluster_at(at.view, at.x, at.y):
            return False
        x_m, y_m = to_mercator(*at.lon_lat)[0]
        denominator = nominal_denominator(at.view)
        for layer, styled in self._features():
            if not layer.is_shown_at(denominator):
                continue
            near = styled.features.near(float(x_m), float(y_m), REACH_PX * at.view.resolution)
            drawn = near[styled.rule[near] != NO_RULE]
            if len(drawn):
                self._card.show_feature(layer, styled, int(drawn[0]))
                return True
        return False

    def cancel(self) -> bool:
        """Put the card away."""
        was_shown = self._card.isVisible()
        self._card.hide()
        return was_shown
