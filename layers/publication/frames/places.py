"""The places of the tour one by one: what they are, when they are open, festivals, fees, whom to call."""

from typing import Final

from data.calendar.coming import next_festival
from data.language import formats
from data.language.catalogue import N_
from data.model.festival import Festival
from data.model.place import Place
from data.writers.itinerary import Row, kind_of_place
from layers.page import Badge
from layers.publication.festivals import source_words
from layers.publication.flow import Block, Movable
from layers.publication.frames.base import Frame
from layers.publication.matter import INK, MUTED, SMALL, SMALL_ITALIC, STRONG, Matter, one_line
from layers.style import day_color

_BADGE_MM: Final = 2.1
_INDENT_MM: Final = 6.2
_MOST_WORDS: Final = 600


def place_blocks(frame: Frame) -> tuple[Block, ...]:
    """Return a block for each visited place, in order of the visits."""
    return tuple(_block(frame, row, row.place) for row in frame.matter.rows if row.number and row.place)


def _block(frame: Frame, row: Row, place: Place) -> Block:
    setter, matter = frame.setter, frame.matter
    width = frame.area.width - _INDENT_MM
    items: list[Movable] = []
    y = 0.6 + setter.line_mm(STRONG) / 2
    badge = Badge(_BADGE_MM, y, _BADGE_MM, str(row.number), day_color(row.day - 1), row.is_approximate)
    items.append(badge)
    lines = setter.lines(matter.name(row), STRONG, width)
    bottom = setter.block(items, (_INDENT_MM, 0.6), lines, STRONG, INK)
    second = matter.second_name(row)
    if second:
        lines = setter.lines(second, SMALL_ITALIC, width)
        bottom = setter.block(items, (_INDENT_MM, bottom), lines, SMALL_ITALIC, MUTED)
    for said in _facts(frame, place):
        lines = setter.lines(said, SMALL, width)
        bottom = setter.block(items, (_INDENT_MM, bottom + 0.2), lines, SMALL, INK)
    return Block(tuple(items), bottom + 2.2, f"place-{row.number}")


def _facts(frame: Frame, place: Place) -> list[str]:
    matter = frame.matter
    language = matter.language
    description = one_line(place.description(language))
    said = [
        " · ".join(part for part in kind_of_place(place, language) if part),
        one_line(matter.project.unit_label(place.unit_after, language)),
        description if len(description) <= _MOST_WORDS else description[:_MOST_WORDS].rsplit(" ", 1)[0] + "…",
    ]
    hours = formats.opening_hours(one_line(place.opening_hours), language)
    said.append(
        matter.say(N_("Opening hours: {hours}."), hours=hours)
        if place.opening_hours.strip()
        else matter.say(N_("Opening hours unknown: ask before going."))
    )
    if place.fee_vnd is not None:
        said.append(matter.say(N_("Entrance fee: {fee}."), fee=formats.fee(place.fee_vnd, language)))
    said += [_festival(matter, festival) for festival in place.festivals]
    said += [one_line(f"{contact.name} {contact.phone}") for contact in place.contacts]
    return [text for text in said if text.strip()]


def _festival(matter: Matter, festival: Festival) -> str:
    """Return name and next dates, short: without the days of the lunar calendar."""
    said = source_words(festival.text, matter.language)
    coming = next_festival(festival, matter.today) if matter.today else None
    if coming is None:
        return matter.say(N_("Festival: {festival}"), festival=said) if said else ""
    dates = formats.date_span(set(coming), matter.language)
    if not said:
        return matter.say(N_("Festival: next {dates}"), dates=dates)
    return matter.say(N_("Festival: {festival}; next: {dates}"), festival=said, dates=dates)
