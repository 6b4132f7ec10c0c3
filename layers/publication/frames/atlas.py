"""What binds an atlas together: headings of its pages, contents, and the map of where each page lies."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby
from typing import Final

import numpy as np
import shapely

from data.language.catalogue import N_
from data.model.units import UnitId
from layers.marks import spread
from layers.page import Covered, Item, MapFrame, Rectangle, Rule, Text
from layers.publication.fitting import bounds_map, days_bounds, place_bounds
from layers.publication.flow import Block, Movable
from layers.publication.frames.base import Frame
from layers.publication.frames.place_card import kind_line
from layers.publication.matter import (
    BODY,
    HEADING,
    INK,
    LINE,
    MUTED,
    SMALL,
    SUBHEADING,
    SUBTITLE,
    TINY,
    Matter,
    one_line,
)
from layers.publication.notes import NoteKind
from layers.publication.subjects import Entry, Subject, SubjectKind
from layers.style import ACCENT, WHITE, TextStyle, day_color
from layers.tags import HEADING_TAG
from layers.viewport import PRINT_PIXEL_MM

_NUMBER_MM: Final = 12.0
_MOST_TAGS: Final = 60
_TAG_MM: Final = 3.8
_ABOVE_MM: Final = 4.6
_LEAST_PX: Final = 9


def subject_name(matter: Matter, subject: Subject) -> str:
    """Return what a page is about in the first language, on one line."""
    if subject.kind is SubjectKind.DAY:
        return matter.day_heading(int(subject.key) - 1)
    if subject.kind is SubjectKind.PLACE:
        return one_line(matter.project.place(subject.key).name(matter.language))
    return _unit_name(matter, subject.key, matter.language)


def _second_name(matter: Matter, subject: Subject) -> str:
    if subject.kind is SubjectKind.DAY or not matter.is_bilingual:
        return ""
    if subject.kind is SubjectKind.PLACE:
        second = one_line(matter.project.place(subject.key).name(matter.second_language))
    else:
        second = _unit_name(matter, subject.key, matter.second_language)
    return "" if second == subject_name(matter, subject) else second


def _unit_name(matter: Matter, key: str, language: str) -> str:
    if not key:
        return matter.say(N_("Commune not known"))
    return one_line(matter.project.unit_label(UnitId(key), language))


def fill_heading(frame: Frame) -> tuple[Item, ...]:
    """Set what the page is about, in both languages, as large as the area holds."""
    if frame.subject is None:
        return ()
    area, setter, matter = frame.area, frame.setter, frame.matter
    name, second = subject_name(matter, frame.subject), _second_name(matter, frame.subject)
    for size_px in range(24, _LEAST_PX - 1, -1):
        items: list[Item] = []
        style = TextStyle(size_px, HEADING.weight)
        below = TextStyle(max(_LEAST_PX, round(size_px * 0.62)), SUBTITLE.weight, italic=True)
        lines = setter.lines(name, style, area.width - 4)
        bottom = setter.block(
            items, (area.left + 4, area.top), lines, style, frame.color("ink"), tag=HEADING_TAG
        )
        if second:
            lines = setter.lines(second, below, area.width - 4)
            bottom = setter.block(items, (area.left + 4, bottom), lines, below, frame.color("muted"))
        if bottom <= area.bottom + 1e-6:
            break
    else:
        frame.note(NoteKind.TEXT_OVERFLOW, N_("A heading does not fit its frame: {text}"), text=name[:60])
    color = day_color(frame.day - 1) if frame.day else ACCENT
    bar = Rectangle(area.left, area.top + 0.6, 1.8, bottom - area.top - 0.6, fill=color, radius_mm=0.6)
    return (bar, *items)


def contents_blocks(frame: Frame) -> tuple[Block, ...]:
    """Return a row for each subject with its page; places stand below the name of their commune."""
    blocks: list[Block] = []
    last = None
    for entry in frame.entries:
        group = _group(frame.matter, entry)
        if group and group != last:
            blocks.append(_group_block(frame, group))
        last = group
        blocks.append(_row_block(frame, entry, indent=4.0 if group else 0.0))
    return tuple(blocks)


def _group(matter: Matter, entry: Entry) -> str:
    """Return the heading that an entry stands under: communes, for a register ordered by them."""
    if entry.subject.kind is not SubjectKind.PLACE or matter.tour is not None:
        return ""
    place = matter.project.place(entry.subject.key)
    return matter.unit_names[place.unit_after or ""]


def _group_block(frame: Frame, said: str) -> Block:
    items: list[Movable] = []
    lines = frame.setter.lines(said, SUBHEADING, frame.area.width)
    bottom = frame.setter.block(items, (0.0, 1.0), lines, SUBHEADING, INK, tag=HEADING_TAG)
    return Block(tuple(items), bottom + 0.4, f"group-{said}", keeps_with_next=True)


def _row_block(frame: Frame, entry: Entry, indent: float) -> Block:
    setter, width = frame.setter, frame.area.width
    items: list[Movable] = []
    lines = setter.lines(subject_name(frame.matter, entry.subject), BODY, width - _NUMBER_MM - indent)
    bottom = setter.block(items, (indent, 0.3), lines, BODY, INK)
    y = 0.3 + (len(lines) - 1 + 0.76) * setter.line_mm(BODY)
    begin = indent + setter.width_mm(lines[-1], BODY) + 1.5
    number = str(entry.page)
    end = width - setter.width_mm(number, BODY) - 1.5
    if end - begin > 3:
        items.append(Rule(begin, y - 0.4, end, y - 0.4, LINE, 0.2, (1.0, 4.0)))
    items.append(Text(width, y, number, BODY, MUTED, 1.0))
    return Block(tuple(items), bottom + 0.5, f"{entry.subject.kind}-{entry.subject.key}")


def fill_overview(frame: Frame) -> tuple[Item, ...]:
    """Return a map of everything the atlas shows, with the numbers of the pages."""
    tags = _tags(frame)
    made = overview_map(frame)
    at = spread(
        np.array([made.viewport.point_px(lon, lat) for _, lon, lat in tags]), _TAG_MM * 1.6 / PRINT_PIXEL_MM
    )
    rules: list[Item] = []
    boxes: list[Item] = []
    covered: list[Covered] = []
    for (said, lon, lat), (x_px, y_px) in zip(tags, at.tolist(), strict=True):
        true_x, true_y = made.viewport.point_px(lon, lat)
        width = frame.setter.width_mm(said, TINY) + 1.8
        # Above the point: a stop of the tour keeps its own number.
        x, y = _kept_inside(made, x_px * PRINT_PIXEL_MM, y_px * PRINT_PIXEL_MM - _ABOVE_MM, width)
        covered.append(Covered(x - width / 2, y - _TAG_MM / 2, width, _TAG_MM))
        true = (made.left + true_x * PRINT_PIXEL_MM, made.top + true_y * PRINT_PIXEL_MM)
        if np.hypot(true[0] - made.left - x, true[1] - made.top - y) > 1.2 * _ABOVE_MM:
            rules.append(Rule(*true, made.left + x, made.top + y, INK, 0.2, (), WHITE, 0.6))
        boxes += _tag(frame, said, made.left + x, made.top + y, width)
    return (replace(made, covered=tuple(covered)), *rules, *boxes)


def overview_map(frame: Frame) -> MapFrame:
    """Return the map of everything, without the numbers."""
    days = frame.matter.days
    points = [place_bounds(place) for place in frame.matter.places]
    bounds = [days_bounds(days)] if days else []
    made = bounds_map([*bounds, *points], frame.area, enlarge=frame.matter.enlarge)
    return replace(made, has_furniture=frame.is_on("furniture", default=True))


def _kept_inside(made: MapFrame, x: float, y: float, width: float) -> tuple[float, float]:
    x = min(max(x, width / 2 + 0.5), made.width - width / 2 - 0.5)
    return x, min(max(y, _TAG_MM / 2 + 0.5), made.height - _TAG_MM / 2 - 0.5)


def _tag(frame: Frame, said: str, x: float, y: float, width: float) -> tuple[Item, Item]:
    box = Rectangle(x - width / 2, y - _TAG_MM / 2, width, _TAG_MM, WHITE, ACCENT, 0.3, 0.8)
    middle = y + 0.28 * frame.setter.line_mm(TINY)
    return box, Text(x, middle, said, TINY, INK, 0.5)


def _tags(frame: Frame) -> list[tuple[str, float, float]]:
    """Return the numbers of the pages with where they lie; many places share the tag of their commune."""
    found = [(entry.page, *_where(frame.matter, entry.subject)) for entry in frame.entries]
    if len(found) <= _MOST_TAGS:
        return [(str(page), lon, lat) for page, lon, lat in found]
    grouped = groupby(frame.entries, key=lambda entry: _unit_key(frame.matter, entry.subject))
    return [_range(frame.matter, list(group)) for _, group in grouped]


def _unit_key(matter: Matter, subject: Subject) -> str:
    if subject.kind is SubjectKind.PLACE:
        return matter.project.place(subject.key).unit_after or ""
    return f"{subject.kind}-{subject.key}"


def _range(matter: Matter, entries: Sequence[Entry]) -> tuple[str, float, float]:
    first, last = entries[0].page, entries[-1].page
    where = np.mean([_where(matter, entry.subject) for entry in entries], axis=0)
    return (f"{first}–{last}" if last > first else str(first)), float(where[0]), float(where[1])


def _where(matter: Matter, subject: Subject) -> tuple[float, float]:
    """Return the point that stands for a subject, WGS84 degrees."""
    if subject.kind is SubjectKind.PLACE:
        place = matter.project.place(subject.key)
        return place.lon, place.lat
    if subject.kind is SubjectKind.DAY:
        west, south, east, north = days_bounds([matter.days[int(subject.key) - 1]])
        return (west + east) / 2, (south + north) / 2
    unit = matter.project.units.get(UnitId(subject.key))
    if unit is not None and unit.geometry is not None:
        inside = shapely.point_on_surface(unit.geometry)
        return inside.x, inside.y
    places = [one for one in matter.places if (one.unit_after or "") == subject.key]
    return sum(one.lon for one in places) / len(places), sum(one.lat for one in places) / len(places)


def unit_place_blocks(frame: Frame) -> tuple[Block, ...]:
    """Return a row for each place of the commune: name, kind, rank, and its page where it has one."""
    return tuple(_unit_place(frame, number) for number in range(len(frame.unit_places)))


def _unit_place(frame: Frame, number: int) -> Block:
    setter, matter, width = frame.setter, frame.matter, frame.area.width
    place = frame.unit_places[number]
    items: list[Movable] = []
    name = one_line(place.name(matter.language)) + (" ≈" if place.is_approximate else "")
    lines = setter.lines(name, BODY, width - _NUMBER_MM)
    bottom = setter.block(items, (0.0, 0.2), lines, BODY, INK)
    page = next((one.page for one in frame.entries if one.subject == Subject(SubjectKind.PLACE, place.id)), 0)
    if page:
        items.append(Text(width, 0.2 + 0.76 * setter.line_mm(BODY), str(page), BODY, MUTED, 1.0))
    lines = setter.lines(kind_line(place, matter.language), SMALL, width - _NUMBER_MM)
    bottom = setter.block(items, (0.0, bottom), lines, SMALL, MUTED)
    return Block(tuple(items), bottom + 1.4, f"place-{place.id}")
