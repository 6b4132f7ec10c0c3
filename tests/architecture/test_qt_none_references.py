"""PySide6 6.12.0 drops a reference to None at each call on Python 3.11 and aborts after some thousand.

The range in pyproject.toml keeps it out; this probe tells when another release does the same.
"""

import sys

from PySide6.QtCore import QObject

CALLS = 2_000


def test_calls_that_return_none_keep_the_references_to_none() -> None:
    thing = QObject()
    before = sys.getrefcount(None)
    for _ in range(CALLS):
        thing.setObjectName("x")
    lost = before - sys.getrefcount(None)
    # None is immortal from Python 3.12 on, and its count then constant.
    assert lost < CALLS / 10
