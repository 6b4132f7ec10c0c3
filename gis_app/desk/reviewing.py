"""A second look at the tour shown, on a thread: remedies, places near the route, late traffic."""

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer, Signal

from data.errors import HanhTrinhError
from data.language.catalogue import N_
from data.model.tour import Tour
from gis_app.desk.core import Desk
from gis_app.desk.reshaping import Reshaper
from gis_app.desk.tours import TourDesk
from gis_app.docks.reviews import NearPlace, Punctuality, Review
from gis_app.docks.warnings import Remedied, TourWarning
from gis_app.workers import TaskContext
from routes.planner.editing.edits import At, stop_at

if TYPE_CHECKING:
    from gis_app.jobs import Job
    from routes.planner.editing.desk import EditingDesk
    from routes.planner.editing.warnings import TourWarning as Found

PAUSE_MS: Final = 250
"""A tour is looked at once nobody has changed it for so long."""
SAMPLES: Final = 4000
NEAR_MOST: Final = 12


class Reviewer(QObject):
    """Looks again at the tour shown after each change; ``reviewed`` says what was found."""

    reviewed = Signal(object)

    def __init__(self, desk: Desk, tours: TourDesk, reshaper: Reshaper, parent: QObject) -> None:
        super().__init__(parent)
        self._desk, self._tours, self._reshaper = desk, tours, reshaper
        self._job: Job | None = None
        self._awaited: Tour | None = None
        self._seen: tuple[Tour, str, Review] | None = None
        self._timer = QTimer(self, interval=PAUSE_MS, singleShot=True)
        self._timer.timeout.connect(self._look)
        reshaper.prepared.connect(self._timer.start)

    def review_of(self, tour: Tour | None) -> Review:
        """Return what is known about a tour: all of it, or what can be said at once."""
        language = self._desk.words.language
        if tour is None:
            return Review()
        if self._seen is not None and self._seen[0] is tour and self._seen[1] == language:
            return self._seen[2]
        desk = self._reshaper.desk
        if self._awaited is not tour or (self._job is None and not self._timer.isActive()):
            self._awaited = tour
            self._timer.start()
        if desk is None:
            return Review()
        warnings = quick_warnings(desk, tour, language)
        if self._seen is None or self._seen[0].id != tour.id or self._seen[1] != language:
            return Review(warnings)
        # The places near the route stay until the new ones are found: a list that comes and goes is no help.
        visited = set(tour.visited)
        near = tuple(one for one in self._seen[2].near if one.place_id not in visited)
        return Review(warnings, near)

    def is_current(self) -> bool:
        """Whether what was found last is about the tour as it stands."""
        return self._seen is not None and self._seen[0] is self._tours.shown

    def _look(self) -> None:
        tour, desk = self._tours.shown, self._reshaper.desk
        language = self._desk.words.language
        if tour is None or desk is None:
            return
        if self._job is not None:
            self._job.cancel()
            self._timer.start()
            return

        def look(context: TaskContext) -> Review:
            return look_at(desk, tour, language, context)

        job = self._desk.jobs.on_thread(self._desk.words.say(N_("Checking the tour")), look)
        self._job = job
        job.finished.connect(lambda review: self._found(tour, language, review))
        job.ended.connect(self._end)
        self._desk.tell_failures(job)

    def _found(self, tour: Tour, language: str, review: Review) -> None:
        if self._tours.shown is tour:
            self._seen = tour, language, review
            self.reviewed.emit(review)

    def _end(self) -> None:
        self._job = None


def quick_warnings(desk: "EditingDesk", tour: Tour, language: str) -> tuple[TourWarning, ...]:
    """Return what is wrong with the times, without remedies: quick enough for every edit."""
    from routes.planner.editing.warnings import timing_warnings  # noqa: PLC0415

    try:
        found = timing_warnings(desk, tour, language)
    except HanhTrinhError as error:
        return (TourWarning(error.in_language(language)),)
    return tuple(_said(tour, warning, language) for warning in found)


def look_at(desk: "EditingDesk", tour: Tour, language: str, context: TaskContext) -> Review:
    """Return everything about a tour; it may take a second.

    Raises
    ------
    CancelledError
        If nobody waits for it any more.
    """
    # Imported on the thread: the window opens without the planner.
    from routes.planner.editing.remedies import remedies_of  # noqa: PLC0415
    from routes.planner.editing.suggestions import suggest_insertions  # noqa: PLC0415
    from routes.planner.editing.warnings import warnings_of  # noqa: PLC0415
    from routes.planner.robustness import robustness_of  # noqa: PLC0415

    warnings = []
    for warning in warnings_of(desk, tour, language):
        context.progress(0.2)
        offers = tuple(
            Remedied(remedy.said(language), remedy.edit)
            for remedy in remedies_of(desk, tour, warning, language)
        )
        warnings.append(_said(tour, warning, language, offers))
    context.progress(0.5)
    near = tuple(
        NearPlace(one.place_id, one.edit.at, one.detour_s, one.stay_s, one.day_end_s, one.fits)
        for one in suggest_insertions(desk, tour, most=NEAR_MOST)
    )
    context.progress(0.8)
    risk = robustness_of(desk.project, tour, samples=SAMPLES)
    critical = risk.critical
    return Review(
        tuple(warnings),
        near,
        Punctuality(
            risk.met_share,
            None if critical is None else At(critical.day, critical.index),
            0.0 if critical is None else critical.late_share,
        ),
    )


def _said(tour: Tour, warning: "Found", language: str, remedies: tuple[Remedied, ...] = ()) -> TourWarning:
    place_id = stop_at(tour, warning.at).place_id if warning.at is not None else None
    return TourWarning(warning.said(language), place_id, warning.at, warning.is_broken, remedies)
