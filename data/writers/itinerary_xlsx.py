"""Itinerary as an Excel workbook: an overview, a printable sheet a day, places left out, and sources.

Times and distances are real cells with number formats, totals are formulas, text is never evaluated.
Every sheet prints on A4 landscape, one page wide, with its heading rows repeated and pages numbered.
"""

import io
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

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
    book = Workbook()
    book.remove(book.worksheets[0])
    book.properties.title = title(tour, language)
    book.properties.creator = "Hành Trình"
    book.properties.language = language
    book.properties.created = book.properties.modified = (made or datetime.now(UTC)).replace(tzinfo=None)
    overview = book.create_sheet(translate(language, N_("Overview")))
    itinerary = rows(project, tour)
    for number in range(1, len(tour.days) + 1):
        color = day_colors[(number - 1) % len(day_colors)] if day_colors else DEFAULT_COLOR
        sheet = book.create_sheet(_sheet_name(number, language))
        sheet.sheet_properties.tabColor = color.removeprefix("#")
        of_day = [row for row in itinerary if row.day == number]
        _fill_day(sheet, project, tour, of_day, language, color=color)
    _fill_overview(overview, tour, itinerary, language)
    if tour.dropped:
        _fill_dropped(book, project, tour, language)
    _fill_sources(book, project, tour, itinerary, language)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _sheet_name(day: int, language: str) -> str:
    return translate(language, N_("Day {day}"), day=day)


def _fill_day(
    sheet: Worksheet, project: Project, tour: Tour, of_day: list[Row], language: str, *, color: str
) -> None:
    heading = f"{_sheet_name(of_day[0].day, language)} – {formats.weekday_date(of_day[0].date, language)}"
    style.headings(sheet, heading, title(tour, language), len(_DAY_COLUMNS), color)
    style.header_row(sheet, _FIRST_ROW - 1, [translate(language, head) for head, _, _ in _DAY_COLUMNS], color)
    formats_of_cells = [kind for _, _, kind in _DAY_COLUMNS]
    for index, row in enumerate(of_day, start=_FIRST_ROW):
        cells = _stop_cells(project, tour, row, language)
        style.data_row(sheet, index, cells, formats_of_cells, is_muted=row.number is None)
    last = _FIRST_ROW + len(of_day) - 1
    totals: list[style.Value] = [None] * len(_DAY_COLUMNS)
    totals[4] = translate(language, N_("Total"))
    for letter in "IJKL":
        totals["ABCDEFGHIJKLM".index(letter)] = style.Formula(f"=SUM({letter}{_FIRST_ROW}:{letter}{last})")
    style.total_row(sheet, last + 1, totals, formats_of_cells)
    style.finish(sheet, [width for _, width, _ in _DAY_COLUMNS], _FIRST_ROW - 1, language)


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


def _fill_overview(sheet: Worksheet, tour: Tour, itinerary: Sequence[Row], language: str) -> None:
    style.headings(
        sheet, title(tour, language), _subtitle(tour, language), len(_OVERVIEW_COLUMNS), DEFAULT_COLOR
    )
    style.header_row(
        sheet, _FIRST_ROW - 1, [translate(language, head) for head, _, _ in _OVERVIEW_COLUMNS], DEFAULT_COLOR
    )
    kinds = [kind for _, _, kind in _OVERVIEW_COLUMNS]
    for index, day in enumerate(tour.days):
        first = _FIRST_ROW
        last = first + len(day.stops) - 1
        tab = f"'{_sheet_name(index + 1, language)}'!"
        cells: list[style.Value] = [
            index + 1,
            formats.weekday_date(day.date, language),
            style.Formula(f"=COUNT({tab}A{first}:A{last})"),
            style.Formula(f"={tab}D{first}"),
            style.Formula(f"={tab}B{last}"),
            *(style.Formula(f"={tab}{letter}{last + 1}") for letter in "KLIJ"),
        ]
        style.data_row(sheet, _FIRST_ROW + index, cells, kinds)
    end = _FIRST_ROW + len(tour.days) - 1
    totals: list[style.Value] = [
        None,
        translate(language, N_("Total")),
        None,
        None,
        None,
        None,
        None,
        None,
        None,
    ]
    for letter in "CFGHI":
        totals["ABCDEFGHI".index(letter)] = style.Formula(f"=SUM({letter}{_FIRST_ROW}:{letter}{end})")
    style.total_row(sheet, end + 1, totals, kinds)
    if any(row.is_approximate for row in itinerary):
        style.remark(
            sheet,
            end + 3,
            translate(
                language, N_("≈ marks a place whose position is approximate: check it before you print.")
            ),
            len(_OVERVIEW_COLUMNS),
        )
    style.finish(sheet, [width for _, width, _ in _OVERVIEW_COLUMNS], _FIRST_ROW - 1, language)


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


def _fill_dropped(book: Workbook, project: Project, tour: Tour, language: str) -> None:
    sheet = book.create_sheet(translate(language, N_("Left out")))
    heading = translate(language, N_("Places left out"))
    style.headings(sheet, heading, title(tour, language), len(_DROPPED_COLUMNS), DEFAULT_COLOR)
    style.header_row(
        sheet, _FIRST_ROW - 1, [translate(language, head) for head, _, _ in _DROPPED_COLUMNS], DEFAULT_COLOR
    )
    for index, (place, reason) in enumerate(dropped(project, tour, language), start=_FIRST_ROW):
        cells: list[style.Value] = [
            clean(place.name(language)),
            ", ".join(filter(None, kind_of_place(place, language))),
            clean(project.unit_label(place.unit_after, language)),
            reason,
        ]
        style.data_row(sheet, index, cells, [kind for _, _, kind in _DROPPED_COLUMNS])
    style.finish(sheet, [width for _, width, _ in _DROPPED_COLUMNS], _FIRST_ROW - 1, language)


def _fill_sources(
    book: Workbook, project: Project, tour: Tour, itinerary: Sequence[Row], language: str
) -> None:
    sheet = book.create_sheet(translate(language, N_("Sources")))
    columns = ((N_("Subject"), 50), (N_("Source"), 120))
    heading = translate(language, N_("Sources and credits"))
    style.headings(sheet, heading, title(tour, language), len(columns), DEFAULT_COLOR)
    style.header_row(sheet, _FIRST_ROW - 1, [translate(language, head) for head, _ in columns], DEFAULT_COLOR)
    said = [(translate(language, N_("Data credits")), line) for line in credits_of(project, tour)]
    said.append((translate(language, N_("Road network")), clean(tour.network)))
    places = {row.place.id: row.place for row in itinerary if row.place}
    for place in places.values():
        precision = formats.place_precision_note(place, language)
        words = "; ".join(filter(None, (clean(place.source), clean(place.coord_source), precision)))
        said.append((clean(place.name(language)), words))
    for index, pair in enumerate(((subject, source) for subject, source in said if source), start=_FIRST_ROW):
        style.data_row(sheet, index, list(pair), [style.NAME, style.TEXT])
    style.finish(sheet, [width for _, width in columns], _FIRST_ROW - 1, language)
