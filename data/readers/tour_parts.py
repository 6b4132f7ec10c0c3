"""A tour put together again from what an exchange file of ours carries (``data.writers.tour_facts``)."""

import json
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta, timezone
from typing import Any, Final

from data.errors import BadInputError
from data.language.catalogue import N_
from data.model.distances import metres_between
from data.model.place import Place
from data.model.project import Project
from data.model.request import MOST_DAYS
from data.model.tour import Day, Leg, Tour
from data.readers.edited_lines import drawn_anew, with_line
from data.readers.edited_names import edited_label, edited_names
from data.readers.place_import import FEATURE, PlaceImport, Record, read_records
from data.readers.tour_json import tour_of
from data.search.names import UnitNames

VIETNAM_TIME: Final = timezone(timedelta(hours=7))
MOVED_M: Final = 100.0
"""A place of the file that lies farther than this from the register's is worth a word."""


Pair = tuple[float, float]
Lines = Callable[[int, int], Sequence[Pair]]

_WHOLE: Final = ("boarding_s", "slots", "not_before_s")
_MARKS: Final = ("locked", "added", "stay_fixed")
STOP: Final = N_("stop {order} of day {day}")
_REMEDY: Final = N_("Export the tour again from Hành Trình.")


@dataclass(frozen=True, slots=True)
class FoundStop:
    """A stop as the file has it.

    Parameters
    ----------
    day, order
        Day of the tour and position in the day, both from 1.
    lon, lat
        WGS84 degrees.
    facts
        Its properties by name; numbers and marks may be texts.
    leg
        The way to it; ``None`` at the start of a day.
    place
        Cells of the register, where the file gives them with this stop.
    shown
        Its name as the feature shows it, by language: it may have been changed in another program.
    """

    day: int
    order: int
    lon: float
    lat: float
    facts: Mapping[str, Any]
    leg: Mapping[str, Any] | None = None
    place: Mapping[str, Any] | None = None
    shown: Mapping[str, str] = field(default_factory=dict)


def unpacked(text: str, where: str) -> Mapping[str, Any]:
    """Return the facts that ``data.writers.tour_facts.packed`` wrote.

    Raises
    ------
    BadInputError
        If the text is no JSON object.
    """
    try:
        found = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise damaged(where) from error
    if not isinstance(found, dict):
        raise damaged(where)
    return found


def damaged(where: str, day: int = 0, order: int = 0) -> BadInputError:
    """Return the error of a file whose facts do not fit together."""
    return BadInputError(
        N_("What the file carries of the tour is damaged."), where=where, remedy=_REMEDY, day=day, order=order
    )


def composed(value: Any) -> Any:
    """Return plain values with every text in NFC: tools of macOS write NFD."""
    if isinstance(value, str):
        return unicodedata.normalize("NFC", value)
    if isinstance(value, list):
        return [composed(one) for one in value]
    if isinstance(value, Mapping):
        return {composed(key): composed(one) for key, one in value.items()}
    return value


def assemble(
    head: Mapping[str, Any], stops: Sequence[FoundStop], lines: Lines, doubts: list[BadInputError]
) -> Tour:
    """Return the tour.

    Parameters
    ----------
    head
        The value ``tour`` of the file.
    stops
        All stops, in any order.
    lines
        Gives the line of a leg, by day and order of the stop it leads to.
    doubts
        Gets a doubt for every way that was edited in another program.

    Raises
    ------
    BadInputError
        If a day or stop is missing, a value is wrong, or spans do not fit their line.
    """
    dates = _dates(head)
    by_day: dict[int, list[FoundStop]] = {number: [] for number in range(1, len(dates) + 1)}
    for stop in sorted(stops, key=lambda one: (one.day, one.order)):
        if stop.day not in by_day or stop.order != len(by_day[stop.day]) + 1:
            raise BadInputError(
                N_("The stops of the file are not numbered without gaps."),
                where=STOP,
                remedy=_REMEDY,
                day=stop.day,
                order=stop.order,
            )
        by_day[stop.day].append(stop)
    days = [_day(dates[number - 1], of_day) for number, of_day in by_day.items()]
    tour = tour_of(composed({**head, "days": days}))
    drawn = [_drawn(day, by_day[number], lines, doubts) for number, day in enumerate(tour.days, start=1)]
    return replace(tour, days=tuple(drawn))


def _dates(head: Mapping[str, Any]) -> list[date]:
    found = head.get("dates")
    if not isinstance(found, list) or not 0 < len(found) <= MOST_DAYS:
        raise damaged("dates")
    try:
        return [date.fromisoformat(text) for text in found]
    except (TypeError, ValueError) as error:
        raise damaged("dates") from error


def _day(when: date, stops: Sequence[FoundStop]) -> dict[str, Any]:
    legs = [dict(stop.leg) if stop.leg is not None else None for stop in stops[1:]]
    if None in legs:
        number = legs.index(None) + 2
        raise damaged(STOP, day=stops[0].day, order=number)
    return {"date": when.isoformat(), "stops": [_stop(when, stop) for stop in stops], "legs": legs}


def _stop(when: date, stop: FoundStop) -> dict[str, Any]:
    facts = dict(stop.facts)
    midnight = datetime.combine(when, time(), VIETNAM_TIME)
    try:
        for key in ("arrive", "begin", "depart"):
            moment = datetime.fromisoformat(str(facts.get(key)))
            facts[f"{key}_s"] = round((moment - midnight).total_seconds())
        for key in _WHOLE:
            if facts.get(key) is not None:
                facts[key] = int(facts[key])
        if facts.get("access_m") is not None:
            facts["access_m"] = float(facts["access_m"])
    except (TypeError, ValueError, OverflowError) as error:
        raise damaged(STOP, day=stop.day, order=stop.order) from error
    for key in _MARKS:
        facts[key] = str(facts.get(key)).lower() == "true"
    if not facts.get("place_id") and (label := edited_label(stop.shown, facts)):
        facts["label"] = label
    kept = {key: value for key, value in facts.items() if value is not None}
    return {**kept, "lon": stop.lon, "lat": stop.lat}


def _drawn(day: Day, stops: Sequence[FoundStop], lines: Lines, doubts: list[BadInputError]) -> Day:
    legs = []
    for leg, stop in zip(day.legs, stops[1:], strict=True):
        made, is_edited = _with_lines(leg, stop, lines(stop.day, stop.order))
        legs.append(made)
        if is_edited:
            doubts.append(drawn_anew(_name_of(stop), stop.day))
    return replace(day, legs=tuple(legs))


def _name_of(stop: FoundStop) -> str:
    told = (stop.place or {}).get("name_vi") or stop.facts.get("label") or stop.facts.get("place_id")
    return str(told or stop.order)


def _with_lines(leg: Leg, stop: FoundStop, vertices: Sequence[Pair]) -> tuple[Leg, bool]:
    try:
        return with_line(leg, stop.leg or {}, vertices)
    except BadInputError:
        raise
    except (AttributeError, TypeError, ValueError) as error:
        raise BadInputError(
            N_("The line in the file is not the one that the tour was drawn with: points were taken out."),
            where=STOP,
            remedy=_REMEDY,
            day=stop.day,
            order=stop.order,
        ) from error


def places_of(stops: Sequence[FoundStop], project: Project) -> PlaceImport:
    """Return the places of the stops that the project does not have.

    The register's own entries are never changed by a tour; a place that lies elsewhere there is a doubt.
    Units that the project does not know are left empty.
    """
    records: list[Record] = []
    doubts: list[BadInputError] = []
    seen: set[str] = set()
    units = UnitNames(project)
    for stop in sorted(stops, key=lambda one: (one.day, one.order)):
        key = stop.facts.get("place_id")
        if stop.place is None or not isinstance(key, str) or key in seen:
            continue
        seen.add(key)
        known = project.places.get(composed(key))
        renamed = edited_names(stop.shown, stop.place)
        if known is not None:
            doubts += [*_moved(known, stop), *_renamed(known, renamed)]
            continue
        told = {**stop.place, **renamed}
        cells = {column: str(composed(value)) for column, value in told.items() if value is not None}
        cells |= {"id": composed(key), "lon": repr(stop.lon), "lat": repr(stop.lat)}
        records.append(Record(FEATURE, len(seen), _with_known_units(cells, units)))
    found = read_records(records, project)
    return replace(found, warnings=(*doubts, *found.warnings))


def _moved(known: Place, stop: FoundStop) -> list[BadInputError]:
    apart_m = metres_between((known.lon, known.lat), (stop.lon, stop.lat))
    if apart_m <= MOVED_M:
        return []
    doubt = BadInputError(
        N_("'{name}' lies {distance} m from where the register has it; the register's entry was kept."),
        remedy=N_("Check which position is right."),
        name=known.name_vi,
        distance=round(apart_m),
    )
    return [doubt]


def _renamed(known: Place, names: Mapping[str, str]) -> list[BadInputError]:
    return [
        BadInputError(
            N_("'{name}' is called '{other}' in the file; the register's name was kept."),
            remedy=N_("Change the name in the register if the other one is right."),
            name=known.name_vi,
            other=said,
        )
        for column, said in names.items()
        if said not in {known.name_vi, known.name_en}
    ]


def _with_known_units(cells: Mapping[str, str], units: UnitNames) -> dict[str, str]:
    kept = dict(cells)
    for column in ("unit_before", "unit_after"):
        try:
            units.resolve(kept.get(column, ""))
        except BadInputError:
            kept.pop(column, None)
    return kept
