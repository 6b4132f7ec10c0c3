"""The window opens without the libraries that only some work needs: together a second and 130 MB."""

import subprocess
import sys
from pathlib import Path
from typing import Final

LATER: Final = frozenset(
    {
        "PIL",
        "docx",
        "folium",
        "geopandas",
        "gpxpy",
        "jinja2",
        "lxml",
        "networkx",
        "numba",
        "openpyxl",
        "ortools",
        "osmium",
        "osmnx",
        "pandas",
        "pikepdf",
        "pyogrio",
        "rasterio",
        "requests",
        "scipy",
        "segno",
        "tomlkit",
        "urllib3",
    }
)
"""Loaded by the function that needs them: reading and writing files, planning, printing, the internet."""

PROBE: Final = """
import sys
import gis_app.app
print(*sorted({name.partition(".")[0] for name in sys.modules}), sep=chr(10))
"""


def test_the_window_opens_without_the_libraries_of_single_jobs(repository: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", PROBE], cwd=repository, capture_output=True, text=True, check=True
    )
    loaded = set(done.stdout.split())
    assert "PySide6" in loaded
    assert loaded & LATER == set()
