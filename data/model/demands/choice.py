"""Demands on which places are chosen: limits by category, groups of alternatives."""

from dataclasses import dataclass

from data.errors import BadInputError
from data.language.catalogue import N_
from data.model.checks import require_at_least
from data.model.place import Category, PlaceId


@dataclass(frozen=True, slots=True)
class CategoryLimit:
    """At least ``least`` and at most ``most`` visits to places of any of the categories, in the whole tour.

    Parameters
    ----------
    categories
        One category or several counted together.
    least, most
        Numbers of visits; ``most`` ``None`` for no limit.
    """

    categories: tuple[Category, ...]
    least: int = 0
    most: int | None = None

    def __post_init__(self) -> None:
        _require_bounds(self.least, self.most, ", ".join(self.categories) or "category_limits")
        if not self.categories:
            raise BadInputError(
                N_("A limit needs at least one category."),
                where="category_limits",
                remedy=N_("Write for example categories = ['museum_theatre']."),
            )


@dataclass(frozen=True, slots=True)
class AlternativesGroup:
    """Places of which at least ``least`` and at most ``most`` are visited: one of three similar potters, say.

    Parameters
    ----------
    place_ids
        Two places or more.
    least, most
        Numbers of visits.
    label
        What to call the group in messages.
    """

    place_ids: tuple[PlaceId, ...]
    least: int = 0
    most: int = 1
    label: str = ""

    def __post_init__(self) -> None:
        _require_bounds(self.least, self.most, self.label or "alternatives")
        if len(set(self.place_ids)) < 2 or len(set(self.place_ids)) < len(self.place_ids):
            raise BadInputError(
                N_("A group of alternatives needs two different places or more, each once."),
                where=self.label or "alternatives",
                remedy=N_("Write the ids of the places to choose from."),
            )


def _require_bounds(least: int, most: int | None, where: str) -> None:
    require_at_least(least, 0, "least", where)
    require_at_least(most, 0, "most", where)
    if most is not None and least > most:
        raise BadInputError(
            N_("At least {least} and at most {most} contradict each other."),
            where=where,
            remedy=N_("Lower the first number or raise the second."),
            least=least,
            most=most,
        )
