"""Answers of the route command: text, JSON, GeoJSON and GPX."""

import argparse
import json
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

from data.language import formats
from data.language.catalogue import N_
from data.language.terms import term
from data.model.request import Anchor
from data.model.travel_mode import TravelMode
from gis_app.cli.common import Console
from routes.router import Side

if TYPE_CHECKING:
    from routes.network.store import RoadNetwork
    from routes.router import Route

_SHOWN_FROM_M: Final = 100.0


def document(
    route: "Route", points: Sequence[Anchor], network: "RoadNetwork", arguments: argparse.Namespace
) -> dict[str, Any]:
    """Return the answer for ``--json``, units in the keys."""
    return {
        "mode": arguments.mode,
        "optimised": "distance" if arguments.shortest else "time",
        "depart": arguments.depart,
        "distance_m": round(route.distance_m, 1),
        "duration_s": route.duration_s,
        "unknown_m": round(route.unknown_m, 1),
        "roads": _roads_said(route.roads, route.road_lengths_m),
        "parts": [
            {
                "mode": part.mode.value,
                "distance_m": round(part.distance_m, 1),
                "duration_s": part.duration_s,
                "roads": _roads_said(part.roads, part.road_lengths_m),
            }
            for part in route.parts
        ],
        "snaps": [
            {
                "label": point.label,
                "place_id": point.place_id,
                "asked": [point.lon, point.lat],
                "snapped": [round(snap.lon, 7), round(snap.lat, 7)],
                "access_m": round(snap.access_m, 1),
                "side": side.value,
            }
            for point, snap, side in zip(points, route.snaps, route.sides, strict=True)
        ],
        "geometry": {"type": "LineString", "coordinates": _positions(route)},
        "network": network.meta.name,
        "attribution": network.meta.attribution,
    }


def _roads_said(names: Sequence[str], lengths_m: Sequence[float]) -> list[dict[str, Any]]:
    return [
        {"name": name, "distance_m": round(metres, 1)} for name, metres in zip(names, lengths_m, strict=True)
    ]


def _positions(route: "Route") -> list[list[float]]:
    # Seven decimals are 1 cm, the resolution of OpenStreetMap.
    return [[round(lon, 7), round(lat, 7)] for lon, lat in route.geometry.coords]


def _title(points: Sequence[Anchor]) -> str:
    return " – ".join(point.label for point in points)


def as_text(
    route: "Route", points: Sequence[Anchor], network: "RoadNetwork", mode: TravelMode, console: Console
) -> str:
    """Return the answer for a person."""
    language = console.language
    lines = [
        _title(points),
        console.translate(
            N_("{mode}: {distance}, {duration}"),
            mode=term(mode, language),
            distance=formats.distance(route.distance_m, language),
            duration=formats.duration(route.duration_s, language),
        ),
        *_unknown(route, console),
        *_roads(route, console),
        "",
        console.translate(N_("From each point to the road, as the crow flies:")),
    ]
    lines += [
        f"  {formats.distance(snap.access_m, language):>9}  {point.label}{_side(side, console)}"
        for point, snap, side in zip(points, route.snaps, route.sides, strict=True)
    ]
    return "\n".join([*lines, "", network.meta.attribution])


def _unknown(route: "Route", console: Console) -> list[str]:
    if route.unknown_m < 1:
        return []
    return [
        console.translate(
            N_("The map does not say whether the vehicle fits on {distance} of it."),
            distance=formats.distance(route.unknown_m, console.language),
        )
    ]


def _side(side: Side, console: Console) -> str:
    words = {Side.LEFT: N_("on the left"), Side.RIGHT: N_("on the right")}
    return f" ({console.translate(words[side])})" if side in words else ""


def _roads(route: "Route", console: Console) -> list[str]:
    language = console.language
    shown = [
        (name, metres)
        for name, metres in zip(route.roads, route.road_lengths_m, strict=True)
        if metres >= _SHOWN_FROM_M
    ]
    lines = [f"  {formats.distance(metres, language):>9}  {name}" for name, metres in shown]
    rest = route.distance_m - sum(metres for _, metres in shown)
    if rest >= 1:
        other = console.translate(N_("unnamed roads and short stretches"))
        lines.append(f"  {formats.distance(rest, language):>9}  {other}")
    return ["", console.translate(N_("By road:")), *lines] if lines else []


def as_geojson(
    route: "Route", points: Sequence[Anchor], network: "RoadNetwork", mode: TravelMode, console: Console
) -> str:
    """Return the line and its points as a GeoJSON FeatureCollection."""
    del console
    line = {
        "type": "Feature",
        "geometry": {"type": "LineString", "coordinates": _positions(route)},
        "properties": {
            "mode": mode.value,
            "distance_m": round(route.distance_m, 1),
            "duration_s": route.duration_s,
            "roads": list(route.roads),
            "attribution": network.meta.attribution,
        },
    }
    stops = [
        {
            "type": "Feature",
            "geometry": {"type": "Point", "coordinates": [point.lon, point.lat]},
            "properties": {
                "label": point.label,
                "place_id": point.place_id,
                "access_m": round(snap.access_m, 1),
            },
        }
        for point, snap in zip(points, route.snaps, strict=True)
    ]
    document = {"type": "FeatureCollection", "features": [line, *stops]}
    return json.dumps(document, ensure_ascii=False, indent=1)


def as_gpx(
    route: "Route", points: Sequence[Anchor], network: "RoadNetwork", mode: TravelMode, console: Console
) -> str:
    """Return the line as a GPX track with a waypoint for each point."""
    from gpxpy import gpx

    made = gpx.GPX()
    made.creator = "Hành Trình"
    made.name = _title(points)
    made.description = network.meta.attribution
    made.time = datetime.now(UTC).replace(microsecond=0)
    made.waypoints = [gpx.GPXWaypoint(point.lat, point.lon, name=point.label) for point in points]
    track = gpx.GPXTrack(name=made.name, description=term(mode, console.language))
    path = [gpx.GPXTrackPoint(lat, lon) for lon, lat in _positions(route)]
    track.segments.append(gpx.GPXTrackSegment(path))
    made.tracks.append(track)
    return str(made.to_xml(version="1.1"))
