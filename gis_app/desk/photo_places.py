"""Places added from photos that know where they were taken, all of them as one step."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from data.edits import Batch, PutPlace
from data.errors import BadInputError
from data.language.catalogue import N_
from data.readers.photo_files import PhotoLook
from data.readers.photo_places import places_of_photos
from gis_app.desk.core import Desk
from gis_app.desk.photos import PhotoDesk, Taken

_SIDE_PX = 104


class PhotoPlaces(QObject):
    """Asks for photos, copies them beside the project, and makes a draft place of each spot."""

    said = Signal(str)

    def __init__(self, desk: Desk, photos: PhotoDesk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk, self._photos = desk, photos

    def ask(self) -> None:
        """Ask for photos; a project that was never saved has no folder for them."""
        if self._photos.folder is None or self._desk.window is None:
            self._desk.tell(
                BadInputError(
                    N_("The project has no folder for photos yet."), remedy=N_("Save the project first.")
                )
            )
            return
        dialog = self._photos.ask_files(self._desk.window)
        dialog.filesSelected.connect(lambda files: self.add([Path(file) for file in files]))

    def add(self, files: Sequence[Path]) -> None:
        """Add a place for each spot at which ``files`` were taken."""
        job = self._photos.take(files)
        if job is not None:
            job.finished.connect(self._desk.session.while_open(self._look))

    def _look(self, taken: Taken) -> None:
        job = self._photos.look(taken.paths, _SIDE_PX)
        job.finished.connect(self._desk.session.while_open(partial(self._put, taken)))

    def _put(self, taken: Taken, looks: dict[str, PhotoLook]) -> None:
        desk, say = self._desk, self._desk.words.say
        taken_at = {path: look.lon_lat for path, look in looks.items() if look.lon_lat is not None}
        places = places_of_photos(
            desk.session.project, taken_at, lambda number: say(N_("Place of photos {number}"), number=number)
        )
        used = {photo.path for place in places for photo in place.photos}
        self._photos.give_up(taken.folder, [path for path in taken.written if path not in used])
        if places:
            edit = Batch(tuple(PutPlace(place) for place in places))
            desk.session.do(edit, N_("Add {count} places from photos"), count=len(places))
            desk.selection.choose_place(places[0].id)
        self.said.emit(
            say(
                N_("Places added: {count}. Photos without a position in Vietnam: {left}."),
                count=len(places),
                left=len(looks) - len(used),
            )
        )
