"""Dialog of earlier versions: when, how large, what has changed since; restore one or save it elsewhere."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import Qt, Signal, SignalInstance
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from data.language.catalogue import N_
from data.language.formats import number
from data.storage.versions import Changes, EntryChanges, Version
from gis_app.dialogs.moments import moment
from gis_app.i18n import Words
from gis_app.theme import window_size

_SIZE: Final = (720, 480)
_MOST_NAMES: Final = 30
_BYTES_OF_MB: Final = 1_000_000


@dataclass(frozen=True, slots=True)
class VersionItem:
    """A version and what has changed from it to the present state (None if it cannot be read)."""

    version: Version
    since: Changes | None


class VersionsDialog(QDialog):
    """Lists versions; ``restore_asked`` and ``save_asked`` tell the number of the chosen one."""

    restore_asked = Signal(int)
    save_asked = Signal(int)

    def __init__(self, parent: QWidget, words: Words, name: str, items: Sequence[VersionItem]) -> None:
        super().__init__(parent)
        self._words, self._items = words, tuple(items)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(words.say(N_("Earlier versions")))
        self.resize(window_size(*_SIZE))
        heading = QLabel(words.say(N_("Earlier versions of '{name}'"), name=name))
        heading.setObjectName("big")
        about = QLabel(words.say(N_("Each save keeps the file before it; the last five are kept.")))
        about.setWordWrap(True)
        self.list = QListWidget()
        self.list.setObjectName("entries")
        self.list.setAccessibleName(words.say(N_("Earlier versions")))
        self.list.setWordWrap(True)
        self.list.setSpacing(2)
        for item in self._items:
            QListWidgetItem(self._text(item), self.list)
        self.preview = QPlainTextEdit()
        self.preview.setReadOnly(True)
        self.preview.setAccessibleName(words.say(N_("What has changed since")))
        panes = QHBoxLayout()
        panes.setSpacing(10)
        panes.addWidget(self.list, 1)
        panes.addWidget(self.preview, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 20, 20, 16)
        layout.setSpacing(10)
        layout.addWidget(heading)
        layout.addWidget(about)
        layout.addLayout(panes, 1)
        layout.addLayout(self._buttons())
        self.list.currentRowChanged.connect(self._choose)
        self.list.setCurrentRow(0)
        self.list.setFocus()

    def _buttons(self) -> QHBoxLayout:
        say = self._words.say
        self.restore = QPushButton(say(N_("Restore this version")))
        self.restore.setToolTip(say(N_("Can be undone")))
        self.restore.setDefault(True)
        self.elsewhere = QPushButton(say(N_("Save it as…")))
        close = QPushButton(say(N_("Close")))
        self.restore.clicked.connect(lambda: self._tell(self.restore_asked))
        self.elsewhere.clicked.connect(lambda: self._tell(self.save_asked))
        close.clicked.connect(self.reject)
        row = QHBoxLayout()
        row.addWidget(self.elsewhere)
        row.addStretch()
        row.addWidget(close)
        row.addWidget(self.restore)
        return row

    def _tell(self, told: SignalInstance) -> None:
        row = self.list.currentRow()
        self.accept()
        told.emit(row)

    def _choose(self, row: int) -> None:
        item = self._items[row] if 0 <= row < len(self._items) else None
        is_sound = item is not None and item.since is not None
        self.restore.setEnabled(is_sound)
        self.elsewhere.setEnabled(is_sound)
        self.preview.setPlainText(self._details(item) if item is not None else "")

    def _text(self, item: VersionItem) -> str:
        words, version = self._words, item.version
        size = number(version.size_bytes / _BYTES_OF_MB, words.language, 1)
        first = f"{moment(version.saved_s, words.language)} · {size} MB"
        if version.project is None or item.since is None:
            # Not inside the f-string: the catalogue is read from calls, and would miss it there.
            damaged = words.say(N_("cannot be read"))
            return f"{first}\n{damaged}"
        places = words.count(N_("{count} place"), N_("{count} places"), len(version.project.places))
        tours = words.count(N_("{count} tour"), N_("{count} tours"), len(version.project.tours))
        return f"{first}\n{places}, {tours}"

    def _details(self, item: VersionItem) -> str:
        words, since = self._words, item.since
        if since is None:
            problem = item.version.problem
            return problem.in_language(words.language) if problem else ""
        lines = [words.say(N_("From this version until now:")), since.summary(words.language)]
        for title, entries in ((N_("Places"), since.places), (N_("Tours"), since.tours)):
            lines.extend(self._names(title, entries))
        return "\n".join(lines)

    def _names(self, title: str, entries: EntryChanges) -> list[str]:
        marked = [("+", name) for name in entries.added]
        marked += [("−", name) for name in entries.removed]
        marked += [("~", name) for name in entries.changed]
        if not marked:
            return []
        lines = ["", self._words.say(title), *(f"{mark} {name}" for mark, name in marked[:_MOST_NAMES])]
        if len(marked) > _MOST_NAMES:
            lines.append(self._words.say(N_("and {count} more"), count=len(marked) - _MOST_NAMES))
        return lines
