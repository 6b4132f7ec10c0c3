import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.errors import BadInputError
from data.readers.positions import MERIDIANS_DEG, parse_lon_lat, parse_vn2000

CHEM = (105.75, 21.0875)


@pytest.mark.parametrize(
    "text",
    [
        "21.0875, 105.75",
        "105.75 21.0875",
        "21,0875 105,75",
        "21,0875; 105,75",
        "(21.0875, 105.75)",
        "21°05'15\"N 105°45'00\"E",
        "21°5.25'B, 105°45'Đ",
        "N21°05′15″ E105°45′",
    ],
)
def test_every_usual_spelling_means_the_same_point(text: str) -> None:
    assert parse_lon_lat(text) == pytest.approx(CHEM, abs=1e-9)


@pytest.mark.parametrize(
    "text",
    ["", "đình Chèm", "21.0875", "21.08, 22.1", "21°75'N 105°E", "21°E 105°N", "1 2 3", "21°N là 105°E"],
)
def test_what_is_no_position_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(BadInputError, match="is no position"):
        parse_lon_lat(text)


@given(st.floats(8, 24), st.floats(102, 110))
def test_decimal_degrees_are_read_exactly(lat: float, lon: float) -> None:
    found = parse_lon_lat(f"{lat:.7f} {lon:.7f}")
    assert found[0] == pytest.approx(lon, abs=1e-6)
    assert found[1] == pytest.approx(lat, abs=1e-6)


def test_vn2000_is_read_with_the_meridian_of_the_province_in_either_order() -> None:
    hanoi = MERIDIANS_DEG["Hà Nội"]
    found = parse_vn2000("2332561.20 577939.50", hanoi)
    assert found == parse_vn2000("577939.50; 2332561.20", hanoi)
    assert found[0] == pytest.approx(105.75, abs=0.01)
    assert found[1] == pytest.approx(21.087, abs=0.01)
    with pytest.raises(BadInputError, match="VN-2000"):
        parse_vn2000("x y", hanoi)
