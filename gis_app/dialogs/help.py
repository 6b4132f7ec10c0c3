"""The user guide in a window of its own: contents, text, and a field that searches it."""

import re
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Final

from PySide6.QtCore import QSignalBlocker, Qt, QUrl
from PySide6.QtGui import QImage, QKeySequence, QShortcut, QTextCursor
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from data.language.catalogue import N_
from gis_app.i18n import Words
from gis_app.theme import scaled, window_size

DOCS: Final = Path(str(files("resources"))).parent / "docs"
"""Beside the packages in the source folder and in the wheel alike."""
_MARGIN_PX: Final = 48
_ABOVE_HEADING_PX: Final = 18
_ABOVE_PX: Final = 5
_TOPIC = re.compile(r"<!-- topic: (?P<topic>[\w-]+) -->")
_HEADING = re.compile(r"#{1,6} ")


def guide(language: str) -> Path:
    """Return the user guide in ``language``."""
    return DOCS / f"user-guide.{language}.md"


def topics(markdown: str) -> dict[str, int]:
    """Return the heading of each topic, counted from 0; a comment before the heading names the topic."""
    found: dict[str, int] = {}
    heading, topic, is_code = -1, "", False
    for line in markdown.splitlines():
        is_code ^= line.startswith("```")
        if named := _TOPIC.fullmatch(line.strip()):
            topic = named["topic"]
        elif not is_code and _HEADING.match(line):
            heading += 1
            if topic:
                found[topic], topic = heading, ""
    return found


class _Pages(QTextBrowser):
    """Shows pictures no wider than the text."""

    def loadResource(self, kind: int, name: QUrl | str) -> object:  # noqa: N802 - Qt's name
        found = super().loadResource(kind, QUrl(name))
        path = self.source().resolved(QUrl(name)).toLocalFile()
        if not path.endswith(".png"):
            return found
        image = QImage(path)
        room = max(self.viewport().width() - _MARGIN_PX, 200)
        wide = Qt.TransformationMode.SmoothTransformation
        return image if image.width() <= room else image.scaledToWidth(room, wide)


class HelpWindow(QDialog):
    """Shows the guide; it stays open beside the window and follows its language."""

    def __init__(self, words: Words, parent: QWidget) -> None:
        super().__init__(parent)
        self._words = words
        self.setWindowFlag(Qt.WindowType.WindowMaximizeButtonHint)
        self.search = QLineEdit()
        self.search.setObjectName("search")
        self.search.setClearButtonEnabled(True)
        self.contents = QListWidget()
        self.contents.setObjectName("entries")
        self.contents.setWordWrap(True)
        self.contents.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.pages = _Pages()
        self.pages.setOpenExternalLinks(True)
        self.missing = QLabel()
        self.missing.setObjectName("muted")
        self.missing.hide()
        self._put_together()
        self.contents.currentRowChanged.connect(self._go_to_row)
        self.search.returnPressed.connect(self.find_next)
        self.search.textChanged.connect(lambda _: self.missing.hide())
        self.pages.sourceChanged.connect(lambda _: self._lay_out())
        QShortcut(QKeySequence(QKeySequence.StandardKey.Find), self, self.search.setFocus)
        words.bind(self.setWindowTitle, N_("User guide"))
        words.bind(self.search.setPlaceholderText, N_("Search the guide…"))
        words.bind(self.search.setAccessibleName, N_("Search the guide"))
        words.bind(self.contents.setAccessibleName, N_("Contents of the guide"))
        words.bind(self.pages.setAccessibleName, N_("Text of the guide"))
        words.bind(self.missing.setText, N_("Not found in the guide."))
        words.changed.connect(lambda _: self._switch())
        self.topic = ""

    def show_topic(self, topic: str) -> None:
        """Show the section about ``topic``; an unknown one shows the beginning."""
        self.topic = topic
        path = guide(self._words.language)
        self.pages.setSource(QUrl.fromLocalFile(str(path)))
        self._lay_out()
        row = topics(path.read_text(encoding="utf-8")).get(topic, 0)
        self.contents.setCurrentRow(row)
        self._go_to_row(row)

    def find_next(self) -> None:
        """Go to the next place where the text searched for stands, from the top again after the last."""
        text = self.search.text()
        if text and not self.pages.find(text):
            self.pages.moveCursor(QTextCursor.MoveOperation.Start)
            self.missing.setVisible(not self.pages.find(text))

    @property
    def heading(self) -> str:
        """The section shown."""
        row = self.contents.currentRow()
        return self.contents.item(row).text().strip() if row >= 0 else ""

    def _put_together(self) -> None:
        left = QVBoxLayout()
        left.addWidget(self.search)
        left.addWidget(self.missing)
        left.addWidget(self.contents)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 12, 12, 12)
        layout.addLayout(left, 2)
        layout.addWidget(self.pages, 5)
        self.resize(window_size(980, 640))

    def _switch(self) -> None:
        if self.isVisible():
            self.show_topic(self.topic)

    def _lay_out(self) -> None:
        """Give the text room to breathe, wrap its code, and list its headings."""
        cursor, block = self.pages.textCursor(), self.pages.document().begin()
        while block.isValid():
            look = block.blockFormat()
            look.setTopMargin(scaled(_ABOVE_HEADING_PX if look.headingLevel() else _ABOVE_PX))
            look.setNonBreakableLines(False)
            cursor.setPosition(block.position())
            cursor.setBlockFormat(look)
            block = block.next()
        self._list_headings()

    def _list_headings(self) -> None:
        with QSignalBlocker(self.contents):
            self.contents.clear()
            for level, text, position in self._headings():
                item = QListWidgetItem(f"{'    ' * max(level - 2, 0)}{text}", self.contents)
                item.setData(Qt.ItemDataRole.UserRole, position)

    def _headings(self) -> Iterator[tuple[int, str, int]]:
        block = self.pages.document().begin()
        while block.isValid():
            if level := block.blockFormat().headingLevel():
                yield level, block.text(), block.position()
            block = block.next()

    def _go_to_row(self, row: int) -> None:
        if row < 0:
            return
        item = self.contents.item(row)
        cursor = self.pages.textCursor()
        # From the end back, so that the heading comes to the top of what is seen.
        cursor.movePosition(QTextCursor.MoveOperation.End)
        self.pages.setTextCursor(cursor)
        cursor.setPosition(int(item.data(Qt.ItemDataRole.UserRole)))
        self.pages.setTextCursor(cursor)
