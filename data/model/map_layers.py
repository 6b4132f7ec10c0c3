"""Layers of the map: ours and reference layers of the user, in the order in which they lie on each other.

What a layer is (its source, style, order and range of scales) belongs to the project and can be undone. How
it is looked at, whether it is shown and how strongly, is kept with the project too but is no step of the
undo stack: whoever hides a layer to see what is under it does not want 'undo' to bring the layer back, but
the stop they moved before.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from types import MappingProxyType
from typing import Final, NewType

from data.errors import BadInputError
from data.language.catalogue import N_
from data.model.layer_style import LayerStyle

LayerKey = NewType("LayerKey", str)

MOST_LAYERS: Final = 200


class OwnLayer(StrEnum):
    """The layers every map has; the value is their key."""

    TOUR = "tour"
    PLACES = "places"
    NAMES = "names"
    ROADS = "roads"
    BORDERS = "borders"
    WATER = "water"


_OWN_KEYS: Final = frozenset(own.value for own in OwnLayer)

OVERLAYS: Final = frozenset({OwnLayer.TOUR, OwnLayer.PLACES, OwnLayer.NAMES})
"""Always above reference layers: foreign data never hides a stop."""

OWN_TITLES: Final[Mapping[OwnLayer, str]] = MappingProxyType(
    {
        OwnLayer.TOUR: N_("map layer|Tour"),
        OwnLayer.PLACES: N_("map layer|Places"),
        OwnLayer.NAMES: N_("map layer|Names of wards, roads and waters"),
        OwnLayer.ROADS: N_("map layer|Roads"),
        OwnLayer.BORDERS: N_("map layer|Borders of wards"),
        OwnLayer.WATER: N_("map layer|Waters"),
    }
)


class SourceKind(StrEnum):
    """What a reference layer is read from."""

    VECTOR = "vector"
    GEOTIFF = "geotiff"
    MBTILES = "mbtiles"
    PMTILES = "pmtiles"
    XYZ = "xyz"
    WMS = "wms"

    @property
    def is_online(self) -> bool:
        """Whether it is fetched from a server."""
        return self in {SourceKind.XYZ, SourceKind.WMS}


@dataclass(frozen=True, slots=True, kw_only=True)
class LayerSource:
    """Where a reference layer comes from.

    Parameters
    ----------
    kind
        What it is.
    address
        Path of the file, or address of the server: with ``{z}/{x}/{y}`` for tiles, without its query for WMS.
    layer
        Layer inside a file, or names of WMS layers, comma-separated.
    crs
        Coordinate system for a file that does not say its own, as ``data.readers.crs`` writes it.
    encoding
        Encoding of a shapefile's texts where it was chosen by hand; '' to find it out.
    attribution
        Whose data it is; shown on the map while the layer is.
    """

    kind: SourceKind
    address: str
    layer: str = ""
    crs: str = ""
    encoding: str = ""
    attribution: str = ""

    def __post_init__(self) -> None:
        if not self.address:
            raise BadInputError(
                N_("The layer has no address."), where="address", remedy=N_("Choose a file or an address.")
            )
        if self.kind.is_online and not self.attribution.strip():
            raise BadInputError(
                N_("An online layer needs a credit."),
                where="attribution",
                remedy=N_("Write whose data it is, for example '© OpenStreetMap contributors'."),
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class MapLayer:
    """One layer of the stack.

    Parameters
    ----------
    key
        Its key; that of ``OwnLayer`` for our own.
    title
        Name given by the user; '' for our own.
    source
        None for our own.
    style
        How the features of a vector file look.
    closest, farthest
        The layer is shown at scales from 1:``closest`` to 1:``farthest``; 0 for no limit.
    is_visible, opacity
        The view of it: shown or not, and how strongly (0–1).
    """

    key: LayerKey
    title: str = ""
    source: LayerSource | None = None
    style: LayerStyle = field(default_factory=LayerStyle)
    closest: int = 0
    farthest: int = 0
    is_visible: bool = True
    opacity: float = 1.0

    def __post_init__(self) -> None:
        if not self.key or (self.source is None) != (self.key in _OWN_KEYS):
            raise BadInputError(
                N_("The layer '{key}' is none of ours and has no source."),
                where="key",
                remedy=N_("Add it from a file or a server."),
                key=self.key,
            )
        if not 0.0 <= self.opacity <= 1.0:
            raise BadInputError(
                N_("The opacity {value} is not from 0 to 1."),
                where="opacity",
                remedy=N_("Give a number between them."),
                value=self.opacity,
            )
        if min(self.closest, self.farthest) < 0 or (self.farthest and self.closest > self.farthest):
            raise BadInputError(
                N_("The scales 1:{closest} to 1:{farthest} are no range."),
                where="closest",
                remedy=N_("The first number must be the smaller one."),
                closest=self.closest,
                farthest=self.farthest,
            )

    @property
    def own(self) -> OwnLayer | None:
        """Which of our own layers it is."""
        return OwnLayer(self.key) if self.source is None else None

    @property
    def is_overlay(self) -> bool:
        """Whether it lies above all reference layers."""
        return self.own in OVERLAYS

    def is_shown_at(self, denominator: float) -> bool:
        """Whether it is drawn at scale 1:``denominator``."""
        in_range = self.closest <= denominator and (not self.farthest or denominator <= self.farthest)
        return self.is_visible and self.opacity > 0 and in_range


def _own_layers() -> tuple[MapLayer, ...]:
    return tuple(MapLayer(key=LayerKey(own.value)) for own in OwnLayer)


@dataclass(frozen=True, slots=True)
class LayerStack:
    """Layers of a map, the uppermost first: every one of our own once, overlays above all others."""

    layers: tuple[MapLayer, ...] = field(default_factory=_own_layers)

    def __post_init__(self) -> None:
        keys = [layer.key for layer in self.layers]
        if len(set(keys)) != len(keys) or len(keys) > MOST_LAYERS or not set(keys) >= _OWN_KEYS:
            raise BadInputError(
                N_("The list of layers is damaged: one is there twice, or missing."),
                where="layers",
                remedy=N_("Begin with the layers every map has."),
            )
        ordered = sorted(self.layers, key=lambda layer: not layer.is_overlay)
        object.__setattr__(self, "layers", tuple(ordered))

    def __getitem__(self, key: str) -> MapLayer:
        return next(layer for layer in self.layers if layer.key == key)

    def __contains__(self, key: object) -> bool:
        return any(layer.key == key for layer in self.layers)

    @property
    def references(self) -> tuple[MapLayer, ...]:
        """Layers of the user, the uppermost first."""
        return tuple(layer for layer in self.layers if layer.source is not None)

    def with_layer(self, layer: MapLayer) -> "LayerStack":
        """Return the stack with ``layer`` in place of the one with its key, or as a new one on the ground."""
        if layer.key in self:
            return LayerStack(tuple(layer if old.key == layer.key else old for old in self.layers))
        return LayerStack((layer, *self.layers))

    def without(self, key: str) -> "LayerStack":
        """Return the stack without a reference layer."""
        return LayerStack(tuple(layer for layer in self.layers if layer.key != key))

    def in_order(self, keys: tuple[str, ...]) -> "LayerStack":
        """Return the stack in another order, the uppermost first; overlays stay above."""
        places = {key: number for number, key in enumerate(keys)}
        return LayerStack(tuple(sorted(self.layers, key=lambda layer: places[layer.key])))

    def seen_as(self, other: "LayerStack") -> "LayerStack":
        """Return the stack with visibility and opacity of the layers that ``other`` has too."""
        views = {layer.key: layer for layer in other.layers}
        return LayerStack(
            tuple(
                replace(layer, is_visible=views[layer.key].is_visible, opacity=views[layer.key].opacity)
                if layer.key in views
                else layer
                for layer in self.layers
            )
        )

    def free_key(self) -> LayerKey:
        """Return a key that no layer has."""
        taken = {layer.key for layer in self.layers}
        number = 1
        while f"layer-{number}" in taken:
            number += 1
        return LayerKey(f"layer-{number}")


DEFAULT_STACK: Final = LayerStack()
