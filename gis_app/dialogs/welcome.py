"""The welcome page: ways to begin, files used lately and sample requests."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from data.language.catalogue import N_
from gis_app.i18n import Words
from gis_app.icons import icon
from gis_app.theme import scaled
from gis_app.widgets.sign import Sign
from gis_app.widgets.wrapped_button import WrappedButton
from layers.style import Theme

_WIDTH_PX: Final = 860
_LOGO_PX: Final = 44
_GAP_PX: Final = 12


@dataclass(frozen=True, slots=True)
class Beginning:
    """One way to begin: a text, what it does in a sentence, a picture, and the deed."""

    text: str
    about: str
    picture: str
    run: Callable[[], object]


@dataclass(frozen=True, slots=True)
class Offer:
    """A line of a list: a text, a tooltip, and the deed."""

    text: str
    about: str
    run: Callable[[], object]


@dataclass(frozen=True, slots=True)
class Greeting:
    """What the page offers.

    Parameters
    ----------
    beginnings
        The ways to begin, the commonest first.
    recent, samples
        Files used lately and sample requests; a list without lines is left out.
    """

    beginnings: Sequence[Beginning]
    recent: Sequence[Offer]
    samples: Sequence[Offer]


class WelcomePage(QDialog):
    """Offers what to begin with; ``at_start`` says whether it is shown at every start."""

    def __init__(self, words: Words, theme: Theme, greeting: Greeting, parent: QWidget) -> None:
        super().__init__(parent)
        self._words, self._theme = words, theme
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName("welcome")
        self.setWindowTitle(words.say(N_("Welcome")))
        self.tiles: list[QPushButton] = []
        self.offers: list[QPushButton] = []
        self.at_start = QCheckBox(words.say(N_("Show this page at every start")))
        self.tour = QPushButton(words.say(N_("Show me around in three steps")))
        self.tour.setObjectName("link")
        self.tour.setAutoDefault(False)
        self.shut = QPushButton(words.say(N_("Close")))
        self.shut.setAutoDefault(False)
        self.shut.clicked.connect(self.reject)
        columns = QHBoxLayout()
        columns.setSpacing(3 * _GAP_PX)
        columns.addLayout(self._ways(greeting.beginnings), 5)
        columns.addLayout(self._lists(greeting), 4)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(32, 28, 32, 20)
        layout.setSpacing(2 * _GAP_PX)
        layout.addLayout(self._head())
        layout.addLayout(columns, 1)
        layout.addLayout(self._foot())
        self.setFixedWidth(min(scaled(_WIDTH_PX), parent.width() - 40))
        self.tiles[0].setFocus()

    def _head(self) -> QHBoxLayout:
        name = QLabel("Hành Trình")
        name.setObjectName("big")
        about = QLabel(
            self._words.say(N_("Design cultural tours on a map: find places, plan, print and hand out."))
        )
        about.setObjectName("muted")
        texts = QVBoxLayout()
        texts.setSpacing(2)
        texts.addWidget(name)
        texts.addWidget(about)
        row = QHBoxLayout()
        row.setSpacing(_GAP_PX)
        row.addWidget(Sign("route", self._theme.interface.accent.hex, _LOGO_PX))
        row.addLayout(texts, 1)
        return row

    def _ways(self, beginnings: Sequence[Beginning]) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(_GAP_PX)
        for way in beginnings:
            tile = QPushButton(way.text)
            tile.setObjectName("tile")
            tile.setIcon(icon(way.picture, self._theme.interface.text.hex, size=24))
            tile.setIconSize(QSize(24, 24))
            tile.setAccessibleDescription(way.about)
            self._on_click(tile, way.run)
            about = QLabel(way.about)
            about.setObjectName("muted")
            about.setWordWrap(True)
            column.addWidget(tile)
            column.addWidget(about)
            self.tiles.append(tile)
        column.addStretch()
        return column

    def _lists(self, greeting: Greeting) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(4)
        for title, offers in (
            (N_("Recent files"), greeting.recent),
            (N_("Sample requests"), greeting.samples),
        ):
            if not offers:
                continue
            heading = QLabel(self._words.say(title))
            heading.setObjectName("heading")
            column.addWidget(heading)
            for offer in offers:
                line = WrappedButton(offer.text)
                line.setObjectName("link")
                line.setToolTip(offer.about)
                self._on_click(line, offer.run)
                column.addWidget(line)
                self.offers.append(line)
            column.addSpacing(_GAP_PX)
        column.addStretch()
        return column

    def _foot(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.addWidget(self.at_start)
        row.addStretch()
        row.addWidget(self.tour)
        row.addSpacing(_GAP_PX)
        row.addWidget(self.shut)
        return row

    def _on_click(self, button: QPushButton, run: Callable[[], object]) -> None:
        button.setAutoDefault(False)

        def do(_checked: bool = False) -> None:
            self.accept()
            run()

        button.clicked.connect(do)


def file_offer(path: Path, run: Callable[[], object]) -> Offer:
    """Return the line of a file: its name, and its folder as the tooltip."""
    return Offer(path.stem, str(path.parent), run)
