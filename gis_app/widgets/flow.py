"""A layout that sets widgets in lines like words, and breaks the line where the width ends."""

from typing import Final

from PySide6.QtCore import QMargins, QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget

CLINGS: Final = "clings"
"""Property of a widget that stands close to the one before it, as a comma does."""

_GAP_PX: Final = 6
_CLOSE_PX: Final = 2


class FlowLayout(QLayout):
    """Lines of widgets, each as wide as it wants to be.

    Parameters
    ----------
    gap_px, line_gap_px
        Pixels between two widgets of a line, and between two lines.
    """

    def __init__(
        self, parent: QWidget | None = None, *, gap_px: int = _GAP_PX, line_gap_px: int = _GAP_PX
    ) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self._gap, self._line_gap = gap_px, line_gap_px
        self.setContentsMargins(QMargins())

    def addItem(self, item: QLayoutItem, /) -> None:  # noqa: N802 - Qt's name
        """Add an item at the end."""
        self._items.append(item)

    def count(self) -> int:
        """Return the number of items."""
        return len(self._items)

    def itemAt(self, index: int, /) -> QLayoutItem | None:  # noqa: N802 - Qt's name
        """Return one item, or None beyond the last."""
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int, /) -> QLayoutItem | None:  # noqa: N802 - Qt's name
        """Remove and return one item."""
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:  # noqa: N802 - Qt's name
        """Take no more room than needed."""
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        """Say that the height depends on the width."""
        return True

    def heightForWidth(self, width: int, /) -> int:
        """Return the height of all lines in ``width``."""
        return self._arrange(QRect(0, 0, width, 0), is_trial=True)

    def setGeometry(self, rect: QRect, /) -> None:  # noqa: N802 - Qt's name
        """Place the items."""
        super().setGeometry(rect)
        self._arrange(rect, is_trial=False)

    def sizeHint(self) -> QSize:
        """Return the least size."""
        return self.minimumSize()

    def minimumSize(self) -> QSize:  # noqa: N802 - Qt's name
        """Return the size of the widest item."""
        size = QSize()
        for item in self._items:
            size = size.expandedTo(item.minimumSize())
        margins = self.contentsMargins()
        return size + QSize(margins.left() + margins.right(), margins.top() + margins.bottom())

    def clear(self) -> None:
        """Remove and delete all widgets."""
        while (item := self.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()

    def _arrange(self, rect: QRect, *, is_trial: bool) -> int:
        area = rect.marginsRemoved(self.contentsMargins())
        x, y = area.x(), area.y()
        line: list[QRect] = []
        placed: list[tuple[QLayoutItem, QRect]] = []
        for item in self._items:
            widget = item.widget()
            if widget is not None and widget.isHidden():
                continue
            if widget is not None and line and widget.property(CLINGS):
                x += _CLOSE_PX - self._gap
            size = item.sizeHint().boundedTo(QSize(max(area.width(), 1), 10_000))
            if x > area.x() and x + size.width() > area.right() + 1:
                x, y = area.x(), y + _tallest(line) + self._line_gap
                self._centre(placed, line, is_trial=is_trial)
                line.clear()
            spot = QRect(QPoint(x, y), size)
            placed.append((item, spot))
            line.append(spot)
            x += size.width() + self._gap
        self._centre(placed, line, is_trial=is_trial)
        return y + _tallest(line) - rect.y() + self.contentsMargins().bottom()

    @staticmethod
    def _centre(placed: list[tuple[QLayoutItem, QRect]], line: list[QRect], *, is_trial: bool) -> None:
        """Place the items of one line, centred on its height."""
        height = _tallest(line)
        for item, spot in placed:
            if not is_trial:
                spot.moveTop(spot.top() + (height - spot.height()) // 2)
                item.setGeometry(spot)
        placed.clear()


def _tallest(line: list[QRect]) -> int:
    return max((spot.height() for spot in line), default=0)
