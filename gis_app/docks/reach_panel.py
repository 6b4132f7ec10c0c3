"""The panel of the areas within reach: travel mode, a legend with counts, and the places of each band."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from data.language.catalogue import N_
from data.language.formats import area
from data.language.terms import term
from data.model.project import Project
from data.model.travel_mode import TravelMode
from gis_app.i18n import Words
from gis_app.map.reach_tool import BAND_COLORS, Reach
from gis_app.theme import qcolor, scaled
from layers.style import Color

_SWATCH_PX: Final = 14
_LEAST_PX: Final = 150
_PLACE: Final = Qt.ItemDataRole.UserRole


class ReachPanel(QWidget):
    """What is within reach, in words.

    ``place_clicked`` gives the place of a row; the other signals are its buttons and its choice of a mode.
    """

    place_clicked = Signal(object)
    mode_chosen = Signal()
    clear_asked = Signal()
    export_asked = Signal()

    def __init__(self, words: Words) -> None:
        super().__init__()
        self.setObjectName("panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._words = words
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 10, 12, 10)
        layout.setSpacing(8)
        self.title = QLabel()
        self.title.setObjectName("heading")
        self.title.setWordWrap(True)
        layout.addWidget(self.title)
        self.mode = QComboBox()
        for mode in TravelMode:
            self.mode.addItem("", mode)
        self.mode.setCurrentIndex(list(TravelMode).index(TravelMode.CAR))
        words.bind(self.mode.setAccessibleName, N_("Travel mode"))
        self.mode.activated.connect(lambda _: self.mode_chosen.emit())
        layout.addWidget(self.mode)
        self.bands = QTreeWidget()
        self.bands.setHeaderHidden(True)
        self.bands.setColumnCount(1)
        words.bind(self.bands.setAccessibleName, N_("Places within reach"))
        self.bands.itemClicked.connect(self._tell)
        self.bands.itemActivated.connect(self._tell)
        self.bands.setMinimumHeight(scaled(_LEAST_PX))
        layout.addWidget(self.bands, 1)
        buttons = QHBoxLayout()
        self.export = self._button(buttons, N_("Save as GeoJSON…"))
        self.clear = self._button(buttons, N_("Clear"))
        self.export.clicked.connect(self.export_asked)
        self.clear.clicked.connect(self.clear_asked)
        layout.addLayout(buttons)
        words.changed.connect(lambda _: self._name_modes())
        self._name_modes()

    @property
    def chosen_mode(self) -> TravelMode:
        """The travel mode asked about."""
        return TravelMode(self.mode.currentData())

    def show_reach(self, project: Project, reach: Reach | None) -> None:
        """List what is within reach, or say how to begin."""
        say = self._words.say
        self.bands.clear()
        self.export.setEnabled(reach is not None)
        self.clear.setEnabled(reach is not None)
        if reach is None:
            self.title.setText(say(N_("Click a place or a point on the map.")))
            return
        self.title.setText(say(N_("Within reach of {place}"), place=reach.label))
        items = self._items(project, reach)
        self.bands.addTopLevelItems(items)
        items[0].setExpanded(True)

    def _items(self, project: Project, reach: Reach) -> Sequence[QTreeWidgetItem]:
        language, items = self._words.language, []
        for color, band in zip(BAND_COLORS, reach.bands, strict=False):
            count = self._words.count(N_("{count} place"), N_("{count} places"), len(band.place_ids))
            text = self._words.say(N_("Up to {minutes} min: {places}"), minutes=band.minutes, places=count)
            item = QTreeWidgetItem([text])
            item.setToolTip(0, self._words.say(N_("Area: {area}"), area=area(band.area_km2 * 1e6, language)))
            item.setIcon(0, _swatch(color))
            for key in band.place_ids:
                row = QTreeWidgetItem([project.place(key).name(language)])
                row.setData(0, _PLACE, key)
                item.addChild(row)
            items.append(item)
        return items

    def _button(self, layout: QHBoxLayout, msgid: str) -> QPushButton:
        button = QPushButton()
        self._words.bind(button.setText, msgid)
        layout.addWidget(button)
        return button

    def _name_modes(self) -> None:
        for number, mode in enumerate(TravelMode):
            self.mode.setItemText(number, term(mode, self._words.language))

    def _tell(self, item: QTreeWidgetItem) -> None:
        key = item.data(0, _PLACE)
        if key:
            self.place_clicked.emit(key)


def _swatch(color: Color) -> QIcon:
    made = QPixmap(_SWATCH_PX, _SWATCH_PX)
    made.fill(Qt.GlobalColor.transparent)
    with QPainter(made) as painter:
        painter.setPen(qcolor(color))
        painter.setBrush(qcolor(color.with_alpha(110)))
        painter.drawRoundedRect(1, 1, _SWATCH_PX - 3, _SWATCH_PX - 3, 3, 3)
    return QIcon(made)
