"""Scenarios: several ways to meet one request, kept side by side, switched, named and compared."""

from dataclasses import replace
from functools import partial
from pathlib import Path
from string import ascii_uppercase

from PySide6.QtCore import QObject, Signal

from data.edits import Batch, PutTour
from data.language.catalogue import N_
from data.model.tour import Tour
from data.writers.comparison import ComparisonTable
from gis_app.desk.core import Desk
from gis_app.desk.roads import Roads
from gis_app.desk.tours import TourDesk
from gis_app.dialogs.comparison import ComparisonDialog
from gis_app.planning import ComparisonWork, compare_tours, with_new_id
from gis_app.workers import TaskContext


class Scenarios(QObject):
    """Scenarios of the tour shown.

    Parameters
    ----------
    roads
        Network on which each tour is checked.
    """

    said = Signal(str)

    def __init__(self, desk: Desk, tours: TourDesk, roads: Roads, parent: QObject) -> None:
        super().__init__(parent)
        self._desk, self._tours, self._roads = desk, tours, roads
        self.dialog: ComparisonDialog | None = None

    def group(self) -> tuple[Tour, ...]:
        """Return the scenarios of the tour shown, itself among them."""
        tour = self._tours.shown
        if tour is None:
            return ()
        tours = self._desk.session.project.tours.values()
        return tuple(other for other in tours if other.group == tour.group)

    def duplicate(self) -> None:
        """Keep a copy of the tour shown as a further scenario, and show it."""
        tour = self._tours.shown
        if tour is None:
            return
        session = self._desk.session
        named = replace(tour, scenario=tour.scenario or self._free_name(frozenset()))
        name = self._free_name(frozenset({named.scenario, *(one.scenario for one in self.group())}))
        copy = with_new_id(replace(tour, scenario=name, base=tour.group), session.project)
        edits = (PutTour(copy),) if named == tour else (PutTour(named), PutTour(copy))
        session.do(Batch(edits), N_("Add the scenario '{name}'"), name=name)
        self._desk.selection.choose_tour(copy.id)
        self.said.emit(self._desk.words.say(N_("You now work on '{name}'."), name=name))

    def rename(self, name: str) -> None:
        """Give the scenario shown another name."""
        tour, wanted = self._tours.shown, name.strip()
        if tour is not None and wanted and wanted != tour.scenario:
            self._desk.session.do(
                PutTour(replace(tour, scenario=wanted)), N_("Name the scenario '{name}'"), name=wanted
            )

    def compare(self) -> None:
        """Compare the scenarios of the tour shown, or all tours where it is the only one of its kind."""
        tours = self.group()
        project, language = self._desk.session.project, self._desk.words.language
        if len(tours) < 2:
            tours = tuple(project.tours.values())
        if not tours:
            return
        # Outlines are dead weight on the way into the process.
        units = {key: replace(unit, geometry=None) for key, unit in project.units.items()}
        bare = replace(project, units=units, tours={})
        work = ComparisonWork(bare, tours, language, self._roads.path)
        job = self._desk.jobs.in_process(
            self._desk.words.say(N_("Comparing tours")), partial(compare_tours, work)
        )
        job.finished.connect(self._desk.session.while_open(self._show))
        self._desk.tell_failures(job)

    def _show(self, table: ComparisonTable) -> None:
        dialog = ComparisonDialog(self._desk.window, self._desk.words, table, self._desk.settings.folder)
        dialog.export_asked.connect(lambda path: self._export(table, path))
        self.dialog = dialog
        dialog.open()

    def _export(self, table: ComparisonTable, path: Path) -> None:
        language = self._desk.words.language

        def write(_: TaskContext) -> None:
            from data.writers import comparison_csv, comparison_xlsx  # noqa: PLC0415

            writer = comparison_csv if path.suffix.lower() == ".csv" else comparison_xlsx
            writer.write(table, path, language)

        job = self._desk.jobs.on_thread(self._desk.words.say(N_("Writing the comparison")), write)
        job.finished.connect(
            lambda _: self.said.emit(self._desk.words.say(N_("Written: {path}"), path=str(path)))
        )
        self._desk.tell_failures(job)

    def _free_name(self, taken: frozenset[str]) -> str:
        names = [self._desk.words.say(N_("Scenario {letter}"), letter=letter) for letter in ascii_uppercase]
        return next((name for name in names if name not in taken), names[-1])
