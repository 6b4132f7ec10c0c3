"""The brochure of a tour: A4, vector, in Vietnamese and English."""

from pathlib import Path

from PySide6.QtGui import QImage

from data.model.project import Project
from data.model.tour import Tour
from gis_app.printing.content import Content
from gis_app.printing.page_painter import page_image
from gis_app.printing.pdf import ensure_application, write_pdf
from gis_app.render.fonts import measure
from layers.basemap import Basemap
from layers.brochure.layout import lay_out
from layers.page import Page


def write_brochure(project: Project, tour: Tour, basemap: Basemap, path: Path, language: str = "vi") -> None:
    """Write the brochure of ``tour`` as a PDF.

    Parameters
    ----------
    basemap
        Ground of the map (``gis_app.render.sources.build_basemap``).
    path
        File to write; callers that need all-or-nothing write aside and move.
    language
        First language, 'vi' or 'en'.

    Raises
    ------
    StorageError
        If the file or a font cannot be used.
    UnknownIdError
        If a stop names a place that the project does not have.
    """
    ensure_application()
    write_pdf(
        brochure_pages(project, tour, basemap, language), Content(project, tour, basemap, language), path
    )


def brochure_pages(project: Project, tour: Tour, basemap: Basemap, language: str) -> tuple[Page, ...]:
    """Return the pages of the brochure; needs an application (for the font)."""
    ensure_application()
    return lay_out(project, tour, language, _credits(basemap, tour), measure)


def _credits(basemap: Basemap, tour: Tour) -> tuple[str, ...]:
    """Return every credit once; '… (ODbL)' says nothing beside '… (ODbL 1.0)'."""
    found = tuple(dict.fromkeys((*basemap.attribution, *tour.attribution)))
    return tuple(
        text
        for text in found
        if not any(other != text and other.startswith(text.removesuffix(")")) for other in found)
    )


def brochure_images(
    project: Project, tour: Tour, basemap: Basemap, language: str, dpi: float = 100.0
) -> tuple[QImage, ...]:
    """Return the pages as pictures, for the preview."""
    content = Content(project, tour, basemap, language)
    return tuple(page_image(page, content, dpi) for page in brochure_pages(project, tour, basemap, language))
