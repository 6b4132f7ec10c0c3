"""The tour in words, as printed matter says it: type sizes, headings, facts, names in both languages."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Final

from data.language import formats
from data.language.catalogue import N_, translate, translate_count
from data.language.terms import term
from data.model.place import Place
from data.model.project import Project
from data.model.tour import Day, Stop, Tour
from data.model.travel_mode import TravelMode
from data.writers.comparison import ComparisonTable
from data.writers.itinerary import Row, clean, rows
from layers.publication.subjects import visited_places
from layers.style import LIGHT, Color, TextStyle

TITLE: Final = TextStyle(36, 700)
SUBTITLE: Final = TextStyle(18, 500)
FACTS: Final = TextStyle(15, 500)
HEADING: Final = TextStyle(17, 700)
SUBHEADING: Final = TextStyle(15, 600)
BODY: Final = TextStyle(14, 400)
STRONG: Final = TextStyle(15, 600)
SMALL: Final = TextStyle(12, 400)
SMALL_ITALIC: Final = TextStyle(12, 400, italic=True)
TINY: Final = TextStyle(10, 400)

INK: Final[Color] = LIGHT.interface.text
MUTED: Final[Color] = LIGHT.interface.text_muted
LINE: Final[Color] = LIGHT.interface.border


NearestRoad = Callable[[float, float], tuple[str, float] | None]
"""Name of the nearest named road of a point (WGS84 degrees) and its distance in metres."""


def _no_road(lon: float, lat: float) -> None:
    """Know no road."""


@dataclass(frozen=True, slots=True)
class Matter:
    """The tour to print, or a register without a tour, in its languages.

    Parameters
    ----------
    tour
        The tour; ``None`` for an atlas of the register alone.
    places
        What an atlas shows; without a choice of its own, the places that the tour visits.
    today
        From when on festivals are coming.
    photo_folder
        Where the photos lie; ``None`` prints none.
    nearest_road
        Tells how to get to a place.
    language
        First language.
    credits
        Attribution of the data.
    is_bilingual
        Whether titles and names are repeated in the other language.
    comparison
        Tours of the project side by side, for tables.
    enlarge
        How much larger the pages are printed than they are laid out.
    """

    project: Project
    tour: Tour | None
    rows: tuple[Row, ...]
    language: str
    credits: tuple[str, ...]
    is_bilingual: bool = True
    places: tuple[Place, ...] = ()
    today: date | None = None
    photo_folder: Path | None = None
    nearest_road: NearestRoad = field(default=_no_road, compare=False)
    enlarge: float = 1.0
    comparison: ComparisonTable | None = None

    @classmethod
    def of(
        cls,
        project: Project,
        tour: Tour | None,
        language: str,
        credits_: tuple[str, ...],
        *,
        is_bilingual: bool = True,
        places: tuple[Place, ...] | None = None,
        today: date | None = None,
        photo_folder: Path | None = None,
        nearest_road: NearestRoad = _no_road,
    ) -> "Matter":
        """Return the matter with its rows made."""
        return cls(
            project,
            tour,
            () if tour is None else rows(project, tour),
            language,
            credits_,
            is_bilingual,
            (visited_places(project, tour) if tour else ()) if places is None else places,
            today or (tour.days[0].date if tour else None),
            photo_folder,
            nearest_road,
        )

    @property
    def days(self) -> tuple[Day, ...]:
        """Days of the tour; none without a tour."""
        return () if self.tour is None else self.tour.days

    @property
    def start(self) -> Stop | None:
        """Where the tour starts."""
        return self.days[0].stops[0] if self.days else None

    @property
    def mode(self) -> TravelMode:
        """How the tour travels; by coach where nobody said."""
        return TravelMode.COACH if self.tour is None else self.tour.request.mode

    @property
    def unit_names(self) -> Mapping[str, str]:
        """Names of the communes of the places, in the first language."""
        return {
            place.unit_after or "": one_line(self.project.unit_label(place.unit_after, self.language))
            or self.say(N_("Commune not known"))
            for place in self.places
        }

    def title(self, language: str) -> str:
        """Return the title of tour or register in ``language`` on one line."""
        if self.tour is not None:
            return one_line(self.tour.title(language))
        return one_line(self.project.title) or translate(language, N_("Atlas of cultural places"))

    @property
    def second_language(self) -> str:
        """The other language."""
        return "en" if self.language == "vi" else "vi"

    def say(self, text: str, **facts: object) -> str:
        """Say a msgid in the first language."""
        return translate(self.language, text, **facts)

    def second_title(self) -> str:
        """Return the title in the other language, empty where it is the same."""
        second = self.title(self.second_language)
        return "" if second == self.title(self.language) or not self.is_bilingual else second

    def second_name(self, row: Row) -> str:
        """Return a stop's name in the other language, empty where it is the same."""
        if row.place is None or not self.is_bilingual:
            return ""
        second = one_line(row.name(self.second_language))
        return "" if second == one_line(row.name(self.language)) else second

    def name(self, row: Row) -> str:
        """Return a stop's name on one line, with '≈' where its position is approximate."""
        return one_line(row.name(self.language)) + (" ≈" if row.is_approximate else "")

    def day_heading(self, number: int) -> str:
        """Return 'Ngày 1 · Thứ Bảy, 28/11/2026' for a day counted from 0."""
        said = self.say(N_("Day {number}"), number=number + 1)
        return f"{said} · {formats.weekday_date(self.days[number].date, self.language)}"

    def day_facts(self, number: int) -> str:
        """Return hours, visits, way and time on the way of one day."""
        day = self.days[number]
        parts = (
            formats.time_range(day.start_s, day.end_s, self.language),
            self._places(len(day.visits)),
            formats.distance(day.distance_m, self.language),
            self.say(N_("on the way {duration}"), duration=formats.duration(day.travel_s, self.language)),
        )
        return " · ".join(parts)

    def _places(self, count: int) -> str:
        return translate_count(self.language, N_("{count} place"), N_("{count} places"), count)

    def tour_facts(self) -> str:
        """Return dates, number of places, way and travel mode of the tour; the places of a register."""
        if self.tour is None:
            return self._places(len(self.places))
        parts = (
            formats.date_span([day.date for day in self.tour.days], self.language),
            self._places(len(self.tour.visited)),
            formats.distance(self.tour.distance_m, self.language),
            term(self.tour.request.mode, self.language),
        )
        return " · ".join(parts)


def one_line(text: str) -> str:
    """Return clean text without line breaks."""
    return " ".join(clean(text).split())
