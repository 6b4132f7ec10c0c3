"""Dialog of unsaved changes that sessions left behind: choose one, restore it, keep it or throw it away."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from data.errors import HanhTrinhError
from data.language.catalogue import N_
from gis_app.dialogs.moments import moment
from gis_app.i18n import Words

_WIDTH: Final = 600
_LIST_HEIGHT: Final = 200


@dataclass(frozen=True, slots=True)
class RecoveryItem:
    """One leftover as the dialog shows it.

    Parameters
    ----------
    name, path
        The project and its file ('' for one never saved).
    at_s, count
        When the last change was made, and how many there were.
    change, facts, is_undone
        The last change: msgid and facts, and whether it was undone.
    is_whole
        Whether nothing is missing at the end.
    note
        What restoring will do (a msgid).
    problem
        Why it cannot be restored; None if it can.
    """

    name: str
    path: str
    at_s: float
    count: int
    change: str
    facts: Mapping[str, object] = field(default_factory=dict)
    is_undone: bool = False
    is_whole: bool = True
    note: str = ""
    problem: HanhTrinhError | None = None


class RecoveryDialog(QDialog):
    """Lists leftovers; ``restore_asked`` and ``forget_asked`` tell the number of the chosen one."""

    restore_asked = Signal(int)
    forget_asked = Signal(int)

    def __init__(self, parent: QWidget, words: Words, items: Sequence[RecoveryItem]) -> None:
        super().__init__(parent)
        self._words, self._items = words, list(items)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(words.say(N_("Unsaved changes")))
        self.setMinimumWidth(_WIDTH)
        heading = QLabel(words.say(N_("Unsaved changes can be restored")))
        heading.setObjectName("big")
        about = _wrapped(
            words.say(N_("Hành Trình ended last time before these changes were saved. They were kept."))
        )
        self.list = QListWidget()
        self.list.setObjectName("entries")
        self.list.setAccessibleName(words.say(N_("Unsaved changes")))
        self.list.setMinimumHeight(_LIST_HEIGHT)
        self.list.setWordWrap(True)
        self.list.setSpacing(2)
        for item in self._items:
            QListWidgetItem(self._text(item), self.list)
        self.note = _wrapped("")
        self.note.setObjectName("muted")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 20, 20, 16)
        layout.setSpacing(10)
        for widget in (heading, about, self.list, self.note):
            layout.addWidget(widget)
        layout.addLayout(self._buttons())
        self.list.currentRowChanged.connect(self._choose)
        self.list.itemDoubleClicked.connect(lambda _: self._restore())
        self.list.setCurrentRow(0)
        self.list.setFocus()

    def _buttons(self) -> QHBoxLayout:
        say = self._words.say
        self.restore = QPushButton(say(N_("Restore")))
        self.restore.setDefault(True)
        self.restore.clicked.connect(self._restore)
        self.drop = QPushButton(say(N_("Throw away")))
        self.drop.clicked.connect(self._forget)
        self.later = QPushButton(say(N_("Later")))
        self.later.setToolTip(say(N_("Keeps them: File, Restore unsaved changes…")))
        self.later.clicked.connect(self.reject)
        row = QHBoxLayout()
        row.addWidget(self.drop)
        row.addStretch()
        row.addWidget(self.later)
        row.addWidget(self.restore)
        return row

    def _choose(self, number: int) -> None:
        is_chosen = 0 <= number < len(self._items)
        self.drop.setEnabled(is_chosen)
        self.restore.setEnabled(is_chosen and self._items[number].problem is None)
        self.note.setText(self._note(self._items[number]) if is_chosen else "")

    def _restore(self) -> None:
        if self.restore.isEnabled():
            number = self.list.currentRow()
            self.accept()
            self.restore_asked.emit(number)

    def _forget(self) -> None:
        number = self.list.currentRow()
        item = self.list.item(number)
        if self.drop.property("sure") != number:
            # A second press is needed: what is thrown away is gone.
            self.drop.setProperty("sure", number)
            self.drop.setText(self._words.say(N_("Throw away for good?")))
            return
        self.drop.setProperty("sure", None)
        self.drop.setText(self._words.say(N_("Throw away")))
        item.setFlags(Qt.ItemFlag.NoItemFlags)
        gone = self._words.say(N_("Thrown away"))
        item.setText(f"{item.text()}\n{gone}")
        self.forget_asked.emit(number)
        left = [
            row for row in range(self.list.count()) if self.list.item(row).flags() != Qt.ItemFlag.NoItemFlags
        ]
        if left:
            self.list.setCurrentRow(left[0])
        else:
            self.accept()

    def _text(self, item: RecoveryItem) -> str:
        words = self._words
        if item.problem is not None:
            name = item.name or words.say(N_("Unsaved changes"))
            return f"{name} — {moment(item.at_s, words.language)}"
        name = item.name or words.say(N_("New project"))
        count = words.count(N_("{count} change"), N_("{count} changes"), item.count)
        change = words.say(item.change, **item.facts)
        if item.is_undone:
            change = words.say(N_("Undo: {change}"), change=change)
        last = words.say(N_("the last one: {change}"), change=change)
        return f"{name} — {moment(item.at_s, words.language)}\n{count}, {last}"

    def _note(self, item: RecoveryItem) -> str:
        if item.problem is not None:
            return item.problem.in_language(self._words.language)
        said = [self._words.say(item.note)]
        if not item.is_whole:
            said.append(self._words.say(N_("The very last change was cut off and is missing.")))
        if item.path:
            said.append(item.path)
        return "\n".join(said)


def _wrapped(text: str) -> QLabel:
    label = QLabel(text)
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    return label
