"""The fixed parts of a GeoPackage: OGC tables, reference systems, spatial index (spec 1.4)."""

from typing import Final

from data.storage.blob import WGS84_SRS_ID

APPLICATION_ID: Final = 0x47504B47
"""'GPKG' in SQLite's file header."""

USER_VERSION: Final = 10400
"""GeoPackage 1.4.0."""

ACCEPTED_APPLICATION_IDS: Final = frozenset({0x47504B47, 0x47503130, 0x47503131})
"""GPKG, and GP10, GP11 of older GeoPackages."""

OGC_TABLES: Final = (
    """CREATE TABLE gpkg_spatial_ref_sys (
         srs_name TEXT NOT NULL, srs_id INTEGER NOT NULL PRIMARY KEY, organization TEXT NOT NULL,
         organization_coordsys_id INTEGER NOT NULL, definition TEXT NOT NULL, description TEXT)""",
    """CREATE TABLE gpkg_contents (
         table_name TEXT NOT NULL PRIMARY KEY, data_type TEXT NOT NULL, identifier TEXT UNIQUE,
         description TEXT DEFAULT '',
         last_change DATETIME NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')),
         min_x DOUBLE, min_y DOUBLE, max_x DOUBLE, max_y DOUBLE, srs_id INTEGER,
         CONSTRAINT fk_gc_r_srs_id FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys(srs_id))""",
    """CREATE TABLE gpkg_geometry_columns (
         table_name TEXT NOT NULL, column_name TEXT NOT NULL, geometry_type_name TEXT NOT NULL,
         srs_id INTEGER NOT NULL, z TINYINT NOT NULL, m TINYINT NOT NULL,
         CONSTRAINT pk_geom_cols PRIMARY KEY (table_name, column_name),
         CONSTRAINT uk_gc_table_name UNIQUE (table_name),
         CONSTRAINT fk_gc_tn FOREIGN KEY (table_name) REFERENCES gpkg_contents(table_name),
         CONSTRAINT fk_gc_srs FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys(srs_id))""",
    """CREATE TABLE gpkg_extensions (
         table_name TEXT, column_name TEXT, extension_name TEXT NOT NULL, definition TEXT NOT NULL,
         scope TEXT NOT NULL,
         CONSTRAINT ge_tce UNIQUE (table_name, column_name, extension_name))""",
    """CREATE TABLE gpkg_data_columns (
         table_name TEXT NOT NULL, column_name TEXT NOT NULL, name TEXT, title TEXT, description TEXT,
         mime_type TEXT, constraint_name TEXT,
         CONSTRAINT pk_gdc PRIMARY KEY (table_name, column_name),
         CONSTRAINT gdc_tn UNIQUE (table_name, name))""",
    """CREATE TABLE gpkg_data_column_constraints (
         constraint_name TEXT NOT NULL, constraint_type TEXT NOT NULL, value TEXT, min NUMERIC,
         min_is_inclusive BOOLEAN, max NUMERIC, max_is_inclusive BOOLEAN, description TEXT,
         CONSTRAINT gdcc_ntv UNIQUE (constraint_name, constraint_type, value))""",
)

_WGS84_WKT: Final = (
    'GEOGCS["WGS 84",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563,AUTHORITY["EPSG","7030"]],'
    'AUTHORITY["EPSG","6326"]],PRIMEM["Greenwich",0,AUTHORITY["EPSG","8901"]],'
    'UNIT["degree",0.0174532925199433,AUTHORITY["EPSG","9122"]],AXIS["Latitude",NORTH],'
    'AXIS["Longitude",EAST],AUTHORITY["EPSG","4326"]]'
)

REFERENCE_SYSTEMS: Final = (
    (
        "Undefined Cartesian SRS",
        -1,
        "NONE",
        -1,
        "undefined",
        "undefined Cartesian coordinate reference system",
    ),
    (
        "Undefined geographic SRS",
        0,
        "NONE",
        0,
        "undefined",
        "undefined geographic coordinate reference system",
    ),
    (
        "WGS 84 geodetic",
        WGS84_SRS_ID,
        "EPSG",
        4326,
        _WGS84_WKT,
        "longitude/latitude in decimal degrees, WGS 84",
    ),
)
"""Rows that every GeoPackage must have, and ours."""

SCHEMA_EXTENSION: Final = (
    (
        "gpkg_data_columns",
        None,
        "gpkg_schema",
        "http://www.geopackage.org/spec140/#extension_schema",
        "read-write",
    ),
    (
        "gpkg_data_column_constraints",
        None,
        "gpkg_schema",
        "http://www.geopackage.org/spec140/#extension_schema",
        "read-write",
    ),
)
"""Registration of the schema extension (column aliases and vocabularies)."""


def rtree_extension(table: str) -> tuple[str, str, str, str, str]:
    """Return the registration of the spatial index of ``table``."""
    definition = "http://www.geopackage.org/spec140/#extension_rtree"
    return table, "geom", "gpkg_rtree_index", definition, "write-only"


def rtree_table(table: str) -> str:
    """Return the SQL that makes the spatial index of ``table``."""
    return f'CREATE VIRTUAL TABLE "rtree_{table}_geom" USING rtree(id, minx, maxx, miny, maxy)'


def rtree_triggers(table: str) -> tuple[str, ...]:
    """Return the SQL of the triggers that keep the index while QGIS edits (annex F.3 of the spec).

    They call ST_* functions that GDAL and QGIS bring along; plain SQLite can read the layer but not edit it.
    """
    names = {
        "table": table,
        "index": f'"rtree_{table}_geom"',
        "new": '(NEW."geom" NOTNULL AND NOT ST_IsEmpty(NEW."geom"))',
        "no_new": '(NEW."geom" ISNULL OR ST_IsEmpty(NEW."geom"))',
        "old": '(OLD."geom" NOTNULL AND NOT ST_IsEmpty(OLD."geom"))',
        "no_old": '(OLD."geom" ISNULL OR ST_IsEmpty(OLD."geom"))',
        "bounds": 'ST_MinX(NEW."geom"), ST_MaxX(NEW."geom"), ST_MinY(NEW."geom"), ST_MaxY(NEW."geom")',
    }
    return tuple(
        f'CREATE TRIGGER "rtree_{table}_geom_{name}" AFTER {body.format(**names)}; END'
        for name, body in _RTREE_TRIGGERS.items()
    )


_RTREE_TRIGGERS: Final = {
    "insert": """INSERT ON "{table}" WHEN {new} BEGIN
        INSERT OR REPLACE INTO {index} VALUES (NEW."fid", {bounds})""",
    "update6": """UPDATE OF "geom" ON "{table}" WHEN OLD."fid" = NEW."fid" AND {new} AND {old} BEGIN
        UPDATE {index} SET minx = ST_MinX(NEW."geom"), maxx = ST_MaxX(NEW."geom"),
        miny = ST_MinY(NEW."geom"), maxy = ST_MaxY(NEW."geom") WHERE id = NEW."fid\"""",
    "update7": """UPDATE OF "geom" ON "{table}" WHEN OLD."fid" = NEW."fid" AND {new} AND {no_old} BEGIN
        INSERT INTO {index} VALUES (NEW."fid", {bounds})""",
    "update2": """UPDATE OF "geom" ON "{table}" WHEN OLD."fid" = NEW."fid" AND {no_new} BEGIN
        DELETE FROM {index} WHERE id = OLD."fid\"""",
    "update5": """UPDATE ON "{table}" WHEN OLD."fid" != NEW."fid" AND {new} BEGIN
        DELETE FROM {index} WHERE id = OLD."fid";
        INSERT OR REPLACE INTO {index} VALUES (NEW."fid", {bounds})""",
    "update4": """UPDATE ON "{table}" WHEN OLD."fid" != NEW."fid" AND {no_new} BEGIN
        DELETE FROM {index} WHERE id IN (OLD."fid", NEW."fid")""",
    "delete": """DELETE ON "{table}" WHEN OLD."geom" NOT NULL BEGIN
        DELETE FROM {index} WHERE id = OLD."fid\"""",
}
"""Body of each trigger up to its last statement, by the name the specification gives it."""
