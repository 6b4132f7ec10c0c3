"""A field for a position in any spelling, which says what it understood."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from data.errors import BadInputError
from data.language.catalogue import N_
from data.language.collation import vietnamese_key
from data.language.formats import coordinates
from data.readers.position_text import PositionKind, Understood, is_plane, understand_position
from data.readers.positions import MERIDIANS_DEG
from gis_app.i18n import Words
from gis_app.widgets.fields import FieldManners


class PositionEdit(QWidget):
    """Text of a position; for metres of VN-2000 the province of the map is asked beside it.

    ``near`` (longitude and latitude) is where a short plus code is looked for.
    """

    changed = Signal()

    def __init__(self, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = words
        self.near: tuple[float, float] | None = None
        self.line = QLineEdit(self)
        self.province = QComboBox(self)
        self._fill_provinces()
        self.note = QLabel(self)
        self.note.setWordWrap(True)
        self.swap = QPushButton(self)
        self.swap.setAutoDefault(False)
        self.swap.clicked.connect(self._swap)
        self._lay_out()
        self.setFocusProxy(self.line)
        words.bind(self.line.setAccessibleName, N_("field|Position"))
        words.bind(self.line.setPlaceholderText, N_("degrees, VN-2000, plus code or link of a map"))
        words.bind(self.province.setAccessibleName, N_("Province of the VN-2000 map"))
        words.bind(self.swap.setText, N_("Write latitude first"))
        self.line.textChanged.connect(self._tell)
        self.province.currentIndexChanged.connect(self._tell)
        words.changed.connect(self._say_again)
        self._say_again()

    def _fill_provinces(self) -> None:
        self.province.addItem("", None)
        for province in sorted(MERIDIANS_DEG, key=vietnamese_key):
            degrees = MERIDIANS_DEG[province]
            whole, minutes = int(degrees), round(degrees % 1 * 60)
            self.province.addItem(f"{province} {whole}°{minutes:02d}′", degrees)
        self.province.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.province.setMinimumContentsLength(13)
        FieldManners(self.province)

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.addWidget(self.line, 3)
        row.addWidget(self.province, 2)
        said = QHBoxLayout()
        said.addWidget(self.note, 1)
        said.addWidget(self.swap)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        layout.addLayout(row)
        layout.addLayout(said)

    # What others call

    def show_position(self, lon: float, lat: float) -> None:
        """Show a point (WGS84 degrees)."""
        self.line.setText(f"{lat:.6f}, {lon:.6f}")
        self.line.setCursorPosition(0)

    def suggest_province(self, name: str) -> None:
        """Choose the meridian of a province, unless one was chosen before."""
        if name in MERIDIANS_DEG and self.province.currentIndex() == 0:
            starts = (
                self.province.itemText(row).startswith(f"{name} ") for row in range(self.province.count())
            )
            self.province.setCurrentIndex(list(starts).index(True))

    def understood(self) -> Understood:
        """Return the position as understood.

        Raises
        ------
        BadInputError
            If the text is no position in Vietnam, or more has to be chosen.
        """
        if not self.line.text().strip():
            raise BadInputError(
                N_("A place needs a position."),
                remedy=N_("Write it, or click the map and choose 'Add a place'."),
            )
        meridian = self.province.currentData()
        return understand_position(
            self.line.text(), meridian_deg=None if meridian is None else float(meridian), near=self.near
        )

    def position(self) -> tuple[float, float]:
        """Return longitude and latitude, degrees WGS84; see ``understood``."""
        found = self.understood()
        return found.lon, found.lat

    def say(self, *, is_asked: bool = False) -> bool:
        """Say what was understood, or what is wrong; return whether a position is understood.

        Parameters
        ----------
        is_asked
            Whether an empty field is wrong, too: somebody wants the position now.
        """
        text, is_wrong, is_exchanged, found = "", False, False, None
        if self.line.text().strip() or is_asked:
            try:
                found = self.understood()
            except BadInputError as error:
                text, is_wrong = error.in_language(self._words.language), True
            else:
                is_exchanged = found.is_exchanged
                text = self._told(found)
        self.province.setVisible(is_plane(self.line.text()))
        self.swap.setVisible(is_exchanged)
        self.note.setObjectName("danger" if is_wrong else "warning" if is_exchanged else "muted")
        self.note.style().polish(self.note)
        self.note.setText(text)
        self.note.setVisible(bool(text))
        self.line.setProperty("wrong", is_wrong)
        self.line.style().polish(self.line)
        self.line.setAccessibleDescription(text)
        return found is not None

    # Inside

    def _told(self, found: Understood) -> str:
        spot = coordinates(found.lon, found.lat, self._words.language)
        if found.is_exchanged:
            return self._words.say(N_("Longitude stands first; understood as {position}."), position=spot)
        if found.kind is PositionKind.DEGREES:
            return ""
        return self._words.say(
            N_("Understood as {kind}: {position}"), kind=self._words.say(found.kind.value), position=spot
        )

    def _say_again(self) -> None:
        self.province.setItemText(0, self._words.say(N_("Province of the map…")))
        self.say()

    def _tell(self) -> None:
        self.say()
        self.changed.emit()

    def _swap(self) -> None:
        self.show_position(*self.position())
        self.line.setFocus()
