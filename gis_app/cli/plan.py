"""``hanh-trinh plan REQUEST.toml -o DIR``: plan a tour and write every output."""

import argparse
from math import isfinite
from pathlib import Path

from data.errors import BadInputError, InfeasibleRequestError
from data.language import formats
from data.language.catalogue import N_, translate
from data.language.terms import term
from data.model.project import Project
from data.model.request import TourRequest
from data.model.tour import Day, DroppedPlace, Leg, Stop, StopKind, Tour
from data.progress import part
from gis_app.cli.common import Console, load_network, load_project, photo_folder

_SHOWN_DROPPED = 15


def add_parser(
    subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]", common: argparse.ArgumentParser
) -> None:
    """Add the parser of ``plan``."""
    parser = subparsers.add_parser(
        "plan",
        parents=[common],
        help=N_("plan a tour from a request and write every output"),
        description=N_(
            "Chooses, orders and times the stops of a tour, checks it and writes GeoJSON, GPX, "
            "itinerary sheets, a web map and a brochure into one folder."
        ),
        epilog=N_("The request format is documented in docs/request.md; examples are in resources/requests."),
    )
    parser.add_argument("request", type=Path, metavar="REQUEST", help=N_("request file (TOML)"))
    parser.add_argument(
        "-o", "--output", type=Path, metavar="DIR", required=True, help=N_("folder for the outputs")
    )
    parser.add_argument(
        "--seconds", type=float, metavar="N", help=N_("time to search, at most 27; else that of the request")
    )
    parser.add_argument(
        "--seed", type=int, metavar="N", help=N_("seed of the search; else that of the request")
    )


def run(arguments: argparse.Namespace, console: Console) -> int:
    """Plan, write the outputs, and print the itinerary.

    Raises
    ------
    HanhTrinhError
        As the functions it calls; ``InfeasibleRequestError`` (exit 5) when no plan can meet the request.
    """
    from data.readers.request_toml import read_request
    from gis_app.outputs import Edition, write_outputs
    from gis_app.planning import network_name
    from routes.backends import open_router
    from routes.planner.plan import plan_tour

    _check_arguments(arguments)
    project = load_project(arguments)
    request = read_request(arguments.request, project)
    with console.progress() as progress:
        progress(0.0, N_("Reading the road network"))
        network = load_network(arguments)
        router = open_router(network, request.mode)
        try:
            tour = plan_tour(
                project,
                request,
                router,
                seconds=arguments.seconds,
                seed=arguments.seed,
                network=network_name(network),
                network_credit=network.meta.attribution,
                progress=part(progress, 0.1, 0.9),
            )
        except InfeasibleRequestError as error:
            if console.json:
                console.result(infeasible_document(error, console.language), "")
            raise
        progress(0.9, N_("Writing the outputs"))
        edition = Edition(project, tour, console.language, network, photo_folder(arguments))
        written = write_outputs(edition, arguments.output)
    document = tour_document(project, tour, console.language)
    document["files"] = [str(path) for path in written]
    console.result(document, itinerary_text(project, tour, console))
    console.say(N_("{count} files written to {folder}."), count=len(written), folder=arguments.output)
    return 0


def _check_arguments(arguments: argparse.Namespace) -> None:
    if arguments.output.exists() and not arguments.output.is_dir():
        raise BadInputError(
            N_("The output has to be a folder, but this is a file."),
            source=arguments.output,
            remedy=N_("Give another folder after -o."),
        )
    if arguments.seconds is not None and not (isfinite(arguments.seconds) and arguments.seconds > 0):
        raise BadInputError(
            N_("The time to search has to be more than 0 seconds."),
            where="--seconds",
            remedy=N_("Give a number such as 10."),
        )
    if arguments.seed is not None and not 0 <= arguments.seed < 2**31:
        raise BadInputError(
            N_("The seed has to be a whole number from 0 to 2147483647."),
            where="--seed",
            remedy=N_("Give a number such as 1."),
        )


def infeasible_document(error: InfeasibleRequestError, language: str) -> dict[str, object]:
    """Return what ``--json`` says when no plan can meet the request."""
    return {
        "feasible": False,
        "message": error.in_language(language),
        "reasons": [detail.in_language(language) for detail in error.details],
    }


def tour_document(project: Project, tour: Tour, language: str) -> dict[str, object]:
    """Return a tour as plain values, units in the keys; times of day in seconds after midnight as well."""
    request = tour.request
    return {
        "feasible": True,
        "id": tour.id,
        "title": tour.title(language),
        "mode": request.mode.value,
        "score": tour.score,
        "proven": tour.is_proven,
        "distance_m": round(tour.distance_m, 1),
        "travel_s": tour.travel_s,
        "days": [_day_document(project, day, language) for day in tour.days],
        "dropped": [_dropped_document(project, dropped, language) for dropped in tour.dropped],
        "clauses": [_clause_document(project, tour, key, language) for key in request.clauses],
        "network": tour.network,
        "attribution": list(tour.attribution),
    }


def _day_document(project: Project, day: Day, language: str) -> dict[str, object]:
    return {
        "date": day.date.isoformat(),
        "distance_m": round(day.distance_m, 1),
        "travel_s": day.travel_s,
        "stops": [_stop_document(project, stop, language) for stop in day.stops],
        "legs": [
            {
                "mode": leg.mode.value,
                "distance_m": round(leg.distance_m, 1),
                "duration_s": leg.duration_s,
                "roads": list(leg.roads),
            }
            for leg in day.legs
        ],
    }


def _stop_document(project: Project, stop: Stop, language: str) -> dict[str, object]:
    place = project.places.get(stop.place_id) if stop.place_id else None
    document: dict[str, object] = {
        "kind": stop.kind.value,
        "place_id": stop.place_id,
        "name": _stop_name(project, stop, language),
        "lon": stop.lon,
        "lat": stop.lat,
        "arrive": _clock(stop.arrive_s),
        "begin": _clock(stop.begin_s),
        "depart": _clock(stop.depart_s),
        "arrive_s": stop.arrive_s,
        "begin_s": stop.begin_s,
        "depart_s": stop.depart_s,
        "wait_s": stop.wait_s,
        "access_m": round(stop.access_m, 1),
    }
    if place is not None and stop.kind is StopKind.VISIT:
        document["approximate"] = place.is_approximate
        document["hours_known"] = bool(place.opening_hours.strip())
        document["visit_minutes_known"] = place.visit_minutes is not None
    return document


def _clock(time_s: int) -> str:
    return f"{time_s // 3600:02d}:{time_s % 3600 // 60:02d}"


def _stop_name(project: Project, stop: Stop, language: str) -> str:
    place = project.places.get(stop.place_id) if stop.place_id else None
    return place.name(language) if place else stop.label or term(stop.kind, language)


def _dropped_document(project: Project, dropped: DroppedPlace, language: str) -> dict[str, object]:
    from routes.planner.verdicts import CODES

    return {
        "place_id": dropped.place_id,
        "name": project.place(dropped.place_id).name(language),
        "code": CODES.get(dropped.reason, "other"),
        "reason": translate(language, dropped.reason, **dropped.facts),
        **dropped.facts,
    }


def _clause_document(project: Project, tour: Tour, key: str, language: str) -> dict[str, object]:
    clause = project.clauses[key]
    visited = set(tour.visited)
    is_english = language == "en" and clause.requirement_en
    return {
        "clause": key,
        "requirement": clause.requirement_en if is_english else clause.requirement_vi,
        "places_named": len(clause.place_ids),
        "places_visited": [place_id for place_id in clause.place_ids if place_id in visited],
    }


def itinerary_text(project: Project, tour: Tour, console: Console) -> str:
    """Return the itinerary for a person to read in a terminal."""
    language, request = console.language, tour.request
    lines = [tour.title(language) or tour.id, _summary(tour, console), ""]
    number = 0
    for day in tour.days:
        lines.append(formats.weekday_date(day.date, language))
        for index, stop in enumerate(day.stops):
            if index:
                lines += _leg_lines(day.legs[index - 1], language)
            number += stop.kind is StopKind.VISIT
            lines += _wait_lines(stop, console)
            lines.append(_stop_line(project, stop, number, language))
        lines.append("")
    lines += _assumptions(project, request, tour, console)
    for key in request.clauses:
        lines.append(_clause_line(project, tour, key, console))
    if request.clauses:
        lines.append("")
    return "\n".join([*lines, *_dropped_lines(project, tour, console)])


def _summary(tour: Tour, console: Console) -> str:
    return console.translate(
        N_("{visits} visits, {distance}, {travel} on the way, score {score} ({proof})"),
        visits=len(tour.visited),
        distance=formats.distance(tour.distance_m, console.language),
        travel=formats.duration(tour.travel_s, console.language),
        score=formats.number(tour.score, console.language),
        proof=N_("proven best") if tour.is_proven else N_("best found, not proven"),
    )


def _stop_line(project: Project, stop: Stop, number: int, language: str) -> str:
    times = formats.time_range(stop.begin_s, stop.depart_s, language)
    name = _stop_name(project, stop, language)
    if stop.kind is StopKind.VISIT:
        place = project.places.get(stop.place_id) if stop.place_id else None
        mark = " ≈" if place is not None and place.is_approximate else ""
        unknown = " *" if place is not None and not place.opening_hours.strip() else ""
        return f"  {times:<12} {number:>2}. {name}{mark}{unknown}"
    kind = term(stop.kind, language)
    return f"  {times:<12}  –  {kind}" + (f": {name}" if name != kind else "")


def _leg_lines(leg: Leg, language: str) -> list[str]:
    if not leg.duration_s and not leg.distance_m:
        return []
    way = f"{formats.distance(leg.distance_m, language)}, {formats.duration(leg.duration_s, language)}"
    return [f"  {'':<12}     ↓ {way}"]


def _wait_lines(stop: Stop, console: Console) -> list[str]:
    if stop.wait_s < 60:
        return []
    return [
        f"  {'':<12}     "
        + console.translate(N_("wait {duration}"), duration=formats.duration(stop.wait_s, console.language))
    ]


def _assumptions(project: Project, request: TourRequest, tour: Tour, console: Console) -> list[str]:
    places = [project.places[key] for key in tour.visited if key in project.places]
    said = []
    if any(place.is_approximate for place in places):
        said.append(console.translate(N_("≈ approximate position: ask the way locally.")))
    if any(not place.opening_hours.strip() for place in places):
        hours = formats.time_range(request.day_start_s, request.day_end_s, console.language)
        said.append(
            console.translate(
                N_("* opening hours unknown, taken as {hours}: call before going."), hours=hours
            )
        )
    return [*said, ""] if said else []


def _clause_line(project: Project, tour: Tour, key: str, console: Console) -> str:
    document = _clause_document(project, tour, key, console.language)
    named, visited = document["places_named"], document["places_visited"]
    served = console.translate(
        N_("Serves {clause}: {requirement}"), clause=key, requirement=document["requirement"]
    )
    if not named or not isinstance(visited, list):
        return served
    reached = console.translate(N_("{visited} of {named} places named"), visited=len(visited), named=named)
    return f"{served} ({reached})"


def _dropped_lines(project: Project, tour: Tour, console: Console) -> list[str]:
    if not tour.dropped:
        return []
    shown = tour.dropped[:_SHOWN_DROPPED]
    lines = [console.translate(N_("Left out ({count}):"), count=len(tour.dropped))]
    for dropped in shown:
        name = project.place(dropped.place_id).name(console.language)
        lines.append(f"  {name}: {console.translate(dropped.reason, **dropped.facts)}")
    rest = len(tour.dropped) - len(shown)
    if rest:
        lines.append("  " + console.translate(N_("… and {count} more; all with --json."), count=rest))
    return lines
