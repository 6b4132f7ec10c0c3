"""``hanh-trinh places list|search|import|export``: the register of places."""

import argparse
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from data.errors import BadInputError
from data.language.catalogue import N_
from data.language.formats import distance
from data.language.terms import term
from data.model.place import Category, Place, Rank
from data.model.request import CandidateFilter
from gis_app.cli.common import Console, load_project

if TYPE_CHECKING:
    from data.model.project import Project
    from data.search.index import PlaceHit

_MOST_WARNINGS: Final = 20


def add_parser(
    subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]", common: argparse.ArgumentParser
) -> None:
    """Add the parser of ``places``."""
    parser = subparsers.add_parser(
        "places",
        parents=[common],
        help=N_("list, search, import or export places"),
        description=N_("Lists, searches, imports or exports the places of the project."),
    )
    actions = parser.add_subparsers(title=N_("commands"), dest="action", required=True)
    listing = actions.add_parser("list", parents=[common], help=N_("list places, all or filtered"))
    _add_filters(listing)
    listing.set_defaults(do=_list)
    search = actions.add_parser(
        "search",
        parents=[common],
        help=N_("search places and units; accents and small mistakes do not matter"),
    )
    search.add_argument("text", metavar="TEXT", nargs="+", help=N_("what to look for"))
    search.add_argument("--limit", type=int, default=10, metavar="N", help=N_("most results (default 10)"))
    search.set_defaults(do=_search)
    _add_import(
        actions.add_parser("import", parents=[common], help=N_("read places from a table or GeoJSON"))
    )
    export = actions.add_parser("export", parents=[common], help=N_("write places as CSV or GeoJSON"))
    _add_filters(export)
    export.add_argument(
        "-o", "--output", type=Path, required=True, metavar="FILE", help=N_("file to write: .csv or .geojson")
    )
    export.set_defaults(do=_export)


def _add_filters(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--category", action="append", default=[], metavar="C", help=N_("only this category; may be repeated")
    )
    parser.add_argument(
        "--rank", action="append", default=[], metavar="R", help=N_("only this relic rank; may be repeated")
    )
    parser.add_argument(
        "--unit",
        action="append",
        default=[],
        metavar="U",
        help=N_("only this commune-level unit, of today or former; may be repeated"),
    )
    parser.add_argument(
        "--district", action="append", default=[], metavar="D", help=N_("only this former district")
    )
    parser.add_argument("--text", default="", metavar="T", help=N_("only places with these words"))


def _add_import(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FILE", help=N_("table (.csv, .xlsx) or .geojson"))
    parser.add_argument(
        "-o",
        "--output",
        type=Path,
        metavar="PROJECT",
        help=N_("project file to write; the one of --project if absent"),
    )
    parser.add_argument("--check", action="store_true", help=N_("only check the file, write nothing"))
    parser.set_defaults(do=_import)


def run(arguments: argparse.Namespace, console: Console) -> int:
    """Run the chosen action.

    Raises
    ------
    HanhTrinhError
        As the functions it calls.
    """
    do: Callable[[argparse.Namespace, Console], int] = arguments.do
    return do(arguments, console)


def _list(arguments: argparse.Namespace, console: Console) -> int:
    project = load_project(arguments)
    places = _selected(project, arguments)
    document = {"count": len(places), "places": [_facts(project, place) for place in places]}
    console.result(
        document, _table([_HEADERS, *(_line(project, place, console.language) for place in places)], console)
    )
    console.say(N_("Places: {count}; ≈ marks an approximate position."), count=len(places))
    return 0


def _selected(project: "Project", arguments: argparse.Namespace) -> tuple[Place, ...]:
    from data.readers.place_fields import parse_term
    from data.search.filters import select
    from data.search.names import resolve_unit

    wanted = CandidateFilter(
        categories=tuple(parse_term(Category, word) for word in _words(arguments.category)),
        ranks=tuple(parse_term(Rank, word) for word in _words(arguments.rank)),
        units=tuple(resolve_unit(project, unit) for unit in arguments.unit),
        districts=tuple(arguments.district),
        text=arguments.text,
    )
    return select(project, wanted)


def _words(values: Sequence[str]) -> list[str]:
    """Return the values of a repeated option; each may hold several, separated by commas."""
    return [word.strip() for value in values for word in value.split(",") if word.strip()]


def _facts(project: "Project", place: Place) -> dict[str, Any]:
    return {
        "id": place.id,
        "name_vi": place.name_vi,
        "name_en": place.name_en or None,
        "category": place.category.value,
        "rank": place.rank.value,
        "lon_deg": place.lon,
        "lat_deg": place.lat,
        "coord_precision_m": place.coord_precision_m,
        "is_approximate": place.is_approximate,
        "unit_before": project.unit_label(place.unit_before) or None,
        "unit_after": project.unit_label(place.unit_after) or None,
        "opening_hours": place.opening_hours or None,
        "visit_minutes": place.visit_minutes,
        "festivals": [festival.text for festival in place.festivals],
        "fee_vnd": place.fee_vnd,
        "coach_access": place.coach_access.value,
        "status": place.status.value,
    }


_HEADERS: Final = (
    N_("column|Key"),
    N_("column|Name"),
    N_("column|Category"),
    N_("column|Relic rank"),
    N_("column|Unit since 1 July 2025"),
    N_("column|Position"),
)


def _line(project: "Project", place: Place, language: str) -> tuple[str, ...]:
    return (
        place.id,
        place.name(language),
        term(place.category, language),
        term(place.rank, language),
        project.unit_label(place.unit_after, language),
        _position(place, language),
    )


def _position(place: Place, language: str) -> str:
    mark = ""
    if place.coord_precision_m is None:
        mark = "≈ "
    elif place.is_approximate:
        mark = f"≈ {distance(place.coord_precision_m, language)} "
    return f"{mark}{place.lon:.5f},{place.lat:.5f}"


def _table(lines: Sequence[Sequence[str]], console: Console) -> str:
    """Return lines of cells as aligned columns under translated headers."""
    head, *rest = lines
    cells = [[console.translate(cell) for cell in head], *rest]
    widths = [max(len(line[column]) for line in cells) for column in range(len(head))]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip()
        for line in cells
    )


def _search(arguments: argparse.Namespace, console: Console) -> int:
    from data.search.index import PlaceIndex

    if arguments.limit < 1:
        raise BadInputError(
            N_("{limit} is no number of results."),
            where="--limit",
            remedy=N_("Give a whole number from 1."),
            limit=arguments.limit,
        )
    project = load_project(arguments)
    text = " ".join(arguments.text)
    hits = PlaceIndex(project).search(text, arguments.limit)
    if not hits:
        console.say(N_("Nothing is called '{text}' or similar."), text=text)
    document = {"text": text, "count": len(hits), "results": [_hit_facts(project, hit) for hit in hits]}
    lines = [(N_("column|Kind"), *_HEADERS[:2], _HEADERS[4]), *(_hit_line(hit, console) for hit in hits)]
    console.result(document, _table(lines, console) if hits else "")
    return 0 if hits else 1


def _hit_line(hit: "PlaceHit", console: Console) -> tuple[str, ...]:
    kind = N_("found|place") if hit.place_id else N_("found|unit")
    return console.translate(kind), hit.place_id or hit.unit_id or "", hit.name, hit.context


def _hit_facts(project: "Project", hit: "PlaceHit") -> dict[str, Any]:
    facts: dict[str, Any] = {"kind": hit.kind.value, "similarity_percent": round(hit.similarity, 1)}
    if hit.place_id is not None:
        return {**facts, **_facts(project, project.place(hit.place_id))}
    return {**facts, "id": hit.unit_id, "name_vi": hit.name, "context": hit.context}


def _import(arguments: argparse.Namespace, console: Console) -> int:
    from data.readers.places import read_places
    from data.storage.gpkg import save_project

    target = _target(arguments)
    project = load_project(arguments)
    found = read_places(arguments.file, project)
    for warning in found.warnings[:_MOST_WARNINGS]:
        console.warn(warning.in_language(console.language))
    if found.ignored:
        console.warn(
            N_("These columns are not known and were left out: {columns}."), columns=", ".join(found.ignored)
        )
    places = found.require_sound(arguments.file)
    added = [place for place in places if place.id not in project.places]
    document = {
        "file": str(arguments.file),
        "form": found.form,
        "places": len(places),
        "added": len(added),
        "replaced": len(places) - len(added),
        "warnings": [warning.in_language(console.language) for warning in found.warnings],
        "ignored_columns": list(found.ignored),
        "project": None if target is None else str(target),
    }
    if target is not None:
        save_project(replace(project.with_places(places), source=""), target)
        console.say(N_("Written: {path}"), path=str(target))
    text = console.translate(
        N_("Places read ({form}): {places}, of them new {added}, replaced {replaced}."),
        places=len(places),
        form=found.form,
        added=len(added),
        replaced=len(places) - len(added),
    )
    console.result(document, text)
    return 0


def _target(arguments: argparse.Namespace) -> Path | None:
    if arguments.check:
        return None
    target: Path | None = arguments.output or arguments.project
    if target is None:
        raise BadInputError(
            N_("There is no project file to write to."),
            remedy=N_("Name it with -o PROJECT.gpkg, or only check the table with --check."),
        )
    return target


def _export(arguments: argparse.Namespace, console: Console) -> int:
    from data.storage.places_export import write_places

    project = load_project(arguments)
    places = _selected(project, arguments)
    write_places(project, places, arguments.output, console.language)
    document = {"file": str(arguments.output), "places": len(places)}
    console.result(
        document,
        console.translate(
            N_("Places written to {file}: {count}."), count=len(places), file=str(arguments.output)
        ),
    )
    return 0
