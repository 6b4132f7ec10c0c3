"""Legend rows: what the map of a tour shows, and nothing it does not show."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from shapely import Point

from data.language.catalogue import N_
from data.model.place import Category, Place
from data.model.project import Project
from data.model.tour import Tour
from layers.style import CATEGORY_COLORS, LIGHT, Color, RoadClass, Theme, day_color


@dataclass(frozen=True, slots=True)
class LegendRow:
    """One row: a sample of what is drawn, and what it means.

    ``text`` is a msgid with ``facts``. The sample is a badge, a square (``is_point``), an
    area (``is_area``) or else a line of ``width_mm``.
    """

    text: str
    color: Color
    facts: Mapping[str, object] = field(default_factory=dict)
    edge: Color | None = None
    width_mm: float = 0.3
    dash: tuple[float, ...] = ()
    badge: str | None = None
    is_approximate: bool = False
    is_area: bool = False
    is_point: bool = False


def legend_rows(project: Project, tour: Tour | None, theme: Theme = LIGHT) -> tuple[LegendRow, ...]:
    """Return the rows for a printed map: days and stops of a tour when there is one, then the ground."""
    return (
        *(_tour_rows(project, tour, theme) if tour else ()),
        *_ground_rows(theme),
        *(_walking_row() if walking_spaces(project) else ()),
    )


def walking_spaces(project: Project) -> tuple[Place, ...]:
    """Return the walking spaces whose extent the register knows: those drawn as areas or streets."""
    return tuple(
        place
        for place in project.places.values()
        if place.category is Category.WALKING_SPACE and not isinstance(place.geometry, Point)
    )


def _walking_row() -> tuple[LegendRow]:
    color = CATEGORY_COLORS[Category.WALKING_SPACE]
    return (LegendRow(N_("Walking space"), color.with_alpha(70), edge=color.with_alpha(170), is_area=True),)


def _tour_rows(project: Project, tour: Tour, theme: Theme) -> list[LegendRow]:
    rows = [
        LegendRow(N_("Route of day {number}"), day_color(number), {"number": number + 1}, width_mm=0.9)
        for number in range(len(tour.days))
    ]
    rows.append(LegendRow(N_("Place to visit, numbered in order"), day_color(0), badge="1"))
    if any(project.place(place_id).is_approximate for place_id in tour.visited):
        rows.append(LegendRow(N_("Approximate position"), day_color(0), badge="1", is_approximate=True))
    rows.append(LegendRow(N_("Start and end of a day"), theme.map.text, is_point=True))
    return rows


def _ground_rows(theme: Theme) -> list[LegendRow]:
    def road(text: str, road_class: RoadClass, width_mm: float) -> LegendRow:
        style = theme.roads[road_class]
        return LegendRow(text, style.fill, edge=style.casing, width_mm=width_mm)

    return [
        road(N_("Expressway, trunk road"), RoadClass.MOTORWAY, 1.0),
        road(N_("Primary or secondary road"), RoadClass.PRIMARY, 0.8),
        road(N_("Other road"), RoadClass.TERTIARY, 0.6),
        LegendRow(
            N_("Ward or commune border"), theme.map.unit_outline, width_mm=0.25, dash=(6, 2.5, 1.2, 2.5)
        ),
        LegendRow(N_("Water"), theme.map.water, edge=theme.map.water_edge, is_area=True),
    ]
