"""Places from a file of any kind that is read."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

from data.errors import BadInputError
from data.language.catalogue import N_
from data.model.project import Project
from data.readers.place_import import PlaceImport
from data.readers.places_csv import read_places_csv, read_places_xlsx
from data.readers.places_geojson import read_places_geojson

_READERS: Final[Mapping[str, Callable[[Path, Project], PlaceImport]]] = {
    ".csv": read_places_csv,
    ".tsv": read_places_csv,
    ".txt": read_places_csv,
    ".xlsx": read_places_xlsx,
    ".geojson": read_places_geojson,
    ".json": read_places_geojson,
}

READABLE: Final = tuple(_READERS)
"""Endings of the files that ``read_places`` knows."""


def read_places(path: Path, project: Project) -> PlaceImport:
    """Read places from a CSV, Excel or GeoJSON file, chosen by its ending.

    Raises
    ------
    BadInputError
        If the ending is unknown or the file as a whole cannot be read.
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
    return reader(path, project)
