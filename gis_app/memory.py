"""Memory handed back to the system: freed arrays do not stay with the process."""

import ctypes
import sys
from typing import Final

_M_TRIM_THRESHOLD: Final = -1
_M_MMAP_THRESHOLD: Final = -3
_LARGE_BYTES: Final = 256 * 1024


def hand_back_freed() -> None:
    """Let glibc keep large blocks apart from the heap, and give them back as soon as they are free.

    By itself it raises its threshold with every block freed, up to 32 MB, so that arrays of networks and
    tiles lie in the heaps of the threads, which do not shrink: some 40 MB of a session (mallopt(3)).
    Other systems are left as they are.
    """
    if not sys.platform.startswith("linux"):
        return
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    if mallopt is not None:
        mallopt(_M_MMAP_THRESHOLD, _LARGE_BYTES)
        mallopt(_M_TRIM_THRESHOLD, 4 * _LARGE_BYTES)
