"""Places from GeoJSON (RFC 7946)."""

import json
import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, Final, NoReturn

import shapely
from shapely import Geometry
from shapely.geometry import shape

from data.errors import BadInputError
from data.language.catalogue import N_
from data.model.place import GEOMETRY_TYPES
from data.model.project import Project
from data.readers.place_fields import column_names
from data.readers.place_import import (
    FEATURE,
    PlaceImport,
    Record,
    fault_of_shape,
    read_records,
)
from data.readers.tables import MOST_ROWS, header_key
from data.readers.text_encoding import read_text

_WGS84_NAMES: Final = ("crs84", "epsg::4326", "epsg:4326")
_HALF_CHARACTER: Final = re.compile("[\ud800-\udfff]")
_FARTHEST: Final = 1e9
"""No coordinate of any reference system is as large; false for NaN as well."""

_DEPTH: Final = {"Point": 0, "LineString": 1, "MultiLineString": 2, "Polygon": 2, "MultiPolygon": 3}
_LEAST_POINTS: Final = {"LineString": 2, "MultiLineString": 2, "Polygon": 4, "MultiPolygon": 4}


def read_places_geojson(path: Path, project: Project) -> PlaceImport:
    """Read places from a FeatureCollection, one Feature, or a list of them.

    Parameters
    ----------
    path
        GeoJSON in WGS84, longitude first; properties named as the columns of a table of places.
    project
        Where units are looked up.

    Returns
    -------
    PlaceImport
        Places and every fault of a feature.

    Raises
    ------
    BadInputError
        If the file as a whole is no GeoJSON, too large, or in another reference system.
    """
    features = features_of(path, load_geojson(path))
    records, faults = list[Record](), list[BadInputError]()
    for number, feature in enumerate(features, start=1):
        try:
            records.append(_record(number, feature))
        except BadInputError as error:
            facts: dict[str, Any] = {**error.facts, "row": number}
            faults.append(BadInputError(error.message, where=FEATURE, remedy=error.remedy, **facts))
    found = read_records(records, project)
    return replace(found, errors=(*faults, *found.errors), form="GeoJSON")


def load_geojson(path: Path) -> Any:
    """Return the parsed document.

    Raises
    ------
    BadInputError
        If the file is missing, too large, or no JSON.
    """

    def refuse(constant: str) -> NoReturn:
        message = f"{constant} is not JSON"
        raise ValueError(message)

    try:
        return json.loads(read_text(path).text.removeprefix("\ufeff"), parse_constant=refuse)
    except json.JSONDecodeError as error:
        raise BadInputError(
            N_("The file is no valid JSON."),
            source=path,
            where=N_("line {line}, column {column}"),
            remedy=N_("It may be truncated; export it again as GeoJSON (RFC 7946)."),
            line=error.lineno,
            column=error.colno,
        ) from error
    except RecursionError as error:
        raise BadInputError(
            N_("The lists in the file are nested too deeply."),
            source=path,
            remedy=N_("Export it again as GeoJSON (RFC 7946)."),
        ) from error
    except ValueError as error:
        raise BadInputError(
            N_("The file is no valid JSON ({detail})."),
            source=path,
            remedy=N_("Export it again as GeoJSON (RFC 7946)."),
            detail=str(error),
        ) from error


def features_of(path: Path, document: Any) -> list[Any]:
    """Return the features of a FeatureCollection, or the one Feature.

    Raises
    ------
    BadInputError
        If it is neither, has too many features, or names another reference system than WGS84.
    """
    kind = document.get("type") if isinstance(document, dict) else None
    features = document.get("features") if kind == "FeatureCollection" else None
    if kind == "Feature":
        features = [document]
    if not isinstance(features, list):
        raise BadInputError(
            N_("The file is no GeoJSON FeatureCollection."),
            source=path,
            remedy=N_("Export it again as GeoJSON (RFC 7946)."),
        )
    if len(features) > MOST_ROWS:
        raise BadInputError(
            N_("The table has more than {most} rows."),
            source=path,
            remedy=N_("Split it into smaller files."),
            most=MOST_ROWS,
        )
    reference = json.dumps(document.get("crs", "crs84")).lower()
    if not any(name in reference for name in _WGS84_NAMES):
        raise BadInputError(
            N_("The coordinates are not in WGS84 ({crs})."),
            source=path,
            remedy=N_("Export the layer again in EPSG:4326."),
            crs=reference[:120],
        )
    return features


def _record(number: int, feature: Any) -> Record:
    if not isinstance(feature, dict) or feature.get("type") != "Feature":
        raise BadInputError(
            N_("This is no GeoJSON feature."), remedy=N_("Export it again as GeoJSON (RFC 7946).")
        )
    properties = feature.get("properties") or {}
    if not isinstance(properties, dict):
        raise BadInputError(
            N_("This is no GeoJSON feature."), remedy=N_("Export it again as GeoJSON (RFC 7946).")
        )
    cells = cells_of(properties)
    key = feature.get("id")
    return Record(
        FEATURE, number, cells, geometry_of(feature.get("geometry")), "" if key is None else str(key)
    )


def cells_of(properties: Mapping[str, Any]) -> dict[str, str]:
    """Return the properties that mean a column of the register, as cells.

    Raises
    ------
    BadInputError
        If a text holds half a character.
    """
    known = column_names()
    cells: dict[str, str] = {}
    for name, value in properties.items():
        column = known.get(header_key(str(name)))
        if column is not None:
            cells[column] = cells.get(column) or _cell(value)
    return cells


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    text = json.dumps(value, ensure_ascii=False) if isinstance(value, (list, dict)) else str(value)
    if _HALF_CHARACTER.search(text):
        # JSON may escape half of a surrogate pair; no file or database can store it.
        raise BadInputError(
            N_("A text holds half a character ({code})."),
            remedy=N_("Type that text again."),
            code=ascii(_HALF_CHARACTER.findall(text)[0]).strip("'"),
        )
    return text


def geometry_of(found: Any) -> Geometry:
    """Return a GeoJSON geometry without heights.

    Raises
    ------
    BadInputError
        If it is of another type than places have, or its coordinates make none.
    """
    kind = found.get("type") if isinstance(found, dict) else None
    if kind not in GEOMETRY_TYPES:
        raise BadInputError(
            N_("The geometry is a {found}; here it must be one of: {allowed}, without heights."),
            remedy=N_("Draw it again as a point, a line or an area."),
            found=str(kind)[:40],
            allowed=", ".join(GEOMETRY_TYPES),
        )
    coordinates = found.get("coordinates")
    _check_positions(coordinates, _DEPTH[kind], _LEAST_POINTS.get(kind, 1))
    try:
        geometry: Geometry = shapely.force_2d(shape({"type": kind, "coordinates": coordinates}))
    except (shapely.errors.ShapelyError, ValueError, TypeError) as error:
        raise _bad_coordinates() from error
    if (fault := fault_of_shape(geometry)) is not None:
        raise fault
    return geometry


def _check_positions(coordinates: Any, depth: int, least: int) -> None:
    if depth == 0:
        numbers = coordinates if isinstance(coordinates, list) else []
        is_position = 2 <= len(numbers) <= 4 and all(_is_number(number) for number in numbers)
        if not is_position:
            raise _bad_coordinates()
        return
    if not isinstance(coordinates, list) or len(coordinates) < (least if depth == 1 else 1):
        raise _bad_coordinates()
    for part in coordinates:
        _check_positions(part, depth - 1, least)
    if depth == 1 and least == _LEAST_POINTS["Polygon"] and coordinates[0] != coordinates[-1]:
        raise _bad_coordinates()


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and abs(value) < _FARTHEST


def _bad_coordinates() -> BadInputError:
    return BadInputError(
        N_("The coordinates do not make a geometry."),
        remedy=N_("Give longitude and latitude in decimal degrees (WGS84); close every ring."),
    )
