"""Festival texts of registers ("14–16/5 âm lịch", "rằm tháng Giêng – 22/1 âm lịch") read into date rules.

Only certain days become rules. A month without days, a market day without month, a season without a
named calendar, a time of which one end is no day, a one-off event with its year and a date marked "cần kiểm"
stay text.
"""

import re
from calendar import monthrange
from typing import Final

from data.errors import BadInputError
from data.language.catalogue import N_
from data.model.checks import normal_text
from data.model.festival import Calendar, DateRule, Festival

_LUNAR = re.compile(r"âm lịch|\bâl\b", re.IGNORECASE)
_SOLAR = re.compile(r"dương lịch|\bdl\b", re.IGNORECASE)
_DOUBTED = re.compile(r"cần kiểm|chưa rõ|khoảng", re.IGNORECASE)
_NOT_YEARLY = re.compile(r"\d+ năm\s*(?:/|một)\s*lần", re.IGNORECASE)
_ASIDE = re.compile(r"\([^()]*\)")
_PART = re.compile(r";(?![^()]*\))")
_DASH = r"\s*[-–—]\s*"
_UNTIL = r"\s*(?:[-–—]|\b(?:đến|tới)\b)\s*(?:(?:hết\s+)?(?:ngày|mùng|mồng)\s+)?"
_DATED = re.compile(rf"(?:\d{{1,2}}(?:/\d{{1,2}})?{_UNTIL})?\d{{1,2}}(?:/\d{{1,2}})?/\d{{4}}", re.IGNORECASE)
_SPAN = re.compile(
    rf"(?<![\d/])(\d{{1,2}})(?:/(\d{{1,2}}))?{_UNTIL}(\d{{1,2}})/(\d{{1,2}})(?![\d/])", re.IGNORECASE
)
_OPEN_SPAN = re.compile(
    r"\d/\d{1,2}\s*(?:[-–—]\s*hết|đến|tới)\b"
    r"|\b(?:đến|tới)\s+(?:(?:hết\s+)?(?:ngày|mùng|mồng)\s+)?\d{1,2}/\d",
    re.IGNORECASE,
)
_DAY = re.compile(r"(?<![\d/–—-])(\d{1,2})/(\d{1,2})(?![\d/])")
_SEASON = re.compile(rf"\bmùa\b.*?\btháng (\d{{1,2}}){_DASH}(\d{{1,2}})", re.IGNORECASE)
_CHRISTMAS = re.compile(r"\b(?:giáng sinh|noel)\b", re.IGNORECASE)

_LEAP_YEAR: Final = 2024

_MONTH_NAMES: Final = {
    "giêng": 1,
    "hai": 2,
    "ba": 3,
    "tư": 4,
    "năm": 5,
    "sáu": 6,
    "bảy": 7,
    "tám": 8,
    "chín": 9,
    "mười": 10,
    "chạp": 12,
}
"""Lunar month names. "Tháng Một" is left out: it is the eleventh month to some and the first to others."""

_WORDED = re.compile(
    r"(?:\b(?P<full>rằm)|(?:\b(?:mùng|mồng|ngày)\s+|(?<=[-–—])\s?|(?<=đến )|(?<=tới ))(?P<day>\d{1,2}))"
    rf"\s+tháng\s+(?P<month>\d{{1,2}}|{'|'.join(_MONTH_NAMES)})\b",
    re.IGNORECASE,
)


def parse_festivals(text: str, default: Calendar = Calendar.LUNAR) -> tuple[Festival, ...]:
    """Read a cell of the festival column.

    Parameters
    ----------
    text
        Words of the source. Parts that each name their calendar and are joined by ';' become festivals of
        their own; otherwise the whole text is one festival.
    default
        Calendar of a date that names none; registers of relics count lunar days.

    Returns
    -------
    tuple of Festival
        Empty for an empty text. A festival without certain days has no rules.
    """
    text = normal_text(text)
    if not text:
        return ()
    parts = [part.strip() for part in _PART.split(text) if part.strip()]
    if len(parts) > 1 and all(_named_calendar(part) for part in parts):
        return tuple(Festival(part, _rules(part, default)) for part in parts)
    last = next((found for part in reversed(parts) if (found := _named_calendar(part))), default)
    return (Festival(text, tuple(rule for part in parts for rule in _rules(part, last))),)


def _named_calendar(text: str) -> Calendar | None:
    if _SOLAR.search(text):
        return Calendar.SOLAR
    return Calendar.LUNAR if _LUNAR.search(text) else None


def _rules(part: str, default: Calendar) -> tuple[DateRule, ...]:
    plain = _DATED.sub(" ", _ASIDE.sub(" ", part))
    # In brackets "5 năm/lần" speaks of the great festival; the small one is every year.
    if _DOUBTED.search(part) or _NOT_YEARLY.search(plain):
        return ()
    if _CHRISTMAS.search(plain):
        return (DateRule(Calendar.SOLAR, 12, 25, 12, 25),)
    named = _named_calendar(part)
    season = _SEASON.search(plain)
    if season:
        return _season(named, int(season[1]), int(season[2]))
    return _days(_WORDED.sub(_in_figures, plain), named or default)


def _in_figures(match: re.Match[str]) -> str:
    month = match["month"].lower()
    number = _MONTH_NAMES.get(month, month)
    return f"{15 if match['full'] else match['day']}/{number}"


def _season(calendar: Calendar | None, first: int, last: int) -> tuple[DateRule, ...]:
    if calendar is None or not 1 <= last <= 12:
        return ()
    last_day = 30 if calendar is Calendar.LUNAR else monthrange(_LEAP_YEAR, last)[1]
    return _rule(calendar, first, 1, last, last_day)


def _days(text: str, calendar: Calendar) -> tuple[DateRule, ...]:
    found: list[tuple[int, tuple[DateRule, ...]]] = []
    for span in _SPAN.finditer(text):
        first_day, first_month, last_day, last_month = span.groups()
        rule = _rule(calendar, int(first_month or last_month), int(first_day), int(last_month), int(last_day))
        found.append((span.start(), rule))
    rest = _SPAN.sub(lambda span: " " * len(span[0]), text)
    if _OPEN_SPAN.search(rest):
        return ()  # only one end of the time is a day ("6/1 đến hết tháng 3"): that day alone would mislead
    found += [
        (day.start(), _rule(calendar, int(day[2]), int(day[1]), int(day[2]), int(day[1])))
        for day in _DAY.finditer(rest)
    ]
    return tuple(rule for _, rules in sorted(found, key=lambda item: item[0]) for rule in rules)


def _rule(calendar: Calendar, *numbers: int) -> tuple[DateRule, ...]:
    try:
        return (DateRule(calendar, *numbers),)
    except BadInputError:
        return ()  # a day that no calendar has is not certain: it stays text


def rules_text(rules: tuple[DateRule, ...]) -> str:
    """Return rules as tables store them: "lunar 14/5-16/5; solar 19/4-19/4"."""
    return "; ".join(
        f"{rule.calendar} {rule.start_day}/{rule.start_month}-{rule.end_day}/{rule.end_month}"
        for rule in rules
    )


_STORED_RULE = re.compile(r"(lunar|solar) (\d{1,2})/(\d{1,2})-(\d{1,2})/(\d{1,2})")


def parse_rules(text: str) -> tuple[DateRule, ...]:
    """Read what ``rules_text`` wrote.

    Raises
    ------
    BadInputError
        If a part is no such rule or names a day that the calendar does not have.
    """
    rules = []
    for part in filter(None, (part.strip() for part in text.split(";"))):
        match = _STORED_RULE.fullmatch(part)
        if match is None:
            raise BadInputError(
                N_("'{text}' is no festival rule."),
                remedy=N_("Write it like: lunar 14/5-16/5; solar 19/4-19/4."),
                text=part,
            )
        start_day, start_month, end_day, end_month = (int(number) for number in match.groups()[1:])
        rules.append(DateRule(Calendar(match[1]), start_month, start_day, end_month, end_day))
    return tuple(rules)
