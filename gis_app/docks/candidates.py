"""What a request may visit: wards with their counts, and the number of candidates."""

from collections import Counter
from collections.abc import Sequence
from math import cos, hypot, radians
from statistics import median

from data.language.catalogue import N_
from data.model.place import Category, Place
from data.model.project import Project
from data.model.request import CandidateFilter
from data.model.units import UnitId
from data.search.filters import select
from data.search.folding import fold
from gis_app.i18n import Words
from gis_app.widgets.check_popup import Option

VISITABLE: tuple[Category, ...] = tuple(
    category for category in Category if category not in {Category.LODGING_OR_SERVICE, Category.TRANSPORT_HUB}
)
"""Categories a tour visits unless somebody asks for more."""


def unit_options(project: Project, words: Words) -> list[Option]:
    """Return the units that have places, those of today first, each with the number of its places."""
    today = Counter(place.unit_after for place in project.places.values() if place.unit_after)
    former = Counter(place.unit_before for place in project.places.values() if place.unit_before)
    return [
        *_named(project, words, today, "{unit}"),
        *_named(project, words, former, N_("{unit} (former)")),
    ]


def _named(project: Project, words: Words, counts: Counter[UnitId], template: str) -> list[Option]:
    options = [
        Option(unit, words.say(template, unit=project.unit_label(unit, words.language)), count)
        for unit, count in counts.items()
        if unit in project.units
    ]
    return sorted(options, key=lambda option: fold(option.text))


def candidate_summary(places: tuple[Place, ...], words: Words) -> str:
    """Say how many places may be visited, and how many of them lie only approximately."""
    if not places:
        return words.say(N_("No place meets these conditions: choose more wards or categories."))
    said = words.count(N_("{count} place may be visited"), N_("{count} places may be visited"), len(places))
    rough = sum(place.is_approximate for place in places)
    if not rough:
        return said
    noted = words.count(
        N_("{count} with an approximate position"), N_("{count} with approximate positions"), rough
    )
    return f"{said} · {noted}"


def meeting_place(places: Sequence[Place]) -> Place | None:
    """Return the place in the middle of ``places``, where a group may meet when nobody says where.

    The middle is the median of longitudes and latitudes; places of exact position come first.
    """
    exact = [place for place in places if not place.is_approximate] or list(places)
    if not exact:
        return None
    lon, lat = median(place.lon for place in exact), median(place.lat for place in exact)
    narrow = cos(radians(lat))
    return min(exact, key=lambda place: hypot((place.lon - lon) * narrow, place.lat - lat))


def candidates(project: Project, wanted: CandidateFilter) -> tuple[Place, ...]:
    """Return the places that ``wanted`` lets pass."""
    return select(project, wanted)
