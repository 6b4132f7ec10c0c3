"""One application for all tests that may draw."""

import pytest
from PySide6.QtWidgets import QApplication


@pytest.fixture(scope="session", autouse=True)
def _application(qapp: QApplication) -> QApplication:
    """Make the application before a command makes one of its own, which could hold no widgets.

    A process has one application only, and which tests share a process is chance.
    """
    return qapp
