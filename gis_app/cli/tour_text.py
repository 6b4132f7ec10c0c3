"""Tours in words for a terminal, and as JSON: what ``plan``, ``replan``, ``check`` and ``compare`` print."""

from math import isfinite
from typing import TYPE_CHECKING, Any, Final

from data.errors import BadInputError, InfeasibleRequestError
from data.language import formats
from data.language.catalogue import N_
from data.language.terms import term
from data.model.project import Project
from data.model.remedy import Facts, facts_in
from data.model.request import TourRequest
from data.model.tour import Leg, Stop, StopKind, Tour
from gis_app.cli.common import Console

if TYPE_CHECKING:
    import argparse

_SHOWN_DROPPED: Final = 15


def check_search_options(arguments: "argparse.Namespace") -> None:
    """Refuse a budget or seed that no search can use.

    Raises
    ------
    BadInputError
        Names the option.
    """
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


def check_output_folder(arguments: "argparse.Namespace") -> None:
    """Refuse an output folder that is a file.

    Raises
    ------
    BadInputError
        Names the file.
    """
    if arguments.output is not None and arguments.output.exists() and not arguments.output.is_dir():
        raise BadInputError(
            N_("The output has to be a folder, but this is a file."),
            source=arguments.output,
            remedy=N_("Give another folder after -o."),
        )


def infeasible_document(error: InfeasibleRequestError, language: str) -> dict[str, object]:
    """Return what ``--json`` says when no plan can meet the request."""
    return {
        "feasible": False,
        "message": error.in_language(language),
        "reasons": [detail.in_language(language) for detail in error.details],
    }


def tour_result(project: Project, tour: Tour, language: str) -> dict[str, Any]:
    """Return a tour as ``--json`` prints it; ``data.readers.tour_json`` reads it back."""
    from data.writers.tour_json import tour_document
    from routes.planner.verdicts import CODES

    return tour_document(project, tour, language, codes=CODES)


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
    clauses = [key for key in request.clauses if key in project.clauses]
    lines += [_clause_line(project, tour, key, console) for key in clauses]
    if clauses:
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
    from data.writers.tour_json import stop_name

    times = formats.time_range(stop.begin_s, stop.begin_s + stop.stay_s, language)
    name = stop_name(project, stop, language)
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
    from data.writers.tour_json import clause_document

    document = clause_document(project, tour, key, console.language)
    named, visited = document["places_named"], document["places_visited"]
    served = console.translate(
        N_("Serves {clause}: {requirement}"), clause=key, requirement=document["requirement"]
    )
    if not named:
        return served
    reached = console.translate(N_("{visited} of {named} places named"), visited=len(visited), named=named)
    return f"{served} ({reached})"


def _said(project: Project, console: Console, text: str, facts: Facts) -> str:
    return console.translate(text, **facts_in(console.language, facts, project.places))


def _dropped_lines(project: Project, tour: Tour, console: Console) -> list[str]:
    if not tour.dropped:
        return []
    shown = tour.dropped[:_SHOWN_DROPPED]
    lines = [console.translate(N_("Left out ({count}):"), count=len(tour.dropped))]
    for dropped in shown:
        name = project.place(dropped.place_id).name(console.language)
        lines.append(f"  {name}: {_said(project, console, dropped.reason, dropped.facts)}")
        remedies = [_said(project, console, remedy.text, remedy.facts) for remedy in dropped.remedies]
        if remedies:
            lines.append(f"      → {'; '.join(remedies)}")
    rest = len(tour.dropped) - len(shown)
    if rest:
        lines.append("  " + console.translate(N_("… and {count} more; all with --json."), count=rest))
    return lines
