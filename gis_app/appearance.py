"""Theme and size of text of the window: switched while it runs, and remembered."""

from functools import partial
from typing import Final

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction, QActionGroup, QGuiApplication
from PySide6.QtWidgets import QApplication

from gis_app.actions import THEME_ACTS, Act
from gis_app.desk.core import Desk
from gis_app.icons import show_tints
from gis_app.map.canvas import MapCanvas
from gis_app.map.scene import MapScene
from gis_app.menus import Menus
from gis_app.settings import FOLLOW_SYSTEM, TEXT_PERCENTS, THEME_CHOICES
from gis_app.theme import chosen_theme, dress, icon_tints, qcolor

_CHOICES: Final = dict(zip(THEME_ACTS, THEME_CHOICES, strict=True))


class Appearance(QObject):
    """Switches colours and size of text.

    Parameters
    ----------
    desk
        Has the theme in use and remembers the choice.
    menus
        Where the choices are.
    scene, canvas
        The map, drawn anew in the other theme.
    """

    changed = Signal()
    resized = Signal()
    """Text has another size: what is beside the map needs another width."""

    def __init__(self, desk: Desk, menus: Menus, scene: MapScene, canvas: MapCanvas, parent: QObject) -> None:
        super().__init__(parent)
        self._desk, self._scene, self._canvas = desk, scene, canvas
        self._acts = menus.acts
        self._percent = desk.settings.text_percent
        themes = QActionGroup(self)
        for act, choice in _CHOICES.items():
            themes.addAction(self._acts[act])
            self._acts[act].triggered.connect(partial(self._choose_theme, choice))
        self._sizes = self._make_sizes(menus)
        self._acts[Act.TEXT_LARGER].triggered.connect(lambda _: self.step_text(1))
        self._acts[Act.TEXT_SMALLER].triggered.connect(lambda _: self.step_text(-1))
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._follow_system)
        show_tints(icon_tints(desk.theme))
        self._mark()

    def choose_theme(self, choice: str) -> None:
        """Show the theme 'light', 'dark' or the one of the 'system', and remember it."""
        self._desk.settings.theme = choice
        self._show()

    def choose_text(self, percent: int) -> None:
        """Show text at ``percent`` of its designed size, one of ``TEXT_PERCENTS``, and remember it."""
        self._desk.settings.text_percent = percent
        self._show()

    def step_text(self, step: int) -> None:
        """Show text one size larger or smaller."""
        place = TEXT_PERCENTS.index(self._percent) + step
        if 0 <= place < len(TEXT_PERCENTS):
            self.choose_text(TEXT_PERCENTS[place])

    def _make_sizes(self, menus: Menus) -> dict[int, QAction]:
        group, made = QActionGroup(self), {}
        for percent in TEXT_PERCENTS:
            action = menus.text_menu.addAction(f"{percent} %")
            action.setCheckable(True)
            group.addAction(action)
            action.triggered.connect(partial(self._choose_text, percent))
            made[percent] = action
        return made

    def _choose_theme(self, choice: str, _checked: bool = False) -> None:
        self.choose_theme(choice)

    def _choose_text(self, percent: int, _checked: bool = False) -> None:
        self.choose_text(percent)

    def _follow_system(self) -> None:
        if self._desk.settings.theme == FOLLOW_SYSTEM:
            self._show()

    def _show(self) -> None:
        settings, theme = self._desk.settings, self._desk.theme
        wanted, percent = chosen_theme(settings.theme), settings.text_percent
        is_other_theme = wanted.name is not theme.name
        if is_other_theme or percent != self._percent:
            theme.show(wanted)
            is_resized, self._percent = percent != self._percent, percent
            show_tints(icon_tints(wanted))
            application = QApplication.instance()
            assert isinstance(application, QApplication)
            dress(application, wanted.interface, percent / 100)
            if is_resized:
                self.resized.emit()
        if is_other_theme:
            self._canvas.show_background(qcolor(wanted.map.land))
            self._scene.show_theme()
        self._mark()
        self.changed.emit()

    def _mark(self) -> None:
        settings = self._desk.settings
        for act, choice in _CHOICES.items():
            self._acts[act].setChecked(choice == settings.theme)
        for percent, action in self._sizes.items():
            action.setChecked(percent == self._percent)
        self._acts[Act.TEXT_LARGER].setEnabled(self._percent < TEXT_PERCENTS[-1])
        self._acts[Act.TEXT_SMALLER].setEnabled(self._percent > TEXT_PERCENTS[0])
