"""GeoTIFF as tiles, through rasterio where it is installed (extra ``raster``: 110 MB with a GDAL)."""

from pathlib import Path
from threading import Lock
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from data.errors import BadInputError, require_file
from data.language.catalogue import N_
from layers.reference.archives import file_key
from layers.reference.tiles import MOST_ZOOM, TileContent, TileSpot
from layers.viewport import HALF_WORLD_M, TILE_PX, Bounds

_SAMPLE_PX: Final = 512
_CUT: Final = (2.0, 98.0)
"""Percentiles between which values that are no bytes are stretched, as GIS do."""


class GeoTiff:
    """A georeferenced picture, warped to Web Mercator tile by tile.

    Parameters
    ----------
    path
        The file.
    crs
        Its coordinate system if it does not say so itself.

    Raises
    ------
    BadInputError
        If rasterio is not installed, or the file is damaged or without a position.
    """

    def __init__(self, path: Path, crs: str = "") -> None:
        require_file(path)
        try:
            import rasterio  # noqa: PLC0415 - optional, and large
            from rasterio.warp import transform_bounds  # noqa: PLC0415
        except ImportError as error:
            raise BadInputError(
                N_("GeoTIFF pictures need the package 'rasterio', which is not installed."),
                source=path,
                remedy=N_(
                    "Install it with: pip install 'hanh-trinh[raster]', or add the picture as MBTiles."
                ),
            ) from error
        self.key = file_key(path)
        self.attribution = ""
        self._lock = Lock()
        try:
            self._file: Any = rasterio.open(path, driver="GTiff")
        except (rasterio.errors.RasterioError, OSError) as error:
            raise _damaged(path, error) from error
        try:
            self._system = self._file.crs or crs
            if not self._system or self._file.transform.is_identity:
                raise _without_position(path)
            self._extent_m: Bounds = transform_bounds(self._system, "EPSG:3857", *self._file.bounds)
            self.bounds: Bounds | None = transform_bounds(self._system, "EPSG:4326", *self._file.bounds)
            self._limits = self._stretch_limits()
        except BadInputError:
            self._file.close()
            raise
        except (rasterio.errors.RasterioError, rasterio.errors.CRSError, ValueError, OSError) as error:
            self._file.close()
            raise _damaged(path, error) from error
        west, _, east, _ = self._extent_m
        finest_m = max((east - west) / self._file.width, 1e-3)
        most = int(np.ceil(np.log2(2 * HALF_WORLD_M / (TILE_PX * finest_m))))
        self.zooms = (0, min(max(most, 1), MOST_ZOOM))

    def read(self, spot: TileSpot) -> TileContent | None:
        """Return the pixels of a tile, None beside the picture."""
        west, south, east, north = spot.bounds_m
        left, bottom, right, top = self._extent_m
        if west >= right or east <= left or south >= top or north <= bottom:
            return None
        from rasterio.enums import Resampling  # noqa: PLC0415 - see above
        from rasterio.transform import from_bounds  # noqa: PLC0415
        from rasterio.vrt import WarpedVRT  # noqa: PLC0415

        has_palette = self._palette is not None
        with (
            self._lock,
            WarpedVRT(
                self._file,
                src_crs=self._system,
                crs="EPSG:3857",
                transform=from_bounds(west, south, east, north, TILE_PX, TILE_PX),
                width=TILE_PX,
                height=TILE_PX,
                resampling=Resampling.nearest if has_palette else Resampling.bilinear,
                add_alpha=True,
            ) as view,
        ):
            bands = view.read()
        return self._pixels(bands)

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            self._file.close()

    def _stretch_limits(self) -> tuple[float, float] | None:
        """Return the values shown as black and white, None for bytes and palettes."""
        self._palette: NDArray[np.uint8] | None = None
        if self._file.count == 1 and self._file.colorinterp[0].name == "palette":
            table = self._file.colormap(1)
            self._palette = np.array([table.get(value, (0, 0, 0, 0)) for value in range(256)], dtype=np.uint8)
            return None
        if self._file.dtypes[0] == "uint8":
            return None
        scale = max(self._file.width, self._file.height) / _SAMPLE_PX
        shape = tuple(max(1, int(side / max(scale, 1))) for side in (self._file.height, self._file.width))
        sample = self._file.read(1, out_shape=shape, masked=True).compressed().astype(np.float64)
        sample = sample[np.isfinite(sample)]
        if not len(sample):
            return 0.0, 1.0
        low, high = np.percentile(sample, _CUT)
        return float(low), float(max(high, low + 1e-9))

    def _pixels(self, bands: NDArray[Any]) -> NDArray[np.uint8]:
        alpha = bands[-1] if bands.dtype == np.uint8 else np.where(bands[-1] > 0, 255, 0).astype(np.uint8)
        if self._palette is not None:
            pixels: NDArray[np.uint8] = self._palette[bands[0]]
            pixels[..., 3] = np.minimum(pixels[..., 3], alpha)
            return pixels
        colors = bands[:-1] if len(bands) >= 4 else np.repeat(bands[:1], 3, axis=0)
        if self._limits is not None:
            low, high = self._limits
            colors = np.clip((np.nan_to_num(colors.astype(np.float64)) - low) / (high - low), 0, 1) * 255
        return np.ascontiguousarray(np.dstack((*colors[:3], alpha)).astype(np.uint8))


def _damaged(path: Path, error: Exception) -> BadInputError:
    return BadInputError(
        N_("The picture cannot be read ({detail})."),
        source=path,
        remedy=N_("Copy or download the file again."),
        detail=(str(error).splitlines() or [""])[0][:200],
    )


def _without_position(path: Path) -> BadInputError:
    return BadInputError(
        N_("The picture does not say where it lies."),
        source=path,
        remedy=N_("Georeference it, for example in QGIS, and add it again."),
    )
