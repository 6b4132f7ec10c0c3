"""Tours given on the command line: results of ``plan --json``, exchange files, or a project file."""

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from data.errors import BadInputError, UnknownIdError
from data.language.catalogue import N_
from data.model.project import Project
from data.model.tour import Tour
from gis_app.cli.common import load_project

PROJECT_ENDING = ".gpkg"
EXCHANGE_ENDINGS = frozenset({".geojson", ".gpx", ".kml", ".kmz"})
"""Files that carry a tour with its lines."""


@dataclass(frozen=True, slots=True)
class TourFile:
    """A tour, the project it belongs to, and the file it came from."""

    project: Project
    tour: Tour
    path: Path

    @property
    def is_in_project(self) -> bool:
        """Whether the file is a project file."""
        return is_project_file(self.path)

    @property
    def has_lines(self) -> bool:
        """Whether the file holds the lines of the ways."""
        return self.is_in_project or self.path.suffix.lower() in EXCHANGE_ENDINGS


def is_project_file(path: Path) -> bool:
    """Return whether a file is a project by its name."""
    return path.suffix.lower() == PROJECT_ENDING


def add_tour_option(parser: argparse.ArgumentParser) -> None:
    """Add ``--tour``, which picks tours of project files."""
    parser.add_argument(
        "--tour",
        action="append",
        default=[],
        metavar="KEY",
        help=N_("key of a tour in the project file; all of them if absent"),
    )


def read_tours(paths: Sequence[Path], arguments: argparse.Namespace) -> list[TourFile]:
    """Return the tours of the files, in order; of project files those that ``--tour`` names, or all.

    Raises
    ------
    BadInputError
        If a file is no tour, or a project has none.
    UnknownIdError
        If no file has a tour that ``--tour`` names.
    StorageError
        If a project file cannot be read.
    """
    found: list[TourFile] = []
    register: Project | None = None
    for path in paths:
        if is_project_file(path):
            found += _of_project(path, arguments.tour)
            continue
        register = register or load_project(arguments)
        found += _of_file(path, register)
    missing = [key for key in arguments.tour if all(one.tour.id != key for one in found)]
    if missing:
        raise UnknownIdError(
            N_("There is no tour '{tour}'."),
            where="--tour",
            remedy=N_("Tours there: {tours}."),
            tour=missing[0],
            tours=", ".join(sorted(one.tour.id for one in found)) or "–",
        )
    return found


def read_one_tour(path: Path, arguments: argparse.Namespace) -> TourFile:
    """Return the one tour of a file.

    Raises
    ------
    BadInputError
        If there are several and ``--tour`` picks none, or as ``read_tours``.
    """
    found = read_tours([path], arguments)
    if len(found) != 1:
        raise BadInputError(
            N_("The project has {count} tours; which one?"),
            source=path,
            remedy=N_("Name one with --tour: {tours}."),
            count=len(found),
            tours=", ".join(one.tour.id for one in found),
        )
    return found[0]


def _of_file(path: Path, register: Project) -> list[TourFile]:
    if path.suffix.lower() not in EXCHANGE_ENDINGS:
        from data.readers.tour_json import read_tour

        return [TourFile(register, read_tour(path), path)]
    from data.readers.tours import import_tours

    found = import_tours(path, register)
    project = register.with_places(found.places)
    return [TourFile(project, tour, path) for tour in found.tours]


def _of_project(path: Path, keys: Sequence[str]) -> list[TourFile]:
    from data.storage.gpkg import open_project

    project = open_project(path)
    if not project.tours:
        raise BadInputError(
            N_("The project has no tour."), source=path, remedy=N_("Plan a tour first and save the project.")
        )
    wanted = [tour for tour in project.tours.values() if not keys or tour.id in keys]
    return [TourFile(project, tour, path) for tour in wanted]
