"""KML 2.2 (OGC 07-147r2): a folder for each day with its stops and its way; KMZ adds pictures.

Colours follow the day as on every map. Names and descriptions are plain text in escaped HTML, so nothing
from the register is run by Google Earth.
"""

import io
import zipfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any, Final
from xml.etree.ElementTree import Element, SubElement, indent, register_namespace, tostring

from data.language import formats
from data.language.catalogue import N_, translate
from data.model.project import Project
from data.model.tour import Leg, Tour
from data.writers.atomic import write_atomically
from data.writers.itinerary import Row, clean, credits_of, degrees, kind_of_place, notes, rows, title
from data.writers.tour_facts import leg_facts, leg_line, packed, place_facts, plain, stop_facts, tour_facts

NAMESPACE: Final = "http://www.opengis.net/kml/2.2"
DEFAULT_COLOR: Final = "#4A433D"
_LINE_WIDTH_PX: Final = "4"
_PHOTO_WIDTH_PX: Final = 320
_EARLIEST_ZIP: Final = (1980, 1, 1, 0, 0, 0)
# One fixed moment for every member: the same tour gives the same bytes.


def write(
    project: Project, tour: Tour, path: Path, language: str = "vi", *, day_colors: Sequence[str] = ()
) -> None:
    """Write the tour to ``path`` as KML, atomically. See ``document`` for the arguments.

    Raises
    ------
    StorageError
        If the file cannot be written.
    """
    write_atomically(path, document(project, tour, language, day_colors=day_colors).encode())


def write_kmz(
    project: Project,
    tour: Tour,
    path: Path,
    language: str = "vi",
    *,
    day_colors: Sequence[str] = (),
    icons: Mapping[tuple[int, int], bytes] | None = None,
    photos: Mapping[str, bytes] | None = None,
) -> None:
    """Write the tour to ``path`` as KMZ (zipped KML with its pictures), atomically.

    Parameters
    ----------
    icons
        PNG of each stop by (day, order), both counted from 1; stops without one get the viewer's own pin.
    photos
        JPEG or PNG bytes by ``Photo.path``; photos that are not there are left out.

    Raises
    ------
    StorageError
        If the file cannot be written.
    """
    icons, photos = icons or {}, photos or {}
    text = document(project, tour, language, day_colors=day_colors, icons=icons, photos=photos)
    members = {"doc.kml": text.encode()}
    members |= {_icon_name(*key): content for key, content in sorted(icons.items())}
    members |= {_photo_name(number, key): photos[key] for number, key in enumerate(sorted(photos))}
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(zipfile.ZipInfo(name, _EARLIEST_ZIP), content, zipfile.ZIP_DEFLATED)
    write_atomically(path, stream.getvalue())


def document(
    project: Project,
    tour: Tour,
    language: str = "vi",
    *,
    day_colors: Sequence[str] = (),
    icons: Mapping[tuple[int, int], bytes] | None = None,
    photos: Mapping[str, bytes] | None = None,
) -> str:
    """Return the tour as KML 2.2, WGS84, longitude first.

    Parameters
    ----------
    language
        Language of names and descriptions.
    day_colors
        Colours of the days as ``#RRGGBB``, repeated when there are more days; one dark colour when empty.
    icons, photos
        What lies beside the document in its KMZ, as in ``write_kmz``; their bytes are not used here.
    """
    register_namespace("", NAMESPACE)
    pictures = _Pictures(frozenset(icons or {}), sorted(photos or {}))
    kml = Element(_tag("kml"))
    whole = SubElement(kml, _tag("Document"))
    _text(whole, "name", title(tour, language))
    _text(whole, "open", "1")
    _text(whole, "description", _paragraphs(credits_of(project, tour)))
    colors = list(day_colors) or [DEFAULT_COLOR]
    for number, _ in enumerate(tour.days, start=1):
        _style(whole, number, colors[(number - 1) % len(colors)])
    _extended(whole, {"tour": packed(tour_facts(tour))})
    itinerary = rows(project, tour)
    maker = _Maker(project, tour, language, pictures, place_facts(project, itinerary))
    for number, _ in enumerate(tour.days, start=1):
        maker.folder(whole, [row for row in itinerary if row.day == number])
    indent(kml)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + tostring(kml, encoding="unicode") + "\n"


class _Pictures:
    """Which pictures the KMZ holds, and under which names."""

    def __init__(self, icons: frozenset[tuple[int, int]], photos: Sequence[str]) -> None:
        self.icons = icons
        self.photos = {key: _photo_name(number, key) for number, key in enumerate(photos)}


def _tag(name: str) -> str:
    return f"{{{NAMESPACE}}}{name}"


def _text(parent: Element, name: str, text: str) -> Element:
    element = SubElement(parent, _tag(name))
    element.text = clean(text)
    return element


def _style(whole: Element, number: int, color: str) -> None:
    style = SubElement(whole, _tag("Style"), id=f"day-{number}")
    red, green, blue = (color[index : index + 2] for index in (1, 3, 5))
    # KML writes alpha, blue, green, red.
    kml_color = f"ff{blue}{green}{red}".lower()
    icon = SubElement(style, _tag("IconStyle"))
    _text(icon, "color", kml_color)
    line = SubElement(style, _tag("LineStyle"))
    _text(line, "color", kml_color)
    _text(line, "width", _LINE_WIDTH_PX)


@dataclass(frozen=True)
class _Maker:
    """Makes the folders of one tour in one language."""

    project: Project
    tour: Tour
    language: str
    pictures: _Pictures
    register: Callable[[Row], Mapping[str, Any] | None]

    def folder(self, whole: Element, of_day: list[Row]) -> None:
        """Add the folder of one day: ways first, so that stops are drawn above them."""
        folder = SubElement(whole, _tag("Folder"))
        day, language = of_day[0], self.language
        date = formats.weekday_date(day.date, language)
        _text(folder, "name", translate(language, N_("Day {day} – {date}"), day=day.day, date=date))
        _text(folder, "open", "1")
        for row in of_day:
            if row.leg is not None and row.previous is not None and leg_line(row.leg)[0]:
                self._way(folder, row, row.leg, row.previous)
        for row in of_day:
            self._stop(folder, row)

    def _way(self, folder: Element, row: Row, leg: Leg, previous: Row) -> None:
        mark = SubElement(folder, _tag("Placemark"), id=f"leg-{row.day}-{row.order - 1}")
        _text(mark, "name", f"{previous.name(self.language)} → {row.name(self.language)}")
        length = formats.distance(leg.distance_m, self.language)
        time = formats.duration(leg.duration_s, self.language)
        roads = ", ".join(clean(road) for road in leg.roads)
        _text(mark, "description", _paragraphs([f"{length}, {time}", roads]))
        _span(mark, row, previous.stop.depart_s, row.stop.arrive_s)
        _text(mark, "styleUrl", f"#day-{row.day}")
        _extended(mark, {"day": str(row.day), "order": str(row.order)})
        line = SubElement(mark, _tag("LineString"))
        _text(line, "tessellate", "1")
        _text(line, "coordinates", " ".join(f"{lon},{lat}" for lon, lat in leg_line(leg)[0]))

    def _stop(self, folder: Element, row: Row) -> None:
        mark = SubElement(folder, _tag("Placemark"), id=f"stop-{row.day}-{row.order}")
        name = row.name(self.language)
        _text(mark, "name", name if row.number is None else f"{row.number}. {name}")
        _text(mark, "description", self._description(row))
        _span(mark, row, row.stop.begin_s, row.stop.depart_s)
        _text(mark, "styleUrl", f"#day-{row.day}")
        if (row.day, row.order) in self.pictures.icons:
            style = SubElement(SubElement(mark, _tag("Style")), _tag("IconStyle"))
            # The picture has the colour of the day already.
            _text(style, "color", "ffffffff")
            _text(SubElement(style, _tag("Icon")), "href", _icon_name(row.day, row.order))
        _extended(mark, self._data(row))
        point = SubElement(mark, _tag("Point"))
        _text(point, "coordinates", f"{degrees(row.stop.lon)},{degrees(row.stop.lat)}")

    def _description(self, row: Row) -> str:
        language = self.language
        times = formats.time_range(row.stop.begin_s, row.stop.depart_s, language)
        lines = [times, " · ".join(part for part in kind_of_place(row.place, language) if part)]
        if row.place is not None:
            lines += [
                self.project.unit_label(row.place.unit_after, language),
                row.place.description(language),
            ]
        lines += notes(row, self.tour.request.mode, language)
        return _paragraphs(lines) + _photos(row, language, self.pictures)

    def _data(self, row: Row) -> dict[str, str]:
        held = {"day": str(row.day), "order": str(row.order), "kind": row.stop.kind.value}
        if row.place is not None:
            held |= {
                "place_id": row.place.id,
                "name_vi": row.place.name_vi,
                "name_en": row.place.name_en,
                "category": row.place.category.value,
                "rank": row.place.rank.value,
                "approximate": "true" if row.is_approximate else "false",
            }
        moments = {
            "arrive": row.stop.arrive_s,
            "begin": row.stop.begin_s,
            "depart": row.stop.depart_s,
        }
        held |= {key: row.moment(time_s).isoformat() for key, time_s in moments.items()}
        held |= {key: plain(value) for key, value in stop_facts(row.stop).items()}
        if row.leg is not None:
            held["leg"] = packed(leg_facts(row.leg, leg_line(row.leg)[1]))
        if (facts := self.register(row)) is not None:
            held["place"] = packed(facts)
        return held


def _photos(row: Row, language: str, pictures: _Pictures) -> str:
    shown = []
    for photo in row.place.photos if row.place is not None else ():
        if photo.path in pictures.photos:
            caption = (photo.caption_en if language == "en" else "") or photo.caption_vi
            said = " – ".join(part for part in (caption, photo.credit) if part)
            source = escape(pictures.photos[photo.path])
            shown.append(f'<p><img src="{source}" width="{_PHOTO_WIDTH_PX}"/><br/>{escape(clean(said))}</p>')
    return "".join(shown)


def _paragraphs(lines: Sequence[str]) -> str:
    return "".join(f"<p>{escape(clean(line))}</p>" for line in lines if line.strip())


def _span(mark: Element, row: Row, begin_s: int, end_s: int) -> None:
    span = SubElement(mark, _tag("TimeSpan"))
    _text(span, "begin", row.moment(begin_s).isoformat())
    _text(span, "end", row.moment(end_s).isoformat())


def _extended(parent: Element, held: Mapping[str, str]) -> None:
    extended = SubElement(parent, _tag("ExtendedData"))
    for name, value in held.items():
        _text(SubElement(extended, _tag("Data"), name=name), "value", value)


def _icon_name(day: int, order: int) -> str:
    return f"files/stop-{day}-{order}.png"


def _photo_name(number: int, path: str) -> str:
    suffix = Path(path).suffix.lower()
    return f"files/photo-{number}{suffix if suffix in {'.jpg', '.jpeg', '.png'} else '.jpg'}"
