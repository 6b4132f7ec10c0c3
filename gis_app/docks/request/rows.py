"""Lists whose rows are sentences: 'Den Kiep Bac on day 2', each blank a field, each row removable."""

from collections.abc import Callable, Hashable, Mapping
from typing import Any, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from data.errors import BadInputError
from data.language.catalogue import N_
from gis_app.docks.request.context import FormContext
from gis_app.docks.request.fields import Field
from gis_app.widgets.sentence import Sentence
from gis_app.widgets.wrapped_button import WrappedButton

MakeFields = Callable[[], Mapping[str, Field[Any]]]
"""Makes the blanks of one row, by their names in the sentence."""

INCOMPLETE: Final = None
"""What ``make`` gives for a row that does not say enough yet."""


class SentenceRow(QWidget):
    """One row: the sentence, a button that removes it, and what is still missing."""

    changed = Signal()
    removal_asked = Signal()

    def __init__(
        self,
        context: FormContext,
        msgid: str,
        fields: Mapping[str, Field[Any]],
        make: Callable[..., Any],
    ) -> None:
        super().__init__()
        self._context, self._fields, self._make = context, fields, make
        self._kept: tuple[Hashable, Any] | None = None
        sentence = Sentence(context.words, msgid, {name: field.widget for name, field in fields.items()})
        self.remove = QToolButton()
        self.remove.setObjectName("flat")
        self.remove.setIcon(context.icon("close"))
        context.words.bind(self.remove.setToolTip, N_("Remove this line"))
        context.words.bind(self.remove.setAccessibleName, N_("Remove this line"))
        self.remove.clicked.connect(self.removal_asked)
        self._missing = QLabel()
        self._missing.setObjectName("warning")
        self._missing.setWordWrap(True)
        line = QHBoxLayout()
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(4)
        line.addWidget(sentence, 1)
        line.addWidget(self.remove, alignment=Qt.AlignmentFlag.AlignTop)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        layout.addLayout(line)
        layout.addWidget(self._missing)
        for field in fields.values():
            for signal in field.changed:
                signal.connect(self._change)
        self._missing.hide()

    @property
    def first(self) -> QWidget:
        """The first blank."""
        return next(iter(self._fields.values())).widget

    def put(self, value: Any, parts: Mapping[str, Any]) -> None:
        """Show ``value``, whose parts go into the blanks."""
        for name, part in parts.items():
            self._fields[name].put(part)
        self._kept = self._shown(), value
        self._missing.hide()

    def get(self) -> Any:
        """Return the value, ``INCOMPLETE`` without one."""
        shown = self._shown()
        if self._kept is not None and self._kept[0] == shown:
            return self._kept[1]
        try:
            return self._make(**{name: field.get() for name, field in self._fields.items()})
        except BadInputError:
            return INCOMPLETE

    def _shown(self) -> Hashable:
        return tuple(field.get() for field in self._fields.values())

    def _change(self) -> None:
        self.say()
        self.changed.emit()

    def say(self) -> None:
        """Say whether the row counts, and what is wrong with it."""
        try:
            is_complete = (
                self._make(**{name: field.get() for name, field in self._fields.items()}) is not None
            )
            told = (
                ""
                if is_complete
                else self._context.words.say(N_("Not complete yet: this line does not count."))
            )
        except BadInputError as error:
            told = self._context.words.say(error.message, **error.facts)
        self._missing.setText(told)
        self._missing.setVisible(bool(told))


class SentenceRows(QWidget):
    """Rows of one kind, with a button that adds one.

    Parameters
    ----------
    msgid
        The sentence of a row.
    make_fields
        Makes the blanks of a row.
    make
        Makes the value of a row from its blanks; ``INCOMPLETE`` when some are still empty.
    split
        Gives the parts of a value for the blanks.
    add
        Words of the button that adds a row.
    is_single
        Whether one row is all there can be.
    """

    changed = Signal()

    def __init__(
        self,
        context: FormContext,
        msgid: str,
        make_fields: MakeFields,
        *,
        make: Callable[..., Any],
        split: Callable[[Any], Mapping[str, Any]],
        add: str,
        is_single: bool = False,
    ) -> None:
        super().__init__()
        self._context, self._msgid, self._make_fields = context, msgid, make_fields
        self._make, self._split = make, split
        self.rows: list[SentenceRow] = []
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(6)
        self.add = WrappedButton("")
        context.words.bind(self.add.setText, add)
        self.add.clicked.connect(self._begin_row)
        self._is_single = is_single
        self._layout.addWidget(self.add)
        context.words.changed.connect(self._say_again)

    def put(self, values: tuple[Any, ...]) -> None:
        """Show one row a value."""
        for row in self.rows:
            self._forget(row)
        self.rows = []
        self.add.show()
        for value in values:
            self._add_row().put(value, self._split(value))
        self.changed.emit()

    def get(self) -> tuple[Any, ...]:
        """Return the values of the rows that are complete."""
        values = (row.get() for row in self.rows)
        return tuple(value for value in values if value is not INCOMPLETE)

    def _begin_row(self) -> None:
        row = self._add_row()
        row.say()
        self.changed.emit()
        row.first.setFocus()

    def _add_row(self) -> SentenceRow:
        row = SentenceRow(self._context, self._msgid, self._make_fields(), self._make)
        row.changed.connect(self.changed)
        row.removal_asked.connect(lambda: self._remove(row))
        self._layout.insertWidget(len(self.rows), row)
        self.rows.append(row)
        self.add.setVisible(not self._is_single)
        return row

    def _remove(self, row: SentenceRow) -> None:
        self.rows.remove(row)
        self._forget(row)
        self.add.show()
        self.add.setFocus()
        self.changed.emit()

    def _forget(self, row: SentenceRow) -> None:
        self._layout.removeWidget(row)
        row.hide()
        row.deleteLater()

    def _say_again(self) -> None:
        for row in self.rows:
            if row.get() is INCOMPLETE:
                row.say()


def rows_field(rows: SentenceRows) -> Field[tuple[Any, ...]]:
    """Return rows as a blank of the form."""
    return Field(rows, (rows.changed,), rows.get, rows.put)


def mapping_field(rows: SentenceRows) -> Field[dict[Any, Any]]:
    """Return rows of pairs as a blank that holds a mapping; the last of equal keys counts."""
    return Field(
        rows,
        (rows.changed,),
        lambda: dict(rows.get()),
        lambda mapping: rows.put(tuple(mapping.items())),
    )


def single_field(rows: SentenceRows) -> Field[Any]:
    """Return a list of at most one row as a blank that holds its value, or ``None``."""

    def show(value: Any) -> None:
        rows.put(() if value is None else (value,))

    return Field(rows, (rows.changed,), lambda: next(iter(rows.get()), None), show)
