"""What only the painter knows: letters that the font lacks, and names that found no room on a map."""

import unicodedata
from collections.abc import Sequence
from functools import lru_cache

from PySide6.QtGui import QTextLayout

from data.language.catalogue import N_
from gis_app.render.fonts import font_of
from layers.page import Page, Text
from layers.publication.notes import Note, NoteKind
from layers.style import FONT_FAMILY, TextStyle

_STYLE = TextStyle(14)
_UNSEEN = frozenset({"Cc", "Cf"})


def glyph_notes(pages: Sequence[Page]) -> tuple[Note, ...]:
    """Return a note for each character that another font lends, or that no font of this computer has."""
    first: dict[str, int] = {}
    for number, page in enumerate(pages, start=1):
        for item in page.items:
            if isinstance(item, Text):
                for character in item.text:
                    first.setdefault(character, number)
    notes = []
    for character, number in first.items():
        lender = _lender(character)
        if lender is None:
            message = N_("No font has the character {character} ({code}); it is printed as a box.")
            notes.append(Note(NoteKind.MISSING_GLYPH, number, message, _facts(character)))
        elif lender != FONT_FAMILY:
            message = N_("The character {character} ({code}) is printed in the font {font}.")
            facts = {**_facts(character), "font": lender}
            notes.append(Note(NoteKind.FALLBACK_FONT, number, message, facts))
    return tuple(notes)


def _facts(character: str) -> dict[str, str]:
    return {"character": character, "code": f"U+{ord(character):04X}"}


@lru_cache(maxsize=4096)
def _lender(character: str) -> str | None:
    """Return the family that draws a character, ``None`` if none can."""
    if character.isspace() or unicodedata.category(character) in _UNSEEN:
        return FONT_FAMILY
    layout = QTextLayout(character, font_of(_STYLE))
    layout.beginLayout()
    layout.createLine()
    layout.endLayout()
    runs = layout.glyphRuns()
    if not runs or any(index == 0 for run in runs for index in run.glyphIndexes()):
        return None
    return str(runs[0].rawFont().familyName())


def label_notes(unplaced: Sequence[tuple[str, str]]) -> tuple[Note, ...]:
    """Return a note for each name that found no room, with the scale of its map."""
    message = N_("The name of {name} found no room on the map 1:{scale}; its number is there.")
    return tuple(
        Note(NoteKind.UNPLACED_LABEL, 0, message, {"name": name, "scale": scale})
        for name, scale in dict.fromkeys(unplaced)
    )
