"""Photos on a page: read when they are painted, cut to their frame, no finer than print needs."""

import io
from pathlib import Path
from typing import Final

from PIL import Image, ImageOps, UnidentifiedImageError
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter

from data.readers.photos import read_photo
from layers.page import PhotoItem
from layers.viewport import PRINT_PIXEL_MM

_PX_PER_MM: Final = 1 / PRINT_PIXEL_MM


def paint_photo(painter: QPainter, item: PhotoItem, folder: Path | None, dpi: float) -> None:
    """Paint a photo on a painter whose unit is one print pixel; a file that is gone leaves a blank.

    Parameters
    ----------
    dpi
        Finest resolution, dots an inch of the page as it is laid out.
    """
    content = read_photo(item.path, folder)
    image = None if content is None else _image(content, item, dpi)
    if image is not None:
        target = QRectF(
            item.left * _PX_PER_MM, item.top * _PX_PER_MM, item.width * _PX_PER_MM, item.height * _PX_PER_MM
        )
        painter.drawImage(target, image)


def _on_white(picture: Image.Image) -> Image.Image:
    """Return a picture without transparency: logos are drawn for white paper."""
    if not picture.has_transparency_data:
        return picture.convert("RGB")
    clear = picture.convert("RGBA")
    paper = Image.new("RGBA", clear.size, (255, 255, 255, 255))
    return Image.alpha_composite(paper, clear).convert("RGB")


def _image(content: bytes, item: PhotoItem, dpi: float) -> QImage | None:
    """Return the photo upright, cut to the proportion of its frame, at most ``dpi`` fine."""
    wanted = (round(item.width / 25.4 * dpi), round(item.height / 25.4 * dpi))
    try:
        with Image.open(io.BytesIO(content)) as picture:
            # A JPEG file is read at a half, a quarter or an eighth where that is fine enough.
            longest = max(wanted)
            picture.draft("RGB", (longest, longest))
            upright = _on_white(ImageOps.exif_transpose(picture))
    except (UnidentifiedImageError, OSError, ValueError, Image.DecompressionBombError):
        return None
    share = min(1.0, upright.width / wanted[0], upright.height / wanted[1])
    size = (max(1, round(wanted[0] * share)), max(1, round(wanted[1] * share)))
    fitted = ImageOps.fit(upright, size, Image.Resampling.LANCZOS)
    shown = QImage(
        fitted.tobytes(), fitted.width, fitted.height, 3 * fitted.width, QImage.Format.Format_RGB888
    )
    # The bytes belong to Python: a copy lives as long as the picture.
    return shown.copy()
