"""Project, starter waters and road network → Basemap."""

from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Final

import numpy as np
import shapely
from numpy.typing import NDArray

from data.errors import HanhTrinhError
from data.model.map_layers import LayerKey, LayerStack
from data.model.project import Project
from data.starter import starter_water, starter_water_lines
from layers.basemap import AreaSet, Basemap
from layers.ground import credits_of, drawn_layers
from layers.lines import LevelledLines, LineSet
from layers.reference.features import Features
from layers.reference.opening import open_kept
from layers.reference.rules import StyledFeatures
from layers.reference.tiles import TileSource
from layers.style import RoadClass as DrawnClass
from layers.viewport import to_mercator
from routes.modes import RoadClass
from routes.network.store import RoadNetwork

_DRAWN_AS: Final = {
    DrawnClass.MOTORWAY: (RoadClass.MOTORWAY, RoadClass.MOTORWAY_LINK),
    DrawnClass.TRUNK: (RoadClass.TRUNK, RoadClass.TRUNK_LINK),
    DrawnClass.PRIMARY: (RoadClass.PRIMARY, RoadClass.PRIMARY_LINK),
    DrawnClass.SECONDARY: (RoadClass.SECONDARY, RoadClass.SECONDARY_LINK),
    DrawnClass.TERTIARY: (RoadClass.TERTIARY, RoadClass.TERTIARY_LINK),
    DrawnClass.RESIDENTIAL: (RoadClass.UNCLASSIFIED, RoadClass.RESIDENTIAL, RoadClass.LIVING_STREET),
    DrawnClass.SERVICE: (RoadClass.SERVICE,),
    DrawnClass.TRACK: (RoadClass.TRACK,),
    DrawnClass.PEDESTRIAN: (RoadClass.PEDESTRIAN,),
    DrawnClass.PATH: (RoadClass.CYCLEWAY, RoadClass.FOOTWAY, RoadClass.PATH, RoadClass.STEPS),
    DrawnClass.FERRY: (RoadClass.FERRY,),
}


def build_basemap(
    project: Project,
    network: RoadNetwork | None = None,
    *,
    folder: Path | None = None,
    with_references: bool = True,
) -> Basemap:
    """Return the basemap of a project: units, the starter's waters, roads of ``network``, reference layers.

    Parameters
    ----------
    project
        Gives the units of today and the attribution.
    network
        Gives the roads; ``None`` draws none.
    folder
        Folder of the project's file: reference layers that are not where they were are looked for there.
    with_references
        Whether the reference layers shown are opened and drawn; those that cannot be are left out.
    """
    waters, lines = starter_water(), starter_water_lines()
    units = [unit for unit in project.units.values() if unit.geometry is not None and not unit.is_former]
    outlines = projected([unit.geometry for unit in units if unit.geometry is not None])
    basemap = Basemap(
        water=AreaSet(
            projected([area.geometry for area in waters]),
            tuple(area.name_vi for area in waters),
            ("",) * len(waters),
            tuple(str(number) for number in range(len(waters))),
        ),
        water_lines=LineSet.of_geometries(
            projected([line.geometry for line in lines]), tuple(line.name_vi for line in lines)
        ),
        units=AreaSet(
            outlines,
            tuple(unit.name_vi for unit in units),
            tuple(unit.name_en for unit in units),
            tuple(unit.id for unit in units),
        ),
        provinces=_provinces([unit.province for unit in units], outlines),
        unit_borders=LevelledLines(_shared_borders(outlines)),
        roads={} if network is None else _roads(network),
        attribution=_credits(project, network),
    )
    return with_layers(basemap, project.layers, _contents(project.layers, folder) if with_references else {})


def with_layers(
    basemap: Basemap, stack: LayerStack, contents: Mapping[LayerKey, StyledFeatures | TileSource]
) -> Basemap:
    """Return ``basemap`` with other layers and their credits.

    Parameters
    ----------
    basemap
        A basemap without reference layers.
    stack
        The layers.
    contents
        What those of the user show; a layer without is not drawn.
    """
    ground = drawn_layers(stack, contents)
    credits_shown = dict.fromkeys((*basemap.attribution, *credits_of(ground)))
    return replace(basemap, ground=ground, attribution=tuple(credits_shown))


def _contents(stack: LayerStack, folder: Path | None) -> dict[LayerKey, StyledFeatures | TileSource]:
    contents: dict[LayerKey, StyledFeatures | TileSource] = {}
    for layer in stack.references:
        if layer.source is None or not layer.is_visible:
            continue
        # The window says what is wrong with a layer; a page is printed without it.
        with suppress(HanhTrinhError):
            content = open_kept(layer.source, project_folder=folder)
            contents[layer.key] = (
                StyledFeatures(content, layer.style) if isinstance(content, Features) else content
            )
    return contents


def projected(geometries: Iterable[shapely.Geometry]) -> NDArray[np.object_]:
    """Return geometries in WGS84 degrees projected to Web Mercator metres."""
    array = np.array(list(geometries), dtype=object)
    moved: NDArray[np.object_] = np.asarray(
        shapely.transform(array, lambda lon_lat: to_mercator(lon_lat[:, 0], lon_lat[:, 1]))
    )
    return moved


def _provinces(names: list[str], outlines: NDArray[np.object_]) -> AreaSet:
    """Return the ground covered by the units of each province: what a map of the whole region shows."""
    known = sorted(set(names) - {""})
    chosen = [np.array([name == province for name in names]) for province in known]
    merged = [shapely.union_all(shapely.make_valid(outlines[mask])) for mask in chosen]
    return AreaSet(np.array(merged, dtype=object), tuple(known), ("",) * len(known), tuple(known))


def _shared_borders(outlines: NDArray[np.object_]) -> LineSet:
    """Return every border once, also where two units share it, so that dashes do not fill each other."""
    merged = shapely.line_merge(shapely.union_all(shapely.boundary(outlines)))
    return LineSet.of_geometries(np.array([merged], dtype=object))


def _roads(network: RoadNetwork) -> dict[DrawnClass, LevelledLines]:
    found: dict[DrawnClass, LevelledLines] = {}
    for drawn, classes in _DRAWN_AS.items():
        lines = network.edge_lines(classes)
        if len(lines.edge):
            xy = to_mercator(lines.lonlat[:, 0], lines.lonlat[:, 1])
            found[drawn] = LevelledLines(
                LineSet(xy, lines.offset, lines.name_id, lines.ref_id, network.names)
            )
    return found


def _credits(project: Project, network: RoadNetwork | None) -> tuple[str, ...]:
    found = [*project.attribution, *([network.meta.attribution] if network is not None else [])]
    return tuple(dict.fromkeys(text for text in found if text))
