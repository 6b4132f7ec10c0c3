"""Records of a journal: what differs between two states of a project, as rows of the project file's schema.

The difference of two states is itself a small project, of the entries put or replaced, and is written with
the very functions that write and read the project file: a field added to the model is journalled without a
line here. Rows are encoded one by one, so that the thread which does it lets the window have its turn.
"""

import json
import struct
import zlib
from base64 import b64decode, b64encode
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

from data.errors import StorageError
from data.language.catalogue import N_
from data.model.project import Project
from data.storage.blob import to_blob
from data.storage.reader import project_of, typed_row
from data.storage.schema import TABLES
from data.storage.writer import ROWS

_MAPPINGS: Final = ("places", "units", "plans", "clauses", "tours")
_HEAD_LENGTH: Final = struct.Struct("<I")
_FAST: Final = 1
_MOST_BYTES: Final = 1 << 30
"""A record that says it is larger unpacked is no register of places."""


@dataclass(frozen=True, slots=True)
class Difference:
    """What makes one state of a project out of another.

    Parameters
    ----------
    put
        A project of the entries added or replaced, with title, credits, source and layers of the later state.
    dropped
        Keys removed, by the name of the mapping.
    order
        All keys in order, where removing, replacing and adding at the end does not give it.
    has_successions
        Whether ``put`` says anew how units succeeded each other.
    """

    put: Project
    dropped: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    order: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    has_successions: bool = False

    def apply(self, project: Project) -> Project:
        """Return the later state, given the earlier one."""
        changed: dict[str, Any] = {name: self._merged(name, project) for name in _MAPPINGS}
        if self.has_successions:
            changed["successions"] = self.put.successions
        later = self.put
        return replace(
            project,
            title=later.title,
            attribution=later.attribution,
            source=later.source,
            layers=later.layers,
            **changed,
        )

    def _merged(self, name: str, project: Project) -> dict[str, Any]:
        gone = frozenset(self.dropped.get(name, ()))
        merged = {key: value for key, value in getattr(project, name).items() if key not in gone}
        merged.update(getattr(self.put, name))
        order = self.order.get(name)
        return merged if order is None else {key: merged[key] for key in order}


def difference(before: Project, after: Project) -> Difference:
    """Return what makes ``after`` out of ``before``.

    Values are compared by identity: states of one session share what did not change, and an equal value
    written once more does no harm.
    """
    put: dict[str, dict[str, Any]] = {}
    dropped: dict[str, tuple[str, ...]] = {}
    order: dict[str, tuple[str, ...]] = {}
    for name in _MAPPINGS:
        old, new = getattr(before, name), getattr(after, name)
        if old is new:
            continue
        put[name] = {key: value for key, value in new.items() if old.get(key) is not value}
        gone = tuple(key for key in old if key not in new)
        if gone:
            dropped[name] = gone
        natural = [key for key in old if key in new] + [key for key in new if key not in old]
        if natural != list(new):
            order[name] = tuple(new)
    has_successions = before.successions is not after.successions
    values: dict[str, Any] = {**put, "successions": after.successions if has_successions else ()}
    entries = Project(
        title=after.title, attribution=after.attribution, source=after.source, layers=after.layers, **values
    )
    return Difference(entries, dropped, order, has_successions)


def encode(head: Mapping[str, object], change: Difference) -> bytes:
    """Return a record: ``head``, which can be read alone, and the change."""
    shape = {
        "dropped": dict(change.dropped),
        "order": dict(change.order),
        "has_successions": change.has_successions,
    }
    packer = zlib.compressobj(_FAST)
    packed = [_head_bytes(head), packer.compress(_line(shape))]
    packed.extend(packer.compress(line) for line in _row_lines(change.put))
    packed.append(packer.flush())
    return b"".join(packed)


def head_only(head: Mapping[str, object]) -> bytes:
    """Return a record without a change, such as the first of a journal."""
    return _head_bytes(head)


def head_of(record: bytes) -> dict[str, Any]:
    """Return the head of a record.

    Raises
    ------
    StorageError
        If it is none.
    """
    try:
        (length,) = _HEAD_LENGTH.unpack_from(record)
        head = json.loads(record[_HEAD_LENGTH.size : _HEAD_LENGTH.size + length])
    except (struct.error, ValueError) as error:
        raise _unreadable(error) from error
    if not isinstance(head, dict):
        raise _unreadable(TypeError(type(head).__name__))
    return head


def change_of(record: bytes) -> Difference:
    """Return the change of a record.

    Raises
    ------
    StorageError
        If it is none, or a value in it cannot be read.
    """
    try:
        (length,) = _HEAD_LENGTH.unpack_from(record)
        unpacker = zlib.decompressobj()
        text = unpacker.decompress(record[_HEAD_LENGTH.size + length :], _MOST_BYTES)
        first, *lines = text.splitlines()
        shape = json.loads(first)
        return Difference(
            put=_project_of(lines),
            dropped={name: tuple(keys) for name, keys in shape["dropped"].items()},
            order={name: tuple(keys) for name, keys in shape["order"].items()},
            has_successions=shape["has_successions"],
        )
    except (struct.error, zlib.error, ValueError, KeyError, TypeError) as error:
        raise _unreadable(error) from error


def _head_bytes(head: Mapping[str, object]) -> bytes:
    line = _line(head)
    return _HEAD_LENGTH.pack(len(line)) + line


def _line(value: object) -> bytes:
    # ASCII: a text with half a surrogate pair in it is kept too, and no line break can be inside.
    return json.dumps(value, separators=(",", ":")).encode("ascii") + b"\n"


def _row_lines(project: Project) -> Iterator[bytes]:
    for name, table in TABLES.items():
        for row in ROWS[name](project):
            values = [row[column.name] for column in table.stored]
            blob = to_blob(row["geom"]) if table.geometry_type else None
            yield _line([name, values, None if blob is None else b64encode(blob).decode("ascii")])


def _project_of(lines: list[bytes]) -> Project:
    rows: dict[str, list[dict[str, Any]]] = {name: [] for name in TABLES}
    for fid, line in enumerate(lines, start=1):
        name, values, blob = json.loads(line)
        rows[name].append(typed_row(TABLES[name], fid, values, None if blob is None else b64decode(blob)))
    return project_of(rows)


def _unreadable(error: Exception) -> StorageError:
    return StorageError(
        N_("The record of unsaved changes cannot be read ({detail})."),
        remedy=N_("Open the project file itself, or one of its earlier versions."),
        detail=str(error),
    )
