"""Colours by attribute: which one, how it is divided, and into how many classes, seen before it is taken."""

from collections.abc import Mapping
from typing import Any, Final

from numpy.typing import NDArray
from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QColor, QIcon, QPixmap
from PySide6.QtWidgets import QComboBox, QFormLayout, QListWidget, QListWidgetItem, QSpinBox, QWidget

from data.language.catalogue import N_
from data.model.layer_style import Rule, Symbol
from gis_app.dialogs.layer_sources import LayerQuestion
from gis_app.i18n import Words
from layers.reference.classes import (
    LEAST_CLASSES,
    MOST_CLASSES,
    Classing,
    Division,
    classed,
    is_numeric,
)

CLASSINGS: Final = {
    Classing.VALUES: N_("classes|A colour for each value"),
    Classing.QUANTILES: N_("classes|Steps with as many features each"),
    Classing.EQUAL_STEPS: N_("classes|Steps of the same width"),
}
_USUAL_STEPS: Final = 5
_SWATCH_PX: Final = 14


class LayerClasses(LayerQuestion):
    """Makes rules from an attribute; ``given`` gives them.

    Parameters
    ----------
    columns
        Attributes by name, each of shape (n,).
    base
        What all symbols have in common.
    """

    given = Signal(object)

    def __init__(
        self, words: Words, columns: Mapping[str, NDArray[Any]], base: Symbol, parent: QWidget | None
    ) -> None:
        about = N_("The rules are made from the values of one attribute; each can still be changed after.")
        super().__init__(words, words.say(N_("Colours by attribute")), words.say(about), parent)
        self._columns, self._base = columns, base
        self.rules: tuple[Rule, ...] = ()
        self.field = QComboBox(self)
        self.field.addItems(list(columns))
        self.classing = QComboBox(self)
        self.count = QSpinBox(self)
        self.count.setRange(LEAST_CLASSES, MOST_CLASSES)
        self.preview = QListWidget(self)
        self.preview.setAccessibleName(words.say(N_("Legend")))
        self.preview.setObjectName("entries")
        self.preview.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.preview.setIconSize(QSize(_SWATCH_PX, _SWATCH_PX))
        form = QFormLayout()
        form.addRow(words.say(N_("Attribute")), self.field)
        form.addRow(words.say(N_("Division")), self.classing)
        form.addRow(words.say(N_("Most classes")), self.count)
        self.body.addLayout(form)
        self.body.addWidget(self.preview, 1)
        self.end()
        self.field.currentIndexChanged.connect(lambda _: self._offer())
        self.classing.activated.connect(lambda _: self._count())
        self.count.valueChanged.connect(lambda _: self._show())
        self._offer()

    def answer(self) -> None:
        """Give the rules."""
        self.given.emit(self.rules)
        self.accept()

    def _offer(self) -> None:
        """Offer the divisions that the attribute allows: steps only of numbers."""
        numeric = is_numeric(self._columns[self.field.currentText()])
        self.classing.clear()
        for classing, msgid in CLASSINGS.items():
            if numeric or classing is Classing.VALUES:
                self.classing.addItem(self.words.say(msgid), classing)
        self.classing.setCurrentIndex(1 if numeric else 0)
        self._count()

    def _count(self) -> None:
        is_stepped = self.classing.currentData() != Classing.VALUES
        self.count.setValue(_USUAL_STEPS if is_stepped else MOST_CLASSES)
        self._show()

    def _show(self) -> None:
        say = self.words.say
        division = Division(
            field=self.field.currentText(),
            classing=Classing(self.classing.currentData()),
            count=self.count.value(),
            others=say(N_("other values")),
            lacking=say(N_("no value")),
        )
        self.rules = classed(self._columns[division.field], division, self._base)
        self.preview.clear()
        for rule in self.rules:
            picture = QPixmap(_SWATCH_PX, _SWATCH_PX)
            picture.fill(QColor(rule.symbol.color))
            self.preview.addItem(QListWidgetItem(QIcon(picture), rule.title))
