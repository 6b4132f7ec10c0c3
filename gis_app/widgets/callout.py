"""A note beside something in the window: says what it is for, without being in the way of using it."""

from enum import Enum
from typing import Final

from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from gis_app.theme import qcolor, scaled
from layers.style import Theme

_WIDTH_PX: Final = 330
_ARROW_PX: Final = 12
_ROUND_PX: Final = 8


class Side(Enum):
    """Side of the target on which the callout stands."""

    LEFT = "left"
    RIGHT = "right"
    ABOVE = "above"


class Callout(QWidget):
    """A box with an arrow to ``target``, over the window that both are in.

    Parameters
    ----------
    window, target, side
        Where it floats, what it points at, and from which side.
    heading, text, skip, go_on
        What it says, and its two buttons.
    """

    skipped = Signal()
    went_on = Signal()

    def __init__(
        self,
        window: QWidget,
        theme: Theme,
        target: QWidget,
        side: Side,
        *,
        heading: str,
        text: str,
        skip: str,
        go_on: str,
    ) -> None:
        super().__init__(window)
        self._window, self._theme, self._target, self._side = window, theme, target, side
        title, said = QLabel(heading), QLabel(text)
        title.setObjectName("heading")
        said.setWordWrap(True)
        self.skip, self.go_on = QPushButton(skip), QPushButton(go_on)
        self.skip.setObjectName("link")
        self.go_on.setObjectName("primary")
        self.skip.clicked.connect(self.skipped)
        self.go_on.clicked.connect(self.went_on)
        row = QHBoxLayout()
        row.addWidget(self.skip)
        row.addStretch()
        row.addWidget(self.go_on)
        layout = QVBoxLayout(self)
        edge = _ARROW_PX + 14
        layout.setContentsMargins(edge, edge, edge, edge)
        layout.setSpacing(8)
        layout.addWidget(title)
        layout.addWidget(said)
        layout.addLayout(row)
        self.setAccessibleName(heading)
        self.setAccessibleDescription(text)
        self.setFixedWidth(scaled(_WIDTH_PX))
        window.installEventFilter(self)
        target.installEventFilter(self)

    def stand(self) -> None:
        """Show it where it belongs and give it the focus."""
        self._place()
        self.show()
        self.raise_()
        self.go_on.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep beside the target when either is moved."""
        if event.type() in {QEvent.Type.Resize, QEvent.Type.Move} and self.isVisible():
            self._place()
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape skips the rest, Enter goes on."""
        if event.key() == Qt.Key.Key_Escape:
            self.skipped.emit()
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            (self.skip if self.skip.hasFocus() else self.go_on).click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Draw the box and its arrow."""
        colors = self._theme.interface
        edge = float(_ARROW_PX)
        box = QRectF(self.rect()).adjusted(edge, edge, -edge, -edge)
        shape = QPainterPath()
        shape.addRoundedRect(box, _ROUND_PX, _ROUND_PX)
        arrow = QPainterPath()
        tip, first, second = self._arrow(box)
        arrow.moveTo(first)
        arrow.lineTo(tip)
        arrow.lineTo(second)
        arrow.closeSubpath()
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(qcolor(colors.accent), 1.5))
            painter.setBrush(qcolor(colors.surface))
            painter.drawPath(shape.united(arrow))

    def _arrow(self, box: QRectF) -> tuple[QPointF, QPointF, QPointF]:
        target = QPointF(self.mapFromGlobal(self._target.mapToGlobal(self._target.rect().center())))
        y = min(max(target.y(), box.top() + 30), box.bottom() - 30)
        x = min(max(target.x(), box.left() + 30), box.right() - 30)
        if self._side is Side.ABOVE:
            foot = box.bottom() - 1
            return QPointF(x, self.height() - 1), QPointF(x - 10, foot), QPointF(x + 10, foot)
        left = self._side is Side.RIGHT
        foot, tip = (box.left() + 1, 1.0) if left else (box.right() - 1, self.width() - 1.0)
        return QPointF(tip, y), QPointF(foot, y - 10), QPointF(foot, y + 10)

    def _place(self) -> None:
        self.ensurePolished()
        # Not adjustSize(): before it is shown, it forgets that broken text is higher than wide text.
        self.resize(self.width(), self.heightForWidth(self.width()))
        window = self._window
        corner = self._target.mapTo(window, QPoint(0, 0))
        x, y = corner.x(), corner.y() + 40
        if self._side is Side.RIGHT:
            x += self._target.width()
        elif self._side is Side.LEFT:
            x -= self.width()
        else:
            x, y = x + (self._target.width() - self.width()) // 2, corner.y() - self.height()
        x = min(max(x, 0), window.width() - self.width())
        y = min(max(y, 0), window.height() - self.height())
        self.move(x, y)
