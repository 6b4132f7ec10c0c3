"""Title of the tour in both languages, with its facts."""

from typing import Final

from data.language.catalogue import N_
from layers.page import Item
from layers.publication.frames.base import Frame
from layers.publication.matter import FACTS, STRONG, SUBTITLE, TITLE
from layers.publication.notes import NoteKind
from layers.style import TextStyle
from layers.tags import PARAGRAPH, TITLE_TAG

_LEAST_TITLE_PX: Final = 14
_LEAST_PX: Final = 9
_GAP_MM: Final = 1.2


def fill_title(frame: Frame) -> tuple[Item, ...]:
    """Set title, second title and facts as large as the area lets them be."""
    largest = round(frame.number("largest", TITLE.size_px))
    for size_px in range(largest, _LEAST_TITLE_PX - 1, -1):
        items, bottom = _set(frame, size_px)
        if bottom <= frame.area.bottom + 1e-6:
            return items
    frame.note(NoteKind.TEXT_OVERFLOW, N_("The title does not fit its frame; shorten it."))
    return items


def fill_tour_title(frame: Frame) -> tuple[Item, ...]:
    """Set the title alone on one line, as the head of further pages has it; shrunk until it fits."""
    area, matter = frame.area, frame.matter
    title = matter.title(matter.language)
    lines, style = frame.setter.shrunk(title, STRONG, area.width, most_lines=1, least_px=_LEAST_PX)
    if len(lines) > 1:
        frame.note(NoteKind.TEXT_OVERFLOW, N_("The title does not fit its frame; shorten it."))
    items: list[Item] = []
    frame.setter.block(items, (area.left, area.top), (lines[0],), style, frame.color("ink"))
    return tuple(items)


def _set(frame: Frame, size_px: int) -> tuple[tuple[Item, ...], float]:
    """Return the three texts with the title at ``size_px``, and where they end."""
    area, setter, matter = frame.area, frame.setter, frame.matter
    share = size_px / TITLE.size_px
    texts = (
        (matter.title(matter.language), TextStyle(size_px, TITLE.weight)),
        (matter.second_title(), _scaled(SUBTITLE, share)),
        (matter.tour_facts(), _scaled(FACTS, share)),
    )
    items: list[Item] = []
    bottom = area.top
    for text, style in texts:
        if text:
            lines = setter.lines(text, style, area.width)
            gap = _GAP_MM if items else 0.0
            tag = PARAGRAPH if items else TITLE_TAG
            bottom = setter.block(items, (area.left, bottom + gap), lines, style, frame.color("ink"), tag=tag)
    return tuple(items), bottom


def _scaled(style: TextStyle, share: float) -> TextStyle:
    return TextStyle(max(_LEAST_PX, round(style.size_px * min(share, 1.6))), style.weight, style.italic)
