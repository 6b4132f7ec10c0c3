"""Colours and size of text, switched while the window runs."""

import re
from collections.abc import Iterator

import pytest
from PySide6.QtGui import QColor, QImage, QPalette
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from gis_app.actions import Act
from gis_app.icons import show_tints
from gis_app.main_window import MainWindow
from gis_app.settings import TEXT_PERCENTS
from gis_app.theme import TEXT_PX, dress, icon_tints, qcolor, scaled
from layers.style import DARK, LIGHT
from tests.gis_app.window.conftest import MakeWindow, forget_deleted, wait_until_quiet
from tests.gis_app.window.test_window_language import clipped, plan_template
from tests.gis_app.window.tours import settle, show_hand_made


@pytest.fixture(autouse=True)
def _own_looks(dressed: QApplication) -> Iterator[None]:
    """Give the next test the looks it expects."""
    yield
    show_tints(icon_tints(LIGHT))
    dress(dressed, LIGHT.interface)


def colours_of(image: QImage) -> set[str]:
    return {image.pixelColor(x, y).name() for x in range(image.width()) for y in range(image.height())}


def icon_colours(window: MainWindow, act: Act) -> set[str]:
    return colours_of(window.menus.acts[act].icon().pixmap(20, 20).toImage())


def test_dark_colours_reach_window_icons_and_map(window: MainWindow, qtbot: QtBot) -> None:
    window.menus.acts[Act.THEME_DARK].trigger()
    wait_until_quiet(qtbot, window)
    ground = QApplication.palette().color(QPalette.ColorRole.Window)
    assert ground == qcolor(DARK.interface.window)
    assert DARK.interface.text.hex.lower() in icon_colours(window, Act.OPEN)
    assert QColor(DARK.map.land.hex).name() in colours_of(window.canvas.grab().toImage().scaled(160, 120))
    assert window.menus.acts[Act.THEME_DARK].isChecked()
    window.menus.acts[Act.THEME_LIGHT].trigger()
    wait_until_quiet(qtbot, window)
    assert LIGHT.interface.text.hex.lower() in icon_colours(window, Act.OPEN)


def test_colours_and_size_are_remembered(window: MainWindow, make_window: MakeWindow) -> None:
    window.appearance.choose_theme("dark")
    window.appearance.choose_text(125)
    window.close()
    again = make_window()
    assert again.desk.theme.name is DARK.name
    assert again.menus.acts[Act.THEME_DARK].isChecked()
    assert again.desk.settings.text_percent == 125


def test_settings_of_another_program_are_not_believed(window: MainWindow) -> None:
    window.desk.settings.theme = "purple"
    window.desk.settings.text_percent = 1000
    assert window.desk.settings.theme == "system"
    assert window.desk.settings.text_percent == 100


def test_text_grows_step_by_step_up_to_twice_its_size(window: MainWindow) -> None:
    larger = window.menus.acts[Act.TEXT_LARGER]
    for _ in TEXT_PERCENTS[1:]:
        assert larger.isEnabled()
        larger.trigger()
    assert not larger.isEnabled()
    assert QApplication.font().pixelSize() == 2 * TEXT_PX
    assert window.places.search.font().pixelSize() == 2 * TEXT_PX
    assert scaled(10) == 20


def test_larger_text_is_not_clipped(window: MainWindow, qtbot: QtBot) -> None:
    plan_template(window, qtbot)
    for percent, language in ((125, "en"), (150, "en"), (150, "vi"), (125, "vi")):
        window.appearance.choose_text(percent)
        window.speak(language)
        forget_deleted()
        settle(window, qtbot)
        qtbot.waitUntil(lambda: list(clipped(window)) == [])
        assert (window.width(), window.height()) == (1366, 768)


def test_cards_of_the_days_grow_with_the_text(window: MainWindow, qtbot: QtBot) -> None:
    show_hand_made(window, qtbot)
    settle(window, qtbot)
    window.appearance.choose_text(150)
    forget_deleted()
    settle(window, qtbot)
    labels = window.designer.cards.findChildren(QLabel)
    clocks = [label for label in labels if re.fullmatch(r"\d\d:\d\d", label.text())]
    assert clocks
    assert all(label.width() >= label.sizeHint().width() for label in clocks)
