"""Official plans and the clauses in them that ask for tours."""

from dataclasses import dataclass

from data.model.place import PlaceId


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """An official plan; ``issued`` is an EDTF date as exact as known ("2022", "2024-10", "2022-10-10")."""

    id: str
    title_vi: str
    title_en: str = ""
    issued: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanClause:
    """What one clause of a plan asks for, how it is measured, and the places it names.

    ``rule`` keeps the words of the table where the clause selects places by a rule instead of a list.
    """

    id: str
    plan_id: str
    kind: str
    requirement_vi: str
    requirement_en: str = ""
    measured_by_vi: str = ""
    place_ids: tuple[PlaceId, ...] = ()
    rule: str = ""

    @property
    def key(self) -> str:
        """Key of the clause, unique in the project ("hai-duong-2024/lien-ket-vung")."""
        return f"{self.plan_id}/{self.id}"
