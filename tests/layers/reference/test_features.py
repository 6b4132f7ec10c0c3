"""Features as arrays, which rule each follows, and what the legend says."""

import numpy as np
import pytest
import shapely
from shapely import GeometryCollection, LineString, MultiPoint, Point, Polygon, box

from data.model.layer_style import Condition, LayerStyle, Operator, Rule, Symbol
from data.readers.reference_vector import VectorTable
from layers.reference.features import Features
from layers.reference.rules import StyledFeatures
from layers.viewport import to_mercator

RINGED = Polygon(box(105, 21, 106, 22).exterior, [box(105.4, 21.4, 105.6, 21.6).exterior])


def features() -> Features:
    geometries = np.array(
        [
            MultiPoint([(105.8, 21.0), (105.9, 21.0)]),
            LineString([(105.8, 21.0), (106.2, 21.3)]),
            RINGED,
            GeometryCollection([Point(107, 21), box(107, 21, 107.1, 21.1)]),
        ],
        dtype=object,
    )
    columns = {
        "ten": np.array(["Đình", "chùa", "Hồ Tây", ""], dtype=object),
        "hang": np.array([1.0, 2.0, 3.5, np.nan]),
    }
    return Features.of(VectorTable(geometries, columns))


def rules_of(operator: Operator, value: str, field: str) -> list[bool]:
    style = LayerStyle(rules=(Rule(condition=Condition(field, operator, value)),))
    return [number == 0 for number in StyledFeatures(features(), style).rule]


def test_members_of_collections_belong_to_their_feature() -> None:
    found = features()
    assert found.point_owner.tolist() == [0, 0, 3]
    assert found.lines.owner.tolist() == [1]
    assert found.rings.owner.tolist() == [2, 2, 3]
    assert found.kinds == (True, True, True)
    np.testing.assert_allclose(found.bounds, (105, 21, 107.1, 22), atol=1e-9)


def test_holes_turn_the_other_way_than_the_area_around_them() -> None:
    rings = features().rings.levels.full
    outer, hole = (shapely.is_ccw(shapely.linearrings(rings.line(number))) for number in (0, 1))
    assert outer
    assert not hole


def test_the_smallest_feature_near_a_point_comes_first() -> None:
    found = features()
    x, y = to_mercator(105.9, 21.1)[0]
    assert found.near(x, y, 5_000).tolist() == [1, 2]
    x, y = to_mercator(105.5, 21.5)[0]
    assert found.near(x, y, 10).tolist() == []


@pytest.mark.parametrize(
    ("operator", "value", "field", "expected"),
    [
        (Operator.EQUALS, "dinh", "ten", [True, False, False, False]),
        (Operator.DIFFERS, "CHÙA", "ten", [True, False, True, True]),
        (Operator.CONTAINS, "tay", "ten", [False, False, True, False]),
        (Operator.IS_EMPTY, "", "ten", [False, False, False, True]),
        (Operator.AT_LEAST, "2", "hang", [False, True, True, False]),
        (Operator.LESS, "3,5", "hang", [True, True, False, False]),
        (Operator.EQUALS, "hai", "hang", [False, False, False, False]),
        (Operator.IS_EMPTY, "", "hang", [False, False, False, True]),
        (Operator.EQUALS, "1", "không có", [False, False, False, False]),
    ],
)
def test_features_are_compared_as_numbers_or_as_folded_texts(
    operator: Operator, value: str, field: str, expected: list[bool]
) -> None:
    assert rules_of(operator, value, field) == expected


def test_the_first_rule_that_fits_decides_and_the_legend_counts() -> None:
    large = Rule(Symbol(color="#112233"), Condition("hang", Operator.MORE, "1.5"), "Lớn")
    rest = Rule(Symbol(), None, "Còn lại")
    never = Rule(Symbol(), Condition("ten", Operator.EQUALS, "x"))
    styled = StyledFeatures(features(), LayerStyle(rules=(never, large, rest), label="hang"))
    assert styled.rule.tolist() == [2, 1, 1, 2]
    assert [(entry.title, entry.count) for entry in styled.legend] == [("Lớn", 2), ("Còn lại", 2)]
    assert [styled.label(number) for number in range(4)] == ["1", "2", "3.5", ""]
