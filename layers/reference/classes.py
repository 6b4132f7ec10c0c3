"""Rules made from an attribute: a colour for each value, or classes of numbers in steps of one colour.

Both palettes are told apart without full colour vision: qualitative 'muted' of Paul Tol, 'Colour Schemes',
SRON technical note 2021; sequential YlGnBu of Cynthia Brewer, ColorBrewer 2.0, without its palest steps.
"""

from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import pairwise
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from data.model.layer_style import Condition, Operator, Rule, Symbol
from data.search.folding import fold
from layers.reference.rules import cell_text

VALUE_COLORS: Final = (
    "#332288", "#117733", "#CC6677", "#88CCEE", "#DDCC77", "#882255", "#44AA99", "#999933", "#AA4499",
)  # fmt: skip
OTHER_COLOR: Final = "#8A8A8A"
STEP_COLORS: Final = ("#7FCDBB", "#41B6C4", "#1D91C0", "#225EA8", "#253494", "#081D58")
LEAST_CLASSES: Final = 2
MOST_CLASSES: Final = 9
_FILL_OPACITY: Final = 0.65
_DIGITS: Final = 5


class Classing(StrEnum):
    """How an attribute is divided."""

    VALUES = "values"
    QUANTILES = "quantiles"
    EQUAL_STEPS = "equal_steps"


def is_numeric(column: NDArray[Any]) -> bool:
    """Return whether a column holds numbers, so that it can be divided into steps."""
    return column.dtype.kind in "if" and bool(np.isfinite(column.astype(float)).any())


@dataclass(frozen=True, slots=True, kw_only=True)
class Division:
    """How a layer is divided by an attribute.

    Parameters
    ----------
    field
        Name of the attribute.
    classing
        Values each of their own colour, those found most often first; classes of as many features each; or
        classes as wide as each other.
    count
        Most classes; more values than that share one rule at the end.
    others, lacking
        What to call other values, and features without a value.
    """

    field: str
    classing: Classing = Classing.VALUES
    count: int = MOST_CLASSES
    others: str = ""
    lacking: str = ""


def classed(column: NDArray[Any], division: Division, base: Symbol) -> tuple[Rule, ...]:
    """Return the rules that divide the features of ``column``, shape (n,).

    Parameters
    ----------
    base
        What all symbols have in common: width, marker, size.
    """
    if division.classing is Classing.VALUES:
        return _by_value(column, division, base)
    return _by_number(column.astype(float), division, base)


def _by_value(column: NDArray[Any], division: Division, base: Symbol) -> tuple[Rule, ...]:
    field, count = division.field, division.count
    values, counts = np.unique(_texts(column), return_counts=True)
    # Rules compare without regard to accents and case: spellings of one value are one class.
    classes: dict[str, tuple[int, str]] = {}
    for value, number in sorted(
        zip(map(str, values), map(int, counts), strict=True), key=lambda one: -one[1]
    ):
        known = classes.get(fold(value), (0, value))
        classes[fold(value)] = known[0] + number, known[1]
    is_lacking = classes.pop("", None) is not None
    ordered = sorted(classes.values(), key=lambda one: (-one[0], one[1]))
    rules = [
        Rule(
            _colored(base, VALUE_COLORS[row % len(VALUE_COLORS)]),
            Condition(field, value=value),
            _shown(value),
        )
        for row, (_, value) in enumerate(ordered[:count])
    ]
    if is_lacking:
        rules.append(_lacking(division, base))
    if len(ordered) > count or not rules:
        rules.append(Rule(_colored(base, OTHER_COLOR), None, division.others))
    return tuple(rules)


def _by_number(column: NDArray[np.float64], division: Division, base: Symbol) -> tuple[Rule, ...]:
    field, count = division.field, division.count
    known = column[np.isfinite(column)]
    if not len(known):
        return (_lacking(division, base),)
    edges = (
        np.quantile(known, np.linspace(0.0, 1.0, count + 1))
        if division.classing is Classing.QUANTILES
        else np.linspace(known.min(), known.max(), count + 1)
    )
    # Rounded where features lie on either side anyway, so that rules and legend can be read.
    inner = [float(np.format_float_scientific(edge, precision=_DIGITS)) for edge in edges[1:-1]]
    bounds = np.unique(np.clip([edges[0], *inner, edges[-1]], edges[0], edges[-1]))
    if len(bounds) == 1:
        bounds = np.repeat(bounds, 2)
    colors = _steps(len(bounds) - 1)
    rules = [
        Rule(
            _colored(base, color),
            Condition(field, Operator.AT_MOST, repr(float(most))),
            f"{cell_text(least)} – {cell_text(most)}" if least < most else cell_text(most),
        )
        for color, (least, most) in zip(colors, pairwise(bounds), strict=True)
    ]
    if len(known) < len(column):
        rules.append(_lacking(division, base))
    return tuple(rules)


def _steps(count: int) -> tuple[str, ...]:
    """Return ``count`` colours from light to dark."""
    anchors = np.array([[int(color[i : i + 2], 16) for i in (1, 3, 5)] for color in STEP_COLORS], dtype=float)
    spots = np.linspace(0.0, len(anchors) - 1.0, count) if count > 1 else np.array([len(anchors) // 2])
    places = np.arange(len(anchors))
    mixed = np.stack([np.interp(spots, places, anchors[:, channel]) for channel in range(3)], axis=1)
    return tuple("#{:02X}{:02X}{:02X}".format(*(round(float(part)) for part in color)) for color in mixed)


def _lacking(division: Division, base: Symbol) -> Rule:
    return Rule(_colored(base, OTHER_COLOR), Condition(division.field, Operator.IS_EMPTY), division.lacking)


def _colored(base: Symbol, color: str) -> Symbol:
    return replace(base, color=color, fill=color, fill_opacity=max(base.fill_opacity, _FILL_OPACITY))


def _texts(column: NDArray[Any]) -> NDArray[np.str_]:
    if column.dtype.kind == "f":
        return np.array(["" if np.isnan(value) else repr(float(value)) for value in column], dtype=str)
    return column.astype(str)


def _shown(value: str) -> str:
    try:
        return cell_text(float(value))
    except ValueError:
        return value
