"""Rules made from an attribute: every feature finds its class, colours differ, nothing falls through."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from data.model.layer_style import LayerStyle, Operator, Symbol
from layers.reference.classes import OTHER_COLOR, Classing, Division, classed, is_numeric
from layers.reference.rules import NO_RULE, rules_of

BASE = Symbol(width_px=2.5, size_px=12)


def division(classing: Classing = Classing.VALUES, count: int = 9) -> Division:
    return Division(field="a", classing=classing, count=count, others="khác", lacking="trống")


def rule_numbers(column: NDArray[np.generic], wanted: Division) -> list[int]:
    rules = classed(column, wanted, BASE)
    return [int(number) for number in rules_of({"a": column}, len(column), LayerStyle(rules=rules))]


def test_values_found_most_often_come_first_and_the_rest_share_one_rule() -> None:
    column = np.array(["chùa", "đình", "đình", "đền", "", "Đình"])
    rules = classed(column, division(count=1), BASE)
    assert [rule.title for rule in rules] == ["đình", "trống", "khác"]
    assert rule_numbers(column, division(count=1)) == [2, 0, 0, 2, 1, 0]
    assert rules[0].symbol.width_px == BASE.width_px
    assert rules[0].symbol.color == rules[0].symbol.fill
    assert rules[-1].symbol.color == OTHER_COLOR


def test_numbers_as_values_are_told_without_decimals() -> None:
    assert [rule.title for rule in classed(np.array([2.0, 2.0, 1.5]), division(), BASE)] == ["2", "1.5"]


def test_quantiles_hold_as_many_features_each() -> None:
    column = np.array([1, 2, 3, 4, 5, 6, 7, 1000])
    assert rule_numbers(column, division(Classing.QUANTILES, 4)) == [0, 0, 1, 1, 2, 2, 3, 3]


def test_equal_steps_are_as_wide_as_each_other() -> None:
    column = np.array([0.0, 2.0, 5.0, 10.0, np.nan])
    rules = classed(column, division(Classing.EQUAL_STEPS, 2), BASE)
    assert [rule.title for rule in rules] == ["0 – 5", "5 – 10", "trống"]
    assert rules[-1].condition is not None
    assert rules[-1].condition.operator is Operator.IS_EMPTY
    assert rule_numbers(column, division(Classing.EQUAL_STEPS, 2)) == [0, 0, 0, 1, 2]


def test_an_attribute_of_one_number_makes_one_class() -> None:
    (rule,) = classed(np.array([7.0, 7.0]), division(Classing.QUANTILES, 5), BASE)
    assert rule.title == "7"


@pytest.mark.parametrize("column", [np.array(["a"]), np.array([np.nan]), np.array([True])])
def test_what_is_no_number_is_not_divided_into_steps(column: NDArray[np.generic]) -> None:
    assert not is_numeric(column)


@given(
    st.lists(st.floats(-1e9, 1e9) | st.just(float("nan")), min_size=1, max_size=30),
    st.sampled_from([*Classing]),
    st.integers(2, 9),
)
def test_every_feature_finds_its_class(values: list[float], classing: Classing, count: int) -> None:
    column = np.array(values)
    wanted = division(classing, count)
    assert NO_RULE not in rule_numbers(column, wanted)
    colors = [rule.symbol.color for rule in classed(column, wanted, BASE) if rule.symbol.color != OTHER_COLOR]
    assert len({*colors}) == len(colors) <= count
