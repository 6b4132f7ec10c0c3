"""Itinerary as an Excel workbook: an overview, a printable sheet a day, places left out, and sources.

Times and distances are real cells with number formats, totals are formulas stored with their value, text is
never evaluated.
Every sheet prints on A4 landscape, one page wide, with its heading rows repeated and pages numbered.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from data.language import formats
from data.language.catalogue import N_, translate
from data.language.terms import term
from data.model.clock import DAY_S
from data.model.project import Project
from data.model.tour import Tour
from data.writers import sheet_style as style
from data.writers.atomic import write_atomically
from data.writers.itinerary import Row, clean, credits_of, dropped, kind_of_place, notes, rows, title

DEFAULT_COLOR: Final = "#4A433D"

# Header msgid, width in characters, style of the cells below.
_DAY_COLUMNS: Final = (
    (N_("No."), 5, style.COUNT),
    (N_("Arrive"), 9, style.CLOCK),
    (N_("Begin"), 9, style.CLOCK),
    (N_("Depart"), 9, style.CLOCK),
    (N_("Place"), 38, style.NAME),
    (N_("Kind of stop"), 11, style.TEXT),
    (N_("Category, relic rank"), 24, style.TEXT),
    (N_("Administrative unit"), 22, style.TEXT),
    (N_("Stay"), 8, style.SPAN),
    (N_("Wait"), 8, style.SPAN),
    (N_("Way here (km)"), 9, style.KILOMETRES),
    (N_("Travel time"), 9, style.SPAN),
    (N_("Notes"), 44, style.TEXT),
)
_OVERVIEW_COLUMNS: Final = (
    (N_("Day"), 8, style.COUNT),
    (N_("Date"), 30, style.TEXT),
    (N_("Places visited"), 14, style.COUNT),
    (N_("Start"), 12, style.CLOCK),
    (N_("End"), 12, style.CLOCK),
    (N_("Distance (km)"), 16, style.KILOMETRES),
    (N_("Travel time"), 16, style.SPAN),
    (N_("Visits and breaks"), 18, style.SPAN),
    (N_("Waiting"), 14, style.SPAN),
)
_DROPPED_COLUMNS: Final = (
    (N_("Place"), 50, style.NAME),
    (N_("Category, relic rank"), 34, style.TEXT),
    (N_("Administrative unit"), 34, style.TEXT),
    (N_("Why it was left out"), 60, style.TEXT),
)
_SOURCE_COLUMNS: Final = ((N_("Subject"), 50), (N_("Source"), 120))
_FIRST_ROW: Final = 4
"""Row of the first stop on a day's sheet: title, subtitle and header stand above."""


def write(
    project: Project,
    tour: Tour,
    path: Path,
    language: str = "vi",
    *,
    day_colors: Sequence[str] = (),
    made: datetime | None = None,
) -> None:
    """Write the workbook to ``path`` atomically. See ``document`` for the arguments.

    Raises
    ------
    StorageError
        If the file cannot be written.
    """
    write_atomically(path, document(project, tour, language, day_colors=day_colors, made=made))


def document(
    project: Project,
    tour: Tour,
    language: str = "vi",
    *,
    day_colors: Sequence[str] = (),
    made: datetime | None = None,
) -> bytes:
    """Return the workbook.

    Parameters
    ----------
    language
        Language of every text.
    day_colors
        Colours of the days as ``#RRGGBB`` for tabs and headings.
    made
        Moment written into the document's properties; now when ``None``.
    """
    maker = _Maker(project, tour, language, style.Book(title(tour, language), made), rows(project, tour))
    overview = maker.book.sheet(translate(language, N_("Overview")))
    days = []
    for number in range(1, len(tour.days) + 1):
        color = day_colors[(number - 1) % len(day_colors)] if day_colors else DEFAULT_COLOR
        days.append(maker.fill_day(number, color))
    maker.fill_overview(overview, days)
    if tour.dropped:
        maker.fill_dropped()
    maker.fill_sources()
    return maker.book.content()


@dataclass(frozen=True, slots=True)
class _DayTotals:
    """What the formulas of a day's sheet give: spans as Excel counts time (days), kilometres."""

    visits: int
    start: float
    end: float
    distance_km: float
    travel: float
    stay: float
    wait: float


@dataclass(frozen=True, slots=True)
class _Maker:
    """Fills the sheets of one tour in one language."""

    project: Project
    tour: Tour
    language: str
    book: style.Book
    itinerary: Sequence[Row]

    def _say(self, msgid: str, **facts: object) -> str:
        return translate(self.language, msgid, **facts)

    def _begin(
        self, sheet: style.Sheet, heading: str, subtitle: str, heads: Sequence[str], color: str
    ) -> None:
        sheet.headings(heading, subtitle, len(heads), color)
        sheet.header_row(_FIRST_ROW - 1, [self._say(head) for head in heads], color)

    def _finish(self, sheet: style.Sheet, widths: Sequence[float]) -> None:
        credit = "; ".join(credits_of(self.project, self.tour))
        sheet.finish(widths, _FIRST_ROW - 1, self.language, credit)

    def fill_day(self, number: int, color: str) -> _DayTotals:
        """Add the sheet of a day and return its totals."""
        language = self.language
        sheet = self.book.sheet(_sheet_name(number, language), color)
        of_day = [row for row in self.itinerary if row.day == number]
        heading = f"{_sheet_name(number, language)} – {formats.weekday_date(of_day[0].date, language)}"
        heads = [head for head, _, _ in _DAY_COLUMNS]
        self._begin(sheet, heading, title(self.tour, language), heads, color)
        kinds = [kind for _, _, kind in _DAY_COLUMNS]
        table = [_stop_cells(self.project, self.tour, row, language) for row in of_day]
        for index, (row, cells) in enumerate(zip(of_day, table, strict=True), start=_FIRST_ROW):
            sheet.data_row(index, cells, kinds, is_muted=row.number is None)
        last = _FIRST_ROW + len(of_day) - 1
        sums = {letter: _sum(table, letter) for letter in "IJKL"}
        totals: list[style.Value] = [None] * len(_DAY_COLUMNS)
        totals[4] = self._say(N_("Total"))
        for letter, value in sums.items():
            totals[_index(letter)] = style.Formula(f"=SUM({letter}{_FIRST_ROW}:{letter}{last})", value)
        sheet.total_row(last + 1, totals, kinds)
        self._finish(sheet, [width for _, width, _ in _DAY_COLUMNS])
        return _DayTotals(
            visits=sum(row.number is not None for row in of_day),
            start=of_day[0].stop.depart_s / DAY_S,
            end=of_day[-1].stop.arrive_s / DAY_S,
            distance_km=sums["K"],
            travel=sums["L"],
            stay=sums["I"],
            wait=sums["J"],
        )

    def fill_overview(self, sheet: style.Sheet, days: Sequence[_DayTotals]) -> None:
        """Fill the overview: a row for each day that points to its sheet, and totals."""
        language = self.language
        heads = [head for head, _, _ in _OVERVIEW_COLUMNS]
        subtitle = _subtitle(self.tour, language)
        self._begin(sheet, title(self.tour, language), subtitle, heads, DEFAULT_COLOR)
        kinds = [kind for _, _, kind in _OVERVIEW_COLUMNS]
        for index, (day, totals) in enumerate(zip(self.tour.days, days, strict=True)):
            last = _FIRST_ROW + len(day.stops) - 1
            tab = f"'{_sheet_name(index + 1, language)}'!"
            spans = zip("KLIJ", (totals.distance_km, totals.travel, totals.stay, totals.wait), strict=True)
            cells: list[style.Value] = [
                index + 1,
                formats.weekday_date(day.date, language),
                style.Formula(f"=COUNT({tab}A{_FIRST_ROW}:A{last})", totals.visits),
                style.Formula(f"={tab}D{_FIRST_ROW}", totals.start),
                style.Formula(f"={tab}B{last}", totals.end),
                *(style.Formula(f"={tab}{letter}{last + 1}", value) for letter, value in spans),
            ]
            sheet.data_row(_FIRST_ROW + index, cells, kinds)
        end = _FIRST_ROW + len(days) - 1
        sheet.total_row(end + 1, self._overview_totals(days, end), kinds)
        if any(row.is_approximate for row in self.itinerary):
            remark = N_("≈ marks a place whose position is approximate: check it before you print.")
            sheet.remark(end + 3, self._say(remark), len(_OVERVIEW_COLUMNS))
        self._finish(sheet, [width for _, width, _ in _OVERVIEW_COLUMNS])

    def _overview_totals(self, days: Sequence[_DayTotals], end: int) -> list[style.Value]:
        sums = {
            "C": sum(day.visits for day in days),
            "F": sum(day.distance_km for day in days),
            "G": sum(day.travel for day in days),
            "H": sum(day.stay for day in days),
            "I": sum(day.wait for day in days),
        }
        totals: list[style.Value] = [None] * len(_OVERVIEW_COLUMNS)
        totals[1] = self._say(N_("Total"))
        for letter, value in sums.items():
            totals[_index(letter)] = style.Formula(f"=SUM({letter}{_FIRST_ROW}:{letter}{end})", value)
        return totals

    def fill_dropped(self) -> None:
        """Add the sheet of the places left out."""
        language = self.language
        sheet = self.book.sheet(self._say(N_("Left out")))
        heads = [head for head, _, _ in _DROPPED_COLUMNS]
        self._begin(sheet, self._say(N_("Places left out")), title(self.tour, language), heads, DEFAULT_COLOR)
        left_out = dropped(self.project, self.tour, language)
        for index, (place, reason) in enumerate(left_out, start=_FIRST_ROW):
            cells: list[style.Value] = [
                clean(place.name(language)),
                ", ".join(filter(None, kind_of_place(place, language))),
                clean(self.project.unit_label(place.unit_after, language)),
                reason,
            ]
            sheet.data_row(index, cells, [kind for _, _, kind in _DROPPED_COLUMNS])
        self._finish(sheet, [width for _, width, _ in _DROPPED_COLUMNS])

    def fill_sources(self) -> None:
        """Add the sheet of credits and sources."""
        language = self.language
        sheet = self.book.sheet(self._say(N_("Sources")))
        heads = [head for head, _ in _SOURCE_COLUMNS]
        heading = self._say(N_("Sources and credits"))
        self._begin(sheet, heading, title(self.tour, language), heads, DEFAULT_COLOR)
        said = [(self._say(N_("Data credits")), line) for line in credits_of(self.project, self.tour)]
        said.append((self._say(N_("Road network")), clean(self.tour.network)))
        places = {row.place.id: row.place for row in self.itinerary if row.place}
        for place in places.values():
            precision = formats.place_precision_note(place, language)
            words = "; ".join(filter(None, (clean(place.source), clean(place.coord_source), precision)))
            said.append((clean(place.name(language)), words))
        told = [pair for pair in said if pair[1]]
        for index, pair in enumerate(told, start=_FIRST_ROW):
            sheet.data_row(index, list(pair), [style.NAME, style.TEXT])
        self._finish(sheet, [width for _, width in _SOURCE_COLUMNS])


def _index(letter: str) -> int:
    return ord(letter) - ord("A")


def _sum(table: Sequence[Sequence[style.Value]], letter: str) -> float:
    cells = (cells[_index(letter)] for cells in table)
    return sum(cell for cell in cells if isinstance(cell, (int, float)))


def _sheet_name(day: int, language: str) -> str:
    return translate(language, N_("Day {day}"), day=day)


def _stop_cells(project: Project, tour: Tour, row: Row, language: str) -> list[style.Value]:
    stop, place, leg = row.stop, row.place, row.leg
    name = row.name(language)
    return [
        row.number,
        stop.arrive_s / DAY_S,
        stop.begin_s / DAY_S,
        stop.depart_s / DAY_S,
        f"≈ {name}" if row.is_approximate else name,
        term(stop.kind, language),
        ", ".join(filter(None, kind_of_place(place, language))),
        clean(project.unit_label(place.unit_after, language)) if place else None,
        _minutes(stop.stay_s),
        _minutes(stop.wait_s),
        leg.distance_m / 1000 if leg and leg.distance_m else None,
        _minutes(leg.duration_s) if leg else None,
        " ".join(notes(row, tour.request.mode, language)),
    ]


def _minutes(duration_s: float) -> float | None:
    """Return a duration as Excel counts time, in whole minutes as everywhere else; none stays empty.

    Excel cuts seconds off where the other outputs round them.
    """
    return formats.whole_minutes(duration_s) * 60 / DAY_S or None


def _subtitle(tour: Tour, language: str) -> str:
    facts = [
        formats.date_span((day.date for day in tour.days), language),
        term(tour.request.mode, language),
        translate(language, N_("{count} visitors"), count=formats.number(tour.request.group_size, language)),
    ]
    if tour.request.clauses:
        clauses = ", ".join(clean(key) for key in tour.request.clauses)
        facts.append(translate(language, N_("Serves plan clauses: {clauses}"), clauses=clauses))
    return " · ".join(facts)
