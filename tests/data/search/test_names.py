import pytest

from data.errors import BadInputError, UnknownIdError
from data.search.names import resolve_unit
from data.starter import load_starter

STARTER = load_starter()


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("Phường Tây Tựu", "Phường Tây Tựu, Hà Nội"),
        ("Phường Tây Tựu, Hà Nội", "Phường Tây Tựu, Hà Nội"),
        ("tay tuu", "Phường Tây Tựu, Hà Nội"),
        ("Phường Tây Tựu, Quận Bắc Từ Liêm", "Phường Tây Tựu, Quận Bắc Từ Liêm, Hà Nội"),
        ("Phường Cổ Nhuế 1, Quận Bắc Từ Liêm", "Phường Cổ Nhuế 1, Quận Bắc Từ Liêm, Hà Nội"),
        ("Xã Cẩm Giàng", "Xã Cẩm Giàng, Hải Phòng"),
        ("Xã Ứng Hòa", "Xã Ứng Hoà, Hà Nội"),
        (
            "Phường Cộng Hòa, Thành phố Chí Linh, tỉnh Hải Dương",
            "Phường Cộng Hòa, Thành phố Chí Linh, Hải Dương",
        ),
    ],
)
def test_a_name_means_one_unit(text: str, label: str) -> None:
    assert STARTER.unit_label(resolve_unit(STARTER, text)) == label


def test_a_key_means_itself() -> None:
    assert resolve_unit(STARTER, "00613") == "00613"


def test_an_ambiguous_name_lists_the_choices() -> None:
    with pytest.raises(BadInputError) as caught:
        resolve_unit(STARTER, "xa cam giang")
    assert "Xã Cẩm Giang, Hải Phòng (10888)" in str(caught.value)
    assert "Xã Cẩm Giàng, Hải Phòng" in str(caught.value)


@pytest.mark.parametrize("text", ["Phường Xuân Taoo", "", "Phường Tây Tựu, Huế"])
def test_an_unknown_name_is_refused(text: str) -> None:
    with pytest.raises(UnknownIdError):
        resolve_unit(STARTER, text)


def test_a_mistyped_name_is_answered_with_similar_ones() -> None:
    with pytest.raises(UnknownIdError, match="Phường Xuân Tảo"):
        resolve_unit(STARTER, "Phường Xuân Taoo")


def test_every_label_leads_back_to_its_unit() -> None:
    for unit_id in STARTER.units:
        assert resolve_unit(STARTER, STARTER.unit_label(unit_id)) == unit_id


@pytest.mark.parametrize("text", ["Xã Cẩm Giâng", "Xã Cam Giàng, Hải Phòng", "Phường Tay Tựu"])
def test_a_name_with_accents_means_just_these_accents(text: str) -> None:
    with pytest.raises(UnknownIdError, match="no administrative unit"):
        resolve_unit(load_starter(), text)
