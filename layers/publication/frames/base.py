"""What a filler is given."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from layers.page import TextSetter
from layers.publication.grid import MapGrid
from layers.publication.matter import INK, MUTED, Matter
from layers.publication.notes import Note, NoteKind
from layers.publication.template import Area, OptionValue
from layers.style import ACCENT, WHITE, Color

_COLORS = {"white": WHITE, "ink": INK, "muted": MUTED, "accent": ACCENT}


@dataclass(frozen=True, slots=True)
class Frame:
    """One frame to fill.

    Parameters
    ----------
    area
        Where, millimetres.
    options
        As the template says them.
    page
        Number of the page, from 1.
    grid
        Index grid of the publication's map, when there is one.
    notes
        Where the filler reports what did not fit.
    """

    matter: Matter
    setter: TextSetter
    area: Area
    options: Mapping[str, OptionValue]
    page: int
    grid: MapGrid | None = None
    notes: list[Note] = field(default_factory=list)

    def color(self, default: str) -> Color:
        """Return the colour the option ``color`` names: white, ink, muted or accent."""
        return _COLORS.get(str(self.options.get("color", default)), _COLORS[default])

    def number(self, option: str, default: float) -> float:
        """Return a numeric option."""
        value = self.options.get(option, default)
        return float(value) if isinstance(value, (int, float)) else default

    def is_on(self, option: str, *, default: bool) -> bool:
        """Return a switch."""
        return bool(self.options.get(option, default))

    def note(self, kind: NoteKind, message: str, **facts: str | float) -> None:
        """Report something that does not look as it should."""
        self.notes.append(Note(kind, self.page, message, facts))
