"""Everything the register knows about one place, as rows of a card."""

import math
from typing import Final

from data.calendar.coming import next_festival
from data.language import formats
from data.language.catalogue import N_
from data.language.terms import term
from data.model.festival import Festival
from data.model.place import Category, CoachAccess, Place, Wheelchair
from data.writers.itinerary import kind_of_place
from layers.page import Item, Rule
from layers.publication.festivals import festival_words, source_words
from layers.publication.frames.base import Frame
from layers.publication.matter import BODY, INK, LINE, MUTED, SMALL, Matter, one_line
from layers.publication.notes import NoteKind
from layers.style import TextStyle

_LABEL_SHARE: Final = 0.3
_LARGEST_PX: Final = 18
_LEAST_PX: Final = 9
_EARTH_M: Final = 6_371_000.0
_FAR_STOP_M: Final = 30_000.0

Row = tuple[str, str]
"""Label and words; both as printed."""


def fill_place_card(frame: Frame) -> tuple[Item, ...]:
    """Set the rows, smaller where they are many; then the description, cut where the area ends."""
    place = frame.place
    if place is None:
        return ()
    rows = card_rows(frame.matter, place)
    for size_px in range(_LARGEST_PX, _LEAST_PX - 1, -1):
        items, bottom = _set_rows(frame, rows, TextStyle(size_px, BODY.weight))
        if bottom <= frame.area.bottom + 1e-6:
            return (*items, *_description(frame, place, bottom + 1.5, TextStyle(size_px)))
    name = place.name(frame.matter.language)[:60]
    frame.note(NoteKind.TEXT_OVERFLOW, N_("The card of {place} does not fit its frame."), place=name)
    return items


def _set_rows(frame: Frame, rows: tuple[Row, ...], style: TextStyle) -> tuple[tuple[Item, ...], float]:
    area, setter = frame.area, frame.setter
    label_mm = _LABEL_SHARE * area.width
    label_style = TextStyle(max(_LEAST_PX, style.size_px - 2), SMALL.weight)
    items: list[Item] = []
    top = area.top
    for label, words in rows:
        drop = 0.76 * (setter.line_mm(style) - setter.line_mm(label_style))
        said = setter.lines(label, label_style, label_mm - 2)
        below = setter.block(items, (area.left, top + drop), said, label_style, MUTED)
        lines = setter.lines(words, style, area.width - label_mm)
        bottom = max(below, setter.block(items, (area.left + label_mm, top), lines, style, INK)) + 0.7
        items.append(Rule(area.left, bottom, area.right, bottom, LINE, 0.15))
        top = bottom + 0.7
    return tuple(items), top - 0.7


def _description(frame: Frame, place: Place, top: float, style: TextStyle) -> tuple[Item, ...]:
    words = one_line(place.description(frame.matter.language))
    if not words:
        return ()
    setter, area = frame.setter, frame.area
    lines = setter.lines(words, style, area.width)
    room = max(0, int((area.bottom - top) / setter.line_mm(style)))
    if len(lines) > room:
        name = place.name(frame.matter.language)[:60]
        frame.note(
            NoteKind.TEXT_OVERFLOW, N_("The description of {place} is longer than its frame."), place=name
        )
        lines = (*lines[: room - 1], lines[room - 1].rsplit(" ", 1)[0] + " …") if room else ()
    items: list[Item] = []
    setter.block(items, (area.left, top), lines, style, INK)
    return tuple(items)


def kind_line(place: Place, language: str) -> str:
    """Return category and rank in words: 'Di tích lịch sử - văn hóa · Di tích quốc gia'."""
    return " · ".join(part for part in kind_of_place(place, language) if part)


def card_rows(matter: Matter, place: Place) -> tuple[Row, ...]:
    """Return the rows of a place's card; what nobody knows has no row, but opening hours always have one."""
    language, say = matter.language, matter.say
    hours = formats.opening_hours(one_line(place.opening_hours), language)
    minutes = place.visit_minutes
    rows = [
        (
            say(N_("Kind")),
            _joined(term(place.category, language), source_words(place.heritage_type, language)),
        ),
        (say(N_("Rank")), kind_of_place(place, language)[1]),
        (say(N_("Decision")), _decision(matter, place)),
        (say(N_("Commune")), one_line(matter.project.unit_label(place.unit_after, language))),
        (say(N_("Until 30 June 2025")), one_line(matter.project.unit_label(place.unit_before, language))),
        (say(N_("Opening hours")), hours or say(N_("not known: ask before going"))),
        (say(N_("Entrance fee")), "" if place.fee_vnd is None else formats.fee(place.fee_vnd, language)),
        (say(N_("Visit")), formats.duration(60 * minutes, language) if minutes else ""),
        *((say(N_("Festival")), _festival(matter, festival)) for festival in place.festivals),
        (say(N_("Made here")), one_line(place.craft_product)),
        (say(N_("Contact")), _contacts(place)),
        (say(N_("In this tour")), _visits(matter, place)),
        (say(N_("Getting there")), _access(matter, place)),
        (say(N_("Position")), _position(place, language)),
    ]
    return tuple((label, words) for label, words in rows if words)


def _joined(*parts: str) -> str:
    return " · ".join(part for part in parts if part)


def _decision(matter: Matter, place: Place) -> str:
    decision = place.decision
    if decision is None:
        return ""
    issued = formats.letter_date(decision.issued, matter.language) if decision.issued else ""
    return ", ".join(part for part in (one_line(decision.number), issued) if part)


def _contacts(place: Place) -> str:
    said = (
        _joined(*(one_line(part) for part in (one.name, one.phone, one.email, one.website)))
        for one in place.contacts
    )
    return "; ".join(part for part in said if part)


def _festival(matter: Matter, festival: Festival) -> str:
    coming = next_festival(festival, matter.today) if matter.today else None
    return festival_words(matter, festival, coming)


def _visits(matter: Matter, place: Place) -> str:
    said = (
        f"{matter.say(N_('Day {number}'), number=row.day)}, "
        + formats.time_range(row.stop.begin_s, row.stop.depart_s, matter.language)
        for row in matter.rows
        if row.number is not None and row.place is not None and row.place.id == place.id
    )
    return "; ".join(said)


def _access(matter: Matter, place: Place) -> str:
    language = matter.language
    parts = []
    road = matter.nearest_road(place.lon, place.lat)
    if road is not None:
        away = formats.distance(road[1], language)
        said = N_("by {road}") if road[1] < 60 else N_("{road}, {distance} away")
        parts.append(matter.say(said, road=one_line(road[0]), distance=away))
    stop = _nearest_stop(matter, place)
    if stop is not None:
        parts.append(
            matter.say(
                N_("nearest stop {name}, {distance} as the crow flies"),
                name=one_line(stop[1].name(language)),
                distance=formats.distance(stop[0], language),
            )
        )
    if place.coach_access is not CoachAccess.UNKNOWN:
        parts.append(term(place.coach_access, language))
    if place.wheelchair is not Wheelchair.UNKNOWN:
        parts.append(term(place.wheelchair, language))
    return "; ".join(parts)


def _nearest_stop(matter: Matter, place: Place) -> tuple[float, Place] | None:
    """Return the nearest transport hub of the register within reach, with its distance in metres."""
    hubs = (
        one
        for one in matter.project.places.values()
        if one.category is Category.TRANSPORT_HUB and one.id != place.id
    )
    near = min(((_distance_m(place, one), one) for one in hubs), key=lambda pair: pair[0], default=None)
    return near if near is not None and near[0] <= _FAR_STOP_M else None


def _distance_m(a: Place, b: Place) -> float:
    """Return the distance of two places, metres (equirectangular; a thousandth off within a province)."""
    north = math.radians(b.lat - a.lat)
    east = math.radians(b.lon - a.lon) * math.cos(math.radians((a.lat + b.lat) / 2))
    return _EARTH_M * math.hypot(north, east)


def _position(place: Place, language: str) -> str:
    return _joined(
        formats.coordinates(place.lon, place.lat, language),
        formats.place_precision_note(place, language) if place.is_approximate else "",
    )
