"""Messages: errors in words with details to copy, questions, and the 'about' page."""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QPalette
from PySide6.QtWidgets import QMessageBox, QPushButton, QWidget

from data.errors import HanhTrinhError
from data.language.catalogue import N_
from gis_app import __version__
from gis_app.i18n import Words
from gis_app.icons import pixmap

_PICTURE_PX: Final = 36


def error_text(error: Exception, words: Words) -> str:
    """Return what to tell the user about ``error``."""
    if isinstance(error, HanhTrinhError):
        return error.in_language(words.language)
    return words.say(
        N_("Something went wrong that should not have. Your project is unchanged; please report the details.")
    )


def show_error(
    parent: QWidget | None, words: Words, error: Exception, details: str = "", report: str = ""
) -> QMessageBox:
    """Open a message about ``error``.

    Parameters
    ----------
    parent, words, error
        The window, its language, and what went wrong.
    details
        Technical text, hidden behind 'Details'.
    report
        What 'Copy the report' copies: nothing private.
    """
    box = make_message(parent, words.say(N_("Hành Trình: a problem")), error_text(error, words), "warning")
    if details:
        box.setInformativeText("")
        add_details(box, words, details, report)
    return open_message(box, words)


def add_details(box: QMessageBox, words: Words, details: str, report: str) -> None:
    """Add the buttons 'Details' and 'Copy the report', which leave the message open."""
    show = box.addButton(words.say(N_("Details")), QMessageBox.ButtonRole.ActionRole)
    copy = box.addButton(words.say(N_("Copy the report")), QMessageBox.ButtonRole.ActionRole)
    # An action button would close the box; here it shows or copies and the box stays.
    for button in (show, copy):
        button.clicked.disconnect()
    show.clicked.connect(lambda: _toggle_details(box, details))
    copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(report))


def _toggle_details(box: QMessageBox, details: str) -> None:
    box.setInformativeText("" if box.informativeText() else "\n".join(details.strip().splitlines()[-12:]))


def ask_to_save(
    parent: QWidget, words: Words, name: str, on_save: Callable[[], None], on_discard: Callable[[], None]
) -> QMessageBox:
    """Ask whether changes of ``name`` are to be saved; 'Cancel' does nothing."""
    box = QMessageBox(parent)
    _show_picture(box, "help")
    box.setWindowTitle(words.say(N_("Unsaved changes")))
    box.setText(words.say(N_("Save the changes to '{name}'?"), name=name))
    box.setInformativeText(words.say(N_("What is not saved will be lost.")))
    save = box.addButton(words.say(N_("Save")), QMessageBox.ButtonRole.AcceptRole)
    discard = box.addButton(words.say(N_("Don't Save")), QMessageBox.ButtonRole.DestructiveRole)
    cancel = box.addButton(words.say(N_("Cancel")), QMessageBox.ButtonRole.RejectRole)
    box.setDefaultButton(save)
    box.setEscapeButton(cancel)
    _on_click(save, on_save)
    _on_click(discard, on_discard)
    _open(box)
    return box


def show_about(parent: QWidget, words: Words, attribution: tuple[str, ...]) -> QMessageBox:
    """Show name, version, purpose and the credits of data and software."""
    box = QMessageBox(parent)
    box.setWindowTitle(words.say(N_("About Hành Trình")))
    box.setText(words.say(N_("Hành Trình {version}"), version=__version__))
    purpose = words.say(N_("Design cultural tours on a map: find places, plan, print and hand out."))
    libraries = words.say(
        N_("Made with Qt for Python (LGPL), shapely, GeoPandas, OR-Tools, RoutingKit and others; see NOTICE.")
    )
    credit = words.say(N_("Data:"))
    box.setInformativeText("\n\n".join((purpose, "\n".join((credit, *attribution)), libraries)))
    close = box.addButton(words.say(N_("Close")), QMessageBox.ButtonRole.AcceptRole)
    box.setEscapeButton(close)
    _open(box)
    return box


def make_message(parent: QWidget | None, title: str, text: str, picture: str) -> QMessageBox:
    """Return a message without buttons, not yet open."""
    box = QMessageBox(parent)
    _show_picture(box, picture)
    box.setWindowTitle(title)
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setText(text)
    box.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return box


def add_action(box: QMessageBox, text: str, action: Callable[[], None]) -> QPushButton:
    """Add a button that does ``action`` and closes the message."""
    button = box.addButton(text, QMessageBox.ButtonRole.AcceptRole)
    _on_click(button, action)
    return button


def open_message(box: QMessageBox, words: Words, default: QPushButton | None = None) -> QMessageBox:
    """Add 'Close' and open the message; Return presses ``default``, or else 'Close'."""
    close = box.addButton(words.say(N_("Close")), QMessageBox.ButtonRole.RejectRole)
    box.setDefaultButton(default or close)
    box.setEscapeButton(close)
    _open(box)
    return box


def _show_picture(box: QMessageBox, name: str) -> None:
    accent = box.palette().color(QPalette.ColorRole.Link).name()
    box.setIconPixmap(pixmap(name, accent, _PICTURE_PX, box.devicePixelRatioF()))


def _on_click(button: QPushButton, action: Callable[[], None]) -> None:
    button.clicked.connect(lambda _checked=False: action())


def _open(box: QMessageBox) -> None:
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.open()
