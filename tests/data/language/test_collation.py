import unicodedata
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.language.collation import vietnamese_key

SORTED = ["An", "Ăn", "Âm", "Bắc", "Cầu", "Chùa", "Dâu", "Đền", "Đình", "Gốm", "Hải Dương", "Hải Phòng",
          "Lam", "Làm", "Lảm", "Lãm", "Lám", "Lạm", "Ô", "Ơ", "Ưu", "Y"]  # fmt: skip


@pytest.mark.parametrize("seed", range(5))
def test_names_follow_the_vietnamese_alphabet_and_its_tones(seed: int) -> None:
    shuffled = SORTED.copy()
    Random(seed).shuffle(shuffled)
    assert sorted(shuffled, key=vietnamese_key) == SORTED


def test_letters_decide_before_tones() -> None:
    # By letters 'den' comes before 'dên'; the tone of the first word alone would say otherwise.
    assert sorted(["Đến", "Đẻn", "Đen"], key=vietnamese_key) == ["Đen", "Đẻn", "Đến"]
    assert sorted(["Đèn xa", "Đen xanh"], key=vietnamese_key) == ["Đèn xa", "Đen xanh"]


def test_numbers_stand_before_letters() -> None:
    assert sorted(["Đình", "2 Bà", "Ao"], key=vietnamese_key) == ["2 Bà", "Ao", "Đình"]


def test_numbers_inside_names_are_ordered_by_their_value() -> None:
    ordered = ["Nhà số 2", "Nhà số 10", "Nhà số 10A", "Nhà số 100 phố Đền", "Nhà số 1000", "Nhà sơn"]
    assert sorted(ordered[3:] + ordered[:3], key=vietnamese_key) == ordered
    assert sorted(["22/10 Hàng Buồm", "22/9 Hàng Buồm"], key=vietnamese_key) == [
        "22/9 Hàng Buồm",
        "22/10 Hàng Buồm",
    ]


@given(one=st.integers(0, 10**30), other=st.integers(0, 10**30))
def test_numbers_of_any_length_compare_as_numbers(one: int, other: int) -> None:
    assert (one < other) == (vietnamese_key(f"số {one}") < vietnamese_key(f"số {other}"))


def test_leading_zeros_do_not_count() -> None:
    assert sorted(["số 10", "số 09", "số 2"], key=vietnamese_key) == ["số 2", "số 09", "số 10"]


def test_a_decomposed_name_stands_where_its_composed_twin_stands() -> None:
    assert vietnamese_key(unicodedata.normalize("NFD", "Đền"))[:2] == vietnamese_key("Đền")[:2]
