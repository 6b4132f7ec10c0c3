"""What a template is: a paper, its folds, and pages of frames, in millimetres from the top left corner."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Final

from data.errors import BadInputError
from data.language.catalogue import N_
from layers.publication.subjects import SubjectKind

PAPERS_MM: Final[Mapping[str, tuple[float, float]]] = {
    "A0": (841.0, 1189.0),
    "A1": (594.0, 841.0),
    "A2": (420.0, 594.0),
    "A3": (297.0, 420.0),
    "A4": (210.0, 297.0),
    "A5": (148.0, 210.0),
    "A6": (105.0, 148.0),
}
"""Width and height upright (ISO 216)."""

_PROPORTION: Final = 0.02

OptionValue = str | float | bool | list[str]


class Imposition(StrEnum):
    """How pages lie on the printed sheets."""

    NONE = "none"
    BOOKLET = "booklet"


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle of the page, millimetres."""

    left: float
    top: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """Right edge."""
        return self.left + self.width

    @property
    def bottom(self) -> float:
        """Lower edge."""
        return self.top + self.height

    def inside(self, margin: float) -> "Area":
        """Return the area without a margin on every side."""
        return Area(self.left + margin, self.top + margin, self.width - 2 * margin, self.height - 2 * margin)


@dataclass(frozen=True, slots=True)
class FrameTemplate:
    """One frame: what it holds, where, and how."""

    kind: str
    area: Area
    options: Mapping[str, OptionValue] = field(default_factory=dict)

    @property
    def flow(self) -> str:
        """Name of the flow that a flowing frame belongs to: other tables do not go on in it."""
        if self.kind != "table":
            return self.kind
        columns = self.options.get("columns", [])
        said = (
            "table",
            str(self.options.get("content", "")),
            *(columns if isinstance(columns, list) else ()),
        )
        return " ".join(word for word in said if word)


@dataclass(frozen=True, slots=True)
class PageTemplate:
    """One page; a page that repeats is made again while its flowing frames have more to say.

    Parameters
    ----------
    frames
        Painted in order.
    repeats
        Whether the page is made as often as needed, from not at all.
    stacks
        Whether each flow moves up to where the one above it ends. A flow below another, with its heading, is
        set only where all of it goes on the page; the page repeats for the first alone.
    repeat_for
        Made once for every day, commune or place of an atlas; together with ``repeats`` as often as the
        flowing frames of each need.
    """

    frames: tuple[FrameTemplate, ...]
    repeats: bool = False
    stacks: bool = False
    repeat_for: SubjectKind | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Template:
    """A publication without its content.

    Parameters
    ----------
    key
        Name of its file, without the suffix.
    name_vi, name_en
        What to call it.
    width, height
        The page as it is laid out, millimetres after trimming.
    enlarge
        How much larger it is printed: a banner is laid out at a quarter of its size.
    bleed
        What is printed beyond the trim, millimetres, where colour runs to the edge.
    folds
        Distances of the folds from the left edge of odd pages; even pages have them from the right.
    imposition
        How pages lie on the sheets.
    bilingual
        Whether names are repeated in the other language.
    """

    key: str
    name_vi: str
    name_en: str
    width: float
    height: float
    pages: tuple[PageTemplate, ...]
    enlarge: float = 1.0
    bleed: float = 0.0
    folds: tuple[float, ...] = ()
    imposition: Imposition = Imposition.NONE
    bilingual: bool = True

    def name(self, language: str) -> str:
        """Return the name in ``language``."""
        return self.name_en if language == "en" else self.name_vi

    @property
    def subject_kinds(self) -> tuple[SubjectKind, ...]:
        """What pages are repeated for, in order; none unless the template is an atlas."""
        return tuple(dict.fromkeys(page.repeat_for for page in self.pages if page.repeat_for))

    def folds_on(self, page: int) -> tuple[float, ...]:
        """Return where page number ``page`` (from 0) is folded, from its left edge."""
        return self.folds if page % 2 == 0 else tuple(self.width - fold for fold in reversed(self.folds))


def on_paper(template: Template, paper: str) -> Template:
    """Return the template enlarged or reduced to another ISO paper, the way round it is.

    Raises
    ------
    BadInputError
        If the paper is unknown or of another proportion.
    """
    if paper.upper() not in PAPERS_MM:
        known = ", ".join(PAPERS_MM)
        raise BadInputError(
            N_("Unknown paper '{paper}'; known: {known}."), where="--paper", paper=paper, known=known
        )
    short, long = PAPERS_MM[paper.upper()]
    across = (long if template.width > template.height else short) / template.width
    down = (short if template.width > template.height else long) / template.height
    if abs(across / down - 1) > _PROPORTION:
        raise BadInputError(
            N_("The template '{template}' has other proportions than {paper}."),
            where="--paper",
            remedy=N_("Choose another template, or copy it and set its paper."),
            template=template.key,
            paper=paper.upper(),
        )
    return replace(template, enlarge=min(across, down))
