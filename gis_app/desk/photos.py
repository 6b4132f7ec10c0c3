"""Photo files of the open project: looked at and taken in on a thread."""

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QWidget

from data.language.catalogue import N_
from data.readers.photo_files import PHOTO_ENDINGS, PhotoFault, PhotoLook, look_at_file
from data.readers.photos import photo_file
from data.storage.photo_files import keep_photo
from gis_app.desk.core import Desk
from gis_app.jobs import Job
from gis_app.workers import TaskContext

_MOST_KEPT: Final = 600
"""Thumbnails kept in memory: about 15 MB."""


@dataclass(frozen=True, slots=True)
class Taken:
    """Photos taken into the project: its folder, their paths, and those of the files written for them."""

    folder: Path
    paths: tuple[str, ...]
    written: tuple[str, ...]


class PhotoDesk(QObject):
    """Reads and takes in photos; jobs give the results."""

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        # Keyed by file, time of change, size and side; filled by one job at a time or by several, which at
        # worst look twice.
        self._looks: OrderedDict[tuple[Path, int, int, int], PhotoLook] = OrderedDict()

    @property
    def folder(self) -> Path | None:
        """Folder of the project's file, None for a project that was never saved."""
        path = self._desk.session.path
        return None if path is None else path.parent

    def look(self, paths: Sequence[str], side_px: int) -> Job:
        """Start looking at photos; the job gives a ``PhotoLook`` for each path."""
        folder = self.folder

        def work(context: TaskContext) -> dict[str, PhotoLook]:
            looks = {}
            for count, path in enumerate(paths):
                context.progress(count / len(paths), N_("Reading photos"))
                looks[path] = self._look(path, folder, side_px)
            return looks

        job = self._desk.jobs.on_thread(self._desk.words.say(N_("Reading photos")), work)
        self._desk.tell_failures(job)
        return job

    def take(self, files: Sequence[Path]) -> Job | None:
        """Start taking files into the project; the job gives ``Taken``. None if it was never saved."""
        folder = self.folder
        if folder is None:
            return None

        def work(context: TaskContext) -> Taken:
            kept = []
            for count, file in enumerate(files):
                context.progress(count / len(files), N_("Copying photos"))
                kept.append(keep_photo(file, folder))
            paths = tuple(photo.path for photo in kept)
            return Taken(folder, paths, tuple(photo.path for photo in kept if photo.is_new))

        job = self._desk.jobs.on_thread(self._desk.words.say(N_("Copying photos")), work)
        self._desk.tell_failures(job)
        return job

    def open_outside(self, path: str) -> None:
        """Open a photo in the program that the computer has for pictures."""
        file = photo_file(path, self.folder)
        if file is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(file)))

    def give_up(self, folder: Path, written: Sequence[str]) -> None:
        """Delete files that ``take`` wrote into ``folder`` and nobody uses.

        The folder is that of the project they were taken for: by now another one may be open.
        """

        def work(_: TaskContext) -> None:
            for path in written:
                file = photo_file(path, folder)
                if file is not None:
                    file.unlink(missing_ok=True)

        if written:
            self._desk.tell_failures(
                self._desk.jobs.on_thread(self._desk.words.say(N_("Removing unused photos")), work)
            )

    def ask_files(self, parent: QWidget, *, is_one: bool = False) -> QFileDialog:
        """Return an open dialog for photo files."""
        say = self._desk.words.say
        patterns = " ".join(f"*{ending} *{ending.upper()}" for ending in PHOTO_ENDINGS)
        start = str(self.folder or self._desk.settings.folder)
        dialog = QFileDialog(
            parent, say(N_("Choose photos")), start, say(N_("Photos ({patterns})"), patterns=patterns)
        )
        dialog.setFileMode(
            QFileDialog.FileMode.ExistingFile if is_one else QFileDialog.FileMode.ExistingFiles
        )
        dialog.open()
        return dialog

    def _look(self, path: str, folder: Path | None, side_px: int) -> PhotoLook:
        file = photo_file(path, folder)
        if file is None:
            return PhotoLook(fault=PhotoFault.MISSING)
        try:
            stat = file.stat()
        except OSError:
            return PhotoLook(fault=PhotoFault.MISSING)
        key = (file, stat.st_mtime_ns, stat.st_size, side_px)
        found = self._looks.get(key)
        if found is None:
            found = self._looks[key] = look_at_file(file, side_px)
            while len(self._looks) > _MOST_KEPT:
                self._looks.popitem(last=False)
        return found
