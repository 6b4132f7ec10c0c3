"""Credits of the data and page numbers: on every page that shows a map, names or times."""

from data.language.catalogue import N_
from layers.page import Item, Text
from layers.publication.frames.base import Frame
from layers.publication.matter import TINY, one_line
from layers.publication.notes import NoteKind
from layers.style import TextStyle

_LEAST_PX = 9


def fill_credits(frame: Frame) -> tuple[Item, ...]:
    """Set the credits, and what '≈' means where a place is approximate; shrunk until the area holds them."""
    matter, setter, area = frame.matter, frame.setter, frame.area
    said = [one_line(text) for text in matter.credits]
    if any(row.is_approximate for row in matter.rows):
        said.insert(0, matter.say(N_("≈ Approximate position: ask locally for the exact way.")))
    text = "\u00a0· ".join(said)
    for size_px in range(TINY.size_px, _LEAST_PX - 1, -1):
        style = TextStyle(size_px, TINY.weight)
        lines = setter.lines(text, style, area.width)
        if len(lines) * setter.line_mm(style) <= area.height:
            break
    else:
        frame.note(NoteKind.TEXT_OVERFLOW, N_("The credits do not fit; they must not be left out."))
    items: list[Item] = []
    setter.block(items, (area.left, area.top), lines, style, frame.color("muted"))
    return tuple(items)


def fill_page_number(frame: Frame) -> tuple[Item, ...]:
    """Set 'Trang 3' flush right."""
    said = frame.matter.say(N_("Page {number}"), number=frame.page)
    y = frame.area.top + 0.76 * frame.setter.line_mm(TINY)
    return (Text(frame.area.right, y, said, TINY, frame.color("muted"), 1.0),)
