"""Help in the window: the guide at the section of the panel in use, the sheet of shortcuts, the report."""

from collections.abc import Mapping
from typing import Final

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QMainWindow, QWidget

from data.language.catalogue import N_
from gis_app.action_list import actions_of
from gis_app.actions import Act
from gis_app.desk.core import Desk
from gis_app.dialogs.help import HelpWindow
from gis_app.dialogs.shortcuts import ShortcutSheet
from gis_app.menus import Menus
from gis_app.reports import report_text

FIRST_TOPIC: Final = "window"


class Helping(QObject):
    """Opens the guide (F1), the shortcuts (Ctrl+/), and copies a report.

    Parameters
    ----------
    window, menus
        Whose actions the sheet lists, and where the commands are.
    topics
        Panels and the topic of the guide that each is explained under.
    """

    said = Signal(str)

    def __init__(self, desk: Desk, window: QMainWindow, menus: Menus, topics: Mapping[QWidget, str]) -> None:
        super().__init__(window)
        self._desk, self._window, self._menus, self._topics = desk, window, menus, dict(topics)
        self.guide: HelpWindow | None = None
        self.sheet: ShortcutSheet | None = None
        menus.acts[Act.HELP].triggered.connect(
            lambda _: self.show_guide(self.topic_of(QApplication.focusWidget()))
        )
        menus.acts[Act.SHORTCUTS].triggered.connect(lambda _: self.show_shortcuts())
        menus.acts[Act.REPORT].triggered.connect(lambda _: self.copy_report())

    @property
    def topic_in_use(self) -> str:
        """Topic of the panel that has the focus."""
        return self.topic_of(QApplication.focusWidget())

    def topic_of(self, widget: QWidget | None) -> str:
        """Return the topic of the panel that ``widget`` belongs to."""
        while widget is not None:
            if widget in self._topics:
                return self._topics[widget]
            widget = widget.parentWidget()
        return FIRST_TOPIC

    def show_guide(self, topic: str = FIRST_TOPIC) -> None:
        """Show the guide at ``topic``."""
        if self.guide is None:
            self.guide = HelpWindow(self._desk.words, self._window)
        self.guide.show()
        self.guide.show_topic(topic)
        self.guide.raise_()
        self.guide.activateWindow()

    def show_shortcuts(self) -> None:
        """Show every shortcut that there is."""
        desk = self._desk
        actions = actions_of(self._window, but=self._menus.recent)
        self.sheet = ShortcutSheet(desk.words, actions, desk.settings.folder, self._window)
        self.sheet.open()

    def copy_report(self) -> None:
        """Copy versions and the last command for a message to the makers: nothing private."""
        QGuiApplication.clipboard().setText(report_text("", self._desk.session.last_change.msgid))
        self.said.emit(self._desk.words.say(N_("The report is on the clipboard: paste it into your message")))
