"""Templates of requests: those shipped with the product and those the user has kept."""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QInputDialog, QToolButton

from data.errors import HanhTrinhError
from data.language.catalogue import N_
from data.model.request import TourRequest
from data.search.folding import fold
from data.writers.request_toml import write_request
from gis_app.desk.core import Desk
from gis_app.docks.templates import read_templates, shipped_folder


class Templates(QObject):
    """Fills the menu of templates, and keeps requests as templates.

    Parameters
    ----------
    button
        Has the menu.
    request
        Gives the request of the form.
    load
        Puts a template into the form.
    """

    said = Signal(str)

    def __init__(
        self,
        desk: Desk,
        button: QToolButton,
        request: Callable[[], TourRequest],
        load: Callable[[TourRequest], None],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._desk, self._button, self._request, self._load = desk, button, request, load
        self._read: Sequence[tuple[str, Sequence[TourRequest]]] = ()
        self.dialog: QInputDialog | None = None

    @property
    def folder(self) -> Path:
        """Where the user's templates are."""
        return self._desk.settings.path.parent / "requests"

    def offer(self) -> None:
        """Read the templates that fit the project, and list them."""
        project = self._desk.session.project
        folders = ((N_("My templates"), self.folder), (N_("Examples"), shipped_folder()))
        self._read = [(title, read_templates(folder, project)) for title, folder in folders]
        self.say()

    def say(self) -> None:
        """List the templates, the user's own first, in the language in use."""
        menu, words = self._button.menu(), self._desk.words
        menu.clear()
        for title, templates in self._read:
            if templates:
                menu.addSection(words.say(title))
            for request in templates:
                said = request.title_vi if words.language == "vi" else request.title_en or request.title_vi
                action = menu.addAction(said)
                action.triggered.connect(lambda _=False, request=request: self._load(request))
        menu.addSeparator()
        menu.addAction(words.say(N_("Keep the request as a template…")), self.ask_name)

    def ask_name(self) -> None:
        """Ask under which name the request of the form is kept."""
        words = self._desk.words
        try:
            request = self._request()
        except HanhTrinhError as error:
            self.said.emit(error.in_language(words.language))
            return
        self.dialog = dialog = QInputDialog(self._desk.window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setWindowTitle(words.say(N_("Keep as a template")))
        dialog.setLabelText(words.say(N_("Name of the template")))
        dialog.setTextValue(request.title_vi)
        dialog.textValueSelected.connect(lambda name: self.keep(request, name))
        dialog.open()

    def keep(self, request: TourRequest, name: str) -> None:
        """Keep ``request`` as a template called ``name``; one of that name is replaced."""
        if not name.strip():
            return
        path = self.folder / f"{file_name(name)}.toml"
        try:
            write_request(replace(request, title_vi=name.strip()), path)
        except HanhTrinhError as error:
            self._desk.tell(error)
            return
        self.offer()
        self.said.emit(self._desk.words.say(N_("Kept as the template '{name}'."), name=name.strip()))


def file_name(name: str) -> str:
    """Return a file name for a title: plain letters, digits and hyphens."""
    return re.sub(r"[^a-z0-9]+", "-", fold(name)).strip("-")[:80] or "request"
