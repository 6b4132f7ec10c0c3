"""Text on the map: real text (selectable in a PDF) on top of a halo."""

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen

from gis_app.render.fonts import font_of, metrics_of
from layers.labels import PlacedLabel
from layers.style import Color, TextStyle

HALO_PX = 2.6


def qcolor(color: Color) -> QColor:
    """Return the Qt colour."""
    return QColor(color.red, color.green, color.blue, color.alpha)


def draw_text(
    painter: QPainter,
    at: tuple[float, float],
    text: str,
    style: TextStyle,
    color: Color,
    *,
    halo: Color | None = None,
    halo_px: float = HALO_PX,
) -> None:
    """Draw one line of text with its baseline beginning at ``at`` (logical pixels)."""
    if halo is not None:
        _draw_halo(painter, at, text, style, halo, halo_px)
    painter.setFont(font_of(style))
    painter.setPen(qcolor(color))
    painter.drawText(QPointF(*at), text)


def _draw_halo(  # noqa: PLR0917 - as draw_text
    painter: QPainter, at: tuple[float, float], text: str, style: TextStyle, halo: Color, halo_px: float
) -> None:
    outline = QPainterPath()
    outline.addText(QPointF(*at), font_of(style), text)
    pen = QPen(qcolor(halo), halo_px)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.strokePath(outline, pen)


def draw_centred(
    painter: QPainter, at: tuple[float, float], text: str, style: TextStyle, color: Color
) -> None:
    """Draw one line of text centred on a point, by the height of its capitals."""
    metrics = metrics_of(style)
    x = at[0] - metrics.horizontalAdvance(text) / 2
    draw_text(painter, (x, at[1] + metrics.capHeight() / 2), text, style, color)


def draw_label(
    painter: QPainter, label: PlacedLabel, color: Color, *, halo: Color | None, align: float = 0.0
) -> None:
    """Draw a placed label; ``align`` 0 sets its lines flush left, 0.5 centres them, 1 flush right."""
    metrics = metrics_of(label.style)
    drop = (metrics.ascent() - metrics.descent()) / 2
    if label.words:
        _draw_words(painter, label, color, halo, drop)
        return
    if label.angle:
        painter.save()
        painter.translate(label.x, label.y)
        painter.rotate(label.angle)
        draw_text(painter, (-label.width / 2, drop), label.lines[0], label.style, color, halo=halo)
        painter.restore()
        return
    line_height = label.height / len(label.lines)
    for number, line in enumerate(label.lines):
        x = label.x + (label.width - metrics.horizontalAdvance(line)) * align
        y = label.y - label.height / 2 + (number + 0.5) * line_height + drop
        draw_text(painter, (x, y), line, label.style, color, halo=halo)


def _draw_words(painter: QPainter, label: PlacedLabel, color: Color, halo: Color | None, drop: float) -> None:
    """Draw a name word by word along its line: all halos first, so that none covers the word before."""
    for is_halo in (True, False):
        for word in label.words:
            painter.save()
            painter.translate(word.x, word.y)
            painter.rotate(word.angle)
            at = (-word.width / 2, drop)
            if not is_halo:
                draw_text(painter, at, word.text, label.style, color)
            elif halo is not None:
                _draw_halo(painter, at, word.text, label.style, halo, HALO_PX)
            painter.restore()
