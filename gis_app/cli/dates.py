"""``hanh-trinh dates REQUEST --from --to``: which dates make the best tour."""

import argparse
from datetime import date
from math import isfinite
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from data.errors import BadInputError
from data.language import formats
from data.language.catalogue import N_, translate
from data.model.project import Project
from data.progress import part
from gis_app.cli.common import Console, load_network, load_project

if TYPE_CHECKING:
    from routes.planner.dates import DateRanking, DateResult

_SHOWN: Final = 20
_SHOWN_NAMES: Final = 4


def add_parser(
    subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]", common: argparse.ArgumentParser
) -> None:
    """Add the parser of ``dates``."""
    parser = subparsers.add_parser(
        "dates",
        parents=[common],
        help=N_("find the dates that make the best tour"),
        description=N_(
            "Tries a request on every start date of a range: festivals by lunar date, opening hours, "
            "weekdays and holidays. Equal dates are planned once, the most promising ones in full."
        ),
    )
    parser.add_argument("request", type=Path, metavar="REQUEST", help=N_("request file (TOML)"))
    parser.add_argument(
        "--from", dest="first", required=True, metavar="DATE", help=N_("first start date (2026-11-01)")
    )
    parser.add_argument("--to", dest="last", required=True, metavar="DATE", help=N_("last start date"))
    parser.add_argument(
        "--seconds", type=float, default=5.0, metavar="N", help=N_("time for each full plan (default 5)")
    )
    parser.add_argument(
        "--full", type=int, default=5, metavar="N", help=N_("how many different dates are planned in full")
    )


def run(arguments: argparse.Namespace, console: Console) -> int:
    """Rank the start dates and print them.

    Raises
    ------
    BadInputError
        If the range or the request is wrong.
    """
    from data.readers.request_toml import read_request
    from gis_app.planning import routers_of
    from routes.planner.dates import best_dates
    from routes.planner.transfers import with_transfer

    first, last = _date(arguments.first, "--from"), _date(arguments.last, "--to")
    _check_arguments(arguments)
    project = load_project(arguments)
    request = read_request(arguments.request, project)
    with console.progress() as progress:
        progress(0.0, N_("Reading the road network"))
        network = load_network(arguments)
        routers = with_transfer(routers_of(network), project, request, network)
        ranking = best_dates(
            project,
            request,
            routers,
            first,
            last,
            seconds=arguments.seconds,
            most_full=arguments.full,
            progress=part(progress, 0.05, 1.0),
        )
    console.result(_document(project, ranking, console.language), _text(project, ranking, console))
    return 0


def _date(text: str, option: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise BadInputError(
            N_("'{text}' is not a date."),
            where=option,
            remedy=N_("Write it as year-month-day: 2026-11-28."),
            text=text,
        ) from None


def _check_arguments(arguments: argparse.Namespace) -> None:
    if not (isfinite(arguments.seconds) and arguments.seconds > 0):
        raise BadInputError(
            N_("The time to search has to be more than 0 seconds."),
            where="--seconds",
            remedy=N_("Give a number such as 10."),
        )
    if arguments.full < 0:
        raise BadInputError(
            N_("The number of full plans cannot be negative."),
            where="--full",
            remedy=N_("Give a number such as 5."),
        )


def _document(project: Project, ranking: "DateRanking", language: str) -> dict[str, Any]:
    return {
        "problems": ranking.problems,
        "seconds_per_full_plan": ranking.seconds,
        "complete": ranking.is_complete,
        "dates": [_result_document(project, result, language) for result in ranking.results],
    }


def _result_document(project: Project, result: "DateResult", language: str) -> dict[str, Any]:
    return {
        "start": result.start.isoformat(),
        "lunar": str(result.lunar),
        "status": result.status.value,
        "same_as": None if result.same_as is None else result.same_as.isoformat(),
        "score": result.score,
        "bound": result.bound,
        "proven": result.tour is not None and result.tour.is_proven,
        "visited": [] if result.tour is None else list(result.tour.visited),
        "festivals": [
            {
                "date": festival.date.isoformat(),
                "place_id": festival.place_id,
                "name": project.place(festival.place_id).name(language),
                "text": festival.text,
                "met": festival.is_met,
            }
            for festival in result.festivals
        ],
        "closed": list(result.closed),
        "reasons": [reason.in_language(language) for reason in result.reasons],
    }


def _text(project: Project, ranking: "DateRanking", console: Console) -> str:
    lines = [
        console.translate(
            N_("{dates} start dates, {problems} different ones; full plans of {seconds} s for the best."),
            dates=len(ranking.results),
            problems=ranking.problems,
            seconds=formats.number(ranking.seconds, console.language, 1),
        ),
        "",
    ]
    for place, result in enumerate(ranking.results[:_SHOWN], start=1):
        lines += _result_lines(project, place, result, console)
    rest = len(ranking.results) - _SHOWN
    if rest > 0:
        lines.append(console.translate(N_("… and {count} more; all with --json."), count=rest))
    return "\n".join(lines)


def _result_lines(project: Project, place: int, result: "DateResult", console: Console) -> list[str]:
    language = console.language
    lunar = formats.lunar_date(result.lunar.day, result.lunar.month, language, is_leap=result.lunar.is_leap)
    when = f"{formats.weekday_date(result.start, language)} ({lunar})"
    score = "–" if result.score is None else formats.number(result.score, language)
    lines = [f"{place:>3}. {when:<48} {score:>6}  {_status(result, language)}"]
    met = [project.place(one.place_id).name(language) for one in result.festivals if one.is_met]
    missed = [project.place(one.place_id).name(language) for one in result.festivals if not one.is_met]
    closed = [project.place(key).name(language) for key in result.closed]
    for label, names in (
        (N_("festival met: {places}"), met),
        (N_("festival that day, not visited: {places}"), missed),
        (N_("closed: {places}"), closed),
    ):
        if names:
            lines.append("       " + console.translate(label, places=_few(names, language)))
    return lines


def _status(result: "DateResult", language: str) -> str:
    from routes.planner.dates import DateStatus

    if result.tour is not None and result.tour.is_proven:
        return translate(language, N_("proven best"))
    words = {
        DateStatus.FULL: N_("planned in full, at most {bound} possible"),
        DateStatus.QUICK: N_("quick plan, at most {bound} possible"),
        DateStatus.BOUNDED: N_("cannot beat the best: at most {bound}"),
        DateStatus.IMPOSSIBLE: N_("cannot be planned"),
        DateStatus.NOT_TRIED: N_("not tried"),
    }
    return translate(language, words[result.status], bound=formats.number(result.bound, language))


def _few(names: list[str], language: str) -> str:
    shown = list(dict.fromkeys(names))
    said = ", ".join(shown[:_SHOWN_NAMES])
    more = len(shown) - _SHOWN_NAMES
    return said if more <= 0 else translate(language, N_("{names} and {count} more"), names=said, count=more)
