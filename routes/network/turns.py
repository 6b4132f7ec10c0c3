"""TurnRestrictions: which arcs must not (or must) follow one another."""

from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, kw_only=True, eq=False)
class TurnRestrictions:
    """Turn restrictions of a network; r of them.

    Arc ``2 * edge`` runs along an edge, ``2 * edge + 1`` against it. Whoever arrives by ``from_arc`` at
    ``via_node`` must not go on by ``to_arc`` (``is_only`` 0), or must not go on by any other arc (``is_only``
    1). Where ``via_arc`` names arcs for a restriction it is about the sequence ``from_arc``, those arcs,
    ``to_arc`` (OSM: via is a way); ``via_node`` is then the end of ``from_arc``, and an 'only' binds those
    who have come by ``from_arc`` and all of those arcs.

    Parameters
    ----------
    from_arc, to_arc
        Shape (r,), int32.
    via_node
        Node where ``from_arc`` ends, shape (r,), int32.
    is_only
        0 or 1, shape (r,), uint8.
    modes
        ``MODE_BIT`` bits of the modes it binds, shape (r,), uint16. Walkers are bound only by restrictions
        made for them (``restriction:foot``).
    via_offset, via_arc
        Arcs between are ``via_arc[via_offset[i]:via_offset[i + 1]]``; shapes (r + 1,), int64 and (q,), int32.
    """

    from_arc: NDArray[np.int32] = field(default_factory=lambda: np.zeros(0, np.int32))
    via_node: NDArray[np.int32] = field(default_factory=lambda: np.zeros(0, np.int32))
    to_arc: NDArray[np.int32] = field(default_factory=lambda: np.zeros(0, np.int32))
    is_only: NDArray[np.uint8] = field(default_factory=lambda: np.zeros(0, np.uint8))
    modes: NDArray[np.uint16] = field(default_factory=lambda: np.zeros(0, np.uint16))
    via_offset: NDArray[np.int64] = field(default_factory=lambda: np.zeros(1, np.int64))
    via_arc: NDArray[np.int32] = field(default_factory=lambda: np.zeros(0, np.int32))

    def __post_init__(self) -> None:
        for name in TURN_ARRAYS:
            getattr(self, name).flags.writeable = False

    def __len__(self) -> int:
        return len(self.from_arc)

    @property
    def has_via_arcs(self) -> NDArray[np.bool_]:
        """Whether each restriction is about a sequence of more than two arcs, shape (r,)."""
        return np.diff(self.via_offset) > 0


TURN_DTYPES: Final[dict[str, type[np.generic]]] = {
    "from_arc": np.int32,
    "via_node": np.int32,
    "to_arc": np.int32,
    "is_only": np.uint8,
    "modes": np.uint16,
    "via_offset": np.int64,
    "via_arc": np.int32,
}
TURN_ARRAYS: Final = tuple(TURN_DTYPES)
"""Names of the arrays of TurnRestrictions."""
