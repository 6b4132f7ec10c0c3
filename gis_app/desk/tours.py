"""Planning and keeping tours: from the request in the form to an undoable change of the project."""

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from data.edits import DropTour, PutTour
from data.errors import HanhTrinhError
from data.language.catalogue import N_
from data.model.request import TourRequest
from data.model.tour import Tour
from gis_app.desk.core import Desk
from gis_app.desk.roads import Roads
from gis_app.jobs import Job
from gis_app.planning import PlanningWork, task_of, with_new_id
from gis_app.workers import Failed


class TourDesk(QObject):
    """Plans tours and puts them into the project."""

    planning_changed = Signal(bool)
    progressed = Signal(float, str)
    better = Signal(object)
    planned = Signal(object)
    refused = Signal(str)

    def __init__(self, desk: Desk, roads: Roads, parent: QObject) -> None:
        super().__init__(parent)
        self._desk, self._roads = desk, roads
        self._job: Job | None = None
        self._anew: Tour | None = None
        desk.session.opened.connect(self.stop)

    @property
    def is_planning(self) -> bool:
        """Whether a plan is being made."""
        return self._job is not None

    @property
    def shown(self) -> Tour | None:
        """The tour chosen to be shown."""
        key = self._desk.selection.tour
        return self._desk.session.project.tours.get(key) if key is not None else None

    def plan(self, request: TourRequest) -> None:
        """Plan ``request`` in a process of its own; one at a time."""
        self._start(request, None)

    def replan(self) -> None:
        """Plan anew what is not locked in the tour shown; one at a time."""
        tour = self.shown
        if tour is not None:
            self._start(tour.request, tour)

    def _start(self, request: TourRequest, tour: Tour | None) -> None:
        if self._job is not None:
            return
        self._anew = tour
        # Outlines and old tours are dead weight on the way into the process.
        project = self._desk.session.project
        units = {key: replace(unit, geometry=None) for key, unit in project.units.items()}
        work = PlanningWork(replace(project, units=units, tours={}), request, self._roads.path, tour)
        doing = N_("Planning the tour") if tour is None else N_("Planning anew what is not locked")
        title = self._desk.words.say(doing)
        job = self._desk.jobs.in_process(title, task_of(self._desk.planner, work))
        self._job = job
        job.progressed.connect(self.progressed)
        # A tour planned in one project is not kept in the next one.
        here = self._desk.session.while_open
        keep = here(self._keep)
        job.improved.connect(here(self.better.emit))
        job.finished.connect(keep)
        job.stopped.connect(lambda: self._stopped(job, keep))
        job.failed.connect(lambda failed: self._failed(job, failed, keep))
        job.ended.connect(self._end)
        self.planning_changed.emit(self.is_planning)

    def stop(self) -> None:
        """Stop planning; the best tour so far is kept."""
        if self._job is not None:
            self._job.cancel()

    def delete_shown(self) -> None:
        """Delete the tour shown; can be undone."""
        tour = self.shown
        if tour is not None:
            title = tour.title(self._desk.words.language)
            self._desk.session.do(DropTour(tour.id), N_("Delete the tour '{title}'"), title=title)

    def _keep(self, tour: Tour) -> None:
        session, anew = self._desk.session, self._anew
        # One edited by hand meanwhile is not overwritten: the new one goes beside it.
        if anew is not None and session.project.tours.get(anew.id) is anew:
            name = anew.title(self._desk.words.language)
            session.do(PutTour(tour), N_("Plan anew the free part of '{title}'"), title=name)
            self.planned.emit(tour)
            return
        kept = with_new_id(tour, session.project)
        title = kept.title(self._desk.words.language)
        session.do(PutTour(kept), N_("Plan '{title}'"), title=title)
        self._desk.selection.choose_tour(kept.id)
        self.planned.emit(kept)

    def _stopped(self, job: Job, keep: Callable[[Tour], None]) -> None:
        if isinstance(job.best, Tour):
            keep(job.best)
        else:
            self.refused.emit(self._desk.words.say(N_("Stopped before a first plan was found.")))

    def _failed(self, job: Job, failed: Failed, keep: Callable[[Tour], None]) -> None:
        if job.is_cancelled and isinstance(job.best, Tour):
            keep(job.best)
        elif isinstance(failed.error, HanhTrinhError):
            self.refused.emit(failed.error.in_language(self._desk.words.language))
        else:
            self._desk.tell(failed.error, failed.details)
            self.refused.emit("")

    def _end(self) -> None:
        self._job = None
        self.planning_changed.emit(self.is_planning)
