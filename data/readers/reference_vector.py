"""Reference layers from vector files: GeoPackage, GeoJSON, Shapefile, KML, GPX and tables with coordinates.

What is read is only looked at, so a doubtful feature is left out and counted instead of refusing the file;
``VectorTable.notes`` says so.
"""

import unicodedata
import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import shapely
from numpy.typing import NDArray

from data.errors import BadInputError, HanhTrinhError, require_file
from data.language.catalogue import N_
from data.progress import Progress, silent
from data.readers.crs import to_wgs84
from data.readers.dbf import LATIN, VIETNAMESE, encoding_of
from data.readers.tables import header_key, read_csv

if TYPE_CHECKING:
    import pandas as pd

READABLE: Final = (".gpkg", ".geojson", ".json", ".shp", ".kml", ".gpx", ".csv")
MOST_FEATURES: Final = 1_000_000
"""More features would not fit into the memory of an office computer together with everything else."""
MANY_FEATURES: Final = 200_000
"""From here on the user is told that it takes a while."""

_BATCH: Final = 25_000
_SEEKING: Final = frozenset({".gpkg", ".shp"})
"""Files in which the reader can begin in the middle; others are read at once."""
_POINTS_OF_LINES: Final = frozenset({"route_points", "track_points"})
_LON: Final = ("lon", "lng", "long", "longitude", "kinh do", "kd")
_LAT: Final = ("lat", "latitude", "vi do", "vd")
_NORTHING: Final = ("x", "x m", "northing", "x vn2000", "toa do x")
_EASTING: Final = ("y", "y m", "easting", "y vn2000", "toa do y")

Geometries = NDArray[np.object_]
Column = NDArray[Any]


@dataclass(frozen=True, slots=True)
class VectorTable:
    """Features of a reference layer.

    Parameters
    ----------
    geometries
        WGS84 degrees, longitude first, flat; shape (n,).
    columns
        Attributes by name, each of shape (n,): numbers, or texts in NFC with '' for none.
    notes
        What the user should know, as errors that were none.
    """

    geometries: Geometries
    columns: Mapping[str, Column]
    notes: tuple[HanhTrinhError, ...] = ()

    def __len__(self) -> int:
        return len(self.geometries)


def layers_in(path: Path) -> tuple[str, ...]:
    """Return the layers of a file that have geometries; one for most formats.

    Raises
    ------
    BadInputError
        If the file is missing or no vector file.
    """
    require_file(path)
    if path.suffix.lower() == ".csv":
        return (path.stem,)
    import pyogrio  # noqa: PLC0415 - loading it takes long, and most windows show no such layer

    found = [(str(name), kind) for name, kind in _quietly(path, lambda: pyogrio.list_layers(path))]
    named = [name for name, kind in found if kind is not None]
    if path.suffix.lower() == ".gpx":
        named = [name for name in named if name not in _POINTS_OF_LINES and _info(path, name, "")["features"]]
    return tuple(named)


def read_vector(
    path: Path, layer: str = "", *, crs: str = "", encoding: str = "", progress: Progress = silent
) -> VectorTable:
    """Read one layer of a vector file.

    Parameters
    ----------
    path
        The file.
    layer
        Which of its layers; the first by default.
    crs
        Its coordinate system if it does not say so itself, see ``data.readers.crs``.
    encoding
        Encoding of a shapefile's texts; found out by default.

    Raises
    ------
    UnknownSystemError
        If the coordinate system must be asked for.
    BadInputError
        If the file cannot be read, is empty or far too large.
    CancelledError
        If ``progress`` says so.
    """
    require_file(path)
    if path.suffix.lower() not in READABLE:
        # GDAL would open more, also files that fetch others.
        raise BadInputError(
            N_("Files of the kind '{ending}' cannot be shown on the map."),
            source=path,
            remedy=N_("Use one of these: {endings}."),
            ending=path.suffix,
            endings=" ".join(READABLE),
        )
    progress(0.0, N_("Reading the layer"))
    if path.suffix.lower() == ".csv":
        return _read_csv(path, crs)
    notes: list[HanhTrinhError] = []
    if path.suffix.lower() == ".shp" and not encoding:
        encoding, doubt = encoding_of(path)
        notes.extend([doubt] if doubt else [])
    is_vietnamese = encoding == VIETNAMESE
    # GDAL loses the last letter of each text in Windows-1258, so its bytes are fetched and decoded here.
    encoding = LATIN if is_vietnamese else encoding
    info = _info(path, layer, encoding)
    _require_number(int(info["features"]), path)
    frame = _frame(path, layer, encoding, int(info["features"]), progress)
    frame = _decoded(frame) if is_vietnamese else frame
    progress(0.8, N_("Projecting the layer"))
    return _table(frame, str(info["crs"] or "") or crs, path, notes)


def _quietly(path: Path, read: Any) -> Any:
    from pyogrio.errors import DataLayerError, DataSourceError  # noqa: PLC0415 - see layers_in

    # The library warns of every odd ring; what is lost is counted afterwards.
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return read()
    except (DataSourceError, DataLayerError, ValueError, UnicodeDecodeError) as error:
        raise BadInputError(
            N_("The file cannot be read as a map layer ({detail})."),
            source=path,
            remedy=N_("Check that it is complete: a Shapefile needs its .shx and .dbf files beside it."),
            detail=str(error).splitlines()[0][:200],
        ) from error


def _info(path: Path, layer: str, encoding: str) -> dict[str, Any]:
    import pyogrio  # noqa: PLC0415 - see layers_in

    found: dict[str, Any] = _quietly(
        path,
        lambda: pyogrio.read_info(
            path, layer=layer or None, encoding=encoding or None, force_feature_count=True
        ),
    )
    return found


def _require_number(count: int, path: Path) -> None:
    if count == 0:
        raise BadInputError(
            N_("The layer is empty."), source=path, remedy=N_("Choose another file or another layer of it.")
        )
    if count > MOST_FEATURES:
        raise BadInputError(
            N_("The layer has {count} features, more than {most}."),
            source=path,
            remedy=N_("Cut out the part you need, for example in QGIS, and add that."),
            count=count,
            most=MOST_FEATURES,
        )


def _frame(path: Path, layer: str, encoding: str, count: int, progress: Progress) -> Any:
    import pandas as pd  # noqa: PLC0415 - see layers_in
    import pyogrio  # noqa: PLC0415 - see layers_in

    step = _BATCH if path.suffix.lower() in _SEEKING else count
    frames = []
    for begin in range(0, count, step):
        frames.append(
            _quietly(
                path,
                lambda begin=begin: pyogrio.read_dataframe(
                    path,
                    layer=layer or None,
                    encoding=encoding or None,
                    force_2d=True,
                    skip_features=begin,
                    max_features=step,
                    datetime_as_string=True,
                    on_invalid="ignore",
                ),
            )
        )
        progress(0.75 * min(begin + step, count) / count, N_("Reading the layer"))
    return pd.concat(frames, ignore_index=True) if len(frames) > 1 else frames[0]


def _decoded(frame: Any) -> Any:
    def decode(text: object) -> object:
        if not isinstance(text, str):
            return text
        return text.encode("latin-1", errors="replace").decode("cp1258", errors="replace")

    for name in frame.columns:
        if frame[name].dtype.kind not in "iufb" and name != "geometry":
            frame[name] = frame[name].map(decode)
    return frame.rename(columns=decode)


def _table(frame: Any, crs: str, path: Path, notes: list[HanhTrinhError]) -> VectorTable:
    if "geometry" not in frame:
        raise BadInputError(
            N_("The table has no geometries."),
            source=path,
            remedy=N_("Choose another file or another layer of it."),
        )
    geometries = np.asarray(frame.pop("geometry").to_numpy(), dtype=object)
    bounds = shapely.bounds(geometries)
    sound = np.isfinite(bounds).all(axis=1)
    if not sound.any():
        raise BadInputError(
            N_("No feature of the layer has a position."),
            source=path,
            remedy=N_("Choose another file or another layer of it."),
        )
    if not sound.all():
        notes.append(
            BadInputError(
                N_("{count} features without a position were left out."),
                source=path.name,
                count=int((~sound).sum()),
            )
        )
    columns = {str(name): _column(frame[name][sound]) for name in frame.columns}
    return VectorTable(to_wgs84(geometries[sound], crs, path), columns, tuple(notes))


def _column(values: "pd.Series[Any]") -> Column:
    if values.dtype.kind in "iuf":
        return values.to_numpy()
    if values.dtype.kind == "b":
        return values.to_numpy().astype(int)
    texts = ["" if value is None or value != value else str(value) for value in values]  # noqa: PLR0124 - NaN
    return np.array([unicodedata.normalize("NFC", text) for text in texts], dtype=object)


def _read_csv(path: Path, crs: str) -> VectorTable:
    table = read_csv(path)
    keys = [header_key(cell) for cell in table.header]
    names = dict(zip(keys, table.header, strict=True))
    first, second, is_plane = _coordinate_columns(keys, path)
    rows, spots = [], []
    for row in table.rows:
        x, y = _number(row.cells.get(first, "")), _number(row.cells.get(second, ""))
        if x is not None and y is not None:
            rows.append(row)
            spots.append((min(x, y), max(x, y)) if is_plane else (x, y))
    _require_number(len(rows), path)
    left_out = len(table.rows) - len(rows) + len(table.faults)
    notes: list[HanhTrinhError] = []
    if left_out:
        notes.append(
            BadInputError(
                N_("{count} features without a position were left out."), source=path.name, count=left_out
            )
        )
    geometries = np.asarray(shapely.points(np.array(spots)), dtype=object)
    columns = {name: _guessed([row.cells.get(key, "") for row in rows]) for key, name in names.items()}
    return VectorTable(to_wgs84(geometries, crs, path), columns, tuple(notes))


def _coordinate_columns(keys: Sequence[str], path: Path) -> tuple[str, str, bool]:
    """Return the columns of the two coordinates, and whether they are plane ones (VN-2000)."""
    for xs, ys, is_plane in ((_LON, _LAT, False), (_NORTHING, _EASTING, True)):
        x = next((key for key in xs if key in keys), None)
        y = next((key for key in ys if key in keys), None)
        if x is not None and y is not None:
            return x, y, is_plane
    raise BadInputError(
        N_("The table has no columns of coordinates."),
        source=path,
        remedy=N_("Name them lon and lat (degrees), or X and Y (VN-2000, metres)."),
    )


def _number(cell: str) -> float | None:
    text = cell.strip().replace("\u00a0", "").replace(" ", "")
    if text.count(",") == 1 and "." not in text:
        text = text.replace(",", ".")
    try:
        value = float(text)
    except ValueError:
        return None
    return value if np.isfinite(value) else None


def _guessed(cells: list[str]) -> Column:
    numbers = [_number(cell) for cell in cells]
    if all(number is not None for number in numbers):
        return np.array(numbers, dtype=np.float64)
    return np.array(cells, dtype=object)
