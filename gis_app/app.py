"""The application: opens the window and stays alive whatever happens in it."""

import sys
from pathlib import Path
from typing import Final

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from data.starter import load_starter
from gis_app import __version__
from gis_app.crashes import Crashes
from gis_app.icons import icon
from gis_app.main_window import MainWindow
from gis_app.memory import hand_back_freed
from gis_app.render.fonts import load_fonts
from gis_app.settings import Settings
from gis_app.theme import chosen_theme, dress

ICON_PX: Final = 128
"""The window's icon where the system draws it largest; smaller ones are scaled from it."""

SWITCH_S: Final = 0.0005
"""How long a thread may keep the interpreter while another waits for it."""


def run(project: Path | None = None, network: Path | None = None, language: str = "") -> int:
    """Open the window and run until it is closed.

    Parameters
    ----------
    project
        Project file to open; the starter data if absent.
    network
        Road network file; the starter network if absent.
    language
        'vi' or 'en' for this time; '' takes the one chosen in the window.

    Returns
    -------
    int
        Exit code of the process.
    """
    prepare_process()
    application = QApplication.instance() or QApplication(["hanh-trinh"])
    assert isinstance(application, QApplication)
    application.setApplicationName("hanh-trinh")
    application.setApplicationDisplayName("Hành Trình")
    application.setApplicationVersion(__version__)
    application.setDesktopFileName("hanh-trinh")
    application.setWindowIcon(icon("hanh-trinh", "#000000", size=ICON_PX))
    load_fonts()
    # Dressed before there is a widget: those made earlier would keep another size of text.
    settings = Settings()
    dress(application, chosen_theme(settings.theme).interface, settings.text_percent / 100)
    window = MainWindow(settings)
    if language:
        window.words.switch(language)
    window.show()
    QTimer.singleShot(0, window, lambda: begin(window, project, network))
    if project is None:
        QTimer.singleShot(0, window, window.welcoming.greet)
    with Crashes(window.desk).watching():
        return application.exec()


def prepare_process() -> None:
    """Set up what belongs to the whole process, before there is a window.

    The window's thread waits for the interpreter at every return from Qt into Python; beside a thread that
    draws, Python's usual 5 ms for each of these waits were felt (docs/benchmarks.md, 'The window').
    """
    hand_back_freed()
    sys.setswitchinterval(SWITCH_S)


def begin(window: MainWindow, project: Path | None = None, network: Path | None = None) -> None:
    """Open a project file or the starter data, and read a road network file or the starter network."""
    if project is None:
        window.session.open(load_starter(), None)
    else:
        window.files.open(project)
    window.roads.load(network)
    window.recovery.look()
    window.files.look_for_recent()
