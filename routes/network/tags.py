"""What a road is made of, beyond access and speed: tagged values as small numbers, kept edge by edge.

Nothing here decides who may pass: ``routes.modes`` does, from these numbers and the access bits. 0 (NaN for
the incline) always means "not tagged", never "none".
"""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Final, NamedTuple

SURFACES: Final = (
    "", "paved", "asphalt", "concrete", "concrete:plates", "concrete:lanes", "paving_stones", "sett",
    "cobblestone", "unhewn_cobblestone", "bricks", "metal", "wood", "chipseal", "compacted",
    "fine_gravel", "gravel", "pebblestone", "unpaved", "ground", "dirt", "earth", "mud", "grass",
    "grass_paver", "sand", "rock", "other",
)  # fmt: skip
"""Values of OSM ``surface`` by code. Stored: append only."""

SMOOTHNESS: Final = (
    "", "excellent", "good", "intermediate", "bad", "very_bad", "horrible", "very_horrible", "impassable",
)  # fmt: skip
"""Values of OSM ``smoothness`` by code, from best to worst. Stored: append only."""

WHEELCHAIR: Final = ("", "yes", "limited", "no")
"""Values of OSM ``wheelchair`` by code; ``ramp:wheelchair=yes`` counts as 'yes'. Stored: append only."""

SIDEWALK: Final = ("", "no", "one side", "both", "separate")
"""Sidewalks by code, from OSM ``sidewalk`` and ``sidewalk:both|left|right``. Stored: append only."""

BUILT_UP: Final = ("", "no", "yes")
"""Whether an edge lies in a built-up area, by code; see ``routes.network.built_up``. Stored: append only."""

BARRIERS: Final = (
    "", "other", "bollard", "block", "gate", "lift_gate", "swing_gate", "sliding_gate", "cycle_barrier",
    "chain", "kerb", "stile", "turnstile", "height_restrictor", "toll_booth", "border_control",
    "entrance", "sally_port", "jersey_barrier", "log", "debris", "motorcycle_barrier", "kissing_gate",
    "full-height_turnstile", "wall", "fence", "hedge", "spikes", "bus_trap", "cattle_grid",
)  # fmt: skip
"""Values of OSM ``barrier`` on nodes by code. Stored: append only."""

DETAIL_KEYS: Final = frozenset(
    {"width", "est_width", "maxwidth", "maxwidth:physical", "maxweight", "maxheight", "maxheight:physical",
     "lanes", "surface", "smoothness", "wheelchair", "ramp:wheelchair", "incline", "sidewalk",
     "sidewalk:both", "sidewalk:left", "sidewalk:right", "maxspeed", "maxspeed:type", "source:maxspeed",
     "zone:traffic"}
)  # fmt: skip
"""Tags of ways that ``edge_details`` reads."""

_SAME_SURFACE: Final = {
    "cement": "concrete", "paving_stones:30": "paving_stones", "brick": "bricks",
    "cobblestone:flattened": "sett", "tiles": "paving_stones", "stone": "rock", "soil": "earth",
    "tarmac": "asphalt",
}  # fmt: skip
_MOST_M: Final = 200.0
_MOST_T: Final = 500.0
_MOST_LANES: Final = 20
_NUMBER: Final = re.compile(r"^(\d+(?:[.,]\d+)?)\s*(m|cm|km|t|kg|lbs|st|ft|'|%|°)?$")
_FEET: Final = re.compile(r"^(\d+)\s*(?:'|ft)\s*(?:(\d+(?:\.\d+)?)\s*(?:\"|in)?)?$")
_IN_METRES: Final = {"m": 1.0, "": 1.0, "cm": 0.01, "km": 1000.0}
_IN_TONNES: Final = {"t": 1.0, "": 1.0, "kg": 0.001, "lbs": 0.000453592, "st": 0.907185}


class EdgeDetails(NamedTuple):
    """Tagged properties of a way that hold along all of it, in either direction.

    Parameters
    ----------
    width_m
        Carriageway width (``width``, else ``est_width``), 0 unknown.
    maxwidth_m, maxheight_m, maxweight_t
        Limits for vehicles, metres and tonnes, 0 where no limit is tagged.
    lanes
        Number of lanes of both directions, 0 unknown.
    incline_percent
        Steepness without sign, -1 unknown (NaN would not be equal to itself).
    surface, smoothness, wheelchair, sidewalk, built_up
        Codes of ``SURFACES``, ``SMOOTHNESS``, ``WHEELCHAIR``, ``SIDEWALK``, ``BUILT_UP``.
    """

    width_m: float = 0.0
    maxwidth_m: float = 0.0
    maxheight_m: float = 0.0
    maxweight_t: float = 0.0
    lanes: int = 0
    incline_percent: float = -1.0
    surface: int = 0
    smoothness: int = 0
    wheelchair: int = 0
    sidewalk: int = 0
    built_up: int = 0


def edge_details(tags: Mapping[str, str]) -> EdgeDetails:
    """Return the details of an OSM way from its tags; what cannot be read is unknown."""
    return _details(tuple(sorted((key, tags[key]) for key in DETAIL_KEYS if key in tags)))


@lru_cache(maxsize=50_000)
def _details(pairs: tuple[tuple[str, str], ...]) -> EdgeDetails:
    tags = dict(pairs)
    return EdgeDetails(
        width_m=_first_length(tags, "width", "est_width"),
        maxwidth_m=_first_length(tags, "maxwidth", "maxwidth:physical"),
        maxheight_m=_first_length(tags, "maxheight", "maxheight:physical"),
        maxweight_t=_measure(tags.get("maxweight", ""), _IN_TONNES, _MOST_T),
        lanes=_lanes(tags.get("lanes", "")),
        incline_percent=_incline(tags.get("incline", "")),
        surface=_surface(tags.get("surface", "")),
        smoothness=_code(SMOOTHNESS, tags.get("smoothness", "")),
        wheelchair=_wheelchair(tags),
        sidewalk=_sidewalk(tags),
        built_up=_built_up(tags),
    )


def barrier_code(value: str) -> int:
    """Return the code of an OSM ``barrier`` value; values of no code are 'other'."""
    return BARRIERS.index(value) if value in BARRIERS else BARRIERS.index("other")


def metres(text: str) -> float:
    """Return a tagged length in metres ('2.5', '2,5 m', '250 cm', feet), 0 where it is no number."""
    return _measure(text, _IN_METRES, _MOST_M)


def _code(values: tuple[str, ...], value: str) -> int:
    return values.index(value) if value in values else 0


def _first_length(tags: Mapping[str, str], *keys: str) -> float:
    found = (metres(tags[key]) for key in keys if key in tags)
    return next((value for value in found if value), 0.0)


def _measure(text: str, units: Mapping[str, float], most: float) -> float:
    # "default", "none", "below_default" and the like say nothing in numbers.
    plain = _NUMBER.match(text.strip())
    if plain and (plain[2] or "") in units:
        value = float(plain[1].replace(",", ".")) * units[plain[2] or ""]
    else:
        feet = _FEET.match(text.strip()) if units is _IN_METRES else None
        value = (int(feet[1]) * 12 + float(feet[2] or 0)) * 0.0254 if feet else 0.0
    return round(value, 3) if 0 < value <= most else 0.0


def _lanes(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and int(text) <= _MOST_LANES else 0


def _incline(text: str) -> float:
    steep = _NUMBER.match(text.strip().lstrip("+-"))
    if not steep or steep[2] not in {None, "%"}:
        return -1.0
    value = float(steep[1].replace(",", "."))
    return value if value <= 100 else -1.0


def _surface(text: str) -> int:
    value = text.partition(";")[0].strip()
    value = _SAME_SURFACE.get(value, value)
    return _code(SURFACES, value) if value in SURFACES or not value else SURFACES.index("other")


def _wheelchair(tags: Mapping[str, str]) -> int:
    said = {"designated": "yes", "bad": "limited"}.get(tags.get("wheelchair", ""), tags.get("wheelchair", ""))
    if said not in WHEELCHAIR[1:] and tags.get("ramp:wheelchair") == "yes":
        said = "yes"
    return _code(WHEELCHAIR, said)


def _sidewalk(tags: Mapping[str, str]) -> int:
    said = tags.get("sidewalk", tags.get("sidewalk:both", ""))
    left, right = tags.get("sidewalk:left", ""), tags.get("sidewalk:right", "")
    if "separate" in {said, left, right}:
        return SIDEWALK.index("separate")
    if said in {"both", "yes"} or left == right == "yes":
        return SIDEWALK.index("both")
    if said in {"left", "right"} or "yes" in {left, right}:
        return SIDEWALK.index("one side")
    return SIDEWALK.index("no") if said in {"no", "none"} or left == right == "no" else 0


def _built_up(tags: Mapping[str, str]) -> int:
    said = {
        tags.get(key, "").lower() for key in ("maxspeed", "maxspeed:type", "source:maxspeed", "zone:traffic")
    }
    if "vn:urban" in said:
        return BUILT_UP.index("yes")
    return BUILT_UP.index("no") if said & {"vn:rural", "vn:motorway"} else 0
