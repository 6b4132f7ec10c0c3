"""A button that looks like a link and breaks its text: remedies are whole sentences."""

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QStyle, QStyleOptionButton, QWidget

_PAD_PX = 4


class WrappedButton(QPushButton):
    """A link-like button of one or more lines."""

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setObjectName("link")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def heightForWidth(self, width: int, /) -> int:
        """Return the height of all lines."""
        room = QRect(0, 0, max(width - 2 * _PAD_PX, 40), 10_000)
        return self.fontMetrics().boundingRect(room, Qt.TextFlag.TextWordWrap, self.text()).height() + _PAD_PX

    def sizeHint(self) -> QSize:
        """Return the size at the width it has."""
        return QSize(120, self.heightForWidth(max(self.width(), 200)))

    def minimumSizeHint(self) -> QSize:
        """Return the height of one line: a layout gives more where the text needs it."""
        return QSize(80, self.fontMetrics().height() + _PAD_PX)

    def resizeEvent(self, event: QResizeEvent, /) -> None:
        """Ask for the height that the new width needs."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.updateGeometry()

    def paintEvent(self, event: QPaintEvent, /) -> None:  # noqa: ARG002 - Qt's signature
        """Draw the frame of the focus and the lines."""
        option = QStyleOptionButton()
        self.initStyleOption(option)
        option.text = ""
        with QPainter(self) as painter:
            self.style().drawControl(QStyle.ControlElement.CE_PushButton, option, painter, self)
            font = self.font()
            font.setUnderline(self.underMouse())
            painter.setFont(font)
            painter.setPen(option.palette.buttonText().color())
            room = self.rect().adjusted(_PAD_PX, 0, -_PAD_PX, 0)
            flags = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
            painter.drawText(room, int(flags), self.text())
