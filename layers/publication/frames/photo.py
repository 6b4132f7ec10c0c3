"""A photo with its caption and credit; on the page of a place its own, elsewhere one of the tour."""

from pathlib import Path
from typing import Final

from PIL import Image, UnidentifiedImageError

from data.language.catalogue import N_
from data.model.place import Photo, Place
from data.readers.photos import photo_file
from layers.page import Item, PhotoItem
from layers.publication.frames.base import Frame
from layers.publication.matter import MUTED, TINY, one_line
from layers.publication.notes import NoteKind

LEAST_DPI: Final = 300
"""What print shops ask of photos."""

_TURNED: Final = frozenset({5, 6, 7, 8})
_EXIF_ORIENTATION: Final = 0x0112


def fill_photo(frame: Frame) -> tuple[Item, ...]:
    """Fill the area with a photo over its caption; nothing where there is none."""
    for place, photo in _candidates(frame):
        path = photo_file(photo.path, frame.matter.photo_folder)
        size = None if path is None else _size(path)
        if size is not None:
            return _set(frame, photo, size)
        frame.note(
            NoteKind.MISSING_PHOTO,
            N_("The photo {path} of {place} cannot be read."),
            path=photo.path,
            place=one_line(place.name(frame.matter.language)),
        )
    return ()


def fill_logo(frame: Frame) -> tuple[Item, ...]:
    """Return the picture file that the option ``file`` names, whole, in the middle of the area."""
    file = str(frame.options.get("file", ""))
    path = photo_file(file, frame.matter.photo_folder)
    size = None if path is None else _size(path)
    if size is None:
        message = N_("The logo {path} cannot be read; it has to lie beside the project.")
        frame.note(NoteKind.MISSING_PHOTO, message, path=file or "–")
        return ()
    area = frame.area
    share = min(area.width / size[0], area.height / size[1])
    width, height = share * size[0], share * size[1]
    left, top = area.left + (area.width - width) / 2, area.top + (area.height - height) / 2
    return (PhotoItem(left, top, width, height, file),)


def has_photo(frame: Frame) -> bool:
    """Return whether a frame ``photo`` on the same page would hold one."""
    paths = (photo_file(photo.path, frame.matter.photo_folder) for _, photo in _candidates(frame))
    return any(path is not None and _size(path) is not None for path in paths)


def _candidates(frame: Frame) -> list[tuple[Place, Photo]]:
    """Return the photos that may stand here, best first."""
    if frame.place is not None:
        places: tuple[Place, ...] = (frame.place,)
    elif frame.subject is not None:
        places = frame.unit_places
    else:
        places = frame.matter.places
    number = int(frame.number("number", 1))
    return [(place, photo) for place in places for photo in place.photos][number - 1 :]


def _size(path: Path) -> tuple[int, int] | None:
    """Return width and height as the photo is looked at; only its head is read."""
    try:
        with Image.open(path) as picture:
            is_turned = picture.getexif().get(_EXIF_ORIENTATION, 1) in _TURNED
            width, height = picture.size
    except (UnidentifiedImageError, OSError, ValueError, Image.DecompressionBombError):
        return None
    return (height, width) if is_turned else (width, height)


def _set(frame: Frame, photo: Photo, size: tuple[int, int]) -> tuple[Item, ...]:
    area, setter, language = frame.area, frame.setter, frame.matter.language
    caption = photo.caption_en if language == "en" and photo.caption_en else photo.caption_vi
    credit = frame.matter.say(N_("Photo: {credit}"), credit=one_line(photo.credit)) if photo.credit else ""
    said = " · ".join(part for part in (one_line(caption), credit) if part)
    lines = setter.lines(said, TINY, area.width) if said else ()
    below = len(lines) * setter.line_mm(TINY) + (0.6 if lines else 0.0)
    height = area.height - below
    if height < area.height / 2:
        lines, height = (), area.height
        frame.note(
            NoteKind.TEXT_OVERFLOW, N_("The caption of {path} does not fit its frame."), path=photo.path
        )
    share = max(area.width / size[0], height / size[1])
    dpi = 25.4 / share
    if dpi < LEAST_DPI:
        frame.note(
            NoteKind.LOW_RESOLUTION,
            N_("The photo {path} has {dpi} dots an inch in print; {least} are wanted."),
            path=photo.path,
            dpi=round(dpi),
            least=LEAST_DPI,
        )
    items: list[Item] = [PhotoItem(area.left, area.top, area.width, height, photo.path)]
    setter.block(items, (area.left, area.top + height + 0.6), lines, TINY, MUTED)
    return tuple(items)
