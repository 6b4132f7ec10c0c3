"""The form of one place, new or old: every field, what is wrong said beside it."""

from dataclasses import replace
from datetime import date
from statistics import fmean
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)
from shapely import Geometry, Point, contains
from shapely.affinity import translate

from data.calendar.coming import next_festival
from data.calendar.opening import open_windows
from data.errors import BadInputError
from data.language.catalogue import N_
from data.language.formats import date_span, time_range
from data.model.place import Category, Place, PlaceId
from data.model.project import Project
from data.model.units import UnitId
from data.readers.festival_text import parse_festivals
from data.search.folding import slug
from gis_app.dialogs.place_editors import LABEL_PX, FieldEditor
from gis_app.dialogs.place_fields import SECTIONS
from gis_app.i18n import Words
from gis_app.theme import scaled, window_size
from gis_app.widgets.photo_strip import PhotoStrip
from gis_app.widgets.position_edit import PositionEdit

_SIZE_PX = (660, 640)


class PlaceForm(QDialog):
    """Form with every field of a place; ``applied`` gives the place as changed.

    Parameters
    ----------
    project
        Its units are offered.
    place
        The place to change; None for a new one.
    lon_lat
        Where a new one lies (WGS84 degrees), if somebody pointed there.
    can_add_photos
        Whether the project has a folder that photos can be copied to.
    """

    applied = Signal(object)

    def __init__(
        self,
        words: Words,
        project: Project,
        place: Place | None,
        lon_lat: tuple[float, float] | None = None,
        parent: QWidget | None = None,
        *,
        can_add_photos: bool = False,
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._words, self._project, self._place = words, project, place
        self.editors = {
            spec.name: FieldEditor(spec, project, words, self)
            for specs in SECTIONS.values()
            for spec in specs
        }
        self.position = PositionEdit(words, self)
        self.photos = PhotoStrip(words, can_add=can_add_photos, parent=self)
        self._lay_out()
        self._fill(lon_lat)
        for editor in self.editors.values():
            editor.changed.connect(self._check)
        self.position.changed.connect(self._check)
        self.photos.position_accepted.connect(self._take_position)
        words.changed.connect(self._say)
        self._say()
        self.resize(window_size(*_SIZE_PX))

    def _say(self) -> None:
        words, place = self._words, self._place
        self.setWindowTitle(
            words.say(N_("Place: {name}"), name=place.name(words.language))
            if place
            else words.say(N_("New place"))
        )
        self._check()

    def _lay_out(self) -> None:
        body = QWidget()
        body.setObjectName("panelBody")
        inner = QVBoxLayout(body)
        inner.setContentsMargins(16, 12, 16, 12)
        inner.setSpacing(8)
        for title, specs in SECTIONS.items():
            if specs is _AFTER_PHOTOS:
                inner.addWidget(self._heading(N_("section|Photos")))
                inner.addWidget(self.photos)
            inner.addWidget(self._heading(title))
            form = QFormLayout()
            form.setHorizontalSpacing(12)
            form.setVerticalSpacing(7)
            form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
            for spec in specs:
                if spec.name == "unit_after":
                    self._add_position(form)
                self.editors[spec.name].add_to(form)
            inner.addLayout(form)
        inner.addStretch(1)
        self._area = QScrollArea(self)
        self._area.setObjectName("panel")
        self._area.setWidgetResizable(True)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setWidget(body)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 12)
        layout.addWidget(self._area, 1)
        layout.addLayout(self._make_buttons())

    def _heading(self, title: str) -> QLabel:
        heading = QLabel(self)
        heading.setObjectName("heading")
        self._words.bind(heading.setText, title)
        return heading

    def _add_position(self, form: QFormLayout) -> None:
        label = QLabel(self)
        self._words.bind(label.setText, N_("field|Position"))
        label.setFixedWidth(scaled(LABEL_PX))
        label.setBuddy(self.position)
        form.addRow(label, self.position)

    def _make_buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(16, 8, 16, 0)
        self.summary = QLabel()
        self.summary.setObjectName("danger")
        self.summary.setWordWrap(True)
        self.cancel, self.apply = QPushButton(self), QPushButton(self)
        self._words.bind(self.cancel.setText, N_("Cancel"))
        self._words.bind(self.apply.setText, N_("Apply"))
        self.cancel.setAutoDefault(False)
        self.apply.setDefault(True)
        self.cancel.clicked.connect(self.reject)
        self.apply.clicked.connect(self._apply)
        QShortcut(QKeySequence("Ctrl+Return"), self, self._apply)
        row.addWidget(self.summary, 1)
        row.addWidget(self.cancel)
        row.addWidget(self.apply)
        return row

    def _fill(self, lon_lat: tuple[float, float] | None) -> None:
        place = self._place
        if place is not None:
            for editor in self.editors.values():
                editor.show_place(place)
            lon_lat = place.lon, place.lat
        else:
            for name, key in _AT_FIRST.items():
                self.editors[name].show_text(key)
        if lon_lat is not None:
            self.position.show_position(*lon_lat)
            if place is None:
                unit = unit_at(self._project, *lon_lat)
                self.editors["unit_after"].show_text(self._project.unit_label(unit))
        self.position.near = lon_lat or _middle(self._project)
        if place is not None:
            self.photos.show_photos(place.photos)
        self._shown_at = self.position.line.text()
        self.editors["name_vi"].widget.setFocus()

    def _take_position(self, lon: float, lat: float) -> None:
        self.position.show_position(lon, lat)
        self.editors["coord_source"].widget.setFocus()
        if isinstance(line := self.editors["coord_source"].widget, QLineEdit):
            line.setText(self._words.say(N_("photo taken on the spot (GPS)")))

    # Checking

    def _check(self) -> None:
        self.summary.setText("")
        for name in ("unit_before", "unit_after"):
            # Maps from before the merger name the province of then, which has the meridian.
            self.position.suggest_province(self.editors[name].text.rpartition(",")[2].strip())
        if self.position.say():
            self.photos.show_place(*self.position.position())
        self._say_hours()
        self._say_festival()

    def _say_hours(self) -> None:
        editor = self.editors["opening_hours"]
        if not editor.text.strip() or editor.problem():
            return
        windows = open_windows(editor.text, date.today())  # noqa: DTZ011 - the day of this computer
        if windows is None:
            editor.say(self._words.say(N_("Opening hours of today are not known.")))
        elif windows:
            spans = ", ".join(time_range(*window, self._words.language) for window in windows)
            editor.say(self._words.say(N_("Open today {hours}"), hours=spans))
        else:
            editor.say(self._words.say(N_("Closed today")))

    def _say_festival(self) -> None:
        editor = self.editors["festivals"]
        if not editor.text.strip():
            editor.say("")
            return
        today = date.today()  # noqa: DTZ011 - the day of this computer
        festivals = parse_festivals(editor.text)
        if self._place is not None and not editor.is_changed:
            festivals = self._place.festivals
        coming = [held for festival in festivals if (held := next_festival(festival, today))]
        if coming:
            days = date_span(min(coming), self._words.language)
            editor.say(self._words.say(N_("Next time: {days}"), days=days))
        else:
            editor.say(self._words.say(N_("No certain day is read from this text; it is kept as words.")))

    # Applying

    def place(self) -> Place:
        """Return the place as the form says.

        Raises
        ------
        BadInputError
            If a field is wrong.
        """
        values: dict[str, Any] = {  # Any: each field has its type, checked by Place itself
            name: editor.value()
            for name, editor in self.editors.items()
            if editor.is_changed or self._place is None
        }
        if self._place is None or self.photos.photos != self._place.photos:
            values["photos"] = self.photos.photos
        lon, lat = self.position.position()
        if self._place is None:
            key = new_place_id(self._project, str(values["name_vi"]))
            return Place(id=key, geometry=Point(lon, lat), **values)
        if self.position.line.text() != self._shown_at:
            values["geometry"] = moved(self._place, lon, lat)
        return replace(self._place, **values)

    def _apply(self) -> None:
        wrong = [editor for editor in self.editors.values() if self._is_wrong(editor)]
        if wrong:
            self._go_to(wrong[0].widget)
        elif not self.position.say(is_asked=True):
            self._go_to(self.position.line)
        else:
            try:
                place = self.place()
            except BadInputError as error:
                self.summary.setText(error.in_language(self._words.language))
                return
            self.applied.emit(place)
            self.accept()

    def _is_wrong(self, editor: FieldEditor) -> bool:
        return (editor.is_changed or self._place is None) and bool(_problem_kept(editor))

    def _go_to(self, widget: QWidget) -> None:
        self.summary.setText(self._words.say(N_("Put right what is marked in red.")))
        widget.setFocus()
        self._area.ensureWidgetVisible(widget)


_AFTER_PHOTOS = SECTIONS["section|Words and sources"]
_AT_FIRST = {
    "category": str(Category.RELIC),
    "rank": "unknown",
    "status": "draft",
    "coach_access": "unknown",
    "wheelchair": "unknown",
}


def _problem_kept(editor: FieldEditor) -> str:
    """Return the fault of a field; what was understood stays beside one that is right."""
    said = editor.note.text()
    problem = editor.problem()
    if not problem:
        editor.say(said)
    return problem


def moved(place: Place, lon: float, lat: float) -> Geometry:
    """Return the geometry of ``place`` with its point at ``lon``, ``lat`` (WGS84); its shape stays."""
    if isinstance(place.geometry, Point):
        return Point(lon, lat)
    found: Geometry = translate(place.geometry, lon - place.lon, lat - place.lat)
    return found


def _middle(project: Project) -> tuple[float, float] | None:
    """Return the middle of the places of a project (WGS84 degrees)."""
    places = project.places.values()
    if not places:
        return None
    return fmean(place.lon for place in places), fmean(place.lat for place in places)


def new_place_id(project: Project, name: str) -> PlaceId:
    """Return a key for a new place made of its name."""
    key = base = slug(name) or "place"
    number = 2
    while key in project.places:
        key, number = f"{base}-{number}", number + 1
    return PlaceId(key)


def unit_at(project: Project, lon: float, lat: float) -> UnitId | None:
    """Return the unit of today in whose outline a point (WGS84) lies, None when none is known."""
    point = Point(lon, lat)
    for unit in project.units.values():
        if not unit.is_former and unit.geometry is not None and contains(unit.geometry, point):
            return unit.id
    return None
