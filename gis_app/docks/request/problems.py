"""Which subject of the form an error of a request is about, so that it is said there."""

from collections.abc import Iterator
from typing import Final

from data.errors import BadInputError, HanhTrinhError
from gis_app.docks.request.limits import BUDGET, VEHICLE
from gis_app.docks.request.order import ORDER
from gis_app.docks.request.page import Subject
from gis_app.docks.request.rhythm import BREAKS, DAYS, VISITS
from gis_app.docks.request.what import NUMBERS, PLACES, WORTH
from gis_app.i18n import Words

_SUBJECTS: Final[tuple[tuple[str, Subject], ...]] = (
    ("must, never", PLACES),
    ("bbox", PLACES),
    ("pins", ORDER),
    ("days", DAYS),
    ("breaks", BREAKS),
    ("lunch", BREAKS),
    ("dinner", BREAKS),
    ("rest", BREAKS),
    ("alternatives", NUMBERS),
    ("category_limits", NUMBERS),
    ("unit_minimum", NUMBERS),
    ("festivals", WORTH),
    ("score", WORTH),
    ("visits", VISITS),
    ("budget", BUDGET),
    ("transfer", VEHICLE),
)
"""How ``where`` of an error begins, and what it is about then."""


def problems_of(error: HanhTrinhError, words: Words) -> dict[str, str]:
    """Return what is wrong by the title of the subject it is about."""
    said: dict[str, str] = {}
    for fault in _faults(error):
        subject = _subject(fault)
        if subject is not None:
            told = _told(fault, words)
            said[subject.title] = "\n".join(line for line in (said.get(subject.title, ""), told) if line)
    return said


def general_problems(error: HanhTrinhError, words: Words) -> str:
    """Return what is wrong with the request apart from single subjects."""
    return "\n".join(_told(fault, words) for fault in _faults(error) if _subject(fault) is None)


def _faults(error: HanhTrinhError) -> Iterator[HanhTrinhError]:
    yield from error.details or (error,)


def _subject(error: HanhTrinhError) -> Subject | None:
    where = str(error.where) if isinstance(error, BadInputError) else ""
    return next((subject for begin, subject in _SUBJECTS if where.startswith(begin)), None)


def _told(error: HanhTrinhError, words: Words) -> str:
    """Say an error without the key of the file, which the place in the form tells."""
    remedy = (
        words.say(error.remedy, **error.facts) if isinstance(error, BadInputError) and error.remedy else ""
    )
    return f"{words.say(error.message, **error.facts)} {remedy}".strip()
