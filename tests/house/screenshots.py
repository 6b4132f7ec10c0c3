"""Pictures of the window for README and user guide, in both languages: 'make screenshots' writes them."""

import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Final

from PIL import Image
from PySide6.QtCore import QPoint
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from data.language.catalogue import LANGUAGES
from data.model.request import TourRequest
from data.model.units import UnitId
from data.readers.request_toml import read_request
from gis_app.app import begin
from gis_app.docks.templates import shipped_folder
from gis_app.main_window import MainWindow
from gis_app.render.fonts import load_fonts
from gis_app.settings import Settings
from gis_app.theme import dress
from layers.style import LIGHT

IMAGES: Final = Path(__file__).parents[2] / "docs" / "images"
SIZE_PX: Final = (1366, 768)
COLOURS: Final = 192
"""Colours of a picture: enough for map and letters, at a third of the bytes."""
MOST_BYTES: Final = 2_000_000
HOME: Final = "/home"
PATIENCE_S: Final = 90.0
PALETTE_PX: Final = 56
REQUEST: Final = "hai-duong-2-ngay"


class Studio:
    """A window on the starter data, and what it takes to look at it."""

    def __init__(self, application: QApplication, language: str, folder: Path) -> None:
        self._application = application
        settings = Settings(folder / f"{language}.ini")
        settings.language = language
        settings.theme = "light"
        settings.keep("toured", "1")
        self.window = MainWindow(settings)
        self.window.setWindowState(self.window.windowState().WindowNoState)
        self.window.resize(*SIZE_PX)
        self.window.show()
        begin(self.window)
        self.wait()

    def wait(self) -> None:
        """Wait until nothing runs and everything is drawn."""
        window, end = self.window, time.monotonic() + PATIENCE_S
        quiet = 0
        while quiet < 20 and time.monotonic() < end:
            self._application.processEvents()
            is_busy = window.desk.jobs.running or window.scene.is_busy or window.canvas.is_moving
            quiet = 0 if is_busy else quiet + 1
            time.sleep(0.01)

    def picture(self, *over: QWidget) -> QPixmap:
        """Return the window with the windows ``over`` it."""
        self.wait()
        made = self.window.grab()
        for dialog in over:
            dialog.repaint()
            corner = self.window.mapFromGlobal(dialog.mapToGlobal(QPoint(0, 0)))
            if isinstance(dialog, QDialog):
                room = self.window.rect().size() - dialog.size()
                top = PALETTE_PX if dialog.objectName() == "palette" else room.height() // 2
                corner = QPoint(room.width() // 2, top)
            dialog.render(made, corner)
        return made


def request_of(window: MainWindow) -> TourRequest:
    """Return the sample request that is planned."""
    return read_request(shipped_folder() / f"{REQUEST}.toml", window.session.project)


def start(studio: Studio) -> QPixmap:
    """Show the register, the map and a request filled from a template."""
    studio.window.designer.form.load(request_of(studio.window))
    return studio.picture()


def tour(studio: Studio) -> QPixmap:
    """Show the planned tour."""
    studio.window.plan()
    return studio.picture()


def welcome(studio: Studio) -> QPixmap:
    """Show the welcome page."""
    studio.window.welcoming.show_page()
    page = studio.window.welcoming.page
    assert page is not None
    return _closed(studio, page)


def palette(studio: Studio) -> QPixmap:
    """Show the palette at work."""
    studio.window.commanding.open()
    found = studio.window.commanding.palette
    assert found is not None
    found.field.setText("dong ngac")
    return _closed(studio, found)


def publish(studio: Studio) -> QPixmap:
    """Show a leaflet on its way to the printer."""
    dialog = studio.window.exports.ask_export(studio.window.tours.shown)
    assert dialog is not None
    end = time.monotonic() + 5
    while time.monotonic() < end:
        studio.wait()
    return _closed(studio, dialog)


def ward(studio: Studio) -> QPixmap:
    """Show one ward in the dark theme."""
    window = studio.window
    window.appearance.choose_theme("dark")
    unit = next(unit for unit in window.session.project.units.values() if unit.name_vi == "Phường Hoàn Kiếm")
    window.commanding.show_unit(UnitId(unit.id))
    made = studio.picture()
    window.appearance.choose_theme("light")
    return made


SHOTS: Final[Mapping[str, Callable[[Studio], QPixmap]]] = MappingProxyType(
    {
        "window-start": start,
        "welcome": welcome,
        "palette": palette,
        "window-tour": tour,
        "publish": publish,
        "window-dark": ward,
    }
)


def take(folder: Path) -> Iterator[Path]:
    """Write every picture in every language into ``folder``."""
    application = QApplication.instance() or QApplication(["hanh-trinh"])
    assert isinstance(application, QApplication)
    os.environ["HOME"] = HOME  # the folder offered is nobody's own
    load_fonts()
    dress(application, LIGHT.interface)
    with tempfile.TemporaryDirectory() as kept:
        for language in LANGUAGES:
            studio = Studio(application, language, Path(kept))
            for name, shoot in SHOTS.items():
                path = folder / f"{name}.{language}.png"
                _write(shoot(studio), path)
                yield path
            studio.window.session.stack.setClean()
            studio.window.close()


def _closed(studio: Studio, dialog: QDialog) -> QPixmap:
    made = studio.picture(dialog)
    dialog.close()
    studio.wait()
    return made


def _write(picture: QPixmap, path: Path) -> None:
    picture.save(str(path))
    with Image.open(path) as image:
        small = image.convert("RGB").quantize(
            COLOURS, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE
        )
    small.save(path, optimize=True)


def main() -> int:
    """Write the pictures; fail when they are larger together than a repository should carry."""
    written = list(take(IMAGES))
    total = sum(path.stat().st_size for path in written)
    sys.stdout.write(f"{len(written)} pictures, {total / 1000:.0f} kB\n")
    return 0 if total <= MOST_BYTES else 1


if __name__ == "__main__":
    sys.exit(main())
