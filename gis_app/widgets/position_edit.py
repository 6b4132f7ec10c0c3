"""A field for a position: WGS84 in any usual spelling, or VN-2000 with the meridian of a province."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QWidget

from data.language.catalogue import N_
from data.language.collation import vietnamese_key
from data.readers.positions import MERIDIANS_DEG, parse_lon_lat, parse_vn2000
from gis_app.i18n import Words
from gis_app.widgets.fields import FieldManners


class PositionEdit(QWidget):
    """Reference system and text of a position."""

    changed = Signal()

    def __init__(self, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.system = QComboBox(self)
        self.system.addItem("WGS84", None)
        for province in sorted(MERIDIANS_DEG, key=vietnamese_key):
            degrees = MERIDIANS_DEG[province]
            whole, minutes = int(degrees), round(degrees % 1 * 60)
            self.system.addItem(f"VN-2000 · {province} {whole}°{minutes:02d}′", degrees)
        self.system.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.system.setMinimumContentsLength(9)
        self.system.setAccessibleName(words.say(N_("Reference system")))
        FieldManners(self.system)
        self.line = QLineEdit(self)
        self.line.setAccessibleName(words.say(N_("field|Position")))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.line, 3)
        layout.addWidget(self.system, 2)
        self.setFocusProxy(self.line)
        self._words = words
        self.line.textChanged.connect(self.changed)
        self.system.currentIndexChanged.connect(self._show_hint)
        self._show_hint()

    def show_position(self, lon: float, lat: float) -> None:
        """Show a point (WGS84 degrees)."""
        self.system.setCurrentIndex(0)
        self.line.setText(f"{lat:.6f}, {lon:.6f}")

    def position(self) -> tuple[float, float]:
        """Return longitude and latitude, degrees WGS84.

        Raises
        ------
        BadInputError
            If the text is no position of the system chosen.
        """
        meridian_deg = self.system.currentData()
        if meridian_deg is None:
            return parse_lon_lat(self.line.text())
        return parse_vn2000(self.line.text(), float(meridian_deg))

    def _show_hint(self) -> None:
        is_plane = self.system.currentData() is not None
        hint = N_("X Y in metres") if is_plane else N_("latitude, longitude")
        self.line.setPlaceholderText(self._words.say(hint))
        self.changed.emit()
