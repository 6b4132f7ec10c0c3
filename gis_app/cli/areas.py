"""Areas given on the command line: a box, units of the project, a GeoJSON file, a place name."""

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Final

import shapely
from shapely import MultiPolygon, Polygon, box
from shapely.geometry import shape

from data.errors import BadInputError, require_file
from data.language.catalogue import N_
from data.model.checks import require_lon_lat
from data.progress import Progress

if TYPE_CHECKING:
    from data.model.project import Project
    from routes.network.clipping import Area

AREA_HELP: Final = N_(
    "west,south,east,north in degrees, administrative units of the project (several: separated by ';'), or a "
    "GeoJSON file with polygons"
)

_BBOX: Final = re.compile(r"^[-\d.]+(,[-\d.]+)+$")
_GEOJSON: Final = (".geojson", ".json")


def known_area(text: str, project: "Project") -> "Area | None":
    """Return the outline of a box, a GeoJSON file or units of the project; None if it is none of these.

    Raises
    ------
    BadInputError
        If the box or the file is wrong, or the project has one of several units only.
    """
    if _BBOX.match(text):
        return _box(text)
    if text.lower().endswith(_GEOJSON):
        return _outline_of_file(Path(text))
    names = [name.strip() for name in text.split(";") if name.strip()]
    found = [_unit(name, project) for name in names]
    outlines = [outline for outline in found if outline is not None]
    if not outlines:
        return None
    if len(outlines) < len(found):
        raise _unknown(names[found.index(None)])
    return _as_area(shapely.union_all(outlines), text)


def require_area(text: str, project: "Project") -> "Area":
    """Return the outline of a box, a GeoJSON file or units of the project.

    Raises
    ------
    BadInputError
        If it is none of these.
    """
    area = known_area(text, project)
    if area is None:
        raise _unknown(text)
    return area


def area_to_fetch(text: str, project: "Project", progress: Progress) -> "Area":
    """Return the outline of what ``known_area`` knows, else of a place that Nominatim knows."""
    area = known_area(text, project)
    if area is not None:
        return area
    from routes.network.overpass import geocode_area

    return geocode_area(text, progress=progress)


def _unknown(name: str) -> BadInputError:
    return BadInputError(
        N_("The project has no administrative unit '{area}' with an outline."),
        remedy=N_("Write its full name ('Phường Tây Tựu'), a box west,south,east,north, or a GeoJSON file."),
        area=name,
    )


def _unit(name: str, project: "Project") -> "Area | None":
    wanted = name.casefold()
    for unit in project.units.values():
        names = {unit.name_vi, project.unit_label(unit.id), unit.name_en} - {""}
        outline = unit.geometry
        if isinstance(outline, Polygon | MultiPolygon) and wanted in {word.casefold() for word in names}:
            return outline
    return None


def _box(text: str) -> Polygon:
    try:
        west, south, east, north = (float(number) for number in text.split(","))
    except ValueError:
        raise BadInputError(
            N_("'{area}' is not a box."), remedy=N_("Write west,south,east,north in degrees."), area=text
        ) from None
    for lon, lat in ((west, south), (east, north)):
        require_lon_lat(lon, lat, text)
    if west >= east or south >= north:
        raise BadInputError(
            N_("The area is empty."), where=text, remedy=N_("Write west, south, east, north.")
        )
    return box(west, south, east, north)


def _outline_of_file(path: Path) -> "Area":
    require_file(path)
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
        members = document.get("features", [document])
        geometries = [shape(member.get("geometry", member)) for member in members]
    except (OSError, ValueError, TypeError, AttributeError, KeyError, shapely.errors.ShapelyError) as error:
        raise BadInputError(
            N_("The file is not GeoJSON ({reason})."),
            source=path,
            remedy=N_("Export the outline as GeoJSON in WGS84."),
            reason=str(error)[:200],
        ) from error
    return _as_area(shapely.union_all(geometries), str(path))


def _as_area(outline: shapely.Geometry, source: str) -> "Area":
    if not isinstance(outline, Polygon | MultiPolygon) or outline.is_empty or not outline.is_valid:
        raise BadInputError(
            N_("The area is not an outline."),
            source=source,
            remedy=N_("Give polygons that do not cross themselves."),
        )
    for lon, lat in (outline.bounds[:2], outline.bounds[2:]):
        require_lon_lat(lon, lat, source)
    return outline
