"""RGB PDF → PDF/X-4 in the inks of a press, through an ICC profile.

Colours of text, lines and areas and photos become DeviceCMYK, transparency stays.

Black
    Dark neutral colours become tints of black ink alone: type and hairlines of four inks never register. Only
    large black areas (``RICH_BLACK_MM``) get the undercolour of ``RICH_BLACK``, 240 % together: on a wide
    area black ink alone prints grey. Their painter asks for it by a colour made of inks.
Overprint
    Type in full black overprints what lies below it, so that no white edge shows where inks do not register
    (Ghent Workgroup 2015, rules for black text). Everything else knocks out: an overprinting area would let
    what lies below it shine through.
Ink limit
    The profile keeps each colour within its own limit; what exceeds ``INK_LIMIT`` none the less is reported.
"""

import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property, lru_cache
from importlib.resources import files
from itertools import product
from pathlib import Path
from typing import Any, Final, Self, cast
from uuid import uuid4
from zlib import compress

import numpy as np
import pikepdf
from PIL import Image, ImageCms

from data.errors import BadInputError, require_file
from data.language.catalogue import N_
from layers.publication.notes import Note, NoteKind

BUILT_IN: Final = "ISOcoated_v2_300_bas.icc"
"""Offset on coated paper, FOGRA39, at most 300 % ink."""

_CONDITIONS: Final = {"ISO Coated v2": "FOGRA39"}
_NEUTRAL_SPREAD: Final = 0.075
_DARK: Final = 0.6
_BLACK: Final = 0.17
INK_LIMIT: Final = 3.0
"""Total ink that offset on coated paper takes before sheets stick together (ISO 12647-2): 300 %."""

RICH_BLACK: Final = (0.6, 0.4, 0.4, 1.0)
"""Undercolour and black of large areas: cyan, magenta, yellow, black."""

RICH_BLACK_MM: Final = 10.0
"""Shorter side from which on an area is large; QR codes and type must stay sharp in one ink."""

_OVER: Final = 0.02
# JPEG and the steps of 1/255 move inks a little.
_OVERPRINT: Final = "/GSoverprint"
_BLACK_TYPE: Final = re.compile(rb"(/CSpcmyk cs 0 0 0 1 scn\s+)/GSa gs(\s+BT)")
_PDFX: Final = "http://www.npes.org/pdfx/ns/id/"
_COLOR: Final = re.compile(rb"/CSp (cs|CS)\s+([\d.]+) ([\d.]+) ([\d.]+) (?:scn|SCN)")
_PLAIN_COLOR: Final = re.compile(rb"(?<![\w.])([\d.]+) ([\d.]+) ([\d.]+) (rg|RG)(?!\w)")
_SPACE: Final = re.compile(rb"/CSp (cs|CS)")
_RGB_LEFT: Final = re.compile(rb"/PCSp (?:cs|CS)|(?<![\d.] )(?<![\w.])[\d.]+ [\d.]+ [\d.]+ (?:scn|SCN)(?!\w)")


@dataclass(frozen=True)
class PressProfile:
    """The inks and paper a publication is printed with.

    Parameters
    ----------
    data
        The ICC profile.
    """

    data: bytes

    @classmethod
    def built_in(cls) -> Self:
        """Return the profile that comes with the product."""
        return cls((files("resources") / "icc" / BUILT_IN).read_bytes())

    @classmethod
    def read(cls, path: Path) -> Self:
        """Return the profile of a file.

        Raises
        ------
        BadInputError
            If it is not there or no profile of a press.
        """
        require_file(path)
        profile = cls(path.read_bytes())
        try:
            is_press = str(profile.icc.profile.xcolor_space).strip() == "CMYK"
        except (ImageCms.PyCMSError, OSError):
            is_press = False
        if not is_press:
            raise BadInputError(
                N_("This is no ICC profile of a press (CMYK)."),
                source=path,
                remedy=N_("Ask the print shop for the profile of its press and paper."),
            )
        return profile

    @cached_property
    def icc(self) -> ImageCms.ImageCmsProfile:
        """The profile opened."""
        return ImageCms.ImageCmsProfile(io.BytesIO(self.data))

    @property
    def name(self) -> str:
        """Name inside the profile."""
        return ImageCms.getProfileDescription(self.icc).strip()

    @property
    def condition(self) -> str:
        """Name of the printing condition in the registry of the ICC, or the name of the profile."""
        return next((code for start, code in _CONDITIONS.items() if self.name.startswith(start)), self.name)

    @cached_property
    def _transform(self) -> ImageCms.ImageCmsTransform:
        return ImageCms.buildTransform(
            ImageCms.createProfile("sRGB"),
            self.icc,
            "RGB",
            "CMYK",
            renderingIntent=ImageCms.Intent.RELATIVE_COLORIMETRIC,
            flags=ImageCms.Flags.BLACKPOINTCOMPENSATION,
        )

    @cached_property
    def ink_limit(self) -> float:
        """Most ink of all four together that the profile gives to any colour, 0–4."""
        levels = (0, 16, 32, 64, 96, 128, 192, 255)
        colors = bytes(level for triple in product(levels, repeat=3) for level in triple)
        return most_ink(self.converted(Image.frombytes("RGB", (len(colors) // 3, 1), colors)))

    def converted(self, picture: Image.Image) -> Image.Image:
        """Return a picture in the inks of the press."""
        made = ImageCms.applyTransform(picture.convert("RGB"), self._transform)
        if made is None:
            raise TypeError(picture.mode)
        return made

    def inks(self, red: float, green: float, blue: float) -> tuple[float, float, float, float]:
        """Return the inks of an sRGB colour, all 0–1; dark neutral colours are black ink alone."""
        lightest, darkest = max(red, green, blue), min(red, green, blue)
        if is_black(red, green, blue):
            return 0.0, 0.0, 0.0, 1.0
        if lightest <= _DARK and lightest - darkest <= _NEUTRAL_SPREAD:
            return 0.0, 0.0, 0.0, round(1 - (0.3 * red + 0.59 * green + 0.11 * blue), 3)
        if darkest >= 1.0:
            return 0.0, 0.0, 0.0, 0.0
        # Channels are 0–255 in the product, so nothing is lost here.
        pixel = Image.new("RGB", (1, 1), (round(255 * red), round(255 * green), round(255 * blue)))
        cyan, magenta, yellow, black = self.converted(pixel).tobytes()
        return cyan / 255, magenta / 255, yellow / 255, black / 255


@dataclass(frozen=True, slots=True)
class PagePictures:
    """What was found when the pictures of a page were converted.

    Parameters
    ----------
    failed
        How many could not be.
    ink
        Most ink of the others, 0–4.
    """

    failed: int = 0
    ink: float = 0.0


def is_black(red: float, green: float, blue: float) -> bool:
    """Return whether an sRGB colour (0–1) is printed in full black."""
    return max(red, green, blue) <= _BLACK


def most_ink(picture: Image.Image) -> float:
    """Return the most ink on any thousandth of a CMYK picture, 0–4."""
    sums = np.asarray(picture, dtype=np.uint16).sum(axis=2)
    return float(np.percentile(sums, 99.9)) / 255


def to_press(
    document: pikepdf.Pdf, profile: PressProfile, pictures: Sequence[PagePictures] = ()
) -> tuple[Note, ...]:
    """Turn a document into PDF/X-4 in place.

    Parameters
    ----------
    pictures
        What was found when the pictures of each page were converted (``press_pictures``); none by default.

    Returns
    -------
    tuple of Note
        What could not be turned into inks, and pages with more ink than paper takes.
    """
    inks = lru_cache(maxsize=4096)(profile.inks)
    seen: set[float] = set()

    def written(red: float, green: float, blue: float) -> bytes:
        made = inks(red, green, blue)
        seen.add(sum(made))
        return _written(made)

    def rewritten(found: re.Match[bytes]) -> bytes:
        upper = found[1] == b"CS"
        values = written(float(found[2]), float(found[3]), float(found[4]))
        return b"/CSpcmyk %s %s %s" % (found[1], values, b"SCN" if upper else b"scn")

    def rewritten_plain(found: re.Match[bytes]) -> bytes:
        values = written(float(found[1]), float(found[2]), float(found[3]))
        return values + (b" K" if found[4] == b"RG" else b" k")

    notes = []
    for number, page in enumerate(document.pages, start=1):
        seen.clear()
        page.contents_coalesce()
        stream = page.Contents
        content = _PLAIN_COLOR.sub(rewritten_plain, _COLOR.sub(rewritten, stream.read_bytes()))
        # A space chosen without a colour begins with black, in either.
        content = _SPACE.sub(rb"/CSpcmyk \1", content)
        content = _BLACK_TYPE.sub(rb"\1%s gs\2" % _OVERPRINT.encode(), content)
        # Fast: it is written once more with its tags.
        stream.write(compress(content, 1), filter=pikepdf.Name.FlateDecode)
        _add_overprint(document, page)
        of_page = pictures[number - 1] if pictures else PagePictures()
        left = len(_RGB_LEFT.findall(content)) + of_page.failed
        if left:
            message = N_("{count} objects of page {page} are still in RGB.")
            notes.append(Note(NoteKind.RGB_OBJECT, number, message, {"count": left, "page": number}))
        most = max(of_page.ink, *seen, 0.0)
        if most > INK_LIMIT + _OVER:
            message = N_("Page {page} carries {found} % ink; paper takes {limit} %.")
            facts = {"page": number, "found": round(100 * most), "limit": round(100 * INK_LIMIT)}
            notes.append(Note(NoteKind.INK_LIMIT, number, message, facts))
    _add_intent(document, profile)
    return tuple(notes)


def _written(inks: tuple[float, float, float, float]) -> bytes:
    return b" ".join(b"%.4g" % ink for ink in inks)


def images_of(page: pikepdf.Page) -> list[pikepdf.Stream]:
    """Return the pictures of a page that Qt wrote: it nests none in forms."""
    found = page.Resources.get("/XObject", pikepdf.Dictionary())
    return [
        cast("pikepdf.Stream", one) for one in found.values() if one.get("/Subtype") == pikepdf.Name.Image
    ]


def _add_overprint(document: pikepdf.Pdf, page: pikepdf.Page) -> None:
    """Add the graphics state of black type: overprint, and no ink means what lies below (OPM 1)."""
    resources = page.Resources
    if "/ExtGState" not in resources:
        resources.ExtGState = pikepdf.Dictionary()
    state = pikepdf.Dictionary(Type=pikepdf.Name.ExtGState, OP=True, op=True, OPM=1, CA=1, ca=1)
    resources.ExtGState[_OVERPRINT] = document.make_indirect(state)


def _add_intent(document: pikepdf.Pdf, profile: PressProfile) -> None:
    stored = document.make_stream(profile.data)
    stored.N = 4
    intent = pikepdf.Dictionary(
        Type=pikepdf.Name.OutputIntent,
        S=pikepdf.Name.GTS_PDFX,
        OutputConditionIdentifier=profile.condition,
        OutputCondition=profile.name,
        RegistryName="http://www.color.org",
        Info=profile.name,
        DestOutputProfile=document.make_indirect(stored),
    )
    document.Root.OutputIntents = pikepdf.Array([document.make_indirect(intent)])
    now = datetime.now(UTC).replace(microsecond=0)
    document.docinfo[pikepdf.Name.Trapped] = pikepdf.Name("/False")
    document.docinfo[pikepdf.Name.GTS_PDFXVersion] = pikepdf.String("PDF/X-4")
    pikepdf.models.PdfMetadata.register_xml_namespace(_PDFX, "pdfxid")
    with document.open_metadata(set_pikepdf_as_editor=False) as metadata:
        _describe(metadata, now)


def _describe(metadata: Any, now: datetime) -> None:
    """Write what PDF/X-4 (ISO 15930-7) asks of the XMP metadata."""
    metadata["pdfxid:GTS_PDFXVersion"] = "PDF/X-4"
    metadata["pdf:Trapped"] = "False"
    for key in ("xmp:CreateDate", "xmp:ModifyDate", "xmp:MetadataDate"):
        metadata[key] = now.isoformat()
    metadata["xmpMM:DocumentID"] = f"uuid:{uuid4()}"
    metadata["xmpMM:VersionID"] = "1"
    metadata["xmpMM:RenditionClass"] = "default"
