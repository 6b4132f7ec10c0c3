"""``hanh-trinh alternatives FROM TO``: the fastest way and others worth choosing."""

import argparse

from data.language import formats
from data.language.catalogue import N_
from gis_app.cli.common import Console
from gis_app.cli.reach_answer import add_output, feature, give, opened, route_facts
from gis_app.cli.routing_options import add_routing_options, depart_s


def add_parser(
    subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]", common: argparse.ArgumentParser
) -> None:
    """Add the parser of ``alternatives``."""
    parser = subparsers.add_parser(
        "alternatives",
        parents=[common],
        help=N_("different ways between two points"),
        description=N_(
            "Finds the fastest way and others that differ from it and take at most a quarter longer. A point "
            "is the key of a place or lon,lat in degrees."
        ),
    )
    parser.add_argument("begin", metavar="FROM", help=N_("first point"))
    parser.add_argument("end", metavar="TO", help=N_("last point"))
    parser.add_argument(
        "--count", type=int, choices=(1, 2, 3, 4, 5), default=3, help=N_("most ways (default 3)")
    )
    add_output(parser)
    add_routing_options(parser)


def run(arguments: argparse.Namespace, console: Console) -> int:
    """Find the ways and print or write them.

    Raises
    ------
    HanhTrinhError
        As the functions it calls.
    """
    from routes.alternatives import alternatives
    from routes.directions.wording import metres_by_road

    departure = depart_s(arguments)
    _, router, points = opened(arguments, [arguments.begin, arguments.end], console)
    begin, end = ((point.lon, point.lat) for point in points)
    found = alternatives(
        router, begin, end, most=arguments.count, depart_s=departure, is_weekend=arguments.weekend
    )
    language, attribution = console.language, router.network.meta.attribution
    features, lines = [], [" – ".join(point.label for point in points)]
    for number, one in enumerate(found, start=1):
        by_road = sorted(metres_by_road(one.route), key=lambda pair: -pair[1])[:3]
        features.append(
            feature(
                one.route.geometry,
                number=number,
                **route_facts(one.route),
                stretch=round(one.stretch, 4),
                shared_m=round(one.shared_m, 1),
                roads=list(one.route.roads),
                attribution=attribution,
            )
        )
        lines.append(
            console.translate(
                N_("{number}. {distance}, {duration}; {shared} % in common with the first; by {roads}"),
                number=number,
                distance=formats.distance(one.route.distance_m, language),
                duration=formats.duration(one.route.duration_s, language),
                shared=round(100 * one.shared),
                roads=", ".join(name for name, _ in by_road) or console.translate(N_("unnamed roads")),
            )
        )
    return give(arguments, console, features, lines, attribution)
