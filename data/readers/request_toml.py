"""Tour requests as TOML files and as plain values (docs/request.md documents every key).

``read_request`` reads a file and looks every place, unit, district and clause up in the project.
``from_plain`` takes the same format as plain values (what ``json`` gives and ``request_plain`` writes); ids
are then taken as they are. The project file keeps requests so.

The key ``schema`` tells the version of the format. Files without it are of version 1, which had none of the
demands of version 2 and looked at no capacity; they mean what they meant.
"""

import re
import tomllib
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any, Final

from data.errors import BadInputError, require_file
from data.language.catalogue import N_
from data.model.demands.means import usual_boarding_minutes
from data.model.place import Category, PlaceId, Rank, Status
from data.model.project import Project
from data.model.request import Anchor, CandidateFilter, TourRequest
from data.model.travel_mode import TravelMode
from data.readers import request_demands as demands
from data.readers.request_fields import Table
from data.readers.request_names import Names, made

REQUEST_SCHEMA: Final = 2
"""Version of the format of requests."""

_DEFAULT_SECONDS: Final = 10.0
_MOST_BYTES: Final = 1_000_000
_TOML_SPOT: Final = re.compile(r"at line (\d+), column (\d+)")


def read_request(path: Path, project: Project) -> TourRequest:
    """Read a request file.

    Raises
    ------
    BadInputError
        If the file cannot be read, is no TOML in UTF-8, is of a newer version, or has faults; its details
        name each by key.
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
        If the document is of a newer version; otherwise one error for all faults, whose details name each
        by key, with a remedy.
    """
    faults: list[BadInputError] = []
    top = Table(document, "", faults)
    schema = top.integer("schema", 1, least=1)
    if schema > REQUEST_SCHEMA:
        raise BadInputError(
            N_("The request is of version {schema}; this program reads versions up to {known}."),
            source=source,
            where="schema",
            remedy=N_("Open it with a newer version of the program."),
            schema=schema,
            known=REQUEST_SCHEMA,
        )
    request = _Parser(project, schema).request(top)
    if faults or request is None:
        raise BadInputError(N_("The request cannot be used:"), source=source, details=faults)
    return request


class _Parser:
    def __init__(self, project: Project | None, schema: int) -> None:
        self._names = Names(project)
        self._schema = schema

    def request(self, top: Table) -> TourRequest | None:
        """Return the request, or ``None`` when the faults leave none."""
        frame = self._frame(top)
        values = {**frame, **self._demands(top, frame["dates"]), **self._means(top)}
        top.finish()
        # Later checks would only repeat in other words what is already wrong.
        return None if top.faults else made(top, "", lambda: TourRequest(**values))

    def _frame(self, top: Table) -> dict[str, Any]:
        day, dates = top.table("day"), top.dates("dates")
        start, end = self._anchor(top, "start", is_needed=True), self._anchor(top, "end", is_needed=False)
        values = {
            "title_vi": top.text("title"),
            "title_en": top.text("title_en"),
            "start": start,
            "end": end or start,
            "nights": self._nights(top),
            "dates": dates,
            "day_start_s": day.clock("start", 7 * 3600 + 1800),
            "day_end_s": day.clock("end", 17 * 3600),
            "mode": top.choice("mode", TravelMode, TravelMode.COACH),
            "days": demands.day_rules_of(top, dates),
            "breaks": demands.breaks_of(top, self._names, dates),
            "clauses": self._names.clauses(top, "clauses"),
            "seed": top.integer("seed", 1),
            "seconds": top.number("seconds", _DEFAULT_SECONDS),
        }
        day.finish()
        return values

    def _demands(self, top: Table, dates: Sequence[date]) -> dict[str, Any]:
        names = self._names
        minutes = top.integer("default_visit_minutes", 30, least=1)
        return {
            "candidates": self._candidates(top.table("candidates")),
            "must": names.places(top, "must"),
            "never": names.places(top, "never"),
            "cover_units": names.units(top, "cover_units"),
            "unit_minimum": names.unit_numbers(top.table("unit_minimum")),
            "unit_maximum": names.unit_numbers(top.table("unit_maximum")),
            "category_limits": demands.limits_of(top),
            "alternatives": demands.alternatives_of(top, names),
            "pins": demands.pins_of(top.table("pins"), names, dates),
            "scores": demands.scores_of(top.table("scores"), names),
            "festivals": demands.festivals_of(top.table("festivals"), names),
            "hours": demands.hours_of(top, names),
            "visits": demands.visits_of(top.table("visits"), names, minutes),
            "default_visit_minutes": minutes,
        }

    def _means(self, top: Table) -> dict[str, Any]:
        group_size = top.integer("group_size", 1, least=1)
        boarding_minutes = usual_boarding_minutes(group_size) if self._schema > 1 else 0
        return {
            "max_travel_s": demands.seconds_of(top, "max_travel_minutes", None),
            "max_walk_m": top.optional_integer("max_walk_m"),
            "group_size": group_size,
            "has_slots": top.flag("slots", self._schema > 1),
            "capacities": demands.capacities_of(top.table("capacity"), self._names),
            "transfer": demands.transfer_of(top),
            "boarding_minutes": top.integer("boarding_minutes", boarding_minutes),
            "is_time_dependent": top.flag("traffic", False),  # noqa: FBT003 - the default of a key
            "budget": demands.budget_of(top.table("budget")),
        }

    def _anchor(self, table: Table, key: str, *, is_needed: bool) -> Anchor | None:
        value = table.raw(key)
        if value is None and is_needed:
            table.fault(key, N_("The tour has no start."), N_("Give a place's id or [longitude, latitude]."))
        return None if value is None else self._anchor_of(table, key, value)

    def _anchor_of(self, table: Table, key: str, value: object) -> Anchor | None:
        if isinstance(value, str):
            return self._names.anchor(table, key, value)
        spot = Table(value if isinstance(value, Mapping) else {"point": value}, key, table.faults)
        if "place" in spot and "lon" not in spot:
            anchor = self._names.anchor(spot, "place", spot.text("place"))
            spot.raw("label")
        else:
            anchor = _free_anchor(spot)
        spot.finish()
        return anchor

    def _nights(self, top: Table) -> tuple[Anchor, ...]:
        value = top.raw("nights")
        items: Sequence[object] = value if isinstance(value, list) else [] if value is None else [value]
        if isinstance(value, list) and len(value) == 2 and all(isinstance(i, int | float) for i in value):
            items = [value]
        anchors = [self._anchor_of(top, "nights", item) for item in items]
        return tuple(anchor for anchor in anchors if anchor is not None)

    def _candidates(self, table: Table) -> CandidateFilter:
        bbox, precision = table.numbers("bbox", 4), table.raw("max_precision_m")
        values: dict[str, Any] = {
            "place_ids": self._names.places(table, "places"),
            "categories": table.choices("categories", Category),
            "ranks": table.choices("ranks", Rank),
            "units": self._names.units(table, "units"),
            "districts": self._names.districts(table, "districts"),
            "statuses": table.choices("statuses", Status),
            "text": table.text("text"),
            "bbox": bbox,
            "max_precision_m": None if precision is None else table.number("max_precision_m", 0.0),
        }
        table.finish()
        return made(table, "", lambda: CandidateFilter(**values)) or CandidateFilter()


def _free_anchor(spot: Table) -> Anchor | None:
    if "point" in spot:
        pair = spot.numbers("point", 2)
    else:
        pair = (spot.number("lon", 0.0, -180.0), spot.number("lat", 0.0, -90.0))
    label, place = spot.text("label"), spot.text("place")
    if pair is None:
        return None
    place_id = PlaceId(place) if place else None
    return made(spot, "", lambda: Anchor(pair[0], pair[1], label, place_id))
