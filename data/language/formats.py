"""Numbers, times, dates, distances and money as each language writes them (Babel underneath).

Every function takes plain values in the units of the model and a language, 'vi' or 'en'. Spaces are
ordinary ones, so that text copied out of a document is found again. Vietnamese writes 12,5 km and
1.250.000 ₫, days as 28/11/2026; English 12.5 km, 1,250,000 ₫ and 28 Nov 2026, which no reader mistakes
for a month.
"""

import re
from collections.abc import Iterable
from datetime import date
from typing import Final

from babel.dates import format_date
from babel.numbers import format_decimal

from data.language.catalogue import N_, translate
from data.model.clock import DAY_S
from data.model.place import Place

_DATE_PATTERNS: Final = {"vi": "dd/MM/y", "en": "d MMM y"}
_HEMISPHERES: Final = {"vi": ("B", "N", "Đ", "T"), "en": ("N", "S", "E", "W")}
_OSM_DAYS: Final = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
_OSM_WORDS: Final = {
    "vi": dict(zip(_OSM_DAYS, ("T2", "T3", "T4", "T5", "T6", "T7", "CN"), strict=True))
    | {"PH": "ngày lễ", "off": "nghỉ", "closed": "nghỉ", "sunrise": "mặt trời mọc", "sunset": "mặt trời lặn"},
    "en": dict(zip(_OSM_DAYS, ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"), strict=True))
    | {"PH": "public holidays", "off": "closed"},
}
_OSM_WORD: Final = re.compile(r"\b(?:Mo|Tu|We|Th|Fr|Sa|Su|PH|off|closed|sunrise|sunset)\b")
_EVERY_DAY: Final = re.compile(r"\bMo-Su\b ?")
_WHOLE_KM_FROM_M: Final = 100_000
_HECTARE_M2: Final = 10_000.0
_KM2_M2: Final = 1_000_000.0
_ROUND_TO_TEN_FROM_M: Final = 100


def number(value: float, language: str, decimals: int = 0) -> str:
    """Write a number with at most ``decimals`` decimals and grouped thousands ('1.234,5' / '1,234.5')."""
    pattern = "#,##0" + ("." + "#" * decimals if decimals else "")
    # Adding zero turns a rounded -0.0 into 0.
    return str(format_decimal(round(value, decimals) + 0.0, pattern, locale=language))


def time_of_day(time_s: int, language: str = "vi") -> str:
    """Write seconds after local midnight as '16:40'; on the following day as '00:40 (+1)'.

    Seconds are dropped, so that times in order stay in order. Both languages write the 24-hour clock, as
    Vietnamese timetables do.
    """
    del language
    days, rest = divmod(int(time_s), DAY_S)
    clock = f"{rest // 3600:02d}:{rest % 3600 // 60:02d}"
    return f"{clock} ({days:+d})" if days else clock


def time_range(begin_s: int, end_s: int, language: str = "vi") -> str:
    """Write '08:00–09:30' for two times of day (seconds after local midnight); '08:00' for one moment."""
    begin, end = time_of_day(begin_s, language), time_of_day(end_s, language)
    return begin if begin == end else f"{begin}–{end}"


def whole_minutes(duration_s: float) -> int:
    """Round seconds to minutes, half a minute up: the one rule by which all outputs agree."""
    return int(duration_s / 60 + 0.5)


def duration(duration_s: float, language: str) -> str:
    """Write seconds as '2 giờ 40 phút' / '2 h 40 min', rounded to the minute; '< 1 phút' for a moment."""
    total = whole_minutes(duration_s)
    if total == 0:
        return translate(language, N_("< 1 min") if duration_s > 0 else N_("0 min"))
    hours, minutes = divmod(total, 60)
    if not hours:
        return translate(language, N_("{minutes} min"), minutes=minutes)
    if not minutes:
        return translate(language, N_("{hours} h"), hours=number(hours, language))
    return translate(
        language, N_("{hours} h {minutes} min"), hours=number(hours, language), minutes=f"{minutes:02d}"
    )


def distance(distance_m: float, language: str) -> str:
    """Write metres as '7 m', '850 m', '12,5 km' or '125 km', no finer than a traveller can use."""
    if distance_m < _ROUND_TO_TEN_FROM_M - 0.5:
        return f"{number(distance_m, language)} m"
    rounded_m = round(distance_m / 10) * 10
    if rounded_m < 1000:
        return f"{number(rounded_m, language)} m"
    decimals = 1 if distance_m < _WHOLE_KM_FROM_M - 50 else 0
    return f"{number(distance_m / 1000, language, decimals)} km"


def area(area_m2: float, language: str) -> str:
    """Write square metres as '850 m²', '12,5 ha' or '3,4 km²'."""
    if area_m2 < _HECTARE_M2:
        return f"{number(area_m2, language)} m²"
    if area_m2 < _KM2_M2:
        return f"{number(area_m2 / _HECTARE_M2, language, 1)} ha"
    return f"{number(area_m2 / _KM2_M2, language, 1 if area_m2 < 100 * _KM2_M2 else 0)} km²"


def coordinates(lon: float, lat: float, language: str, decimals: int = 5) -> str:
    """Write a WGS84 position, latitude first as people say it: '21,02850° B, 105,85420° Đ'."""
    north, south, east, west = _HEMISPHERES[language]
    pattern = "0." + "0" * decimals
    lat_text = format_decimal(abs(lat), pattern, locale=language)
    lon_text = format_decimal(abs(lon), pattern, locale=language)
    separator = "; " if language == "vi" else ", "
    return f"{lat_text}° {north if lat >= 0 else south}{separator}{lon_text}° {east if lon >= 0 else west}"


def coordinates_dms(lon: float, lat: float, language: str) -> str:
    """Write a WGS84 position in degrees, minutes and seconds: '21°01′42,6″ B; 105°51′15,1″ Đ'."""
    north, south, east, west = _HEMISPHERES[language]
    separator = "; " if language == "vi" else ", "
    lat_text, lon_text = _sexagesimal(lat, language), _sexagesimal(lon, language)
    return f"{lat_text} {north if lat >= 0 else south}{separator}{lon_text} {east if lon >= 0 else west}"


def _sexagesimal(degrees: float, language: str) -> str:
    tenths = round(abs(degrees) * 36_000)
    minutes, tenths = divmod(tenths, 600)
    seconds = format_decimal(tenths / 10, "00.0", locale=language)
    return f"{minutes // 60}°{minutes % 60:02d}′{seconds}″"


def plane_coordinates(northing_m: float, easting_m: float, language: str) -> str:
    """Write a position of a plane, northing (X) first: 'X 2.325.689,4 m; Y 588.754,1 m'."""
    separator = "; " if language == "vi" else ", "
    texts = (
        f"{axis} {format_decimal(metres, '#,##0.0', locale=language)} m"
        for axis, metres in (("X", northing_m), ("Y", easting_m))
    )
    return separator.join(texts)


def money(amount_vnd: int, language: str) -> str:
    """Write đồng as '1.250.000 ₫' / '1,250,000 ₫'."""
    return f"{number(amount_vnd, language)} ₫"


def fee(fee_vnd: int | None, language: str) -> str:
    """Write an entrance fee a person: money, 'miễn phí' for 0, 'chưa rõ' when unknown."""
    if fee_vnd is None:
        return translate(language, N_("fee|unknown"))
    return money(fee_vnd, language) if fee_vnd else translate(language, N_("fee|free"))


def day_date(day: date, language: str) -> str:
    """Write a date as '28/11/2026' / '28 Nov 2026'."""
    return str(format_date(day, _DATE_PATTERNS[language], locale=language))


def weekday_date(day: date, language: str) -> str:
    """Write a date with its weekday: 'Thứ Bảy, 28/11/2026' / 'Saturday, 28 Nov 2026'."""
    return str(format_date(day, "EEEE, " + _DATE_PATTERNS[language], locale=language))


def letter_date(day: date, language: str) -> str:
    """Write a date as on an official letter: 'ngày 05 tháng 02 năm 2026' / '5 February 2026'.

    Days below 10 and the months January and February take a zero (Decree 30/2020/NĐ-CP, Appendix I).
    """
    if language != "vi":
        return str(format_date(day, "d MMMM y", locale=language))
    month = f"{day.month:02}" if day.month < 3 else str(day.month)
    return f"ngày {day.day:02} tháng {month} năm {day.year}"


def date_span(days: Iterable[date], language: str) -> str:
    """Write the first and last of ``days``: '28/11/2026 – 29/11/2026', or the one day with its weekday."""
    ordered = sorted(days)
    if ordered[0] == ordered[-1]:
        return weekday_date(ordered[0], language)
    return f"{day_date(ordered[0], language)} – {day_date(ordered[-1], language)}"


def lunar_date(day: int, month: int, language: str, *, is_leap: bool = False) -> str:
    """Write a day of the lunar calendar given as values: '15/8 âm lịch' / '15/8 lunar'."""
    said = (
        N_("{day}/{month} (leap month), lunar calendar") if is_leap else N_("{day}/{month}, lunar calendar")
    )
    return translate(language, said, day=day, month=month)


def opening_hours(text: str, language: str) -> str:
    """Write OSM ``opening_hours`` for readers: 'hằng ngày 08:00–17:00', 'T3–T6 08:00–11:30, T2 nghỉ'.

    Days and the common words are said in ``language``; whatever else the syntax holds stays as it is.
    """
    every_day = translate(language, N_("daily")) + " "
    if text.strip() == "24/7":
        return translate(language, N_("around the clock"))
    words = _OSM_WORDS[language]
    said = _OSM_WORD.sub(lambda found: words.get(found[0], found[0]), _EVERY_DAY.sub(every_day, text))
    return re.sub(r"(?<=\w)-(?=\w)", "–", said.replace(";", ",")).strip()


def precision_note(coord_precision_m: float | None, language: str) -> str:
    """Say that a position is approximate and by how much: '≈ vị trí gần đúng, sai số khoảng 1,2 km'."""
    if coord_precision_m is None:
        return translate(language, N_("≈ approximate position, error unknown"))
    return translate(
        language,
        N_("≈ approximate position, within about {distance}"),
        distance=distance(coord_precision_m, language),
    )


def place_precision_note(place: Place, language: str) -> str:
    """Return the precision note of a place with an approximate coordinate, else ''."""
    return precision_note(place.coord_precision_m, language) if place.is_approximate else ""
