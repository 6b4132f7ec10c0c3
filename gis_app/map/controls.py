"""The map with what floats on it: buttons, coordinates, credits, hint of a tool, the card of a place."""

from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QFrame, QLabel, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from data.language.catalogue import N_
from data.language.formats import coordinates
from gis_app.docks.inspector import Inspector
from gis_app.i18n import Words
from gis_app.icons import icon
from gis_app.map.canvas import MapCanvas
from layers.style import Theme

EDGE_PX: Final = 12
BUTTON_PX: Final = 36
ABOVE_SCALE_PX: Final = 84
"""What the scale bar takes below the overview."""


def short_credits(attribution: Sequence[str]) -> tuple[str, ...]:
    """Return the credits that the map must show at all times, each owner once; the rest is in the tooltip."""
    owners: dict[str, str] = {}
    for text in attribution:
        if text.startswith("©"):
            owners.setdefault(text.partition("(")[0].strip(), text)
    return tuple(owners.values())


class MapArea(QWidget):
    """The canvas and its floating controls."""

    def __init__(self, canvas: MapCanvas, inspector: Inspector, words: Words, theme: Theme) -> None:
        super().__init__()
        self.canvas, self.inspector = canvas, inspector
        self._words, self._theme = words, theme
        self._pointed: tuple[float, float] | None = None
        self._spell: Callable[[float, float, str], str] = coordinates
        self._overview: QWidget | None = None
        canvas.setParent(self)
        inspector.setParent(self)
        self._make_buttons()
        self.position = self._note()
        self.credits = self._note()
        self.hint = self._note()
        self.hint.setObjectName("mapHint")
        canvas.tools.changed.connect(self._show_hint)
        canvas.pointed_at.connect(self._say_position)
        words.changed.connect(self._say_again)
        words.bind(canvas.setAccessibleName, N_("Map"))

    def _make_buttons(self) -> None:
        self._buttons = QFrame(self)
        layout = self._column = QVBoxLayout(self._buttons)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        self.zoom_in = self._button(layout, "plus", N_("Zoom in (+)"))
        self.zoom_out = self._button(layout, "minus", N_("Zoom out (−)"))
        self.zoom_tour = self._button(layout, "route", N_("Show the whole tour"))
        self.zoom_tour.setEnabled(False)
        self.zoom_all = self._button(layout, "region", N_("Show the whole region"))
        self.zoom_in.clicked.connect(lambda: self.canvas.zoom_by(1.0))
        self.zoom_out.clicked.connect(lambda: self.canvas.zoom_by(-1.0))

    def add_tool(self, action: QAction) -> QToolButton:
        """Put a button for a tool under those that zoom."""
        button = QToolButton(self._buttons)
        button.setObjectName("mapButton")
        button.setFixedSize(BUTTON_PX, BUTTON_PX)
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
        button.setIconSize(QSize(20, 20))
        button.setDefaultAction(action)
        self._column.addWidget(button)
        return button

    def spell_position(self, spell: Callable[[float, float, str], str]) -> None:
        """Write coordinates by ``spell(lon, lat, language)``, WGS84 degrees."""
        self._spell = spell
        self._say_again()

    def show_overview(self, overview: QWidget) -> None:
        """Give the overview its place above the scale bar."""
        self._overview = overview
        self._place()

    def _button(self, layout: QVBoxLayout, name: str, msgid: str) -> QToolButton:
        button = QToolButton(self._buttons)
        button.setObjectName("mapButton")
        button.setFixedSize(BUTTON_PX, BUTTON_PX)
        colors = self._theme.interface
        button.setIcon(icon(name, colors.text.hex, disabled=colors.border.hex))
        button.setIconSize(QSize(20, 20))
        self._words.bind(button.setToolTip, msgid)
        self._words.bind(button.setAccessibleName, msgid)
        layout.addWidget(button)
        return button

    def _note(self) -> QLabel:
        label = QLabel(self)
        label.setObjectName("mapNote")
        label.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Maximum)
        return label

    def show_credits(self, attribution: Sequence[str], of_layers: Sequence[str] = ()) -> None:
        """Show whose data is on the map; ``of_layers``, those of the user's layers, are shown in full."""
        short = [text for text in short_credits(attribution) if text not in of_layers]
        self.credits.setText(" · ".join((*short, *of_layers)))
        self.credits.setToolTip("\n".join(attribution))
        self._place()

    def show_inspector(self) -> None:
        """Give the card of the selected place its room."""
        self._place()
        self.inspector.raise_()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Place everything anew."""
        super().resizeEvent(event)
        self._place()

    def _place(self) -> None:
        width, height = self.width(), self.height()
        self.canvas.setGeometry(0, 0, width, height)
        self._buttons.adjustSize()
        self._buttons.move(EDGE_PX, EDGE_PX)
        self.credits.setMaximumWidth(width - 2 * EDGE_PX)
        self.credits.adjustSize()
        self.credits.move(width - self.credits.width() - 4, height - self.credits.height() - 4)
        self.position.adjustSize()
        above = height - self.credits.height() - self.position.height() - 8
        self.position.move(width - self.position.width() - 4, above)
        self.position.setVisible(bool(self.position.text()))
        self._place_hint()
        if self._overview is not None:
            self._overview.move(EDGE_PX, height - self._overview.height() - ABOVE_SCALE_PX)
        room = height - 2 * EDGE_PX - 44
        card = min(self.inspector.wanted_height(), room)
        self.inspector.setGeometry(
            width - self.inspector.width() - EDGE_PX, EDGE_PX, self.inspector.width(), card
        )

    def _show_hint(self) -> None:
        hint = self.canvas.tools.hint
        if hint != self.hint.text():
            self.hint.setText(hint)
            self._place_hint()

    def _place_hint(self) -> None:
        left = EDGE_PX + BUTTON_PX
        room = self.width() - 2 * (left + EDGE_PX)
        # A label that wraps asks for no more than it needs; one line is as wide as its text.
        self.hint.setWordWrap(False)
        self.hint.setMinimumWidth(0)
        self.hint.setMaximumWidth(room)
        if self.hint.sizeHint().width() > room:
            self.hint.setWordWrap(True)
            self.hint.setFixedWidth(room)
        else:
            self.hint.setFixedWidth(self.hint.sizeHint().width())
        self.hint.adjustSize()
        self.hint.move(max(left + EDGE_PX, (self.width() - self.hint.width()) // 2), EDGE_PX)
        self.hint.setVisible(bool(self.hint.text()))

    def _say_position(self, lon: float, lat: float) -> None:
        self._pointed = (lon, lat)
        self.position.setText(self._spell(lon, lat, self._words.language))
        self._place()

    def _say_again(self) -> None:
        self._show_hint()
        if self._pointed is not None:
            self._say_position(*self._pointed)
        self._place()
