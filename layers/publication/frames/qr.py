"""A QR code: the starting point as a geo URI, or a text of the template's own."""

from data.errors import BadInputError
from data.language import formats
from data.language.catalogue import N_
from data.writers.links import geo_uri
from data.writers.qr_code import LEAST_MODULE_MM, LEAST_SIDE_MM, QUIET_MODULES, qr_rows
from layers.page import Item, QrItem, Rectangle, Text
from layers.publication.frames.base import Frame
from layers.publication.matter import TINY
from layers.publication.notes import NoteKind
from layers.style import WHITE

_CAPTION_MM = 3.4


def fill_qr(frame: Frame) -> tuple[Item, ...]:
    """Return the code on white, as large as the area, with its caption below."""
    area, matter = frame.area, frame.matter
    has_caption = frame.is_on("caption", default=True)
    side = min(area.width, area.height - (_CAPTION_MM if has_caption else 0.0))
    start = matter.start
    content = str(frame.options.get("content") or (geo_uri(start.lon, start.lat) if start else ""))
    if not content or not _can_be_read(frame, content, side):
        return ()
    left = area.left + (area.width - side) / 2
    items: list[Item] = [
        Rectangle(left, area.top, side, side, fill=WHITE, radius_mm=1.0),
        QrItem(left, area.top, side, content),
    ]
    if has_caption:
        said = matter.say(N_("Scan: starting point"))
        lines, style = frame.setter.shrunk(said, TINY, area.width, most_lines=1, least_px=9)
        x = area.left + area.width / 2
        items.append(Text(x, area.top + side + 2.6, lines[0], style, frame.color("ink"), 0.5))
    return tuple(items)


def _can_be_read(frame: Frame, content: str, side_mm: float) -> bool:
    """Return whether a code holds the text; say so where it does not, or phones hardly read it."""
    try:
        count = len(qr_rows(content))
    except BadInputError as error:
        frame.note(NoteKind.TEXT_OVERFLOW, error.message, letters=len(content))
        return False
    module_mm = side_mm * frame.matter.enlarge / (count + 2 * QUIET_MODULES)
    if module_mm < LEAST_MODULE_MM or module_mm * count < LEAST_SIDE_MM:
        language = frame.matter.language
        frame.note(
            NoteKind.QR_SMALL,
            N_(
                "The QR code is {side} mm wide with dots of {dot} mm; phones need {least_side} and {least} "
                "mm. Make its frame larger or its text shorter."
            ),
            side=formats.number(module_mm * count, language, 1),
            dot=formats.number(module_mm, language, 2),
            least_side=formats.number(LEAST_SIDE_MM, language),
            least=formats.number(LEAST_MODULE_MM, language, 2),
        )
    return True
