"""Tours side by side as a table: what its cells mean, and how each is written for people.

The figures come from whoever computed them (``routes.planner.comparison``); the writers of CSV and Excel, the
terminal and the window all show this one table.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from data.language import formats
from data.language.catalogue import N_, translate

Figure = str | int | float | None
"""One cell in the units of its ``Measure``; ``None`` where there is nothing to say."""


class Measure(StrEnum):
    """What a row counts; the unit that its figures are in."""

    TEXT = "text"
    COUNT = "count"
    DURATION = "s"
    DISTANCE = "m"
    MONEY = "vnd"
    CARBON = "g"
    SHARE = "share"


UNITS: Final = {
    Measure.TEXT: "",
    Measure.COUNT: "",
    Measure.DURATION: N_("unit|min"),
    Measure.DISTANCE: N_("unit|m"),
    Measure.MONEY: N_("unit|VND"),
    Measure.CARBON: N_("unit|g CO2e"),
    Measure.SHARE: N_("unit|%"),
}
"""Msgid of the unit in which CSV writes each measure as a whole number."""


@dataclass(frozen=True, slots=True)
class ComparisonRow:
    """One row: ``key`` for scripts, ``label`` (already in words), measure, one figure for each tour."""

    key: str
    label: str
    measure: Measure
    figures: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class ComparisonTable:
    """A table with one column for each tour; ``remarks`` are said below it."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[ComparisonRow, ...]
    remarks: tuple[str, ...] = ()


def figure_text(figure: Figure, measure: Measure, language: str) -> str:
    """Return a figure as people write it: '2 giờ 40 phút', '96,4 km', '1.250.000 ₫', '89 %'."""
    if figure is None:
        return "–"
    if isinstance(figure, str):
        return figure
    if measure is Measure.DURATION:
        sign = "−" if figure < 0 else ""
        return sign + formats.duration(abs(figure), language)
    if measure is Measure.DISTANCE:
        return formats.distance(figure, language)
    if measure is Measure.MONEY:
        return formats.money(round(figure), language)
    if measure is Measure.CARBON:
        return f"{formats.number(figure / 1000, language, 1)} kg CO2e"
    if measure is Measure.SHARE:
        return f"{formats.number(100 * figure, language)} %"
    return formats.number(figure, language)


def whole_figure(figure: Figure, measure: Measure) -> str | int:
    """Return a figure as a whole number of the unit in ``UNITS``; text stays text, nothing is empty."""
    if figure is None or isinstance(figure, str):
        return figure or ""
    if measure is Measure.DURATION:
        # Half a minute up, as everywhere; the sign of a slack stays.
        return formats.whole_minutes(figure) if figure >= 0 else -formats.whole_minutes(-figure)
    return round(100 * figure) if measure is Measure.SHARE else round(figure)


def unit_text(measure: Measure, language: str) -> str:
    """Return the unit of whole figures, '' where there is none."""
    return translate(language, UNITS[measure]) if UNITS[measure] else ""
