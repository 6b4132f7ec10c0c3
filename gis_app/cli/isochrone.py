"""``hanh-trinh isochrone POINT… --minutes N…``: the area within reach."""

import argparse
from typing import TYPE_CHECKING, Any

from data.language import formats
from data.language.catalogue import N_
from data.language.terms import term
from gis_app.cli.common import Console
from gis_app.cli.reach_answer import add_output, feature, give, opened
from gis_app.cli.routing_options import add_routing_options, depart_s

if TYPE_CHECKING:
    from data.model.project import Project
    from routes.isochrones.area import Isochrone


def add_parser(
    subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]", common: argparse.ArgumentParser
) -> None:
    """Add the parser of ``isochrone``."""
    parser = subparsers.add_parser(
        "isochrone",
        parents=[common],
        help=N_("the area within reach of points in a given time"),
        description=N_(
            "Draws the area that can be reached within some minutes; several points give the area in reach "
            "of the nearest. A point is the key of a place or lon,lat in degrees."
        ),
    )
    parser.add_argument("points", metavar="POINT", nargs="+", help=N_("where one starts"))
    parser.add_argument(
        "--minutes", type=int, nargs="+", default=[15, 30, 45], help=N_("travel times (default 15 30 45)")
    )
    parser.add_argument(
        "--off-road",
        type=float,
        default=200.0,
        metavar="METRES",
        help=N_("how far one may walk beside the roads (default 200)"),
    )
    parser.add_argument(
        "--places", action="store_true", help=N_("count the places of the register and the communes inside")
    )
    add_output(parser)
    add_routing_options(parser)


def run(arguments: argparse.Namespace, console: Console) -> int:
    """Compute the areas and print or write them.

    Raises
    ------
    HanhTrinhError
        As the functions it calls.
    """
    from routes.isochrones.area import isochrones

    departure = depart_s(arguments)
    project, router, points = opened(arguments, arguments.points, console)
    areas = isochrones(
        router,
        [(point.lon, point.lat) for point in points],
        [60 * minutes for minutes in arguments.minutes],
        off_road_m=arguments.off_road,
        depart_s=departure,
    )
    attribution = router.network.meta.attribution
    features, lines = [], [", ".join(point.label for point in points)]
    for area in areas:
        facts = _facts(area) | (_inside(area, project) if arguments.places else {})
        features.append(feature(area.area, **facts, attribution=attribution))
        lines += _lines(area, facts, console)
    return give(arguments, console, features, lines, attribution)


def _facts(area: "Isochrone") -> dict[str, Any]:
    return {
        "budget_s": area.budget_s,
        "area_km2": round(area.area_km2, 2),
        "road_km": round(area.road_m / 1000, 1),
        "off_road_m": area.off_road_m,
        "cell_m": round(area.cell_m, 1),
    }


def _inside(area: "Isochrone", project: "Project") -> dict[str, Any]:
    from routes.isochrones.places import summarise

    found = summarise(area, project)
    return {
        "places": list(found.place_ids),
        "by_category": {key.value: count for key, count in found.by_category.items()},
        "by_rank": {key.value: count for key, count in found.by_rank.items()},
        "units": list(found.unit_ids),
    }


def _lines(area: "Isochrone", facts: dict[str, Any], console: Console) -> list[str]:
    from data.model.place import Category, Rank

    language = console.language
    said = console.translate(
        N_("{duration}: {area} km², {roads} of roads"),
        duration=formats.duration(area.budget_s, language),
        area=formats.number(area.area_km2, language, 1),
        roads=formats.distance(area.road_m, language),
    )
    if "places" not in facts:
        return [said]
    inside = N_("  {places} places in {units} communes")
    counted = [(term(Category(key), language), count) for key, count in facts["by_category"].items()]
    ranked = [(term(Rank(key), language), count) for key, count in facts["by_rank"].items()]
    return [
        said,
        console.translate(inside, places=len(facts["places"]), units=len(facts["units"])),
        *(f"  {count:>5}  {name}" for name, count in (*counted, *ranked)),
    ]
