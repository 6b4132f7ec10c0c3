"""What an isochrone holds: places of the register by kind and rank, and the communes it touches."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

import shapely

from data.model.place import Category, PlaceId, Rank
from data.model.project import Project
from data.model.units import UnitId
from routes.isochrones.area import Isochrone


@dataclass(frozen=True, slots=True)
class ReachSummary:
    """Counts within one isochrone; nothing in it depends on how many people live there.

    Parameters
    ----------
    place_ids
        Places of the register inside, in its order.
    by_category, by_rank
        Number of them by kind and by rank; kinds without any are left out.
    unit_ids
        Units of today that the area touches, in the order of the project.
    """

    place_ids: tuple[PlaceId, ...]
    by_category: Mapping[Category, int]
    by_rank: Mapping[Rank, int]
    unit_ids: tuple[UnitId, ...]


def summarise(isochrone: Isochrone, project: Project) -> ReachSummary:
    """Return what an isochrone holds of a project."""
    area = isochrone.area
    shapely.prepare(area)
    found = [place for place in project.places.values() if shapely.contains_xy(area, place.lon, place.lat)]
    units = [unit for unit in project.units.values() if not unit.is_former and unit.geometry is not None]
    return ReachSummary(
        tuple(place.id for place in found),
        Counter(place.category for place in found),
        Counter(place.rank for place in found),
        tuple(unit.id for unit in units if shapely.intersects(area, unit.geometry)),
    )
