"""A GeoPackage for the road: the tour with styles and a QGIS project inside, ready for QGIS and QField.

The file holds the stops with room for what is found there, the ways, and an empty layer for findings between
them. It is made for the tour; the register stays in the project file. Do not rename it: the project inside
names the file its layers lie in, as QGIS does itself.
"""

import sqlite3
import tempfile
from collections.abc import Sequence
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import geopandas as gpd
import pandas as pd
from shapely import LineString, Point

from data.language.catalogue import N_, translate
from data.language.formats import time_of_day, weekday_date
from data.language.terms import term
from data.model.place import Category
from data.model.project import Project
from data.model.tour import Tour
from data.writers.atomic import write_atomically
from data.writers.itinerary import Row, bounds, degrees, notes, rows, title
from data.writers.qgis_project import Field, Layer, packed_project, project_xml, style_qml
from data.writers.tour_facts import leg_line

DEFAULT_COLOR: Final = "#4A433D"
FINDING_COLOR: Final = "#6B3FA0"
PROJECT: Final = "tour"
_WGS84: Final = 4326
_MARGIN_DEGREES: Final = 0.01

STATES: Final = {
    "right": N_("As described"),
    "moved": N_("Elsewhere"),
    "closed": N_("Closed"),
    "changed": N_("Changed"),
    "gone": N_("Gone"),
}
"""What somebody finds at a stop."""

_STYLES: Final = """CREATE TABLE layer_styles (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, f_table_catalog TEXT(256), f_table_schema TEXT(256),
    f_table_name TEXT(256), f_geometry_column TEXT(256), styleName TEXT(30), styleQML TEXT, styleSLD TEXT,
    useAsDefault BOOLEAN, description TEXT, owner TEXT(30), ui TEXT(30),
    update_time DATETIME DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')))"""
"""The table that QGIS makes for styles."""

_PROJECTS: Final = "CREATE TABLE qgis_projects (name TEXT PRIMARY KEY, metadata BLOB, content BLOB)"


def write(
    project: Project, tour: Tour, path: Path, language: str = "vi", *, day_colors: Sequence[str] = ()
) -> None:
    """Write the tour to ``path`` atomically.

    Parameters
    ----------
    language
        Language of notes, form and legend; names are given in both.
    day_colors
        Colours of the days as ``#RRGGBB``, repeated when there are more days; one dark colour when empty.

    Raises
    ------
    StorageError
        If the file cannot be written.
    """
    itinerary = rows(project, tour)
    tables = {
        "stops": (_stops(tour, itinerary, language), "Point"),
        "legs": (_legs(itinerary, language), "LineString"),
        "findings": (_findings(), "Point"),
    }
    with tempfile.TemporaryDirectory() as folder:
        draft = Path(folder) / "tour.gpkg"
        for name, (frame, kind) in tables.items():
            frame.to_file(draft, layer=name, driver="GPKG", engine="pyogrio", geometry_type=kind)
        layers = _layers(tour, language, day_colors)
        west, south, east, north = bounds(tour)
        margin = _MARGIN_DEGREES
        extent = (west - margin, south - margin, east + margin, north + margin)
        _add_project(draft, project_xml(title(tour, language), path.name, layers, extent), layers)
        write_atomically(path, draft.read_bytes())


def _frame(records: list[dict[str, object]], columns: dict[str, str]) -> gpd.GeoDataFrame:
    held = {name: pd.Series([one[name] for one in records], dtype=kind) for name, kind in columns.items()}
    return gpd.GeoDataFrame(held, geometry=[one["geometry"] for one in records], crs=_WGS84)


def _stops(tour: Tour, itinerary: Sequence[Row], language: str) -> gpd.GeoDataFrame:
    records: list[dict[str, object]] = [
        {
            "day": row.day,
            "order": row.order,
            "number": row.number,
            "kind": row.stop.kind.value,
            "name_vi": row.name("vi"),
            "name_en": row.name("en"),
            "place_id": row.stop.place_id,
            "date": row.date.isoformat(),
            "arrive": time_of_day(row.stop.arrive_s, language),
            "depart": time_of_day(row.stop.depart_s, language),
            "note": " ".join(notes(row, tour.request.mode, language)),
            "state": None,
            "remark": None,
            "photo": None,
            "geometry": Point(degrees(row.stop.lon), degrees(row.stop.lat)),
        }
        for row in itinerary
    ]
    columns = {**dict.fromkeys(records[0], "string"), "day": "int64", "order": "int64", "number": "Int64"}
    del columns["geometry"]
    return _frame(records, columns)


def _legs(itinerary: Sequence[Row], language: str) -> gpd.GeoDataFrame:
    records: list[dict[str, object]] = [
        {
            "day": row.day,
            "from": row.previous.name(language),
            "to": row.name(language),
            "mode": term(row.leg.mode, language),
            "distance_m": round(row.leg.distance_m, 1),
            "minutes": -(-row.leg.duration_s // 60),
            "roads": ", ".join(row.leg.roads),
            "geometry": LineString(leg_line(row.leg)[0]),
        }
        for row in itinerary
        if row.leg is not None and row.previous is not None and leg_line(row.leg)[0]
    ]
    columns = {"day": "int64", "from": "string", "to": "string", "mode": "string"}
    return _frame(records, {**columns, "distance_m": "float64", "minutes": "int64", "roads": "string"})


def _findings() -> gpd.GeoDataFrame:
    return _frame([], dict.fromkeys(("name_vi", "category", "remark", "photo", "found_at"), "string"))


def _layers(tour: Tour, language: str, day_colors: Sequence[str]) -> list[Layer]:
    def say(msgid: str, **facts: object) -> str:
        return translate(language, msgid, **facts)

    palette = list(day_colors) or [DEFAULT_COLOR]
    colors = {
        str(number): (
            palette[(number - 1) % len(palette)],
            say(N_("Day {day} – {date}"), day=number, date=weekday_date(day.date, language)),
        )
        for number, day in enumerate(tour.days, start=1)
    }
    name = '"name_en"' if language == "en" else '"name_vi"'
    remark = Field(name="remark", alias=say(N_("column|Note")), is_editable=True, is_text=True)
    photo = Field(name="photo", alias=say(N_("column|Photo")), is_editable=True, is_photo=True)
    states = {key: say(word) for key, word in STATES.items()}
    stop_fields = [
        *(Field(name=key, alias=key, is_hidden=True) for key in ("fid", "order", "kind", "place_id", "date")),
        *(Field(name=key, alias=say(word)) for key, word in _STOP_WORDS.items()),
        Field(name="state", alias=say(N_("column|Found there")), choices=states, is_editable=True),
        remark,
        photo,
    ]
    kinds = {one.value: term(one, language) for one in Category}
    finding_fields = [
        Field(name="fid", alias="fid", is_hidden=True),
        Field(name="name_vi", alias=say(N_("column|Name")), is_editable=True),
        Field(name="category", alias=say(N_("column|Category")), choices=kinds, is_editable=True),
        remark,
        photo,
        Field(name="found_at", alias=say(N_("column|Found at")), is_editable=True, default=_NOW),
    ]
    label = f"coalesce(to_string(\"number\") || '. ', '') || {name}"
    return [
        Layer(
            table="findings",
            title=say(N_("Findings on the way")),
            colors={"": (FINDING_COLOR, "")},
            label='"name_vi"',
            fields=finding_fields,
        ),
        Layer(
            table="stops",
            title=say(N_("Stops")),
            colors=colors,
            color_by="day",
            label=label,
            fields=stop_fields,
        ),
        Layer(
            table="legs",
            title=say(N_("Ways")),
            is_line=True,
            colors=colors,
            color_by="day",
            fields=[Field(name=key, alias=say(word)) for key, word in _LEG_WORDS.items()],
        ),
    ]


_NOW: Final = "format_date(now(), 'yyyy-MM-dd HH:mm')"
_STOP_WORDS: Final = {
    "day": N_("column|Day number"),
    "number": N_("column|Number of the visit"),
    "name_vi": N_("column|Name in Vietnamese"),
    "name_en": N_("column|Name in English"),
    "arrive": N_("column|Arrival"),
    "depart": N_("column|Departure"),
    "note": N_("column|Note"),
}
_LEG_WORDS: Final = {
    "day": N_("column|Day number"),
    "from": N_("column|From"),
    "to": N_("column|To"),
    "mode": N_("column|Travel mode"),
    "distance_m": N_("column|Distance (m)"),
    "minutes": N_("column|Minutes"),
    "roads": N_("column|Roads"),
}


def _add_project(path: Path, xml: str, layers: Sequence[Layer]) -> None:
    made = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S")
    with closing(sqlite3.connect(path)) as db, db:
        db.execute(_STYLES)
        db.executemany(
            "INSERT INTO layer_styles (f_table_catalog, f_table_schema, f_table_name, f_geometry_column,"
            " styleName, styleQML, styleSLD, useAsDefault, description, owner)"
            " VALUES ('', '', ?, 'geom', ?, ?, '', 1, '', '')",
            [(layer.table, layer.table, style_qml(layer)) for layer in layers],
        )
        db.execute(_PROJECTS)
        metadata = f'{{"last_modified_time": "{made}", "last_modified_user": ""}}'
        content = packed_project(xml, PROJECT)
        db.execute("INSERT INTO qgis_projects VALUES (?, ?, ?)", (PROJECT, metadata, content))
        db.execute(
            "INSERT INTO gpkg_contents (table_name, data_type, identifier)"
            " VALUES ('layer_styles', 'attributes', 'layer_styles')"
        )
