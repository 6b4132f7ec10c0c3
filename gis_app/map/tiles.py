"""Tiles of the basemap: drawn on two threads, kept in a cache of limited size, redrawn when it changes."""

from collections import OrderedDict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from math import floor
from typing import Final

from PySide6.QtCore import QObject, QRectF, QRunnable, QThreadPool, Signal
from PySide6.QtGui import QImage

from layers.viewport import HALF_WORLD_M, TILE_PX, Bounds, Viewport, from_mercator

SIDE_PX: Final = 512
"""Side of a tile, logical pixels: few seams, and small enough to appear one after the other."""
LEVELS_PER_ZOOM: Final = 4
"""Tiles are drawn at every quarter of a zoom; between them (while zooming) they are scaled."""
CACHE_BYTES: Final = 128 * 2**20
"""Memory for tiles: about four screens of 1920×1080 at pixel ratio 2, more at 1."""
THREADS: Final = 2

_BYTES_A_PIXEL: Final = 4

RenderTile = Callable[[Viewport, float], QImage]
"""Draws the basemap of a viewport at a pixel ratio; called on a thread of the pool."""


@dataclass(frozen=True, slots=True)
class TileKey:
    """One tile: level is ``LEVELS_PER_ZOOM`` times the zoom, column and row count from the north-west."""

    level: int
    column: int
    row: int

    @property
    def zoom(self) -> float:
        """Zoom at which the tile is drawn."""
        return self.level / LEVELS_PER_ZOOM

    @property
    def side_m(self) -> float:
        """Side in Web Mercator metres."""
        return _side_m(self.level)

    @property
    def viewport(self) -> Viewport:
        """What the tile shows."""
        east = -HALF_WORLD_M + (self.column + 0.5) * self.side_m
        north = HALF_WORLD_M - (self.row + 0.5) * self.side_m
        lon, lat = from_mercator(east, north)[0]
        return Viewport(float(lon), float(lat), self.zoom, SIDE_PX, SIDE_PX)

    def place_in(self, view: Viewport) -> QRectF:
        """Return the tile's rectangle in ``view``, logical pixels."""
        west, _, _, north = view.bounds_m
        left = (-HALF_WORLD_M + self.column * self.side_m - west) / view.resolution
        top = (north - HALF_WORLD_M + self.row * self.side_m) / view.resolution
        side = self.side_m / view.resolution
        return QRectF(left, top, side, side)


def _side_m(level: int) -> float:
    return float(2 * HALF_WORLD_M * SIDE_PX / (TILE_PX * 2.0 ** (level / LEVELS_PER_ZOOM)))


def level_of(zoom: float) -> int:
    """Return the level drawn at ``zoom``."""
    return round(zoom * LEVELS_PER_ZOOM)


def tiles_in(view: Viewport, level: int) -> Iterator[TileKey]:
    """Give the tiles of ``level`` that ``view`` touches, those near its centre first."""
    west, south, east, north = view.bounds_m
    side = _side_m(level)
    columns = range(floor((west + HALF_WORLD_M) / side), floor((east + HALF_WORLD_M) / side) + 1)
    rows = range(floor((HALF_WORLD_M - north) / side), floor((HALF_WORLD_M - south) / side) + 1)
    middle_column, middle_row = (columns[0] + columns[-1]) / 2, (rows[0] + rows[-1]) / 2
    found = [TileKey(level, column, row) for column in columns for row in rows]
    yield from sorted(found, key=lambda key: abs(key.column - middle_column) + abs(key.row - middle_row))


class _Drawing(QRunnable):
    """Draws one tile on a thread of the pool."""

    def __init__(self, store: "TileStore", key: TileKey, generation: int) -> None:
        super().__init__()
        self._store, self._key, self._generation = store, key, generation

    def run(self) -> None:
        """Draw, unless nobody needs the tile any more."""
        self._store.draw(self._key, self._generation)


class TileStore(QObject):
    """Tiles of one basemap; ``changed`` says that another one can be shown.

    Parameters
    ----------
    render
        Draws a tile; must be safe to call on two threads at once.
    """

    changed = Signal()
    _drawn = Signal(object, int, QImage)

    def __init__(self, render: RenderTile, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._render = render
        self._images: OrderedDict[TileKey, QImage] = OrderedDict()
        self._stale: set[TileKey] = set()
        self._pending: set[TileKey] = set()
        self._wanted: frozenset[TileKey] = frozenset()
        self._generation = 0
        self._ratio = 1.0
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(THREADS)
        self._drawn.connect(self._keep)

    @property
    def is_busy(self) -> bool:
        """Whether tiles are being drawn."""
        return bool(self._pending)

    @property
    def count(self) -> int:
        """Number of tiles kept."""
        return len(self._images)

    def restart(self, render: RenderTile) -> None:
        """Draw everything anew with ``render``; each old tile is shown until its new one is ready."""
        self._render = render
        self._begin_anew()
        self._stale = set(self._images)
        self.changed.emit()

    def refresh(self, bounds_m: Bounds) -> None:
        """Draw the tiles anew that meet ``bounds_m`` (Web Mercator metres): something came that they show."""
        west, south, east, north = bounds_m
        for key in (*self._images, *self._pending):
            left, bottom, right, top = key.viewport.bounds_m
            if left < east and west < right and bottom < north and south < top:
                self._stale.add(key)
        self.changed.emit()

    def _begin_anew(self) -> None:
        self._generation += 1
        self._pool.clear()
        self._pending.clear()

    def close(self) -> None:
        """Stop drawing and wait for the threads."""
        self._generation += 1
        self._pool.clear()
        self._pool.waitForDone()

    def want(self, keys: list[TileKey], ratio: float) -> None:
        """Ask for ``keys`` at a pixel ratio; tiles asked for before and no longer wanted are not drawn."""
        if ratio != self._ratio:
            self._ratio = ratio
            self._begin_anew()
            self._images.clear()
            self._stale.clear()
        self._wanted = frozenset(keys)
        for key in keys:
            is_ready = key in self._images and key not in self._stale
            if not is_ready and key not in self._pending:
                self._pending.add(key)
                self._stale.discard(key)
                self._pool.start(_Drawing(self, key, self._generation))

    def image(self, key: TileKey) -> QImage | None:
        """Return a tile that is ready, and mark it as used."""
        found = self._images.get(key)
        if found is not None:
            self._images.move_to_end(key)
        return found

    def stand_ins(self, view: Viewport, level: int) -> list[tuple[TileKey, QImage]]:
        """Return ready tiles of other levels that touch ``view``, farthest level first."""
        area = QRectF(0, 0, view.width_px, view.height_px)
        others = [
            (key, image)
            for key, image in self._images.items()
            if key.level != level and key.place_in(view).intersects(area)
        ]
        return sorted(others, key=lambda item: -abs(item[0].level - level))

    def draw(self, key: TileKey, generation: int) -> None:
        """Draw one tile; called on a thread of the pool."""
        is_needed = generation == self._generation and key in self._wanted
        image = self._render(key.viewport, self._ratio) if is_needed else QImage()
        self._drawn.emit(key, generation, image)

    def _keep(self, key: TileKey, generation: int, image: QImage) -> None:
        if generation != self._generation:
            return
        self._pending.discard(key)
        if image.isNull():
            if key in self._images:
                self._stale.add(key)
            if key in self._wanted:
                self.want(list(self._wanted), self._ratio)
            return
        self._images[key] = image
        self._images.move_to_end(key)
        tile_bytes = (SIDE_PX * self._ratio) ** 2 * _BYTES_A_PIXEL
        while len(self._images) * tile_bytes > CACHE_BYTES:
            self._stale.discard(self._images.popitem(last=False)[0])
        self.changed.emit()
