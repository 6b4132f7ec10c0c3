"""Photos beside the old file of a project saved elsewhere: offered to be copied beside the new one."""

from pathlib import Path

from data.language.catalogue import N_
from data.model.project import Project
from data.storage.photo_files import carry_photo, left_behind
from gis_app.desk.core import Desk
from gis_app.dialogs.messages import add_action, make_message, open_message
from gis_app.workers import TaskContext


def offer_to_carry(desk: Desk, project: Project, old: Path, new: Path) -> None:
    """Ask whether photos of ``project`` found only in folder ``old`` are to be copied into ``new``."""
    if old == new:
        return
    title = desk.words.say(N_("Looking for photos of the project"))
    job = desk.jobs.on_thread(title, lambda _: left_behind(project, old, new))
    job.finished.connect(desk.session.while_open(lambda paths: _ask(desk, paths, old, new)))
    desk.tell_failures(job)


def _ask(desk: Desk, paths: tuple[str, ...], old: Path, new: Path) -> None:
    if not paths:
        return
    words = desk.words
    said = words.count(
        N_("{count} photo of the project lies beside its old file, in {folder}."),
        N_("{count} photos of the project lie beside its old file, in {folder}."),
        len(paths),
        folder=str(old),
    )
    box = make_message(desk.window, words.say(N_("Photos of the project")), said, "help")
    box.setInformativeText(
        words.say(N_("Copied beside the new file, they are found there, too. The old ones stay."))
    )
    copy = add_action(box, words.say(N_("Copy the photos")), lambda: _carry(desk, paths, old, new))
    open_message(box, words, copy)


def _carry(desk: Desk, paths: tuple[str, ...], old: Path, new: Path) -> None:
    def work(context: TaskContext) -> None:
        for count, path in enumerate(paths):
            context.progress(count / len(paths), N_("Copying photos"))
            carry_photo(path, old, new)

    job = desk.jobs.on_thread(desk.words.say(N_("Copying photos")), work)
    # The card of the place selected looks again for its photos.
    job.finished.connect(lambda _: desk.selection.place_changed.emit(desk.selection.place))
    desk.tell_failures(job)
