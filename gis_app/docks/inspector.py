"""The card of the selected place: every field of the register, unknown ones shown as unknown."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Final

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from data.calendar.coming import next_festival
from data.calendar.lunar import lunar_date
from data.language.catalogue import N_
from data.language.formats import (
    coordinates,
    date_span,
    day_date,
    duration,
    fee,
    number,
    place_precision_note,
)
from data.language.formats import lunar_date as lunar_text
from data.language.terms import term
from data.model.festival import Festival
from data.model.place import CoachAccess, Place, PlaceId, Rank, Wheelchair
from data.model.project import Project
from data.model.tour import Tour
from data.readers.photo_files import PhotoLook
from gis_app.i18n import Words
from gis_app.icons import icon
from gis_app.map.symbols import place_symbol
from gis_app.theme import follow_text
from gis_app.widgets.links import show_text
from gis_app.widgets.photo_row import MOST_SHOWN, PhotoRow
from layers.style import Theme

WIDTH_PX: Final = 312


class Inspector(QFrame):
    """Floating card about one place, with what can be done with it."""

    closed = Signal()
    must_asked = Signal(object)
    start_asked = Signal(object)
    edit_asked = Signal(object)
    add_asked = Signal(object)
    looks_asked = Signal(object)
    photo_opened = Signal(str)

    def __init__(self, words: Words, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("floating")
        self._words, self._theme = words, theme
        self._project = Project()
        self._place: Place | None = None
        self._tour: Tour | None = None
        self._photos: PhotoRow | None = None
        follow_text(self.setFixedWidth, WIDTH_PX)
        self._lay_out()
        words.changed.connect(self._write)
        self.hide()

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 10, 6, 10)
        layout.setSpacing(6)
        head = QHBoxLayout()
        head.setSpacing(8)
        self._symbol = QLabel()
        self.name = QLabel()
        self.name.setObjectName("panelTitle")
        self.name.setWordWrap(True)
        self.name.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        cross = QToolButton()
        cross.setObjectName("flat")
        cross.setIcon(icon("close", self._theme.interface.text_muted.hex))
        cross.setIconSize(QSize(16, 16))
        cross.clicked.connect(self.closed)
        self._words.bind(cross.setToolTip, N_("Close the card"))
        self._words.bind(cross.setAccessibleName, N_("Close the card"))
        head.addWidget(self._symbol, alignment=Qt.AlignmentFlag.AlignTop)
        head.addWidget(self.name, 1)
        head.addWidget(cross, alignment=Qt.AlignmentFlag.AlignTop)
        layout.addLayout(head)
        self._area = QScrollArea()
        self._area.setObjectName("panel")
        self._area.setWidgetResizable(True)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        layout.addWidget(self._area, 1)
        self.must = QPushButton()
        self.start = QPushButton()
        self.edit = QPushButton()
        self.add = QPushButton()
        self._words.bind(self.must.setText, N_("Must be visited"))
        self._words.bind(self.start.setText, N_("Start here"))
        self._words.bind(self.edit.setText, N_("Edit…"))
        self._words.bind(self.add.setText, N_("Add to the tour"))
        self.must.clicked.connect(lambda: self._emit(self.must_asked.emit))
        self.start.clicked.connect(lambda: self._emit(self.start_asked.emit))
        self.edit.clicked.connect(lambda: self._emit(self.edit_asked.emit))
        self.add.clicked.connect(lambda: self._emit(self.add_asked.emit))
        # Two lines: four Vietnamese texts would not fit beside one another.
        for pair in ((self.add, self.edit), (self.must, self.start)):
            actions = QHBoxLayout()
            for button in pair:
                actions.addWidget(button)
            actions.addStretch(1)
            layout.addLayout(actions)

    def show_place(self, project: Project, place: PlaceId | None) -> None:
        """Show a place, or hide the card."""
        self._project = project
        self._place = project.places.get(place) if place is not None else None
        self.setVisible(self._place is not None)
        self._write()

    def show_tour(self, tour: Tour | None) -> None:
        """Say which tour a place would be added to."""
        self._tour = tour
        self._say_add()

    def take_looks(self, looks: Mapping[str, PhotoLook]) -> None:
        """Show photos that ``looks_asked`` asked for; those of another place by now are left."""
        if self._photos is not None:
            self._photos.take_looks(looks)

    def wanted_height(self) -> int:
        """Return the height in which nothing has to be scrolled."""
        body = self._area.widget()
        inner = body.heightForWidth(WIDTH_PX - 30) if body is not None and body.hasHeightForWidth() else 300
        head = self.name.heightForWidth(WIDTH_PX - 110)
        return inner + head + 136

    def _emit(self, send: object) -> None:
        if self._place is not None and callable(send):
            send(self._place.id)

    def _say_add(self) -> None:
        place, tour, say = self._place, self._tour, self._words.say
        if tour is None:
            reason = say(N_("No tour is shown: plan one first."))
        elif place is not None and place.id in tour.visited:
            reason = say(N_("The tour visits this place already."))
        else:
            reason = ""
        self.add.setEnabled(not reason)
        hint = say(N_("Visit it where it adds the least travel"))
        self.add.setToolTip(reason or hint)
        self.add.setAccessibleDescription(reason or hint)

    def _write(self) -> None:
        self._say_add()
        place = self._place
        if place is None:
            return
        language = self._words.language
        self.name.setText(place.name(language))
        self._symbol.setPixmap(place_symbol(place, self.devicePixelRatioF()))
        body = QWidget()
        body.setObjectName("panelBody")
        layout = QVBoxLayout(body)
        layout.setContentsMargins(0, 0, 8, 0)
        layout.setSpacing(8)
        note = place_precision_note(place, language)
        if note:
            layout.addWidget(_text(note, "warning"))
        self._photos = None
        if place.photos:
            self._photos = PhotoRow(place.photos, self._words)
            self._photos.opened.connect(self.photo_opened)
            layout.addWidget(self._photos)
        if place.description(language):
            layout.addWidget(_text(place.description(language), "plain"))
        grid = QGridLayout()
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(5)
        grid.setColumnMinimumWidth(0, 92)
        grid.setColumnStretch(1, 1)
        for row, (title, value) in enumerate(self.fields()):
            grid.addWidget(_text(title, "muted"), row, 0, Qt.AlignmentFlag.AlignTop)
            unknown = self._words.say(N_("unknown"))
            grid.addWidget(_text(value or unknown, "plain" if value else "muted"), row, 1)
        layout.addLayout(grid)
        layout.addStretch(1)
        self._area.setWidget(body)
        if place.photos:
            self.looks_asked.emit([photo.path for photo in place.photos[:MOST_SHOWN]])

    def fields(self) -> Iterator[tuple[str, str]]:
        """Give title and value of every field; an empty value is unknown."""
        place = self._place
        if place is None:
            return
        language, say = self._words.language, self._words.say
        yield say(N_("field|Kind")), term(place.category, language)
        yield say(N_("field|Rank")), _known(place.rank, language)
        if place.heritage_type:
            yield say(N_("field|Type")), place.heritage_type
        yield say(N_("field|Ward today")), self._project.unit_label(place.unit_after, language)
        yield say(N_("field|Ward before 1/7/2025")), self._project.unit_label(place.unit_before, language)
        yield say(N_("field|Open")), place.opening_hours
        yield say(N_("field|Visit")), self._visit(place)
        for festival in place.festivals:
            yield say(N_("field|Festival")), self._festival(festival)
        if place.craft_product:
            yield say(N_("field|Craft, product")), place.craft_product
        yield say(N_("field|Fee")), fee(place.fee_vnd, language) if place.fee_vnd is not None else ""
        yield say(N_("field|Capacity")), number(place.capacity, language) if place.capacity else ""
        yield say(N_("field|Coach")), _known(place.coach_access, language)
        yield say(N_("field|Wheelchair")), _known(place.wheelchair, language)
        for contact in place.contacts:
            told = (contact.name, contact.phone, contact.email, contact.website)
            yield say(N_("field|Contact")), " · ".join(part for part in told if part)
        if place.decision is not None:
            issued = day_date(place.decision.issued, language) if place.decision.issued else ""
            yield say(N_("field|Decision")), " · ".join(p for p in (place.decision.number, issued) if p)
        if place.note:
            yield say(N_("field|Note")), place.note
        yield say(N_("field|Position")), coordinates(place.lon, place.lat, language)
        yield say(N_("field|Source")), place.source
        yield say(N_("field|Entry")), term(place.status, language)

    def _visit(self, place: Place) -> str:
        if place.visit_minutes is None:
            return ""
        return duration(place.visit_minutes * 60, self._words.language)

    def _festival(self, festival: Festival) -> str:
        coming = next_festival(festival, date.today())  # noqa: DTZ011 - the user's own day
        if coming is None:
            return festival.text
        language, lunar = self._words.language, lunar_date(coming[0])
        return self._words.say(
            N_("{festival}\nnext: {dates} ({lunar})"),
            festival=festival.text,
            dates=date_span(coming, language),
            lunar=lunar_text(lunar.day, lunar.month, language, is_leap=lunar.is_leap),
        )


def _known(value: Rank | CoachAccess | Wheelchair, language: str) -> str:
    """Return the term of ``value``, nothing when it is unknown: every unknown field says so alike."""
    return "" if value.value == "unknown" else term(value, language)


def _text(text: str, kind: str) -> QLabel:
    label = QLabel()
    label.setObjectName(kind)
    label.setWordWrap(True)
    show_text(label, text)
    return label
