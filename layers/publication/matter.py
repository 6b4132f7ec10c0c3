"""The tour in words, as printed matter says it: type sizes, headings, facts, names in both languages."""

from dataclasses import dataclass
from typing import Final

from data.language import formats
from data.language.catalogue import N_, translate
from data.language.terms import term
from data.model.project import Project
from data.model.tour import Tour
from data.writers.itinerary import Row, clean, rows
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


@dataclass(frozen=True, slots=True)
class Matter:
    """The tour to print, in its languages.

    Parameters
    ----------
    language
        First language.
    credits
        Attribution of the data.
    is_bilingual
        Whether titles and names are repeated in the other language.
    """

    project: Project
    tour: Tour
    rows: tuple[Row, ...]
    language: str
    credits: tuple[str, ...]
    is_bilingual: bool = True

    @classmethod
    def of(
        cls,
        project: Project,
        tour: Tour,
        language: str,
        credits_: tuple[str, ...],
        *,
        is_bilingual: bool = True,
    ) -> "Matter":
        """Return the matter with its rows made."""
        return cls(project, tour, rows(project, tour), language, credits_, is_bilingual)

    def title(self, language: str) -> str:
        """Return the title in ``language`` on one line."""
        return one_line(self.tour.title(language))

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
        return f"{said} · {formats.weekday_date(self.tour.days[number].date, self.language)}"

    def day_facts(self, number: int) -> str:
        """Return hours, visits, way and time on the way of one day."""
        day = self.tour.days[number]
        parts = (
            formats.time_range(day.start_s, day.end_s, self.language),
            self.say(N_("{count} places"), count=formats.number(len(day.visits), self.language)),
            formats.distance(day.distance_m, self.language),
            self.say(N_("on the way {duration}"), duration=formats.duration(day.travel_s, self.language)),
        )
        return " · ".join(parts)

    def tour_facts(self) -> str:
        """Return dates, number of places, way and travel mode of the tour."""
        parts = (
            formats.date_span([day.date for day in self.tour.days], self.language),
            self.say(N_("{count} places"), count=formats.number(len(self.tour.visited), self.language)),
            formats.distance(self.tour.distance_m, self.language),
            term(self.tour.request.mode, self.language),
        )
        return " · ".join(parts)


def one_line(text: str) -> str:
    """Return clean text without line breaks."""
    return " ".join(clean(text).split())
