"""Which rule of a style each feature follows, and the legend that the rules make."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from data.model.layer_style import Condition, LayerStyle, Operator, Symbol
from data.search.folding import fold
from layers.reference.features import Features

NO_RULE: Final = -1

BoolArray = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class StyledFeatures:
    """Features with their style; ``rule`` gives the number of each one's rule or ``NO_RULE``, shape (n,)."""

    features: Features
    style: LayerStyle
    rule: NDArray[np.int16] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "rule", rules_of(self.features.columns, len(self.features), self.style))

    @property
    def legend(self) -> tuple["LegendEntry", ...]:
        """The rules that at least one feature follows."""
        counts = np.bincount(self.rule[self.rule != NO_RULE], minlength=len(self.style.rules))
        return tuple(
            LegendEntry(rule.title or described(rule.condition), rule.symbol, int(count))
            for rule, count in zip(self.style.rules, counts, strict=True)
            if count
        )

    def label(self, index: int) -> str:
        """Return the label of one feature, '' for none."""
        column = self.features.columns.get(self.style.label)
        return "" if column is None else cell_text(column[index])


@dataclass(frozen=True, slots=True)
class LegendEntry:
    """One line of a legend: what the symbol means and how many features have it."""

    title: str
    symbol: Symbol
    count: int


def rules_of(columns: Mapping[str, NDArray[Any]], count: int, style: LayerStyle) -> NDArray[np.int16]:
    """Return the number of the first rule that each of ``count`` features meets, or ``NO_RULE``."""
    found = np.full(count, NO_RULE, dtype=np.int16)
    for number, rule in enumerate(style.rules):
        free = found == NO_RULE
        if rule.condition is not None:
            free &= meets(rule.condition, columns, count)
        found[free] = number
    return found


def meets(condition: Condition, columns: Mapping[str, NDArray[Any]], count: int) -> BoolArray:
    """Return which of ``count`` features meet ``condition``; none where the attribute does not exist."""
    column = columns.get(condition.field)
    if column is None:
        return np.zeros(count, dtype=np.bool_)
    number = _number(condition.value)
    if column.dtype.kind in "if" and condition.operator is not Operator.CONTAINS:
        return _meets_number(condition.operator, column, number)
    return _meets_text(condition, column)


def _meets_number(operator: Operator, column: NDArray[Any], number: float | None) -> BoolArray:
    empty = np.isnan(column) if column.dtype.kind == "f" else np.zeros(len(column), dtype=np.bool_)
    if operator is Operator.IS_EMPTY:
        return empty
    if number is None:
        # A number is never what a text says.
        return np.full(len(column), operator is Operator.DIFFERS)
    with np.errstate(invalid="ignore"):
        result: BoolArray = _compare(operator, column, number)
    return result


def _meets_text(condition: Condition, column: NDArray[Any]) -> BoolArray:
    values, where = np.unique(column.astype(str), return_inverse=True)
    folded = np.array([fold(str(value)) for value in values], dtype=str)
    wanted = fold(condition.value)
    if condition.operator is Operator.IS_EMPTY:
        met = folded == ""
    elif condition.operator is Operator.CONTAINS:
        met = np.array([wanted in text for text in folded], dtype=np.bool_)
    else:
        met = _compare(condition.operator, folded, wanted)
    result: BoolArray = np.asarray(met)[where.reshape(-1)]
    return result


def _compare(operator: Operator, left: NDArray[Any], right: Any) -> Any:
    return {
        Operator.EQUALS: np.equal,
        Operator.DIFFERS: np.not_equal,
        Operator.LESS: np.less,
        Operator.AT_MOST: np.less_equal,
        Operator.MORE: np.greater,
        Operator.AT_LEAST: np.greater_equal,
    }[operator](left, right)


def _number(text: str) -> float | None:
    try:
        return float(text.replace(",", "."))
    except ValueError:
        return None


def cell_text(value: object) -> str:
    """Return an attribute as text: whole numbers without a decimal point, '' for none."""
    if isinstance(value, (float, np.floating)):
        if np.isnan(value):
            return ""
        return str(int(value)) if float(value).is_integer() else f"{value:g}"
    return str(value)


def described(condition: Condition | None) -> str:
    """Return a condition in signs ('hang ≥ 3'), '' for none."""
    if condition is None:
        return ""
    sign = {
        Operator.DIFFERS: "≠",
        Operator.AT_MOST: "≤",
        Operator.AT_LEAST: "≥",
        Operator.CONTAINS: "∋",
        Operator.IS_EMPTY: "= ∅",
    }.get(condition.operator, condition.operator.value)
    return f"{condition.field} {sign} {condition.value}".strip()
