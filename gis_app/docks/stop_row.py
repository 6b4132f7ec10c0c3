"""One stop on a day card: it can be dragged, edited by keys, and shows its tools when selected."""

from typing import Final

from PySide6.QtCore import QEvent, QPoint, QPointF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QEnterEvent,
    QFont,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QLabel,
    QSizePolicy,
    QSpinBox,
    QToolButton,
    QWidget,
)

from data.language.catalogue import N_
from data.model.place import PlaceId
from data.model.tour import Stop
from gis_app.docks.stop_acts import StopAct, act_of_key
from gis_app.i18n import Words
from gis_app.icons import icon
from gis_app.theme import qcolor, scaled
from gis_app.widgets.fields import FieldManners
from layers.style import Color, Theme, text_on
from routes.planner.editing.edits import At

STAY_STEP_MIN: Final = 5
MOST_STAY_MIN: Final = 720
STAY_PAUSE_MS: Final = 350
"""A length is taken over once no further click or digit has come for so long."""

StopKey = tuple[object, ...]
"""What tells a stop again after an edit."""


def stop_key(at: At, stop: Stop) -> StopKey:
    """Return what tells a stop again after an edit: a visit by its place, a break by its day and kind."""
    return (stop.place_id,) if stop.place_id and not stop.kind.is_break else (at.day, stop.kind)


class NumberDisc(QWidget):
    """The number of a visit in the colour of its day, as on the map."""

    def __init__(self, text: str, color: Color, side_px: int = 24) -> None:
        super().__init__()
        self._text, self._color = text, color
        self.setFixedSize(side_px, side_px)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Draw the disc."""
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(qcolor(self._color))
            painter.drawEllipse(self.rect().adjusted(1, 1, -1, -1))
            font = QFont(self.font())
            font.setPixelSize(min(scaled(12), self.height() - 10))
            font.setWeight(QFont.Weight.Bold)
            painter.setFont(font)
            painter.setPen(qcolor(text_on(self._color)))
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self._text)


class Rail(QWidget):
    """The vertical line between two stops, in the colour of the day."""

    def __init__(self, color: QColor, *, is_dotted: bool) -> None:
        super().__init__()
        self._pen = QPen(color, 2, Qt.PenStyle.DotLine if is_dotted else Qt.PenStyle.SolidLine)
        self.setFixedWidth(24)
        self.setMinimumHeight(22)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Draw the line."""
        with QPainter(self) as painter:
            painter.setPen(self._pen)
            painter.drawLine(QPointF(12, 0), QPointF(12, self.height()))


class StopRow(QFrame):
    """A row about a place; hovering and clicking link it with map and timeline.

    Parameters
    ----------
    place
        The place, if it is one.
    at
        Address of a visit or break, which can then be dragged and edited; ``None`` for other rows.
    """

    hovered = Signal(object)
    clicked = Signal(object)
    menu_asked = Signal(object, object, QPoint)
    act_asked = Signal(object, object)
    dragged = Signal(object, QPoint)
    dropped = Signal(object, QPoint)
    drag_ended = Signal()
    chosen = Signal(object)

    def __init__(self, place: PlaceId | None, theme: Theme, at: At | None = None) -> None:
        super().__init__()
        self.place, self.at = place, at
        self.key: StopKey = ()
        self.is_linked = False
        self._theme = theme
        self._is_selected = self._is_hovered = self._is_dragged = False
        self._pressed_at: QPoint | None = None
        if place is not None or at is not None:
            self.setCursor(Qt.CursorShape.PointingHandCursor)
            self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def mark(self, *, selected: bool, hovered: bool) -> None:
        """Show whether the stop is selected or pointed at."""
        if (selected, hovered) != (self._is_selected, self._is_hovered):
            self._is_selected, self._is_hovered = selected, hovered
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Draw the ground of a selected or hovered row."""
        colors = self._theme.interface
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            if self._is_selected or self._is_hovered or self._is_dragged:
                painter.setPen(Qt.PenStyle.NoPen)
                is_strong = self._is_selected or self._is_dragged
                painter.setBrush(qcolor(colors.accent_soft if is_strong else colors.window))
                painter.drawRoundedRect(self.rect(), 6, 6)
            if self.hasFocus():
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.setPen(QPen(qcolor(colors.focus), 1))
                painter.drawRoundedRect(self.rect().adjusted(0, 0, -1, -1), 6, 6)

    def enterEvent(self, event: QEnterEvent) -> None:
        """Tell that the pointer is here."""
        self.hovered.emit(self.place)
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        """Tell that the pointer has left."""
        self.hovered.emit(None)
        super().leaveEvent(event)

    # Mouse: click selects, drag moves

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin a click or a drag, or ask for the menu."""
        if self.place is None and self.at is None:
            return
        if event.button() is Qt.MouseButton.RightButton:
            self.menu_asked.emit(self.place, self.at, event.globalPosition().toPoint())
        elif event.button() is Qt.MouseButton.LeftButton:
            self._pressed_at = event.globalPosition().toPoint()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag the stop along."""
        if self._pressed_at is None or self.at is None:
            return
        spot = event.globalPosition().toPoint()
        if not self._is_dragged:
            if (spot - self._pressed_at).manhattanLength() < QApplication.startDragDistance():
                return
            self._is_dragged = True
            self.setCursor(Qt.CursorShape.ClosedHandCursor)
            self.setFocus()
            self.update()
        self.dragged.emit(self.at, spot)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Drop the stop, or select it."""
        if event.button() is not Qt.MouseButton.LeftButton or self._pressed_at is None:
            return
        self._pressed_at = None
        if self._is_dragged:
            self._end_drag()
            self.dropped.emit(self.at, event.globalPosition().toPoint())
        else:
            self._choose()

    def _end_drag(self) -> None:
        self._is_dragged = False
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.update()
        self.drag_ended.emit()

    def _choose(self) -> None:
        self.chosen.emit(self.at)
        if self.place is not None:
            self.clicked.emit(self.place)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter and Space select, others act on the stop; Escape lets go of a drag."""
        act = act_of_key(event)
        if event.key() == Qt.Key.Key_Escape and self._is_dragged:
            self._pressed_at = None
            self._end_drag()
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space}:
            self._choose()
        elif event.key() == Qt.Key.Key_Menu:
            self.menu_asked.emit(self.place, self.at, self.mapToGlobal(self.rect().center()))
        elif self.at is not None and act is not None:
            self.act_asked.emit(self.at, act)
        else:
            super().keyPressEvent(event)


class StopTools(QWidget):
    """Tools of the selected stop: length of the stay, lock, leave out."""

    stay_asked = Signal(int)
    act_asked = Signal(object)

    def __init__(self, words: Words, theme: Theme, stop: Stop) -> None:
        super().__init__()
        self._words, self._theme = words, theme
        self._asked = stop.stay_s // 60
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 4, 0, 2)
        layout.setSpacing(2)
        self.minutes = QSpinBox(minimum=1, maximum=MOST_STAY_MIN, singleStep=STAY_STEP_MIN)
        self.minutes.setValue(self._asked)
        self.minutes.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.minutes.setFixedWidth(scaled(46))
        self.minutes.setAccessibleName(words.say(N_("Length of the stay in minutes")))
        FieldManners(self.minutes)
        self.less = self._button("minus", N_("5 minutes less"), self.minutes.stepDown)
        self.more = self._button("plus", N_("5 minutes more"), self.minutes.stepUp)
        unit = QLabel(words.say(N_("of a stay|minutes")))
        unit.setObjectName("muted")
        locked = N_("Unlock: planning anew may move it") if stop.is_locked else N_("Lock day and order")
        self.lock = self._button(
            "lock" if stop.is_locked else "unlock", locked, lambda: self.act_asked.emit(StopAct.LOCK)
        )
        self.remove = self._button(
            "close", N_("Leave out of the tour"), lambda: self.act_asked.emit(StopAct.REMOVE)
        )
        for widget in (self.less, self.minutes, self.more, unit):
            layout.addWidget(widget)
        layout.addStretch(1)
        layout.addWidget(self.lock)
        layout.addWidget(self.remove)
        self._timer = QTimer(self, interval=STAY_PAUSE_MS, singleShot=True)
        self._timer.timeout.connect(self._ask)
        self.minutes.valueChanged.connect(lambda _: self._timer.start())
        self.minutes.editingFinished.connect(self._ask)

    def _button(self, name: str, msgid: str, slot: object) -> QToolButton:
        button = QToolButton()
        button.setObjectName("flat")
        button.setIcon(icon(name, self._theme.interface.text_muted.hex))
        button.setIconSize(QSize(16, 16))
        button.setToolTip(self._words.say(msgid))
        button.setAccessibleName(self._words.say(msgid))
        button.clicked.connect(slot)
        return button

    def _ask(self) -> None:
        self._timer.stop()
        if self.minutes.value() != self._asked:
            self._asked = self.minutes.value()
            self.stay_asked.emit(60 * self._asked)


def text_label(text: str, kind: str) -> QLabel:
    """Return a label that breaks its lines; ``kind`` is its name in the style sheet."""
    label = QLabel(text)
    label.setObjectName(kind)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
    policy.setHeightForWidth(True)
    label.setSizePolicy(policy)
    return label
