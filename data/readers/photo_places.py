"""Places out of photos that know where they were taken: one for each spot."""

from collections.abc import Callable, Mapping
from statistics import fmean
from typing import Final

from shapely import Point

from data.errors import BadInputError
from data.model.checks import require_lon_lat
from data.model.distances import metres_between
from data.model.place import Category, Photo, Place, PlaceId
from data.model.project import Project
from data.search.folding import slug

SPOT_M: Final = 80.0
"""Photos of one sight are taken from all around it, and telephones are wrong by some ten metres."""

_PRECISION_M: Final = 50.0


def spots(taken_at: Mapping[str, tuple[float, float]], within_m: float = SPOT_M) -> list[list[str]]:
    """Return photos by spot, in the order given: each lies near the first photo of its spot.

    Parameters
    ----------
    taken_at
        Longitude and latitude (WGS84 degrees) by path.
    within_m
        Longest distance to the first photo of a spot, metres.
    """
    found: list[list[str]] = []
    for path, lon_lat in taken_at.items():
        near = (spot for spot in found if metres_between(taken_at[spot[0]], lon_lat) <= within_m)
        spot = next(near, None)
        if spot is None:
            found.append([path])
        else:
            spot.append(path)
    return found


def places_of_photos(
    project: Project, taken_at: Mapping[str, tuple[float, float]], name: Callable[[int], str]
) -> tuple[Place, ...]:
    """Return draft places, one a spot, with their photos; photos taken outside Vietnam are left.

    Parameters
    ----------
    project
        Whose keys are taken already.
    taken_at
        Longitude and latitude (WGS84 degrees) by ``Photo.path``.
    name
        Gives the name of spot number 1, 2 …
    """
    inside = {path: at for path, at in taken_at.items() if _is_inside(*at)}
    made: dict[PlaceId, Place] = {}
    for number, paths in enumerate(spots(inside), start=1):
        title = name(number)
        key, count = PlaceId(slug(title)), 2
        while key in project.places or key in made:
            key, count = PlaceId(f"{slug(title)}-{count}"), count + 1
        lon, lat = (fmean(inside[path][axis] for path in paths) for axis in (0, 1))
        made[key] = Place(
            id=key,
            name_vi=title,
            category=Category.RELIC,
            geometry=Point(lon, lat),
            coord_precision_m=_PRECISION_M,
            coord_source="EXIF GPS",
            photos=tuple(Photo(path) for path in paths),
        )
    return tuple(made.values())


def _is_inside(lon: float, lat: float) -> bool:
    try:
        require_lon_lat(lon, lat, "")
    except BadInputError:
        return False
    return True
