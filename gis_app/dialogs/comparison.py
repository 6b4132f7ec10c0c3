"""Tours side by side in a table that can be copied and exported."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from data.language.catalogue import N_
from data.writers.comparison import ComparisonTable, Measure, figure_text
from gis_app.i18n import Words
from gis_app.theme import scaled, window_size

_SIZE = (920, 640)
_LABEL_PX = 230


class ComparisonDialog(QDialog):
    """Shows a comparison; ``export_asked`` names the file to write it to.

    Parameters
    ----------
    table
        The comparison, already in words.
    folder
        Where the export dialog begins.
    """

    export_asked = Signal(object)

    def __init__(self, parent: QWidget | None, words: Words, table: ComparisonTable, folder: Path) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._words, self._table, self._folder = words, table, folder
        self.setWindowTitle(table.title)
        self.resize(window_size(*_SIZE))
        layout = QVBoxLayout(self)
        layout.addWidget(self._make_grid(), 1)
        for remark in table.remarks:
            label = QLabel(remark)
            label.setObjectName("muted")
            label.setWordWrap(True)
            layout.addWidget(label)
        buttons = QHBoxLayout()
        self.copy = QPushButton(words.say(N_("Copy the table")))
        self.export = QPushButton(words.say(N_("Export…")))
        close = QPushButton(words.say(N_("Close")))
        close.setDefault(True)
        self.copy.clicked.connect(self.copy_table)
        self.export.clicked.connect(self._ask_export)
        close.clicked.connect(self.accept)
        buttons.addWidget(self.copy)
        buttons.addWidget(self.export)
        buttons.addStretch(1)
        buttons.addWidget(close)
        layout.addLayout(buttons)
        QShortcut(QKeySequence.StandardKey.Copy, self, self.copy_table)

    def _make_grid(self) -> QTableWidget:
        table = self._table
        self.grid = QTableWidget(len(table.rows), len(table.columns))
        self.grid.setAccessibleName(table.title)
        self.grid.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        for column, name in enumerate(table.columns):
            head = QTableWidgetItem(name)
            head.setToolTip(name)
            self.grid.setHorizontalHeaderItem(column, head)
        self.grid.setVerticalHeaderLabels([row.label for row in table.rows])
        self.grid.verticalHeader().setFixedWidth(scaled(_LABEL_PX))
        self.grid.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        # Names of tours are long and differ at their beginning.
        self.grid.horizontalHeader().setTextElideMode(Qt.TextElideMode.ElideRight)
        for number, row in enumerate(table.rows):
            for column, figure in enumerate(row.figures):
                text = figure_text(figure, row.measure, self._words.language)
                item = QTableWidgetItem(text)
                item.setToolTip(text)
                side = (
                    Qt.AlignmentFlag.AlignLeft if row.measure is Measure.TEXT else Qt.AlignmentFlag.AlignRight
                )
                item.setTextAlignment(side | Qt.AlignmentFlag.AlignVCenter)
                self.grid.setItem(number, column, item)
        self.grid.resizeRowsToContents()
        return self.grid

    def copy_table(self) -> None:
        """Copy the table as sheets paste it: tabs between cells, one line a row."""
        lines = [["", *self._table.columns]]
        for row in self._table.rows:
            cells = (figure_text(figure, row.measure, self._words.language) for figure in row.figures)
            lines.append([row.label, *cells])
        QGuiApplication.clipboard().setText("\n".join("\t".join(line) for line in lines))

    def _ask_export(self) -> None:
        kinds = self._words.say(N_("Excel workbook (*.xlsx);;CSV table (*.csv)"))
        dialog = QFileDialog(self, self._table.title, str(self._folder), kinds)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("xlsx")
        dialog.fileSelected.connect(lambda file: self.export_asked.emit(Path(file)))
        dialog.open()
