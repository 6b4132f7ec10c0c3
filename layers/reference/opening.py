"""Opening the source of a reference layer, whatever kind it is."""

from collections.abc import Callable
from pathlib import Path
from threading import Lock
from typing import Final

from platformdirs import user_cache_path

from data.model.map_layers import LayerSource, SourceKind
from data.progress import Progress, silent
from data.readers.reference_vector import READABLE, VectorTable, read_vector
from layers.reference.archives import MBTiles, PMTiles, file_key
from layers.reference.features import Features
from layers.reference.geotiff import GeoTiff
from layers.reference.online import OnlineTiles, TileCache
from layers.reference.tiles import TileSource

Content = Features | TileSource

ENDINGS: Final = {
    **dict.fromkeys(READABLE, SourceKind.VECTOR),
    ".tif": SourceKind.GEOTIFF,
    ".tiff": SourceKind.GEOTIFF,
    ".mbtiles": SourceKind.MBTILES,
    ".pmtiles": SourceKind.PMTILES,
}
"""Which files can be added, and as what."""

_FILES: Final[dict[SourceKind, Callable[[Path], TileSource]]] = {
    SourceKind.MBTILES: MBTiles,
    SourceKind.PMTILES: PMTiles,
}


def tile_folder() -> Path:
    """Return the folder of the tile cache of this user."""
    return user_cache_path("hanh-trinh", appauthor=False) / "tiles"


def found_file(source: LayerSource, project_folder: Path | None) -> Path:
    """Return where a file lies: where it was, or beside the project with which it was moved."""
    path = Path(source.address)
    if project_folder is not None and not path.exists():
        beside = project_folder / path.name
        return beside if beside.exists() else path
    return path


def open_source(
    source: LayerSource,
    *,
    project_folder: Path | None = None,
    tiles: TileCache | None = None,
    progress: Progress = silent,
    on_read: Callable[[VectorTable], None] | None = None,
) -> Content:
    """Open a source; features are read whole, tiles when they are needed.

    Parameters
    ----------
    source
        What to open.
    project_folder
        Folder of the project file, where files are looked for that are not where they were.
    tiles
        Cache of online tiles, that of the user by default.
    progress
        Told how far it is; stops it by raising ``CancelledError``.
    on_read
        Given the table of a vector layer, for its notes.

    Raises
    ------
    BadInputError
        If it cannot be opened.
    """
    if source.kind.is_online:
        return OnlineTiles(source, tiles or TileCache(tile_folder()))
    path = found_file(source, project_folder)
    if source.kind is SourceKind.GEOTIFF:
        return GeoTiff(path, source.crs)
    if source.kind in _FILES:
        return _FILES[source.kind](path)
    table = read_vector(path, source.layer, crs=source.crs, encoding=source.encoding, progress=progress)
    if on_read is not None:
        on_read(table)
    return Features.of(table)


_KEPT: Final[dict[tuple[LayerSource, str], Content]] = {}
_MOST_KEPT: Final = 24
_LOCK: Final = Lock()


def open_kept(
    source: LayerSource,
    *,
    project_folder: Path | None = None,
    progress: Progress = silent,
    on_read: Callable[[VectorTable], None] | None = None,
) -> Content:
    """Open a source, or return what was opened before if its file has not changed; see ``open_source``.

    Window and print share what is kept, so that a page is printed without reading a large file again.
    """
    path = None if source.kind.is_online else found_file(source, project_folder)
    state = file_key(path) if path is not None and path.exists() else ""
    key = (source, state)
    with _LOCK:
        if key in _KEPT:
            return _KEPT[key]
    content = open_source(source, project_folder=project_folder, progress=progress, on_read=on_read)
    with _LOCK:
        while len(_KEPT) >= _MOST_KEPT:
            # Not closed: a thread may still draw it. Its file is closed with the last reference.
            del _KEPT[next(iter(_KEPT))]
        return _KEPT.setdefault(key, content)
