"""The preview: small pages beside the page looked at, which zooms and turns by mouse and keys."""

from typing import Final

from PySide6.QtCore import QEvent, QObject, QSignalBlocker, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QImage, QPainter, QPaintEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QScrollArea,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from data.language.catalogue import N_
from gis_app.dialogs.publish_proofs import Proofs
from gis_app.i18n import Words
from gis_app.icons import icon
from gis_app.theme import qcolor
from gis_app.widgets.thumb_list import THUMB_PX, ThumbList, thumb_icon
from layers.style import Theme

PX_PER_MM: Final = 96 / 25.4
"""Logical pixels to a millimetre at 100 %, as screens count."""
LEAST_ZOOM: Final = 0.05
MOST_ZOOM: Final = 4.0
_STEP: Final = 1.25
_MARGIN: Final = 14
_LIST_WIDTH: Final = 136
_BUTTON: Final = 30


class _Paper(QWidget):
    """The page looked at; until its picture is ready, the last one stands in, scaled."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._edge = qcolor(theme.interface.border)
        self._image = QImage()

    def show_image(self, image: QImage) -> None:
        """Paint ``image`` over the whole page."""
        self._image = image
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the page with a thin edge."""
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.fillRect(self.rect(), Qt.GlobalColor.white)
            if not self._image.isNull():
                painter.drawImage(self.rect(), self._image)
            painter.setPen(self._edge)
            painter.drawRect(self.rect().adjusted(0, 0, -1, -1))


class PreviewPane(QWidget):
    """Shows the pages of ``Proofs``.

    Parameters
    ----------
    proofs
        Makes the pictures; this pane tells it what is looked at.
    """

    turned = Signal(int)

    def __init__(self, words: Words, theme: Theme, proofs: Proofs) -> None:
        super().__init__()
        self._words, self._theme, self._proofs = words, theme, proofs
        self._zoom: float | None = None
        self._make()
        proofs.composed.connect(self._show_proof)
        proofs.page_painted.connect(lambda _: self._show_page())
        proofs.thumbs_painted.connect(self._show_thumbs)
        words.changed.connect(self._say_again)

    # Putting together

    def _make(self) -> None:
        self.pages = ThumbList()
        self.pages.setFixedWidth(_LIST_WIDTH)
        self.pages.setIconSize(QSize(THUMB_PX, THUMB_PX))
        self.pages.setFlow(QListWidget.Flow.TopToBottom)
        self.pages.setWrapping(False)
        self.pages.setUniformItemSizes(True)
        self.pages.setGridSize(QSize(_LIST_WIDTH - 18, THUMB_PX + 28))
        self._words.bind(self.pages.setAccessibleName, N_("Pages"))
        self.pages.currentRowChanged.connect(self._turn)
        self.pages.seen.connect(self._want_thumbs)
        self.paper = _Paper(self._theme)
        self.area = QScrollArea()
        self.area.setObjectName("desk")
        self.area.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.area.setWidget(self.paper)
        self._words.bind(self.area.setAccessibleName, N_("Page looked at"))
        self.area.viewport().installEventFilter(self)
        self.paper.hide()
        bottom = QHBoxLayout()
        bottom.setSpacing(8)
        bottom.addWidget(self.pages)
        bottom.addWidget(self.area, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addLayout(self._bar())
        layout.addLayout(bottom, 1)

    def _bar(self) -> QHBoxLayout:
        self.where = QLabel()
        self.where.setObjectName("heading")
        self.behind = QLabel()
        self.behind.setObjectName("muted")
        self.size_label = QLabel()
        self.size_label.setObjectName("muted")
        self.zoom_label = QLabel()
        self.zoom_label.setMinimumWidth(44)
        self.zoom_label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.out = self._button("minus", N_("Smaller (Ctrl+−)"), lambda: self.zoom_by(1 / _STEP))
        self.larger = self._button("plus", N_("Larger (Ctrl++)"), lambda: self.zoom_by(_STEP))
        self.fit = self._button("region", N_("Show the whole page (Ctrl+0)"), self.fit_page)
        row = QHBoxLayout()
        row.setSpacing(6)
        row.addWidget(self.where)
        row.addWidget(self.size_label)
        row.addWidget(self.behind)
        row.addStretch()
        for widget in (self.out, self.zoom_label, self.larger, self.fit):
            row.addWidget(widget)
        return row

    def _button(self, picture: str, text: str, slot: object) -> QToolButton:
        button = QToolButton()
        button.setObjectName("mapButton")
        button.setIcon(icon(picture, self._theme.interface.text.hex))
        button.setFixedSize(_BUTTON, _BUTTON)
        self._words.bind(button.setToolTip, text)
        self._words.bind(button.setAccessibleName, text)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.clicked.connect(slot)
        return button

    # Turning and zooming

    @property
    def page(self) -> int:
        """Number of the page looked at, from 0."""
        return max(self.pages.currentRow(), 0)

    def turn_by(self, step: int) -> None:
        """Look at the page so many pages on."""
        self.turn_to(self.page + step)

    def turn_to(self, number: int) -> None:
        """Look at page ``number`` (from 0), or at the nearest that there is."""
        if self.pages.count():
            self.pages.setCurrentRow(min(max(number, 0), self.pages.count() - 1))

    def zoom_by(self, factor: float) -> None:
        """Show the page larger or smaller."""
        self._zoom = min(max(self.zoom * factor, LEAST_ZOOM), MOST_ZOOM)
        self._resize()

    def fit_page(self) -> None:
        """Show the whole page, and keep it whole when the window changes."""
        self._zoom = None
        self._resize()

    @property
    def zoom(self) -> float:
        """Size of the page on the screen beside the print."""
        if self._zoom is not None or self._proofs.proof is None or not self.pages.count():
            return self._zoom or 1.0
        sheet = self._proofs.proof.sheets[self.page]
        # A scroll bar of the moment must not make the page smaller.
        room = self.area.contentsRect().size() - QSize(2 * _MARGIN, 2 * _MARGIN)
        share = min(room.width() / sheet.width, room.height() / sheet.height) / PX_PER_MM
        return min(max(share, LEAST_ZOOM), MOST_ZOOM)

    def say_behind(self) -> None:
        """Say that the pages are being drawn anew."""
        self.behind.setText(self._words.say(N_("Drawing…")) if self._proofs.is_behind else "")

    # Showing

    def _show_proof(self) -> None:
        proof = self._proofs.proof
        assert proof is not None  # composed
        with QSignalBlocker(self.pages):
            self._list_pages(len(proof.sheets))
        self.paper.setVisible(bool(proof.sheets))
        self.say_behind()
        self._turn()
        self._want_thumbs()

    def _list_pages(self, count: int) -> None:
        at = self.page
        if self.pages.count() != count:
            self.pages.clear()
            for number in range(count):
                said = self._words.say(N_("Page {number}"), number=number + 1)
                item = QListWidgetItem(thumb_icon(), said, self.pages)
                item.setTextAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.pages.setCurrentRow(min(at, count - 1))

    def _turn(self, _row: int = 0) -> None:
        self._resize()
        self._say_page()
        self.turned.emit(self.page)

    def _say_page(self) -> None:
        proof, say = self._proofs.proof, self._words.say
        if proof is None or not proof.sheets:
            self.where.setText("")
            return
        count = len(proof.sheets)
        self.where.setText(say(N_("Page {number} of {count}"), number=self.page + 1, count=count))
        sheet = proof.sheets[self.page]
        width, height = round(sheet.width), round(sheet.height)
        self.size_label.setText(say(N_("{width} × {height} mm"), width=width, height=height))

    def _resize(self) -> None:
        proof = self._proofs.proof
        if proof is None or not proof.sheets:
            return
        zoom, sheet = self.zoom, proof.sheets[self.page]
        self.paper.resize(round(sheet.width * zoom * PX_PER_MM), round(sheet.height * zoom * PX_PER_MM))
        self.zoom_label.setText(f"{round(zoom * 100)} %")
        self._proofs.want_page(self.page, self._dots_per_mm)
        self._show_page()

    @property
    def _dots_per_mm(self) -> float:
        return self.zoom * PX_PER_MM * self.devicePixelRatioF()

    def _show_page(self) -> None:
        image = self._proofs.page(self.page, self._dots_per_mm) or self._proofs.any_of(self.page)
        if image is not None:
            self.paper.show_image(image)

    def _say_again(self) -> None:
        for row in range(self.pages.count()):
            self.pages.item(row).setText(self._words.say(N_("Page {number}"), number=row + 1))
        self._say_page()
        self.say_behind()

    def _want_thumbs(self) -> None:
        self._proofs.want_thumbs(self.pages.rows_in_sight())

    def _show_thumbs(self) -> None:
        for row in range(self.pages.count()):
            image = self._proofs.thumb(row)
            if image is not None:
                self.pages.item(row).setIcon(thumb_icon(image))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep a page that is shown whole, whole."""
        super().resizeEvent(event)
        # After the layout has given the parts their room.
        QTimer.singleShot(0, self, self._resize)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Zoom with Ctrl and the wheel."""
        if isinstance(event, QWheelEvent) and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom_by(_STEP if event.angleDelta().y() > 0 else 1 / _STEP)
            return True
        return False
