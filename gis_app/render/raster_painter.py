"""Tiles of raster layers: decoded once, kept for a while, coarser ones in place of those not at hand."""

from collections import OrderedDict
from threading import Lock
from typing import Final

import numpy as np
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter

from gis_app.render.drawing import Drawing
from layers.reference.tiles import TileContent, TileSource, TileSpot, spots_in
from layers.viewport import Viewport

CACHE_BYTES: Final = 48 * 2**20
MOST_TILES: Final = 400
"""A view that needs more tiles takes coarser ones."""

_COARSER: Final = 5
_BYTES_A_PIXEL: Final = 4


class PictureCache:
    """Decoded tiles, the longest unused dropped first; safe to use from several threads."""

    def __init__(self, most_bytes: int = CACHE_BYTES) -> None:
        self._most, self._bytes = most_bytes, 0
        self._kept: OrderedDict[tuple[str, TileSpot], QImage] = OrderedDict()
        self._lock = Lock()

    def picture(self, source: TileSource, spot: TileSpot) -> QImage | None:
        """Return a tile as a picture, None where there is none at hand."""
        key = (source.key, spot)
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        content = source.read(spot)
        image = _decoded(content) if content is not None else None
        if image is None:
            return None
        with self._lock:
            if key not in self._kept:
                self._kept[key] = image
                self._bytes += _size(image)
            while self._bytes > self._most and len(self._kept) > 1:
                self._bytes -= _size(self._kept.popitem(last=False)[1])
        return image

    def forget(self, source_key: str, spot: TileSpot) -> None:
        """Drop a tile that has been fetched anew."""
        with self._lock:
            image = self._kept.pop((source_key, spot), None)
            if image is not None:
                self._bytes -= _size(image)


PICTURES: Final = PictureCache()
"""Shared by window and print: the sources tell themselves apart."""


def paint_tiles(drawing: Drawing, source: TileSource, pictures: PictureCache = PICTURES) -> None:
    """Paint the tiles of ``source`` in the view."""
    zoom = _zoom_for(drawing, source)
    painter = drawing.painter
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    for spot in spots_in(drawing.bounds_m(), zoom):
        target = _place(drawing.viewport, spot)
        image = pictures.picture(source, spot)
        if image is not None:
            painter.drawImage(target, image)
        else:
            _paint_coarser(painter, source, spot, target, pictures)


def _zoom_for(drawing: Drawing, source: TileSource) -> int:
    scale = drawing.painter.worldTransform().m11() * drawing.painter.device().devicePixelRatioF()
    least, most = source.zooms
    # On screen a tile is shown from 0.75 to 1.5 of its size; print may take one finer zoom.
    wanted = drawing.viewport.zoom + min(max(np.log2(max(scale, 1.0)), 0.0), 1.5) + 0.42
    zoom = int(min(max(np.floor(wanted), least), most))
    while zoom > least and len(spots_in(drawing.bounds_m(), zoom)) > MOST_TILES:
        zoom -= 1
    return zoom


def _paint_coarser(
    painter: QPainter, source: TileSource, spot: TileSpot, target: QRectF, pictures: PictureCache
) -> None:
    """Paint the part of the nearest coarser tile that covers ``spot``."""
    coarse, side, left, top = spot, 1.0, 0.0, 0.0
    for _ in range(_COARSER):
        if coarse.zoom <= source.zooms[0]:
            return
        left, top = (left + coarse.x % 2) / 2, (top + coarse.y % 2) / 2
        side /= 2
        coarse = coarse.parent
        image = pictures.picture(source, coarse)
        if image is not None:
            width, height = image.width(), image.height()
            painter.drawImage(target, image, QRectF(left * width, top * height, side * width, side * height))
            return


def _place(view: Viewport, spot: TileSpot) -> QRectF:
    west, south, east, north = spot.bounds_m
    (left, top), (right, bottom) = view.mercator_to_px(np.array([(west, north), (east, south)]))
    # On whole pixels neighbouring tiles meet without a seam.
    left, top, right, bottom = (float(round(edge)) for edge in (left, top, right, bottom))
    return QRectF(left, top, right - left, bottom - top)


def _decoded(content: TileContent) -> QImage | None:
    if isinstance(content, bytes):
        image = QImage.fromData(content)
        return None if image.isNull() else image.convertToFormat(QImage.Format.Format_ARGB32_Premultiplied)
    height, width, _ = content.shape
    pixels = QImage(content.data, width, height, 4 * width, QImage.Format.Format_RGBA8888)
    return pixels.convertToFormat(QImage.Format.Format_ARGB32_Premultiplied)


def _size(image: QImage) -> int:
    return image.width() * image.height() * _BYTES_A_PIXEL
