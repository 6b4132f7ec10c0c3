"""A request form alone, without a window, on the starter data."""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from data.model.project import Project
from data.starter.tables import load_starter
from gis_app.docks.request.form import RequestForm
from gis_app.finding import Finder
from gis_app.i18n import Words
from gis_app.render.fonts import load_fonts
from gis_app.theme import dress
from layers.style import LIGHT

MakeForm = Callable[..., RequestForm]
DOCK_PX = 388


@pytest.fixture(scope="session")
def starter() -> Project:
    """Return the starter data."""
    return load_starter()


@pytest.fixture(scope="session")
def dressed(qapp: QApplication) -> QApplication:
    """Return the application with the product's fonts and looks."""
    load_fonts()
    dress(qapp, LIGHT.interface)
    return qapp


@pytest.fixture
def make_form(qtbot: QtBot, dressed: QApplication, starter: Project) -> Iterator[MakeForm]:
    """Return ``make_form(language)``: a shown form as wide as its dock."""
    made: list[Words] = []

    def make(language: str = "vi") -> RequestForm:
        words = Words(language)
        made.append(words)
        finder = Finder(words)
        finder.show_project(starter)
        form = RequestForm(words, LIGHT, finder.places, finder.describe)
        qtbot.addWidget(form)
        form.show_project(starter)
        form.resize(DOCK_PX - 10, 700)
        form.show()
        return form

    yield make
    for words in made:
        words.remove()


@pytest.fixture
def form(make_form: MakeForm) -> RequestForm:
    """Return a Vietnamese form."""
    return make_form()
