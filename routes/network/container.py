"""One file of checked arrays: an uncompressed zip of .npy members and a JSON header.

Nothing in it is executed when it is read (no pickle). Sizes are compared with the file's own size before
anything is allocated; every member carries the CRC-32 of the zip format.
"""

import io
import json
import os
import struct
import tokenize
import zipfile
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from data.errors import NewerFormatError, StorageError, require_file, system_reason
from data.language.catalogue import N_
from data.progress import Progress, silent

_HEADER: Final = "header.json"
_BROKEN: Final = (
    zipfile.BadZipFile, struct.error, EOFError, NotImplementedError, RuntimeError, OverflowError,
    ValueError, TypeError, KeyError, SyntaxError, tokenize.TokenError,
)  # fmt: skip
# What zipfile, json and the reader of .npy headers raise on damaged or hostile bytes.
_TIMESTAMP: Final = (1980, 1, 1, 0, 0, 0)
_MAX_NPY_HEADER: Final = 10_000


def write_container(
    path: Path,
    kind: str,
    version: int,
    header: Mapping[str, Any],
    arrays: Mapping[str, NDArray[Any]],
    *,
    progress: Progress = silent,
) -> None:
    """Write ``arrays`` and ``header`` to ``path``: written aside, flushed, then moved into place.

    Equal contents give equal bytes. An exception from ``progress`` (the user cancels) leaves nothing behind.

    Raises
    ------
    StorageError
        If it cannot be written; an older file is then untouched and nothing is left beside it.
    """
    aside = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with aside.open("wb") as stream:
            with zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED) as archive:
                text = json.dumps({"format": kind, "version": version, **header}, ensure_ascii=False)
                archive.writestr(zipfile.ZipInfo(_HEADER, _TIMESTAMP), text.encode())
                for number, (name, array) in enumerate(arrays.items()):
                    progress(number / len(arrays), N_("Saving the road network"))
                    with archive.open(zipfile.ZipInfo(f"{name}.npy", _TIMESTAMP), "w") as member:
                        # asarray(order="C") keeps the shape of arrays without dimensions, too.
                        np.lib.format.write_array(member, np.asarray(array, order="C"), allow_pickle=False)
            stream.flush()
            os.fsync(stream.fileno())
        aside.replace(path)
    except OSError as error:
        raise StorageError(
            N_("{path} could not be written: {reason}. Choose another folder or free some space."),
            path=str(path),
            reason=system_reason(error),
        ) from error
    finally:
        with suppress(OSError):
            aside.unlink()


def read_container(
    path: Path,
    kind: str,
    version: int,
    expected: Callable[[Mapping[str, Any]], Mapping[str, type[np.generic]]],
) -> tuple[dict[str, Any], dict[str, NDArray[Any]]]:
    """Read a file that ``write_container`` wrote: its header and its arrays.

    Parameters
    ----------
    path, kind, version
        File, what it must be, and the newest version that is understood.
    expected
        Names and types of the arrays that a header (whose ``version`` is at most ``version``) announces; the
        file must hold exactly these. May raise ValueError, TypeError or KeyError on a header that is damaged.

    Raises
    ------
    NewerFormatError
        If its version is above ``version``.
    StorageError
        If it is missing, truncated, damaged or of another kind.
    """
    require_file(path, StorageError)
    try:
        with zipfile.ZipFile(path) as archive:
            header = _read_header(path, archive, kind, version)
            dtypes = expected(header)
            _check_members(path, archive, {_HEADER, *(f"{name}.npy" for name in dtypes)})
            arrays = {name: _read_array(archive, f"{name}.npy", dtypes[name]) for name in dtypes}
    except OSError as error:
        reason = system_reason(error)
        raise StorageError(
            N_("{path} could not be read: {reason}."), path=str(path), reason=reason
        ) from error
    except _BROKEN as error:
        raise _damaged(path) from error
    return header, arrays


def _damaged(path: Path) -> StorageError:
    return StorageError(
        N_("{path} is truncated, damaged, or not a file of this kind. Build it again, or ask for it again."),
        path=str(path),
    )


def _read_header(path: Path, archive: zipfile.ZipFile, kind: str, version: int) -> dict[str, Any]:
    if _HEADER not in archive.namelist():
        raise _damaged(path)
    _check_size(path, archive, archive.getinfo(_HEADER))
    header = json.loads(archive.read(_HEADER))
    if not isinstance(header, dict) or header.get("format") != kind:
        raise _damaged(path)
    found = header.get("version")
    if not isinstance(found, int) or isinstance(found, bool) or found < 1:
        raise _damaged(path)
    if found > version:
        raise NewerFormatError(
            N_("{path} was written by a newer version (format {found}; this one reads up to {known})."),
            path=str(path),
            found=found,
            known=version,
        )
    return header


def _check_members(path: Path, archive: zipfile.ZipFile, expected: set[str]) -> None:
    members = archive.infolist()
    if len(members) != len(expected) or {member.filename for member in members} != expected:
        raise _damaged(path)
    for member in members:
        _check_size(path, archive, member)


def _check_size(path: Path, archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> None:
    # Stored members cannot be larger than the file they lie in: a forged size never reaches an allocation.
    if archive.fp is None or member.compress_type != zipfile.ZIP_STORED or member.flag_bits & 0x1:
        raise _damaged(path)
    if member.file_size != member.compress_size or member.file_size > path.stat().st_size:
        raise _damaged(path)


def _read_array(archive: zipfile.ZipFile, name: str, dtype: type[np.generic]) -> NDArray[Any]:
    raw = archive.read(name)
    stream = io.BytesIO(raw[:_MAX_NPY_HEADER])
    if np.lib.format.read_magic(stream) != (1, 0):
        raise ValueError(name)
    shape, fortran, found = np.lib.format.read_array_header_1_0(stream, max_header_size=_MAX_NPY_HEADER)
    if fortran or found != np.dtype(dtype) or any(size < 0 for size in shape):
        raise ValueError(name)
    return np.frombuffer(raw, dtype=dtype, offset=stream.tell()).reshape(shape)
