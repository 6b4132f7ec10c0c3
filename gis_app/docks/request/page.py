"""A page of the form: sentences one under the other, and the values of their blanks by key."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout, QWidget

from data.language.catalogue import N_
from gis_app.docks.request.context import FormContext
from gis_app.docks.request.fields import Field
from gis_app.docks.request.flat import Values
from gis_app.docks.request.rows import MakeFields, SentenceRows, mapping_field, rows_field, single_field
from gis_app.widgets.fold_button import FoldButton
from gis_app.widgets.sentence import Sentence


class Page(QWidget):
    """Sentences with blanks."""

    changed = Signal()

    def __init__(self, context: FormContext) -> None:
        super().__init__()
        self.context = context
        self.fields: dict[str, Field[Any]] = {}
        self.lines = QVBoxLayout(self)
        self.lines.setContentsMargins(0, 0, 0, 0)
        self.lines.setSpacing(8)

    def blank(self, key: str, field: Field[Any]) -> QWidget:
        """Let ``field`` hold the value ``key``; returns its widget."""
        self.fields[key] = field
        for signal in field.changed:
            signal.connect(self.changed)
        return field.widget

    def say(self, msgid: str, **blanks: QWidget) -> Sentence:
        """Add a sentence with ``blanks``."""
        sentence = Sentence(self.context.words, msgid, blanks)
        self.lines.addWidget(sentence)
        return sentence

    def note(self, msgid: str) -> QLabel:
        """Add a quiet line of words."""
        label = QLabel()
        label.setObjectName("muted")
        label.setWordWrap(True)
        self.context.words.bind(label.setText, msgid)
        self.lines.addWidget(label)
        return label

    def rows(
        self,
        key: str,
        msgid: str,
        make_fields: MakeFields,
        *,
        make: Callable[..., Any],
        split: Callable[[Any], Mapping[str, Any]],
        add: str,
        is_mapping: bool = False,
        is_single: bool = False,
    ) -> SentenceRows:
        """Add a list of sentences that holds the value ``key``: a tuple, a mapping, or a single one."""
        rows = SentenceRows(
            self.context, msgid, make_fields, make=make, split=split, add=add, is_single=is_single
        )
        as_field = mapping_field if is_mapping else single_field if is_single else rows_field
        self.blank(key, as_field(rows))
        self.lines.addWidget(rows)
        return rows

    def values(self) -> Values:
        """Return the values of the blanks."""
        return {key: field.get() for key, field in self.fields.items()}

    def show_values(self, values: Mapping[str, Any]) -> None:
        """Put ``values`` into the blanks."""
        for key, field in self.fields.items():
            field.put(values[key])


@dataclass(frozen=True, slots=True)
class Subject:
    """What a group of rarer demands is about.

    Parameters
    ----------
    title
        Its heading.
    keys
        Values it holds.
    build
        Writes its sentences.
    """

    title: str
    keys: tuple[str, ...]
    build: Callable[[Page], None]


class Group(QWidget):
    """Rarer demands of one subject, folded away until somebody looks; what they say is kept all the same."""

    changed = Signal()
    built = Signal()

    def __init__(self, context: FormContext, subject: Subject, usual: Values) -> None:
        super().__init__()
        self._context, self.subject, self._usual = context, subject, usual
        self._values: Values = {key: usual[key] for key in subject.keys}
        self.page: Page | None = None
        self.head = FoldButton()
        self.head.toggled.connect(self._fold)
        self._problem = QLabel()
        self._problem.setObjectName("danger")
        self._problem.setWordWrap(True)
        self._problem.hide()
        line = QFrame()
        line.setObjectName("line")
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(6)
        self._layout.addWidget(line)
        self._layout.addWidget(self.head)
        self._layout.addWidget(self._problem)
        context.words.changed.connect(self._say)
        self._say()

    @property
    def count(self) -> int:
        """How many of its values differ from the usual ones."""
        return sum(value != self._usual[key] for key, value in self.values().items())

    def values(self) -> Values:
        """Return its values."""
        return self.page.values() if self.page is not None else self._values

    def show_values(self, values: Mapping[str, Any]) -> None:
        """Take its part of ``values``."""
        self._values = {key: values[key] for key in self.subject.keys}
        if self.page is not None:
            self.page.show_values(self._values)
        self.show_problem("")
        self._say()

    def open(self) -> Page:
        """Unfold it, and return its page."""
        self.head.setChecked(True)
        assert self.page is not None
        return self.page

    @property
    def has_problem(self) -> bool:
        """Whether something is wrong with its values."""
        return bool(self._problem.text())

    def show_problem(self, text: str) -> None:
        """Say what is wrong with its values."""
        self._problem.setText(text)
        self._problem.setVisible(bool(text))

    def _fold(self, is_open: bool) -> None:
        if is_open and self.page is None:
            self.page = Page(self._context)
            self.subject.build(self.page)
            self.page.show_values(self._values)
            self.page.lines.setContentsMargins(8, 0, 0, 8)
            self.page.changed.connect(self._change)
            self._layout.addWidget(self.page)
        if self.page is not None:
            self.page.setVisible(is_open)
        self._say()
        self.built.emit()

    def _change(self) -> None:
        self._say()
        self.changed.emit()

    def _say(self, _: str = "") -> None:
        words = self._context.words
        count = self.count
        noted = words.count(N_("{count} set"), N_("{count} set"), count) if count else ""
        self.head.say(words.say(self.subject.title), noted)
