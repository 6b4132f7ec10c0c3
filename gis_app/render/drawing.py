"""Drawing: what every painter of the map needs, in one value."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Self

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QImage, QPainter

from gis_app.render.fonts import measure
from layers.labels import Box, LabelPlacer
from layers.style import LIGHT, Theme
from layers.viewport import Bounds, Viewport

_INSET_PX = 3.0
_SOLID = 0.995
_MOST_SCALE = 4.0


@dataclass(frozen=True, slots=True)
class Drawing:
    """One map being drawn.

    Parameters
    ----------
    painter
        Active painter in logical pixels, the map's top left corner at (0, 0). Painters restore its state.
    viewport
        What to show.
    theme
        Colours and road styles.
    language
        'vi' or 'en'.
    labels
        Room taken so far; draw what matters most first.
    unplaced
        Where the names of stops that found no room are noted.
    with_leaders
        Whether the names of crowded stops may stand further off, joined to them by a line.
    """

    painter: QPainter
    viewport: Viewport
    theme: Theme
    language: str
    labels: LabelPlacer
    unplaced: list[str] = field(default_factory=list)
    with_leaders: bool = False

    @classmethod
    def on(
        cls,
        painter: QPainter,
        viewport: Viewport,
        theme: Theme = LIGHT,
        language: str = "vi",
        *,
        margin_px: float = 0.0,
        with_leaders: bool = False,
    ) -> Self:
        """Return a drawing with nothing taken yet; no name crosses the line ``margin_px`` inside its edge."""
        whole = Box(0, 0, viewport.width_px, viewport.height_px)
        core = whole.grown(-margin_px - _INSET_PX) if margin_px else None
        labels = LabelPlacer(whole.grown(-_INSET_PX), measure, core=core)
        return cls(painter, viewport, theme, language, labels, with_leaders=with_leaders)

    @contextmanager
    def clipped(self) -> Iterator[QPainter]:
        """Give the painter, antialiased and clipped to the map, and restore it whatever happens."""
        painter = self.painter
        painter.save()
        try:
            painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
            frame = QRectF(0, 0, self.viewport.width_px, self.viewport.height_px)
            painter.setClipRect(frame, Qt.ClipOperation.IntersectClip)
            yield painter
        finally:
            painter.restore()

    @contextmanager
    def faded(self, opacity: float) -> Iterator["Drawing"]:
        """Give a drawing whose content shows with ``opacity`` (0–1) as a whole, not each stroke by itself."""
        if opacity > _SOLID:
            yield self
            return
        scale = min(max(self.painter.worldTransform().m11(), 1.0), _MOST_SCALE)
        scale *= self.painter.device().devicePixelRatioF()
        size = (round(self.viewport.width_px * scale), round(self.viewport.height_px * scale))
        image = QImage(*size, QImage.Format.Format_ARGB32_Premultiplied)
        image.fill(Qt.GlobalColor.transparent)
        with QPainter(image) as painter:
            painter.setRenderHints(self.painter.renderHints())
            painter.scale(scale, scale)
            yield replace(self, painter=painter)
        self.painter.save()
        self.painter.setOpacity(self.painter.opacity() * opacity)
        self.painter.drawImage(QRectF(0, 0, self.viewport.width_px, self.viewport.height_px), image)
        self.painter.restore()

    def bounds_m(self, margin_px: float = 0.0) -> Bounds:
        """Return the bounds of the view in Web Mercator metres, grown by a margin."""
        west, south, east, north = self.viewport.bounds_m
        margin_m = margin_px * self.viewport.resolution
        return west - margin_m, south - margin_m, east + margin_m, north + margin_m
