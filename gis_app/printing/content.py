"""What the maps and photos of a publication show."""

from dataclasses import dataclass, field
from pathlib import Path

from data.language.catalogue import N_, translate
from data.model.project import Project
from data.model.tour import Tour
from layers.basemap import Basemap
from layers.publication.appearance import Part
from layers.publication.frames.photo import LEAST_DPI as PHOTO_DPI
from routes.network.store import RoadNetwork


@dataclass(frozen=True, slots=True)
class Content:
    """What maps and photos of the pages show; without a tour the maps show places alone.

    Parameters
    ----------
    hidden
        What the maps leave out.
    photo_dpi
        Finest resolution of photos in print.
    network
        Roads on which tours side by side are checked; without them nobody counts the rules they break.
    unplaced
        Where painting a map leaves the names of stops that found no room, with N of its scale 1:N in words.
    """

    project: Project
    tour: Tour | None
    basemap: Basemap
    language: str
    photo_folder: Path | None = None
    hidden: frozenset[Part] = frozenset()
    photo_dpi: float = PHOTO_DPI
    network: RoadNetwork | None = field(default=None, compare=False)
    unplaced: list[tuple[str, str]] = field(default_factory=list, compare=False)

    @property
    def title(self) -> str:
        """Title of the whole."""
        if self.tour is not None:
            return self.tour.title(self.language)
        return self.project.title or translate(self.language, N_("Atlas of cultural places"))
