"""Raster layers from files made here: MBTiles, PMTiles, GeoTIFF."""

from pathlib import Path

import numpy as np
import pytest
from pmtiles.tile import TileType

from data.errors import BadInputError
from layers.reference.archives import MBTiles, PMTiles
from layers.reference.geotiff import GeoTiff
from layers.reference.tiles import TileSpot, spots_in
from layers.viewport import to_mercator
from tests.layers.reference.rasters import write_geotiff, write_mbtiles, write_pmtiles
from tests.layers.reference.servers import picture

SPOT = TileSpot(9, 406, 225)


def spot_at(lon: float, lat: float, zoom: int) -> TileSpot:
    (x, y), *_ = to_mercator(lon, lat)
    return spots_in((x, y, x, y), zoom)[0]


def test_tiles_of_an_mbtiles_file_count_rows_from_the_north(tmp_path: Path) -> None:
    path = tmp_path / "nen.mbtiles"
    write_mbtiles(path, {SPOT: picture()}, attribution="© Cục Đo đạc", bounds="105.8,20.9,106,21.1")
    tiles = MBTiles(path)
    assert tiles.read(SPOT) == picture()
    assert tiles.read(TileSpot(9, 406, 226)) is None
    assert (tiles.zooms, tiles.attribution) == ((9, 9), "© Cục Đo đạc")
    assert tiles.bounds == (105.8, 20.9, 106.0, 21.1)
    tiles.close()


def test_tiles_of_a_pmtiles_file_are_found_through_leaf_directories(tmp_path: Path) -> None:
    path = tmp_path / "nen.pmtiles"
    spots = [TileSpot(14, 12990 + x, 7180 + y) for x in range(64) for y in range(64)]
    write_pmtiles(path, {spot: f"{spot.x},{spot.y}".encode() for spot in spots})
    tiles = PMTiles(path)
    assert all(tiles.read(spot) == f"{spot.x},{spot.y}".encode() for spot in spots[::97])
    assert tiles.read(TileSpot(14, 1, 1)) is None
    assert tiles.attribution == "© Sở Du lịch"
    tiles.close()


@pytest.mark.parametrize("ending", [".mbtiles", ".pmtiles"])
def test_vector_tiles_are_refused_with_what_to_choose_instead(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"vector{ending}"
    if ending == ".mbtiles":
        write_mbtiles(path, {SPOT: b"x"}, format="pbf")
    else:
        write_pmtiles(path, {SPOT: b"x"}, TileType.MVT)
    with pytest.raises(BadInputError, match="not pictures"):
        (MBTiles if ending == ".mbtiles" else PMTiles)(path)


@pytest.mark.parametrize("content", [b"", b"PMTiles", b"SQLite format 3\x00" + b"\x01" * 3000])
@pytest.mark.parametrize("open_file", [MBTiles, PMTiles, GeoTiff])
def test_damaged_rasters_are_told_with_their_name(tmp_path: Path, open_file: type, content: bytes) -> None:
    pytest.importorskip("rasterio")
    path = tmp_path / "hong.bin"
    path.write_bytes(content)
    with pytest.raises(BadInputError, match=r"hong\.bin"):
        open_file(path)


def test_a_geotiff_is_warped_to_tiles_that_are_clear_beside_it(tmp_path: Path) -> None:
    pytest.importorskip("rasterio")
    path = tmp_path / "anh.tif"
    bands = np.zeros((3, 64, 64), dtype=np.uint8)
    bands[0] = 220
    write_geotiff(path, bands)
    raster = GeoTiff(path)
    pixels = raster.read(spot_at(105.9, 21.0, 9))
    assert isinstance(pixels, np.ndarray)
    assert pixels.shape == (256, 256, 4)
    inside = pixels[pixels[..., 3] == 255]
    assert 0 < len(inside) < 256 * 256
    assert tuple(np.median(inside, axis=0)) == (220, 0, 0, 255)
    assert raster.read(spot_at(107.0, 21.0, 9)) is None
    assert raster.bounds == pytest.approx((105.8, 20.9, 106.0, 21.1), abs=1e-6)
    raster.close()


def test_heights_are_stretched_to_grey(tmp_path: Path) -> None:
    pytest.importorskip("rasterio")
    path = tmp_path / "do-cao.tif"
    heights = np.linspace(0, 1500, 64 * 64, dtype=np.float32).reshape(1, 64, 64)
    write_geotiff(path, heights)
    raster = GeoTiff(path)
    pixels = raster.read(spot_at(105.9, 21.0, 11))
    assert isinstance(pixels, np.ndarray)
    seen = pixels[pixels[..., 3] == 255]
    assert seen[:, 0].min() < 128 < seen[:, 0].max()
    assert (seen[:, 0] == seen[:, 2]).all()
    raster.close()


def test_a_picture_without_a_position_is_told(tmp_path: Path) -> None:
    pytest.importorskip("rasterio")
    path = tmp_path / "quet.tif"
    write_geotiff(path, np.zeros((1, 8, 8), dtype=np.uint8), crs=None)
    with pytest.raises(BadInputError, match="where it lies"):
        GeoTiff(path)
    raster = GeoTiff(path, "EPSG:4326")
    assert raster.read(spot_at(105.9, 21.0, 9)) is not None
    raster.close()


def test_without_rasterio_a_geotiff_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "anh.tif"
    path.write_bytes(b"II*\x00")
    monkeypatch.setitem(__import__("sys").modules, "rasterio", None)
    with pytest.raises(BadInputError, match=r"hanh-trinh\[raster\]"):
        GeoTiff(path)
