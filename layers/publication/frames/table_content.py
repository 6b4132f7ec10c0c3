"""What the tables of a publication hold: timetable, costs, comparison of tours; each as columns of words."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from data.costs.sheet import COST_LABELS, CostKind, CostLine, cost_sheet
from data.language import formats
from data.language.catalogue import N_
from data.model.tour import StopKind
from data.writers.comparison import figure_text
from data.writers.itinerary import Row, kind_of_place, notes
from layers.publication.frames.base import Frame
from layers.publication.matter import Matter, one_line
from layers.publication.notes import NoteKind
from layers.style import Color, day_color

TIMETABLE, COSTS, COMPARISON = "timetable", "costs", "comparison"


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its heading in words, and how its cells stand.

    Parameters
    ----------
    is_right
        Flush right.
    is_wide
        Texts break into lines.
    is_badge
        The number of a stop as on the map.
    """

    heading: str
    is_right: bool = False
    is_wide: bool = False
    is_badge: bool = False


@dataclass(frozen=True, slots=True)
class TableRow:
    """One row: a text for each column; ``group`` heads it and those after it, in the ``color`` of its day."""

    cells: tuple[str, ...]
    key: str
    group: str = ""
    color: Color | None = None
    is_total: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table in words; ``remarks`` stand below it."""

    columns: tuple[Column, ...]
    rows: tuple[TableRow, ...]
    remarks: tuple[str, ...] = ()


_Cell = Callable[[Matter, Row], str]


def _moment(matter: Matter, row: Row) -> str:
    stop, language = row.stop, matter.language
    if stop.kind is StopKind.START:
        return formats.time_of_day(stop.depart_s, language)
    if stop.kind is StopKind.END:
        return formats.time_of_day(stop.arrive_s, language)
    return formats.time_range(stop.begin_s, stop.depart_s, language)


def _arrive(matter: Matter, row: Row) -> str:
    return "" if row.stop.kind is StopKind.START else formats.time_of_day(row.stop.arrive_s, matter.language)


def _depart(matter: Matter, row: Row) -> str:
    return "" if row.stop.kind is StopKind.END else formats.time_of_day(row.stop.depart_s, matter.language)


def _place(matter: Matter, row: Row) -> str:
    second = matter.second_name(row)
    return f"{matter.name(row)} – {second}" if second else matter.name(row)


def _stay(matter: Matter, row: Row) -> str:
    return formats.duration(row.stop.stay_s, matter.language) if row.stop.stay_s else ""


def _distance(matter: Matter, row: Row) -> str:
    return formats.distance(row.leg.distance_m, matter.language) if row.leg and row.leg.distance_m else ""


def _travel(matter: Matter, row: Row) -> str:
    return formats.duration(row.leg.duration_s, matter.language) if row.leg and row.leg.duration_s else ""


def _kind(matter: Matter, row: Row) -> str:
    return " · ".join(part for part in kind_of_place(row.place, matter.language) if part)


def _unit(matter: Matter, row: Row) -> str:
    return one_line(matter.project.unit_label(row.place.unit_after, matter.language)) if row.place else ""


def _hours(matter: Matter, row: Row) -> str:
    return formats.opening_hours(one_line(row.place.opening_hours), matter.language) if row.place else ""


def _fee(matter: Matter, row: Row) -> str:
    return formats.fee(row.place.fee_vnd, matter.language) if row.place and row.number else ""


def _notes(matter: Matter, row: Row) -> str:
    return " ".join(notes(row, matter.mode, matter.language))


_STOP_COLUMNS: Final[Mapping[str, tuple[str, bool, bool, _Cell]]] = MappingProxyType(
    {
        "number": (N_("No."), False, False, lambda _, row: str(row.number or "")),
        "time": (N_("Time"), False, False, _moment),
        "arrive": (N_("Arrive"), True, False, _arrive),
        "depart": (N_("Depart"), True, False, _depart),
        "place": (N_("Place"), False, True, _place),
        "stay": (N_("Stay"), True, False, _stay),
        "distance": (N_("Way"), True, False, _distance),
        "travel": (N_("Travel time"), True, False, _travel),
        "kind": (N_("Kind"), False, True, _kind),
        "unit": (N_("Commune"), False, True, _unit),
        "hours": (N_("Opening hours"), False, True, _hours),
        "fee": (N_("Entrance fee"), True, False, _fee),
        "notes": (N_("Notes"), False, True, _notes),
    }
)
_COST_COLUMNS: Final = MappingProxyType(
    {
        "item": (N_("Item"), False, True),
        "quantity": (N_("Quantity"), True, False),
        "rate": (N_("Rate"), True, False),
        "amount": (N_("Amount"), True, False),
    }
)
_COMPARED: Final = (
    "score", "broken", "days", "visits", "elapsed_s", "drive_s", "walk_s", "visit_s", "wait_s", "distance_m",
    "cost_vnd", "cost_per_visitor_vnd", "carbon_g", "communes",
)  # fmt: skip
COLUMNS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {TIMETABLE: tuple(_STOP_COLUMNS), COSTS: tuple(_COST_COLUMNS), COMPARISON: _COMPARED}
)
"""What the option ``columns`` may name; of a comparison, which has a column for each tour, its rows."""

USUAL: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        TIMETABLE: ("number", "time", "place", "stay", "distance", "travel"),
        COSTS: tuple(_COST_COLUMNS),
        COMPARISON: _COMPARED,
    }
)
"""What stands in a table whose template chooses nothing."""


def table_of(frame: Frame) -> Table:
    """Return the table that the option ``content`` of a frame names."""
    content = str(frame.options.get("content", TIMETABLE))
    chosen = frame.words("columns") or USUAL[content]
    if content == COSTS:
        return _costs(frame, chosen)
    return _comparison(frame, chosen) if content == COMPARISON else _timetable(frame, chosen)


def _timetable(frame: Frame, chosen: tuple[str, ...]) -> Table:
    matter = frame.matter
    made = [_STOP_COLUMNS[key] for key in chosen]
    rows = tuple(
        TableRow(
            tuple(cell(matter, row) for *_, cell in made),
            f"row-{row.day}-{row.order}",
            matter.day_heading(row.day - 1),
            day_color(row.day - 1),
        )
        for row in matter.rows
        if frame.day in {0, row.day}
    )
    columns = tuple(
        Column(matter.say(text), is_right, is_wide, is_badge=key == "number")
        for key, (text, is_right, is_wide, _) in zip(chosen, made, strict=True)
    )
    return Table(columns, rows)


_QUANTITIES: Final[Mapping[CostKind, str]] = {
    CostKind.FEES: N_("{count} tickets"),
    CostKind.VEHICLE_KM: N_("{count} km"),
    CostKind.VEHICLE_DAY: N_("{count} days"),
    CostKind.VEHICLE_HOUR: N_("{count} hours"),
    CostKind.GUIDE: N_("{count} days"),
}


def _costs(frame: Frame, chosen: tuple[str, ...]) -> Table:
    """Return the cost sheet of the tour with its totals; carbon and unknown fees are said below."""
    matter, tour = frame.matter, frame.matter.tour
    columns = tuple(
        Column(matter.say(text), is_right, is_wide)
        for text, is_right, is_wide in (_COST_COLUMNS[key] for key in chosen)
    )
    if tour is None:
        return Table(columns, ())
    sheet, language = cost_sheet(matter.project, tour), matter.language
    rows = [_cost_row(matter, line, chosen) for line in sheet.costs]
    for text, amount in ((N_("Total"), sheet.total_vnd), (N_("Cost a visitor"), sheet.per_visitor_vnd)):
        cells = {"item": matter.say(text), "amount": formats.money(amount, language)}
        rows.append(TableRow(tuple(cells.get(key, "") for key in chosen), text, is_total=True))
    said = []
    if sheet.unknown_fees:
        count = len(sheet.unknown_fees)
        said.append(matter.say(N_("Not counted: {count} places whose fee is unknown."), count=count))
    if sheet.total_g:
        carbon = formats.number(sheet.total_g / 1000, language, 1)
        said.append(matter.say(N_("Carbon (estimate): {carbon} kg CO2e."), carbon=carbon))
    return Table(columns, tuple(rows), tuple(said))


def _cost_row(matter: Matter, line: CostLine, chosen: tuple[str, ...]) -> TableRow:
    language = matter.language
    count = formats.number(line.quantity, language, 1)
    cells = {
        "item": matter.say(COST_LABELS[line.kind]),
        "quantity": matter.say(_QUANTITIES[line.kind], count=count),
        "rate": formats.money(round(line.rate_vnd), language),
        "amount": formats.money(line.amount_vnd, language),
    }
    return TableRow(tuple(cells[key] for key in chosen), line.kind)


def _comparison(frame: Frame, chosen: tuple[str, ...]) -> Table:
    compared = frame.matter.comparison
    if compared is None:
        frame.note(
            NoteKind.LEFT_OUT, N_("The project has only one tour: the comparison of tours is left out.")
        )
        return Table((), ())
    language = frame.matter.language
    names = (Column(one_line(name), is_right=True, is_wide=True) for name in compared.columns)
    rows = tuple(
        TableRow(
            (
                one_line(row.label),
                *(one_line(figure_text(one, row.measure, language)) for one in row.figures),
            ),
            row.key,
        )
        for row in sorted(
            (row for row in compared.rows if row.key in chosen), key=lambda row: chosen.index(row.key)
        )
    )
    return Table((Column("", is_wide=True), *names), rows)
