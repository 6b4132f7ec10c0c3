"""Geometry as GeoPackage binary: an eight-byte header, an envelope and ISO WKB (spec 1.4, 2.1.3)."""

import struct
from typing import Final

import numpy as np
import shapely
from shapely import Geometry

from data.errors import StorageError
from data.language.catalogue import N_

WGS84_SRS_ID: Final = 4326
"""srs_id of every geometry in the file: EPSG:4326, longitude first as GeoPackage asks."""

_MAGIC: Final = b"GP"
_LITTLE_ENDIAN: Final = 0b0000_0001
_XY_ENVELOPE: Final = 0b0000_0010
_ENVELOPE_DOUBLES: Final = {0: 0, 1: 4, 2: 6, 3: 6, 4: 8}
_EMPTY_FLAG: Final = 0b0001_0000
_EXTENDED_FLAG: Final = 0b0010_0000
_HEADER_BYTES: Final = 8
_MOST_BYTES: Final = 64 * 2**20


def to_blob(geometry: Geometry | None) -> bytes | None:
    """Return ``geometry`` (WGS84, no heights) as GeoPackage binary with its envelope, or ``None``."""
    if geometry is None:
        return None
    wkb: bytes = shapely.to_wkb(geometry, output_dimension=2, byte_order=1, flavor="iso")
    if shapely.is_empty(geometry):
        return struct.pack("<2sBBi", _MAGIC, 0, _LITTLE_ENDIAN | _EMPTY_FLAG, WGS84_SRS_ID) + wkb
    west, south, east, north = (float(number) for number in shapely.bounds(geometry))
    header = struct.pack("<2sBBi", _MAGIC, 0, _LITTLE_ENDIAN | _XY_ENVELOPE, WGS84_SRS_ID)
    return header + struct.pack("<4d", west, east, south, north) + wkb


def from_blob(blob: object) -> Geometry | None:
    """Return the geometry of a GeoPackage binary without heights, ``None`` for NULL.

    Raises
    ------
    StorageError
        If the bytes are no geometry, in another coordinate system, not finite or too long.
    """
    if blob is None:
        return None
    if not isinstance(blob, bytes) or len(blob) < _HEADER_BYTES or len(blob) > _MOST_BYTES:
        raise _damaged()
    if blob[:2] != _MAGIC or blob[2] != 0 or blob[3] & _EXTENDED_FLAG:
        raise _damaged()
    flags = blob[3]
    order = "<" if flags & 1 else ">"
    (srs_id,) = struct.unpack(f"{order}i", blob[4:8])
    if srs_id != WGS84_SRS_ID:
        raise StorageError(
            N_("The coordinates are in reference system {srs}, not in WGS84 (EPSG:4326)."),
            remedy=N_("Export the layer again in EPSG:4326."),
            srs=srs_id,
        )
    doubles = _ENVELOPE_DOUBLES.get(flags >> 1 & 0b111)
    if doubles is None:
        raise _damaged()
    return _from_wkb(blob[_HEADER_BYTES + 8 * doubles :])


def _from_wkb(wkb: bytes) -> Geometry:
    try:
        geometry: Geometry = shapely.from_wkb(wkb)
    except shapely.errors.ShapelyError as error:
        raise _damaged() from error
    if not np.isfinite(shapely.get_coordinates(geometry)).all():
        raise _damaged()
    return shapely.force_2d(geometry)


def _damaged() -> StorageError:
    return StorageError(
        N_("A geometry is damaged."),
        remedy=N_("Delete or draw this feature again, or open an earlier version."),
    )
