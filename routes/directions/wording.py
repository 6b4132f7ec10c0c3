"""Steps in words, Vietnamese or English."""

from collections.abc import Mapping, Sequence
from typing import Final

from data.language import formats
from data.language.catalogue import N_, translate
from routes.directions.steps import Crossing, Step, Structure
from routes.directions.turns import Maneuver
from routes.router import Route, Side

_POINTS: Final = (
    N_("compass|north"),
    N_("compass|north-east"),
    N_("compass|east"),
    N_("compass|south-east"),
    N_("compass|south"),
    N_("compass|south-west"),
    N_("compass|west"),
    N_("compass|north-west"),
)

# With the road that is taken, and without where it has no name.
_TURNS: Final[Mapping[Maneuver, tuple[str, str]]] = {
    Maneuver.DEPART: (N_("Head {compass} on {road}"), N_("Head {compass}")),
    Maneuver.ALIGHT: (N_("Get off and walk {compass} on {road}"), N_("Get off and walk {compass}")),
    Maneuver.BOARD: (N_("Get on and ride {compass} on {road}"), N_("Get on and ride {compass}")),
    Maneuver.CONTINUE: (N_("Continue straight on {road}"), N_("Continue straight")),
    Maneuver.SLIGHT_RIGHT: (N_("Turn slightly right onto {road}"), N_("Turn slightly right")),
    Maneuver.RIGHT: (N_("Turn right onto {road}"), N_("Turn right")),
    Maneuver.SHARP_RIGHT: (N_("Turn sharply right onto {road}"), N_("Turn sharply right")),
    Maneuver.SLIGHT_LEFT: (N_("Turn slightly left onto {road}"), N_("Turn slightly left")),
    Maneuver.LEFT: (N_("Turn left onto {road}"), N_("Turn left")),
    Maneuver.SHARP_LEFT: (N_("Turn sharply left onto {road}"), N_("Turn sharply left")),
    Maneuver.U_TURN: (N_("Make a U-turn and follow {road}"), N_("Make a U-turn")),
    Maneuver.KEEP_RIGHT: (N_("Keep right at the fork onto {road}"), N_("Keep right at the fork")),
    Maneuver.KEEP_LEFT: (N_("Keep left at the fork onto {road}"), N_("Keep left at the fork")),
    Maneuver.ROUNDABOUT: (
        N_("Enter the roundabout and take exit {exit} onto {road}"),
        N_("Enter the roundabout and take exit {exit}"),
    ),
}
_REACHED: Final[Mapping[Maneuver, Mapping[Side, str]]] = {
    Maneuver.VIA: {
        Side.LEFT: N_("Stop at {place}, on the left"),
        Side.RIGHT: N_("Stop at {place}, on the right"),
        Side.ON: N_("Stop at {place}"),
    },
    Maneuver.ARRIVE: {
        Side.LEFT: N_("Arrive at {place}, on the left"),
        Side.RIGHT: N_("Arrive at {place}, on the right"),
        Side.ON: N_("Arrive at {place}"),
    },
}
_CROSSED: Final[Mapping[Structure, tuple[str, str]]] = {
    Structure.BRIDGE: (N_("over {name}"), N_("over a bridge {distance} long")),
    Structure.TUNNEL: (N_("through {name}"), N_("through a tunnel {distance} long")),
    Structure.FERRY: (N_("by the ferry {name}"), N_("by ferry for {distance}")),
}
_KINDS_OF_ROAD: Final = (
    "đường", "phố", "ngõ", "ngách", "hẻm", "kiệt", "quốc lộ", "tỉnh lộ", "hương lộ", "huyện lộ", "xa lộ",
    "đại lộ", "cao tốc", "cầu", "hầm", "đê", "ngã", "vành đai", "quảng trường", "khu", "nút giao", "bến",
    "làng", "thôn", "xóm", "vòng xoay", "vòng xuyến", "bùng binh", "dốc", "ql", "đt", "đh", "tl",
)  # fmt: skip
"""Words a Vietnamese road name may begin with; to others 'đường' is added."""


def sentence(step: Step, language: str, labels: Sequence[str] = ()) -> str:
    """Return a step as a sentence without full stop or distance.

    Parameters
    ----------
    step
        What to say.
    language
        'vi' or 'en'.
    labels
        What the asked points are called, in their order.
    """
    if step.maneuver in _REACHED:
        place = labels[step.point] if 0 <= step.point < len(labels) else ""
        place = place or translate(language, N_("the destination"))
        return translate(language, _REACHED[step.maneuver][step.side], place=place)
    road = road_title(step, language)
    said = _TURNS[step.maneuver][not road]
    facts = {"compass": compass(step.bearing_deg, language), "exit": step.exit_number, "road": road}
    return ", ".join(
        [
            translate(language, said, **facts),
            *(_crossing(one, language) for one in _worth_saying(step)),
        ]
    )


def compass(bearing_deg: float, language: str) -> str:
    """Return the nearest of eight points of the compass: 'đông bắc' for 47°."""
    return translate(language, _POINTS[round(bearing_deg / 45) % 8])


def road_title(step: Step, language: str) -> str:
    """Return what to call the road of a step: 'đường Nguyễn Văn Linh (QL5)', '' where it has no name."""
    name, ref = step.name, step.ref.replace(";", ", ")
    if not name and not ref:
        return translate(language, N_("the slip road")) if step.is_ramp else ""
    if name and language == "vi":
        name = _in_a_sentence(name)
    return f"{name} ({ref})" if name and ref and ref not in name else name or ref


def _in_a_sentence(name: str) -> str:
    """Return a Vietnamese name as it stands within a sentence: its kind of road first, in small letters."""
    if not name.casefold().startswith(_KINDS_OF_ROAD):
        return f"đường {name}"
    # 'QL 5' and 'ĐT 391' are numbers, not words.
    return name if name[:2].isupper() else name[0].lower() + name[1:]


def said_steps(steps: Sequence[Step], language: str, labels: Sequence[str] = ()) -> list[str]:
    """Return numbered lines, each with the distance that follows the turn."""
    width = len(str(len(steps)))
    lines = []
    for number, step in enumerate(steps, start=1):
        far = formats.distance(step.distance_m, language) if step.distance_m >= 1 else ""
        lines.append(f"{number:>{width}}. {sentence(step, language, labels)}" + (f" – {far}" if far else ""))
    return lines


def metres_by_road(route: Route) -> tuple[tuple[str, float], ...]:
    """Return the metres on each road of a route, in order of first use, its stretches added up."""
    total: dict[str, float] = {}
    for road, metres in zip(route.roads, route.road_lengths_m, strict=True):
        total[road] = total.get(road, 0.0) + metres
    return tuple(total.items())


def _worth_saying(step: Step) -> list[Crossing]:
    """Return the crossings of a step without those the road is named after; of nameless bridges the longest.

    An expressway has dozens, all alike from the road.
    """
    nameless = [one for one in step.crossings if one.kind is Structure.BRIDGE and not one.name]
    longest = max(nameless, key=lambda one: one.length_m, default=None)
    return [
        one
        for one in step.crossings
        if (one.name != step.name if one.name else one.kind is not Structure.BRIDGE or one is longest)
    ]


def _crossing(crossing: Crossing, language: str) -> str:
    named, unnamed = _CROSSED[crossing.kind]
    said = named if crossing.name else unnamed
    name = _in_a_sentence(crossing.name) if crossing.name and language == "vi" else crossing.name
    return translate(language, said, name=name, distance=formats.distance(crossing.length_m, language))
