"""Templates: the example requests shipped with the product, offered where a tour begins."""

from collections.abc import Callable
from importlib.resources import files
from pathlib import Path

from PySide6.QtWidgets import QMenu

from data.errors import HanhTrinhError
from data.model.project import Project
from data.model.request import TourRequest
from data.readers.request_toml import read_request
from gis_app.i18n import Words


def fill_templates(menu: QMenu, project: Project, words: Words, load: Callable[[TourRequest], None]) -> None:
    """List the requests that fit ``project``; choosing one calls ``load``."""
    menu.clear()
    for request in template_requests(project):
        title = request.title_vi if words.language == "vi" else request.title_en or request.title_vi
        action = menu.addAction(title)
        action.triggered.connect(lambda _=False, request=request: load(request))
    menu.setEnabled(bool(menu.actions()))


def template_requests(project: Project) -> tuple[TourRequest, ...]:
    """Return the shipped requests whose places and units the project has."""
    folder = Path(str(files("resources") / "requests"))
    found: list[TourRequest] = []
    for path in sorted(folder.glob("*.toml")):
        try:
            found.append(read_request(path, project))
        except HanhTrinhError:
            # Templates name places of the starter data; a project without them is offered fewer.
            continue
    return tuple(found)
