"""The files of a tour in one folder: what the planner hands out.

The set is written aside and moved into the folder together: a failure leaves the files of the last run, and
files that are not ours are never touched. Import this module when it is needed: folium and openpyxl take a
second to load.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import Final

from data.errors import BadInputError
from data.language.catalogue import N_
from data.model.project import Project
from data.model.tour import Tour
from data.progress import Progress, silent
from data.readers.photos import PhotoFiles, read_photos
from data.writers import (
    field_gpkg,
    geojson,
    gpx,
    ics,
    itinerary_csv,
    itinerary_xlsx,
    kml,
    programme_docx,
    qr_sheet,
)
from data.writers.atomic import replace_together, writing_aside
from data.writers.programme_docx import Letterhead
from gis_app.printing.content import Content
from gis_app.printing.pdf import ensure_application
from gis_app.printing.publication import write_brochure
from gis_app.printing.publishing import PrintOptions, publish
from gis_app.render.sources import build_basemap
from gis_app.render.stop_icons import stop_icons
from layers.basemap import Basemap
from layers.publication.notes import Note
from layers.publication.template import Template
from layers.style import DAY_COLORS
from layers.web_map.page import render_web_map
from routes.network.starter import starter_network
from routes.network.store import RoadNetwork


@dataclass(frozen=True)
class Edition:
    """A tour as it is handed out: in one language, over one road network.

    Parameters
    ----------
    network
        Roads drawn in the background of map and brochure; those of the starter data when ``None``.
    language
        Language of the texts; the web page can be switched.
    photo_folder
        Folder of the project file, where its photos lie; without it photos are left out.
    letterhead
        Who issues the programme.
    web_link
        Address where the web page will lie, for the QR codes; '' for none.
    """

    project: Project
    tour: Tour
    language: str = "vi"
    network: RoadNetwork | None = None
    photo_folder: Path | None = None
    letterhead: Letterhead = field(default_factory=Letterhead)
    web_link: str = ""

    @cached_property
    def basemap(self) -> Basemap:
        """Background of map and brochure."""
        network = self.network if self.network is not None else starter_network()
        return build_basemap(self.project, network, folder=self.photo_folder)

    @cached_property
    def photos(self) -> PhotoFiles:
        """Photos of the places that the tour visits."""
        stops = (self.project.place(key) for key in self.tour.visited)
        return read_photos(stops, self.photo_folder)

    @property
    def colors(self) -> list[str]:
        """Colours of the days, ``#RRGGBB``."""
        return [color.hex for color in DAY_COLORS]


Writer = Callable[[Edition, Path], tuple[Note, ...] | None]
"""Writes one file; what is printed tells what is not as it should be."""


def _geojson(edition: Edition, path: Path) -> None:
    geojson.write(edition.project, edition.tour, path, edition.language, day_colors=edition.colors)


def _gpx(edition: Edition, path: Path) -> None:
    gpx.write(edition.project, edition.tour, path, edition.language)


def _csv(edition: Edition, path: Path) -> None:
    itinerary_csv.write(edition.project, edition.tour, path, edition.language)


def _xlsx(edition: Edition, path: Path) -> None:
    itinerary_xlsx.write(edition.project, edition.tour, path, edition.language, day_colors=edition.colors)


def _html(edition: Edition, path: Path) -> None:
    page = render_web_map(
        edition.project,
        edition.tour,
        edition.language,
        basemap=edition.basemap,
        photos=edition.photos.found,
    )
    path.write_bytes(page.encode())


def _pdf(edition: Edition, path: Path) -> tuple[Note, ...]:
    return write_brochure(_content(edition), path)


def _content(edition: Edition) -> Content:
    return Content(
        edition.project,
        edition.tour,
        edition.basemap,
        edition.language,
        edition.photo_folder,
        network=edition.network if edition.network is not None else starter_network(),
    )


def _kml(edition: Edition, path: Path) -> None:
    kml.write(edition.project, edition.tour, path, edition.language, day_colors=edition.colors)


def _kmz(edition: Edition, path: Path) -> None:
    ensure_application()
    kml.write_kmz(
        edition.project,
        edition.tour,
        path,
        edition.language,
        day_colors=edition.colors,
        icons=stop_icons(edition.tour),
        photos=edition.photos.found,
    )


def _gpkg(edition: Edition, path: Path) -> None:
    field_gpkg.write(edition.project, edition.tour, path, edition.language, day_colors=edition.colors)


def _qr(edition: Edition, path: Path) -> None:
    qr_sheet.write(edition.project, edition.tour, path, edition.language, page=edition.web_link)


def _ics(edition: Edition, path: Path) -> None:
    ics.write(edition.project, edition.tour, path, edition.language)


def _docx(edition: Edition, path: Path) -> None:
    programme_docx.write(edition.project, edition.tour, path, edition.language, letterhead=edition.letterhead)


OUTPUT_NAMES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "geojson": "tour.geojson",
        "gpx": "tour.gpx",
        "csv": "itinerary.csv",
        "xlsx": "itinerary.xlsx",
        "html": "map.html",
        "pdf": "brochure.pdf",
        "kml": "tour.kml",
        "kmz": "tour.kmz",
        "gpkg": "tour.gpkg",
        "ics": "calendar.ics",
        "qr": "qr-codes.svg",
        "docx": "programme.docx",
    }
)
"""File name of each format, in the order in which they are written."""

_WRITERS: Final[Mapping[str, Writer]] = MappingProxyType(
    {
        "geojson": _geojson,
        "gpx": _gpx,
        "csv": _csv,
        "xlsx": _xlsx,
        "html": _html,
        "pdf": _pdf,
        "kml": _kml,
        "kmz": _kmz,
        "gpkg": _gpkg,
        "ics": _ics,
        "qr": _qr,
        "docx": _docx,
    }
)

USUAL_FORMATS: Final = ("geojson", "gpx", "csv", "xlsx", "html", "pdf", "kmz", "ics", "docx")
"""What is written when nobody chooses. KML says nothing that KMZ does not; GeoPackages are for field work."""


def _unheard(note: Note) -> None:
    """Hear no note."""


def write_outputs(
    edition: Edition,
    folder: Path,
    *,
    formats: Sequence[str] = USUAL_FORMATS,
    progress: Progress = silent,
    note: Callable[[Note], object] = _unheard,
) -> list[Path]:
    """Write the chosen files of a tour into ``folder``, which is made if needed.

    Parameters
    ----------
    formats
        Keys of ``OUTPUT_NAMES``.
    progress
        Told after every file; may raise ``CancelledError``, and then nothing changes.
    note
        Told what preflight found in what is printed.

    Returns
    -------
    list of Path
        The files, in the order of ``OUTPUT_NAMES``.

    Raises
    ------
    BadInputError
        If a format is unknown.
    StorageError
        If the folder cannot be written; the old files are all still there.
    """
    _require_known(formats)
    chosen = [key for key in OUTPUT_NAMES if key in formats]
    with writing_aside(folder) as aside:
        drafts = []
        for done, key in enumerate(chosen, start=1):
            draft = aside / OUTPUT_NAMES[key]
            for found in _WRITERS[key](edition, draft) or ():
                note(found)
            drafts.append(draft)
            progress(done / len(chosen), N_("Writing the outputs"))
        return replace_together(drafts, folder)


def write_publications(
    edition: Edition,
    templates: Sequence[Template],
    folder: Path,
    options: PrintOptions,
) -> tuple[list[Path], tuple[Note, ...]]:
    """Write a publication from each template into ``folder``; see ``gis_app.printing.publishing.publish``."""
    return publish(templates, _content(edition), folder, options)


def _require_known(formats: Sequence[str]) -> None:
    unknown = [key for key in formats if key not in OUTPUT_NAMES]
    if unknown or not formats:
        raise BadInputError(
            N_("There is no output format '{format}'."),
            where="formats",
            remedy=N_("Choose from: {formats}."),
            format=", ".join(unknown),
            formats=", ".join(OUTPUT_NAMES),
        )
