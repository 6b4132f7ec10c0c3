"""What is done to the register by hand: places added, changed, moved, copied, deleted."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QMenu, QMessageBox

from data.edits import Batch, DropPlace, PutPlace, PutPlaces
from data.errors import BadInputError
from data.language.catalogue import N_
from data.model.place import Place, PlaceId
from gis_app.desk.core import Desk
from gis_app.desk.form_photos import FormPhotos
from gis_app.desk.photos import PhotoDesk
from gis_app.dialogs.place_form import PlaceForm, moved, new_place_id, unit_at
from gis_app.map.moving import MoveTool


class Register(QObject):
    """Changes places of the open project; every change can be undone by name."""

    said = Signal(str)

    def __init__(self, desk: Desk, mover: MoveTool, parent: QObject) -> None:
        super().__init__(parent)
        self._desk, self._mover = desk, mover
        self.photos = PhotoDesk(desk, self)
        self.form: PlaceForm | None = None
        self.question: QMessageBox | None = None
        mover.moved.connect(self._put_moved)

    # What others call

    def add(self, lon_lat: tuple[float, float] | None = None) -> None:
        """Open the form of a new place, at a point (WGS84 degrees) if one is given."""
        self._open(None, lon_lat)

    def edit(self, place_id: PlaceId) -> None:
        """Open the form of a place."""
        self._open(self._desk.session.project.place(place_id), None)

    def duplicate(self, place_id: PlaceId) -> None:
        """Put a copy of a place into the register, and select it."""
        desk = self._desk
        place = desk.session.project.place(place_id)
        name = desk.words.say(N_("{name} (copy)"), name=place.name_vi)
        copy = replace(place, id=new_place_id(desk.session.project, name), name_vi=name)
        desk.session.do(PutPlace(copy), N_("Copy {place}"), place=place.name_vi)
        desk.selection.choose_place(copy.id)

    def begin_moving(self, place_id: PlaceId) -> None:
        """Let a place be dragged on the map."""
        self._mover.start(self._desk.session.project.place(place_id))
        self.said.emit(
            self._desk.words.say(N_("Drag the symbol, or move it by arrow keys; Enter sets it down."))
        )

    def ask_delete(self, places: Sequence[PlaceId]) -> None:
        """Ask before places are deleted; those that are stops of tours cannot be."""
        desk, project = self._desk, self._desk.session.project
        used = [tour for tour in project.tours.values() if tour.stop_places & set(places)]
        if used:
            desk.tell(
                BadInputError(
                    N_("The place is a stop of: {tours}."),
                    remedy=N_("Remove it from these tours first."),
                    tours=", ".join(tour.title(desk.words.language) for tour in used),
                )
            )
            return
        box = QMessageBox(desk.window)
        box.setWindowTitle(desk.words.say(N_("Delete places")))
        name = project.place(places[0]).name(desk.words.language)
        box.setText(
            desk.words.say(N_("Delete '{place}' from the register?"), place=name)
            if len(places) == 1
            else desk.words.count(N_("Delete {count} place?"), N_("Delete {count} places?"), len(places))
        )
        box.setInformativeText(desk.words.say(N_("It can be undone until the project is closed.")))
        delete = box.addButton(desk.words.say(N_("Delete")), QMessageBox.ButtonRole.DestructiveRole)
        cancel = box.addButton(desk.words.say(N_("Cancel")), QMessageBox.ButtonRole.RejectRole)
        box.setDefaultButton(cancel)
        box.setEscapeButton(cancel)
        delete.clicked.connect(lambda: self._delete(places))
        self.question = box
        box.open()

    def fill_place_menu(self, menu: QMenu, place_id: PlaceId) -> None:
        """Offer what can be done to a place."""
        say = self._desk.words.say
        menu.addSeparator()
        menu.addAction(say(N_("Edit the place…")), partial(self.edit, place_id))
        menu.addAction(say(N_("Move on the map")), partial(self.begin_moving, place_id))
        menu.addAction(say(N_("Make a copy")), partial(self.duplicate, place_id))
        menu.addAction(say(N_("Delete…")), partial(self.ask_delete, (place_id,)))

    def fill_ground_menu(self, menu: QMenu, lon: float, lat: float) -> None:
        """Offer to add a place at a point (WGS84 degrees)."""
        menu.addAction(self._desk.words.say(N_("Add a place here…")), partial(self.add, (lon, lat)))

    def change(self, places: Sequence[Place]) -> None:
        """Replace many places as one step."""
        self._do(PutPlaces(tuple(places)), N_("Change {count} places"), count=len(places))

    # Inside

    def _open(self, place: Place | None, lon_lat: tuple[float, float] | None) -> None:
        desk = self._desk
        form = self.form = PlaceForm(
            desk.words,
            desk.session.project,
            place,
            lon_lat,
            desk.window,
            can_add_photos=self.photos.folder is not None,
        )
        form.applied.connect(self._put)
        self.form_photos = FormPhotos(self.photos, form)
        form.open()

    def _put(self, place: Place) -> None:
        before = self._desk.session.project.places.get(place.id)
        if before == place:
            return
        msgid = N_("Change {place}") if before is not None else N_("Add {place}")
        self._do(PutPlace(place), msgid, place=place.name_vi)
        self._desk.selection.choose_place(place.id)

    def _put_moved(self, place_id: PlaceId, lon: float, lat: float) -> None:
        project = self._desk.session.project
        place = project.places.get(place_id)
        if place is None:
            return
        try:
            changed = replace(
                place,
                geometry=moved(place, lon, lat),
                unit_after=unit_at(project, lon, lat) or place.unit_after,
            )
        except BadInputError as error:
            self._desk.tell(error)
            return
        self._do(PutPlace(changed), N_("Move {place}"), place=place.name_vi)

    def _delete(self, places: Sequence[PlaceId]) -> None:
        project = self._desk.session.project
        edit = Batch(tuple(DropPlace(place) for place in places))
        if len(places) == 1:
            self._do(edit, N_("Delete {place}"), place=project.place(places[0]).name_vi)
        else:
            self._do(edit, N_("Delete {count} places from the register"), count=len(places))
        self._desk.selection.choose_place(None)

    def _do(self, edit: Batch | PutPlace | PutPlaces, msgid: str, **facts: object) -> None:
        try:
            self._desk.session.do(edit, msgid, **facts)
        except BadInputError as error:
            self._desk.tell(error)
