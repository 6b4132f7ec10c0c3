"""The photos of an open place form: looked at, taken in, and given up when the form is left."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject

from data.model.place import Photo, Place
from gis_app.desk.photos import PhotoDesk, Taken
from gis_app.dialogs.place_form import PlaceForm
from gis_app.widgets.photo_strip import SIDE_PX


class FormPhotos(QObject):
    """Links the strip of one form with the files of the project; it lives as long as the form.

    Files copied for photos that the place does not keep are deleted when the form is left.
    """

    def __init__(self, photos: PhotoDesk, form: PlaceForm) -> None:
        super().__init__(form)
        self._photos, self._form, self._strip = photos, form, form.photos
        self._folder: Path | None = None
        self._written: list[str] = []
        self._is_left = False
        self._kept: tuple[Photo, ...] = ()
        self._strip.looks_asked.connect(self._look)
        self._strip.files_given.connect(self.take)
        self._strip.browse_asked.connect(self._browse)
        self._strip.find_asked.connect(self._find)
        form.applied.connect(self._note_kept)
        form.finished.connect(self._leave)
        if self._strip.photos:
            self._look([photo.path for photo in self._strip.photos])

    def _look(self, paths: Sequence[str]) -> None:
        side_px = round(SIDE_PX * self._strip.devicePixelRatioF())
        self._photos.look(paths, side_px).finished.connect(self._strip.take_looks)

    def take(self, files: Sequence[Path], missing: str = "") -> None:
        """Take files into the project: new photos, or the one for the photo ``missing``."""
        job = self._photos.take(files)
        if job is not None:
            job.finished.connect(partial(self._taken, missing))

    def _taken(self, missing: str, taken: Taken) -> None:
        if self._is_left:
            self._photos.give_up(taken.folder, taken.written)
            return
        self._folder = taken.folder
        self._written += taken.written
        if missing:
            self._strip.replace_path(missing, taken.paths[0])
        else:
            self._strip.add(taken.paths)

    def _browse(self) -> None:
        dialog = self._photos.ask_files(self._form)
        dialog.filesSelected.connect(lambda files: self.take([Path(file) for file in files]))

    def _find(self, path: str) -> None:
        dialog = self._photos.ask_files(self._form, is_one=True)
        dialog.filesSelected.connect(lambda files: self.take([Path(files[0])], path))

    def _note_kept(self, place: Place) -> None:
        self._kept = place.photos

    def _leave(self) -> None:
        self._is_left = True
        kept = {photo.path for photo in self._kept}
        if self._folder is not None:
            self._photos.give_up(self._folder, [path for path in self._written if path not in kept])
