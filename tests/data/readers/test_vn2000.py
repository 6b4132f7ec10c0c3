"""VN-2000 there and back again."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.readers.positions import MERIDIANS_DEG
from data.readers.vn2000 import from_wgs84, to_wgs84


@given(
    east=st.floats(-2.0, 2.0),
    lat=st.floats(8.6, 23.3),
    meridian=st.sampled_from(sorted(set(MERIDIANS_DEG.values()))),
)
def test_a_point_of_vietnam_comes_back_to_a_centimetre(east: float, lat: float, meridian: float) -> None:
    lon = meridian + east
    northing_m, easting_m = from_wgs84(lon, lat, meridian)
    assert to_wgs84(northing_m, easting_m, meridian) == pytest.approx((lon, lat), abs=1e-7)


def test_a_point_on_the_meridian_is_half_a_million_metres_east_but_for_the_shift_of_the_datum() -> None:
    _, easting_m = from_wgs84(105.0, 21.0, 105.0)
    assert easting_m == pytest.approx(500_000, abs=300)
    assert easting_m != pytest.approx(500_000, abs=50)
