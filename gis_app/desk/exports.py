"""Publishing: the dialog, then files and prints written on a thread."""

from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtPrintSupport import QPrinterInfo

from data.language.catalogue import N_
from data.model.tour import Tour, TourId
from data.progress import part
from gis_app.desk.core import Desk
from gis_app.desk.roads import Roads
from gis_app.workers import Task, TaskContext

if TYPE_CHECKING:
    from gis_app.dialogs.publish import PublishDialog
    from gis_app.dialogs.publish_choice import PublishChoice
    from gis_app.dialogs.publish_printer import PrinterDialog
    from gis_app.dialogs.publish_proofs import Proof, Source
    from layers.publication.notes import Note


class TourExports(QObject):
    """Opens the dialog for a tour, writes and prints what it asks for."""

    def __init__(self, desk: Desk, roads: Roads, parent: QObject) -> None:
        super().__init__(parent)
        self._desk, self._roads = desk, roads
        desk.selection.tour_changed.connect(self._get_ready)

    def _get_ready(self, tour: TourId | None) -> None:
        """Load what the dialog needs while the first tour is looked at: the dialog then opens at once."""
        if tour is not None:
            self._desk.selection.tour_changed.disconnect(self._get_ready)
            Thread(target=_load_dialog, name="dialog").start()

    def ask_export(self, tour: Tour | None) -> "PublishDialog | None":
        """Open the dialog for ``tour``."""
        if tour is None:
            return None
        # What only the dialog needs is imported when it opens first: the window opens without.
        from gis_app.dialogs.publish import PublishDesk, PublishDialog  # noqa: PLC0415
        from gis_app.dialogs.publish_proofs import Source  # noqa: PLC0415

        desk, saved = self._desk, self._desk.session.path
        source = Source(
            desk.session.project, tour, self._roads.network, None if saved is None else saved.parent
        )
        needs = PublishDesk(desk.settings, desk.words, desk.theme, desk.jobs)
        dialog = PublishDialog(desk.window, needs, source)
        dialog.write_asked.connect(lambda choice, folder: self._write(dialog, source, choice, folder))
        dialog.print_asked.connect(lambda proof: self._ask_printer(dialog, proof))
        dialog.folder_asked.connect(_open_folder)
        dialog.open()
        return dialog

    def _write(
        self, dialog: "PublishDialog", source: "Source", choice: "PublishChoice", folder: Path
    ) -> None:
        job = self._desk.jobs.on_thread(
            self._desk.words.say(N_("Exporting the tour")), handing_out(source, choice, folder)
        )
        job.finished.connect(lambda made: dialog.show_written(folder, len(made.files), made.notes))
        dialog.follow(job)

    def _ask_printer(self, dialog: "PublishDialog", proof: "Proof") -> None:
        from gis_app.dialogs.publish_printer import PrinterDialog, show_no_printer  # noqa: PLC0415

        words = self._desk.words

        def choose(printers: object) -> None:
            dialog.end_job()
            if not isinstance(printers, list) or not printers:
                show_no_printer(dialog, words)
                return
            chooser = PrinterDialog(dialog, words, printers, proof)
            chooser.accepted.connect(lambda: self._print(dialog, chooser, proof))
            chooser.open()

        # A print server that does not answer keeps whoever asks it waiting: not the window.
        job = self._desk.jobs.on_thread(words.say(N_("Looking for printers")), _found_printers)
        job.finished.connect(choose)
        dialog.follow(job)

    def _print(self, dialog: "PublishDialog", chooser: "PrinterDialog", proof: "Proof") -> None:
        # Made by the GUI thread, painted on by the job.
        from gis_app.printing.printer import print_sheets  # noqa: PLC0415

        printer, name, sheets = chooser.make_printer(), chooser.printer_name, chooser.sheets

        def work(context: TaskContext) -> None:
            print_sheets(printer, sheets, proof.content, context.progress)

        job = self._desk.jobs.on_thread(self._desk.words.say(N_("Printing")), work)
        job.finished.connect(lambda _: dialog.show_printed(name))
        dialog.follow(job)


def _load_dialog() -> None:
    import_module("gis_app.dialogs.publish")


def _found_printers(context: TaskContext) -> list[QPrinterInfo]:
    """Return the printers of this computer with what each can do."""
    context.progress(0.0, N_("Looking for printers"))
    found = QPrinterInfo.availablePrinters()
    for one in found:
        one.supportedPageSizes()
    return found


@dataclass(frozen=True, slots=True)
class HandedOut:
    """What was written, and what preflight found in it."""

    files: list[Path]
    notes: "tuple[Note, ...]" = ()


def handing_out(source: "Source", choice: "PublishChoice", folder: Path) -> Task:
    """Return the task that writes what was chosen, all of it or nothing; it gives a ``HandedOut``."""

    def write(context: TaskContext) -> HandedOut:
        # Writers of sheets, web pages and print are imported when first needed: the window opens without.
        from data.writers.atomic import replace_together, writing_aside  # noqa: PLC0415
        from data.writers.programme_docx import Letterhead  # noqa: PLC0415
        from gis_app.outputs import Edition, write_outputs  # noqa: PLC0415
        from gis_app.printing.content import Content  # noqa: PLC0415
        from gis_app.printing.publishing import PrintOptions, publish  # noqa: PLC0415

        printed = choice.printed
        share = 0.5 if choice.has_print and choice.formats else float(bool(choice.formats))
        context.progress(0.02, N_("Writing the documents"))
        letterhead = Letterhead(choice.parent_office, choice.office, choice.place)
        edition = Edition(
            source.project,
            source.tour,
            printed.language,
            source.network,
            source.photo_folder,
            letterhead,
            choice.page,
        )
        with writing_aside(folder) as aside:
            drafts: list[Path] = []
            notes: list[Note] = []
            if choice.formats:
                stage = part(context.progress, 0.05, max(share, 0.05))
                drafts += write_outputs(
                    edition, aside, formats=choice.formats, progress=stage, note=notes.append
                )
            if choice.has_print:
                content = Content(
                    source.project,
                    printed.titled(source.tour),
                    edition.basemap,
                    printed.language,
                    source.photo_folder,
                    network=source.network,
                )
                options = PrintOptions(
                    printed.with_marks, printed.kind, printed.dpi, printed.press(), printed.appearance
                )
                stage = part(context.progress, max(share, 0.05), 1.0)
                files, found = publish([printed.worded], content, aside, options, progress=stage)
                drafts += files
                notes += found
            return HandedOut(replace_together(drafts, folder), tuple(notes))

    return write


def _open_folder(folder: Path) -> None:
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))
