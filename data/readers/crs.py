"""Coordinate systems of reference files: geometries of any of them to WGS84 degrees.

A system is written as ``EPSG:4326`` (anything PROJ knows) or, for the zones of Vietnamese provinces, as
``VN2000:105.75`` (3° zones) and ``VN2000:105:6`` (6° zones). VN-2000 is always shifted by the official seven
parameters (``data.readers.vn2000``): without them PROJ may take the datum for WGS84, 190 m off.
"""

from typing import Any, Final

import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import CRS, Transformer
from pyproj.exceptions import CRSError

from data.errors import BadInputError
from data.language.catalogue import N_
from data.readers.vn2000 import transformer

WGS84: Final = "EPSG:4326"
_VN2000: Final = "VN2000:"
_DATUMS: Final = frozenset({"vietnam 2000", "vn-2000", "vn2000", "vn 2000", "d vietnam 2000", "d vn 2000"})

Geometries = NDArray[np.object_]


class UnknownSystemError(BadInputError):
    """A file with plane coordinates does not say which system they are in: the user must be asked."""


def vn2000(meridian_deg: float, zone_deg: int = 3) -> str:
    """Return how the zone of a province is written."""
    return f"{_VN2000}{meridian_deg:g}" + ("" if zone_deg == 3 else f":{zone_deg}")


def to_wgs84(geometries: Geometries, crs: str, source: object = "") -> Geometries:
    """Return ``geometries`` in WGS84 degrees, longitude first.

    Parameters
    ----------
    geometries
        Shape (n,).
    crs
        Their system, as above or as WKT; '' when the file does not say, which serves if they are degrees.
    source
        The file, for messages.

    Raises
    ------
    UnknownSystemError
        If nothing tells the system and the coordinates are no degrees.
    BadInputError
        If the system is unknown, or longitude and latitude are exchanged.
    """
    if not crs:
        _require_degrees(geometries, source)
        return geometries
    moved = _moved(geometries, crs, source)
    _require_earth(moved, source)
    return moved


def _moved(geometries: Geometries, crs: str, source: object) -> Geometries:
    known = _system(crs, source)
    if isinstance(known, CRS):
        if known.equals(CRS(WGS84), ignore_axis_order=True):
            return geometries
        known = _official(known) or Transformer.from_crs(known, WGS84, always_xy=True)
    turn = known

    def project(xy: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.column_stack(turn.transform(xy[:, 0], xy[:, 1]))

    result: Geometries = np.asarray(shapely.transform(geometries, project), dtype=object)
    return result


def _system(crs: str, source: object) -> CRS | Transformer:
    try:
        if crs.startswith(_VN2000):
            meridian, _, zone = crs.removeprefix(_VN2000).partition(":")
            return transformer(float(meridian), int(zone or 3))
        return CRS.from_user_input(crs)
    except (CRSError, ValueError) as error:
        raise BadInputError(
            N_("The coordinate system '{crs}' is not known."),
            source=source,
            remedy=N_("Choose another one, for example EPSG:4326 or a zone of VN-2000."),
            crs=crs[:60],
        ) from error


def _official(crs: CRS) -> Transformer | None:
    """Return the official transformation if ``crs`` is a zone of VN-2000, whatever it calls itself."""
    datum = crs.datum.name if crs.datum is not None else ""
    if datum.lower().replace("_", " ") not in _DATUMS or not crs.is_projected:
        return None
    operation = crs.coordinate_operation
    values: dict[str, Any] = {item.name: item.value for item in operation.params} if operation else {}
    meridian = values.get("Longitude of natural origin")
    if meridian is None:
        return None
    is_wide = abs(float(values.get("Scale factor at natural origin", 0.9999)) - 0.9996) < 1e-6
    return transformer(float(meridian), 6 if is_wide else 3)


def _require_degrees(geometries: Geometries, source: object) -> None:
    west, south, east, north = shapely.total_bounds(geometries)
    if not (west >= -180 and east <= 180 and south >= -180 and north <= 180):
        raise UnknownSystemError(
            N_("The file does not say in which coordinate system its coordinates are."),
            source=source,
            remedy=N_("Choose the system, for example the VN-2000 zone of the province."),
        )
    _require_earth(geometries, source)


def _require_earth(geometries: Geometries, source: object) -> None:
    west, south, east, north = shapely.total_bounds(geometries)
    if not np.isfinite((west, south, east, north)).all():
        raise BadInputError(
            N_("The coordinates do not fit their coordinate system."),
            source=source,
            remedy=N_("Choose another system, or correct the file."),
        )
    if south < -90 or north > 90:
        raise BadInputError(
            N_("Longitude and latitude are exchanged."),
            source=source,
            remedy=N_("Exchange the two columns, longitude first, and add the file again."),
        )
