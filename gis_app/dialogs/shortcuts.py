"""The sheet of shortcuts: made of the actions of the window, so that it is never out of date."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path
from types import MappingProxyType
from typing import Final

from PySide6.QtCore import QMarginsF
from PySide6.QtGui import QPageLayout, QPageSize, QPdfWriter
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QPushButton,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from data.language.catalogue import N_
from gis_app.action_list import Listed
from gis_app.i18n import Words
from gis_app.theme import window_size

PANEL_KEYS: Final[Mapping[str, tuple[tuple[str, str], ...]]] = MappingProxyType(
    {
        N_("On the map"): (
            ("← ↑ → ↓", N_("Move the map")),
            ("+  −", N_("Zoom in and out")),
            ("Esc", N_("Let go of the place or the tool")),
        ),
        N_("On a stop of the itinerary"): (
            ("Alt+↑  Alt+↓", N_("Earlier or later on its day")),
            ("Alt+←  Alt+→", N_("To the day before or after")),
            ("+  −", N_("Stay five minutes longer or shorter")),
            ("L", N_("Lock or unlock")),
            ("Delete", N_("Take it out of the tour")),
        ),
        N_("On the timeline"): (
            ("← →", N_("Go from block to block")),
            ("Shift+←  Shift+→", N_("Stay five minutes longer or shorter")),
        ),
    }
)
"""Keys of panels, which are no actions."""


@dataclass(frozen=True, slots=True)
class _Section:
    title: str
    rows: tuple[tuple[str, str], ...]


def sections(actions: Sequence[Listed], words: Words) -> list[_Section]:
    """Return the shortcuts by the menu they are found in, then the keys of panels."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for listed in actions:
        if listed.shortcut:
            title = listed.menus[0] if listed.menus else words.say(N_("Elsewhere"))
            groups.setdefault(title, []).append((listed.shortcut, listed.title.removesuffix("…")))
    made = [_Section(title, tuple(rows)) for title, rows in groups.items()]
    for title, rows in PANEL_KEYS.items():
        made.append(_Section(words.say(title), tuple((keys, words.say(text)) for keys, text in rows)))
    return made


def sheet(made: Sequence[_Section], title: str) -> str:
    """Return the sheet as HTML: two columns of sections, as even as they get."""
    total, above = sum(len(section.rows) + 2 for section in made), 0
    columns: tuple[list[str], list[str]] = ([], [])
    for section in made:
        columns[0 if above < total / 2 else 1].append(_section(section))
        above += len(section.rows) + 2
    cells = "".join(f'<td width="50%" valign="top">{"".join(column)}</td>' for column in columns)
    return f'<h2>{escape(title)}</h2><table width="100%" cellspacing="12"><tr>{cells}</tr></table>'


def _section(section: _Section) -> str:
    rows = "".join(
        f'<tr><td width="42%"><b>{escape(keys)}</b></td><td>{escape(text)}</td></tr>'
        for keys, text in section.rows
    )
    return f'<h4>{escape(section.title)}</h4><table width="100%" cellpadding="2">{rows}</table>'


class ShortcutSheet(QDialog):
    """Shows the sheet and writes it to a PDF for the wall."""

    def __init__(self, words: Words, actions: Sequence[Listed], folder: Path, parent: QWidget) -> None:
        super().__init__(parent)
        self._words, self._folder = words, folder
        title = words.say(N_("Keyboard shortcuts"))
        self.setWindowTitle(title)
        self.page = QTextBrowser()
        self.page.setHtml(sheet(sections(actions, words), title))
        self.page.setAccessibleName(title)
        self.save = QPushButton(words.say(N_("Save as &PDF…")))
        self.save.clicked.connect(self._ask_file)
        self.shut = QPushButton(words.say(N_("Close")))
        self.shut.setDefault(True)
        self.shut.clicked.connect(self.accept)
        row = QHBoxLayout()
        row.addWidget(self.save)
        row.addStretch()
        row.addWidget(self.shut)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.addWidget(self.page)
        layout.addLayout(row)
        self.resize(window_size(820, 620))

    def write(self, path: Path) -> None:
        """Write the sheet to ``path``, A4."""
        writer = QPdfWriter(str(path))
        writer.setTitle(self.windowTitle())
        writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
        writer.setPageMargins(QMarginsF(14, 14, 14, 14), QPageLayout.Unit.Millimeter)
        document = self.page.document().clone()
        document.setDefaultStyleSheet("")
        document.print_(writer)

    def _ask_file(self) -> None:
        name = self._words.say(N_("shortcuts.pdf"))
        dialog = QFileDialog(self, self._words.say(N_("Save the shortcuts as")), str(self._folder))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix(".pdf")
        dialog.selectFile(name)
        dialog.fileSelected.connect(lambda file: self.write(Path(file)))
        dialog.open()
