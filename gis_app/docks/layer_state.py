"""What the panel of layers knows of each layer, and what it may ask for."""

from dataclasses import dataclass
from typing import Protocol

from PySide6.QtCore import SignalInstance

from data.errors import HanhTrinhError
from data.model.map_layers import LayerKey, LayerStack, MapLayer
from layers.reference.rules import LegendEntry
from layers.viewport import Bounds


@dataclass(frozen=True, slots=True)
class LayerState:
    """What the panel shows of a layer besides its settings.

    Parameters
    ----------
    is_loading
        Whether it is being opened.
    problem
        Why it is not shown, None when it is.
    is_missing
        Whether its file is not where it was.
    is_out_of_reach
        Whether its server does not answer: only kept tiles are shown.
    legend
        Its rules that features follow.
    kinds
        Whether it has points, lines, areas.
    bounds
        Where it lies, degrees.
    attribution
        Whose data it is.
    notes
        Doubts found while reading.
    """

    is_loading: bool = False
    problem: Exception | None = None
    is_missing: bool = False
    is_out_of_reach: bool = False
    legend: tuple[LegendEntry, ...] = ()
    kinds: tuple[bool, bool, bool] = (False, False, False)
    bounds: Bounds | None = None
    attribution: str = ""
    notes: tuple[HanhTrinhError, ...] = ()


class LayerDesk(Protocol):
    """Shows and changes the layers of the project."""

    @property
    def states_changed(self) -> SignalInstance:
        """Says that what was shown is out of date."""

    @property
    def stack(self) -> LayerStack:
        """The layers of the project."""

    def state(self, key: LayerKey) -> LayerState:
        """Return what is known of a layer."""

    def title(self, layer: MapLayer) -> str:
        """Return the name of a layer in the language of the window."""

    @property
    def unasked_servers(self) -> tuple[str, ...]:
        """Hosts of online maps shown that nobody has agreed to ask for tiles, in order."""

    def allow_servers(self) -> None:
        """Let them be asked from now on."""

    def look(self, key: str, *, is_visible: bool | None = None, opacity: float | None = None) -> None:
        """Show or hide a layer, or show it more or less strongly."""

    def order(self, keys: tuple[str, ...]) -> None:
        """Put the layers into another order, the uppermost first."""

    def set_scales(self, key: str, closest: int, farthest: int) -> None:
        """Show a layer from scale 1:``closest`` to 1:``farthest`` only, 0 for no limit."""

    def remove(self, key: str) -> None:
        """Take a reference layer off the map."""

    def reload(self, key: LayerKey) -> None:
        """Try to open a layer again."""
