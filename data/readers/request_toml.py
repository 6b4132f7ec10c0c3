"""Tour requests as TOML files and as plain values (docs/request.md documents every key).

``read_request`` reads a file and looks every place, unit, district and clause up in the project. ``to_plain``
and ``from_plain`` give the same format as plain values (what ``json`` takes) without losing anything; ids are
then taken as they are. The project file keeps requests so.
"""

import re
import tomllib
from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum
from pathlib import Path
from typing import Any, Final, TypeVar

from data.errors import BadInputError, require_file
from data.language.catalogue import N_
from data.model.demands.times import Break
from data.model.place import Category, PlaceId, Rank, Status
from data.model.project import Project
from data.model.request import (
    DEFAULT_CATEGORY_SCORES,
    DEFAULT_RANK_SCORES,
    Anchor,
    CandidateFilter,
    ScoreRule,
    TourRequest,
)
from data.model.travel_mode import TravelMode
from data.model.units import UnitId
from data.readers.request_fields import Table, clock_text
from data.search.filters import select
from data.search.names import resolve_unit

_Made = TypeVar("_Made")
_Key = TypeVar("_Key", bound=StrEnum)

_DEFAULT_SECONDS: Final = 10.0
_MOST_BYTES: Final = 1_000_000
_TOML_SPOT: Final = re.compile(r"at line (\d+), column (\d+)")


def read_request(path: Path, project: Project) -> TourRequest:
    """Read a request file.

    Raises
    ------
    BadInputError
        If the file cannot be read, is no TOML in UTF-8, or has faults; its details name each by key.
    """
    require_file(path)
    if path.stat().st_size > _MOST_BYTES:
        raise BadInputError(
            N_("The file is far too large for a request."),
            source=path,
            remedy=N_("Give the path of a request file (TOML)."),
        )
    try:
        document = tomllib.loads(path.read_bytes().decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise BadInputError(
            N_("The request is not written in UTF-8."), source=path, remedy=N_("Save it again as UTF-8.")
        ) from error
    except (ValueError, RecursionError) as error:
        raise _no_toml(path, str(error)) from error
    return parse_request(document, project, str(path))


def _no_toml(path: Path, reason: str) -> BadInputError:
    # tomllib speaks English only; where it stopped can be said in any language.
    found = _TOML_SPOT.search(reason)
    line, column = found.groups() if found else ("", "")
    return BadInputError(
        N_("This is not valid TOML."),
        source=path,
        where=N_("line {line}, column {column}") if found else "",
        remedy=N_("Correct that line; texts need quotation marks."),
        line=line,
        column=column,
    )


def from_plain(plain: Mapping[str, object]) -> TourRequest:
    """Return the request that ``to_plain`` wrote.

    Raises
    ------
    BadInputError
        If the values are not those of a request.
    """
    return parse_request(plain, None)


def parse_request(document: Mapping[str, object], project: Project | None, source: str = "") -> TourRequest:
    """Return the request of a parsed document.

    Parameters
    ----------
    document
        Keys and values as ``tomllib`` or ``json`` give them.
    project
        Where ids and names are looked up; ``None`` takes ids as they are.
    source
        Name of the file, for messages.

    Raises
    ------
    BadInputError
        One error for all faults; its details name each by key, with a remedy.
    """
    faults: list[BadInputError] = []
    request = _Parser(project).request(Table(document, "", faults))
    if faults or request is None:
        raise BadInputError(N_("The request cannot be used:"), source=source, details=faults)
    return request


class _Parser:
    def __init__(self, project: Project | None) -> None:
        self._project = project

    def request(self, top: Table) -> TourRequest | None:
        """Return the request, or ``None`` when the faults leave none."""
        day, limits = top.table("day"), top.raw("max_travel_minutes")
        max_travel_s = None if limits is None else round(60 * top.number("max_travel_minutes", 0.0))
        start, end = self._anchor(top, "start", is_needed=True), self._anchor(top, "end", is_needed=False)
        values: dict[str, Any] = {
            "title_vi": top.text("title"),
            "title_en": top.text("title_en"),
            "start": start,
            "end": end or start,
            "nights": self._nights(top),
            "dates": top.dates("dates"),
            "day_start_s": day.clock("start", 7 * 3600 + 1800),
            "day_end_s": day.clock("end", 17 * 3600),
            "mode": top.choice("mode", TravelMode, TravelMode.COACH),
            "breaks": self._breaks(top),
            "candidates": self._candidates(top.table("candidates")),
            "must": self._places(top, "must"),
            "never": self._places(top, "never"),
            "cover_units": self._units(top, "cover_units"),
            "unit_minimum": self._unit_minimum(top.table("unit_minimum")),
            "scores": self._scores(top.table("scores")),
            "default_visit_minutes": top.integer("default_visit_minutes", 30, least=1),
            "max_travel_s": max_travel_s,
            "group_size": top.integer("group_size", 1, least=1),
            "clauses": self._clauses(top),
            "seed": top.integer("seed", 1),
            "seconds": top.number("seconds", _DEFAULT_SECONDS),
        }
        day.finish()
        top.finish()
        # Later checks would only repeat in other words what is already wrong.
        return None if top.faults else _made(top, "", lambda: TourRequest(**values))

    def _anchor(self, table: Table, key: str, *, is_needed: bool) -> Anchor | None:
        value = table.raw(key)
        if value is None and is_needed:
            table.fault(key, N_("The tour has no start."), N_("Give a place's id or [longitude, latitude]."))
        return None if value is None else self._anchor_of(table, key, value)

    def _anchor_of(self, table: Table, key: str, value: object) -> Anchor | None:
        if isinstance(value, str):
            return self._place_anchor(table, key, value)
        spot = Table(value if isinstance(value, Mapping) else {"point": value}, key, table.faults)
        if "place" in spot and "lon" not in spot:
            anchor = self._place_anchor(spot, "place", spot.text("place"))
            spot.raw("label")
        else:
            anchor = self._free_anchor(spot)
        spot.finish()
        return anchor

    def _free_anchor(self, spot: Table) -> Anchor | None:
        if "point" in spot:
            pair = spot.numbers("point", 2)
        else:
            pair = (spot.number("lon", 0.0, -180.0), spot.number("lat", 0.0, -90.0))
        label, place = spot.text("label"), spot.text("place")
        if pair is None:
            return None
        place_id = PlaceId(place) if place else None
        return _made(spot, "", lambda: Anchor(pair[0], pair[1], label, place_id))

    def _place_anchor(self, table: Table, key: str, place_id: str) -> Anchor | None:
        if not self._has_place(table, key, place_id) or self._project is None:
            return None
        place = self._project.place(place_id)
        return Anchor(place.lon, place.lat, place.name_vi, place.id)

    def _nights(self, top: Table) -> tuple[Anchor, ...]:
        value = top.raw("nights")
        items: Sequence[object] = value if isinstance(value, list) else [] if value is None else [value]
        if isinstance(value, list) and len(value) == 2 and all(isinstance(i, int | float) for i in value):
            items = [value]
        anchors = [self._anchor_of(top, "nights", item) for item in items]
        return tuple(anchor for anchor in anchors if anchor is not None)

    def _breaks(self, top: Table) -> tuple[Break, ...]:
        if top.raw("lunch") is False:
            return ()
        lunch, usual = top.table("lunch"), Break()
        earliest_s = lunch.clock("earliest", usual.earliest_s)
        latest_s = lunch.clock("latest", usual.latest_s)
        duration_s = round(60 * lunch.number("minutes", usual.duration_s / 60))
        lunch.finish()
        made = _made(lunch, "", lambda: Break(earliest_s, latest_s, duration_s))
        return () if made is None else (made,)

    def _candidates(self, table: Table) -> CandidateFilter:
        bbox, precision = table.numbers("bbox", 4), table.raw("max_precision_m")
        values: dict[str, Any] = {
            "place_ids": self._places(table, "places"),
            "categories": table.choices("categories", Category),
            "ranks": table.choices("ranks", Rank),
            "units": self._units(table, "units"),
            "districts": self._districts(table),
            "statuses": table.choices("statuses", Status),
            "text": table.text("text"),
            "bbox": bbox,
            "max_precision_m": None if precision is None else table.number("max_precision_m", 0.0),
        }
        table.finish()
        return _made(table, "", lambda: CandidateFilter(**values)) or CandidateFilter()

    def _has_place(self, table: Table, key: str, place_id: str) -> bool:
        if self._project is None or place_id in self._project.places:
            return True
        table.unknown(key, place_id, self._project.places)
        return False

    def _places(self, table: Table, key: str) -> tuple[PlaceId, ...]:
        return tuple(PlaceId(one) for one in table.texts(key) if self._has_place(table, key, one))

    def _unit(self, table: Table, key: str, text: str) -> UnitId | None:
        project = self._project
        return UnitId(text) if project is None else _made(table, key, lambda: resolve_unit(project, text))

    def _units(self, table: Table, key: str) -> tuple[UnitId, ...]:
        found = (self._unit(table, key, text) for text in table.texts(key))
        return tuple(dict.fromkeys(unit for unit in found if unit is not None))

    def _districts(self, table: Table) -> tuple[str, ...]:
        project, districts = self._project, table.texts("districts")
        if project is None:
            return districts
        for district in districts:
            try:
                select(project, CandidateFilter(districts=(district,)))
            except BadInputError as error:
                table.note("districts", error)
        return districts

    def _unit_minimum(self, table: Table) -> dict[UnitId, int]:
        least: dict[UnitId, int] = {}
        for name in table.keys():  # noqa: SIM118 - a Table is no mapping
            unit, count = self._unit(table, name, name), table.integer(name, 0)
            if unit is not None:
                least[unit] = count
        return least

    def _clauses(self, top: Table) -> tuple[str, ...]:
        clauses, project = top.texts("clauses"), self._project
        if project is None:
            return clauses
        for clause in clauses:
            if clause not in project.clauses:
                top.unknown("clauses", clause, project.clauses)
        return clauses

    def _scores(self, table: Table) -> ScoreRule:
        by_place = table.table("place")
        scores = ScoreRule(
            by_rank=_score_table(table.table("rank"), Rank, DEFAULT_RANK_SCORES),
            by_category=_score_table(table.table("category"), Category, DEFAULT_CATEGORY_SCORES),
            by_place={
                PlaceId(key): by_place.integer(key, 0)
                for key in by_place.keys()  # noqa: SIM118 - a Table is no mapping
                if self._has_place(by_place, key, key)
            },
        )
        table.finish()
        return scores


def _score_table(table: Table, kind: type[_Key], usual: Mapping[_Key, int]) -> dict[_Key, int]:
    scores = {key: table.integer(key.value, usual[key]) for key in kind}
    table.finish()
    return scores


def _made(table: Table, key: str, make: Callable[[], _Made]) -> _Made | None:
    """Return what ``make`` makes, or note its complaint."""
    try:
        return make()
    except BadInputError as error:
        table.note(key, error)
        return None


def to_plain(request: TourRequest) -> dict[str, object]:
    """Return a request as plain values (texts, numbers, lists and tables) in the format of request files.

    ``from_plain`` gives the same request back. Values that are empty or unset are left out.
    """
    plain: dict[str, object] = {
        "title": request.title_vi,
        "title_en": request.title_en,
        "start": _plain_anchor(request.start),
        "end": _plain_anchor(request.end),
        "nights": [_plain_anchor(anchor) for anchor in request.nights],
        "dates": [day.isoformat() for day in request.dates],
        "mode": request.mode.value,
        "group_size": request.group_size,
        "must": list(request.must),
        "never": list(request.never),
        "cover_units": list(request.cover_units),
        "default_visit_minutes": request.default_visit_minutes,
        "max_travel_minutes": None if request.max_travel_s is None else request.max_travel_s / 60,
        "clauses": list(request.clauses),
        "seed": request.seed,
        "seconds": request.seconds,
        "day": {"start": clock_text(request.day_start_s), "end": clock_text(request.day_end_s)},
        "lunch": False if request.lunch is None else _plain_lunch(request.lunch),
        "candidates": _plain_filter(request.candidates),
        "unit_minimum": dict(request.unit_minimum),
        "scores": {
            "rank": {rank.value: request.scores.by_rank.get(rank, 0) for rank in Rank},
            "category": {one.value: request.scores.by_category.get(one, 0) for one in Category},
            "place": dict(request.scores.by_place),
        },
    }
    return _without_empty(plain)


def _plain_anchor(anchor: Anchor) -> dict[str, object]:
    return _without_empty(
        {"lon": anchor.lon, "lat": anchor.lat, "label": anchor.label, "place": anchor.place_id}
    )


def _plain_lunch(lunch: Break) -> dict[str, object]:
    return {
        "earliest": clock_text(lunch.earliest_s),
        "latest": clock_text(lunch.latest_s),
        "minutes": lunch.duration_s / 60,
    }


def _plain_filter(wanted: CandidateFilter) -> dict[str, object]:
    return _without_empty(
        {
            "places": list(wanted.place_ids),
            "categories": [category.value for category in wanted.categories],
            "ranks": [rank.value for rank in wanted.ranks],
            "units": list(wanted.units),
            "districts": list(wanted.districts),
            "statuses": [status.value for status in wanted.statuses],
            "text": wanted.text,
            "bbox": None if wanted.bbox is None else list(wanted.bbox),
            "max_precision_m": wanted.max_precision_m,
        }
    )


def _without_empty(plain: dict[str, object]) -> dict[str, object]:
    return {key: value for key, value in plain.items() if value is not None and value not in ("", [], {})}
