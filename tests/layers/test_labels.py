"""Labels never touch each other, an obstacle or the edge of the map."""

from itertools import combinations

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from layers.labels import Box, LabelPlacer, cut_up, joined, straight_stretches, wrap
from layers.style import ROAD_TEXT, TextStyle

STYLE = TextStyle(10)
AREA = Box(0, 0, 400, 300)


def measure(text: str, style: TextStyle) -> tuple[float, float]:
    return len(text) * style.size_px * 0.6, style.size_px * 1.2


POINTS = st.lists(
    st.tuples(st.floats(0, 400), st.floats(0, 300), st.text("abcđêƠ ", min_size=1, max_size=30)), max_size=30
)


@given(points=POINTS)
def test_labels_never_overlap_each_other_or_a_symbol(points: list[tuple[float, float, str]]) -> None:
    placer = LabelPlacer(AREA, measure)
    symbols = [Box(x - 6, y - 6, x + 6, y + 6) for x, y, _ in points]
    for symbol in symbols:
        placer.block(symbol)
    labels = [placer.place_at_point((x, y), 6, text, STYLE) for x, y, text in points]
    boxes = [label.box for label in labels if label]
    assert not any(a.meets(b) for a, b in combinations(boxes, 2))
    assert not any(box.meets(symbol) for box in boxes for symbol in symbols)
    assert all(AREA.contains(box) for box in boxes)


@given(points=POINTS)
def test_no_label_is_cut_by_the_edge_of_what_is_seen(points: list[tuple[float, float, str]]) -> None:
    seen = Box(80, 60, 320, 240)
    placer = LabelPlacer(AREA, measure, core=seen)
    labels = [placer.place_at_point((x, y), 6, text, STYLE) for x, y, text in points]
    assert all(seen.contains(label.box) or not seen.meets(label.box) for label in labels if label)


def test_a_name_stands_right_of_a_lonely_symbol() -> None:
    label = LabelPlacer(AREA, measure).place_at_point((100, 100), 8, "Đình Chèm", STYLE)
    assert label is not None
    assert label.x > 108
    assert label.y == 100


def test_a_name_moves_to_the_other_side_at_the_edge_of_the_map() -> None:
    label = LabelPlacer(AREA, measure).place_at_point((390, 100), 8, "Đình Chèm", STYLE)
    assert label is not None
    assert label.box.right < 390


def test_a_name_without_room_is_not_placed() -> None:
    placer = LabelPlacer(AREA, measure)
    placer.block(AREA)
    assert placer.place_at_point((100, 100), 8, "Đình Chèm", STYLE) is None
    assert placer.place_centred(100, 100, "Phường Đông Ngạc", STYLE) is None


def test_a_line_keeps_names_away_unless_they_may_cross_it() -> None:
    placer = LabelPlacer(Box(0, 0, 120, 40), measure, gap_px=0)
    for y in (4.0, 12.0, 20.0, 28.0, 36.0):
        placer.block_line(np.array([(0.0, y), (120.0, y)]), 8)
    assert placer.place_at_point((20, 20), 4, "Chèm", STYLE) is None
    assert placer.place_at_point((20, 20), 4, "Chèm", STYLE, over_lines=True) is not None


def test_a_road_name_lies_along_the_road_and_reads_upright() -> None:
    backwards = np.array([(300.0, 100.0), (100.0, 200.0)])
    label = LabelPlacer(AREA, measure).place_on_line(backwards, "Quốc lộ 5", STYLE)
    assert label is not None
    assert label.angle == pytest.approx(np.degrees(np.arctan2(-100, 200)))
    assert label.y - 100 == pytest.approx((300 - label.x) / 2, abs=1)


def test_a_winding_or_short_line_takes_no_name() -> None:
    zigzag = np.array([(x, 100.0 + 30 * (n % 2)) for n, x in enumerate(np.arange(50.0, 300.0, 10.0))])
    placer = LabelPlacer(AREA, measure)
    assert placer.place_on_line(zigzag, "Phố Hàng Buồm", STYLE) is None
    assert placer.place_on_line(np.array([(10.0, 10.0), (30.0, 10.0)]), "Phố Hàng Buồm", STYLE) is None


@given(turn=st.floats(-180, 180))
def test_stretches_never_stand_upside_down(turn: float) -> None:
    along = np.array([np.cos(np.radians(turn)), np.sin(np.radians(turn))])
    stretches = straight_stretches(np.array([along * 0, along * 200]), 80)
    assert stretches
    assert all(-90 <= stretch.angle <= 90 for stretch in stretches)


@given(text=st.text("ab đ", min_size=1, max_size=80), width=st.floats(20, 200))
def test_wrapping_keeps_every_word_in_order(text: str, width: float) -> None:
    lines = wrap(text, lambda part: measure(part, STYLE)[0], width)
    assert " ".join(lines).split() == text.split()
    assert all(measure(line, STYLE)[0] <= width or " " not in line.strip() for line in lines)


def test_wrapped_lines_are_of_similar_length() -> None:
    lines = wrap("Trung tâm Văn hoá Nghệ thuật", lambda part: len(part) * 6.0, 130)
    assert len(lines) == 2
    assert abs(len(lines[0]) - len(lines[1])) <= 6


def bend(radius: float, turn: float) -> NDArray[np.float64]:
    """Return an arc that turns by so many degrees, in pixels."""
    angle = np.radians(np.linspace(-90 - turn / 2, -90 + turn / 2, 40))
    return np.column_stack((300 + radius * np.cos(angle), 300 + radius * np.sin(angle)))


def test_a_name_follows_a_gentle_bend_word_by_word() -> None:
    placer = LabelPlacer(Box(0, 0, 600, 600), measure)
    line = bend(90.0, 170.0)
    assert placer.place_on_line(line, "phố Hàng Bông Nhuộm", ROAD_TEXT) is None
    label = placer.place_on_line(line, "phố Hàng Bông Nhuộm", ROAD_TEXT, follows_bends=True)
    assert label is not None
    assert [word.text for word in label.words] == ["phố", "Hàng", "Bông", "Nhuộm"]
    for word in label.words:
        assert np.hypot(word.x - 300, word.y - 300) == pytest.approx(90, abs=4)
    angles = [word.angle for word in label.words]
    assert angles == sorted(angles)
    xs = [word.x for word in label.words]
    assert xs == sorted(xs)


def test_a_bent_name_reads_from_the_left_whichever_way_the_road_was_drawn() -> None:
    placer = LabelPlacer(Box(0, 0, 600, 600), measure)
    label = placer.place_on_line(
        bend(90.0, 170.0)[::-1], "phố Hàng Bông Nhuộm", ROAD_TEXT, follows_bends=True
    )
    assert label is not None
    xs = [word.x for word in label.words]
    assert xs == sorted(xs)


def test_a_name_does_not_turn_around_a_sharp_corner() -> None:
    placer = LabelPlacer(Box(0, 0, 600, 600), measure)
    corner = np.array([[200.0, 300.0], [240.0, 300.0], [240.0, 340.0]])
    assert placer.place_on_line(corner, "phố Hàng Bông Nhuộm", ROAD_TEXT, follows_bends=True) is None


def test_two_names_on_one_bend_do_not_overlap() -> None:
    placer = LabelPlacer(Box(0, 0, 600, 600), measure)
    line = bend(90.0, 170.0)
    assert placer.place_on_line(line, "phố Hàng Bông Nhuộm", ROAD_TEXT, follows_bends=True) is not None
    assert placer.place_on_line(line, "phố Hàng Bông Nhuộm", ROAD_TEXT, follows_bends=True) is None


def test_pieces_of_a_road_are_joined_inside_the_view_and_long_ones_cut_up() -> None:
    pieces = [np.array([[0.0, 0.0], [50.0, 0.0]]), np.array([[120.0, 0.0], [50.0, 0.0]])]
    (whole,) = joined([*pieces, np.array([[900.0, 900.0], [950.0, 900.0]])], shapely.box(-5, -5, 100, 100))
    assert sorted(whole[[0, -1], 0]) == [0.0, 100.0]
    assert joined([np.array([[900.0, 900.0], [950.0, 900.0]])], shapely.box(0, 0, 10, 10)) == []
    assert [float(np.ptp(piece[:, 0])) for piece in cut_up(whole, 30.0)] == pytest.approx([100 / 3] * 3)


def test_no_line_begins_with_a_dash_between_words() -> None:
    for width in range(12, 40):
        lines = wrap("Thien Quang Lake – Thong Nhat Park walking space", len, width)
        assert not any(line.startswith("–") for line in lines)
        assert " ".join(lines) == "Thien Quang Lake – Thong Nhat Park walking space"
