"""Where the panels of the window are, how wide, and how that is remembered."""

from typing import Final

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QDockWidget, QMainWindow, QWidget

from gis_app.i18n import Words
from gis_app.settings import Settings
from gis_app.theme import scaled

LAYOUT_KEY: Final = "main-1"
LEFT_PX: Final = 300
RIGHT_PX: Final = 388
SMALLEST_PX: Final = 1366
LEFT_SHARE: Final = 0.29
RIGHT_SHARE: Final = 0.43


class WindowLayout(QObject):
    """The docks of a window.

    Parameters
    ----------
    settings
        Remember the layout from one start to the next.
    """

    def __init__(self, window: QMainWindow, words: Words, settings: Settings) -> None:
        super().__init__(window)
        self._window, self._words, self._settings = window, words, settings
        self.docks: dict[Qt.DockWidgetArea, QDockWidget] = {}
        area = Qt.DockWidgetArea
        window.setCorner(Qt.Corner.BottomLeftCorner, area.LeftDockWidgetArea)
        window.setCorner(Qt.Corner.BottomRightCorner, area.RightDockWidgetArea)

    @property
    def sides(self) -> list[QDockWidget]:
        """The panels left and right of the map."""
        area = Qt.DockWidgetArea
        return [self.docks[area.LeftDockWidgetArea], self.docks[area.RightDockWidgetArea]]

    def add(self, name: str, title: str, panel: QWidget, area: Qt.DockWidgetArea) -> QDockWidget:
        """Put a panel beside the map."""
        dock = QDockWidget(self._window)
        dock.setObjectName(name)
        self._words.bind(dock.setWindowTitle, title)
        # The panels speak for themselves; the view menu shows and hides them.
        dock.setTitleBarWidget(QWidget(dock))
        dock.setFeatures(QDockWidget.DockWidgetFeature.DockWidgetClosable)
        dock.setWidget(panel)
        self._window.addDockWidget(area, dock)
        self.docks[area] = dock
        return dock

    def size_sides(self) -> None:
        """Give the panels beside the map the width that their text needs, and leave room for the map."""
        room = max(self._window.width(), SMALLEST_PX)
        widths = [
            min(scaled(wide), round(share * room))
            for wide, share in ((LEFT_PX, LEFT_SHARE), (RIGHT_PX, RIGHT_SHARE))
        ]
        self._window.resizeDocks(self.sides, widths, Qt.Orientation.Horizontal)

    def show_full_screen(self, is_full: bool) -> None:
        """Fill the screen, or leave room for other windows."""
        self._window.showFullScreen() if is_full else self._window.showNormal()

    def restore(self) -> None:
        """Arrange the window as it was left; maximised the first time."""
        window = self._window
        window.setGeometry(window.screen().availableGeometry())
        geometry = self._settings.window_bytes(f"{LAYOUT_KEY}/geometry")
        if geometry.isEmpty() or not window.restoreGeometry(geometry):
            window.setWindowState(Qt.WindowState.WindowMaximized)
        window.restoreState(self._settings.window_bytes(f"{LAYOUT_KEY}/state"))

    def keep(self) -> None:
        """Remember the arrangement."""
        self._settings.remember_window(f"{LAYOUT_KEY}/geometry", self._window.saveGeometry())
        self._settings.remember_window(f"{LAYOUT_KEY}/state", self._window.saveState())
        self._settings.write()
