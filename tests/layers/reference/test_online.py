"""Online tiles against a server on this machine: cache, age, absence, what is not a picture."""

import os
import time
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from data.errors import BadInputError, NetworkUnavailableError
from data.model.map_layers import LayerSource, SourceKind
from layers.reference.online import FRESH_S, OnlineTiles, TileCache
from layers.reference.tiles import TileSpot
from tests.layers.reference.servers import map_server, picture

SPOT = TileSpot(12, 3253, 1803)


def xyz(url: str) -> LayerSource:
    return LayerSource(kind=SourceKind.XYZ, address=f"{url}/{{z}}/{{x}}/{{y}}.png", attribution="© OSM")


def test_a_tile_is_fetched_once_with_an_honest_name_and_read_without_the_server(tmp_path: Path) -> None:
    cache = TileCache(tmp_path)
    with map_server() as server:
        tiles = OnlineTiles(xyz(server.url), cache)
        assert tiles.read(SPOT) is None
        assert tiles.fetch(SPOT)
        assert server.asked == ["/12/3253/1803.png"]
        assert server.agents[0].startswith("HanhTrinh/")
    assert tiles.read(SPOT) == picture()
    with pytest.raises(NetworkUnavailableError):
        tiles.fetch(TileSpot(12, 0, 0))


def test_reading_asks_only_for_tiles_that_are_missing_or_old(tmp_path: Path) -> None:
    cache, asked = TileCache(tmp_path), list[TileSpot]()
    tiles = OnlineTiles(xyz("http://127.0.0.1:9"), cache)
    tiles.wanted = lambda _, spot: asked.append(spot)
    tiles.read(SPOT)
    cache.write(tiles.key, SPOT, picture())
    tiles.read(SPOT)
    assert asked == [SPOT]
    old = time.time() - FRESH_S - 60
    os.utime(cache.path(tiles.key, SPOT), (old, old))
    assert tiles.read(SPOT) == picture()
    assert asked == [SPOT, SPOT]


def test_a_tile_that_the_server_does_not_have_is_not_asked_for_again(tmp_path: Path) -> None:
    asked = list[TileSpot]()
    with map_server() as server:
        server.status = 404
        tiles = OnlineTiles(xyz(server.url), TileCache(tmp_path))
        tiles.wanted = lambda _, spot: asked.append(spot)
        tiles.read(SPOT)
        assert not tiles.fetch(SPOT)
        tiles.read(SPOT)
    assert asked == [SPOT]


def test_a_tile_broken_off_on_the_way_is_not_kept(tmp_path: Path) -> None:
    with map_server() as server:
        server.missing = 100
        tiles = OnlineTiles(xyz(server.url), TileCache(tmp_path))
        with pytest.raises(NetworkUnavailableError):
            tiles.fetch(SPOT)
    assert tiles.read(SPOT) is None


@pytest.mark.parametrize(("status", "kind"), [(500, "image/png"), (403, "text/html"), (200, "text/xml")])
def test_an_answer_that_is_no_picture_is_not_kept(tmp_path: Path, status: int, kind: str) -> None:
    with map_server() as server:
        server.status, server.kind = status, kind
        tiles = OnlineTiles(xyz(server.url), TileCache(tmp_path))
        with pytest.raises(NetworkUnavailableError):
            tiles.fetch(SPOT)
    assert tiles.read(SPOT) is None


@pytest.mark.parametrize("crs", ["", "EPSG:4326"])
def test_a_wms_is_asked_for_the_square_of_the_tile(tmp_path: Path, crs: str) -> None:
    with map_server() as server:
        source = LayerSource(
            kind=SourceKind.WMS,
            address=f"{server.url}/wms?map=vn",
            layer="ranh,ten",
            crs=crs,
            attribution="© Sở",
        )
        assert OnlineTiles(source, TileCache(tmp_path)).fetch(SPOT)
        query = {key: value[0] for key, value in parse_qs(urlsplit(server.asked[0]).query).items()}
    assert (query["LAYERS"], query["map"], query["SRS"]) == ("ranh,ten", "vn", crs or "EPSG:3857")
    west, south, east, north = map(float, query["BBOX"].split(","))
    expected = (105.9082, 20.9614, 105.9961, 21.0435) if crs else SPOT.bounds_m
    assert (west, south, east, north) == pytest.approx(expected, rel=1e-4)


def test_the_cache_throws_the_oldest_tiles_away(tmp_path: Path) -> None:
    cache = TileCache(tmp_path, most_bytes=3500)
    for number in range(6):
        spot = TileSpot(10, number, 0)
        cache.write("s", spot, bytes(1000))
        os.utime(cache.path("s", spot), (1000 + number, 1000 + number))
    cache.sweep()
    kept = [number for number in range(6) if cache.read("s", TileSpot(10, number, 0))]
    assert kept == [3, 4, 5]


def test_a_cache_that_cannot_be_written_keeps_nothing_and_says_nothing(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    cache = TileCache(tmp_path / "file")
    cache.write("s", SPOT, b"x")
    assert cache.read("s", SPOT) is None


@pytest.mark.parametrize(
    ("kind", "address", "layer", "said"),
    [
        (SourceKind.XYZ, "ftp://x/{z}/{x}/{y}", "", "no address"),
        (SourceKind.XYZ, "gopher://x/{z}/{x}/{y}", "", "no address"),
        (SourceKind.XYZ, "https://x/{z}/{x}.png", "", "lacks"),
        (SourceKind.WMS, "https://x/wms", "", "has a name"),
    ],
)
def test_an_address_that_cannot_serve_is_refused(
    tmp_path: Path, kind: SourceKind, address: str, layer: str, said: str
) -> None:
    source = LayerSource(kind=kind, address=address, layer=layer, attribution="© X")
    with pytest.raises(BadInputError, match=said):
        OnlineTiles(source, TileCache(tmp_path))
