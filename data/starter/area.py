"""A new project of some of the starter's wards and communes: their outlines, forebears and places."""

from collections.abc import Collection
from dataclasses import replace

from data.model.project import Project
from data.model.units import AdminUnit, UnitId


def units_of_today(project: Project) -> tuple[AdminUnit, ...]:
    """Return the wards and communes in force, by province and then in their order."""
    units = [unit for unit in project.units.values() if not unit.is_former]
    return tuple(sorted(units, key=lambda unit: unit.province))


def project_of_area(
    source: Project, chosen: Collection[UnitId], title: str, *, with_places: bool = True
) -> Project:
    """Return a project of the units ``chosen``.

    Parameters
    ----------
    source
        Has the units, and the places in them.
    chosen
        Units of today.
    title
        Title of the new project.
    with_places
        Whether the places in these units come along.

    Returns
    -------
    Project
        The chosen units, the former ones that went into them, wholly or in part, and their places; no tours.
    """
    rows = tuple(row for row in source.successions if row.new_id in chosen)
    kept = {*chosen, *(row.old_id for row in rows)}
    places = {key: place for key, place in source.places.items() if place.unit_after in chosen}
    # A place may have come from a former unit of which nothing else went to the units chosen.
    kept |= {place.unit_before for place in places.values() if place.unit_before is not None}
    return replace(
        source,
        title=title,
        units={key: unit for key, unit in source.units.items() if key in kept},
        successions=rows,
        places=places if with_places else {},
        plans={},
        clauses={},
        tours={},
        source="",
    )
