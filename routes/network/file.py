"""The one file that keeps a road network (docs/decisions/0006-network-file.md)."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from data.errors import StorageError
from data.language.catalogue import N_
from data.model.travel_mode import TravelMode
from data.progress import Progress, silent
from routes.modes import MODE_BIT, RoadClass, default_access
from routes.network.checks import ARRAYS, DETAILS, DTYPES, SAVED_NAME, SAVED_TYPES
from routes.network.container import read_container, write_container
from routes.network.meta import meta_document, read_meta
from routes.network.store import RoadNetwork
from routes.network.turns import TURN_ARRAYS, TURN_DTYPES, TurnRestrictions

FORMAT: Final = "hanh-trinh-network"
FORMAT_VERSION: Final = 2
"""2 added details of edges, barriers, turn restrictions and further saved arrays; 1 is read without them."""

_TURNS: Final = "turns."
_SAVED: Final = "saved."
_NEWER_MODES: Final = MODE_BIT[TravelMode.MINIBUS] | MODE_BIT[TravelMode.ELECTRIC_CART]
_SINCE_2: Final = frozenset({*DETAILS, "barrier"})


def save_network(network: RoadNetwork, path: Path, *, progress: Progress = silent) -> None:
    """Write a network to one file, whole or not at all.

    Parameters
    ----------
    network
        What to keep.
    path
        Where.
    progress
        Told the share done; may raise CancelledError, which leaves everything as it was.

    Raises
    ------
    StorageError
        If the file cannot be written; an older file at ``path`` is then untouched.
    """
    arrays = {name: getattr(network, name) for name in ARRAYS}
    arrays |= {f"{_TURNS}{name}": getattr(network.turns, name) for name in TURN_ARRAYS}
    arrays |= {f"{_SAVED}{name}": network.saved[name] for name in sorted(network.saved)}
    header = {
        "meta": meta_document(network.meta),
        "names": list(network.names),
        "saved": {name: network.saved[name].dtype.name for name in sorted(network.saved)},
    }
    write_container(path, FORMAT, FORMAT_VERSION, header, arrays, progress=progress)


def load_network(path: Path) -> RoadNetwork:
    """Read a network that ``save_network`` wrote. Safe for files from strangers: nothing in it is executed.

    Raises
    ------
    NewerFormatError
        If a newer version of the product wrote it.
    StorageError
        If it is missing, truncated, damaged, or not a network.
    """
    header, arrays = read_container(path, FORMAT, FORMAT_VERSION, _expected)
    names, meta = header.get("names"), header.get("meta")
    if not isinstance(names, list) or not isinstance(meta, dict) or not all(map(_is_text, names)):
        raise StorageError(N_("{path}: the header of the network file is damaged."), path=str(path))
    turns = {name: arrays[key] for name in TURN_ARRAYS if (key := _TURNS + name) in arrays}
    saved = {key.removeprefix(_SAVED): arrays[key] for key in arrays if key.startswith(_SAVED)}
    own = {name: arrays[name] for name in ARRAYS if name in arrays}
    if header["version"] == 1:
        _open_to_newer_modes(own)
    try:
        return RoadNetwork(
            **own, turns=TurnRestrictions(**turns), saved=saved, names=tuple(names), meta=read_meta(meta)
        )
    except StorageError as error:
        raise StorageError(
            N_("{path}: the road network is damaged: {problem}. Build it again, or ask for the file again."),
            path=str(path),
            problem=error.facts["problem"],
        ) from error


def _expected(header: Mapping[str, Any]) -> Mapping[str, type[np.generic]]:
    """Return the arrays that the file must hold by its own header, and their types."""
    if header["version"] == 1:
        return {name: dtype for name, dtype in DTYPES.items() if name not in _SINCE_2}
    saved = header.get("saved", {})
    if not isinstance(saved, dict) or not all(map(_is_saved, saved, saved.values())):
        raise ValueError(saved)
    return {
        **DTYPES,
        **{_TURNS + name: dtype for name, dtype in TURN_DTYPES.items()},
        **{_SAVED + name: np.dtype(dtype).type for name, dtype in saved.items()},
    }


def _open_to_newer_modes(arrays: dict[str, NDArray[Any]]) -> None:
    """Give the modes that format 1 did not know the roads of cars that their class is open to.

    A wheelchair gets none: what it can pass is not in such files, and unknown never counts as passable.
    """
    opened = np.zeros(256, np.uint16)
    opened[: len(RoadClass)] = [default_access(kind, oneway=False)[0] & _NEWER_MODES for kind in RoadClass]
    for name in ("access_forward", "access_backward"):
        has_cars = (arrays[name] & MODE_BIT[TravelMode.CAR]) != 0
        arrays[name] = arrays[name] | np.where(has_cars, opened[arrays["road_class"]], 0).astype(np.uint16)


def _is_saved(name: object, dtype: object) -> bool:
    return isinstance(name, str) and bool(SAVED_NAME.match(name)) and dtype in SAVED_TYPES


def _is_text(value: object) -> bool:
    return isinstance(value, str)
