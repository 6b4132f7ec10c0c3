"""All files of a tour in one folder: what the planner hands out.

The set is written aside and moved into the folder together: a failure leaves the files of the last run, and
files that are not ours are never touched. Import this module when it is needed: folium and openpyxl take a
second to load.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Final

from data.language.catalogue import N_
from data.model.project import Project
from data.model.tour import Tour
from data.progress import Progress, silent
from data.writers import geojson, gpx, itinerary_csv, itinerary_xlsx
from data.writers.atomic import replace_together, writing_aside
from gis_app.printing.brochure import write_brochure
from gis_app.render.sources import build_basemap
from layers.basemap import Basemap
from layers.style import DAY_COLORS
from layers.web_map.page import render_web_map
from routes.network.starter import starter_network
from routes.network.store import RoadNetwork

Writer = Callable[[Path], None]

OUTPUT_NAMES: Final = (
    "tour.geojson",
    "tour.gpx",
    "itinerary.csv",
    "itinerary.xlsx",
    "map.html",
    "brochure.pdf",
)
"""Names of the files, in the order in which they are written."""


def write_outputs(
    project: Project,
    tour: Tour,
    folder: Path,
    *,
    network: RoadNetwork | None = None,
    language: str = "vi",
    progress: Progress = silent,
) -> list[Path]:
    """Write every output of ``tour`` into ``folder``, which is made if needed.

    Parameters
    ----------
    network
        Roads drawn in the background of map and brochure; those of the starter data when ``None``.
    language
        Language of the texts; the web page can be switched.
    progress
        Told after every file; may raise ``CancelledError``, and then nothing changes.

    Returns
    -------
    list of Path
        The files, in the order of ``OUTPUT_NAMES``.

    Raises
    ------
    StorageError
        If the folder cannot be written; the old files are all still there.
    """
    basemap = _basemap(project, network)
    colors = [color.hex for color in DAY_COLORS]
    writers: tuple[Writer, ...] = (
        lambda path: geojson.write(project, tour, path, language, day_colors=colors),
        lambda path: gpx.write(project, tour, path, language),
        lambda path: itinerary_csv.write(project, tour, path, language),
        lambda path: itinerary_xlsx.write(project, tour, path, language, day_colors=colors),
        lambda path: _write_web_map(project, tour, basemap, path, language),
        lambda path: write_brochure(project, tour, basemap, path, language),
    )
    with writing_aside(folder) as aside:
        drafts = []
        for done, (name, write) in enumerate(zip(OUTPUT_NAMES, writers, strict=True), start=1):
            write(aside / name)
            drafts.append(aside / name)
            progress(done / len(OUTPUT_NAMES), N_("Writing the outputs"))
        return replace_together(drafts, folder)


def _basemap(project: Project, network: RoadNetwork | None) -> Basemap:
    return build_basemap(project, network if network is not None else starter_network())


def _write_web_map(project: Project, tour: Tour, basemap: Basemap, path: Path, language: str) -> None:
    path.write_bytes(render_web_map(project, tour, language, basemap=basemap).encode())
