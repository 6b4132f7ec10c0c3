"""Points and lines of other programs: points become places, lines become tours along the drawn way.

A point that lies within ``BESIDE_M`` of a line is visited on it. Nothing is routed anew: the way stays as it
was drawn, and where the file has no times they are guessed from an average speed and said to be guessed.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from itertools import pairwise
from types import MappingProxyType
from typing import Any, Final

import numpy as np
import shapely
from shapely import Geometry, LineString, MultiLineString, Point
from shapely.ops import substring

from data.errors import BadInputError
from data.language.catalogue import N_, translate
from data.language.terms import term
from data.model.checks import normal_text, require_lon_lat
from data.model.clock import DAY_S
from data.model.distances import METRES_A_DEGREE, metres_between, wgs84
from data.model.place import Place, PlaceId
from data.model.project import Project
from data.model.request import Anchor, TourRequest
from data.model.tour import Day, Leg, Stop, StopKind, Tour, TourId
from data.model.travel_mode import TravelMode
from data.readers.place_import import FEATURE, PlaceImport, Record, fault_of_shape, read_records
from data.readers.tour_import import MOST_VERTICES, Assumed, TourImport
from data.readers.tour_parts import VIETNAM_TIME
from data.search.folding import canonical, slug

BESIDE_M: Final = 150.0
"""A point this near to a drawn way is meant as a stop on it."""

SAME_PLACE_M: Final = 150.0
"""A point with the name of a place this near is that place."""

DAY_START_S: Final = 27_000
"""A route without times begins at 07:30, as requests do."""

DEFAULT_STAY_S: Final = 30 * 60
SPEED_KM_H: Final = MappingProxyType(
    {
        TravelMode.COACH: 30,
        TravelMode.MINIBUS: 32,
        TravelMode.CAR: 35,
        TravelMode.MOTORBIKE: 30,
        TravelMode.BICYCLE: 13,
        TravelMode.ELECTRIC_CART: 15,
        TravelMode.FOOT: 4,
        TravelMode.WHEELCHAIR: 3,
    }
)
"""Average speeds with halts, in town and country: our own round figures, for drawn routes only."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """One thing of a file of another program.

    Parameters
    ----------
    number
        Where it stands in the file, from 1.
    geometry
        WGS84 degrees.
    cells
        Columns of the register that its properties mean; ``name_vi`` is its name.
    times
        A moment for each vertex, where a device wrote them.
    """

    number: int
    geometry: Geometry
    cells: Mapping[str, str]
    times: Sequence[datetime] = ()

    @property
    def name(self) -> str:
        """Its name, trimmed and in NFC."""
        return normal_text(self.cells.get("name_vi", ""))

    @property
    def is_line(self) -> bool:
        """Whether it is a way and no place."""
        return isinstance(self.geometry, (LineString, MultiLineString))


def import_drawn(drawn: Sequence[Drawn], project: Project, assumed: Assumed, form: str) -> TourImport:
    """Return what the file of another program means here.

    Raises
    ------
    BadInputError
        If there is nothing to import, too much of it, or a point lies outside Vietnam.
    """
    _require_sane(drawn)
    points = [one for one in drawn if not one.is_line]
    lines = [one for one in drawn if one.is_line]
    known = _Known(project)
    new, doubts = _new_places(points, known, project, assumed)
    tours: list[Tour] = []
    for one in lines:
        tours.append(_tour(one, known, project, assumed, tours))
    if tours:
        doubts += (_guessed(assumed),)
    return TourImport(form=form, is_own=False, tours=tuple(tours), places=new, warnings=doubts)


def _require_sane(drawn: Sequence[Drawn]) -> None:
    if not drawn:
        raise BadInputError(
            N_("The file has neither points nor lines."),
            remedy=N_("Draw a route or mark places, and export again."),
        )
    if sum(shapely.get_num_coordinates(one.geometry) for one in drawn) > MOST_VERTICES:
        raise BadInputError(
            N_("The lines of the file have more than {most} points."),
            remedy=N_("Simplify them, or split the file."),
            most=MOST_VERTICES,
        )
    for one in drawn:
        for lon, lat in shapely.get_coordinates(one.geometry):
            try:
                require_lon_lat(float(lon), float(lat), "")
            except BadInputError as error:
                raise at_feature(error, one.number) from error
        if (fault := fault_of_shape(one.geometry)) is not None:
            raise at_feature(fault, one.number)


def at_feature(error: BadInputError, number: int) -> BadInputError:
    """Return an error that says in which feature of the file the fault is."""
    facts: dict[str, Any] = {**error.facts, "row": number}
    return BadInputError(error.message, where=FEATURE, remedy=error.remedy, **facts)


def _guessed(assumed: Assumed) -> BadInputError:
    return BadInputError(
        N_("Times that the file does not have were estimated with {speed} km/h and {stay} minutes a stop."),
        remedy=N_("Open the tour and correct the times, or plan it anew."),
        speed=SPEED_KM_H[assumed.mode],
        stay=DEFAULT_STAY_S // 60,
    )


class _Known:
    """Places of the project and of the file by name, to find those that are one."""

    def __init__(self, project: Project) -> None:
        self._by_name: dict[str, list[Place]] = {}
        self.of_file: list[Place] = []
        self.keys = set(project.places)
        for place in project.places.values():
            self._by_name.setdefault(canonical(place.name_vi), []).append(place)

    def find(self, one: Drawn) -> Place | None:
        at = shapely.point_on_surface(one.geometry)
        for place in self._by_name.get(canonical(one.name), []):
            if metres_between((place.lon, place.lat), (at.x, at.y)) <= SAME_PLACE_M:
                return place
        return None

    def add(self, place: Place) -> None:
        self._by_name.setdefault(canonical(place.name_vi), []).append(place)

    def new_key(self, name: str) -> str:
        plain = slug(name) or "place"
        key, number = plain, 2
        while key in self.keys:
            key, number = f"{plain}-{number}", number + 1
        self.keys.add(PlaceId(key))
        return key


def _new_places(
    points: Sequence[Drawn], known: _Known, project: Project, assumed: Assumed
) -> tuple[tuple[Place, ...], tuple[BadInputError, ...]]:
    records, numbers = list[Record](), dict[str, int]()
    for one in points:
        place = known.find(one) if one.name else None
        if place is not None:
            known.of_file.append(place)
            continue
        name = one.name or f"{term(assumed.category, 'vi')} {one.number}"
        key = known.new_key(name)
        cells = {"category": assumed.category.value, **one.cells, "id": key, "name_vi": name}
        records.append(Record(FEATURE, one.number, cells, one.geometry))
        numbers[key] = one.number
    found: PlaceImport = read_records(records, project)
    new = found.require_sound("")
    for place in new:
        known.add(place)
    known.of_file += new
    known.of_file.sort(key=lambda place: numbers.get(place.id, 0))
    return new, found.warnings


def _tour(one: Drawn, known: _Known, project: Project, assumed: Assumed, others: Sequence[Tour]) -> Tour:
    line = _one_line(one)
    stops = _beside(line, known.of_file)
    cuts = [0.0, *(along for along, _ in stops), line.length]
    pieces = [substring(line, before, after) for before, after in pairwise(cuts)]
    lengths = [_length_m(piece) for piece in pieces]
    mode = assumed.mode
    seconds = [int(np.ceil(length * 3.6 / SPEED_KM_H[mode])) for length in lengths]
    begin = _begin(one, assumed, len(others))
    legs = [
        Leg.of_one_part(mode, round(length, 1), took, piece if isinstance(piece, LineString) else None)
        for piece, length, took in zip(pieces, lengths, seconds, strict=True)
    ]
    title = one.name or project.title or translate("vi", N_("Imported route"))
    start, end = _anchor(line, 0, title), _anchor(line, -1, title)
    clock = begin.hour * 3600 + begin.minute * 60 + begin.second
    made = _stops(start, end, [place for _, place in stops], seconds, clock)
    if made[-1].arrive_s > 2 * DAY_S:
        raise BadInputError(
            N_("The line '{name}' is too long for one day: {distance} km."),
            where=FEATURE,
            remedy=N_("Split it into days, or choose a faster mode of travel."),
            row=one.number,
            name=title,
            distance=round(sum(lengths) / 1000),
        )
    day = Day(date=begin.date(), stops=tuple(made), legs=tuple(legs))
    request = TourRequest(title_vi=title, start=start, end=end, dates=(day.date,), mode=mode)
    key = _tour_key(title, project, others)
    return Tour(id=key, title_vi=title, request=request, days=(day,))


def _one_line(one: Drawn) -> LineString:
    """Return the drawn parts as one line; parts that do not touch are joined straight."""
    vertices = [tuple(pair) for pair in shapely.get_coordinates(one.geometry).tolist()]
    apart = [*vertices[:1], *(after for before, after in pairwise(vertices) if after != before)]
    if len(apart) < 2:
        raise BadInputError(
            N_("The line has no length."), where=FEATURE, remedy=N_("Draw it again."), row=one.number
        )
    return LineString(apart)


def _length_m(piece: Geometry) -> float:
    return float(abs(wgs84().geometry_length(piece))) if isinstance(piece, LineString) else 0.0


def _beside(line: LineString, places: Sequence[Place]) -> list[tuple[float, Place]]:
    """Return the places near the line with their distance along it (degrees), in the order of the way."""
    stretch = np.cos(np.radians(line.coords[0][1]))
    flat = shapely.transform(line, lambda xy: xy * [stretch, 1.0])
    near = []
    for place in places:
        at = Point(place.lon * stretch, place.lat)
        if shapely.distance(flat, at) * METRES_A_DEGREE <= BESIDE_M:
            along = shapely.line_locate_point(flat, at, normalized=True)
            foot = shapely.line_interpolate_point(flat, along, normalized=True)
            near.append((shapely.line_locate_point(line, Point(foot.x / stretch, foot.y)), place))
    return sorted(near, key=lambda pair: pair[0])


def _begin(one: Drawn, assumed: Assumed, before: int) -> datetime:
    """Return when the way begins, Vietnam time: as the device wrote, or on a morning of its own."""
    if one.times:
        return min(one.times).astimezone(VIETNAM_TIME).replace(microsecond=0)
    morning = time(DAY_START_S // 3600, DAY_START_S % 3600 // 60)
    return datetime.combine(assumed.day + timedelta(days=before), morning, VIETNAM_TIME)


def _anchor(line: LineString, index: int, title: str) -> Anchor:
    lon, lat = line.coords[index]
    return Anchor(lon, lat, title)


def _stops(
    start: Anchor, end: Anchor, places: Sequence[Place], seconds: Sequence[int], clock: int
) -> list[Stop]:
    made = [_stop(StopKind.START, start, None, clock, 0)]
    for place, took in zip(places, seconds, strict=False):
        clock += took
        stay = DEFAULT_STAY_S if place.visit_minutes is None else place.visit_minutes * 60
        at = Anchor(place.lon, place.lat, "", place.id)
        made.append(_stop(StopKind.VISIT, at, place.id, clock, stay))
        clock += stay
    made.append(_stop(StopKind.END, end, None, clock + seconds[-1], 0))
    return made


def _stop(kind: StopKind, at: Anchor, place_id: PlaceId | None, arrive_s: int, stay_s: int) -> Stop:
    return Stop(
        kind=kind,
        lon=at.lon,
        lat=at.lat,
        label=at.label,
        place_id=place_id,
        arrive_s=arrive_s,
        begin_s=arrive_s,
        depart_s=arrive_s + stay_s,
    )


def _tour_key(title: str, project: Project, others: Sequence[Tour]) -> TourId:
    taken = {*project.tours, *(tour.id for tour in others)}
    plain = slug(title) or "route"
    key, number = plain, 2
    while key in taken:
        key, number = f"{plain}-{number}", number + 1
    return TourId(key)
