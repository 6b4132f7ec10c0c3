"""What a filler is given."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from data.model.place import Place
from layers.page import TextSetter
from layers.publication.grid import MapGrid
from layers.publication.matter import INK, MUTED, Matter
from layers.publication.notes import Note, NoteKind
from layers.publication.subjects import Entry, Subject, SubjectKind
from layers.publication.template import Area, FrameTemplate, OptionValue
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
    subject
        What the page of an atlas is about.
    entries
        Subjects of the atlas with their pages, in order.
    siblings
        The frames of the page, this one among them.
    notes
        Where the filler reports what did not fit.
    """

    matter: Matter
    setter: TextSetter
    area: Area
    options: Mapping[str, OptionValue]
    page: int
    grid: MapGrid | None = None
    subject: Subject | None = None
    entries: tuple[Entry, ...] = ()
    siblings: tuple[FrameTemplate, ...] = ()
    notes: list[Note] = field(default_factory=list)

    @property
    def place(self) -> Place | None:
        """Place the page is about."""
        is_place = self.subject is not None and self.subject.kind is SubjectKind.PLACE
        return self.matter.project.place(self.subject.key) if is_place and self.subject else None

    @property
    def unit_places(self) -> tuple[Place, ...]:
        """Places of the commune that the page is about."""
        if self.subject is None or self.subject.kind is not SubjectKind.UNIT:
            return ()
        return tuple(one for one in self.matter.places if (one.unit_after or "") == self.subject.key)

    @property
    def day(self) -> int:
        """Day the page is about, from 1; 0 for all."""
        is_day = self.subject is not None and self.subject.kind is SubjectKind.DAY
        return int(self.subject.key) if is_day and self.subject else 0

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

    def words(self, option: str) -> tuple[str, ...]:
        """Return a list of words; none where it is not given."""
        value = self.options.get(option, ())
        return tuple(map(str, value)) if isinstance(value, (list, tuple)) else ()

    def note(self, kind: NoteKind, message: str, **facts: str | float) -> None:
        """Report something that does not look as it should."""
        self.notes.append(Note(kind, self.page, message, facts))
