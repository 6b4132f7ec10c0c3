"""Messages about project files: in use elsewhere, read-only, not saved."""

from collections.abc import Callable

from PySide6.QtWidgets import QMessageBox, QWidget

from data.errors import FileChangedError, ProjectInUseError
from data.language.catalogue import N_
from gis_app.dialogs.messages import add_action, error_text, make_message, open_message
from gis_app.i18n import Words
from gis_app.workers import Failed


def ask_for_reading(
    parent: QWidget,
    words: Words,
    error: ProjectInUseError,
    on_read: Callable[[], None],
    on_again: Callable[[], None],
) -> QMessageBox:
    """Say who works on the file, and offer to open it for reading only or to try again."""
    box = make_message(parent, words.say(N_("The project is in use")), error_text(error, words), "lock")
    box.setInformativeText(
        words.say(N_("Opened for reading only, it can be changed and saved under another name."))
    )
    read = add_action(box, words.say(N_("Open for reading only")), on_read)
    add_action(box, words.say(N_("Try again")), on_again)
    return open_message(box, words, default=read)


def show_read_only(
    parent: QWidget | None, words: Words, name: str, reason: str, on_elsewhere: Callable[[], None]
) -> QMessageBox:
    """Say that the project is open for reading only, why, and offer to save it under another name."""
    text = words.say(N_("'{name}' is open for reading only."), name=name)
    box = make_message(parent, words.say(N_("Reading only")), text, "lock")
    box.setInformativeText(words.say(reason))
    save = add_action(box, words.say(N_("Save as…")), on_elsewhere)
    return open_message(box, words, default=save)


def ask_about_changed(
    parent: QWidget | None,
    words: Words,
    error: FileChangedError,
    *,
    on_elsewhere: Callable[[], None],
    on_replace: Callable[[], None],
    on_look: Callable[[], None],
) -> QMessageBox:
    """Say that another program changed the file; offer to save elsewhere, to replace it, or to look at it."""
    title = words.say(N_("The file was changed elsewhere"))
    box = make_message(parent, title, error_text(error, words), "warning")
    box.setInformativeText(
        words.say(N_("All changes are still in this window, and in a backup on this computer."))
    )
    elsewhere = add_action(box, words.say(N_("Save as…")), on_elsewhere)
    add_action(box, words.say(N_("See what differs…")), on_look)
    add_action(box, words.say(N_("Replace the file")), on_replace)
    return open_message(box, words, default=elsewhere)


def show_save_failure(
    parent: QWidget | None,
    words: Words,
    failed: Failed,
    on_again: Callable[[], None],
    on_elsewhere: Callable[[], None],
) -> QMessageBox:
    """Say why a save failed and what was kept; offer to try again or to save elsewhere."""
    box = make_message(
        parent, words.say(N_("The project was not saved")), error_text(failed.error, words), "warning"
    )
    box.setInformativeText(
        words.say(N_("All changes are still in this window, and in a backup on this computer."))
    )
    elsewhere = add_action(box, words.say(N_("Save as…")), on_elsewhere)
    add_action(box, words.say(N_("Try again")), on_again)
    return open_message(box, words, default=elsewhere)
