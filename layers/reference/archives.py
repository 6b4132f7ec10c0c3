"""Tile archives: MBTiles (an SQLite file, rows from the south) and PMTiles version 3, both of pictures."""

import contextlib
import mmap
import sqlite3
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import Any, Final

from pmtiles.reader import Reader
from pmtiles.tile import TileType, deserialize_directory, find_tile, zxy_to_tileid

from data.errors import BadInputError, HanhTrinhError, require_file, system_reason
from data.language.catalogue import N_
from layers.reference.tiles import MOST_ZOOM, TileContent, TileSpot
from layers.viewport import Bounds

_PICTURES: Final = {"png", "jpg", "jpeg", "webp"}
_DEEPEST: Final = 4
_DIRECTORIES_KEPT: Final = 64
_HEADER_BYTES: Final = 127


def file_key(path: Path) -> str:
    """Return what tells this state of a file from others."""
    facts = path.stat()
    return f"{path}|{facts.st_mtime_ns}|{facts.st_size}"


class MBTiles:
    """Tiles of an MBTiles file (specification 1.3).

    Raises
    ------
    BadInputError
        If it is missing, damaged, or holds vector tiles.
    """

    def __init__(self, path: Path) -> None:
        require_file(path)
        self.key = file_key(path)
        self._lock = Lock()
        try:
            self._db = sqlite3.connect(
                f"{path.resolve().as_uri()}?mode=ro", uri=True, check_same_thread=False
            )
        except sqlite3.Error as error:
            raise _damaged(path, system_reason(error)) from error
        try:
            facts = dict(self._db.execute("SELECT name, value FROM metadata"))
            least, most = self._db.execute("SELECT min(zoom_level), max(zoom_level) FROM tiles").fetchone()
            self._describe(facts, least, most, path)
        except (sqlite3.Error, ValueError, TypeError) as error:
            self._db.close()
            raise _damaged(path, system_reason(error)) from error
        except HanhTrinhError:
            self._db.close()
            raise

    def _describe(self, facts: dict[str, Any], least: int | None, most: int | None, path: Path) -> None:
        form = str(facts.get("format", "png")).lower()
        if form not in _PICTURES:
            raise _no_pictures(path, form)
        if least is None or most is None:
            raise _damaged(path, "no tiles")
        self.zooms = (int(least), min(int(most), MOST_ZOOM))
        self.attribution = str(facts.get("attribution") or "")
        edges = [float(part) for part in str(facts.get("bounds") or "").split(",") if part.strip()]
        self.bounds = _bounds(edges) if len(edges) == 4 else None

    def read(self, spot: TileSpot) -> TileContent | None:
        """Return a tile, None where there is none."""
        row = 2**spot.zoom - 1 - spot.y
        with self._lock, contextlib.suppress(sqlite3.Error):
            found = self._db.execute(
                "SELECT tile_data FROM tiles WHERE zoom_level = ? AND tile_column = ? AND tile_row = ?",
                (spot.zoom, spot.x, row),
            ).fetchone()
            return bytes(found[0]) if found else None
        return None

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            self._db.close()


class PMTiles:
    """Tiles of a PMTiles file, version 3.

    Raises
    ------
    BadInputError
        If it is missing, damaged, of another version, or holds vector tiles.
    """

    def __init__(self, path: Path) -> None:
        require_file(path)
        self.key = file_key(path)
        try:
            with path.open("rb") as file:
                self._bytes = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        except (OSError, ValueError) as error:
            raise _damaged(path, system_reason(error)) from error
        try:
            reader = Reader(self._slice)
            header = self._header = reader.header()
            facts = reader.metadata()
        except Exception as error:  # the library raises whatever the bytes lead it to
            self._bytes.close()
            raise _damaged(path, system_reason(error)) from error
        if header["tile_type"] not in {TileType.PNG, TileType.JPEG, TileType.WEBP}:
            self._bytes.close()
            raise _no_pictures(path, str(header["tile_type"].name).lower())
        self.zooms = (header["min_zoom"], min(header["max_zoom"], MOST_ZOOM))
        self.attribution = str(facts.get("attribution") or "") if isinstance(facts, dict) else ""
        edges = [header[f"{side}_e7"] / 1e7 for side in ("min_lon", "min_lat", "max_lon", "max_lat")]
        self.bounds = _bounds(edges) if any(edges) else None
        self._directory = lru_cache(_DIRECTORIES_KEPT)(self._read_directory)

    def read(self, spot: TileSpot) -> TileContent | None:
        """Return a tile, None where there is none."""
        header, tile = self._header, zxy_to_tileid(spot.zoom, spot.x, spot.y)
        at, length = header["root_offset"], header["root_length"]
        for _ in range(_DEEPEST):
            entry = find_tile(self._directory(at, length), tile)
            if entry is None:
                return None
            if entry.run_length:
                return self._slice(header["tile_data_offset"] + entry.offset, entry.length)
            at, length = header["leaf_directory_offset"] + entry.offset, entry.length
        return None

    def close(self) -> None:
        """Close the file."""
        self._directory.cache_clear()
        self._bytes.close()

    def _slice(self, offset: int, length: int) -> bytes:
        return self._bytes[offset : offset + length]

    def _read_directory(self, offset: int, length: int) -> Any:
        # The library reads it anew for every tile, which takes milliseconds for large archives.
        return deserialize_directory(self._slice(offset, length))


def _bounds(edges: Sequence[float]) -> Bounds:
    west, south, east, north = edges
    return west, south, east, north


def _damaged(path: Path, detail: str) -> BadInputError:
    return BadInputError(
        N_("The tiles cannot be read ({detail})."),
        source=path,
        remedy=N_("Copy or download the file again."),
        detail=detail,
    )


def _no_pictures(path: Path, form: str) -> BadInputError:
    return BadInputError(
        N_("The file holds tiles of the kind '{form}', not pictures."),
        source=path,
        remedy=N_("Choose a file with PNG, JPEG or WebP tiles."),
        form=form,
    )
