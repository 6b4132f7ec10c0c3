"""What the checker reports."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from data.errors import BadInputError
from data.model.project import Project
from data.model.tour import Day, Stop

TOLERANCE_S: Final = 60
"""Travel times are rounded up to whole minutes, so a minute is no fault."""

TOLERANCE_M: Final = 50.0
"""Lengths of one leg, or of the walks of one day, may differ by this."""


@dataclass(frozen=True, slots=True)
class Violation:
    """One broken rule.

    Parameters
    ----------
    code
        Stable name of the rule, for scripts.
    message, facts
        Msgid and placeholders of the sentence.
    where
        Date and stop.
    """

    code: str
    message: str
    where: str = ""
    facts: Mapping[str, str | int | float] = field(default_factory=dict)

    def as_error(self) -> BadInputError:
        """Return the violation as an error that can be said in either language."""
        facts: dict[str, Any] = dict(self.facts)
        return BadInputError(self.message, where=self.where, **facts)


def at_stop(project: Project, day: Day, stop: Stop) -> str:
    """Return where a stop is in the tour: its date and name."""
    place = project.places.get(stop.place_id) if stop.place_id else None
    name = place.name_vi if place else stop.label or stop.kind.value
    return f"{day.date.isoformat()}, {name}"
