"""Directions as the route command prints them."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from data.language.catalogue import N_
from data.model.request import Anchor
from gis_app.cli.common import Console

if TYPE_CHECKING:
    from routes.network.store import RoadNetwork
    from routes.router import Route


def directions_text(
    route: "Route", points: Sequence[Anchor], network: "RoadNetwork", console: Console
) -> list[str]:
    """Return the numbered steps of a route, with a heading."""
    from routes.directions.steps import directions
    from routes.directions.wording import said_steps

    labels = [point.label for point in points]
    steps = said_steps(directions(network, route), console.language, labels)
    return ["", console.translate(N_("Directions:")), *(f"  {line}" for line in steps)]


def directions_document(
    route: "Route", points: Sequence[Anchor], network: "RoadNetwork", language: str
) -> list[dict[str, Any]]:
    """Return the steps of a route for ``--json``, units in the keys."""
    from routes.directions.steps import directions
    from routes.directions.wording import sentence

    labels = [point.label for point in points]
    return [
        {
            "maneuver": step.maneuver.value,
            "text": sentence(step, language, labels),
            "mode": step.mode.value,
            "name": step.name,
            "ref": step.ref,
            "distance_m": round(step.distance_m, 1),
            "bearing_deg": round(step.bearing_deg, 1),
            "exit": step.exit_number or None,
            "side": step.side.value,
            "position": [round(step.lon, 7), round(step.lat, 7)],
        }
        for step in directions(network, route)
    ]
