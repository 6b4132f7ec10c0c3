"""Photos of the page: small JPEGs inside the page itself, within a budget."""

import base64
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from PIL import Image, ImageOps, UnidentifiedImageError

from data.model.place import Photo
from data.writers.itinerary import clean

LONGEST_PX: Final = 560
"""Twice the width of a popup: sharp on phones, about 40 KB each."""

MOST_BYTES: Final = 1_500_000
"""All photos together before base64; with the map the page stays below 3 MB."""

_QUALITY: Final = 72


@dataclass(frozen=True, slots=True)
class PhotoText:
    """A photo of a popup: its data URI and size (pixels), caption in both languages, and credit."""

    uri: str
    width_px: int
    height_px: int
    caption_vi: str
    caption_en: str
    credit: str


class PhotoAlbum:
    """Turns photo files into data URIs until the budget is used; what it left out is counted.

    Parameters
    ----------
    files
        Bytes of each photo by ``Photo.path``.
    """

    def __init__(self, files: Mapping[str, bytes]) -> None:
        self._files = files
        self._left = MOST_BYTES
        self.left_out: list[str] = []

    def shown(self, photos: Iterable[Photo]) -> tuple[PhotoText, ...]:
        """Return the photos that there are, readable and within the budget."""
        made = []
        for photo in photos:
            small = _small_jpeg(self._files[photo.path]) if photo.path in self._files else None
            if small is None or len(small.content) > self._left:
                self.left_out.append(photo.path)
                continue
            self._left -= len(small.content)
            uri = f"data:image/jpeg;base64,{base64.b64encode(small.content).decode()}"
            made.append(
                PhotoText(
                    uri,
                    *small.size_px,
                    clean(photo.caption_vi),
                    clean(photo.caption_en or photo.caption_vi),
                    clean(photo.credit),
                )
            )
        return tuple(made)


@dataclass(frozen=True, slots=True)
class _Jpeg:
    content: bytes
    size_px: tuple[int, int]


def _small_jpeg(content: bytes) -> _Jpeg | None:
    """Return the photo upright and no longer than ``LONGEST_PX``; ``None`` if it is no picture."""
    try:
        with Image.open(io.BytesIO(content)) as picture:
            # Phones note how they were held instead of turning the picture; the note is lost here.
            upright = ImageOps.exif_transpose(picture)
            upright.thumbnail((LONGEST_PX, LONGEST_PX))
            stream = io.BytesIO()
            # A new file: position and owner's name in the original do not travel.
            upright.convert("RGB").save(stream, "JPEG", quality=_QUALITY, optimize=True, progressive=True)
    except (UnidentifiedImageError, OSError, ValueError, Image.DecompressionBombError):
        return None
    return _Jpeg(stream.getvalue(), upright.size)
