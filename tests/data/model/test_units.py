"""Names of administrative units in both languages."""

import pytest

from data.model.units import AdminUnit, UnitId


@pytest.mark.parametrize(
    ("district", "province", "said"),
    [
        ("Huyện Cẩm Giàng", "Hải Dương", "Cam Van Commune, Cam Giang District, Hai Duong"),
        ("Quận Bắc Từ Liêm", "Hà Nội", "Cam Van Commune, Bac Tu Liem District, Hanoi"),
        ("Thị xã Kinh Môn", "Hải Dương", "Cam Van Commune, Kinh Mon Town, Hai Duong"),
        ("", "Đồng Nai", "Cam Van Commune, Dong Nai"),
        ("", "", "Cam Van Commune"),
    ],
)
def test_english_names_of_units_are_english_up_to_the_province(
    district: str, province: str, said: str
) -> None:
    unit = AdminUnit(
        id=UnitId("1"), name_vi="Xã Cẩm Văn", name_en="Cam Van Commune", district=district, province=province
    )
    assert unit.full_name("en") == said
    assert unit.full_name("vi") == ", ".join(part for part in ("Xã Cẩm Văn", district, province) if part)
