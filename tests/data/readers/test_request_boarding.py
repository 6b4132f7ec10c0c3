"""Boarding of a request file that says nothing of it."""

import pytest

from data.readers.request_toml import from_plain


@pytest.mark.parametrize(
    ("keys", "minutes"),
    [
        ({"schema": 2}, 0),
        ({"schema": 2, "group_size": 30}, 6),
        ({"schema": 2, "group_size": 45}, 9),
        ({"schema": 2, "group_size": 200}, 10),
        ({"schema": 2, "group_size": 45, "boarding_minutes": 0}, 0),
        ({"schema": 1, "group_size": 45}, 0),
    ],
)
def test_a_larger_group_takes_longer_to_board_unless_the_file_says_otherwise(
    keys: dict[str, int], minutes: int
) -> None:
    frame = {"start": {"lon": 106.33, "lat": 20.94}, "dates": ["2026-11-28"]}
    assert from_plain({**frame, **keys}).boarding_minutes == minutes
