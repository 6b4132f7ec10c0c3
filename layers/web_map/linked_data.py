"""The tour for search engines: schema.org ``TouristTrip`` as JSON-LD inside the page.

https://schema.org/TouristTrip: the whole trip with one ``subTrip`` a day, each an ordered ``ItemList`` of
``TouristAttraction``. Texts that differ by language carry it (JSON-LD 1.1, language-tagged strings).
"""

import json
from collections.abc import Iterator

from data.model.project import Project
from data.model.tour import Tour
from data.writers.itinerary import Row, clean, credits_of, degrees, rows, title

Json = dict[str, object]


def linked_data(project: Project, tour: Tour) -> str:
    """Return the JSON-LD of the tour; it holds no '<', so it cannot close its script element."""
    itinerary = rows(project, tour)
    days = [[row for row in itinerary if row.day == number] for number in range(1, len(tour.days) + 1)]
    trip: Json = {
        "@context": "https://schema.org",
        "@type": "TouristTrip",
        "name": _words(title(tour, "vi"), title(tour, "en")),
        "startDate": tour.days[0].date.isoformat(),
        "endDate": tour.days[-1].date.isoformat(),
        "creditText": "; ".join(credits_of(project, tour)),
        "subTrip": [_day(project, of_day) for of_day in days],
    }
    return json.dumps(trip, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")


def _day(project: Project, of_day: list[Row]) -> Json:
    first, last = of_day[0], of_day[-1]
    stops = list(_stops(project, of_day))
    return {
        "@type": "TouristTrip",
        "departureTime": first.moment(first.stop.depart_s).isoformat(),
        "arrivalTime": last.moment(last.stop.arrive_s).isoformat(),
        "itinerary": {"@type": "ItemList", "numberOfItems": len(stops), "itemListElement": stops},
    }


def _stops(project: Project, of_day: list[Row]) -> Iterator[Json]:
    visits = [row for row in of_day if row.number is not None]
    for position, row in enumerate(visits, start=1):
        yield {"@type": "ListItem", "position": position, "item": _attraction(project, row)}


def _attraction(project: Project, row: Row) -> Json:
    place = row.place
    made: Json = {
        "@type": "TouristAttraction",
        "name": _words(row.name("vi"), row.name("en")),
        "geo": {
            "@type": "GeoCoordinates",
            "latitude": degrees(row.stop.lat),
            "longitude": degrees(row.stop.lon),
        },
    }
    if place is None:
        return made
    unit = clean(project.unit_label(place.unit_after))
    if unit:
        made["address"] = {"@type": "PostalAddress", "addressLocality": unit, "addressCountry": "VN"}
    if place.description_vi or place.description_en:
        made["description"] = _words(clean(place.description_vi), clean(place.description_en))
    if place.fee_vnd is not None:
        made["isAccessibleForFree"] = place.fee_vnd == 0
    return made


def _words(vi: str, en: str) -> object:
    tagged = [{"@language": language, "@value": text} for language, text in (("vi", vi), ("en", en)) if text]
    return vi if vi == en else tagged
