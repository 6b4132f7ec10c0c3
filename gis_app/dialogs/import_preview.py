"""Dialog before places of a file are taken over: what each row means, what it changes, what is wrong."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QColor, QGuiApplication, QPalette
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from data.errors import BadInputError
from data.language.catalogue import N_
from data.language.formats import coordinates
from data.language.terms import term
from data.model.place import Place
from data.model.project import Project
from data.readers.place_import import PlaceImport
from data.search.folding import fold
from gis_app.dialogs.place_fields import FIELDS
from gis_app.i18n import Words
from gis_app.theme import qcolor, scaled, window_size
from layers.style import Theme

_SIZE: Final = (860, 560)
_Index = QModelIndex | QPersistentModelIndex
_ROW, _WHAT, _NAME, _KIND, _UNIT, _WHERE = range(6)
_TITLES: Final = (
    N_("column|Row"),
    N_("column|Result"),
    N_("column|Name"),
    N_("field|Kind"),
    N_("field|Ward today"),
    N_("field|Position"),
)
_WIDTHS: Final = (60, 230, 230, 150, 200, 190)


@dataclass(frozen=True, slots=True)
class _Line:
    """A row of the file: the place read from it, or what is wrong with it."""

    number: int
    place: Place | None
    faults: tuple[BadInputError, ...] = ()
    doubts: tuple[BadInputError, ...] = ()


class ImportModel(QAbstractTableModel):
    """Rows of a file, faulty ones first."""

    def __init__(
        self, found: PlaceImport, project: Project, words: Words, danger: QColor, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._project, self._words, self._danger = project, words, danger
        self.lines = _lines(found)
        words.changed.connect(self._say)

    def count(self, msgid: str) -> int:
        """Return how many rows have the result ``msgid``."""
        return sum(_result(line, self._project) == msgid for line in self.lines)

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """Return the number of rows."""
        return 0 if parent.isValid() else len(self.lines)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """Return the number of columns."""
        return 0 if parent.isValid() else len(_TITLES)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:  # Any: a value for each role
        """Return the title of a column."""
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self._words.say(_TITLES[section])
        return None

    def data(
        self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:  # Any: a value for each role
        """Return the text of a cell; faults in red, with all their words in the tooltip."""
        line = self.lines[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(line, index.column())
        if role == Qt.ItemDataRole.ToolTipRole:
            said = [error.in_language(self._words.language) for error in (*line.faults, *line.doubts)]
            return "\n".join(said) or self._text(line, index.column())
        if role == Qt.ItemDataRole.ForegroundRole and line.faults:
            return self._danger
        if role == Qt.ItemDataRole.ForegroundRole and _result(line, self._project) == UNCHANGED:
            return QGuiApplication.palette().color(QPalette.ColorRole.PlaceholderText)
        return None

    def _text(self, line: _Line, column: int) -> str:
        words, place = self._words, line.place
        if column == _ROW:
            return str(line.number) if line.number else ""
        if column == _WHAT:
            said = [error.in_language(words.language) for error in (*line.faults, *line.doubts)]
            return said[0] if said else words.say(_result(line, self._project))
        if place is None:
            return ""
        texts = {
            _NAME: place.name_vi,
            _KIND: term(place.category, words.language),
            _UNIT: self._project.unit_label(place.unit_after, words.language),
            _WHERE: coordinates(place.lon, place.lat, words.language),
        }
        return texts[column]

    def _say(self) -> None:
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(_TITLES) - 1)
        self.dataChanged.emit(self.index(0, 0), self.index(max(len(self.lines) - 1, 0), len(_TITLES) - 1))


NEW: Final = N_("result|new")
CHANGED: Final = N_("result|changed")
UNCHANGED: Final = N_("result|as it is")
FAULTY: Final = N_("result|faulty")


def _result(line: _Line, project: Project) -> str:
    if line.place is None:
        return FAULTY
    before = project.places.get(line.place.id)
    return NEW if before is None else UNCHANGED if before == line.place else CHANGED


def _lines(found: PlaceImport) -> list[_Line]:
    faults = dict[int, list[BadInputError]]()
    doubts = dict[int, list[BadInputError]]()
    for errors, by_row in ((found.errors, faults), (found.warnings, doubts)):
        for error in errors:
            row = error.facts.get("row", 0)
            by_row.setdefault(row if isinstance(row, int) else 0, []).append(error)
    numbers = found.rows or tuple(0 for _ in found.places)
    return [
        *(_Line(number, None, tuple(errors)) for number, errors in sorted(faults.items())),
        *(
            _Line(number, place, doubts=tuple(doubts.get(number, ())))
            for number, place in zip(numbers, found.places, strict=True)
        ),
    ]


class ImportPreview(QDialog):
    """Shows what a file would do; ``accepted`` takes all of it over, ``again_asked`` reads it once more.

    A file with a faulty row is not taken over at all: half a table would be neither here nor there.
    """

    again_asked = Signal()

    def __init__(
        self,
        words: Words,
        theme: Theme,
        path: Path,
        found: PlaceImport,
        project: Project,
        *,
        parent: QWidget | None,
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._words, self._path, self._found = words, path, found
        self.model = ImportModel(found, project, words, qcolor(theme.interface.danger), self)
        self.heading, self.about, self.columns = QLabel(), QLabel(), QLabel()
        self.heading.setObjectName("big")
        for label in (self.heading, self.about, self.columns):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
        self.columns.setObjectName("muted")
        self.table = QTableView(self)
        self.table.setModel(self.model)
        self.table.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
        self.table.setAlternatingRowColors(True)
        self.table.setShowGrid(False)
        self.table.setWordWrap(False)
        self.table.setTabKeyNavigation(False)
        self.table.verticalHeader().hide()
        self.table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.table.verticalHeader().setDefaultSectionSize(scaled(28))
        for column, width in enumerate(_WIDTHS):
            self.table.setColumnWidth(column, scaled(width))
        for row, line in enumerate(self.model.lines):
            if line.place is not None:
                break
            # Nothing else is known of a faulty row: its words may take the whole of it.
            self.table.setSpan(row, _WHAT, 1, len(_TITLES) - _WHAT)
        self._lay_out()
        words.changed.connect(self._say)
        self._say()
        self.resize(window_size(*_SIZE))

    def _lay_out(self) -> None:
        self.cancel, self.again, self.take = QPushButton(), QPushButton(), QPushButton()
        self._words.bind(self.cancel.setText, N_("Cancel"))
        self._words.bind(self.again.setText, N_("Read the file again"))
        self._words.bind(self.take.setText, N_("Import"))
        self._words.bind(self.table.setAccessibleName, N_("Rows of the file"))
        self.take.clicked.connect(self.accept)
        self.cancel.clicked.connect(self.reject)
        self.again.clicked.connect(self._read_again)
        buttons = QHBoxLayout()
        buttons.addWidget(self.again)
        buttons.addStretch(1)
        buttons.addWidget(self.cancel)
        buttons.addWidget(self.take)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 14, 16, 14)
        layout.setSpacing(8)
        for label in (self.heading, self.about):
            layout.addWidget(label)
        layout.addWidget(self.table, 1)
        layout.addWidget(self.columns)
        layout.addLayout(buttons)

    def _say(self) -> None:
        words, say, count = self._words, self._words.say, self.model.count
        self.setWindowTitle(say(N_("Import places")))
        self.heading.setText(self._path.name)
        faulty, new, changed = count(FAULTY), count(NEW), count(CHANGED)
        counts = say(
            N_("New: {new}, changed: {changed}, as they are: {same}, faulty: {faulty}."),
            new=new,
            changed=changed,
            same=count(UNCHANGED),
            faulty=faulty,
        )
        stop = say(N_("Nothing is imported while a row is faulty: correct the file and read it again."))
        nothing = say(N_("The file changes nothing."))
        self.about.setText(f"{counts} {stop if faulty else '' if new + changed else nothing}".strip())
        self.about.setObjectName("danger" if faulty else "plain")
        self.about.style().polish(self.about)
        can_take = not faulty and bool(new + changed)
        self.take.setEnabled(can_take)
        self.take.setDefault(can_take)
        self.again.setVisible(bool(faulty))
        self.columns.setText(self._said_columns(words))
        self.columns.setVisible(bool(self.columns.text()))

    def _said_columns(self, words: Words) -> str:
        titles = [
            (heading, words.say(FIELDS[column].title))
            for heading, column in self._found.columns
            if column in FIELDS
        ]
        pairs = [f"{heading} → {title}" for heading, title in titles if fold(heading) != fold(title)]
        lines = [words.say(N_("Columns understood: {columns}"), columns="; ".join(pairs))] if pairs else []
        if self._found.ignored:
            ignored = ", ".join(self._found.ignored)
            lines.append(words.say(N_("Columns left out: {columns}"), columns=ignored))
        return "\n".join(lines)

    def _read_again(self) -> None:
        self.reject()
        self.again_asked.emit()
