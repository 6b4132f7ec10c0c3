"""Links that open a place or a day in the map of a phone: geo: URI, OsmAnd, Organic Maps, Google Maps.

Sources of the forms: RFC 5870 (geo URI), docs.osmand.net "Deep links", organicmaps.app API (om://), and
developers.google.com "Maps URLs". All take latitude first; coordinates have at most six decimals.
"""

from collections.abc import Sequence
from typing import Final
from urllib.parse import quote, urlencode

from data.model.tour import Day, Stop
from data.writers.itinerary import clean, degrees

GOOGLE_WAYPOINTS: Final = 9
"""Most points between start and end that a Google Maps link carries; a phone without the app follows only
three of them (developers.google.com, "Maps URLs")."""

_ZOOM: Final = 17
_GOOGLE_MODES: Final = {"foot": "walking", "wheelchair": "walking", "bicycle": "bicycling"}


def geo_uri(lon: float, lat: float, name: str = "") -> str:
    """Return ``geo:lat,lon`` (RFC 5870, WGS84); with a name, in the form that Android maps show."""
    at = _lat_lon(lon, lat)
    return f"geo:{at}?q={at}({quote(clean(name))})" if name else f"geo:{at}"


def osmand(lon: float, lat: float) -> str:
    """Return a link that opens the point in OsmAnd, or its web page where OsmAnd is not installed."""
    at = _lat_lon(lon, lat)
    pinned, hashed = quote(at), at.replace(",", "/")
    return f"https://osmand.net/map?pin={pinned}#{_ZOOM}/{hashed}"


def organic_maps(lon: float, lat: float, name: str = "") -> str:
    """Return a link that opens the point in Organic Maps."""
    facts = {"v": "1", "ll": _lat_lon(lon, lat), "n": clean(name)}
    return f"om://map?{urlencode({key: value for key, value in facts.items() if value}, quote_via=quote)}"


def google_place(lon: float, lat: float) -> str:
    """Return a link that shows the point in Google Maps."""
    return f"https://www.google.com/maps/search/?{urlencode({'api': '1', 'query': _lat_lon(lon, lat)})}"


def google_days(day: Day) -> tuple[str, ...]:
    """Return links that show the way of a day in Google Maps, one after the other.

    A link holds at most ``GOOGLE_WAYPOINTS`` points between its ends, so a long day takes several; each
    begins where the one before ends. Google finds its own roads: the GPX track keeps ours.
    """
    stops = _moves(day.stops)
    step = GOOGLE_WAYPOINTS + 1
    pieces = [stops[begin : begin + step + 1] for begin in range(0, max(len(stops) - 1, 1), step)]
    mode = _GOOGLE_MODES.get(day.legs[0].mode.value, "driving")
    return tuple(_google_way(piece, mode) for piece in pieces if len(piece) > 1)


def _moves(stops: Sequence[Stop]) -> list[tuple[float, float]]:
    """Return the points of a day without repeats in place (a lunch on the spot)."""
    points = [(stop.lon, stop.lat) for stop in stops]
    return [here for before, here in zip([None, *points], points, strict=False) if here != before]


def _google_way(points: Sequence[tuple[float, float]], mode: str) -> str:
    facts = {
        "api": "1",
        "origin": _lat_lon(*points[0]),
        "destination": _lat_lon(*points[-1]),
        "travelmode": mode,
    }
    between = "|".join(_lat_lon(*point) for point in points[1:-1])
    if between:
        facts["waypoints"] = between
    return f"https://www.google.com/maps/dir/?{urlencode(facts)}"


def _lat_lon(lon: float, lat: float) -> str:
    return f"{degrees(lat)},{degrees(lon)}"
