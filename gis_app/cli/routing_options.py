"""Options that every routing command takes: mode, time of departure, roads to avoid; and their router."""

import argparse
import re
from typing import TYPE_CHECKING, Final

from data.errors import BadInputError
from data.language.catalogue import N_
from data.model.travel_mode import TravelMode
from gis_app.cli.areas import require_area

if TYPE_CHECKING:
    from data.model.project import Project
    from routes.backends.network_router import NetworkRouter
    from routes.network.store import RoadNetwork

_CLOCK: Final = re.compile(r"^(\d{1,2}):(\d{2})$")
_SIGNED_POINT: Final = re.compile(r"^-\d[\d.,-]*$")


def add_routing_options(parser: argparse.ArgumentParser) -> None:
    """Add the options to a command's parser."""
    parser.add_argument(
        "--mode",
        choices=[mode.value for mode in TravelMode],
        default=TravelMode.CAR.value,
        help=N_("how to travel (default car)"),
    )
    parser.add_argument(
        "--depart",
        metavar="H:MM",
        help=N_("time of departure: roads as slow as they usually are then (default: free roads)"),
    )
    parser.add_argument(
        "--weekend", action="store_true", help=N_("the day of --depart is a Saturday or Sunday")
    )
    parser.add_argument(
        "--avoid",
        metavar="AREA",
        action="append",
        default=[],
        help=N_("close all roads in an area: west,south,east,north in degrees, a unit or a GeoJSON file"),
    )
    parser.add_argument(
        "--close",
        metavar="LON,LAT",
        action="append",
        default=[],
        help=N_("close the road nearest to a point, from junction to junction"),
    )
    parser.add_argument(
        "--slow",
        metavar="N:AREA",
        action="append",
        default=[],
        help=N_("roads in an area take N times as long"),
    )
    take_signed_points(parser)


def take_signed_points(parser: argparse.ArgumentParser) -> None:
    """Let a parser take '-5.2,21' as a point, not as an option."""
    # argparse tells numbers from options by this pattern and has no public way to widen it.
    vars(parser)["_negative_number_matcher"] = _SIGNED_POINT


def depart_s(arguments: argparse.Namespace) -> int | None:
    """Return the time of departure, seconds after local midnight, None if none was given.

    Raises
    ------
    BadInputError
        If it is no time of day.
    """
    if arguments.depart is None:
        if arguments.weekend:
            raise BadInputError(
                N_("--weekend says nothing without --depart."), remedy=N_("Give a time of departure.")
            )
        return None
    found = _CLOCK.match(arguments.depart)
    if not found or int(found[1]) > 23 or int(found[2]) > 59:
        raise BadInputError(
            N_("'{value}' is not a time of day."),
            remedy=N_("Write hours and minutes: 7:30."),
            value=arguments.depart,
        )
    return int(found[1]) * 3600 + int(found[2]) * 60


def routing_router(
    arguments: argparse.Namespace, network: "RoadNetwork", project: "Project | None"
) -> "NetworkRouter":
    """Return the router of the mode with the roads closed and slowed that the options name.

    ``project`` knows the units that areas may be; None where only boxes and files are taken.

    Raises
    ------
    BadInputError
        If an area, a point or a factor is wrong.
    NoRouteError
        If the network has no road for the mode.
    """
    from routes.backends import open_router

    router = open_router(network, TravelMode(arguments.mode))
    if not (arguments.avoid or arguments.close or arguments.slow):
        return router
    from data.model.project import Project
    from routes.router import Penalty

    known = Project() if project is None else project
    slow = [text.partition(":") for text in arguments.slow]
    return router.with_changes(
        closures=[lon_lat(text) for text in arguments.close],
        avoid=[require_area(text, known) for text in arguments.avoid],
        penalties=[Penalty(require_area(area, known), _factor(number)) for number, _, area in slow],
    )


def lon_lat(text: str) -> tuple[float, float]:
    """Return a point given as 'lon,lat'.

    Raises
    ------
    BadInputError
        If it is none in Vietnam.
    """
    from data.model.checks import require_lon_lat

    lon, _, lat = text.partition(",")
    try:
        point = float(lon), float(lat)
    except ValueError:
        raise BadInputError(
            N_("'{text}' is not a point."),
            remedy=N_("Write longitude,latitude in decimal degrees (105.83,21.03) or the key of a place."),
            text=text,
        ) from None
    require_lon_lat(*point, text)
    return point


def _factor(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        raise BadInputError(
            N_("'{text}' is not a factor."), remedy=N_("Write '--slow 3:west,south,east,north'."), text=text
        ) from None
