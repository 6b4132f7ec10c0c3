"""Frames of a journal: records one after the other, each with a checksum that covers all before it.

A file is the magic followed by frames; a frame is the length of its record (four bytes, little-endian), a
BLAKE2b checksum of 16 bytes keyed with the checksum before it, and the record. A power cut tears the last
frame at most; a changed byte makes its own frame and all that follow unreadable, never wrong.
"""

import struct
from dataclasses import dataclass
from hashlib import blake2b
from typing import Final

MAGIC: Final = b"HANH-TRINH-JOURNAL\n"
"""First bytes of a journal."""

_LENGTH: Final = struct.Struct("<I")
_SUM_BYTES: Final = 16


@dataclass(frozen=True, slots=True)
class Frames:
    """What could be read: the records, and whether nothing followed the last of them."""

    records: tuple[bytes, ...]
    is_whole: bool


class FrameWriter:
    """Makes the bytes of a journal, frame by frame."""

    def __init__(self) -> None:
        self._sum = _sum(b"", MAGIC)

    def frame(self, record: bytes) -> bytes:
        """Return the next frame."""
        length = _LENGTH.pack(len(record))
        self._sum = _sum(self._sum, length, record)
        return length + self._sum + record


def read_frames(content: bytes) -> Frames:
    """Return the records of a journal up to the first that is torn or damaged."""
    if not content.startswith(MAGIC):
        return Frames((), is_whole=False)
    records: list[bytes] = []
    before, at = _sum(b"", MAGIC), len(MAGIC)
    while at + _LENGTH.size + _SUM_BYTES <= len(content):
        length = content[at : at + _LENGTH.size]
        begin = at + _LENGTH.size + _SUM_BYTES
        end = begin + _LENGTH.unpack(length)[0]
        record = content[begin:end]
        if end > len(content) or _sum(before, length, record) != content[at + _LENGTH.size : begin]:
            break
        before, at = content[at + _LENGTH.size : begin], end
        records.append(record)
    return Frames(tuple(records), is_whole=at == len(content))


def _sum(before: bytes, *parts: bytes) -> bytes:
    digest = blake2b(key=before, digest_size=_SUM_BYTES)
    for part in parts:
        digest.update(part)
    return digest.digest()
