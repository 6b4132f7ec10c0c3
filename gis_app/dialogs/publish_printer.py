"""Which printer, which pages, how many copies; in words when there is no printer."""

from collections.abc import Sequence

from PySide6.QtPrintSupport import QPrinter, QPrinterInfo
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QMessageBox,
    QPushButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from data.language.catalogue import N_
from gis_app.dialogs.messages import make_message
from gis_app.dialogs.publish_proofs import Proof
from gis_app.i18n import Words
from gis_app.printing.printer import make_printer, paper_for, reduction
from gis_app.widgets.fields import FieldManners
from layers.publication.sheets import Sheet


def show_no_printer(parent: QWidget, words: Words) -> QMessageBox:
    """Say that this computer has no printer, and what to do instead."""
    title, text = words.say(N_("Print")), words.say(N_("No printer is set up on this computer."))
    box = make_message(parent, title, text, "warning")
    box.setInformativeText(
        words.say(N_("Write the publication as a PDF and print it on another computer or at a print shop."))
    )
    box.setEscapeButton(box.addButton(words.say(N_("Close")), QMessageBox.ButtonRole.RejectRole))
    box.open()
    return box


class PrinterDialog(QDialog):
    """Asks for printer, pages and copies; ``make_printer`` then gives what to paint on."""

    def __init__(
        self, parent: QWidget | None, words: Words, printers: Sequence[QPrinterInfo], proof: Proof
    ) -> None:
        super().__init__(parent)
        self._words, self._printers, self._proof = words, list(printers), proof
        words.bind(self.setWindowTitle, N_("Print"))
        self.setMinimumWidth(420)
        self._make()
        self._say_paper()

    @property
    def printer_name(self) -> str:
        """Name of the printer chosen."""
        return self._chosen.description() or self._chosen.printerName()

    @property
    def sheets(self) -> tuple[Sheet, ...]:
        """The sheets to print."""
        return self._proof.sheets[self.first.value() - 1 : self.last.value()]

    def make_printer(self) -> QPrinter:
        """Return the printer with paper and copies set."""
        paper = paper_for(self._chosen, self._proof.sheets[0])
        return make_printer(self._chosen, paper, self._proof.content.title, self.copies.value())

    @property
    def _chosen(self) -> QPrinterInfo:
        return self._printers[max(self.printers.currentIndex(), 0)]

    def _make(self) -> None:
        bind, count = self._words.bind, len(self._proof.sheets)
        self.printers = QComboBox()
        self.printers.addItems([info.description() or info.printerName() for info in self._printers])
        usual = next((at for at, info in enumerate(self._printers) if info.isDefault()), 0)
        self.printers.setCurrentIndex(usual)
        FieldManners(self.printers)
        self.first, self.last, self.copies = _number(1, count), _number(count, count), _number(1, 99)
        bind(self.first.setAccessibleName, N_("First page"))
        bind(self.last.setAccessibleName, N_("Last page"))
        pages = QHBoxLayout()
        for widget in (self.first, QLabel("–"), self.last):
            pages.addWidget(widget)
        pages.addStretch()
        self.paper = QLabel()
        self.paper.setWordWrap(True)
        self.paper.setObjectName("muted")
        form = QFormLayout()
        for text, field, buddy in (
            (N_("&Printer:"), self.printers, self.printers),
            (N_("P&ages:"), pages, self.first),
            (N_("&Copies:"), self.copies, self.copies),
        ):
            label = QLabel()
            label.setBuddy(buddy)
            bind(label.setText, text)
            form.addRow(label, field)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 12)
        layout.setSpacing(10)
        layout.addLayout(form)
        layout.addWidget(self.paper)
        layout.addLayout(self._buttons())
        self.printers.currentIndexChanged.connect(self._say_paper)
        self.first.valueChanged.connect(self.last.setMinimum)
        self._words.changed.connect(self._say_paper)
        self.printers.setFocus()

    def _buttons(self) -> QHBoxLayout:
        cancel, go = QPushButton(), QPushButton()
        self._words.bind(cancel.setText, N_("Cancel"))
        self._words.bind(go.setText, N_("Print"))
        go.setDefault(True)
        cancel.clicked.connect(self.reject)
        go.clicked.connect(self.accept)
        row = QHBoxLayout()
        row.addStretch()
        row.addWidget(cancel)
        row.addWidget(go)
        return row

    def _say_paper(self) -> None:
        sheet = self._proof.sheets[0]
        paper = paper_for(self._chosen, sheet)
        share = reduction(sheet, paper)
        size = f"{round(sheet.width)} × {round(sheet.height)} mm"
        self.paper.setText(
            self._words.say(N_("Printed on {paper} in its own size."), paper=paper.name())
            if share == 1.0
            else self._words.say(
                N_("The page is {size}; on {paper} it is reduced to {percent} %."),
                size=size,
                paper=paper.name(),
                percent=round(share * 100),
            )
        )


def _number(value: int, most: int) -> QSpinBox:
    box = QSpinBox()
    box.setRange(1, most)
    box.setValue(value)
    box.setFixedWidth(64)
    FieldManners(box)
    return box
