"""Ways that were drawn anew in another program: noticed by their checksum, and taken as they are drawn."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from shapely import LineString

from data.errors import BadInputError
from data.language.catalogue import N_
from data.model.checks import require_lon_lat
from data.model.distances import wgs84
from data.model.tour import Leg, LegPart
from data.writers.tour_facts import line_check

Pair = tuple[float, float]
Span = tuple[int, int]


def spans_of(facts: Mapping[str, Any]) -> list[Span | None]:
    """Return first and last vertex of each part of a leg, counted as the file counts; ``None`` without line.

    Raises
    ------
    ValueError
        If what the file carries is no such pair.
    """
    found: list[Span | None] = []
    for part in facts.get("parts", []):
        span = part.get("line")
        if span is None:
            found.append(None)
            continue
        first, last = span
        if type(first) is not int or type(last) is not int or not 0 <= first < last:
            raise ValueError(span)
        found.append((first, last))
    return found


def reach_of(facts: Mapping[str, Any]) -> Span | None:
    """Return first and last vertex of a whole leg; ``None`` where nothing of it is drawn."""
    spans = [span for span in spans_of(facts) if span is not None]
    return (spans[0][0], spans[-1][1]) if spans else None


def legs_of_track(
    track: Sequence[Pair], legs: Sequence[Mapping[str, Any] | None], ends: Sequence[Pair]
) -> list[Sequence[Pair]]:
    """Cut the track of a day into its legs; those before and after an edited one are known by their checksum.

    Parameters
    ----------
    legs
        What the file carries of each leg.
    ends
        Where each leg ends: edited legs beside each other part at the vertex next to the stop between.

    Raises
    ------
    ValueError
        If the spans of a leg are damaged.
    """
    reaches = [None if leg is None else reach_of(leg) for leg in legs]
    drawn = [number for number, reach in enumerate(reaches) if reach is not None]
    made: list[Sequence[Pair]] = [()] * len(legs)
    if not drawn:
        return made
    whole = [reaches[number] or (0, 0) for number in drawn]
    shift = len(track) - 1 - whole[-1][1]

    def is_whole(position: int, by: int) -> bool:
        first, last = whole[position]
        facts = legs[drawn[position]] or {}
        piece = track[max(0, first + by) : last + by + 1]
        return "check" in facts and facts["check"] == line_check(piece)

    begin, end = 0, len(drawn)
    while begin < end and is_whole(begin, 0):
        begin += 1
    while end > begin and is_whole(end - 1, shift):
        end -= 1
    for position, number in enumerate(drawn):
        by = shift if position >= end else 0
        made[number] = track[max(0, whole[position][0] + by) : whole[position][1] + by + 1]
    if shift and begin < end:
        low = whole[begin][0]
        high = whole[end - 1][1] + shift
        for position in range(begin, end):
            is_last = position == end - 1
            cut = high if is_last else _nearest(track, ends[drawn[position]], low, high)
            made[drawn[position]] = track[low : cut + 1]
            low = cut
    return made


def _nearest(track: Sequence[Pair], at: Pair, low: int, high: int) -> int:
    places = range(low, max(low, high) + 1)
    return min(places, key=lambda place: (track[place][0] - at[0]) ** 2 + (track[place][1] - at[1]) ** 2)


def with_line(leg: Leg, facts: Mapping[str, Any], vertices: Sequence[Pair]) -> tuple[Leg, bool]:
    """Return a leg with its lines, and whether they were edited.

    Parameters
    ----------
    facts
        What the file carries of the leg.
    vertices
        Its own line.

    Raises
    ------
    ValueError
        If the spans are damaged or do not fit the line, and nothing says that it was edited.
    BadInputError
        If a vertex lies outside Vietnam.
    """
    spans, reach = spans_of(facts), reach_of(facts)
    if reach is None:
        return leg, False
    for lon, lat in vertices:
        require_lon_lat(lon, lat, "")
    rebased = [None if span is None else (span[0] - reach[0], span[1] - reach[0]) for span in spans]
    is_edited = "check" in facts and facts["check"] != line_check(vertices)
    fits = len(vertices) == reach[1] - reach[0] + 1
    if len(vertices) < 2 or not (fits or is_edited):
        raise ValueError(reach)
    if is_edited and not fits:
        return replace(leg, parts=_along(leg.parts, rebased, LineString(vertices))), True
    lines = [None if span is None else LineString(vertices[span[0] : span[1] + 1]) for span in rebased]
    parts = [replace(part, geometry=line) for part, line in zip(leg.parts, lines, strict=True)]
    return replace(leg, parts=tuple(map(_measured, parts) if is_edited else parts)), is_edited


def _along(parts: Sequence[LegPart], spans: Sequence[Span | None], line: LineString) -> tuple[LegPart, ...]:
    """Give a line whose parts are unknown to the longest part; the others keep only their length."""
    drawn = [number for number, span in enumerate(spans) if span is not None]
    longest = max(drawn, key=lambda number: parts[number].distance_m)
    others = sum(parts[number].distance_m for number in drawn if number != longest)
    made = [replace(part, geometry=None) for part in parts]
    measured = max(0.0, wgs84().geometry_length(line) - others)
    made[longest] = replace(parts[longest], geometry=line, distance_m=round(measured, 1))
    return tuple(made)


def _measured(part: LegPart) -> LegPart:
    if part.geometry is None:
        return part
    return replace(part, distance_m=round(wgs84().geometry_length(part.geometry), 1))


def drawn_anew(name: str, day: int) -> BadInputError:
    """Return the doubt about a leg that was edited."""
    return BadInputError(
        N_("The way to '{name}' (day {day}) was changed in another program: it was taken as drawn."),
        remedy=N_(
            "Its length was measured and its times were kept; check them, or have the way traced again."
        ),
        name=name,
        day=day,
    )
