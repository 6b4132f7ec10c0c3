"""Sentences that are forms: words of the catalogue with fields in the places of their placeholders."""

from collections.abc import Mapping
from string import Formatter
from textwrap import wrap
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from data.language.catalogue import translate
from gis_app.i18n import Words
from gis_app.widgets.flow import CLINGS, FlowLayout

_GAP_PX: Final = 6
_LONGEST: Final = 30
"""Letters that stay on one line."""
_CLOSING: Final = ",.;:)"


class Sentence(QWidget):
    """A line such as 'From {begin} to {end}', each placeholder being a field.

    Parameters
    ----------
    words
        Language; the order of words and fields follows the translation.
    msgid
        Template with one placeholder a field.
    fields
        The widgets by placeholder.
    """

    def __init__(self, words: Words, msgid: str, fields: Mapping[str, QWidget]) -> None:
        super().__init__()
        self._words, self._msgid, self._fields = words, msgid, dict(fields)
        self._labels: list[QLabel] = []
        self._flow = FlowLayout(self, gap_px=_GAP_PX, line_gap_px=_GAP_PX)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        words.changed.connect(self._write)
        self._write()

    def _write(self) -> None:
        while self._flow.takeAt(0) is not None:
            pass
        for label in self._labels:
            label.hide()
            label.deleteLater()
        self._labels = []
        template = translate(self._words.language, self._msgid)
        previous: QWidget | None = None
        for text, name, _, _ in Formatter().parse(template):
            for word in _phrases(text):
                self._add_words(word)
            if name:
                field = self._fields[name]
                self._flow.addWidget(field)
                if previous is not None:
                    QWidget.setTabOrder(previous, field)
                previous = field
        self.updateGeometry()

    def _add_words(self, text: str) -> None:
        label = QLabel(text, self)
        label.setTextFormat(Qt.TextFormat.PlainText)
        if text[0] in _CLOSING:  # a comma stands at the field before it
            label.setProperty(CLINGS, True)  # noqa: FBT003 - Qt's signature
        self._labels.append(label)
        self._flow.addWidget(label)
        label.show()


def _phrases(text: str) -> list[str]:
    """Split text at commas, where a line may break without tearing words apart, and where it is long."""
    parts = [part.strip() for part in text.replace(",", ",\n").split("\n")]
    return [piece for part in parts for piece in wrap(part, _LONGEST, break_on_hyphens=False)]
