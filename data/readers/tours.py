"""Tours from a file of any kind that is read."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Final

from data.errors import BadInputError, require_file, system_reason
from data.language.catalogue import N_
from data.model.place import Place
from data.model.project import Project
from data.readers.places_geojson import load_geojson
from data.readers.text_encoding import MOST_BYTES
from data.readers.tour_geojson import import_geojson, is_register
from data.readers.tour_import import Assumed, TourImport
from data.readers.tour_json import read_tour
from data.readers.tour_kml import document_of_kmz, import_kml
from data.storage.gpkg import open_project

_Reader = Callable[[Path, Project, Assumed], TourImport]


def import_tours(path: Path, project: Project, assumed: Assumed | None = None) -> TourImport:
    """Read tours, chosen by the ending of the file.

    Parameters
    ----------
    path
        GeoJSON, GPX, KML or KMZ, ours or of another program; our tour JSON or project file.
    project
        Where places and units are looked up; its own entries stay as they are.
    assumed
        What files of other programs do not say.

    Raises
    ------
    BadInputError
        If the ending is unknown, the file as a whole cannot be read, or anything in it has a fault; names
        file, place in it and remedy.
    StorageError
        If a project file cannot be read.
    """
    reader = _READERS.get(path.suffix.lower())
    if reader is None:
        raise BadInputError(
            N_("Files ending in '{ending}' are not read."),
            source=path,
            remedy=N_("Known endings: {known}."),
            ending=path.suffix,
            known=", ".join(READABLE),
        )
    try:
        return reader(path, project, assumed if assumed is not None else Assumed())
    except BadInputError as error:
        error.source = error.source or str(path)
        raise


def _content(path: Path) -> bytes:
    require_file(path)
    try:
        if path.stat().st_size > MOST_BYTES:
            raise BadInputError(
                N_("The file is larger than {most} MB."),
                source=path,
                remedy=N_("Split it into smaller files."),
                most=MOST_BYTES // 2**20,
            )
        return path.read_bytes()
    except OSError as error:
        raise BadInputError(
            N_("The file cannot be read ({detail})."),
            source=path,
            remedy=N_("Check the name and the folder."),
            detail=system_reason(error),
        ) from error


def _gpx(path: Path, project: Project, assumed: Assumed) -> TourImport:
    from data.readers.tour_gpx import import_gpx  # noqa: PLC0415 - loads the library for GPX

    return import_gpx(_content(path), path, project, assumed)


def _kml(path: Path, project: Project, assumed: Assumed) -> TourImport:
    return import_kml(_content(path), path, project, assumed)


def _kmz(path: Path, project: Project, assumed: Assumed) -> TourImport:
    return import_kml(document_of_kmz(_content(path), path), path, project, assumed)


def _json(path: Path, project: Project, assumed: Assumed) -> TourImport:
    document = load_geojson(path)
    if not isinstance(document, Mapping) or "schema_version" not in document:
        return import_geojson(path, project, assumed)
    tour = read_tour(path)
    for key in sorted(tour.stop_places):
        project.place(key)
    return TourImport(form="JSON", is_own=True, tours=(tour,))


def _project(path: Path, project: Project, _: Assumed) -> TourImport:
    other = open_project(path)
    if not other.tours:
        raise BadInputError(
            N_("The project has no tour."), source=path, remedy=N_("Plan a tour first and save the project.")
        )
    named = {key for tour in other.tours.values() for key in tour.stop_places}
    places = [
        _at_home(place, project)
        for key, place in other.places.items()
        if key in named and key not in project.places
    ]
    return TourImport(form="GeoPackage", is_own=True, tours=tuple(other.tours.values()), places=tuple(places))


def _at_home(place: Place, project: Project) -> Place:
    """Return a place of another project without units and plan that this project does not have."""
    return replace(
        place,
        unit_before=place.unit_before if place.unit_before in project.units else None,
        unit_after=place.unit_after if place.unit_after in project.units else None,
        plan_id=place.plan_id if place.plan_id in project.plans else None,
    )


_READERS: Final[Mapping[str, _Reader]] = {
    ".geojson": import_geojson,
    ".gpx": _gpx,
    ".kml": _kml,
    ".kmz": _kmz,
    ".json": _json,
    ".gpkg": _project,
}


def holds_tours(path: Path) -> bool:
    """Return whether a file is for ``import_tours``; otherwise it is a register of places.

    Raises
    ------
    BadInputError
        If it is JSON or GeoJSON by its ending and not by its contents.
    """
    ending = path.suffix.lower()
    if ending == ".json" and isinstance(document := load_geojson(path), Mapping):
        return "schema_version" in document or not is_register(path)
    if ending in {".json", ".geojson"}:
        return not is_register(path)
    return ending in _READERS


READABLE: Final = tuple(_READERS)
"""Endings of the files that ``import_tours`` knows."""
