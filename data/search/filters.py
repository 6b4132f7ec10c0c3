"""Selecting places of a project by a CandidateFilter."""

from collections.abc import Callable
from typing import Final, TypeVar

from shapely import Polygon, box

from data.errors import UnknownIdError
from data.language.catalogue import N_
from data.model.place import Place
from data.model.project import Project
from data.model.request import CandidateFilter
from data.model.units import UnitId
from data.search.folding import canonical, fold, is_accented

_Test = Callable[[Place], bool]
_Item = TypeVar("_Item")


def select(project: Project, wanted: CandidateFilter) -> tuple[Place, ...]:
    """Return the places that meet every condition, in the order of the project.

    A unit of today selects the places that lie in it now. A former unit selects the places that lay in it;
    a place whose former unit is unknown is taken when its unit of today is the only heir of that unit. A
    district is a former one. Every word of ``text`` must begin a word of the names, craft, heritage type or
    units, accents aside.

    Parameters
    ----------
    project
        Where to look.
    wanted
        Conditions joined by *and*; an empty one lets everything pass.

    Raises
    ------
    UnknownIdError
        If a place, unit or district that the filter names is not in the project.
    """
    for place_id in wanted.place_ids:
        project.place(place_id)
    tests = _tests(project, wanted)
    return tuple(place for place in project.places.values() if all(test(place) for test in tests))


def _tests(project: Project, wanted: CandidateFilter) -> list[_Test]:
    area = box(*wanted.bbox) if wanted.bbox else None
    conditions: list[tuple[object, _Test]] = [
        (wanted.place_ids, _one_of(frozenset(wanted.place_ids), lambda place: place.id)),
        (wanted.categories, _one_of(frozenset(wanted.categories), lambda place: place.category)),
        (wanted.ranks, _one_of(frozenset(wanted.ranks), lambda place: place.rank)),
        (wanted.statuses, _one_of(frozenset(wanted.statuses), lambda place: place.status)),
        (area, lambda place: _lies_in(place, area)),
        (wanted.max_precision_m is not None, lambda place: _is_precise(place, wanted.max_precision_m)),
    ]
    tests = [test for condition, test in conditions if condition]
    if wanted.units:
        tests.append(_any_of([_in_unit(project, unit) for unit in wanted.units]))
    if wanted.districts:
        tests.append(_any_of([_in_district(project, district) for district in wanted.districts]))
    if wanted.text.strip():
        tests.append(_has_text(project, wanted.text))
    return tests


def _one_of(allowed: frozenset[_Item], value: Callable[[Place], _Item]) -> _Test:
    return lambda place: value(place) in allowed


def _any_of(tests: list[_Test]) -> _Test:
    return lambda place: any(test(place) for test in tests)


def _lies_in(place: Place, area: Polygon | None) -> bool:
    return area is not None and bool(area.intersects(place.geometry))


def _is_precise(place: Place, coarsest_m: float | None) -> bool:
    return (
        coarsest_m is not None
        and place.coord_precision_m is not None
        and place.coord_precision_m <= coarsest_m
    )


def places_of_unit(project: Project, unit_id: UnitId) -> tuple[Place, ...]:
    """Return the places of a unit of today or of a former one, as ``select`` understands it.

    Raises
    ------
    UnknownIdError
        If there is no such unit.
    """
    test = _in_unit(project, unit_id)
    return tuple(place for place in project.places.values() if test(place))


def _in_unit(project: Project, unit_id: UnitId) -> _Test:
    unit = project.unit(unit_id)
    if not unit.is_former:
        return lambda place: place.unit_after == unit_id
    heirs = project.heirs.get(unit_id, frozenset())
    only_heir = next(iter(heirs)) if len(heirs) == 1 and _is_sole_source(project, unit_id) else None

    def lay_there(place: Place) -> bool:
        if place.unit_before is not None:
            return place.unit_before == unit_id
        return only_heir is not None and place.unit_after == only_heir

    return lay_there


def _is_sole_source(project: Project, old_id: UnitId) -> bool:
    """Whether the heir of ``old_id`` consists of that unit alone, so that the way back is certain."""
    heirs = project.heirs.get(old_id, frozenset())
    sources = {row.old_id for row in project.successions if row.new_id in heirs}
    return sources == {old_id}


_DISTRICT_KINDS: Final = ("quan ", "huyen ", "thi xa ", "thanh pho ")


def _in_district(project: Project, district: str) -> _Test:
    units = _units_of_district(project, district, canonical)
    if not units and not is_accented(district):
        units = _units_of_district(project, district, fold)
    if not units:
        raise UnknownIdError(
            N_("There is no former district '{district}' in the project."),
            remedy=N_("Use its full name, for example 'Quận Bắc Từ Liêm'."),
            district=district,
        )
    return lambda place: place.unit_before in units


def _units_of_district(project: Project, district: str, key: Callable[[str], str]) -> frozenset[UnitId]:
    """Return the units of a district given with or without its kind, compared by ``key``."""
    wanted = key(district)
    return frozenset(
        unit.id
        for unit in project.units.values()
        if unit.district and wanted in {key(unit.district), key(_without_kind(unit.district))}
    )


def _without_kind(district: str) -> str:
    folded = fold(district)
    words = sum(len(kind.split()) for kind in _DISTRICT_KINDS if folded.startswith(kind))
    return " ".join(district.split()[words:])


def search_text(project: Project, place: Place) -> str:
    """Return the folded text in which ``CandidateFilter.text`` is looked for."""
    parts = (
        place.name_vi,
        place.name_en,
        place.craft_product,
        place.heritage_type,
        project.unit_label(place.unit_before),
        project.unit_label(place.unit_after),
    )
    return fold(" ; ".join(part for part in parts if part))


def _has_text(project: Project, text: str) -> _Test:
    starts = [f" {word}" for word in fold(text).split()]
    return lambda place: all(start in f" {search_text(project, place)}" for start in starts)
