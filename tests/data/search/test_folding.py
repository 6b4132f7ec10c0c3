import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.search.folding import canonical, fold, fold_iy, slug


def test_accents_and_the_crossed_d_are_folded() -> None:
    assert fold("Đông  Giao – làng chạm khắc") == "dong giao lang cham khac"


@pytest.mark.parametrize(("one", "other"), [("hoà", "hòa"), ("THUỶ", "thủy"), ("Ứng Hoà", "Ứng  Hòa")])
def test_the_place_of_the_tone_does_not_count(one: str, other: str) -> None:
    assert canonical(one) == canonical(other)


def test_tones_count_in_the_strict_key_and_not_as_a_prefix() -> None:
    assert canonical("Cẩm Giang") != canonical("Cẩm Giàng")
    assert not canonical("Cẩm Giàng").startswith(canonical("Cẩm Giang"))
    assert canonical("Cẩm Giàng").startswith(canonical("Cẩm Già"))


def test_i_and_y_are_one_in_the_loosest_key() -> None:
    assert fold_iy("Mỹ Lý") == fold_iy("mĩ lí")


def test_a_slug_is_plain_ascii() -> None:
    assert slug("Quận Bắc Từ Liêm (cũ)") == "quan-bac-tu-liem-cu"


@given(st.text(max_size=30))
def test_the_normal_form_of_the_text_does_not_count(text: str) -> None:
    composed, decomposed = unicodedata.normalize("NFC", text), unicodedata.normalize("NFD", text)
    assert fold(composed) == fold(decomposed)
    assert canonical(composed) == canonical(decomposed)


@given(st.text(max_size=30))
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)
