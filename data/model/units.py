"""Administrative units with their dates, so that every place knows its unit before and after 1 July 2025."""

import unicodedata
from dataclasses import dataclass
from datetime import date
from typing import Final, NewType

from shapely import Geometry

from data.model.checks import require_geometry_type, require_text

UnitId = NewType("UnitId", str)

REFORM_DATE: Final = date(2025, 7, 1)
"""First day of the two-level administration (provinces and communes without districts)."""

_KINDS_EN: Final = (
    ("Quận ", "District"),
    ("Huyện ", "District"),
    ("Thị xã ", "Town"),
    ("Thành phố ", "City"),
    ("Tỉnh ", "Province"),
)
_USUAL_EN: Final = {"Hà Nội": "Hanoi"}


@dataclass(frozen=True, slots=True, kw_only=True)
class AdminUnit:
    """A commune-level unit (phường, xã, thị trấn, đặc khu) during the time it existed.

    Parameters
    ----------
    id
        Official code for a unit of today ("00004"); "old/…" key for a former one without a code.
    name_vi, name_en
        Full names with the kind of unit ("Phường Đông Ngạc", "Dong Ngac Ward").
    district
        Former district for units before the reform; empty since.
    province
        Province-level unit ("Hà Nội", "Hải Phòng", formerly "Hải Dương").
    valid_from, valid_to
        First and last day in force; ``None`` is open or unknown.
    geometry
        Outline (Polygon or MultiPolygon), WGS84 degrees; ``None`` when not known.

    Raises
    ------
    BadInputError
        If the key or name is empty or the outline is no area.
    """

    id: UnitId
    name_vi: str
    name_en: str = ""
    district: str = ""
    province: str = ""
    valid_from: date | None = None
    valid_to: date | None = None
    geometry: Geometry | None = None
    source: str = ""

    def __post_init__(self) -> None:
        require_text(self.id, "id", self.name_vi or "unit")
        require_text(self.name_vi, "name_vi", self.id)
        if self.geometry is not None:
            require_geometry_type(self.geometry, ("Polygon", "MultiPolygon"), self.id)

    @property
    def is_former(self) -> bool:
        """Whether the unit ended with the reform of 1 July 2025 (or before)."""
        return self.valid_to is not None

    def name(self, language: str) -> str:
        """Return the name in ``language``, falling back to Vietnamese."""
        return (self.name_en or self.name_vi) if language == "en" else self.name_vi

    def full_name(self, language: str) -> str:
        """Return name, district and province with commas; English ones are written as the English name is."""
        above = [part for part in (self.district, self.province) if part]
        if language == "en":
            above = [_in_english(part) for part in above]
        return ", ".join([self.name(language), *above])


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitSuccession:
    """One row of the crosswalk: a former unit went, whole or in part, to a unit of today.

    ``is_main`` marks the default heir of a split unit. It is a guess: a place of a split unit must be
    assigned by its coordinates.
    """

    old_id: UnitId
    new_id: UnitId
    is_whole: bool
    is_main: bool
    source: str = ""
    note: str = ""


def _in_english(name: str) -> str:
    """Return 'Huyện Cẩm Giàng' as 'Cam Giang District', as the English names of communes are made."""
    for prefix, kind in _KINDS_EN:
        if name.startswith(prefix):
            return f"{_in_english(name.removeprefix(prefix))} {kind}"
    parts = unicodedata.normalize("NFD", name.replace("đ", "d").replace("Đ", "D"))
    return _USUAL_EN.get(name) or "".join(part for part in parts if not unicodedata.combining(part))
