"""Where a wheelchair can go: only where the map says so; what is unknown is not passable.

A way is passable if one of these holds:

1. ``wheelchair`` is yes or designated, or on stairs ``ramp:wheelchair`` is yes. ``limited`` is not enough:
   nobody can plan on help.
2. It is a way without kerbs of its own (pedestrian street, path, cycleway, living street, residential,
   unclassified or service road, a footway that is neither sidewalk nor crossing) and **all** of this is so:
   ``surface`` is tagged and firm; ``smoothness``, if tagged, is intermediate or better; ``incline``, if
   tagged, is a number of at most ``STEEPEST_PERCENT`` ('up' and 'down' are not).

So never: stairs without a ramp, an untagged surface, sidewalks and crossings whose kerbs are not known,
tertiary roads and above (their carriageway is no place for a wheelchair, and the kerbs of their sidewalks are
unknown). An untagged incline counts as level: Hà Nội and Hải Dương lie in the delta, and pagoda hills have
stairs. Kerbs tagged on nodes are barriers, passed only when lowered or flush.

The steepest slope is 1:12, the limit of ramps in QCVN 10 (accessible construction; a lead, read second-hand).
"""

from collections.abc import Mapping
from typing import Final

from routes.modes.classes import RoadClass

STEEPEST_PERCENT: Final = 100 / 12

WHEELCHAIR_KEYS: Final = frozenset(
    {"wheelchair", "ramp:wheelchair", "surface", "smoothness", "incline", "footway"}
)
"""Tags that decide."""

_FIRM: Final = frozenset(
    {
        "asphalt",
        "paved",
        "concrete",
        "concrete:plates",
        "paving_stones",
        "bricks",
        "metal",
        "wood",
        "chipseal",
    }
)
_EVEN: Final = frozenset({"excellent", "good", "intermediate"})
_WITHOUT_KERBS: Final = frozenset(
    {
        RoadClass.PEDESTRIAN,
        RoadClass.PATH,
        RoadClass.CYCLEWAY,
        RoadClass.LIVING_STREET,
        RoadClass.RESIDENTIAL,
        RoadClass.UNCLASSIFIED,
        RoadClass.SERVICE,
        RoadClass.FOOTWAY,
    }
)


def can_roll(tags: Mapping[str, str], road_class: RoadClass) -> bool:
    """Return whether OSM tags say that a wheelchair can pass a way (access rights aside)."""
    said = tags.get("wheelchair", "")
    if said in {"yes", "designated"}:
        return True
    if said in {"no", "limited"} or road_class not in _WITHOUT_KERBS | {RoadClass.STEPS}:
        return False
    if road_class is RoadClass.STEPS:
        return tags.get("ramp:wheelchair") == "yes"
    if tags.get("footway") in {"sidewalk", "crossing"}:
        return False
    is_even = tags.get("smoothness", "intermediate") in _EVEN
    return tags.get("surface", "") in _FIRM and is_even and _is_gentle(tags.get("incline", ""))


def _is_gentle(incline: str) -> bool:
    if not incline:
        return True
    try:
        return abs(float(incline.rstrip("%° ").replace(",", "."))) <= STEEPEST_PERCENT
    except ValueError:
        return False
