"""Pages of a publication as pictures for the preview, made one job at a time off the GUI thread."""

from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QImage, QPainter

from data.language.catalogue import N_
from data.model.project import Project
from data.model.tour import Tour
from data.progress import Progress
from gis_app.dialogs.publish_choice import PrintChoice
from gis_app.i18n import Words
from gis_app.jobs import Job, Jobs
from gis_app.printing.content import Content
from gis_app.widgets.thumb_list import THUMB_PX
from gis_app.workers import Failed, Task, TaskContext
from layers.basemap import Basemap
from layers.publication.notes import Note
from layers.publication.sheets import Sheet
from layers.publication.template import Template
from routes.network.store import RoadNetwork

MOST_PIXELS: Final = 16_000_000
"""Largest picture of one page: 64 MB."""
PAUSE_MS: Final = 60
"""Quiet after the last change before pages are made anew: typing does not start a job a letter."""

_EDGE: Final = QColor(0, 0, 0, 50)
_KEPT_PAGES: Final = 8
_THUMBS_A_JOB: Final = 4


@dataclass(frozen=True, slots=True)
class Source:
    """The tour that is printed and what lies around it.

    Parameters
    ----------
    network
        Roads of the maps; ``None`` draws none.
    photo_folder
        Where its photos lie.
    """

    project: Project
    tour: Tour
    network: RoadNetwork | None
    photo_folder: Path | None


@dataclass(frozen=True, slots=True)
class Proof:
    """A publication laid out: its sheets, ready to paint, and what preflight found.

    Parameters
    ----------
    laid_out
        What laying out found.
    seen
        What painting found, by sheet (from 0): names that have no room on a map show only then.
    """

    choice: PrintChoice
    content: Content
    sheets: tuple[Sheet, ...]
    laid_out: tuple[Note, ...]
    seen: dict[int, tuple[Note, ...]] = field(default_factory=dict, compare=False)

    @property
    def notes(self) -> tuple[Note, ...]:
        """Everything found so far, page by page."""
        found = (*self.laid_out, *chain.from_iterable(self.seen.copy().values()))
        return tuple(sorted(found, key=lambda note: note.page))


@dataclass(frozen=True, slots=True)
class _Made:
    proof: Proof
    page: int
    image: QImage | None


def made_proof(source: Source, choice: PrintChoice, basemap: Basemap | None, progress: Progress) -> Proof:
    """Lay a publication out; takes a thread of its own.

    Parameters
    ----------
    basemap
        Ground of its maps, made when ``None``.
    progress
        Told after every page; may raise ``CancelledError``.
    """
    # Qt's PDF tools and the painters load when first needed: the dialog opens without them.
    from gis_app.printing.preflight import glyph_notes  # noqa: PLC0415
    from gis_app.printing.publication import compose_publication  # noqa: PLC0415
    from gis_app.render.sources import build_basemap  # noqa: PLC0415
    from layers.publication.sheets import sheets_of  # noqa: PLC0415

    ground = basemap or build_basemap(source.project, source.network, folder=source.photo_folder)
    content = Content(
        source.project,
        choice.titled(source.tour),
        ground,
        choice.language,
        source.photo_folder,
        hidden=choice.appearance.hidden,
        photo_dpi=choice.dpi,
        network=source.network,
    )
    made = compose_publication(choice.dressed, content, progress=progress)
    notes = (*made.notes, *glyph_notes(made.pages))
    return Proof(choice, content, sheets_of(made, with_marks=choice.with_marks), notes)


def painted(proof: Proof, number: int, dots_per_mm: float) -> QImage:
    """Return a sheet (from 0) as a picture, no larger than ``MOST_PIXELS``; note what it lacks."""
    from gis_app.printing.preflight import label_notes  # noqa: PLC0415
    from gis_app.printing.publication import sheet_image  # noqa: PLC0415

    sheet = proof.sheets[number]
    most = (MOST_PIXELS / (sheet.width * sheet.height)) ** 0.5
    content = replace(proof.content, unplaced=[])
    image = sheet_image(sheet, content, min(dots_per_mm, most) * 25.4)
    press = proof.choice.press()
    if press is not None:
        from gis_app.printing.soft_proof import soft_proof  # noqa: PLC0415

        image = soft_proof(image, press)
    # A sheet of a booklet holds two pages; a finding leads to the sheet.
    proof.seen[number] = tuple(replace(note, page=number + 1) for note in label_notes(content.unplaced))
    return image


class Proofs(QObject):
    """Keeps the pages of the latest choice up to date; the newest wish comes first.

    Parameters
    ----------
    ratio
        Device pixels to a logical one.
    """

    composed = Signal()
    page_painted = Signal(int)
    thumbs_painted = Signal()
    template_painted = Signal(str, object)
    failed = Signal(object)

    def __init__(self, jobs: Jobs, words: Words, source: Source, ratio: float, parent: QObject) -> None:
        super().__init__(parent)
        self._jobs, self._words, self._source, self._ratio = jobs, words, source, ratio
        self.proof: Proof | None = None
        self.is_closed = False
        self._basemap: Basemap | None = None
        self._choice: PrintChoice | None = None
        self._tried: PrintChoice | None = None
        self._job: Job | None = None
        self._page: tuple[int, float] = (0, 0.0)
        self._pages: OrderedDict[tuple[int, float], QImage] = OrderedDict()
        self._thumbs: dict[int, QImage] = {}
        self._wanted: tuple[int, ...] = ()
        self._templates: tuple[Template, ...] = ()
        self._drawn: dict[str, Template] = {}
        self._is_for_templates = False
        self._pause = QTimer(self, interval=PAUSE_MS, singleShot=True)
        self._pause.timeout.connect(self._begin_next)

    @property
    def is_behind(self) -> bool:
        """Whether the pages shown are not yet those of the latest choice."""
        return self._choice is not None and self._tried != self._choice

    @property
    def is_busy(self) -> bool:
        """Whether pages wished for are being made or about to be; pictures of templates do not count."""
        is_making = self._job is not None and not self._is_for_templates
        return is_making or self._pause.isActive() or self._lacks_pages()

    def show(self, choice: PrintChoice) -> None:
        """Make the pages of ``choice``; what was under way for another one stops."""
        if choice == self._choice:
            return
        self._choice = choice
        if self._job is not None:
            self._job.cancel()
        self._pause.start()

    def want_page(self, number: int, dots_per_mm: float) -> None:
        """Paint page ``number`` (from 0) at so many device pixels a millimetre."""
        self._page = (number, dots_per_mm)
        self._soon()

    def want_thumbs(self, numbers: Sequence[int]) -> None:
        """Paint these pages small: those in sight."""
        self._wanted = tuple(numbers)
        self._soon()

    def want_templates(self, templates: Sequence[Template]) -> None:
        """Paint the first pages of these templates small, those in sight, when nothing else is to do."""
        self._templates = tuple(templates)
        self._soon()

    def page(self, number: int, dots_per_mm: float) -> QImage | None:
        """Return a page, if it is painted at this size."""
        return self._pages.get((number, dots_per_mm))

    def any_of(self, number: int) -> QImage | None:
        """Return a page in the size painted last."""
        sizes = [key for key in self._pages if key[0] == number]
        return self._pages[sizes[-1]] if sizes else None

    def thumb(self, number: int) -> QImage | None:
        """Return a small page, if it is painted."""
        return self._thumbs.get(number)

    def close(self) -> None:
        """Stop: nobody looks any more."""
        self.is_closed = True
        self._pause.stop()
        if self._job is not None:
            self._job.cancel()

    def _soon(self) -> None:
        if self._job is not None and self._is_for_templates and self._lacks_pages():
            self._job.cancel()
        if self._job is None and not self._pause.isActive():
            QTimer.singleShot(0, self, self._begin_next)

    def _begin_next(self) -> None:
        """Start the most urgent job: pages anew, the page looked at, small pages, small templates."""
        if self._job is not None or self.is_closed or self._pause.isActive():
            return
        proof, missing, templates = self.proof, self._missing_thumbs(), self._missing_templates()
        self._is_for_templates = not self._lacks_pages()
        if self.is_behind and self._choice is not None:
            self._compose(self._choice)
        elif proof is not None and self._page_is_missing(proof):
            self._paint(proof, *self._page)
        elif proof is not None and missing:
            self._paint_thumbs(proof, missing)
        elif templates and self._basemap is not None:
            self._paint_template(templates[0], self._basemap)

    def _lacks_pages(self) -> bool:
        has_missing = self.proof is not None and self._page_is_missing(self.proof)
        return not self.is_closed and (self.is_behind or has_missing or bool(self._missing_thumbs()))

    def _page_is_missing(self, proof: Proof) -> bool:
        number, dots = self._page
        return dots > 0 and number < len(proof.sheets) and self._page not in self._pages

    def _missing_thumbs(self) -> tuple[int, ...]:
        count = len(self.proof.sheets) if self.proof else 0
        return tuple(number for number in self._wanted if number < count and number not in self._thumbs)

    def _missing_templates(self) -> list[Template]:
        return [one for one in self._templates if self._drawn.get(one.key) is not one]

    def _start(self, task: Task, done: Callable[[object], None]) -> None:
        job = self._jobs.on_thread(self._words.say(N_("Drawing the preview")), task)
        self._job = job
        job.finished.connect(done)
        job.failed.connect(self._tell_failed)
        job.ended.connect(self._end)

    def _end(self) -> None:
        self._job = None
        self._begin_next()

    def _tell_failed(self, failed: Failed) -> None:
        # The same choice would fail again: it counts as tried.
        self._tried = self._choice
        self._page = (self._page[0], 0.0)
        self._wanted = ()
        self._templates = ()
        if not self.is_closed:
            self.failed.emit(failed)

    def _compose(self, choice: PrintChoice) -> None:
        source, basemap, (number, dots) = self._source, self._basemap, self._page

        def work(context: TaskContext) -> _Made:
            proof = made_proof(source, choice, basemap, context.progress)
            context.progress(1.0)
            at = min(number, len(proof.sheets) - 1)
            return _Made(proof, at, painted(proof, at, dots) if dots and at >= 0 else None)

        def done(made: object) -> None:
            if isinstance(made, _Made):
                self._keep_proof(made.proof)
                self._keep_page((made.page, dots), made.image)

        self._start(work, done)

    def _keep_proof(self, proof: Proof) -> None:
        if self.is_closed:
            return
        self.proof, self._tried, self._basemap = proof, proof.choice, proof.content.basemap
        self._pages.clear()
        self._thumbs.clear()
        self.composed.emit()

    def _paint(self, proof: Proof, number: int, dots: float) -> None:
        self._start(
            lambda _: painted(proof, number, dots), lambda image: self._keep_page((number, dots), image)
        )

    def _keep_page(self, key: tuple[int, float], image: object) -> None:
        if isinstance(image, QImage) and not self.is_closed:
            self._pages[key] = image
            while len(self._pages) > _KEPT_PAGES:
                self._pages.popitem(last=False)
            self.page_painted.emit(key[0])

    def _paint_thumbs(self, proof: Proof, numbers: Sequence[int]) -> None:
        def work(context: TaskContext) -> dict[int, QImage]:
            found = {}
            for number in numbers[:_THUMBS_A_JOB]:
                context.progress(0.5)
                found[number] = self._thumb_of(proof, number)
            return found

        def done(found: object) -> None:
            if isinstance(found, dict) and proof is self.proof and not self.is_closed:
                self._thumbs.update(found)
                self.thumbs_painted.emit()

        self._start(work, done)

    def _paint_template(self, template: Template, basemap: Basemap) -> None:
        source, language = self._source, self._words.language

        def work(context: TaskContext) -> QImage | None:
            proof = made_proof(source, PrintChoice(template, language), basemap, context.progress)
            return self._thumb_of(proof, 0) if proof.sheets else None

        def done(image: object) -> None:
            self._drawn[template.key] = template
            if isinstance(image, QImage) and not self.is_closed:
                self.template_painted.emit(template.key, image)

        self._start(work, done)

    def _thumb_of(self, proof: Proof, number: int) -> QImage:
        """Paint larger than needed and reduce smoothly: letters become grey, not dots."""
        sheet = proof.sheets[number]
        side = round(THUMB_PX * self._ratio)
        large = painted(proof, number, 2 * side / max(sheet.width, sheet.height))
        small = large.scaled(
            side, side, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
        )
        # All icons of a list are equally large, or their names would not stand in line.
        image = QImage(side, side, QImage.Format.Format_ARGB32_Premultiplied)
        image.fill(Qt.GlobalColor.transparent)
        left, top = (side - small.width()) // 2, (side - small.height()) // 2
        with QPainter(image) as painter:
            painter.drawImage(left, top, small)
            painter.setPen(_EDGE)
            painter.drawRect(left, top, small.width() - 1, small.height() - 1)
        image.setDevicePixelRatio(self._ratio)
        return image
