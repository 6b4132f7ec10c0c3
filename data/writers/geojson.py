"""GeoJSON (RFC 7946): stops as points, legs as lines along the roads, WGS84, longitude first.

Colours follow simplestyle-spec 1.1 so that viewers such as geojson.io show the days apart.
"""

import json
from collections.abc import Sequence
from pathlib import Path

from data.model.project import Project
from data.model.tour import Tour
from data.writers.atomic import write_atomically
from data.writers.itinerary import Row, bounds, clean, credits_of, degrees, dropped, notes, rows
from data.writers.tour_facts import leg_facts, leg_line, place_facts, stop_facts, tour_facts

Json = dict[str, object]


def write(
    project: Project, tour: Tour, path: Path, language: str = "vi", *, day_colors: Sequence[str] = ()
) -> None:
    """Write the tour to ``path`` atomically. See ``document`` for the arguments.

    Raises
    ------
    StorageError
        If the file cannot be written.
    """
    write_atomically(path, document(project, tour, language, day_colors=day_colors).encode())


def document(project: Project, tour: Tour, language: str = "vi", *, day_colors: Sequence[str] = ()) -> str:
    """Return the tour as one FeatureCollection, one feature a line.

    Parameters
    ----------
    language
        Language of notes and reasons; names are given in both.
    day_colors
        Colours of the days as ``#RRGGBB``, repeated when there are more days; empty leaves colours out.
    """
    features = [*_stops(project, tour, language, day_colors), *_legs(project, tour, day_colors)]
    head = {
        "type": "FeatureCollection",
        "name": clean(tour.title(language)),
        "title_vi": clean(tour.title_vi),
        "title_en": clean(tour.title_en),
        "bbox": list(bounds(tour)),
        "attribution": list(credits_of(project, tour)),
        "network": clean(tour.network),
        "dropped": _dropped(project, tour, language),
        "tour": tour_facts(tour),
    }
    opening = _dump(head)[:-1]
    lines = ",\n".join(_dump(feature) for feature in features)
    return f'{opening},"features":[\n{lines}\n]}}\n'


def _dump(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))


def _stops(project: Project, tour: Tour, language: str, colors: Sequence[str]) -> list[Json]:
    itinerary = rows(project, tour)
    register = place_facts(project, itinerary)
    return [
        {
            "type": "Feature",
            "id": f"stop-{row.day}-{row.order}",
            "geometry": {"type": "Point", "coordinates": _pair(row.stop.lon, row.stop.lat)},
            "properties": {
                **_stop_properties(project, tour, row, language),
                **_marker(row, colors),
                **stop_facts(row.stop),
                **({"leg": leg_facts(row.leg, leg_line(row.leg)[1])} if row.leg is not None else {}),
                **({"place": of_place} if (of_place := register(row)) else {}),
            },
        }
        for row in itinerary
    ]


def _stop_properties(project: Project, tour: Tour, row: Row, language: str) -> Json:
    place, stop = row.place, row.stop
    return {
        "feature": "stop",
        "day": row.day,
        "order": row.order,
        "number": row.number,
        "kind": stop.kind.value,
        "place_id": stop.place_id,
        "name_vi": row.name("vi"),
        "name_en": row.name("en"),
        "category": place.category.value if place else None,
        "rank": place.rank.value if place else None,
        "unit": clean(project.unit_label(place.unit_after, language)) or None if place else None,
        "arrive": row.moment(stop.arrive_s).isoformat(),
        "begin": row.moment(stop.begin_s).isoformat(),
        "depart": row.moment(stop.depart_s).isoformat(),
        "stay_s": stop.stay_s,
        "wait_s": stop.wait_s,
        "access_m": round(stop.access_m, 1),
        "coord_precision_m": place.coord_precision_m if place else None,
        "approximate": row.is_approximate,
        "note": " ".join(notes(row, tour.request.mode, language)) or None,
    }


def _marker(row: Row, colors: Sequence[str]) -> Json:
    if not colors:
        return {}
    style: Json = {
        "marker-color": colors[(row.day - 1) % len(colors)],
        "marker-size": "medium" if row.number else "small",
    }
    if row.number is not None and row.number <= 99:
        style["marker-symbol"] = str(row.number)
    return style


def _legs(project: Project, tour: Tour, colors: Sequence[str]) -> list[Json]:
    return [
        {
            "type": "Feature",
            "id": f"leg-{row.day}-{row.order - 1}",
            "geometry": {
                "type": "LineString",
                "coordinates": [list(vertex) for vertex in leg_line(row.leg)[0]],
            },
            "properties": {
                "feature": "leg",
                "day": row.day,
                "order": row.order - 1,
                "from": row.previous.name("vi"),
                "to": row.name("vi"),
                "from_place_id": row.previous.stop.place_id,
                "to_place_id": row.stop.place_id,
                "mode": row.leg.mode.value,
                "distance_m": round(row.leg.distance_m, 1),
                "duration_s": row.leg.duration_s,
                "depart": row.moment(row.previous.stop.depart_s).isoformat(),
                "roads": ", ".join(clean(road) for road in row.leg.roads) or None,
                **_stroke(row.day, colors),
            },
        }
        for row in rows(project, tour)
        if row.leg is not None and row.previous is not None and leg_line(row.leg)[0]
    ]


def _stroke(day: int, colors: Sequence[str]) -> Json:
    if not colors:
        return {}
    return {"stroke": colors[(day - 1) % len(colors)], "stroke-width": 4, "stroke-opacity": 0.9}


def _dropped(project: Project, tour: Tour, language: str) -> list[Json]:
    return [
        {
            "place_id": place.id,
            "name_vi": clean(place.name_vi),
            "name_en": clean(place.name_en),
            "lon": degrees(place.lon),
            "lat": degrees(place.lat),
            "reason": reason,
        }
        for place, reason in dropped(project, tour, language)
    ]


def _pair(lon: float, lat: float) -> list[float]:
    return [degrees(lon), degrees(lat)]
