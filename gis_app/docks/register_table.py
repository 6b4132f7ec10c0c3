"""The register as a table: every place a row, sorted by any column, several selected at once."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, QPoint, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QHeaderView, QMenu, QTableView, QWidget

from data.csv_cells import defused
from data.language.catalogue import N_
from data.language.collation import vietnamese_key
from data.language.formats import distance, fee, number
from data.language.terms import term
from data.model.place import Place, PlaceId
from data.model.project import Project
from gis_app.i18n import Words
from gis_app.theme import follow_text

ROW_PX: Final = 28
LAYOUT: Final = "register-1"
_Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its title (msgid), its text, and what it is sorted by (None: the text)."""

    title: str
    text: Callable[[Place, Project, str], str]
    key: Callable[[Place], float | None] | None = None
    width_px: int = 120


def _unknown_aside(name: str) -> Callable[[Place, Project, str], str]:
    def text(place: Place, _project: Project, language: str) -> str:
        value = getattr(place, name)
        return "" if value.value == "unknown" else term(value, language)

    return text


COLUMNS: Final = (
    Column(N_("column|Name"), lambda place, _project, language: place.name(language), None, 240),
    Column(N_("field|Kind"), lambda place, _project, language: term(place.category, language), None, 150),
    Column(N_("field|Rank"), _unknown_aside("rank"), None, 150),
    Column(
        N_("field|Ward today"),
        lambda p, project, language: project.unit_label(p.unit_after, language),
        None,
        210,
    ),
    Column(
        N_("field|Ward before 1/7/2025"),
        lambda p, project, language: project.unit_label(p.unit_before, language),
        None,
        240,
    ),
    Column(N_("field|Open"), lambda place, _project, _language: place.opening_hours, None, 150),
    Column(
        N_("field|Visit (minutes)"),
        lambda p, _project, language: "" if p.visit_minutes is None else number(p.visit_minutes, language),
        lambda place: place.visit_minutes,
    ),
    Column(
        N_("field|Festival"), lambda p, _project, _language: "; ".join(f.text for f in p.festivals), None, 200
    ),
    Column(N_("field|Craft, product"), lambda place, _project, _language: place.craft_product, None, 150),
    Column(
        N_("field|Fee"),
        lambda p, _project, language: "" if p.fee_vnd is None else fee(p.fee_vnd, language),
        lambda place: place.fee_vnd,
    ),
    Column(
        N_("field|Capacity"),
        lambda p, _project, language: "" if p.capacity is None else number(p.capacity, language),
        lambda place: place.capacity,
    ),
    Column(N_("field|Coach"), _unknown_aside("coach_access"), None, 150),
    Column(N_("field|Wheelchair"), _unknown_aside("wheelchair"), None, 150),
    Column(
        N_("column|Precision"),
        lambda p, _project, language: (
            "" if p.coord_precision_m is None else distance(p.coord_precision_m, language)
        ),
        lambda place: place.coord_precision_m,
    ),
    Column(N_("field|Entry"), lambda place, _project, language: term(place.status, language), None, 110),
    Column(N_("field|Source"), lambda place, _project, _language: place.source, None, 180),
)


class RegisterModel(QAbstractTableModel):
    """Places shown, in the order of the column sorted by; unknown values come last whatever the order."""

    def __init__(self, words: Words, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._words, self._project = words, Project()
        self._shown: Sequence[Place] = ()
        self.places: list[Place] = []
        self._rows: dict[PlaceId, int] = {}
        self._sorted: tuple[int, Qt.SortOrder] = (-1, Qt.SortOrder.AscendingOrder)

    def show_places(self, project: Project, places: Sequence[Place]) -> None:
        """Show ``places`` of ``project`` in the order chosen before."""
        self.beginResetModel()
        self._project, self._shown = project, places
        self._order()
        self.endResetModel()

    def row_of(self, place: PlaceId | None) -> int | None:
        """Return the row of a place, None when it is not shown."""
        return self._rows.get(place) if place is not None else None

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """Return the number of places."""
        return 0 if parent.isValid() else len(self.places)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """Return the number of columns, hidden ones included."""
        return 0 if parent.isValid() else len(COLUMNS)

    def text(self, row: int, column: int) -> str:
        """Return the text of a cell, '' when unknown."""
        return COLUMNS[column].text(self.places[row], self._project, self._words.language)

    def data(
        self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:  # Any: a value for each role
        """Return the text of a cell; 'unknown' in grey where nothing is known."""
        if not index.isValid():
            return None
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole}:
            return self.text(index.row(), index.column()) or self._words.say(N_("unknown"))
        if role == Qt.ItemDataRole.ForegroundRole and not self.text(index.row(), index.column()):
            return QGuiApplication.palette().placeholderText()
        if role == Qt.ItemDataRole.TextAlignmentRole and COLUMNS[index.column()].key is not None:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:  # Any: a value for each role
        """Return the title of a column."""
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self._words.say(COLUMNS[section].title)
        return None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort by a column in Vietnamese order; -1 is the order of the list."""
        self.layoutAboutToBeChanged.emit()
        before = [(index, self.places[index.row()].id) for index in self.persistentIndexList()]
        self._sorted = column, order
        self._order()
        for index, place in before:
            self.changePersistentIndex(index, self.index(self._rows[place], index.column()))
        self.layoutChanged.emit()

    def _order(self) -> None:
        number_of, order = self._sorted
        self.places = list(self._shown)
        if number_of >= 0:
            self._sort_by(COLUMNS[number_of], is_falling=order is Qt.SortOrder.DescendingOrder)
        self._rows = {place.id: row for row, place in enumerate(self.places)}

    def _sort_by(self, column: Column, *, is_falling: bool) -> None:
        known: list[tuple[Any, Place]] = []  # Any: numbers or keys of the collation, never both
        unknown = []
        for place in self.places:
            key: Any = (
                column.key(place) if column.key else column.text(place, self._project, self._words.language)
            )
            if key is None or key == "":
                unknown.append(place)
            else:
                known.append((vietnamese_key(key) if isinstance(key, str) else key, place))
        known.sort(key=lambda pair: pair[0], reverse=is_falling)
        self.places = [*(place for _, place in known), *unknown]


class RegisterTable(QTableView):
    """View of the register: columns chosen from the header, rows copied for a spreadsheet."""

    def __init__(self, model: RegisterModel, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model, self._words = model, words
        self.setModel(model)
        self.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QTableView.SelectionMode.ExtendedSelection)
        self.setAlternatingRowColors(True)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        rows = self.verticalHeader()
        rows.setVisible(False)
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        follow_text(rows.setDefaultSectionSize, ROW_PX)
        head = self.horizontalHeader()
        head.setSectionsMovable(True)
        head.setHighlightSections(False)
        head.setSortIndicatorClearable(True)
        head.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        head.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        head.customContextMenuRequested.connect(self._offer_columns)
        for number_of, column in enumerate(COLUMNS):
            self.setColumnWidth(number_of, column.width_px)
        self.setSortingEnabled(True)
        words.bind(self.setAccessibleName, N_("Table of places"))

    @property
    def chosen(self) -> list[Place]:
        """Places of the rows selected, from top to bottom."""
        rows = sorted({index.row() for index in self.selectionModel().selectedRows()})
        return [self._model.places[row] for row in rows]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Copy the rows selected as a spreadsheet takes them."""
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        else:
            super().keyPressEvent(event)

    def copy(self) -> None:
        """Put the rows selected on the clipboard, tab separated, with the titles of the columns shown."""
        QGuiApplication.clipboard().setText(self.as_tsv())

    def as_tsv(self) -> str:
        """Return the rows selected with titles, in the order of the columns shown; no cell is a formula."""
        head = self.horizontalHeader()
        order = [head.logicalIndex(place) for place in range(head.count())]
        shown = [column for column in order if not head.isSectionHidden(column)]
        titles = [self._words.say(COLUMNS[column].title) for column in shown]
        rows = sorted({index.row() for index in self.selectionModel().selectedRows()})
        cells = ([self._model.text(row, column) for column in shown] for row in rows)
        return "\n".join("\t".join(_cell(text) for text in line) for line in (titles, *cells))

    def _offer_columns(self, spot: QPoint) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for number_of, column in enumerate(COLUMNS[1:], start=1):
            action = menu.addAction(self._words.say(column.title))
            action.setCheckable(True)
            action.setChecked(not self.isColumnHidden(number_of))
            action.toggled.connect(lambda is_on, at=number_of: self.setColumnHidden(at, not is_on))
        menu.popup(self.horizontalHeader().mapToGlobal(spot))


def _cell(text: str) -> str:
    return defused(" ".join(text.split()))
