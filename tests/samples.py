"""A small project and a two-day tour, made by hand, for the tests of every room.

``sample_project()`` and ``sample_tour()`` are fixed values: golden files rest on them. The tour runs by
coach from Hải Dương station through craft villages, waits for a temple to open, lunches on the spot, sleeps
in town and visits one single place on the second day. Its legs follow the starter roads
(``sample_legs.json``). Names hold quotes, ampersands and angle brackets; a note holds a script.
``hostile()`` puts markup, formulas and decomposed letters everywhere.
"""

import json
import unicodedata
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from shapely import LineString, Point, Polygon

from data.model.festival import Calendar, DateRule, Festival
from data.model.place import (
    Category,
    CoachAccess,
    Contact,
    HeritageDecision,
    Place,
    PlaceId,
    Rank,
    Status,
    Wheelchair,
)
from data.model.project import Project
from data.model.request import Anchor, TourRequest
from data.model.tour import Day, DroppedPlace, Leg, Stop, StopKind, Tour, TourId
from data.model.travel_mode import TravelMode
from data.model.units import AdminUnit, UnitId

ATTRIBUTION = "© OpenStreetMap contributors (ODbL 1.0)"
STATION = PlaceId("ga-hai-duong")
HOTEL = PlaceId("khach-san-nam-cuong-hai-duong")
MAO_DIEN = PlaceId("van-mieu-mao-dien")
DONG_GIAO = PlaceId("lang-cham-khac-go-dong-giao")
CHU_DAU = PlaceId("lang-gom-chu-dau")
SHOP = PlaceId("banh-dau-xanh-hai-duong")
KIEP_BAC = PlaceId("den-kiep-bac")
XUAN_NEO = PlaceId("lang-theu-ren-xuan-neo")
DAO_CO = PlaceId("dao-co-chi-lang-nam")
DATES = (date(2026, 11, 28), date(2026, 11, 29))
HOSTILE_HTML = "<script>document.title='hacked'</script><img src=x onerror=\"document.title='hacked'\">"
HOSTILE_FORMULA = '=HYPERLINK("http://example.invalid","x")'


@cache
def sample_project() -> Project:
    """Return eight places and three units around Hải Dương, with the credits they need."""
    places = (*_hubs(), *_craft_villages(), *_relics_and_others())
    return Project(
        title="Hải Dương mẫu",
        places={place.id: place for place in places},
        units={unit.id: unit for unit in _units()},
        attribution=(ATTRIBUTION, "Ranh giới: vietnamese-provinces-database (MIT)"),
        source="sample",
    )


@cache
def sample_tour() -> Tour:
    """Return the two-day tour over ``sample_project()``, 28–29 November 2026."""
    return Tour(
        id=TourId("xu-dong-hai-ngay"),
        title_vi="Làng nghề xứ Đông & đền Kiếp Bạc",
        title_en="Craft villages of the East & Kiep Bac temple",
        request=_request(),
        days=(_first_day(), _second_day()),
        dropped=(
            DroppedPlace(
                place_id=XUAN_NEO,
                reason="It would take {minutes} more minutes than the day has.",
                facts={"minutes": 35},
            ),
            DroppedPlace(place_id=DAO_CO, reason="No road of the network comes near it."),
        ),
        score=395,
        is_proven=True,
        network="Starter roads, 2021-08",
        attribution=(ATTRIBUTION,),
    )


def hostile() -> tuple[Project, Tour]:
    """Return the sample with markup, formulas and NFD letters in every text a user can type."""
    project = sample_project()
    nasty = unicodedata.normalize("NFD", f"Đình {HOSTILE_HTML}")
    places = {key: _spoilt(place, nasty) for key, place in project.places.items()}
    tour = replace(
        sample_tour(),
        title_vi=nasty,
        title_en=HOSTILE_FORMULA,
        network=HOSTILE_HTML,
        attribution=(HOSTILE_HTML, HOSTILE_FORMULA),
    )
    return replace(project, title=nasty, places=places, attribution=(nasty,)), tour


def _spoilt(place: Place, nasty: str) -> Place:
    return replace(
        place,
        name_vi=nasty,
        name_en=HOSTILE_FORMULA,
        opening_hours=HOSTILE_HTML,
        note=HOSTILE_FORMULA,
        description_vi=HOSTILE_HTML,
        description_en=HOSTILE_HTML,
        craft_product="\t=1+1",
        source=HOSTILE_HTML,
    )


def _place(key: str, name_vi: str, name_en: str, lon: float, lat: float, **other: Any) -> Place:
    # Any: the keywords of Place, checked by Place itself.
    return Place(id=PlaceId(key), name_vi=name_vi, name_en=name_en, geometry=Point(lon, lat), **other)


def _hubs() -> tuple[Place, ...]:
    return (
        _place(
            STATION,
            "Ga Hải Dương",
            "Hai Duong railway station",
            106.33003,
            20.94732,
            category=Category.TRANSPORT_HUB,
            rank=Rank.NONE,
            coord_precision_m=40,
            unit_after=UnitId("u1"),
            coach_access=CoachAccess.YES,
        ),
        _place(
            HOTEL,
            "Khách sạn Nam Cường Hải Dương",
            "Nam Cuong Hotel Hai Duong",
            106.314,
            20.93,
            category=Category.LODGING_OR_SERVICE,
            rank=Rank.NONE,
            coord_precision_m=400,
            unit_after=UnitId("u1"),
            coach_access=CoachAccess.YES,
            contacts=(Contact(name="Lễ tân", phone="0220 3894 888"),),
        ),
    )


def _craft_villages() -> tuple[Place, ...]:
    return (
        _place(
            DONG_GIAO,
            "Làng chạm khắc gỗ Đông Giao",
            "Dong Giao wood-carving village",
            106.175738,
            20.947298,
            category=Category.CRAFT_VILLAGE,
            rank=Rank.NONE,
            coord_precision_m=1300,
            visit_minutes=75,
            craft_product="tượng, hoành phi, câu đối",
            opening_hours="Mo-Su 08:00-17:00",
            unit_after=UnitId("u2"),
            note="<script>alert('x')</script> Cần kiểm tọa độ",
            coach_access=CoachAccess.NO,
        ),
        _place(
            CHU_DAU,
            "Làng gốm Chu Đậu (trung tâm trưng bày, trình diễn và trải nghiệm nghề gốm cổ truyền "
            "Chu Đậu – Mỹ Xá, xã Thái Tân, thành phố Hải Phòng)",
            "Chu Dau pottery village",
            106.281636,
            20.994863,
            category=Category.CRAFT_VILLAGE,
            rank=Rank.NATIONAL,
            coord_precision_m=1200,
            visit_minutes=90,
            fee_vnd=50_000,
            craft_product="gốm hoa lam",
            unit_after=UnitId("u3"),
            wheelchair=Wheelchair.LIMITED,
        ),
        _place(
            XUAN_NEO,
            "Làng thêu ren Xuân Nẻo",
            "Xuan Neo embroidery village",
            106.36404,
            20.859556,
            category=Category.CRAFT_VILLAGE,
            rank=Rank.NONE,
            coord_precision_m=None,
            visit_minutes=60,
        ),
    )


def _relics_and_others() -> tuple[Place, ...]:
    return (
        _place(
            MAO_DIEN,
            "Văn miếu Mao Điền",
            "Mao Dien Temple of Literature",
            106.1825,
            20.9335,
            category=Category.RELIC,
            rank=Rank.SPECIAL_NATIONAL,
            coord_precision_m=80,
            visit_minutes=60,
            opening_hours="Mo-Su 08:00-17:00",
            heritage_type="văn miếu",
            unit_after=UnitId("u2"),
            decision=HeritageDecision(number="2082/QĐ-TTg", issued=date(2017, 12, 25)),
            status=Status.VERIFIED,
        ),
        _place(
            SHOP,
            'Tiệm "Rồng Vàng" – bánh đậu xanh & trà sen <Hải Dương>',
            'The "Golden Dragon" mung-bean cake & lotus tea shop',
            106.342513,
            20.940497,
            category=Category.FOOD_MARKET,
            rank=Rank.NONE,
            coord_precision_m=90,
            visit_minutes=40,
            fee_vnd=0,
            unit_after=UnitId("u1"),
        ),
        _place(
            KIEP_BAC,
            "Đền Kiếp Bạc",
            "Kiep Bac temple",
            106.327674,
            21.151314,
            category=Category.RELIC,
            rank=Rank.SPECIAL_NATIONAL,
            coord_precision_m=60,
            visit_minutes=90,
            festivals=(Festival("hội đền 16–20/8 âm lịch", (DateRule(Calendar.LUNAR, 8, 16, 8, 20),)),),
        ),
        _place(
            DAO_CO,
            "Đảo Cò Chi Lăng Nam",
            "Chi Lang Nam Stork Island",
            106.225738,
            20.725474,
            category=Category.ECO_SITE,
            rank=Rank.NATIONAL,
            coord_precision_m=900,
            visit_minutes=90,
        ),
    )


def _units() -> tuple[AdminUnit, ...]:
    outlines = {
        ("u1", "Phường Hải Dương", "Hai Duong Ward"): [
            (106.29, 20.91),
            (106.36, 20.92),
            (106.35, 20.96),
            (106.3, 20.955),
        ],
        ("u2", "Xã Cẩm Giàng", "Cam Giang Commune"): [
            (106.14, 20.91),
            (106.22, 20.92),
            (106.21, 20.97),
            (106.15, 20.96),
        ],
        ("u3", "Xã Thái Tân", "Thai Tan Commune"): [
            (106.25, 20.97),
            (106.31, 20.965),
            (106.32, 21.02),
            (106.26, 21.03),
        ],
    }
    return tuple(
        AdminUnit(
            id=UnitId(key),
            name_vi=name_vi,
            name_en=name_en,
            province="Hải Phòng",
            valid_from=date(2025, 7, 1),
            geometry=Polygon(ring),
        )
        for (key, name_vi, name_en), ring in outlines.items()
    )


def _request() -> TourRequest:
    station, hotel = _anchor(STATION), _anchor(HOTEL)
    return TourRequest(
        title_vi="Làng nghề xứ Đông & đền Kiếp Bạc",
        start=station,
        end=station,
        nights=(hotel,),
        dates=DATES,
        mode=TravelMode.COACH,
        group_size=30,
        clauses=("hai-duong-2024/lien-ket-vung",),
    )


def _anchor(key: PlaceId) -> Anchor:
    place = sample_project().place(key)
    return Anchor(place.lon, place.lat, place.name_vi, key)


def _stop(kind: StopKind, key: PlaceId, arrive_s: int, stay_s: int, wait_s: int = 0) -> Stop:
    place = sample_project().place(key)
    begin_s = arrive_s + wait_s
    return Stop(
        kind=kind,
        place_id=None if kind is StopKind.LUNCH else key,
        lon=place.lon,
        lat=place.lat,
        arrive_s=arrive_s,
        begin_s=begin_s,
        depart_s=begin_s + stay_s,
        access_m=0.0 if kind is StopKind.LUNCH else 85.0,
    )


def with_ways(leg: Leg, **changes: Any) -> Leg:
    """Return a leg with every part changed."""
    return replace(leg, parts=tuple(replace(part, **changes) for part in leg.parts))


@cache
def _legs() -> dict[tuple[str, str], Leg]:
    rows = json.loads((Path(__file__).parent / "sample_legs.json").read_text(encoding="utf-8"))
    return {
        (row["from"], row["to"]): Leg.of_one_part(
            mode=TravelMode.COACH,
            distance_m=float(row["distance_m"]),
            duration_s=row["duration_s"],
            geometry=LineString(row["line"]),
            roads=tuple(row["roads"]),
        )
        for row in rows
    }


def _first_day() -> Day:
    ways = [
        _legs()[STATION, MAO_DIEN],
        _legs()[MAO_DIEN, DONG_GIAO],
        _legs()[DONG_GIAO, CHU_DAU],
        Leg(mode=TravelMode.COACH),
        _legs()[CHU_DAU, SHOP],
        _legs()[SHOP, HOTEL],
    ]
    visits = [
        (StopKind.VISIT, MAO_DIEN, 3600),
        (StopKind.VISIT, DONG_GIAO, 4500),
        (StopKind.VISIT, CHU_DAU, 5400),
        (StopKind.LUNCH, CHU_DAU, 3600),
        (StopKind.VISIT, SHOP, 2400),
        (StopKind.END, HOTEL, 0),
    ]
    stops = [_stop(StopKind.START, STATION, 27_000, 0)]
    for leg, (kind, key, stay_s) in zip(ways, visits, strict=True):
        arrive_s = stops[-1].depart_s + leg.duration_s
        # The temple of literature opens at 08:00; the coach is there earlier.
        wait_s = 8 * 3600 - arrive_s if key is MAO_DIEN else 0
        stops.append(_stop(kind, key, arrive_s, stay_s, wait_s))
    return Day(date=DATES[0], stops=tuple(stops), legs=tuple(ways))


def _second_day() -> Day:
    there, back = _legs()[HOTEL, KIEP_BAC], _legs()[KIEP_BAC, STATION]
    start = _stop(StopKind.START, HOTEL, 27_000, 0)
    visit = _stop(StopKind.VISIT, KIEP_BAC, start.depart_s + there.duration_s, 5400)
    end = _stop(StopKind.END, STATION, visit.depart_s + back.duration_s, 0)
    return Day(date=DATES[1], stops=(start, visit, end), legs=(there, back))
