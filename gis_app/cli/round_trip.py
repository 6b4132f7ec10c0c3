"""``hanh-trinh round-trip POINT --km N``: a loop past heritage."""

import argparse

from data.errors import BadInputError
from data.language import formats
from data.language.catalogue import N_
from gis_app.cli.common import Console
from gis_app.cli.reach_answer import add_output, feature, give, opened, route_facts
from gis_app.cli.routing_options import add_routing_options


def add_parser(
    subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]", common: argparse.ArgumentParser
) -> None:
    """Add the parser of ``round-trip``."""
    parser = subparsers.add_parser(
        "round-trip",
        parents=[common],
        help=N_("a loop of a given length past heritage"),
        description=N_(
            "Finds a loop of about the wished length past as much heritage as it can, seldom over the same "
            "road twice. A point is the key of a place or lon,lat in degrees."
        ),
    )
    parser.add_argument("point", metavar="POINT", help=N_("where the loop begins and ends"))
    wish = parser.add_mutually_exclusive_group(required=True)
    wish.add_argument("--km", type=float, help=N_("length wished, kilometres"))
    wish.add_argument("--minutes", type=float, help=N_("travel time wished, minutes"))
    parser.add_argument("--seed", type=int, default=1, help=N_("another number gives another loop"))
    add_output(parser)
    add_routing_options(parser)


def run(arguments: argparse.Namespace, console: Console) -> int:
    """Find the loop and print or write it.

    Raises
    ------
    HanhTrinhError
        As the functions it calls.
    """
    from routes.round_trips import ALONG_M, Wish, round_trip

    if arguments.depart is not None or arguments.seed < 0:
        raise BadInputError(
            N_("A round trip takes no time of departure and no negative seed."), remedy=N_("Leave it out.")
        )
    wish = Wish(
        distance_m=None if arguments.km is None else 1000 * arguments.km,
        duration_s=None if arguments.minutes is None else 60 * arguments.minutes,
    )
    project, router, (point,) = opened(arguments, [arguments.point], console)
    places = list(project.places.values())
    trip = round_trip(router, (point.lon, point.lat), places, wish, seed=arguments.seed)
    language, attribution = console.language, router.network.meta.attribution
    facts = {
        **route_facts(trip.route),
        "wished": wish.amount,
        "deviation": round(trip.deviation, 4),
        "twice": round(trip.twice, 4),
        "score": trip.score,
        "stops": list(trip.stop_ids),
        "along": list(trip.along_ids),
    }
    lines = [
        point.label,
        console.translate(
            N_("{distance}, {duration} ({percent} % of the wish); {twice} % of it driven twice"),
            distance=formats.distance(trip.route.distance_m, language),
            duration=formats.duration(trip.route.duration_s, language),
            percent=round(100 * (1 + trip.deviation)),
            twice=round(100 * trip.twice),
        ),
        console.translate(
            N_("{count} places within {distance} of the way:"),
            count=len(trip.along_ids),
            distance=formats.distance(ALONG_M, language),
        ),
        *(f"  {project.places[place_id].name(language)}" for place_id in trip.along_ids),
    ]
    shown = [feature(trip.route.geometry, **facts, attribution=attribution)]
    return give(arguments, console, shown, lines, attribution)
