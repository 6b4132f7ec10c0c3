"""Plain frames: a band of colour and a text of the template's own."""

from data.language.catalogue import N_
from layers.page import Item, Rectangle, Text
from layers.publication.frames.base import Frame
from layers.publication.matter import one_line
from layers.publication.notes import NoteKind
from layers.style import TextStyle

_ALIGN = {"left": 0.0, "centre": 0.5, "right": 1.0}
_LEAST_PX = 9


def fill_band(frame: Frame) -> tuple[Item, ...]:
    """Fill the area with a colour."""
    area = frame.area
    return (Rectangle(area.left, area.top, area.width, area.height, fill=frame.color("accent")),)


def fill_text(frame: Frame) -> tuple[Item, ...]:
    """Set the template's text in the publication's language; Vietnamese where there is no other."""
    area, setter = frame.area, frame.setter
    text = one_line(str(frame.options.get(frame.matter.language) or frame.options.get("vi", "")))
    wished = TextStyle(round(frame.number("size", 14)), 500)
    lines, style = (setter.lines(text, wished, area.width), wished)
    while len(lines) * setter.line_mm(style) > area.height and style.size_px > _LEAST_PX:
        style = TextStyle(style.size_px - 1, style.weight)
        lines = setter.lines(text, style, area.width)
    if len(lines) * setter.line_mm(style) > area.height + 1e-6:
        frame.note(NoteKind.TEXT_OVERFLOW, N_("A text does not fit its frame: {text}"), text=text[:60])
    align = _ALIGN.get(str(frame.options.get("align", "left")), 0.0)
    x = area.left + align * area.width
    height = setter.line_mm(style)
    return tuple(
        Text(x, area.top + (number + 0.76) * height, line, style, frame.color("ink"), align)
        for number, line in enumerate(lines)
    )
