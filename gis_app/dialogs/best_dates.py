"""Best dates: asks for a range, then lists the start dates, the best first, each to be taken by a click."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from data.language.catalogue import N_
from gis_app.i18n import Words
from gis_app.theme import window_size
from gis_app.widgets.fields import FieldManners
from gis_app.widgets.sentence import Sentence
from gis_app.widgets.snug import DayEdit, SnugSpin

_SIZE = (620, 560)
_USUAL_RANGE = timedelta(days=59)


@dataclass(frozen=True, slots=True)
class RankedDate:
    """One start date, said in words.

    Parameters
    ----------
    start
        The date.
    text
        Date, lunar date, points; what is known about it.
    detail
        Festivals and closures, one a line.
    """

    start: date
    text: str
    detail: str
    is_possible: bool = True


class BestDatesDialog(QDialog):
    """Range and results. ``search_asked`` gives first and last start date and the seconds of a full plan."""

    search_asked = Signal(object, object, int)
    stop_asked = Signal()
    chosen = Signal(object)

    def __init__(self, words: Words, first: date, parent: QWidget | None) -> None:
        super().__init__(parent)
        self._words = words
        words.bind(self.setWindowTitle, N_("Best dates"))
        self.resize(window_size(*_SIZE))
        self.first, self.last = DayEdit(first), DayEdit(first + _USUAL_RANGE)
        self.seconds = SnugSpin(1, 120)
        self.seconds.setValue(5)
        FieldManners(self.seconds)
        for field, name in (
            (self.first, N_("Earliest start date")),
            (self.last, N_("Latest start date")),
            (self.seconds, N_("Seconds for each full plan")),
        ):
            words.bind(field.setAccessibleName, name)
        self.note = QLabel()
        self.note.setObjectName("muted")
        self.note.setWordWrap(True)
        self.bar = QProgressBar(minimum=0, maximum=1000, textVisible=False)
        self.list = QListWidget()
        self.list.setObjectName("entries")
        self.list.setWordWrap(True)
        words.bind(self.list.setAccessibleName, N_("Start dates, the best first"))
        self.list.itemActivated.connect(self._take)
        layout = QVBoxLayout(self)
        layout.addWidget(
            Sentence(
                words,
                N_("Start between {first} and {last}, {seconds} seconds for each of the best"),
                {"first": self.first, "last": self.last, "seconds": self.seconds},
            )
        )
        for widget in (self.note, self.bar):
            layout.addWidget(widget)
        layout.addWidget(self.list, 1)
        layout.addWidget(self._make_buttons())
        # A button is the default of the dialog that it is in: not before it is.
        self.search.setDefault(True)
        self.show_working(is_working=False)

    def _make_buttons(self) -> QDialogButtonBox:
        buttons = QDialogButtonBox()
        roles = QDialogButtonBox.ButtonRole
        self.search, self.stop, self.take = QPushButton(), QPushButton(), QPushButton()
        close = QPushButton()
        for button, text, role in (
            (self.search, N_("Search"), roles.ActionRole),
            (self.stop, N_("Stop and keep the best"), roles.ActionRole),
            (self.take, N_("Take this date"), roles.AcceptRole),
            (close, N_("Close"), roles.RejectRole),
        ):
            self._words.bind(button.setText, text)
            buttons.addButton(button, role)
        self.take.setAutoDefault(False)
        self.search.clicked.connect(self._ask)
        self.stop.clicked.connect(self.stop_asked)
        self.take.clicked.connect(lambda: self._take(self.list.currentItem()))
        close.clicked.connect(self.reject)
        self.list.currentItemChanged.connect(lambda item, _: self.take.setEnabled(_is_possible(item)))
        return buttons

    def show_working(self, *, is_working: bool) -> None:
        """Show progress and the stop button, or let a search begin."""
        self.bar.setVisible(is_working)
        self.stop.setVisible(is_working)
        self.search.setVisible(not is_working)
        self.take.setEnabled(not is_working and _is_possible(self.list.currentItem()))

    def show_progress(self, done: float, text: str) -> None:
        """Show how far the search is."""
        self.bar.setValue(round(done * 1000))
        if text:
            self.note.setText(text)

    def show_note(self, text: str) -> None:
        """Say how the search ended, or why it cannot begin."""
        self.note.setText(text)

    def show_dates(self, dates: Sequence[RankedDate]) -> None:
        """List the dates, the best first."""
        row = self.list.currentRow()
        self.list.clear()
        for ranked in dates:
            item = QListWidgetItem("\n".join(part for part in (ranked.text, ranked.detail) if part))
            item.setData(Qt.ItemDataRole.UserRole, ranked.start.toordinal() if ranked.is_possible else None)
            if not ranked.is_possible:
                item.setFlags(item.flags() & ~Qt.ItemFlag.ItemIsEnabled)
            self.list.addItem(item)
        self.list.setCurrentRow(max(row, 0))

    def _ask(self) -> None:
        self.search_asked.emit(self.first.day, self.last.day, self.seconds.value())

    def _take(self, item: QListWidgetItem | None) -> None:
        if _is_possible(item) and item is not None:
            self.chosen.emit(date.fromordinal(item.data(Qt.ItemDataRole.UserRole)))
            self.accept()


def _is_possible(item: QListWidgetItem | None) -> bool:
    return item is not None and item.data(Qt.ItemDataRole.UserRole) is not None
