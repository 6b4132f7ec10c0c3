"""What a photo file tells: a small upright picture of it, and where it was taken."""

import io
from dataclasses import dataclass
from enum import StrEnum
from math import isfinite
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from data.language.catalogue import N_
from data.readers.photos import MOST_BYTES, photo_file

if TYPE_CHECKING:
    from PIL.Image import Image as Picture

MOST_PIXELS: Final = 150_000_000
"""Larger pictures are not opened: 150 megapixels take 450 MB of memory."""

PHOTO_ENDINGS: Final = (".jpg", ".jpeg", ".png", ".webp", ".tif", ".tiff", ".bmp", ".gif")
"""Files offered as photos."""


class PhotoFault(StrEnum):
    """Why a photo cannot be shown; the value is a msgid."""

    NONE = ""
    MISSING = N_("The file is not there.")
    BROKEN = N_("The file is damaged, or no picture.")
    HUGE = N_("The picture is too large to be shown.")


@dataclass(frozen=True, slots=True)
class Thumbnail:
    """A small picture: ``rgb`` holds three bytes a pixel, row by row."""

    width_px: int
    height_px: int
    rgb: bytes


@dataclass(frozen=True, slots=True)
class PhotoLook:
    """What is known of a photo file.

    Parameters
    ----------
    thumbnail
        The photo upright and small; ``None`` when there is a fault.
    fault
        Why it cannot be shown.
    width_px, height_px
        Size of the upright picture; 0 when unknown.
    lon_lat
        Where it was taken, WGS84 degrees; ``None`` when the camera did not note it.
    """

    thumbnail: Thumbnail | None = None
    fault: PhotoFault = PhotoFault.NONE
    width_px: int = 0
    height_px: int = 0
    lon_lat: tuple[float, float] | None = None


def look_at_photo(path: str, folder: Path | None, side_px: int) -> PhotoLook:
    """Return what is known of ``Photo.path``.

    Parameters
    ----------
    folder
        Folder of the project file; nothing outside it is read.
    side_px
        Longest side of the thumbnail.
    """
    found = photo_file(path, folder)
    return PhotoLook(fault=PhotoFault.MISSING) if found is None else look_at_file(found, side_px)


def look_at_file(file: Path, side_px: int) -> PhotoLook:
    """Return what is known of a photo file anywhere; see ``look_at_photo``."""
    from PIL import Image  # noqa: PLC0415 - a window without photos does without Pillow

    try:
        if file.stat().st_size > MOST_BYTES:
            return PhotoLook(fault=PhotoFault.HUGE)
        content = file.read_bytes()
    except OSError:
        return PhotoLook(fault=PhotoFault.MISSING)
    try:
        with Image.open(io.BytesIO(content)) as picture:
            return _look(picture, side_px)
    except Image.DecompressionBombError:
        return PhotoLook(fault=PhotoFault.HUGE)
    # Pillow's readers raise whatever damaged bytes lead them to.
    except Exception:  # noqa: BLE001
        return PhotoLook(fault=PhotoFault.BROKEN)


def _look(picture: "Picture", side_px: int) -> PhotoLook:
    from PIL import ExifTags, ImageOps  # noqa: PLC0415 - see look_at_file

    if picture.width * picture.height > MOST_PIXELS:
        return PhotoLook(fault=PhotoFault.HUGE)
    exif = picture.getexif()
    lon_lat = _lon_lat(exif.get_ifd(ExifTags.IFD.GPSInfo))
    is_lying = exif.get(ExifTags.Base.Orientation, 1) in {5, 6, 7, 8}
    width_px, height_px = (picture.height, picture.width) if is_lying else (picture.width, picture.height)
    # A JPEG is decoded at a fraction of its size: fast, and small in memory.
    picture.draft("RGB", (2 * side_px, 2 * side_px))
    picture.thumbnail((side_px, side_px))
    upright = ImageOps.exif_transpose(picture).convert("RGB")
    small = Thumbnail(upright.width, upright.height, upright.tobytes())
    return PhotoLook(small, PhotoFault.NONE, width_px, height_px, lon_lat)


def _lon_lat(gps: dict[int, Any]) -> tuple[float, float] | None:
    """Return longitude and latitude of EXIF's GPS directory; ``None`` where they are missing or nonsense."""
    from PIL.ExifTags import GPS  # noqa: PLC0415 - see look_at_file

    try:
        lat = _degrees(gps[GPS.GPSLatitude]) * (-1 if gps[GPS.GPSLatitudeRef] == "S" else 1)
        lon = _degrees(gps[GPS.GPSLongitude]) * (-1 if gps[GPS.GPSLongitudeRef] == "W" else 1)
    except (KeyError, TypeError, ValueError, ZeroDivisionError):
        return None
    # Cameras without reception write zeros.
    is_real = isfinite(lon) and isfinite(lat) and abs(lat) <= 90 and abs(lon) <= 180 and (lon, lat) != (0, 0)
    return (lon, lat) if is_real else None


def _degrees(parts: Any) -> float:
    degrees, minutes, seconds = (float(part) for part in parts)
    return degrees + minutes / 60 + seconds / 3600
