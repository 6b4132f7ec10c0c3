"""Style of a vector layer: rules, the first that fits decides; labels; saved and loaded as a file."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from numpy.typing import NDArray
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QIcon, QPixmap
from PySide6.QtWidgets import (
    QCheckBox,
    QColorDialog,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QDoubleSpinBox,
    QFileDialog,
    QFormLayout,
    QGroupBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from data.errors import HanhTrinhError
from data.language.catalogue import N_
from data.model.layer_style import (
    MOST_RULES,
    MOST_SIZE_PX,
    MOST_WIDTH_PX,
    Condition,
    LayerStyle,
    Marker,
    Operator,
    Rule,
    Symbol,
)
from data.readers.layer_style_toml import ENDING, read_style, write_style
from gis_app.dialogs.layer_classes import LayerClasses
from gis_app.i18n import Words
from gis_app.theme import window_size
from layers.reference.rules import described
from layers.reference.styles import first_style

OPERATORS: Final = {
    Operator.EQUALS: N_("operator|is"),
    Operator.DIFFERS: N_("operator|is not"),
    Operator.LESS: N_("operator|is less than"),
    Operator.AT_MOST: N_("operator|is at most"),
    Operator.MORE: N_("operator|is more than"),
    Operator.AT_LEAST: N_("operator|is at least"),
    Operator.CONTAINS: N_("operator|contains"),
    Operator.IS_EMPTY: N_("operator|is empty"),
}
MARKERS: Final = {
    Marker.CIRCLE: N_("marker|Circle"),
    Marker.SQUARE: N_("marker|Square"),
    Marker.TRIANGLE: N_("marker|Triangle"),
    Marker.DIAMOND: N_("marker|Diamond"),
    Marker.STAR: N_("marker|Star"),
    Marker.CROSS: N_("marker|Cross"),
}
_SIZE_PX: Final = (640, 560)
_SWATCH_PX: Final = 16


class ColorButton(QPushButton):
    """A colour, chosen in a dialog; '' for none where that is allowed."""

    picked = Signal()

    def __init__(self, words: Words, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._words, self._name = words, name
        self.color = ""
        self.setAccessibleName(words.say(name))
        self.clicked.connect(self._ask)

    def show_color(self, color: str) -> None:
        """Show ``#RRGGBB``."""
        self.color = color
        pixmap = QPixmap(_SWATCH_PX, _SWATCH_PX)
        pixmap.fill(QColor(color) if color else Qt.GlobalColor.transparent)
        self.setIcon(QIcon(pixmap))
        self.setText(color)

    def _ask(self) -> None:
        dialog = QColorDialog(QColor(self.color or "#7A3E9D"), self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setOption(QColorDialog.ColorDialogOption.DontUseNativeDialog)
        dialog.setWindowTitle(self._words.say(self._name))
        dialog.colorSelected.connect(lambda color: self._take(color.name().upper()))
        dialog.open()

    def _take(self, color: str) -> None:
        self.show_color(color)
        self.picked.emit()


class LayerStyleDialog(QDialog):
    """Edits a style; ``applied`` gives it as soon as it is to be seen on the map."""

    applied = Signal(object)

    def __init__(
        self,
        words: Words,
        title: str,
        style: LayerStyle,
        columns: Mapping[str, NDArray[Any]],
        parent: QWidget | None,
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._words, self._columns, self._fields = words, columns, tuple(columns)
        self._rules = list(style.rules)
        self._is_showing = False
        self.setWindowTitle(words.say(N_("Style of {name}"), name=title))
        self._make_rules()
        self._make_symbol()
        self._make_labels(style)
        self._make_buttons()
        self._lay_out()
        self._fill(0)
        self.resize(window_size(*_SIZE_PX))

    @property
    def style_made(self) -> LayerStyle:
        """The style as it stands."""
        return LayerStyle(
            rules=tuple(self._rules),
            label=self.label.currentData() or "",
            label_size_px=self.label_size.value(),
            label_from=self.label_from.value(),
        )

    @property
    def _chosen_operator(self) -> Operator:
        # Qt gives back a plain text.
        return Operator(self.operator.currentData())

    def load(self, path: Path) -> None:
        """Take a style out of a file."""
        try:
            style = read_style(path)
        except HanhTrinhError as error:
            self.problem.setText(error.in_language(self._words.language))
            self.problem.show()
            return
        self.problem.hide()
        self._rules = list(style.rules)
        self._choose_label(style.label)
        self.label_size.setValue(style.label_size_px)
        self.label_from.setValue(style.label_from)
        self._fill(0)

    def save(self, path: Path) -> None:
        """Write the style into a file."""
        target = path if path.name.endswith(".toml") else path.with_name(path.name + ENDING)
        try:
            write_style(self.style_made, target)
        except HanhTrinhError as error:
            self.problem.setText(error.in_language(self._words.language))
            self.problem.show()

    # Putting together

    def _make_rules(self) -> None:
        say = self._words.say
        self.rules = QListWidget(self)
        self.rules.setObjectName("entries")
        self.rules.setAccessibleName(say(N_("Rules, the first that fits decides")))
        self.rules.currentRowChanged.connect(self._show_rule)
        self.add = QPushButton(say(N_("Add a rule")), self)
        self.add.setAutoDefault(False)
        self.add.clicked.connect(self._add)
        self.drop = QPushButton(say(N_("Delete the rule")), self)
        self.drop.setAutoDefault(False)
        self.drop.clicked.connect(self._drop)
        self.up = QPushButton(say(N_("Move up")), self)
        self.up.setAutoDefault(False)
        self.up.clicked.connect(self._move_up)

        self.divide = QPushButton(say(N_("Colours by attribute…")), self)
        self.divide.setAutoDefault(False)
        self.divide.setEnabled(bool(self._fields))
        self.divide.clicked.connect(self._ask_classes)

    def _make_symbol(self) -> None:
        say, words = self._words.say, self._words
        self.title = QLineEdit(self)
        self.field = QComboBox(self)
        self.field.addItem(say(N_("all features")), "")
        for name in self._fields:
            self.field.addItem(name, name)
        self.operator = QComboBox(self)
        for operator, msgid in OPERATORS.items():
            self.operator.addItem(say(msgid), operator)
        self.value = QLineEdit(self)
        self.color = ColorButton(words, N_("Colour of lines and points"), self)
        self.fill = ColorButton(words, N_("Colour of areas"), self)
        self.has_fill = QCheckBox(say(N_("Filled")), self)
        self.line_px = _spin(MOST_WIDTH_PX, 0.1, self)
        self.dashed = QCheckBox(say(N_("Dashed")), self)
        self.fill_opacity = QSpinBox(self)
        self.fill_opacity.setRange(0, 100)
        self.fill_opacity.setSuffix(" %")
        self.marker = QComboBox(self)
        for marker, msgid in MARKERS.items():
            self.marker.addItem(say(msgid), marker)
        self.size_px = _spin(MOST_SIZE_PX, 1.0, self)
        self.size_px.setMinimum(1.0)
        for changed in (
            self.title.textEdited, self.field.activated, self.operator.activated, self.value.textEdited,
            self.color.picked, self.fill.picked, self.has_fill.clicked, self.line_px.valueChanged,
            self.dashed.clicked, self.fill_opacity.valueChanged, self.marker.activated,
            self.size_px.valueChanged,
        ):  # fmt: skip
            changed.connect(lambda *_: self._take_rule())

    def _make_labels(self, style: LayerStyle) -> None:
        self.label = QComboBox(self)
        self.label.addItem(self._words.say(N_("no labels")), "")
        for name in self._fields:
            self.label.addItem(name, name)
        self._choose_label(style.label)
        self.label_size = QSpinBox(self)
        self.label_size.setRange(6, 40)
        self.label_size.setSuffix(" px")
        self.label_size.setValue(style.label_size_px)
        self.label_from = QSpinBox(self)
        self.label_from.setRange(0, 10_000_000)
        self.label_from.setSingleStep(10_000)
        self.label_from.setGroupSeparatorShown(True)
        self.label_from.setPrefix("1:")
        self.label_from.setSpecialValueText(self._words.say(N_("every scale")))
        self.label_from.setValue(style.label_from)

    def _make_buttons(self) -> None:
        buttons = QDialogButtonBox.StandardButton
        self.buttons = QDialogButtonBox(buttons.Ok | buttons.Apply | buttons.Cancel, self)
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        self.buttons.button(buttons.Apply).clicked.connect(lambda: self.applied.emit(self.style_made))
        self.accepted.connect(lambda: self.applied.emit(self.style_made))
        role = QDialogButtonBox.ButtonRole.ActionRole
        for msgid, ask in ((N_("Load a style…"), self._ask_load), (N_("Save the style…"), self._ask_save)):
            self.buttons.addButton(self._words.say(msgid), role).clicked.connect(
                lambda _=False, ask=ask: ask()
            )
        self.problem = QLabel(self)
        self.problem.setObjectName("danger")
        self.problem.setWordWrap(True)
        self.problem.hide()

    def _lay_out(self) -> None:
        say = self._words.say
        left = QVBoxLayout()
        left.addWidget(QLabel(say(N_("Rules, the first that fits decides")), self))
        left.addWidget(self.rules, 1)
        row = QHBoxLayout()
        for button in (self.add, self.up, self.drop):
            row.addWidget(button)
        left.addLayout(row)
        left.addWidget(self.divide)
        form = QFormLayout()
        for msgid, fields in (
            (N_("Name in the legend"), (self.title,)),
            (N_("Features whose"), (self.field,)),
            ("", (self.operator, self.value)),
            (N_("Line"), (self.color, self.line_px, self.dashed)),
            (N_("Area"), (self.has_fill, self.fill, self.fill_opacity)),
            (N_("Point"), (self.marker, self.size_px)),
        ):
            form.addRow(say(msgid) if msgid else "", _row(fields))
        labels = QGroupBox(say(N_("Labels")), self)
        named = QFormLayout(labels)
        named.addRow(say(N_("Attribute")), self.label)
        named.addRow(say(N_("Size of the text")), self.label_size)
        named.addRow(say(N_("From scale")), self.label_from)
        right = QVBoxLayout()
        right.addLayout(form)
        right.addWidget(labels)
        right.addStretch(1)
        both = QHBoxLayout()
        both.addLayout(left, 2)
        both.addLayout(right, 3)
        layout = QVBoxLayout(self)
        layout.addLayout(both, 1)
        layout.addWidget(self.problem)
        layout.addWidget(self.buttons)

    # Rules

    def _fill(self, row: int) -> None:
        self.rules.clear()
        for rule in self._rules:
            self.rules.addItem(QListWidgetItem(self._named(rule)))
        self.rules.setCurrentRow(min(max(row, 0), len(self._rules) - 1))
        self.drop.setEnabled(len(self._rules) > 1)
        self.add.setEnabled(len(self._rules) < MOST_RULES)

    def _named(self, rule: Rule) -> str:
        return rule.title or described(rule.condition) or self._words.say(N_("all features"))

    def _show_rule(self, row: int) -> None:
        if not 0 <= row < len(self._rules):
            return
        rule, self._is_showing = self._rules[row], True
        symbol, condition = rule.symbol, rule.condition
        self.title.setText(rule.title)
        if condition is not None and self.field.findData(condition.field) < 0:
            self.field.addItem(condition.field, condition.field)
        self.field.setCurrentIndex(self.field.findData(condition.field if condition else ""))
        self.operator.setCurrentIndex(
            list(OPERATORS).index(condition.operator if condition else Operator.EQUALS)
        )
        self.value.setText(condition.value if condition else "")
        self.color.show_color(symbol.color)
        self.has_fill.setChecked(bool(symbol.fill))
        self.fill.show_color(symbol.fill or symbol.color)
        self.fill_opacity.setValue(round(symbol.fill_opacity * 100))
        self.line_px.setValue(symbol.width_px)
        self.dashed.setChecked(symbol.is_dashed)
        self.marker.setCurrentIndex(list(MARKERS).index(symbol.marker))
        self.size_px.setValue(symbol.size_px)
        self._is_showing = False
        self.up.setEnabled(row > 0)
        self._enable()

    def _take_rule(self) -> None:
        row = self.rules.currentRow()
        if self._is_showing or not 0 <= row < len(self._rules):
            return
        field = self.field.currentData()
        condition = Condition(field, self._chosen_operator, self.value.text()) if field else None
        symbol = Symbol(
            color=self.color.color,
            width_px=self.line_px.value(),
            is_dashed=self.dashed.isChecked(),
            fill=self.fill.color if self.has_fill.isChecked() else "",
            fill_opacity=self.fill_opacity.value() / 100,
            marker=Marker(self.marker.currentData()),
            size_px=self.size_px.value(),
        )
        self._rules[row] = Rule(symbol, condition, self.title.text().strip())
        self.rules.item(row).setText(self._named(self._rules[row]))
        self._enable()

    def _enable(self) -> None:
        has_field = bool(self.field.currentData())
        self.operator.setEnabled(has_field)
        self.value.setEnabled(has_field and self._chosen_operator is not Operator.IS_EMPTY)
        for widget in (self.fill, self.fill_opacity):
            widget.setEnabled(self.has_fill.isChecked())

    def _add(self) -> None:
        fresh = first_style(len(self._rules)).rules[0]
        field = self._fields[0] if self._fields else ""
        rule = replace(fresh, condition=Condition(field) if field else None)
        row = max(self.rules.currentRow(), 0)
        self._rules.insert(row, rule)
        self._fill(row)
        self.value.setFocus()

    def _drop(self) -> None:
        row = self.rules.currentRow()
        if len(self._rules) > 1 and row >= 0:
            del self._rules[row]
            self._fill(row)

    def _move_up(self) -> None:
        row = self.rules.currentRow()
        if row > 0:
            self._rules.insert(row - 1, self._rules.pop(row))
            self._fill(row - 1)

    def _ask_classes(self) -> None:
        base = self._rules[max(self.rules.currentRow(), 0)].symbol
        dialog = LayerClasses(self._words, self._columns, base, self)
        dialog.given.connect(self._take_classes)
        dialog.open()

    def _take_classes(self, rules: tuple[Rule, ...]) -> None:
        self._rules = list(rules)
        self._fill(0)

    def _choose_label(self, name: str) -> None:
        if name and self.label.findData(name) < 0:
            self.label.addItem(name, name)
        self.label.setCurrentIndex(self.label.findData(name))

    # Files

    def _ask_load(self) -> None:
        dialog = self._dialog(N_("Load a style"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(lambda file: self.load(Path(file)))
        dialog.open()

    def _ask_save(self) -> None:
        dialog = self._dialog(N_("Save the style"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.fileSelected.connect(lambda file: self.save(Path(file)))
        dialog.open()

    def _dialog(self, title: str) -> QFileDialog:
        kinds = self._words.say(N_("Styles of layers (*{ending})"), ending=ENDING)
        dialog = QFileDialog(self, self._words.say(title), "", kinds)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        return dialog


def _spin(most: float, step: float, parent: QWidget) -> QDoubleSpinBox:
    spin = QDoubleSpinBox(parent)
    spin.setRange(0.0, most)
    spin.setDecimals(1)
    spin.setSingleStep(step)
    spin.setSuffix(" px")
    return spin


def _row(widgets: tuple[QWidget, ...]) -> QWidget:
    holder = QWidget()
    layout = QHBoxLayout(holder)
    layout.setContentsMargins(0, 0, 0, 0)
    for widget in widgets:
        layout.addWidget(widget, 1 if isinstance(widget, (QLineEdit, QComboBox)) else 0)
    return holder
