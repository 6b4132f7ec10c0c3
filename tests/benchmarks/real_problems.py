"""Tourist problems of places of the starter data on real roads."""

from datetime import date, timedelta
from pathlib import Path
from random import Random

from data.model.place import Place, PlaceId
from data.model.request import Anchor, CandidateFilter, TourRequest
from data.model.travel_mode import TravelMode
from data.model.units import UnitId
from data.starter import load_starter
from routes.backends import open_router
from routes.network.file import load_network
from routes.network.starter import starter_network
from routes.planner.problem import Problem
from routes.planner.translate import translate

FIRST_DAY = date(2026, 11, 26)
HOAN_KIEM = Anchor(105.8525, 21.0288, "Hồ Hoàn Kiếm")
HAI_DUONG = Anchor(106.3146, 20.9373, "Thành phố Hải Dương")
UNITS_WITH_MINIMUM = 4


def real_problem(count: int, days: int, least: int, network: Path | None) -> Problem:
    """Return the problem of visiting ``count`` places by car, the same ones for every run.

    Parameters
    ----------
    least
        Places of each of the four communes with most candidates that have to be visited; 0 for no demand.
    network
        Roads; ``None``: those of the starter data.
    """
    project = load_starter()
    usable = [place for place in project.places.values() if place.visit_minutes != 0]
    chosen = Random(7).sample(usable, min(count, len(usable)))
    request = TourRequest(
        title_vi=f"{count} điểm, {days} ngày",
        start=HOAN_KIEM,
        end=HOAN_KIEM,
        nights=tuple(HAI_DUONG if day % 2 == 0 else HOAN_KIEM for day in range(days - 1)),
        dates=tuple(FIRST_DAY + timedelta(days=day) for day in range(days)),
        mode=TravelMode.CAR,
        candidates=CandidateFilter(place_ids=tuple(place.id for place in chosen)),
        unit_minimum=_minimum(chosen, least),
    )
    roads = starter_network() if network is None else load_network(network)
    return translate(project, request, open_router(roads, TravelMode.CAR)).problem


def _minimum(places: list[Place], least: int) -> dict[UnitId, int]:
    members: dict[UnitId, list[PlaceId]] = {}
    for place in places:
        if place.unit_after is not None and least:
            members.setdefault(place.unit_after, []).append(place.id)
    ranked = sorted(members, key=lambda unit: (-len(members[unit]), unit))[:UNITS_WITH_MINIMUM]
    return {unit: min(least, len(members[unit])) for unit in ranked}
