"""Tours of any size for layouts: long names, one stop, forty stops, both provinces."""

from datetime import date, timedelta
from itertools import pairwise

from shapely import LineString, Point

from data.model.place import Category, Place, PlaceId, Rank
from data.model.project import Project
from data.model.request import Anchor, TourRequest
from data.model.tour import Day, Leg, Stop, StopKind, Tour, TourId
from data.model.travel_mode import TravelMode

LONG_NAME = (
    "Khu trung tâm trưng bày, trình diễn và trải nghiệm nghề gốm cổ truyền của cộng đồng làng nghề, "
    "kết hợp không gian sáng tạo và nhà truyền thống của phường"
)
HA_NOI = (105.85, 21.03)
KIEP_BAC = (106.33, 21.15)


def tour_with(
    stops: int,
    *,
    days: int = 1,
    name: str = "Đình số {number}",
    step: tuple[float, float] = (0.004, 0.003),
    begin: tuple[float, float] = HA_NOI,
    mode: TravelMode = TravelMode.COACH,
    category: Category = Category.RELIC,
) -> tuple[Project, Tour]:
    """Return a project of ``stops`` places a ``step`` (degrees) apart and a tour over them."""
    places = tuple(
        Place(
            id=PlaceId(f"p{number}"),
            name_vi=name.format(number=number),
            name_en=f"Place number {number}",
            category=category,
            rank=Rank.NATIONAL if number % 3 == 0 else Rank.NONE,
            geometry=Point(begin[0] + step[0] * (number % 7), begin[1] + step[1] * number),
            coord_precision_m=1000.0 if number % 4 == 0 else 20.0,
            opening_hours="Mo-Su 08:00-17:00",
        )
        for number in range(1, stops + 1)
    )
    hotel = Anchor(*begin, "Bến xe Mỹ Đình")
    dates = tuple(date(2026, 11, 28) + timedelta(days=number) for number in range(days))
    share = -(-stops // days)
    trips = tuple(
        _day(when, hotel, places[number * share : (number + 1) * share], mode)
        for number, when in enumerate(dates)
    )
    tour = Tour(
        id=TourId("thu"),
        title_vi=f"Tuyến thử nghiệm {stops} điểm",
        title_en=f"Test tour of {stops} places",
        request=TourRequest(start=hotel, end=hotel, dates=dates, mode=mode),
        days=trips,
        attribution=("© OpenStreetMap contributors (ODbL 1.0)",),
    )
    return Project(places={place.id: place for place in places}), tour


def _day(when: date, hotel: Anchor, places: tuple[Place, ...], mode: TravelMode) -> Day:
    spots = [(hotel.lon, hotel.lat), *((place.lon, place.lat) for place in places), (hotel.lon, hotel.lat)]
    legs = tuple(
        Leg.of_one_part(
            mode=mode, distance_m=900.0, duration_s=240, geometry=LineString([a, b]), roads=("QL32",)
        )
        for a, b in pairwise(spots)
    )
    clock = 27_000
    stops = [_stop(StopKind.START, spots[0], clock, 0)]
    for place, spot in zip(places, spots[1:-1], strict=True):
        clock = stops[-1].depart_s + 240
        stops.append(_stop(StopKind.VISIT, spot, clock, 600, place.id))
    stops.append(_stop(StopKind.END, spots[-1], stops[-1].depart_s + 240, 0))
    return Day(date=when, stops=tuple(stops), legs=legs)


def _stop(
    kind: StopKind, at: tuple[float, float], arrive_s: int, stay_s: int, place_id: PlaceId | None = None
) -> Stop:
    return Stop(
        kind=kind,
        lon=at[0],
        lat=at[1],
        label="" if place_id else "Bến xe Mỹ Đình",
        place_id=place_id,
        arrive_s=arrive_s,
        begin_s=arrive_s,
        depart_s=arrive_s + stay_s,
    )
