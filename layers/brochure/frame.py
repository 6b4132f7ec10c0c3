"""What the pages of the A4 brochure share: margins and footers."""

from typing import Final

from data.language.catalogue import N_
from layers.page import A4_MM, Item, Rule, Text, TextSetter
from layers.publication.matter import LINE, MUTED, TINY, Matter, one_line

MARGIN_MM: Final = 11.0
FOOTER_MM: Final = 13.0
CONTENT_MM: Final = A4_MM[0] - 2 * MARGIN_MM
BOTTOM_MM: Final = A4_MM[1] - FOOTER_MM


def add_footer(
    items: list[Item], matter: Matter, setter: TextSetter, page: int, *, says_approximate: bool
) -> None:
    """Add rule, credits, the '≈' note where it is needed, and the page number."""
    top = BOTTOM_MM + 2.0
    items.append(Rule(MARGIN_MM, top, A4_MM[0] - MARGIN_MM, top, LINE, 0.2))
    number = matter.say(N_("Page {number}"), number=page)
    items.append(Text(A4_MM[0] - MARGIN_MM, top + 3.6, number, TINY, MUTED, 1.0))
    said = [one_line(text) for text in matter.credits]
    if says_approximate:
        note = matter.say(N_("≈ Approximate position: ask locally for the exact way."))
        said.insert(0, note)
    width = CONTENT_MM - setter.width_mm(number, TINY) - 6
    lines, style = setter.shrunk("\u00a0· ".join(said), TINY, width, most_lines=2, least_px=7)
    setter.block(items, (MARGIN_MM, top + 1.0), lines, style, MUTED)
