"""Raster files made for tests."""

import sqlite3
from contextlib import closing
from pathlib import Path

import numpy as np
from pmtiles.tile import Compression, TileType, zxy_to_tileid
from pmtiles.writer import Writer

from layers.reference.tiles import TileSpot


def write_mbtiles(path: Path, tiles: dict[TileSpot, bytes], **facts: str) -> None:
    """Write an MBTiles file."""
    with closing(sqlite3.connect(path)) as db, db:
        db.execute("CREATE TABLE metadata (name TEXT, value TEXT)")
        db.execute(
            "CREATE TABLE tiles (zoom_level INTEGER, tile_column INTEGER, tile_row INTEGER, tile_data BLOB)"
        )
        db.executemany("INSERT INTO metadata VALUES (?, ?)", {"format": "png", **facts}.items())
        db.executemany(
            "INSERT INTO tiles VALUES (?, ?, ?, ?)",
            [(spot.zoom, spot.x, 2**spot.zoom - 1 - spot.y, content) for spot, content in tiles.items()],
        )


def write_pmtiles(path: Path, tiles: dict[TileSpot, bytes], kind: TileType = TileType.PNG) -> None:
    """Write a PMTiles file, version 3."""
    numbered = sorted((zxy_to_tileid(spot.zoom, spot.x, spot.y), content) for spot, content in tiles.items())
    zooms = [spot.zoom for spot in tiles]
    with path.open("wb") as file:
        writer = Writer(file)
        for number, content in numbered:
            writer.write_tile(number, content)
        header = {
            "tile_type": kind,
            "tile_compression": Compression.NONE,
            "min_zoom": min(zooms),
            "max_zoom": max(zooms),
            "min_lon_e7": 1058000000,
            "min_lat_e7": 209000000,
            "max_lon_e7": 1060000000,
            "max_lat_e7": 211000000,
            "center_zoom": min(zooms),
            "center_lon_e7": 1059000000,
            "center_lat_e7": 210000000,
        }
        writer.finalize(header, {"attribution": "© Sở Du lịch"})


def write_geotiff(path: Path, bands: np.ndarray, *, crs: str | None = "EPSG:4326") -> None:
    """Write a GeoTIFF over 105.8–106.0 E, 20.9–21.1 N; ``bands`` of shape (count, rows, columns)."""
    import rasterio  # noqa: PLC0415 - tests that use it are skipped without it
    from rasterio.transform import from_bounds  # noqa: PLC0415

    count, height, width = bands.shape
    with rasterio.open(
        path,
        "w",
        driver="GTiff",
        width=width,
        height=height,
        count=count,
        dtype=bands.dtype,
        crs=crs,
        transform=from_bounds(105.8, 20.9, 106.0, 21.1, width, height),
    ) as file:
        file.write(bands)
