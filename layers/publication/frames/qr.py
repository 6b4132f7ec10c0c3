"""A QR code: the starting point as a geo URI, or a text of the template's own."""

from data.language.catalogue import N_
from data.writers.links import geo_uri
from layers.page import Item, QrItem, Rectangle, Text
from layers.publication.frames.base import Frame
from layers.publication.matter import TINY
from layers.style import WHITE

_CAPTION_MM = 3.4


def fill_qr(frame: Frame) -> tuple[Item, ...]:
    """Return the code on white, as large as the area, with its caption below."""
    area, matter = frame.area, frame.matter
    has_caption = frame.is_on("caption", default=True)
    side = min(area.width, area.height - (_CAPTION_MM if has_caption else 0.0))
    start = matter.start
    content = str(frame.options.get("content") or (geo_uri(start.lon, start.lat) if start else ""))
    if not content:
        return ()
    left = area.left + (area.width - side) / 2
    items: list[Item] = [
        Rectangle(left, area.top, side, side, fill=WHITE, radius_mm=1.0),
        QrItem(left, area.top, side, content),
    ]
    if has_caption:
        said = matter.say(N_("Scan: starting point"))
        lines, style = frame.setter.shrunk(said, TINY, area.width, most_lines=1, least_px=7)
        x = area.left + area.width / 2
        items.append(Text(x, area.top + side + 2.6, lines[0], style, frame.color("ink"), 0.5))
    return tuple(items)
