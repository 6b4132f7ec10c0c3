"""Everything the web page says, in both languages at once; the page shows one of them.

Texts are plain; the template escapes them. Nothing here is markup but ``Said.__html__``.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from html import escape
from types import MappingProxyType
from typing import Final

from data.calendar.coming import next_festival
from data.language import formats
from data.language.catalogue import N_, translate, translate_count
from data.language.terms import term
from data.model.place import Place
from data.model.project import Project
from data.model.tour import Day, StopKind, Tour
from data.writers import links
from data.writers.itinerary import Row, clean, credits_of, dropped, kind_of_place, notes, rows, title
from layers.style import day_color, text_on
from layers.web_map.photos import PhotoAlbum, PhotoText

_NO_PHOTOS: Final[Mapping[str, bytes]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Said:
    """One text in both languages."""

    vi: str
    en: str

    def __bool__(self) -> bool:
        return bool(self.vi or self.en)

    def __html__(self) -> str:
        """Return escaped markup in which the style sheet shows one language (used by Jinja)."""
        if self.vi == self.en:
            return escape(self.vi)
        return (
            f'<span class="vi" lang="vi">{escape(self.vi)}</span>'
            f'<span class="en" lang="en">{escape(self.en)}</span>'
        )


def said(text: str, **facts: object) -> Said:
    """Return a msgid of the catalogue in both languages."""
    return both(lambda language: translate(language, text, **facts))


def both(say: Callable[[str], str]) -> Said:
    """Return what ``say`` answers for each language."""
    return Said(say("vi"), say("en"))


@dataclass(frozen=True, slots=True, kw_only=True)
class StopText:
    """One stop of the timetable and its popup."""

    key: str
    kind: str
    number: int | None
    is_approximate: bool
    time: str
    name: Said
    what: Said
    unit: Said
    stay: Said
    leg: Said
    notes: tuple[Said, ...]
    description: Said
    festivals: tuple[Said, ...]
    photos: tuple[PhotoText, ...]
    geo_link: str
    google_link: str
    lon: float
    lat: float
    coord_precision_m: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DayText:
    """One day of the timetable."""

    number: int
    color: str
    ink: str
    heading: Said
    summary: Said
    stops: tuple[StopText, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PageText:
    """All texts of the page."""

    title: Said
    subtitle: Said
    days: tuple[DayText, ...]
    dropped: tuple[tuple[Said, Said], ...]
    credits: tuple[str, ...]
    network: str
    has_approximate: bool
    photos_left_out: tuple[str, ...]


def page_text(project: Project, tour: Tour, photos: Mapping[str, bytes] = _NO_PHOTOS) -> PageText:
    """Return the texts of ``tour``.

    Parameters
    ----------
    photos
        Bytes of the photo files by ``Photo.path``.
    """
    itinerary = rows(project, tour)
    maker = _StopMaker(project, tour, PhotoAlbum(photos))
    days = tuple(
        _day(number, day, tuple(maker.stop(row) for row in itinerary if row.day == number))
        for number, day in enumerate(tour.days, start=1)
    )
    reasons = zip(dropped(project, tour, "vi"), dropped(project, tour, "en"), strict=True)
    return PageText(
        title=both(lambda language: title(tour, language)),
        subtitle=both(lambda language: _subtitle(tour, language)),
        days=days,
        dropped=tuple(
            (both(lambda language, place=place: clean(place.name(language))), Said(vi, en))  # type: ignore[misc]
            for (place, vi), (_, en) in reasons
        ),
        credits=credits_of(project, tour),
        network=clean(tour.network),
        has_approximate=any(row.is_approximate for row in itinerary),
        photos_left_out=tuple(maker.album.left_out),
    )


def _subtitle(tour: Tour, language: str) -> str:
    facts = (
        formats.date_span((day.date for day in tour.days), language),
        term(tour.request.mode, language),
        translate_count(language, N_("{count} place"), N_("{count} places"), len(tour.visited)),
        formats.distance(tour.distance_m, language),
    )
    return " · ".join(facts)


def _day(number: int, day: Day, stops: tuple[StopText, ...]) -> DayText:
    color = day_color(number - 1)
    return DayText(
        number=number,
        color=color.hex,
        ink=text_on(color).hex,
        heading=both(
            lambda language: translate(
                language,
                N_("Day {day} – {date}"),
                day=number,
                date=formats.weekday_date(day.date, language),
            )
        ),
        summary=both(
            lambda language: translate(
                language,
                N_("{times}; {distance}, {duration} on the road"),
                times=formats.time_range(day.start_s, day.end_s, language),
                distance=formats.distance(day.distance_m, language),
                duration=formats.duration(day.travel_s, language),
            )
        ),
        stops=stops,
    )


@dataclass(frozen=True)
class _StopMaker:
    """Makes the texts of the stops of one tour."""

    project: Project
    tour: Tour
    album: PhotoAlbum

    def stop(self, row: Row) -> StopText:
        """Return the texts of one stop."""
        stop, place = row.stop, row.place
        in_vi, in_en = (notes(row, self.tour.request.mode, language) for language in ("vi", "en"))
        return StopText(
            key=f"{row.day}-{row.order}",
            kind=stop.kind.value,
            number=row.number,
            is_approximate=row.is_approximate,
            time=_time(row),
            name=both(row.name),
            what=both(lambda language: _what(row, language)),
            unit=both(lambda language: self._unit(place, language)),
            stay=both(lambda language: formats.duration(stop.stay_s, language) if stop.stay_s else ""),
            leg=both(lambda language: _leg(row, language)),
            notes=tuple(Said(vi, en) for vi, en in zip(in_vi, in_en, strict=True)),
            description=both(lambda language: clean(place.description(language)) if place else ""),
            festivals=self._festivals(place),
            photos=self.album.shown(place.photos) if place else (),
            geo_link=links.geo_uri(stop.lon, stop.lat, row.name("vi")),
            google_link=links.google_place(stop.lon, stop.lat),
            lon=stop.lon,
            lat=stop.lat,
            coord_precision_m=place.coord_precision_m if place else None,
        )

    def _unit(self, place: Place | None, language: str) -> str:
        return clean(self.project.unit_label(place.unit_after, language)) if place else ""

    def _festivals(self, place: Place | None) -> tuple[Said, ...]:
        """Return each festival with its next time, counted from the first day of the tour."""
        made = []
        for festival in place.festivals if place else ():
            coming = next_festival(festival, self.tour.days[0].date)
            named = clean(festival.text)
            if coming is None:
                made.append(said(N_("Festival: {festival}"), festival=named))
                continue
            vi, en = (
                translate(
                    language,
                    N_("Festival: {festival}; next: {dates}"),
                    festival=named,
                    dates=formats.date_span(set(coming), language),
                )
                for language in ("vi", "en")
            )
            made.append(Said(vi, en))
        return tuple(made)


def _time(row: Row) -> str:
    if row.stop.kind is StopKind.START:
        return formats.time_of_day(row.stop.depart_s)
    if row.stop.kind is StopKind.END:
        return formats.time_of_day(row.stop.arrive_s)
    return formats.time_range(row.stop.begin_s, row.stop.depart_s)


def _what(row: Row, language: str) -> str:
    if row.stop.kind is not StopKind.VISIT:
        kind = term(row.stop.kind, language)
        return "" if kind == row.name(language) else kind
    return ", ".join(filter(None, kind_of_place(row.place, language)))


def _leg(row: Row, language: str) -> str:
    if row.leg is None or row.line is None:
        return ""
    # A way may leave a road and come back to it.
    roads = ", ".join(list(dict.fromkeys(clean(road) for road in row.leg.roads))[:3])
    facts = (
        formats.distance(row.leg.distance_m, language),
        formats.duration(row.leg.duration_s, language),
        roads,
    )
    return " · ".join(filter(None, facts))
