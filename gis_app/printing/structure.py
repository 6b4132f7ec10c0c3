"""What items are to whoever has a PDF read aloud: text, heading, cell, picture in words, ornament."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePath
from typing import Final

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPdfWriter

from data.language import formats
from data.language.catalogue import N_, translate
from data.model.place import Photo
from data.writers.itinerary import clean
from gis_app.printing.content import Content
from layers.page import Badge, Item, MapFrame, PhotoItem, QrItem, Text
from layers.publication.sheets import Sheet
from layers.publication.template import Area
from layers.tags import Tag

MARK_X: Final = -70_000
"""Where marks lie, far off any paper; taken out again by ``tagging``."""


@dataclass(frozen=True, slots=True)
class Piece:
    """One item.

    Parameters
    ----------
    tag
        Role of its text; ``None`` for pictures and ornaments.
    continues
        Whether its text goes on with the one before.
    alt
        A picture in words.
    box
        Where the picture lies on the sheet, millimetres.
    """

    tag: Tag | None = None
    continues: bool = False
    alt: str = ""
    box: Area | None = None


def pieces_of(sheet: Sheet, content: Content) -> tuple[Piece, ...]:
    """Return a piece for every item of a sheet, in painting order."""
    return tuple(
        _piece(item, content, (placed.left, placed.top), sheet.enlarge)
        for placed in sheet.pages
        for item in placed.page.items
    )


def mark(painter: QPainter, number: int) -> None:
    """Leave a mark in a PDF that Qt writes: the item ``number`` of the sheet begins here.

    Qt's PDF writer has no call for marked content: a speck off the paper keeps the place.
    """
    if isinstance(painter.device(), QPdfWriter):
        painter.fillRect(QRectF(MARK_X, number, 1, 1), Qt.GlobalColor.black)


def _piece(item: Item, content: Content, at: tuple[float, float], enlarge: float) -> Piece:
    match item:
        case Text(tag=tag, continues=continues):
            return Piece(tag, continues)
        case Badge(tag=tag):
            return Piece(tag)
        case MapFrame() | PhotoItem():
            left, top, width, height = item.left, item.top, item.width, item.height
        case QrItem(left=left, top=top, size=size):
            width = height = size
        case _:
            return Piece()
    box = Area(at[0] + left * enlarge, at[1] + top * enlarge, width * enlarge, height * enlarge)
    return Piece(alt=in_words(item, content), box=box)


def in_words(item: MapFrame | PhotoItem | QrItem, content: Content) -> str:
    """Return what a picture shows, in the language of the publication."""
    match item:
        case MapFrame():
            return _map_in_words(item, content)
        case PhotoItem(path=path):
            return _photo_in_words(path, content)
        case QrItem(content=said):
            return translate(content.language, N_("QR code: {content}"), content=said)


def _map_in_words(item: MapFrame, content: Content) -> str:
    language, tour = content.language, content.tour
    scale = formats.number(item.denominator, language)
    if item.selected:
        name = clean(content.project.place(item.selected[0]).name(language))
        return translate(language, N_("Map 1:{scale} around {place}"), scale=scale, place=name)
    if item.unit is not None:
        unit = content.project.unit_label(item.unit, language)
        return translate(language, N_("Map 1:{scale} of {place}"), scale=scale, place=unit)
    if tour is None:
        count = formats.number(len(item.places), language)
        return translate(language, N_("Map 1:{scale} with {count} places"), scale=scale, count=count)
    title = clean(tour.title(language))
    if item.day:
        return translate(
            language,
            N_("Map 1:{scale} of day {day} of the tour {title}"),
            scale=scale,
            day=item.day,
            title=title,
        )
    return translate(
        language,
        N_("Map 1:{scale} of the tour {title}: places {count}, days {days}"),
        scale=scale,
        title=title,
        count=formats.number(len(tour.visited), language),
        days=len(tour.days),
    )


def _photo_in_words(path: str, content: Content) -> str:
    for name, photo in _photos(content):
        if photo.path == path:
            caption = photo.caption_en if content.language == "en" and photo.caption_en else photo.caption_vi
            return clean(caption) or translate(content.language, N_("Photo: {place}"), place=name)
    # A logo is named after its file.
    return PurePath(path).stem


def _photos(content: Content) -> Iterator[tuple[str, Photo]]:
    for place in content.project.places.values():
        for photo in place.photos:
            yield clean(place.name(content.language)), photo
