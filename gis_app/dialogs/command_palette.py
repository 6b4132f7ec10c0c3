"""The command palette: one field that finds commands, tours, places, wards and files."""

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Final

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
    QTimer,
)
from PySide6.QtGui import QFont, QFontMetrics, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QLabel,
    QLineEdit,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from data.language.catalogue import N_
from gis_app.command_search import Choice, Group
from gis_app.i18n import Words
from gis_app.theme import qcolor, scaled
from layers.style import Theme

WIDTH_PX: Final = 620
_SHARE: Final = 0.66
"""Most of the window's height that the palette covers."""
_TOP_PX: Final = 56
_PAD_PX: Final = 14
_GAP_PX: Final = 6
ROW_ROLE: Final = Qt.ItemDataRole.UserRole

TITLES: Final[Mapping[Group, str]] = MappingProxyType(
    {
        Group.RECENT: N_("Chosen lately"),
        Group.COMMAND: N_("Commands"),
        Group.TOUR: N_("Tours and scenarios"),
        Group.PLACE: N_("Places"),
        Group.UNIT: N_("Wards and communes"),
        Group.FILE: N_("Recent files"),
    }
)

_Index = QModelIndex | QPersistentModelIndex
Ask = Callable[[str], Sequence[tuple[Group, Sequence[Choice]]]]
"""Gives the choices for a text, in groups."""


class ChoiceModel(QAbstractListModel):
    """Choices with a heading before each group."""

    def __init__(self, words: Words, parent: QWidget) -> None:
        super().__init__(parent)
        self._words = words
        self.rows: list[Choice | str] = []

    def show_groups(self, groups: Sequence[tuple[Group, Sequence[Choice]]]) -> None:
        """Show ``groups`` in their order."""
        self.beginResetModel()
        self.rows = []
        for group, choices in groups:
            if choices:
                self.rows += [self._words.say(TITLES[group]), *choices]
        self.endResetModel()

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """Return the number of lines, headings included."""
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return the text, what is read aloud, or the line itself."""
        if not index.isValid():
            return None
        row = self.rows[index.row()]
        if role == ROW_ROLE:
            return row
        if role == Qt.ItemDataRole.DisplayRole:
            return row if isinstance(row, str) else row.title
        if role == Qt.ItemDataRole.AccessibleTextRole and isinstance(row, Choice):
            return ", ".join(part for part in (row.title, row.note, row.shortcut) if part)
        return None

    def flags(self, index: _Index) -> Qt.ItemFlag:
        """Headings cannot be chosen; nor can what is greyed, though it can be walked over and read."""
        row = self.rows[index.row()] if index.isValid() else ""
        if isinstance(row, str):
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEnabled

    def next_row(self, row: int, step: int) -> int:
        """Return the choice before or after ``row``, around the ends; -1 if there is none."""
        count = len(self.rows)
        for distance in range(1, count + 1):
            other = (row + step * distance) % count
            if isinstance(self.rows[other], Choice):
                return other
        return -1


class _Lines(QStyledItemDelegate):
    """Draws a heading or a choice: title, note beside it, shortcut at the right edge."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        is_heading = isinstance(index.data(ROW_ROLE), str)
        height = QFontMetrics(option.font).height()
        return QSize(200, height + scaled(8 if is_heading else 12))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        row, colors = index.data(ROW_ROLE), self._theme.interface
        box = QRect(option.rect).adjusted(_PAD_PX, 0, -_PAD_PX, 0)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if isinstance(row, str):
            self._paint_heading(painter, option, box, row)
        elif isinstance(row, Choice):
            if option.state & QStyle.StateFlag.State_Selected:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(qcolor(colors.accent_soft))
                painter.drawRoundedRect(QRect(option.rect).adjusted(6, 1, -6, -1), 6, 6)
            self._paint_choice(painter, option, box, row)
        painter.restore()

    def _paint_heading(self, painter: QPainter, option: QStyleOptionViewItem, box: QRect, text: str) -> None:
        font = QFont(option.font)
        font.setPixelSize(scaled(11))
        font.setWeight(QFont.Weight.DemiBold)
        painter.setFont(font)
        painter.setPen(qcolor(self._theme.interface.text_muted))
        painter.drawText(box.adjusted(0, 4, 0, 0), Qt.AlignmentFlag.AlignVCenter, text)

    def _paint_choice(self, painter: QPainter, option: QStyleOptionViewItem, box: QRect, row: Choice) -> None:
        colors = self._theme.interface
        metrics = QFontMetrics(option.font)
        painter.setFont(option.font)
        painter.setPen(qcolor(colors.text_muted))
        room = box.width()
        if row.shortcut:
            painter.drawText(box, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, row.shortcut)
            room -= metrics.horizontalAdvance(row.shortcut) + 2 * _GAP_PX
        painter.setPen(qcolor(colors.text if row.is_enabled else colors.text_muted))
        title = metrics.elidedText(row.title, Qt.TextElideMode.ElideRight, room)
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, title)
        taken = metrics.horizontalAdvance(title) + 2 * _GAP_PX
        if row.note and room - taken > scaled(40):
            painter.setPen(qcolor(colors.text_muted))
            note = metrics.elidedText(row.note, Qt.TextElideMode.ElideRight, room - taken)
            painter.drawText(box.adjusted(taken, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, note)


class CommandPalette(QDialog):
    """One field and what it finds; Return chooses, arrows walk, Escape or a click elsewhere closes.

    Parameters
    ----------
    ask
        Gives the choices for a text.
    chosen
        Told what was chosen, after the palette has closed.
    """

    def __init__(
        self, words: Words, theme: Theme, ask: Ask, chosen: Callable[[Choice], None], parent: QWidget
    ) -> None:
        super().__init__(parent, Qt.WindowType.Dialog | Qt.WindowType.FramelessWindowHint)
        self._ask, self._chosen = ask, chosen
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName("palette")
        self.setWindowTitle(words.say(N_("Find anything")))
        self.field = QLineEdit()
        self.field.setObjectName("search")
        self.field.setPlaceholderText(words.say(N_("Find a command, place, tour or ward…")))
        self.field.setAccessibleName(words.say(N_("Find a command, place, tour or ward")))
        self.field.setClearButtonEnabled(True)
        self.model = ChoiceModel(words, self)
        self.list = QListView()
        self.list.setObjectName("cards")
        self.list.setModel(self.model)
        self.list.setItemDelegate(_Lines(theme, self.list))
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setMouseTracking(True)
        self.list.setAccessibleName(words.say(N_("What was found")))
        self.nothing = QLabel(words.say(N_("Nothing found. Try fewer letters or another word.")))
        self.nothing.setObjectName("empty")
        self.nothing.setWordWrap(True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 8, 8, 8)
        for part in (self.field, self.list, self.nothing):
            layout.addWidget(part)
        self.field.installEventFilter(self)
        self.field.textChanged.connect(self._show)
        self.list.clicked.connect(lambda index: self._choose(index.row()))
        self.list.entered.connect(self.list.setCurrentIndex)
        self._place(parent)
        self._show("")

    def eventFilter(self, watched: object, event: QEvent) -> bool:
        """Walk through the list with the keys of the field."""
        if watched is self.field and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return self._press(Qt.Key(event.key()))
        return False

    def changeEvent(self, event: QEvent) -> None:
        """Close when another window is used."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.ActivationChange:
            # Not at once: the change also comes while the palette is being hidden, and hiding it twice would
            # leave the window under it blocked for the mouse.
            QTimer.singleShot(0, self, self._leave)

    def _leave(self) -> None:
        if self.isVisible() and not self.isActiveWindow():
            self.reject()

    def _press(self, key: Qt.Key) -> bool:
        row, rows = self.list.currentIndex().row(), len(self.model.rows)
        steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
        if key in steps and rows:
            self._go(self.model.next_row(row, steps[key]))
        elif key in {Qt.Key.Key_PageDown, Qt.Key.Key_PageUp} and rows:
            jump = 8 if key == Qt.Key.Key_PageDown else -8
            self._go(
                self.model.next_row(max(0, min(rows - 1, row + jump)) - (1 if jump > 0 else -1), jump // 8)
            )
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._choose(row)
        else:
            return False
        return True

    def _go(self, row: int) -> None:
        if row >= 0:
            self.list.setCurrentIndex(self.model.index(row, 0))
            # The heading of the first group comes into sight with its first line.
            if row == self.model.next_row(-1, 1):
                self.list.scrollToTop()

    def _show(self, text: str) -> None:
        self.model.show_groups(self._ask(text))
        is_found = bool(self.model.rows)
        self.list.setVisible(is_found)
        self.nothing.setVisible(not is_found)
        if is_found:
            self._go(self.model.next_row(-1, 1))

    def _choose(self, row: int) -> None:
        choice = self.model.rows[row] if 0 <= row < len(self.model.rows) else None
        if isinstance(choice, Choice) and choice.is_enabled:
            self.accept()
            self._chosen(choice)

    def _place(self, window: QWidget) -> None:
        width = min(scaled(WIDTH_PX), window.width() - 48)
        self.setFixedWidth(width)
        self.resize(width, round(window.height() * _SHARE))
        self.move(window.mapToGlobal(QPoint((window.width() - width) // 2, _TOP_PX)))
