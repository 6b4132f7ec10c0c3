"""Two places compared, shown on the map: a lettered ring around each and the line between them."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QPainter, QPen

from data.language.formats import distance
from data.model.place import Place
from gis_app.i18n import Words
from gis_app.map.tools import MapTool
from gis_app.theme import qcolor
from layers.style import Theme
from layers.viewport import Viewport

LETTERS = ("A", "B")
_RING_PX = 16.0
_BADGE_PX = 9.0


class PairTool(MapTool):
    """Paints a pair of places, and takes nothing.

    Parameters
    ----------
    theme, words
        Colours, and the language of the distance.
    """

    def __init__(self, theme: Theme, words: Words) -> None:
        super().__init__()
        self._theme, self._words = theme, words
        self.pair: tuple[Place, Place] | None = None
        self._distance_m = 0.0

    def show_pair(self, pair: tuple[Place, Place] | None, distance_m: float = 0.0) -> None:
        """Show two places and how far they are apart (metres), or nothing."""
        self.pair, self._distance_m = pair, distance_m
        self.changed.emit()

    def paint(self, painter: QPainter, view: Viewport) -> None:
        """Draw line, rings, letters and distance."""
        if self.pair is None:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        spots = [QPointF(*view.point_px(place.lon, place.lat)) for place in self.pair]
        ink, ground = qcolor(self._theme.interface.accent), qcolor(self._theme.interface.surface)
        for color, width_px in ((ground, 5.0), (ink, 2.0)):
            painter.setPen(QPen(color, width_px, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawLine(*spots)
            for spot in spots:
                painter.drawEllipse(spot, _RING_PX, _RING_PX)
        font = QFont(painter.font())
        font.setPixelSize(12)
        font.setWeight(QFont.Weight.Bold)
        painter.setFont(font)
        # Two places on one spot keep both letters readable: one to the left, one to the right.
        for spot, letter, side in zip(spots, LETTERS, (-1, 1), strict=True):
            self._badge(painter, spot + QPointF(side * _RING_PX * 0.8, -_RING_PX * 0.8), letter)
        self._label(painter, (spots[0] + spots[1]) / 2)

    def _badge(self, painter: QPainter, centre: QPointF, letter: str) -> None:
        painter.setPen(QPen(qcolor(self._theme.interface.surface), 1.5))
        painter.setBrush(qcolor(self._theme.interface.accent))
        painter.drawEllipse(centre, _BADGE_PX, _BADGE_PX)
        painter.setPen(qcolor(self._theme.interface.on_accent))
        box = QRectF(centre.x() - _BADGE_PX, centre.y() - _BADGE_PX, 2 * _BADGE_PX, 2 * _BADGE_PX)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, letter)

    def _label(self, painter: QPainter, middle: QPointF) -> None:
        text = distance(self._distance_m, self._words.language)
        width = painter.fontMetrics().horizontalAdvance(text) + 12
        box = QRectF(middle.x() - width / 2, middle.y() + _RING_PX + 6, width, 20)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(qcolor(self._theme.interface.surface))
        painter.drawRoundedRect(box, 5, 5)
        painter.setPen(qcolor(self._theme.interface.text))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)
