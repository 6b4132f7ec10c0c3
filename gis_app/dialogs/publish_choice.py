"""What the user chose to hand out, and keeping the choice until the next time."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from data.errors import HanhTrinhError
from data.language.catalogue import LANGUAGES, N_
from data.model.tour import Tour
from gis_app.printing.file_kind import FileKind
from gis_app.settings import Settings
from layers.publication.appearance import Appearance, Part, fits_on
from layers.publication.frames.photo import LEAST_DPI
from layers.publication.template import Template
from layers.publication.template_file import builtin_keys, builtin_template, read_template

if TYPE_CHECKING:
    from gis_app.printing.cmyk import PressProfile

KEPT_AS: Final = "publish"
FIRST_TEMPLATE: Final = "a4-leaflet"

FORMAT_WORDS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "html": N_("Web page for visitors (works offline)"),
        "gpx": N_("GPX file for phones"),
        "docx": N_("Programme in Word"),
        "xlsx": N_("Itinerary in Excel"),
        "pdf": N_("Brochure with map (PDF)"),
        "ics": N_("Calendar of the days (ICS)"),
        "kmz": N_("Google Earth, with photos (KMZ)"),
        "kml": N_("Google Earth, plain (KML)"),
        "geojson": N_("Map data for other programs (GeoJSON)"),
        "gpkg": N_("Layers for QGIS and QField (GeoPackage)"),
        "qr": N_("Sheet of QR codes (SVG)"),
        "csv": N_("Itinerary as a plain table (CSV)"),
    }
)
"""What each format is for, in the words of an office; the keys are those of the outputs."""

DPI: Final = (150, 300, 450, 600)
"""Resolutions offered, dots an inch: for a screen, for print, for line art and for the finest."""

FIRST_FORMATS: Final = ("html", "gpx", "docx", "xlsx")
"""What is ticked for somebody who never chose."""


@dataclass(frozen=True, slots=True)
class PrintChoice:
    """A publication as it is to be printed: what the preview shows.

    Parameters
    ----------
    title_vi, title_en
        Titles instead of those of the tour; empty keeps them.
    with_marks
        For a print shop: bleed, marks, booklets imposed.
    appearance
        Paper, scale, and what is left out.
    is_cmyk
        Whether it is printed in the inks of a press.
    icc
        ICC profile of the press; ``None`` for the one that comes with the product.
    kind
        Kind of file.
    dpi
        Finest resolution of photos, and that of PNG pictures.
    """

    template: Template
    language: str
    is_bilingual: bool = True
    title_vi: str = ""
    title_en: str = ""
    with_marks: bool = False
    appearance: Appearance = field(default_factory=Appearance)
    is_cmyk: bool = False
    icc: Path | None = None
    kind: FileKind = FileKind.PDF
    dpi: int = LEAST_DPI

    @property
    def dressed(self) -> Template:
        """The template in one language or two, as it looks this time."""
        return self.appearance.applied(self.worded)

    @property
    def worded(self) -> Template:
        """The template in one language or two."""
        return replace(self.template, bilingual=self.is_bilingual)

    def press(self) -> "PressProfile | None":
        """Return the inks of the press; ``None`` for colours in RGB.

        Raises
        ------
        BadInputError
            If the profile is not there any more.
        """
        # The tools of PDF and colours load when first needed: the dialog opens without.
        from gis_app.printing.cmyk import PressProfile  # noqa: PLC0415

        if not self.is_cmyk or self.kind is not FileKind.PDF:
            return None
        return PressProfile.built_in() if self.icc is None else PressProfile.read(self.icc)

    def titled(self, tour: Tour) -> Tour:
        """Return the tour with the titles of this print."""
        return replace(tour, title_vi=self.title_vi or tour.title_vi, title_en=self.title_en or tour.title_en)


@dataclass(frozen=True, slots=True)
class PublishChoice:
    """Everything that is handed out at once.

    Parameters
    ----------
    formats
        Keys of ``FORMAT_WORDS``.
    printed
        The publication; its language is also that of the files.
    has_print
        Whether the publication is written too; it can be looked at without.
    office, parent_office, place
        Who issues the programme, and where.
    web_link
        Where the tour's web page will lie, as it was typed; '' for nowhere.
    """

    formats: tuple[str, ...]
    printed: PrintChoice
    has_print: bool = True
    office: str = ""
    parent_office: str = ""
    place: str = ""
    web_link: str = ""

    @property
    def page(self) -> str:
        """Address of the web page as phones open it: with its scheme; '' for none."""
        has_scheme = "://" in self.web_link
        return f"https://{self.web_link}" if self.web_link and not has_scheme else self.web_link

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to write."""
        return not (self.formats or self.has_print)


def keep_choice(settings: Settings, choice: PublishChoice, file: Path | None) -> None:
    """Keep everything but titles, scale and web address, which belong to one tour.

    Parameters
    ----------
    file
        Where the template comes from; ``None`` for one that we ship.
    """
    printed = choice.printed
    kept = {
        "formats": list(choice.formats),
        "has_print": choice.has_print,
        "template": str(file) if file else printed.template.key,
        "language": printed.language,
        "bilingual": printed.is_bilingual,
        "marks": printed.with_marks,
        "paper": printed.appearance.paper,
        "hidden": sorted(printed.appearance.hidden),
        "cmyk": printed.is_cmyk,
        "icc": str(printed.icc or ""),
        "kind": printed.kind.value,
        "dpi": printed.dpi,
        "office": choice.office,
        "parent_office": choice.parent_office,
        "place": choice.place,
    }
    settings.keep(KEPT_AS, json.dumps(kept, ensure_ascii=False))


def kept_choice(settings: Settings) -> tuple[PublishChoice, Path | None]:
    """Return the choice of the last time and the file of its template, if it is not one of ours.

    What cannot be read any more, such as a template that was moved, falls back to what comes first.
    """
    kept = _kept(settings)
    formats = kept.get("formats", FIRST_FORMATS)
    template, file = _template(str(kept.get("template", FIRST_TEMPLATE)))
    language = str(kept.get("language", settings.language))
    printed = PrintChoice(
        template,
        language if language in LANGUAGES else settings.language,
        is_bilingual=bool(kept.get("bilingual", True)),
        with_marks=bool(kept.get("marks", False)),
        appearance=_appearance(kept, template),
        is_cmyk=bool(kept.get("cmyk", False)),
        icc=_icc(kept),
        kind=next((kind for kind in FileKind if kind == kept.get("kind")), FileKind.PDF),
        dpi=next((dpi for dpi in DPI if dpi == kept.get("dpi")), LEAST_DPI),
    )
    choice = PublishChoice(
        tuple(key for key in FORMAT_WORDS if isinstance(formats, (list, tuple)) and key in formats),
        printed,
        has_print=bool(kept.get("has_print", True)),
        office=str(kept.get("office", "")),
        parent_office=str(kept.get("parent_office", "")),
        place=str(kept.get("place", "")),
    )
    return choice, file


def _kept(settings: Settings) -> dict[str, object]:
    try:
        found = json.loads(settings.kept(KEPT_AS) or "{}")
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _appearance(kept: Mapping[str, object], template: Template) -> Appearance:
    paper, hidden = str(kept.get("paper", "")), kept.get("hidden", ())
    names = set(map(str, hidden)) if isinstance(hidden, list) else set()
    parts = frozenset(part for part in Part if part in names)
    return Appearance(paper if paper and fits_on(template, paper) else "", hidden=parts)


def _icc(kept: Mapping[str, object]) -> Path | None:
    said = str(kept.get("icc", ""))
    return Path(said) if said and Path(said).is_file() else None


def _template(name: str) -> tuple[Template, Path | None]:
    if name in builtin_keys():
        return builtin_template(name), None
    try:
        return read_template(Path(name)), Path(name)
    except (HanhTrinhError, OSError):
        return builtin_template(FIRST_TEMPLATE), None
