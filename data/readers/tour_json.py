"""Tours out of the JSON that ``data.writers.tour_json`` writes, edited by hand or not.

What the writer adds for people (names, clock times, sums) is passed over. Legs come back without geometry:
whoever needs lines routes them again.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any, Final

from data.errors import BadInputError, HanhTrinhError, require_file
from data.language.catalogue import N_
from data.model.checks import require_lon_lat
from data.model.place import PlaceId
from data.model.remedy import Facts, Remedy, RemedyKind
from data.model.tour import Day, DroppedPlace, Leg, LegPart, Stop, StopKind, Tour, TourId, VisitLength
from data.model.travel_mode import TravelMode
from data.readers.request_toml import from_plain

SCHEMA_VERSION: Final = 2
"""Version 1 had no request, no parts of legs and no locks, and could not be read back."""

_MOST_BYTES: Final = 50_000_000


def read_tour(path: Path) -> Tour:
    """Return the tour of a JSON file.

    Raises
    ------
    BadInputError
        If the file is not there, is no result of this product, has another version, or a value is wrong;
        names file and place.
    """
    require_file(path)
    if path.stat().st_size > _MOST_BYTES:
        raise BadInputError(N_("The file is too large for a tour."), source=path)
    try:
        document = json.loads(path.read_text(encoding="utf-8-sig"), parse_constant=_refuse_constant)
    except (ValueError, RecursionError) as error:
        raise BadInputError(
            N_("This is not JSON: {reason}"),
            source=path,
            remedy=N_("Give a file made by 'plan --json'."),
            reason=str(error),
        ) from error
    try:
        return tour_of(document)
    except BadInputError as error:
        error.source = error.source or str(path)
        raise


def _refuse_constant(name: str) -> None:
    """Refuse NaN and infinities, which Python would read though JSON has none."""
    raise ValueError(name)


def tour_of(document: object) -> Tour:
    """Return the tour of a parsed document.

    Raises
    ------
    BadInputError
        As ``read_tour``, without the file.
    """
    values = _mapping(document, "")
    if values.get("feasible") is False:
        raise BadInputError(
            N_("This result has no tour: the request could not be met."),
            remedy=N_("Change the request and plan again."),
        )
    version = values.get("schema_version")
    if version != SCHEMA_VERSION:
        raise BadInputError(
            N_("This is no tour of version {version}; it says {found}."),
            where="schema_version",
            remedy=N_("Plan the tour again with this version and '--json'."),
            version=SCHEMA_VERSION,
            found=str(version),
        )
    with _errors("request"):
        request = from_plain(_mapping(values["request"], "request"))
    base = _take(values, "base", str, "", None)
    return Tour(
        id=TourId(_take(values, "id", str, "")),
        title_vi=_take(values, "title_vi", str, "", ""),
        title_en=_take(values, "title_en", str, "", ""),
        request=request,
        days=tuple(
            _day(_mapping(day, f"days[{number}]"), f"days[{number}]")
            for number, day in enumerate(_sequence(values, "days", ""))
        ),
        dropped=tuple(
            _dropped(_mapping(one, f"dropped[{number}]"), f"dropped[{number}]")
            for number, one in enumerate(_sequence(values, "dropped", ""))
        ),
        score=_take(values, "score", int, "", 0),
        bound=_take(values, "bound", int, "", None),
        is_proven=_take(values, "proven", bool, "", default=False),
        network=_take(values, "network", str, "", ""),
        attribution=tuple(str(line) for line in _sequence(values, "attribution", "")),
        scenario=_take(values, "scenario", str, "", ""),
        base=TourId(base) if base else None,
    )


def _day(values: Mapping[str, Any], where: str) -> Day:
    with _errors(where):
        return Day(
            date=date.fromisoformat(_take(values, "date", str, where)),
            stops=tuple(
                _stop(_mapping(stop, f"{where}.stops[{index}]"), f"{where}.stops[{index}]")
                for index, stop in enumerate(_sequence(values, "stops", where))
            ),
            legs=tuple(
                _leg(_mapping(leg, f"{where}.legs[{index}]"), f"{where}.legs[{index}]")
                for index, leg in enumerate(_sequence(values, "legs", where))
            ),
        )


def _stop(values: Mapping[str, Any], where: str) -> Stop:
    place_id = _take(values, "place_id", str, where, None)
    with _errors(where):
        lon, lat = (float(_take(values, key, float, where)) for key in ("lon", "lat"))
        require_lon_lat(lon, lat, where)
        return Stop(
            kind=StopKind(_take(values, "kind", str, where)),
            lon=lon,
            lat=lat,
            label=_take(values, "label", str, where, ""),
            place_id=PlaceId(place_id) if place_id else None,
            arrive_s=_take(values, "arrive_s", int, where),
            begin_s=_take(values, "begin_s", int, where),
            depart_s=_take(values, "depart_s", int, where),
            boarding_s=_take(values, "boarding_s", int, where, 0),
            slots=_take(values, "slots", int, where, 1),
            length=VisitLength(_take(values, "length", str, where, VisitLength.TYPICAL.value)),
            access_m=float(_take(values, "access_m", float, where, 0.0)),
            is_locked=_take(values, "locked", bool, where, default=False),
            is_added=_take(values, "added", bool, where, default=False),
            is_stay_fixed=_take(values, "stay_fixed", bool, where, default=False),
            not_before_s=_take(values, "not_before_s", int, where, None),
        )


def _leg(values: Mapping[str, Any], where: str) -> Leg:
    with _errors(where):
        return Leg(
            mode=TravelMode(_take(values, "mode", str, where)),
            parts=tuple(
                _leg_part(_mapping(part, f"{where}.parts[{index}]"), f"{where}.parts[{index}]")
                for index, part in enumerate(_sequence(values, "parts", where))
            ),
            via=tuple((float(lon), float(lat)) for lon, lat in _sequence(values, "via", where)),
        )


def _leg_part(values: Mapping[str, Any], where: str) -> LegPart:
    with _errors(where):
        return LegPart(
            mode=TravelMode(_take(values, "mode", str, where)),
            distance_m=float(_take(values, "distance_m", float, where)),
            duration_s=_take(values, "duration_s", int, where),
            roads=tuple(str(road) for road in _sequence(values, "roads", where)),
        )


def _dropped(values: Mapping[str, Any], where: str) -> DroppedPlace:
    reason = _take(values, "msgid", str, where, "") or _take(values, "reason", str, where, "")
    return DroppedPlace(
        place_id=PlaceId(_take(values, "place_id", str, where)),
        reason=reason,
        facts=_facts(_mapping(values.get("facts", {}), f"{where}.facts")),
        remedies=tuple(
            _remedy(_mapping(one, f"{where}.remedy_facts[{number}]"), f"{where}.remedy_facts[{number}]")
            for number, one in enumerate(_sequence(values, "remedy_facts", where))
        ),
    )


def _remedy(values: Mapping[str, Any], where: str) -> Remedy:
    with _errors(where):
        kind = RemedyKind(_take(values, "kind", str, where))
    return Remedy(kind=kind, facts={key: fact for key, fact in _facts(values).items() if key != "kind"})


def _facts(values: Mapping[str, Any]) -> Facts:
    return {key: fact for key, fact in values.items() if isinstance(fact, (str, int, float))}


_REQUIRED: Final = object()


def _take(
    values: Mapping[str, Any],
    key: str,
    kind: type,
    where: str,
    default: Any = _REQUIRED,
) -> Any:
    """Return a value of ``values``; an absent one is the default, a wrong one is refused with its place."""
    place = f"{where}.{key}" if where else key
    if key not in values:
        if default is _REQUIRED:
            raise BadInputError(N_("'{key}' is missing."), where=place, remedy=N_("Add it."), key=key)
        return default
    value = values[key]
    if value is None and default is None:
        return None
    allowed: tuple[type, ...] = (int, float) if kind is float else (kind,)
    if not isinstance(value, allowed) or (isinstance(value, bool) and kind is not bool):
        raise _wrong(place, value)
    return value


def _sequence(values: Mapping[str, Any], key: str, where: str) -> Sequence[Any]:
    value = values.get(key, [])
    if not isinstance(value, list):
        raise _wrong(f"{where}.{key}" if where else key, value)
    return value


def _mapping(value: object, where: str) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise _wrong(where or "JSON", value)
    return value


def _wrong(where: str, value: object) -> BadInputError:
    return BadInputError(
        N_("The value {value} does not fit here."),
        where=where,
        remedy=N_("Compare it with a result of 'plan --json'."),
        value=json.dumps(value, ensure_ascii=False)[:80],
    )


@contextmanager
def _errors(where: str) -> Iterator[None]:
    """Say where values lie that their constructors refuse."""
    try:
        yield
    except HanhTrinhError:
        raise
    except (KeyError, TypeError, ValueError, OverflowError) as error:
        raise BadInputError(
            N_("The values do not fit: {reason}"),
            where=where,
            remedy=N_("Compare it with a result of 'plan --json'."),
            reason=str(error),
        ) from error
