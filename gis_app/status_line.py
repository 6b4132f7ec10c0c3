"""The line below the map: what was just done, what is being done, whether the work is safe, which roads."""

from typing import Final

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QLabel, QStatusBar

from data.language.catalogue import N_
from gis_app.desk.core import Desk

SAID_MS: Final = 8000


class StatusLine(QObject):
    """The status bar of the window.

    Parameters
    ----------
    bar
        Where the words go.
    """

    def __init__(self, desk: Desk, bar: QStatusBar) -> None:
        super().__init__(bar)
        self._bar, self._words, self._jobs = bar, desk.words, desk.jobs
        self.doing, self.safety, self.network = QLabel(), QLabel(), QLabel()
        bar.setSizeGripEnabled(False)
        for label in (self.doing, self.safety, self.network):
            bar.addPermanentWidget(label)
        desk.jobs.changed.connect(self._say_jobs)
        # What was said in the other language is not left standing.
        desk.words.changed.connect(lambda _: bar.clearMessage())

    def say(self, text: str) -> None:
        """Tell for some seconds what was done."""
        self._bar.showMessage(text, SAID_MS)

    def say_network(self, network: str) -> None:
        """Tell which roads are used; ``""`` for none."""
        self.network.setText(self._words.say(N_("Roads: {network}"), network=network) if network else "")

    def say_safety(self, text: str, is_warning: bool) -> None:
        """Tell whether the work is safe."""
        self.safety.setText(text)
        self.safety.setObjectName("warning" if is_warning else "")
        self.safety.style().polish(self.safety)

    def _say_jobs(self) -> None:
        running = self._jobs.running
        self.doing.setText(f"{running[-1].title}…" if running else "")
