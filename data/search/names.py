"""Units by key or by name, as people write them in requests and on the command line."""

from collections.abc import Callable

from data.errors import BadInputError, UnknownIdError
from data.language.catalogue import N_
from data.model.project import Project
from data.model.units import AdminUnit, UnitId
from data.search.folding import canonical, fold, is_accented
from data.search.index import HitKind, PlaceIndex, unit_kind

_MOST_CHOICES = 8
_Key = Callable[[str], str]


def resolve_unit(project: Project, text: str) -> UnitId:
    """Return the unit that ``text`` means.

    Parameters
    ----------
    project
        Its units.
    text
        A key ("00619"), a full name ("Phường Tây Tựu, Hà Nội"), a unique name ("Phường Tây Tựu"), a former
        unit ("Phường Cổ Nhuế 1, Quận Bắc Từ Liêm"). Accents may be left out altogether where no namesake
        arises. A name borne by one unit of today and by former ones means the unit of today; add the district
        for a former one.

    Raises
    ------
    UnknownIdError
        If no unit has that name; suggests similar ones.
    BadInputError
        If several have it; lists them.
    """
    return UnitNames(project).resolve(text)


class UnitNames:
    """Units of a project by name, made once to resolve many.

    Parameters
    ----------
    project
        Its units.
    """

    def __init__(self, project: Project) -> None:
        self._project = project
        self._by_name: dict[_Key, dict[str, list[AdminUnit]]] = {}
        for key in (canonical, fold):
            named = self._by_name.setdefault(key, {})
            for unit in project.units.values():
                bare = unit.name_vi.removeprefix(unit_kind(unit.name_vi))
                for name in {key(unit.name_vi), key(bare)}:
                    named.setdefault(name, []).append(unit)

    def resolve(self, text: str) -> UnitId:
        """Return the unit that ``text`` means; see ``resolve_unit``.

        Raises
        ------
        UnknownIdError, BadInputError
            As ``resolve_unit``.
        """
        if text in self._project.units:
            return UnitId(text)
        name, *around = [part.strip() for part in text.split(",") if part.strip()] or [""]
        for key, named in self._by_name.items():
            if key is fold and is_accented(name):
                break
            found = [unit for unit in named.get(key(name), ()) if _lies_in(unit, around, key)]
            present = [unit for unit in found if not unit.is_former]
            chosen = present if len(present) == 1 else found
            if len(chosen) == 1:
                return chosen[0].id
            if chosen:
                raise _ambiguous(self._project, text, chosen)
        raise _unknown(self._project, text)


def _lies_in(unit: AdminUnit, around: list[str], key: _Key) -> bool:
    """Whether every text of ``around`` is the district or province of the unit."""
    known = {key(unit.district), key(unit.province), key(f"tỉnh {unit.province}")}
    known.add(key(f"thành phố {unit.province}"))
    return all(key(part) in known for part in around)


def _ambiguous(project: Project, text: str, found: list[AdminUnit]) -> BadInputError:
    labels = [f"{project.unit_label(unit.id)} ({unit.id})" for unit in found]
    shown = "; ".join(labels[:_MOST_CHOICES]) + ("; …" if len(labels) > _MOST_CHOICES else "")
    return BadInputError(
        N_("'{unit}' may be any of: {choices}."),
        remedy=N_("Write the full name with district and province, or the key in brackets."),
        unit=text,
        choices=shown,
    )


def _unknown(project: Project, text: str) -> UnknownIdError:
    hits = PlaceIndex(project).search(text, limit=3, kinds=(HitKind.UNIT,))
    if not hits:
        return UnknownIdError(
            N_("There is no administrative unit '{unit}' in the project."),
            remedy=N_("Use the full name, for example 'Phường Tây Tựu, Hà Nội'."),
            unit=text,
        )
    return UnknownIdError(
        N_("There is no administrative unit '{unit}' in the project."),
        remedy=N_("Did you mean: {choices}?"),
        unit=text,
        choices="; ".join(f"{hit.name}, {hit.context}" for hit in hits),
    )
