"""Widgets of the fields of a place, and the words about them beside each."""

from PySide6.QtCore import QObject, QSignalBlocker, QSortFilterProxyModel, Qt, Signal
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import (
    QComboBox,
    QCompleter,
    QFormLayout,
    QLabel,
    QLineEdit,
    QListView,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from data.errors import BadInputError
from data.language.terms import term
from data.model.place import Place
from data.model.project import Project
from data.search.folding import fold
from gis_app.dialogs.place_fields import FieldSpec, Kind
from gis_app.i18n import Words
from gis_app.theme import scaled
from gis_app.widgets.fields import FieldManners

LONG_PX = 66
LABEL_PX = 176
_MOST_FOUND = 12
_FOLDED = Qt.ItemDataRole.UserRole


class UnitEdit(QLineEdit):
    """Line edit that finds a ward while one types, accents or not."""

    def __init__(self, names: list[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._found = QSortFilterProxyModel(self)
        model = QStandardItemModel(self)
        for name in names:
            item = QStandardItem(name)
            item.setData(fold(name), _FOLDED)
            model.appendRow(item)
        self._found.setSourceModel(model)
        self._found.setFilterRole(_FOLDED)
        completer = QCompleter(self._found, self)
        completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        completer.setMaxVisibleItems(_MOST_FOUND)
        popup = QListView()
        popup.setObjectName("popup")
        completer.setPopup(popup)
        self.setCompleter(completer)
        self.setClearButtonEnabled(True)
        self.textEdited.connect(lambda text: self._found.setFilterFixedString(fold(text)))


class FieldEditor(QObject):
    """One field of a form: its widget, the line of words under it, and its value.

    Parameters
    ----------
    spec
        What it edits.
    """

    changed = Signal()

    def __init__(self, spec: FieldSpec, project: Project, words: Words, parent: QWidget) -> None:
        super().__init__(parent)
        self.spec, self._project, self._words = spec, project, words
        self.note = QLabel(parent)
        self.note.setWordWrap(True)
        self.note.hide()
        self._kept = ""
        self._is_wrong = False
        self.label = QLabel(parent)
        self.label.setWordWrap(True)
        self.widget = self._make(parent)
        self.label.setBuddy(self.widget)
        self._say_again()
        words.changed.connect(self._say_again)

    @property
    def title(self) -> str:
        """Title of the field in the language in use."""
        return self._words.say(self.spec.title)

    def _say_again(self) -> None:
        """Say title, hint, choices and fault in the language in use."""
        widget, words = self.widget, self._words
        self.label.setText(self.title)
        widget.setAccessibleName(self.title)
        if isinstance(widget, QComboBox) and self.spec.choices is not None:
            for row, value in enumerate(self.spec.choices):
                widget.setItemText(row, term(value, words.language))
        elif isinstance(widget, (QLineEdit, QPlainTextEdit)):
            widget.setPlaceholderText(words.say(self.spec.hint))
        if self._is_wrong:
            self.problem()

    def _make(self, parent: QWidget) -> QWidget:
        spec = self.spec
        if spec.kind is Kind.CHOICE and spec.choices is not None:
            box = QComboBox(parent)
            for value in spec.choices:
                box.addItem("", str(value))
            FieldManners(box)
            box.currentIndexChanged.connect(self._check)
            return box
        if spec.kind is Kind.TEXT:
            text = QPlainTextEdit(parent)
            text.setTabChangesFocus(True)
            text.setFixedHeight(scaled(LONG_PX))
            text.textChanged.connect(self._check)
            return text
        line = UnitEdit(self._unit_names(), parent) if spec.kind is Kind.UNIT else QLineEdit(parent)
        line.textChanged.connect(self._check)
        return line

    def _unit_names(self) -> list[str]:
        is_former = self.spec.name == "unit_before"
        units = (unit for unit in self._project.units.values() if unit.is_former is is_former)
        return sorted((self._project.unit_label(unit.id) for unit in units), key=fold)

    def add_to(self, form: QFormLayout) -> None:
        """Put title, widget and words into a form."""
        box = QWidget(self.widget.parentWidget())
        layout = QVBoxLayout(box)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        layout.addWidget(self.widget)
        layout.addWidget(self.note)
        self.label.setFixedWidth(scaled(LABEL_PX))
        form.addRow(self.label, box)

    @property
    def text(self) -> str:
        """What stands in the field; the key of a choice."""
        if isinstance(self.widget, QComboBox):
            return str(self.widget.currentData() or "")
        if isinstance(self.widget, QPlainTextEdit):
            return self.widget.toPlainText()
        return self.widget.text() if isinstance(self.widget, QLineEdit) else ""

    @property
    def is_changed(self) -> bool:
        """Whether somebody wrote another text than was shown."""
        return self.text != self._kept

    def show_text(self, text: str) -> None:
        """Put ``text`` into the field without telling."""
        self._kept = text
        with QSignalBlocker(self.widget):
            if isinstance(self.widget, QComboBox):
                self.widget.setCurrentIndex(self.widget.findData(text))
            elif isinstance(self.widget, QPlainTextEdit):
                self.widget.setPlainText(text)
            elif isinstance(self.widget, QLineEdit):
                self.widget.setText(text)
                self.widget.setCursorPosition(0)

    def show_place(self, place: Place) -> None:
        """Show the field of ``place``; units are written in Vietnamese, as they are looked up."""
        self.show_text(self.spec.write(place, self._project, "vi"))

    def value(self) -> object:
        """Return the value.

        Raises
        ------
        BadInputError
            If the text cannot be read; the same words stand beside the field then.
        """
        return self.spec.read(self.text, self._project)

    def problem(self) -> str:
        """Return what is wrong with the text, '' when nothing is, and show it."""
        try:
            self.value()
        except BadInputError as error:
            self.say(error.in_language(self._words.language), is_wrong=True)
            return self.note.text()
        self.say("")
        return ""

    def say(self, text: str, *, is_wrong: bool = False) -> None:
        """Show words under the field: a fault, or what was understood."""
        self._is_wrong = is_wrong
        self.note.setObjectName("danger" if is_wrong else "muted")
        self.note.style().polish(self.note)
        self.note.setText(text)
        self.note.setVisible(bool(text))
        self.widget.setProperty("wrong", is_wrong)
        self.widget.style().polish(self.widget)
        self.widget.setAccessibleDescription(text)

    def _check(self) -> None:
        self.problem()
        self.changed.emit()
