"""Tours out of KML 2.x and KMZ: ours with everything they carry, foreign ones as places and drawn routes.

Nothing outside the file is fetched: network links, pictures and styles are passed over.
"""

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from html import unescape
from pathlib import Path
from typing import Any, Final
from xml.etree.ElementTree import Element

from shapely import Geometry, LineString, Point, Polygon

from data.errors import BadInputError
from data.language.catalogue import N_
from data.model.checks import normal_text
from data.model.project import Project
from data.readers.drawn_routes import Drawn, import_drawn
from data.readers.edited_names import language_of, without_number
from data.readers.place_fields import column_names
from data.readers.tables import header_key
from data.readers.text_encoding import MOST_BYTES
from data.readers.tour_import import Assumed, TourImport
from data.readers.tour_parts import FoundStop, Pair, assemble, places_of, unpacked
from data.readers.xml_files import child, children, local, parse_xml, text_of

FORM: Final = "KML"
MOST_MEMBERS: Final = 10_000
"""Most files in a KMZ that are looked through for the document."""

_UNPACKING: Final = (EOFError, OSError, RuntimeError, ValueError, LookupError)
"""What ``zipfile`` lets through for damaged, encrypted and unknown kinds of archives."""

_TAGS: Final = re.compile(r"<(?:script|style)\b.*?</(?:script|style)\s*>|<[^>]*>", re.DOTALL | re.IGNORECASE)
_BREAKS: Final = re.compile(r"<(?:br|/p|/div|/li|/tr)\b[^>]*>", re.IGNORECASE)


def import_kml(content: bytes, source: Path, project: Project, assumed: Assumed) -> TourImport:
    """Return what a KML document holds.

    Raises
    ------
    BadInputError
        If it is no KML, its tour is damaged, or a point lies outside Vietnam.
    """
    root = parse_xml(content, source)
    if local(root) != "kml" and local(root) not in {"Document", "Folder", "Placemark"}:
        raise BadInputError(
            N_("The file is no KML; its root is '{found}'."),
            source=source,
            remedy=N_("Export it again as KML or KMZ."),
            found=local(root)[:40],
        )
    whole = child(root, "Document") if local(root) == "kml" else root
    head = _data(whole).get("tour") if whole is not None else None
    if head is not None:
        return _own(root, unpacked(head, "Document"), project)
    found = import_drawn(list(_drawn(root)), project, assumed, FORM)
    if next((one for one in root.iter() if local(one) == "NetworkLink"), None) is None:
        return found
    linked = BadInputError(
        N_("The file refers to other files on a network; they were not fetched."),
        source=source,
        remedy=N_("Export the map with its contents, not as a network link."),
    )
    return TourImport(
        form=FORM,
        is_own=False,
        tours=found.tours,
        places=found.places,
        warnings=(linked, *found.warnings),
    )


def document_of_kmz(content: bytes, source: Path) -> bytes:
    """Return the first KML document of a KMZ, as OGC 07-147r2 annex C says; nothing else is unpacked.

    Raises
    ------
    BadInputError
        If it is no ZIP, has no document, or would unpack to more than a file may have.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = archive.infolist()
            names = [one for one in members[:MOST_MEMBERS] if one.filename.lower().endswith(".kml")]
            if not names:
                raise BadInputError(
                    N_("The KMZ holds no KML document."),
                    source=source,
                    remedy=N_("Export it again as KML or KMZ."),
                )
            with archive.open(names[0]) as member:
                # Read no further than allowed: the size that the archive states may be a lie.
                document = member.read(MOST_BYTES + 1)
    except (zipfile.BadZipFile, zlib.error, struct.error, *_UNPACKING) as error:
        raise BadInputError(
            N_("The KMZ cannot be unpacked ({detail})."),
            source=source,
            remedy=N_("Export it again as KML or KMZ."),
            detail=str(error),
        ) from error
    if len(document) > MOST_BYTES:
        raise BadInputError(
            N_("The document in the KMZ is larger than {most} MB."),
            source=source,
            remedy=N_("Split it into smaller files."),
            most=MOST_BYTES // 2**20,
        )
    return document


def _data(element: Element) -> dict[str, str]:
    """Return ``ExtendedData`` by name: Data (value), or SchemaData (SimpleData) as GDAL and QGIS write it."""
    extended = child(element, "ExtendedData")
    if extended is None:
        return {}
    found = {one.get("name", ""): text_of(one, "value") for one in children(extended, "Data")}
    for schema in children(extended, "SchemaData"):
        found |= {one.get("name", ""): text_of(one) for one in children(schema, "SimpleData")}
    return found


def _placemarks(root: Element) -> Iterator[Element]:
    return (element for element in root.iter() if local(element) == "Placemark")


def _own(root: Element, head: Mapping[str, Any], project: Project) -> TourImport:
    stops: list[FoundStop] = []
    drawn: dict[tuple[int, int], Sequence[Pair]] = {}
    whole = child(root, "Document")
    language = language_of(text_of(whole, "name") if whole is not None else "", head)
    for mark in _placemarks(root):
        data = _data(mark)
        try:
            day, order = int(data.get("day", "")), int(data.get("order", ""))
        except ValueError:
            # Something that was added to the file in another program.
            continue
        if (line := child(mark, "LineString")) is not None:
            drawn[day, order] = _vertices(line)
        elif (point := child(mark, "Point")) is not None and "kind" in data:
            leg = unpacked(data.pop("leg"), mark.get("id", "")) if "leg" in data else None
            place = unpacked(data.pop("place"), mark.get("id", "")) if "place" in data else None
            shown = without_number(text_of(mark, "name"))
            for lon, lat in _vertices(point)[:1]:
                stops.append(FoundStop(day, order, lon, lat, data, leg, place, {language: shown}))
    doubts: list[BadInputError] = []
    tour = assemble(head, stops, lambda day, order: drawn.get((day, order), ()), doubts)
    places = places_of(stops, project)
    return TourImport(
        form=FORM,
        is_own=True,
        tours=(tour,),
        places=places.require_sound(""),
        warnings=(*doubts, *places.warnings),
    )


def _vertices(element: Element) -> list[Pair]:
    """Return the vertices of an element with ``coordinates``; heights are dropped.

    Raises
    ------
    BadInputError
        If a coordinate is no number.
    """
    return [_pair(word.split(",")) for word in text_of(element, "coordinates").split()]


def _pair(numbers: Sequence[str]) -> Pair:
    try:
        return float(numbers[0]), float(numbers[1])
    except (ValueError, IndexError) as error:
        raise BadInputError(
            N_("'{value}' is no coordinate."),
            where="coordinates",
            remedy=N_("Write longitude,latitude in decimal degrees (WGS84)."),
            value=",".join(numbers)[:40],
        ) from error


def _drawn(root: Element) -> Iterator[Drawn]:
    known = column_names()
    number = 0
    for mark in _placemarks(root):
        for geometry in _geometries(mark):
            number += 1
            cells = {
                column: text
                for key, text in _data(mark).items()
                if (column := known.get(header_key(key))) is not None and text
            }
            cells["name_vi"] = cells.get("name_vi") or text_of(mark, "name")
            described = plain_text(text_of(mark, "description"))
            if described and "description_vi" not in cells:
                cells["description_vi"] = described
            yield Drawn(number, geometry, cells)


def _geometries(mark: Element) -> Iterator[Geometry]:
    for element in mark.iter():
        kind = local(element)
        if kind == "Point" and (at := _vertices(element)):
            yield Point(at[0])
        elif kind == "LineString" and len(line := _vertices(element)) > 1:
            yield LineString(line)
        elif kind == "Track" and len(track := _track(element)) > 1:
            yield LineString(track)
        elif kind == "Polygon" and (area := _area(element)) is not None:
            yield area


def _track(element: Element) -> list[Pair]:
    """Return the vertices of a ``gx:Track``: longitude, latitude and height between blanks."""
    return [_pair(text_of(one).split()) for one in children(element, "coord")]


def _area(element: Element) -> Geometry | None:
    rings = []
    for name in ("outerBoundaryIs", "innerBoundaryIs"):
        for boundary in children(element, name):
            ring = child(boundary, "LinearRing")
            rings.append(_vertices(ring) if ring is not None else [])
    if not rings or len(rings[0]) < 4:
        return None
    return Polygon(rings[0], [hole for hole in rings[1:] if len(hole) >= 4])


def plain_text(described: str) -> str:
    """Return a description without its HTML: Google My Maps and Google Earth write it as markup."""
    if "<" not in described and "&" not in described:
        return normal_text(described)
    bare = unescape(_TAGS.sub("", _BREAKS.sub("\n", described)))
    return normal_text("\n".join(line.strip() for line in bare.splitlines() if line.strip()))
