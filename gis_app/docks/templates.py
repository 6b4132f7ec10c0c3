"""Requests that a tour can begin with: files in a folder that fit the project."""

from importlib.resources import files
from pathlib import Path

from data.errors import HanhTrinhError
from data.model.project import Project
from data.model.request import TourRequest
from data.readers.request_toml import read_request


def shipped_folder() -> Path:
    """Return the folder of the example requests."""
    return Path(str(files("resources") / "requests"))


def read_templates(folder: Path, project: Project) -> tuple[TourRequest, ...]:
    """Return the requests of ``folder`` whose places and units the project has."""
    found: list[TourRequest] = []
    for path in sorted(folder.glob("*.toml")):
        try:
            found.append(read_request(path, project))
        except HanhTrinhError:
            # Templates name places of a project; another one is offered fewer.
            continue
    return tuple(found)


def template_requests(project: Project) -> tuple[TourRequest, ...]:
    """Return the shipped requests that fit the project."""
    return read_templates(shipped_folder(), project)
