"""How one print of a template looks: paper, scale of its maps, and what is left out."""

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from data.errors import BadInputError
from layers.publication.template import FrameTemplate, PageTemplate, Template, on_paper

SCALES: Final = (
    5_000, 10_000, 15_000, 25_000, 50_000, 75_000, 100_000, 150_000, 200_000, 250_000, 300_000, 500_000,
)  # fmt: skip
"""Denominators of maps that officers know from their wall, finest first."""


class Part(StrEnum):
    """What a print may leave out; stable names for settings and the command line."""

    STOP_NUMBERS = "stop-numbers"
    STOP_NAMES = "stop-names"
    OTHER_PLACES = "other-places"
    UNIT_NAMES = "ward-names"
    ROAD_NAMES = "road-names"
    GRID = "grid"
    INSET = "inset"
    LEGEND = "legend"
    PHOTOS = "photos"
    QR = "qr"


ON_MAPS: Final = frozenset(
    {Part.STOP_NUMBERS, Part.STOP_NAMES, Part.OTHER_PLACES, Part.UNIT_NAMES, Part.ROAD_NAMES}
)
"""Parts that the painter of a map leaves out; the others are frames of the template or their options."""

_KINDS: Final = {Part.LEGEND: "legend", Part.PHOTOS: "photo", Part.QR: "qr"}
_OPTIONS: Final = {Part.GRID: "grid", Part.INSET: "inset"}
_ON_ITSELF: Final = frozenset({"inset"})
_MAP: Final = "map"


@dataclass(frozen=True, slots=True)
class Appearance:
    """How a template is printed this time.

    Parameters
    ----------
    paper
        ISO size of the trimmed page, "A3"; empty for the template's own.
    scale
        N of the scale 1:N of the maps of a whole tour or day; 0 lets each map choose.
    hidden
        What is left out.
    """

    paper: str = ""
    scale: int = 0
    hidden: frozenset[Part] = frozenset()

    def applied(self, template: Template) -> Template:
        """Return the template with paper, scale and parts of this print.

        Raises
        ------
        BadInputError
            If the template does not go on the paper.
        """
        fitted = on_paper(template, self.paper) if self.paper else template
        return replace(fitted, pages=tuple(self._page(page) for page in fitted.pages))

    def _page(self, page: PageTemplate) -> PageTemplate:
        left_out = {kind for part, kind in _KINDS.items() if part in self.hidden}
        kept = (frame for frame in page.frames if frame.kind not in left_out)
        return replace(page, frames=tuple(self._frame(frame) for frame in kept))

    def _frame(self, frame: FrameTemplate) -> FrameTemplate:
        if frame.kind != _MAP:
            return frame
        options = dict(frame.options)
        options |= {name: False for part, name in _OPTIONS.items() if part in self.hidden}
        if self.scale:
            options["denominator"] = self.scale
        return replace(frame, options=options)


def parts_of(template: Template) -> frozenset[Part]:
    """Return what a template has that can be left out."""
    frames = [frame for page in template.pages for frame in page.frames]
    maps = [frame for frame in frames if frame.kind in {_MAP, "overview"}]
    found = {part for part, kind in _KINDS.items() if any(frame.kind == kind for frame in frames)}
    for part, option in _OPTIONS.items():
        if any(frame.options.get(option, option in _ON_ITSELF) for frame in maps):
            found.add(part)
    return frozenset(found | ON_MAPS if maps else found)


def has_tour_map(template: Template) -> bool:
    """Return whether the scale of some map can be chosen: those of atlas pages follow their subject."""
    return any(
        frame.kind == _MAP for page in template.pages if page.repeat_for is None for frame in page.frames
    )


def fits_on(template: Template, paper: str) -> bool:
    """Return whether a template can be enlarged or reduced to an ISO paper."""
    try:
        on_paper(template, paper)
    except BadInputError:
        return False
    return True
