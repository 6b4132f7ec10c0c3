"""Projects for the tests of storage: the sample with its tour, and anything hypothesis can think of."""

import unicodedata
from dataclasses import replace
from datetime import date
from typing import Any

from hypothesis import strategies as st
from shapely import LineString, MultiLineString, MultiPolygon, Point, Polygon

from data.model.demands.calendar import FestivalEffect, FestivalRule, FestivalRules, HoursChange
from data.model.demands.choice import AlternativesGroup, CategoryLimit
from data.model.demands.means import Budget, Transfer
from data.model.demands.order import Pins
from data.model.demands.times import Break, BreakKind, DayRule, VisitRange, VisitRule
from data.model.festival import Calendar, DateRule, Festival
from data.model.place import (
    Category,
    CoachAccess,
    Contact,
    HeritageDecision,
    Photo,
    Place,
    PlaceId,
    Rank,
    Status,
    Wheelchair,
)
from data.model.plans import Plan, PlanClause
from data.model.project import Project
from data.model.remedy import Remedy, RemedyKind
from data.model.request import Anchor, CandidateFilter, ScoreRule, TourRequest
from data.model.tour import Day, DroppedPlace, LegPart, Tour, TourId, VisitLength
from data.model.travel_mode import TravelMode
from data.model.units import AdminUnit, UnitId, UnitSuccession
from tests.samples import sample_project, sample_tour

SQUARE = Polygon([(105.8, 21.0), (105.9, 21.0), (105.9, 21.1), (105.8, 21.0)])
RING = Polygon(SQUARE.exterior, [[(105.85, 21.02), (105.86, 21.02), (105.86, 21.03), (105.85, 21.02)]])

TEXTS = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=12)
NAMES = st.one_of(
    st.sampled_from(["Đình Chèm", unicodedata.normalize("NFD", "Đền Kiếp Bạc"), "=1+1", "'x", 'a"b;c,d']),
    TEXTS.filter(lambda text: bool(text.strip())),
)
LON_LAT = st.tuples(st.floats(102.0, 118.0), st.floats(7.0, 24.0))
GEOMETRIES = st.one_of(
    LON_LAT.map(Point),
    st.lists(LON_LAT, min_size=2, max_size=4).map(LineString),
    st.lists(LON_LAT, min_size=2, max_size=3).map(lambda line: MultiLineString([line, line])),
    st.sampled_from(
        [SQUARE, RING, MultiPolygon([SQUARE]), MultiLineString([[(105.8, 21.0), (105.9, 21.0)]])]
    ),
)
DATES = st.none() | st.dates(date(1900, 1, 1), date(2100, 1, 1))
RULES = st.builds(
    DateRule,
    st.sampled_from(Calendar),
    st.integers(1, 12),
    st.integers(1, 30),
    st.integers(1, 12),
    st.integers(1, 30),
)
UNIT_IDS = st.none() | st.just(UnitId("00613")) | st.just(UnitId("old/x"))
PLACES = st.builds(
    Place,
    id=NAMES.map(PlaceId),
    name_vi=NAMES,
    name_en=TEXTS,
    category=st.sampled_from(Category),
    rank=st.sampled_from(Rank),
    heritage_type=TEXTS,
    geometry=GEOMETRIES,
    coord_precision_m=st.none() | st.floats(0, 5000),
    coord_source=TEXTS,
    unit_before=UNIT_IDS,
    unit_after=UNIT_IDS,
    opening_hours=st.sampled_from(["", "Mo-Su 08:00-17:00"]),
    visit_minutes=st.none() | st.integers(0, 600),
    festivals=st.lists(st.builds(Festival, TEXTS, st.lists(RULES, max_size=2).map(tuple)), max_size=2).map(
        tuple
    ),
    craft_product=TEXTS,
    fee_vnd=st.none() | st.integers(0, 10**7),
    capacity=st.none() | st.integers(0, 10**5),
    coach_access=st.sampled_from(CoachAccess),
    wheelchair=st.sampled_from(Wheelchair),
    contacts=st.lists(st.builds(Contact, TEXTS, TEXTS, TEXTS, TEXTS), max_size=2).map(tuple),
    description_vi=TEXTS,
    description_en=TEXTS,
    photos=st.lists(st.builds(Photo, NAMES, TEXTS, TEXTS, TEXTS), max_size=2).map(tuple),
    decision=st.none() | st.builds(HeritageDecision, TEXTS, DATES),
    source=TEXTS,
    surveyed=DATES,
    note=TEXTS,
    plan_id=st.none() | TEXTS,
    status=st.sampled_from(Status),
)
UNITS = st.builds(
    AdminUnit,
    id=NAMES.map(UnitId),
    name_vi=NAMES,
    district=TEXTS,
    province=TEXTS,
    valid_from=DATES,
    valid_to=DATES,
    geometry=st.sampled_from([None, SQUARE, RING, MultiPolygon([SQUARE])]),
    source=TEXTS,
)
FACTS = st.dictionaries(
    st.sampled_from(["minutes", "name", "where"]), TEXTS | st.integers(-9, 9) | st.floats(-1, 1), max_size=2
)


def _keyed(values: list[Any]) -> dict[Any, Any]:
    return {value.id: value for value in values}


PROJECTS = st.builds(
    Project,
    title=TEXTS,
    places=st.lists(PLACES, max_size=3).map(_keyed),
    units=st.lists(UNITS, max_size=3).map(_keyed),
    attribution=st.lists(TEXTS, max_size=2).map(tuple),
    source=TEXTS,
)


def full_project() -> Project:
    """Return the sample with everything a project may hold: tours, plans, successions, every kind of None."""
    project = sample_project()
    first, second, third, *_ = project.places.values()
    unknown = Place(
        id=PlaceId("chua-ro"), name_vi="Chưa rõ", category=Category.RELIC, geometry=Point(105, 21)
    )
    zero = replace(first, id=PlaceId("khong"), visit_minutes=0, fee_vnd=0, capacity=0, coord_precision_m=0.0)
    line = replace(second, id=PlaceId("pho"), geometry=LineString([(105.8, 21.0), (105.81, 21.01)]))
    area = replace(
        third,
        id=PlaceId("vung"),
        geometry=RING,
        decision=HeritageDecision(),
        name_vi=unicodedata.normalize("NFD", "Vùng"),
    )
    plan = Plan(id="ke-hoach", title_vi="Kế hoạch", issued="2024-10")
    clause = PlanClause(
        id="a", plan_id="ke-hoach", kind="circuit", requirement_vi="Nối", place_ids=(unknown.id,)
    )
    tours = {tour.id: tour for tour in (sample_tour(), _asked_for_everything())}
    return replace(
        project.with_places([unknown, zero, line, area]),
        successions=(
            UnitSuccession(
                old_id=UnitId("old/a"), new_id=UnitId("00613"), is_whole=False, is_main=True, note="ghi chú"
            ),
        ),
        plans={plan.id: plan},
        clauses={clause.key: clause},
        tours=tours,
    )


def _asked_for_everything() -> Tour:
    tour = sample_tour()
    night = Anchor(106.3, 20.9, "Khách sạn")
    request = TourRequest(
        title_vi="Mọi thứ",
        start=Anchor(106.31, 20.94, "Ga", PlaceId("ga-hai-duong")),
        end=night,
        nights=(night,),
        dates=tour.request.dates,
        mode=TravelMode.FOOT,
        breaks=(),
        candidates=CandidateFilter(
            place_ids=(PlaceId("a"),),
            categories=(Category.RELIC,),
            ranks=(Rank.NONE,),
            units=(UnitId("00613"),),
            districts=("Quận Bắc Từ Liêm",),
            statuses=(Status.DRAFT,),
            text="gốm",
            bbox=(105.0, 20.0, 106.5, 21.5),
            max_precision_m=100.5,
        ),
        must=(PlaceId("a"),),
        never=(PlaceId("b"),),
        cover_units=(UnitId("00613"),),
        unit_minimum={UnitId("00613"): 2},
        scores=ScoreRule(by_rank={Rank.NATIONAL: 7}, by_category={}, by_place={PlaceId("a"): 0}),
        max_travel_s=0,
        group_size=45,
        clauses=("ke-hoach/a",),
        seed=7,
        seconds=2.5,
    )
    late = Break(39600, 43200, 0, BreakKind.REST, (PlaceId("a"),), (Category.FOOD_MARKET,), (0,))
    demands: dict[str, Any] = {
        "days": (DayRule(day=1, start_s=30_000, mode=TravelMode.BICYCLE, max_walk_m=900),),
        "breaks": (Break(), late),
        "pins": Pins(first=PlaceId("a"), fixed_days={PlaceId("c"): 1}),
        "alternatives": (AlternativesGroup((PlaceId("c"), PlaceId("d")), 1, 1, "gốm"),),
        "category_limits": (CategoryLimit((Category.RELIC,), 1, 3),),
        "festivals": FestivalRules(usual=FestivalRule(40, FestivalEffect.EXTEND, "06:00-21:00")),
        "hours": (HoursChange(PlaceId("a"), date(2026, 11, 1), date(2026, 11, 30)),),
        "visits": VisitRule(shortest_share=0.5, by_place={PlaceId("a"): VisitRange(10, 20, 30)}),
        "budget": Budget(limit_vnd=9_000_000, vehicle_km_vnd=15_000),
        "transfer": Transfer(800),
        "max_walk_m": 3000,
        "boarding_minutes": 5,
        "is_time_dependent": True,
    }
    facts: dict[str, str | int | float] = {"n": 1, "m": 1.0, "t": "chữ"}
    help_ = Remedy(kind=RemedyKind.MORE_BUDGET, facts=facts)
    dropped = (DroppedPlace(place_id=PlaceId("a"), reason="x {n} {m}", facts=facts, remedies=(help_, help_)),)
    return replace(
        tour,
        id=TourId("moi-thu"),
        title_en="",
        request=replace(request, max_travel_s=None, **demands),
        days=tuple(_with_every_fact(day) for day in tour.days),
        dropped=dropped,
        is_proven=False,
        bound=tour.score + 5,
        scenario="Phương án 2",
        base=tour.id,
    )


def _with_every_fact(day: Day) -> Day:
    """Return a day whose first visit and first leg use every field."""
    start, visit, *rest = day.stops
    fact = replace(
        visit,
        boarding_s=60,
        slots=3,
        length=VisitLength.SHORTENED,
        is_locked=True,
        is_added=True,
        is_stay_fixed=True,
        not_before_s=visit.begin_s,
    )
    leg = day.legs[0]
    walk = LegPart(mode=TravelMode.FOOT, distance_m=350.5, duration_s=0)
    return replace(
        day, stops=(start, fact, *rest), legs=(replace(leg, parts=(walk, *leg.parts)), *day.legs[1:])
    )
