"""First steps: the welcome page, a new project of an area, and the tour in three steps."""

from collections import Counter
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QFileDialog, QMainWindow, QWidget

from data.language.catalogue import N_
from data.model.request import TourRequest
from data.model.units import UnitId
from data.starter import load_starter
from data.starter.area import project_of_area, units_of_today
from gis_app.actions import Act
from gis_app.desk.core import Desk
from gis_app.desk.files import ProjectFiles
from gis_app.desk.imports import Imports
from gis_app.dialogs.area import AreaDialog
from gis_app.dialogs.welcome import Beginning, Greeting, Offer, WelcomePage, file_offer
from gis_app.docks.designer_panel import DesignerPanel
from gis_app.docks.templates import template_requests
from gis_app.menus import Menus
from gis_app.widgets.callout import Callout, Side

QUIET: Final = "welcome_quiet"
TOURED: Final = "toured"
"""Names under which the settings keep whether the page is wanted at start, and whether the tour was seen."""

MOST_OFFERS: Final = 5

STEPS: Final = (
    (
        N_("1 of 3: Places"),
        N_("Search without accents, filter by kind or ward. A click shows a place on the map."),
        Side.RIGHT,
    ),
    (
        N_("2 of 3: The request"),
        N_("Say when, how many, by what and from where; then press 'Plan the tour'."),
        Side.LEFT,
    ),
    (
        N_("3 of 3: The timeline"),
        N_("The planned days to scale. Drag blocks to change them: every change can be undone."),
        Side.ABOVE,
    ),
)


class Welcoming(QObject):
    """Greets at the first start, and again when asked in the help menu.

    Parameters
    ----------
    menus, files, imports, designer
        What the page leads to.
    sights
        Register, request and timeline: what the tour points at.
    """

    def __init__(
        self,
        desk: Desk,
        window: QMainWindow,
        *,
        menus: Menus,
        files: ProjectFiles,
        imports: Imports,
        designer: DesignerPanel,
        sights: Sequence[QWidget],
    ) -> None:
        super().__init__(window)
        self._desk, self._window, self._files, self._imports = desk, window, files, imports
        self._designer, self._sights = designer, tuple(sights)
        self.page: WelcomePage | None = None
        self.area: AreaDialog | None = None
        self.callout: Callout | None = None
        files.refused.connect(self._offer_others)
        menus.acts[Act.WELCOME].triggered.connect(lambda _: self.show_page())
        menus.acts[Act.GUIDED_TOUR].triggered.connect(lambda _: self.show_around())

    def greet(self) -> None:
        """Show the page unless the user has said not to."""
        if not self._desk.settings.kept(QUIET):
            self.show_page()

    def _offer_others(self) -> None:
        """Show the page when the first project could not be opened: the window has nothing else to offer."""
        if not self._desk.session.is_open:
            self.show_page()

    def show_page(self) -> None:
        """Show the page."""
        desk = self._desk
        self.page = WelcomePage(desk.words, desk.theme, self._greeting(), self._window)
        self.page.at_start.setChecked(not desk.settings.kept(QUIET))
        self.page.at_start.toggled.connect(lambda on: desk.settings.keep(QUIET, "" if on else "1"))
        self.page.tour.clicked.connect(self._leave_for_tour)
        self.page.finished.connect(self._forget_page)
        self.page.open()

    def _greeting(self) -> Greeting:
        say, files = self._desk.words.say, self._files
        recent = [path for path in self._desk.settings.recent if path not in files.missing]
        return Greeting(
            beginnings=(
                Beginning(
                    say(N_("Open the starter data")),
                    say(N_("Places, wards and roads of Hà Nội and former Hải Dương, ready to plan.")),
                    "layers",
                    files.open_starter,
                ),
                Beginning(
                    say(N_("New project from an area…")),
                    say(N_("Choose provinces and wards; the project keeps what lies there.")),
                    "new",
                    self.ask_area,
                ),
                Beginning(
                    say(N_("Import an Excel table…")),
                    say(N_("A new project of the places in your own table (Excel, CSV, GeoJSON).")),
                    "import",
                    self.ask_table,
                ),
                Beginning(
                    say(N_("Open a project…")),
                    say(N_("A file that was saved before (.gpkg).")),
                    "open",
                    files.ask_open,
                ),
            ),
            recent=[file_offer(path, partial(self._open, path)) for path in recent[:MOST_OFFERS]],
            samples=[self._sample(request) for request in self._requests()[:MOST_OFFERS]],
        )

    def _requests(self) -> Sequence[TourRequest]:
        return template_requests(self._desk.session.project)

    def _sample(self, request: TourRequest) -> Offer:
        is_english = self._desk.words.language == "en"
        title = (request.title_en if is_english else "") or request.title_vi
        return Offer(
            title, self._desk.words.say(N_("Fills the request; then plan")), partial(self._load, request)
        )

    def _load(self, request: TourRequest) -> None:
        self._designer.form.load(request)
        self._designer.show_request()

    def _open(self, path: Path) -> None:
        self._files.guarded(lambda: self._files.open(path))

    # A new project

    def ask_area(self) -> None:
        """Ask for wards and begin a project of them."""
        starter = load_starter()
        counts = Counter(place.unit_after for place in starter.places.values() if place.unit_after)
        self.area = AreaDialog(self._desk.words, units_of_today(starter), counts, self._window)
        self.area.chosen.connect(self._begin_area)
        self.area.open()

    def _begin_area(self, units: frozenset[UnitId], title: str, with_places: bool) -> None:
        self._files.begin(lambda: project_of_area(load_starter(), units, title, with_places=with_places))

    def ask_table(self) -> None:
        """Ask for a table and begin a project of its places."""
        words = self._desk.words
        kinds = words.say(N_("Tables of places ({patterns})"), patterns="*.xlsx *.csv *.geojson")
        dialog = QFileDialog(
            self._window, words.say(N_("Import an Excel table")), str(self._desk.settings.folder), kinds
        )
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(lambda file: self.begin_table(Path(file)))
        dialog.open()

    def begin_table(self, path: Path) -> None:
        """Begin a project and import ``path`` into it."""
        self._files.new(then=lambda: self._imports.read(path))

    # The tour

    def show_around(self) -> None:
        """Point at register, request and timeline, one after the other."""
        self._end_callout()
        self._step(0)

    def _step(self, number: int) -> None:
        self._end_callout()
        if number == len(STEPS):
            self._desk.settings.keep(TOURED, "1")
            return
        words = self._desk.words
        heading, text, side = STEPS[number]
        sight = self._sights[number]
        sight.show()
        is_last = number + 1 == len(STEPS)
        self.callout = Callout(
            self._window,
            self._desk.theme,
            sight,
            side,
            heading=words.say(heading),
            text=words.say(text),
            skip=words.say(N_("Skip")),
            go_on=words.say(N_("Done") if is_last else N_("Next")),
        )
        self.callout.skipped.connect(partial(self._step, len(STEPS)))
        self.callout.went_on.connect(partial(self._step, number + 1))
        self.callout.stand()

    def step_aside(self) -> None:
        """Close the page without a further word: what was being worked on is there again."""
        if self.page is not None:
            self.page.finished.disconnect(self._forget_page)
            self.page.reject()
            self.page = None

    def _end_callout(self) -> None:
        if self.callout is not None:
            self.callout.hide()
            self.callout.deleteLater()
            self.callout = None

    def _leave_for_tour(self) -> None:
        if self.page is not None:
            self._desk.settings.keep(TOURED, "")
            self.page.accept()

    def _forget_page(self) -> None:
        self.page = None
        if not self._desk.settings.kept(TOURED):
            QTimer.singleShot(0, self, self.show_around)
