"""Fields of a place as a form shows and reads them: each with its title, its text and its parser."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum, StrEnum, auto
from typing import Final

from data.calendar.opening import check_opening_hours
from data.errors import BadInputError
from data.language.catalogue import N_
from data.model.place import Category, CoachAccess, Contact, HeritageDecision, Place, Rank, Status, Wheelchair
from data.model.project import Project
from data.readers.festival_text import parse_festivals
from data.readers.place_fields import parse_amount, parse_contacts, parse_date, parse_float, parse_whole
from data.search.names import resolve_unit

Read = Callable[[str, Project], object]
Write = Callable[[Place, Project, str], str]


class Kind(Enum):
    """What a field is edited with."""

    LINE = auto()
    TEXT = auto()
    CHOICE = auto()
    UNIT = auto()


@dataclass(frozen=True, slots=True)
class FieldSpec:
    """One field of the form.

    Parameters
    ----------
    name
        Attribute of ``Place``.
    title
        msgid.
    kind
        What it is edited with.
    read, write
        Text to value (raises ``BadInputError``) and back; for a choice the text is the value's key.
    choices
        Values of a choice.
    hint
        msgid of an example, shown while the field is empty.
    is_common
        Whether many places may be given one value at once.
    """

    name: str
    title: str
    kind: Kind
    read: Read
    write: Write
    choices: type[StrEnum] | None = None
    hint: str = N_("unknown")
    is_common: bool = True


def _text(value: str, _project: Project) -> str:
    return value.strip()


def _name(value: str, _project: Project) -> str:
    if not value.strip():
        raise BadInputError(N_("A place needs a name."), remedy=N_("Write its Vietnamese name."))
    return value.strip()


def _or_none(read: Callable[[str], object]) -> Read:
    return lambda value, _project: read(value.strip()) if value.strip() else None


def _at_least_0(read: Callable[[str], float]) -> Callable[[str], float]:
    def checked(value: str) -> float:
        number = read(value)
        if number < 0:
            raise BadInputError(
                N_("'{value}' is less than nothing."), remedy=N_("Write 0 or more."), value=value
            )
        return number

    return checked


def _hours(value: str, _project: Project) -> str:
    check_opening_hours(value.strip())
    return value.strip()


def _unit(is_former: bool) -> Read:
    def read(value: str, project: Project) -> object:
        if not value.strip():
            return None
        unit = project.unit(resolve_unit(project, value.strip()))
        if unit.is_former is not is_former:
            raise BadInputError(
                N_("'{unit}' is a unit of before 1/7/2025.")
                if unit.is_former
                else N_("'{unit}' is a unit of today."),
                remedy=N_("Choose another one from the list."),
                unit=value.strip(),
            )
        return unit.id

    return read


def _decision(value: str, _project: Project) -> object:
    number, _, issued = (part.strip() for part in value.partition(";"))
    if not number and not issued:
        return None
    return HeritageDecision(number, parse_date(issued) if issued else None)


def _write_decision(place: Place, _project: Project, _language: str) -> str:
    found = place.decision
    if found is None:
        return ""
    return f"{found.number}; {_day(found.issued)}" if found.issued else found.number


def _day(day: date | None) -> str:
    return f"{day.day}/{day.month}/{day.year}" if day else ""


def _contacts(value: str, _project: Project) -> object:
    """Read one contact a line: name; telephone; e-mail; site."""
    found = []
    for line in filter(None, map(str.strip, value.splitlines())):
        parts = [part.strip() for part in line.split(";")]
        if len(parts) > 4:
            raise BadInputError(
                N_("'{line}' has too many parts."),
                remedy=N_("Write: name; phone; e-mail; website"),
                line=line,
            )
        (contact,) = parse_contacts(line) if len(parts) == 1 else (Contact(*parts),)
        found.append(contact)
    return tuple(found)


def _write_contacts(place: Place, _project: Project, _language: str) -> str:
    lines = (f"{one.name}; {one.phone}; {one.email}; {one.website}" for one in place.contacts)
    return "\n".join(line.rstrip("; ") if not line.startswith(";") else line for line in lines)


def _plain(name: str) -> Write:
    return lambda place, _project, _language: _shown(getattr(place, name))


def _shown(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:g}"
    return _day(value) if isinstance(value, date) else str(value)


def _unit_text(name: str) -> Write:
    return lambda place, project, language: project.unit_label(getattr(place, name), language)


def _line(
    name: str, title: str, read: Read = _text, *, hint: str = N_("unknown"), common: bool = True
) -> FieldSpec:
    return FieldSpec(name, title, Kind.LINE, read, _plain(name), hint=hint, is_common=common)


def _long(name: str, title: str, read: Read = _text, write: Write | None = None) -> FieldSpec:
    return FieldSpec(name, title, Kind.TEXT, read, write or _plain(name), is_common=False)


def _member(choices: type[StrEnum]) -> Read:
    def read(value: str, _project: Project) -> object:
        if not value:
            raise BadInputError(N_("Nothing is chosen."), remedy=N_("Choose a value from the list."))
        return choices(value)

    return read


def _choice(name: str, title: str, choices: type[StrEnum]) -> FieldSpec:
    return FieldSpec(name, title, Kind.CHOICE, _member(choices), _plain(name), choices=choices)


def _festivals(value: str, _project: Project) -> object:
    return parse_festivals(value)


def _write_festivals(place: Place, _project: Project, _language: str) -> str:
    return "; ".join(festival.text for festival in place.festivals)


SECTIONS: Final[Mapping[str, tuple[FieldSpec, ...]]] = {
    N_("section|What it is"): (
        _line("name_vi", N_("field|Vietnamese name"), _name, hint=N_("required"), common=False),
        _line("name_en", N_("field|English name"), common=False),
        _choice("category", N_("field|Kind"), Category),
        _choice("rank", N_("field|Rank"), Rank),
        _line("heritage_type", N_("field|Type"), hint=N_("for example: communal house, pottery village")),
        FieldSpec(
            "decision",
            N_("field|Decision"),
            Kind.LINE,
            _decision,
            _write_decision,
            hint=N_("number; date, for example 2372/QĐ-TTg; 24/12/2017"),
        ),
        _choice("status", N_("field|Entry"), Status),
    ),
    N_("section|Where it is"): (
        FieldSpec(
            "unit_after", N_("field|Ward today"), Kind.UNIT, _unit(is_former=False), _unit_text("unit_after")
        ),
        FieldSpec(
            "unit_before",
            N_("field|Ward before 1/7/2025"),
            Kind.UNIT,
            _unit(is_former=True),
            _unit_text("unit_before"),
        ),
        _line("coord_precision_m", N_("field|Precision (m)"), _or_none(_at_least_0(parse_float))),
        _line("coord_source", N_("field|Source of the position")),
    ),
    N_("section|Visiting it"): (
        _line(
            "opening_hours", N_("field|Open"), _hours, hint=N_("for example: Tu-Su 08:00-11:30,13:30-17:00")
        ),
        _line("visit_minutes", N_("field|Visit (minutes)"), _or_none(_at_least_0(parse_whole))),
        FieldSpec(
            "festivals",
            N_("field|Festival"),
            Kind.LINE,
            _festivals,
            _write_festivals,
            hint=N_("for example: 14–16/5 lunar; write 'âm lịch' or 'dương lịch'"),
            is_common=False,
        ),
        _line("craft_product", N_("field|Craft, product")),
        _line(
            "fee_vnd", N_("field|Fee (₫)"), _or_none(_at_least_0(parse_amount)), hint=N_("unknown; 0 is free")
        ),
        _line("capacity", N_("field|Capacity"), _or_none(_at_least_0(parse_whole))),
        _choice("coach_access", N_("field|Coach"), CoachAccess),
        _choice("wheelchair", N_("field|Wheelchair"), Wheelchair),
        _long(
            "contacts",
            N_("field|Contacts (one a line: name; phone; e-mail; website)"),
            _contacts,
            _write_contacts,
        ),
    ),
    N_("section|Words and sources"): (
        _long("description_vi", N_("field|Vietnamese description")),
        _long("description_en", N_("field|English description")),
        _line("source", N_("field|Source")),
        _line("surveyed", N_("field|Surveyed on"), _or_none(parse_date), hint=N_("for example: 28/11/2026")),
        _long("note", N_("field|Note")),
    ),
}
"""The fields by section, in the order of the form."""

FIELDS: Final = {spec.name: spec for specs in SECTIONS.values() for spec in specs}
COMMON_FIELDS: Final = tuple(spec for spec in FIELDS.values() if spec.is_common)
