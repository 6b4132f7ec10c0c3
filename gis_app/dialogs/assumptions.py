"""What a file of another program does not say: asked once, before it is imported."""

from enum import StrEnum
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QVBoxLayout,
    QWidget,
)

from data.language.catalogue import N_
from data.language.terms import term
from data.model.place import Category
from data.model.travel_mode import TravelMode
from data.readers.tour_import import Assumed, TourImport
from gis_app.i18n import Words
from gis_app.widgets.snug import DayEdit

_WIDTH_PX = 460


class AssumptionsDialog(QDialog):
    """Asks for category, travel mode and date; ``chosen`` gives them."""

    chosen = Signal(object)

    def __init__(self, words: Words, path: Path, found: TourImport, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(words.say(N_("Import {name}"), name=path.name))
        about = QLabel(words.say(N_("This file comes from another program. Tell what it does not say.")))
        about.setWordWrap(True)
        counted = " · ".join(
            (
                words.count(N_("{count} new place"), N_("{count} new places"), len(found.places)),
                words.count(N_("{count} drawn route"), N_("{count} drawn routes"), len(found.tours)),
            )
        )
        usual = Assumed()
        self.category = _choice(Category, usual.category, words)
        self.mode = _choice(TravelMode, usual.mode, words)
        self.date = DayEdit(usual.day)
        form = QFormLayout()
        form.addRow(words.say(N_("Found")), QLabel(counted))
        form.addRow(words.say(N_("Category of the points")), self.category)
        form.addRow(words.say(N_("Travel mode of the routes")), self.mode)
        form.addRow(words.say(N_("Date of the first route")), self.date)
        self.category.setEnabled(bool(found.places))
        for field in (self.mode, self.date):
            field.setEnabled(bool(found.tours))
        self.buttons = QDialogButtonBox()
        take = self.buttons.addButton(words.say(N_("Import")), QDialogButtonBox.ButtonRole.AcceptRole)
        self.buttons.addButton(words.say(N_("Cancel")), QDialogButtonBox.ButtonRole.RejectRole)
        take.setDefault(True)
        self.buttons.accepted.connect(self._take)
        self.buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.addWidget(about)
        column.addLayout(form)
        column.addWidget(self.buttons)
        self.resize(_WIDTH_PX, self.sizeHint().height())

    def _take(self) -> None:
        self.chosen.emit(
            Assumed(
                category=Category(self.category.currentData()),
                mode=TravelMode(self.mode.currentData()),
                day=self.date.day,
            )
        )
        self.accept()


def _choice(kind: type[StrEnum], usual: StrEnum, words: Words) -> QComboBox:
    box = QComboBox()
    for member in kind:
        box.addItem(term(member, words.language), member.value)
    box.setCurrentIndex(box.findData(usual.value))
    return box
