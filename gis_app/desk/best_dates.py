"""Best dates of a request: the search in a process of its own, and its results in words."""

from dataclasses import replace
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from data.errors import HanhTrinhError
from data.language import formats
from data.language.catalogue import N_
from data.model.place import PlaceId
from data.model.project import Project
from data.model.request import TourRequest
from gis_app.desk.core import Desk
from gis_app.desk.roads import Roads
from gis_app.dialogs.best_dates import BestDatesDialog, RankedDate
from gis_app.i18n import Words
from gis_app.jobs import Job
from gis_app.planning import DatesWork, rank_dates

if TYPE_CHECKING:
    from collections.abc import Callable

    from gis_app.workers import Failed, TaskContext
    from routes.planner.dates import DateRanking, DateResult

NAMES_SAID = 4


class BestDates(QObject):
    """Asks for a range, searches, and gives the date that somebody takes (``chosen``)."""

    chosen = Signal(object)

    def __init__(self, desk: Desk, roads: Roads, window: QWidget, parent: QObject) -> None:
        super().__init__(parent)
        self._desk, self._roads, self._window = desk, roads, window
        self.rank: Callable[[DatesWork, TaskContext], object] = rank_dates
        self.dialog: BestDatesDialog | None = None
        self._request: TourRequest | None = None
        self._ranking: DateRanking | None = None
        self._job: Job | None = None
        desk.words.changed.connect(lambda _: self._show())

    def ask(self, request: TourRequest) -> None:
        """Open the dialog for ``request``."""
        self.stop()
        # What is still being compared was asked for another request.
        self._job = None
        self._request, self._ranking = request, None
        if self.dialog is not None:
            self.dialog.close()
        self.dialog = dialog = BestDatesDialog(self._desk.words, request.dates[0], self._window)
        dialog.search_asked.connect(self._search)
        dialog.stop_asked.connect(self.stop)
        dialog.chosen.connect(self.chosen)
        dialog.finished.connect(lambda _: self.stop())
        dialog.open()

    def stop(self) -> None:
        """Stop the search; what was found is shown."""
        if self._job is not None:
            self._job.cancel()

    def _search(self, first: date, last: date, seconds: int) -> None:
        if self._request is None or self._job is not None or self.dialog is None:
            return
        project = self._desk.session.project
        units = {key: replace(unit, geometry=None) for key, unit in project.units.items()}
        project = replace(project, units=units, tours={})
        work = DatesWork(project, self._request, first, last, seconds, self._roads.path)
        job = self._desk.jobs.in_process(
            self._desk.words.say(N_("Comparing the dates")), partial(self.rank, work)
        )
        self._job = job
        job.progressed.connect(partial(self._progress, job))
        job.finished.connect(partial(self._found, job))
        job.failed.connect(self._failed)
        job.ended.connect(partial(self._end, job))
        self.dialog.show_working(is_working=True)

    def _progress(self, job: Job, done: float, message: str) -> None:
        if self.dialog is not None and job is self._job:
            self.dialog.show_progress(done, self._desk.words.say(message) if message else "")

    def _found(self, job: Job, ranking: "DateRanking") -> None:
        if job is self._job:
            self._ranking = ranking
            self._show()

    def _show(self) -> None:
        if self.dialog is None or self._ranking is None:
            return
        words, project = self._desk.words, self._desk.session.project
        self.dialog.show_dates([_ranked(project, result, words) for result in self._ranking.results])
        self.dialog.show_note(
            words.say(
                N_("{dates} start dates, {problems} different ones; the more points, the better the tour."),
                dates=len(self._ranking.results),
                problems=self._ranking.problems,
            )
        )

    def _failed(self, failed: "Failed") -> None:
        if isinstance(failed.error, HanhTrinhError) and self.dialog is not None:
            self.dialog.show_note(failed.error.in_language(self._desk.words.language))
        else:
            self._desk.tell(failed.error, failed.details)

    def _end(self, job: Job) -> None:
        if job is not self._job:
            return
        self._job = None
        if self.dialog is not None:
            self.dialog.show_working(is_working=False)


def _ranked(project: Project, result: "DateResult", words: Words) -> RankedDate:
    """Say one start date: when, how many points, which festivals are met, what is closed."""
    language, lunar = words.language, result.lunar
    said = formats.lunar_date(lunar.day, lunar.month, language, is_leap=lunar.is_leap)
    worth = (
        words.say(N_("cannot be planned"))
        if result.score is None
        else words.count(
            N_("{points} point"),
            N_("{points} points"),
            result.score,
            points=formats.number(result.score, language),
        )
    )
    lines = []
    met = [one.place_id for one in result.festivals if one.is_met]
    missed = [one.place_id for one in result.festivals if not one.is_met]
    for template, keys in (
        (N_("festival met: {places}"), met),
        (N_("festival that day, not visited: {places}"), missed),
        (N_("closed: {places}"), list(result.closed)),
    ):
        if keys:
            lines.append(words.say(template, places=_few(project, keys, words)))
    text = f"{formats.weekday_date(result.start, language)} ({said}): {worth}"
    return RankedDate(result.start, text, "\n".join(lines), is_possible=result.score is not None)


def _few(project: Project, keys: list[PlaceId], words: Words) -> str:
    names = [project.places[key].name(words.language) for key in dict.fromkeys(keys) if key in project.places]
    said = ", ".join(names[:NAMES_SAID])
    more = len(names) - NAMES_SAID
    return said if more <= 0 else words.say(N_("{names} and {count} more"), names=said, count=more)
