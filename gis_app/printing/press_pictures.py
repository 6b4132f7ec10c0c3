"""Photos of a PDF in the inks of a press, some at a time: what is converted waits in memory to be saved."""

import io
from pathlib import Path
from typing import Final

import pikepdf
from pikepdf import Array, Name

from gis_app.printing.cmyk import PagePictures, PressProfile, images_of, most_ink

_BATCH_BYTES: Final = 160 * 2**20
_QUALITY: Final = 92
_OTHER_SPACES: Final = (Name.DeviceGray, Name.DeviceCMYK)


def open_pdf(path: Path) -> pikepdf.Pdf:
    """Open a file that is read piece by piece: one mapped into memory counts as memory used."""
    return pikepdf.open(path, access_mode=pikepdf.AccessMode.stream)


def convert_pictures(path: Path, profile: PressProfile) -> tuple[PagePictures, ...]:
    """Convert the pictures of a file in place.

    Returns
    -------
    tuple of PagePictures
        What was found on each page.
    """
    found: list[PagePictures] = []
    count, aside = 1, path.with_name(f".{path.name}.inks")
    while len(found) < count:
        with open_pdf(path) as document:
            count, waiting = len(document.pages), 0
            while len(found) < count and waiting < _BATCH_BYTES:
                of_page, size = _of_page(document.pages[len(found)], profile)
                found.append(of_page)
                waiting += size
            if waiting:
                document.save(aside)
        if waiting:
            aside.replace(path)
    return tuple(found)


def _of_page(page: pikepdf.Page, profile: PressProfile) -> tuple[PagePictures, int]:
    """Convert the pictures of a page; return what was found, and the bytes that wait for saving."""
    failed, most, size = 0, 0.0, 0
    for image in images_of(page):
        if image.get("/ColorSpace") != Name.DeviceRGB:
            failed += image.get("/ColorSpace") not in _OTHER_SPACES
            continue
        try:
            picture = profile.converted(pikepdf.PdfImage(image).as_pil_image())
        except (pikepdf.PdfError, NotImplementedError, OSError, ValueError):
            failed += 1
            continue
        most = max(most, most_ink(picture))
        packed = io.BytesIO()
        picture.save(packed, "JPEG", quality=_QUALITY)
        size += packed.tell()
        image.write(packed.getvalue(), filter=Name.DCTDecode)
        image.ColorSpace = Name.DeviceCMYK
        image.BitsPerComponent = 8
        # JPEG files in CMYK hold ink upside down (the custom Adobe began).
        image.Decode = Array([1, 0] * 4)
        for key in ("/DecodeParms", "/Interpolate"):
            if key in image:
                del image[key]
    return PagePictures(failed, most), size
