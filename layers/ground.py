"""The stack of map layers with what each draws: the order in which painters go through them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from data.model.map_layers import DEFAULT_STACK, LayerKey, LayerStack, MapLayer
from layers.reference.rules import StyledFeatures
from layers.reference.tiles import TileSource
from layers.viewport import Viewport

NOMINAL_LATITUDE: Final = 21.0
"""Ranges of scales count at the latitude of the Red River Delta, so that one holds for all tiles of a map."""


@dataclass(frozen=True, slots=True)
class DrawnLayer:
    """A layer and what it shows; None for our own layers, and for those whose file could not be opened."""

    layer: MapLayer
    content: StyledFeatures | TileSource | None = None

    @property
    def attribution(self) -> str:
        """Whose data it is: what the user wrote, or what the file says."""
        written = self.layer.source.attribution.strip() if self.layer.source is not None else ""
        if written or not isinstance(self.content, TileSource):
            return written
        return self.content.attribution

    def is_shown(self, viewport: Viewport) -> bool:
        """Whether it is drawn in ``viewport``."""
        return self.layer.is_shown_at(nominal_denominator(viewport))


def nominal_denominator(viewport: Viewport) -> float:
    """Return N of the scale 1:N that ``viewport`` would have at ``NOMINAL_LATITUDE``."""
    metres = viewport.resolution * np.cos(np.radians(NOMINAL_LATITUDE))
    return float(round(metres * 1000 / viewport.pixel_mm))


def drawn_layers(
    stack: LayerStack, contents: Mapping[LayerKey, StyledFeatures | TileSource]
) -> tuple[DrawnLayer, ...]:
    """Return the layers of ``stack`` with their contents, the uppermost first."""
    return tuple(DrawnLayer(layer, contents.get(layer.key)) for layer in stack.layers)


def credits_of(layers: tuple[DrawnLayer, ...]) -> tuple[str, ...]:
    """Return the credits of the reference layers that are shown, each once."""
    shown = (drawn.attribution for drawn in layers if drawn.layer.is_visible and drawn.content is not None)
    return tuple(dict.fromkeys(text for text in shown if text))


DEFAULT_GROUND: Final = drawn_layers(DEFAULT_STACK, {})
