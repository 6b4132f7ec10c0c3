"""Columns of a table of places: their names in both languages, and how a cell becomes a value.

The English names are those of the export and of the starter table; the other spellings are what registers
of culture offices use. Every parser takes the stripped cell and raises BadInputError; who calls it adds
row and column.
"""

import json
import math
import re
from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from functools import cache
from typing import Any, Final, TypeVar

from data.errors import BadInputError
from data.language.catalogue import LANGUAGES, N_
from data.language.terms import TERMS, term
from data.model.place import Category, Contact, Photo, Rank
from data.search.folding import fold

_Member = TypeVar("_Member", bound=StrEnum)

SPELLINGS: Final[Mapping[str, tuple[str, ...]]] = {
    "id": ("mã", "mã điểm", "key", "place id"),
    "name_vi": ("tên", "tên điểm", "tên di tích", "tên tiếng việt", "tên việt", "địa điểm", "name"),
    "name_en": ("tên tiếng anh", "tên anh", "english name"),
    "category": ("loại hình", "loại", "phân loại", "nhóm"),
    "rank": ("cấp xếp hạng", "xếp hạng", "cấp", "hạng", "relic rank"),
    "heritage_type": ("loại di sản", "loại hình di tích", "loại di tích", "kiểu"),
    "lon": ("kinh độ", "lng", "long", "longitude"),
    "lat": ("vĩ độ", "latitude"),
    "geometry_wkt": ("wkt", "hình học"),
    "x_vn2000": ("x", "x vn 2000", "tọa độ x", "northing"),
    "y_vn2000": ("y", "y vn 2000", "tọa độ y", "easting"),
    "meridian_vn2000": ("kinh tuyến trục", "ktt", "central meridian"),
    "zone_vn2000": ("múi chiếu", "múi"),
    "coord_precision_m": ("sai số", "sai số m", "sai số tọa độ m", "độ chính xác m", "precision m"),
    "coord_source": ("nguồn tọa độ",),
    "unit_before": ("old unit", "đơn vị cũ", "xã phường cũ", "phường xã cũ", "địa chỉ cũ"),
    "unit_after": ("new unit", "đơn vị mới", "xã phường", "phường xã", "xã phường mới", "đơn vị hành chính"),
    "opening_hours": ("giờ mở cửa", "thời gian mở cửa"),
    "visit_minutes": ("suggested visit min", "thời gian tham quan", "thời gian tham quan phút", "phút"),
    "festival": ("lễ hội", "festivals", "ngày lễ hội"),
    "festival_rules": ("ngày lễ hội theo quy tắc",),
    "craft_product": ("sản phẩm", "nghề", "nghề sản phẩm", "sản phẩm nghề"),
    "fee_vnd": ("giá vé", "phí tham quan", "vé", "fee"),
    "capacity": ("sức chứa", "số khách tối đa"),
    "coach_access": ("xe khách vào được", "xe khách", "tiếp cận xe khách"),
    "wheelchair": ("xe lăn", "tiếp cận xe lăn"),
    "contacts": ("liên hệ",),
    "contact_phone": ("điện thoại", "số điện thoại", "phone", "tel"),
    "description_vi": ("mô tả", "giới thiệu", "mô tả tiếng việt"),
    "description_en": ("mô tả tiếng anh",),
    "photos": ("ảnh", "hình ảnh"),
    "decision_number": ("số quyết định", "quyết định"),
    "decision_issued": ("ngày quyết định", "decision date"),
    "source": ("nguồn", "nguồn tài liệu"),
    "surveyed": ("ngày khảo sát", "survey date"),
    "note": ("ghi chú", "note"),
    "plan_id": ("plan", "kế hoạch"),
    "status": ("trạng thái", "tình trạng"),
}
"""Names of each column besides its own; compared folded."""

_SHORT_FORMS: Final[Mapping[str, str]] = {
    "di tich": Category.RELIC,
    "bao tang": Category.MUSEUM_THEATRE,
    "nha hat": Category.MUSEUM_THEATRE,
    "sinh thai": Category.ECO_SITE,
    "le hoi": Category.FESTIVAL_SITE,
    "cho": Category.FOOD_MARKET,
    "am thuc": Category.FOOD_MARKET,
    "luu tru": Category.LODGING_OR_SERVICE,
    "khach san": Category.LODGING_OR_SERVICE,
    "ben xe": Category.TRANSPORT_HUB,
    "pho di bo": Category.WALKING_SPACE,
    "khong gian di bo": Category.WALKING_SPACE,
    "quoc gia dac biet": Rank.SPECIAL_NATIONAL,
    "qgdb": Rank.SPECIAL_NATIONAL,
    "quoc gia": Rank.NATIONAL,
    "cap quoc gia": Rank.NATIONAL,
    "cap tinh": Rank.PROVINCIAL,
    "tinh": Rank.PROVINCIAL,
    "thanh pho": Rank.PROVINCIAL,
    "cap thanh pho": Rank.PROVINCIAL,
    "kiem ke": Rank.INVENTORIED,
    "khong": "no",
    "chua xep hang": Rank.NONE,
    "chua ro": "unknown",
    "khong ro": "unknown",
    "co": "yes",
    "han che": "limited",
    "mot phan": "limited",
    "ban nhap": "draft",
    "nhap": "draft",
    "da kiem tra": "verified",
    "da xac minh": "verified",
}
"""Short forms that registers write for the values of the vocabularies."""


@cache
def column_names() -> Mapping[str, str]:
    """Return the column that each known header key means."""
    found = {}
    for column, others in SPELLINGS.items():
        for name in (column.replace("_", " "), *others):
            found[fold(name)] = column
    return found


@cache
def _meanings(kind: type[StrEnum]) -> Mapping[str, StrEnum]:
    found: dict[str, StrEnum] = {}
    for member in kind:
        found[fold(member.value.replace("_", " "))] = member
        for language in LANGUAGES:
            found[fold(term(member, language))] = member
    values = {member.value: member for member in kind}
    for short, value in _SHORT_FORMS.items():
        if value in values:
            found.setdefault(short, values[value])
    return found


def parse_term(kind: type[_Member], cell: str) -> _Member:
    """Read a value of a vocabulary: its key, or its name in either language."""
    found = _meanings(kind).get(fold(cell.replace("_", " ")))
    if found is None:
        raise BadInputError(
            N_("'{value}' is not allowed."),
            remedy=N_("Allowed are: {allowed}."),
            value=cell,
            allowed=allowed_values(kind),
        )
    return kind(found)


def allowed_values(kind: type[StrEnum]) -> dict[str, str]:
    """Return the values of a vocabulary and their names (msgids), for the fact of an error."""
    return {member.value: name for member, name in TERMS[kind].items()}


_NUMBER: Final = re.compile(r"[+-]?(\d+([.,]\d*)?|[.,]\d+)([eE][+-]?\d+)?")
_GROUPED: Final = re.compile(r"[+-]?\d{1,3}([.,\u00a0 ]\d{3})+")


def parse_float(cell: str) -> float:
    """Read a decimal number with point or comma; nan and inf are no numbers."""
    if not _NUMBER.fullmatch(cell):
        raise _no_number(cell)
    value = float(cell.replace(",", "."))
    if not math.isfinite(value):
        raise _no_number(cell)
    return value


def parse_whole(cell: str) -> int:
    """Read a whole number, grouped in thousands or not ("50.000", "50 000", "45")."""
    plain = re.sub(r"[.,\u00a0 ]", "", cell) if _GROUPED.fullmatch(cell) else cell
    value = parse_float(plain)
    if not value.is_integer() or abs(value) > 10**12:
        raise BadInputError(
            N_("'{value}' is no whole number."), remedy=N_("Write a number without decimals."), value=cell
        )
    return int(value)


def parse_amount(cell: str) -> int:
    """Read a whole number of đồng, with or without its sign."""
    return parse_whole(re.sub(r"\s*(₫|đồng|đ|vnđ|vnd)\.?$", "", cell, flags=re.IGNORECASE))


def _no_number(cell: str) -> BadInputError:
    return BadInputError(
        N_("'{value}' is no number."), remedy=N_("Write a number such as 105.83."), value=cell
    )


_DAY_FIRST: Final = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")


def parse_date(cell: str) -> date:
    """Read a date as 2025-07-01 or, as people write it, 1/7/2025 (day first)."""
    match = _DAY_FIRST.fullmatch(cell)
    try:
        return date(int(match[3]), int(match[2]), int(match[1])) if match else date.fromisoformat(cell)
    except ValueError:
        raise BadInputError(
            N_("'{value}' is no date."), remedy=N_("Write it as 2025-07-01 or 1/7/2025."), value=cell
        ) from None


def parse_contacts(cell: str) -> tuple[Contact, ...]:
    """Read contacts: the JSON of the export, or a telephone number or name as it stands."""
    if not cell.startswith("["):
        digits = sum(c.isdigit() for c in cell)
        return (Contact(phone=cell) if digits >= 8 and digits * 2 > len(cell) else Contact(name=cell),)
    return tuple(Contact(**item) for item in _objects(cell, ("name", "phone", "email", "website")))


def parse_photos(cell: str) -> tuple[Photo, ...]:
    """Read photos: the JSON of the export, or file names separated by semicolons."""
    if not cell.startswith("["):
        return tuple(Photo(part.strip()) for part in cell.split(";") if part.strip())
    found = _objects(cell, ("path", "caption_vi", "caption_en", "credit"))
    if not all("path" in item for item in found):
        raise _no_list(cell)
    return tuple(Photo(**item) for item in found)


def _objects(cell: str, names: tuple[str, ...]) -> list[dict[str, str]]:
    try:
        found: Any = json.loads(cell)
    except (ValueError, RecursionError):
        raise _no_list(cell) from None
    if not isinstance(found, list) or not all(_is_object(item, names) for item in found):
        raise _no_list(cell)
    return found


def _is_object(item: object, names: tuple[str, ...]) -> bool:
    return isinstance(item, dict) and all(
        key in names and isinstance(value, str) for key, value in item.items()
    )


def _no_list(cell: str) -> BadInputError:
    return BadInputError(
        N_("'{value}' is no list of entries."),
        remedy=N_("Write plain text, or leave it empty."),
        value=cell[:80],
    )
