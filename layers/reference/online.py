"""Online tiles (XYZ and WMS) with a cache on disk: what was seen once can be seen without the internet.

Servers are treated as the tile usage policy of OpenStreetMap asks: an honest User-Agent, tiles kept for a
week or longer, only tiles that are looked at, few at a time. Reading never touches the network: a tile that
is not there is asked for through ``OnlineTiles.wanted``, and whoever wants tiles to come sets that.
"""

import hashlib
import os
import time
from collections.abc import Callable
from pathlib import Path
from threading import Lock
from typing import Final
from urllib.parse import urlencode, urlsplit

from data.errors import BadInputError, NetworkUnavailableError
from data.language.catalogue import N_
from data.model.map_layers import LayerSource, SourceKind
from layers.reference.tiles import TileContent, TileSpot
from layers.viewport import TILE_PX, Bounds, from_mercator

USER_AGENT: Final = "HanhTrinh/0.1 (desktop tour planner)"
FRESH_S: Final = 14 * 24 * 3600
"""Age from which a kept tile is fetched anew; until it has come, the old one is shown."""
CACHE_BYTES: Final = 300 * 2**20
"""Most bytes kept on disk for all servers together."""
MOST_ONLINE_ZOOM: Final = 19

_MOST_TILE_BYTES: Final = 4 * 2**20
_CHUNK_BYTES: Final = 2**16
_TIMEOUT_S: Final = (5.0, 10.0)
_SWEEP_EVERY: Final = 200
_FIELDS: Final = ("{z}", "{x}", "{y}")

Wanted = Callable[["OnlineTiles", TileSpot], None]


class TileCache:
    """Tiles on disk, those fetched first thrown away first when there are too many.

    Parameters
    ----------
    folder
        Where; made when first written.
    most_bytes
        Most bytes kept.
    """

    def __init__(self, folder: Path, most_bytes: int = CACHE_BYTES) -> None:
        self._folder, self._most = folder, most_bytes
        self._written = 0
        self._lock = Lock()

    def path(self, server: str, spot: TileSpot) -> Path:
        """Return where a tile is kept."""
        name = hashlib.sha256(server.encode()).hexdigest()[:16]
        return self._folder / name / str(spot.zoom) / str(spot.x) / f"{spot.y}.tile"

    def read(self, server: str, spot: TileSpot) -> tuple[bytes, bool] | None:
        """Return a kept tile and whether it is fresh, None without one."""
        path = self.path(server, spot)
        try:
            content = path.read_bytes()
            fetched = path.stat().st_mtime
        except OSError:
            return None
        return content, time.time() - fetched < FRESH_S

    def write(self, server: str, spot: TileSpot, content: bytes) -> None:
        """Keep a tile; a full or read-only disk only means that it is not kept."""
        path = self.path(server, spot)
        aside = path.with_suffix(f".{os.getpid()}.part")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            aside.write_bytes(content)
            aside.replace(path)
        except OSError:
            return
        with self._lock:
            self._written += 1
            if self._written % _SWEEP_EVERY == 1:
                self.sweep()

    def sweep(self) -> None:
        """Throw away the oldest tiles until what is left is nine tenths of what is allowed."""
        found = []
        for path in self._folder.rglob("*.tile"):
            try:
                facts = path.stat()
            except OSError:
                continue
            found.append((facts.st_mtime, facts.st_size, path))
        total = sum(size for _, size, _ in found)
        if total <= self._most:
            return
        for _, size, path in sorted(found):
            try:
                path.unlink(missing_ok=True)
            except OSError:
                # Windows keeps a file that is just being read.
                continue
            total -= size
            if total <= self._most * 0.9:
                return


class OnlineTiles:
    """Tiles of a server.

    Parameters
    ----------
    source
        Kind, address, WMS layers and coordinate system.
    cache
        Where tiles are kept.

    Raises
    ------
    BadInputError
        If the address is none.
    """

    def __init__(self, source: LayerSource, cache: TileCache) -> None:
        require_address(source)
        self._source, self._cache = source, cache
        self.key = f"{source.kind}|{source.address}|{source.layer}|{source.crs}"
        self.zooms = (0, MOST_ONLINE_ZOOM)
        self.bounds: Bounds | None = None
        self.attribution = source.attribution
        self.wanted: Wanted | None = None
        self._absent: set[TileSpot] = set()

    def read(self, spot: TileSpot) -> TileContent | None:
        """Return a kept tile; one that is missing or old is asked for."""
        kept = self._cache.read(self.key, spot)
        if (kept is None or not kept[1]) and self.wanted is not None and spot not in self._absent:
            self.wanted(self, spot)
        return kept[0] if kept is not None else None

    def fetch(self, spot: TileSpot) -> bool:
        """Download a tile and keep it; call it on a thread. Returns whether there is one.

        Raises
        ------
        NetworkUnavailableError
            If the server is out of reach, busy, or answers something else.
        """
        import requests  # noqa: PLC0415 - loading it takes long, and few maps show online tiles

        try:
            answer = requests.get(
                self.url(spot), timeout=_TIMEOUT_S, headers={"User-Agent": USER_AGENT}, stream=True
            )
            with answer:
                if answer.status_code in {204, 404}:
                    self._absent.add(spot)
                    return False
                kind = answer.headers.get("Content-Type", "")
                if not answer.ok or not kind.startswith("image/"):
                    raise _no_tile(f"{answer.status_code} {kind}")
                content = b""
                for part in answer.iter_content(_CHUNK_BYTES):
                    content += part
                    if len(content) > _MOST_TILE_BYTES:
                        raise _no_tile(f"> {_MOST_TILE_BYTES} B")
        except (requests.RequestException, OSError, ValueError) as error:
            raise _no_tile(type(error).__name__) from error
        self._cache.write(self.key, spot, content)
        return True

    def url(self, spot: TileSpot) -> str:
        """Return the address of a tile."""
        source = self._source
        if source.kind is SourceKind.XYZ:
            address = source.address.replace("{s}", "abc"[(spot.x + spot.y) % 3])
            for name, value in zip(_FIELDS, (spot.zoom, spot.x, spot.y), strict=True):
                address = address.replace(name, str(value))
            return address
        # Version 1.1.1 writes longitude first in every system, which 1.3.0 does not.
        system = source.crs or "EPSG:3857"
        query = {
            "SERVICE": "WMS",
            "VERSION": "1.1.1",
            "REQUEST": "GetMap",
            "LAYERS": source.layer,
            "STYLES": "",
            "SRS": system,
            "BBOX": ",".join(
                f"{edge:.9g}" if system == "EPSG:4326" else f"{edge:.3f}" for edge in self._box(spot)
            ),
            "WIDTH": str(TILE_PX),
            "HEIGHT": str(TILE_PX),
            "FORMAT": "image/png",
            "TRANSPARENT": "TRUE",
        }
        joint = "&" if "?" in source.address else "?"
        return f"{source.address.rstrip('?&')}{joint}{urlencode(query)}"

    def close(self) -> None:
        """Ask for nothing more."""
        self.wanted = None

    def _box(self, spot: TileSpot) -> Bounds:
        # In degrees a tile is stretched by less than a pixel from zoom 9 on, where such layers are looked at.
        if self._source.crs != "EPSG:4326":
            return spot.bounds_m
        west, south, east, north = spot.bounds_m
        (lon0, lat0), (lon1, lat1) = from_mercator([west, east], [south, north])
        return float(lon0), float(lat0), float(lon1), float(lat1)


def host_of(source: LayerSource) -> str:
    """Return the host that a source names, '' where the address is none."""
    try:
        return urlsplit(source.address).hostname or ""
    except ValueError:
        return ""


def require_address(source: LayerSource) -> None:
    """Refuse an address that cannot serve.

    Raises
    ------
    BadInputError
        Saying what it lacks.
    """
    parts = urlsplit(source.address)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise BadInputError(
            N_("'{address}' is no address of a server."),
            where=source.kind.value,
            remedy=N_("It begins with https:// or http://."),
            address=source.address,
        )
    if source.kind is SourceKind.XYZ and any(name not in source.address for name in _FIELDS):
        raise BadInputError(
            N_("The address of tiles lacks {z}, {x} or {y}."),
            where=source.kind.value,
            remedy=N_("Write it like https://tile.example.org/{z}/{x}/{y}.png."),
            z=_FIELDS[0],
            x=_FIELDS[1],
            y=_FIELDS[2],
        )
    if source.kind is SourceKind.WMS and not source.layer:
        raise BadInputError(
            N_("A WMS layer has a name."),
            where=source.kind.value,
            remedy=N_("Write the name of the layer as the server lists it."),
        )


def _no_tile(detail: str) -> NetworkUnavailableError:
    return NetworkUnavailableError(N_("The map server does not answer ({detail})."), detail=detail)
