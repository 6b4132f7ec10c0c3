"""Itinerary as a CSV table that a double click opens properly in Excel.

UTF-8 with a byte order mark (without it Excel garbles Vietnamese), CRLF line ends, every stop one row. The
separator follows the language's regional settings, because Excel splits columns by those: semicolon for
Vietnamese, where the comma is the decimal sign, comma for English. For the same reason no cell holds a
fraction: metres and minutes are whole, and a position is one text 'lat, lon' that map searches accept.
Dates are ISO 8601, which every regional setting reads as a date.
"""

import csv
import io
from pathlib import Path
from typing import Final

from data.csv_cells import defused
from data.language import formats
from data.language.catalogue import N_, translate
from data.language.terms import term
from data.model.project import Project
from data.model.tour import Tour
from data.writers.atomic import write_atomically
from data.writers.itinerary import Row, clean, degrees, kind_of_place, notes, rows

SEPARATORS: Final = {"vi": ";", "en": ","}

HEADERS: Final = (
    N_("Day"),
    N_("Date"),
    N_("Order"),
    N_("No."),
    N_("Kind of stop"),
    N_("Place"),
    N_("Category"),
    N_("Relic rank"),
    N_("Administrative unit"),
    N_("Arrive"),
    N_("Begin"),
    N_("Depart"),
    N_("Stay (min)"),
    N_("Wait (min)"),
    N_("Way here (m)"),
    N_("Way here (min)"),
    N_("Position (lat, lon)"),
    N_("Position error (m)"),
    N_("Notes"),
    N_("Place key"),
)
"""Column headers as msgids, in order; docs/outputs.md explains each."""


def write(project: Project, tour: Tour, path: Path, language: str = "vi") -> None:
    """Write the itinerary to ``path`` atomically. See ``document``.

    Raises
    ------
    StorageError
        If the file cannot be written.
    """
    write_atomically(path, document(project, tour, language).encode("utf-8-sig"))


def document(project: Project, tour: Tour, language: str = "vi") -> str:
    """Return the itinerary as CSV text (without the byte order mark)."""
    stream = io.StringIO(newline="")
    table = csv.writer(stream, delimiter=SEPARATORS[language], lineterminator="\r\n")
    table.writerow([translate(language, header) for header in HEADERS])
    for row in rows(project, tour):
        table.writerow([defused(cell) for cell in _cells(project, tour, row, language)])
    return stream.getvalue()


def _cells(project: Project, tour: Tour, row: Row, language: str) -> list[str]:
    stop, place, leg = row.stop, row.place, row.leg
    precision = place.coord_precision_m if place else None
    return [
        str(row.day),
        row.date.isoformat(),
        str(row.order),
        "" if row.number is None else str(row.number),
        term(stop.kind, language),
        row.name(language),
        *kind_of_place(place, language),
        clean(project.unit_label(place.unit_after, language)) if place else "",
        formats.time_of_day(stop.arrive_s, language),
        formats.time_of_day(stop.begin_s, language),
        formats.time_of_day(stop.depart_s, language),
        str(formats.whole_minutes(stop.stay_s)),
        str(formats.whole_minutes(stop.wait_s)),
        "" if leg is None else str(round(leg.distance_m)),
        "" if leg is None else str(formats.whole_minutes(leg.duration_s)),
        f"{degrees(stop.lat)}, {degrees(stop.lon)}",
        "" if precision is None else str(round(precision)),
        " ".join(notes(row, tour.request.mode, language)),
        clean(stop.place_id or ""),
    ]
