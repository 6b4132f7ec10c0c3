import unicodedata
from random import Random

import pytest

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


def test_a_decomposed_name_stands_where_its_composed_twin_stands() -> None:
    assert vietnamese_key(unicodedata.normalize("NFD", "Đền"))[:2] == vietnamese_key("Đền")[:2]
