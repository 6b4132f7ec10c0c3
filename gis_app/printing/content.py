"""What the maps and photos of a publication show."""

from dataclasses import dataclass
from pathlib import Path

from data.language.catalogue import N_, translate
from data.model.project import Project
from data.model.tour import Tour
from layers.basemap import Basemap


@dataclass(frozen=True, slots=True)
class Content:
    """What maps and photos of the pages show; without a tour the maps show places alone."""

    project: Project
    tour: Tour | None
    basemap: Basemap
    language: str
    photo_folder: Path | None = None

    @property
    def title(self) -> str:
        """Title of the whole."""
        if self.tour is not None:
            return self.tour.title(self.language)
        return self.project.title or translate(self.language, N_("Atlas of cultural places"))
