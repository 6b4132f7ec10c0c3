"""What every controller and panel of one window shares."""

from dataclasses import dataclass

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QMessageBox, QWidget

from data.errors import HanhTrinhError
from gis_app.desk.collecting import Collecting
from gis_app.dialogs.messages import show_error
from gis_app.finding import Finder
from gis_app.i18n import Words
from gis_app.jobs import Job, Jobs
from gis_app.planning import Planner, plan
from gis_app.reports import report_text, reports_folder, write_report
from gis_app.selection import Selection
from gis_app.session import Session
from gis_app.settings import Settings
from gis_app.theme import ThemeInUse, chosen_theme
from gis_app.workers import Failed


@dataclass(slots=True, weakref_slot=True)
class Desk:
    """The parts of one window.

    Parameters
    ----------
    settings, words, theme
        What is remembered, the language and the looks.
    session, selection, finder, jobs
        The open project, what is selected, the search, and the work under way.
    planner
        Plans in a process; tests give a quick one.
    """

    settings: Settings
    words: Words
    theme: ThemeInUse
    session: Session
    selection: Selection
    finder: Finder
    jobs: Jobs
    planner: Planner = plan
    window: QWidget | None = None

    def tell(self, error: Exception, details: str = "") -> QMessageBox:
        """Show an error in words; one that should not be is also written to a report."""
        report = report_text(details, self.session.last_change.msgid) if details else ""
        if report and not isinstance(error, HanhTrinhError):
            write_report(reports_folder(self.settings.state), report)
        return show_error(self.window, self.words, error, details, report)

    def tell_failures(self, job: Job) -> None:
        """Show the error if ``job`` fails."""
        job.failed.connect(self._tell_failed)

    def _tell_failed(self, failed: Failed) -> None:
        self.tell(failed.error, failed.details)


def make_desk(settings: Settings, owner: QObject, planner: Planner = plan) -> Desk:
    """Return the parts of a window, owned by ``owner``."""
    words = Words(settings.language, owner)
    session = Session(words, owner)
    Collecting(session, owner)
    return Desk(
        settings=settings,
        words=words,
        theme=ThemeInUse(chosen_theme(settings.theme)),
        session=session,
        selection=Selection(owner),
        finder=Finder(words, owner),
        jobs=Jobs(owner),
        planner=planner,
    )
