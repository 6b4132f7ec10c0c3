"""The tour designer: links cards, timeline, map and menus with the edits of the tour shown."""

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QInputDialog, QMenu

from data.errors import HanhTrinhError
from data.language.catalogue import N_
from data.model.place import PlaceId
from data.model.remedy import Remedy, RemedyKind
from data.model.tour import Tour
from gis_app.desk.core import Desk
from gis_app.desk.reshaping import Reshaper
from gis_app.desk.reviewing import Reviewer
from gis_app.desk.roads import Roads
from gis_app.desk.scenarios import Scenarios
from gis_app.desk.tours import TourDesk
from gis_app.docks.designer_panel import DesignerPanel
from gis_app.docks.reviews import Review
from gis_app.docks.stop_acts import ACT_KEYS, ACT_TEXTS, StopAct, can
from gis_app.docks.timeline import Timeline
from routes.planner.editing.edits import At, stop_at

OfferStop = Callable[[QMenu, Tour, At], None]
"""Adds to the menu of a visit or a break."""


class Designing(QObject):
    """Everything done to the tour shown.

    Parameters
    ----------
    desk, roads, tours
        Of the window.
    designer, timeline
        Where the tour is shown and edited.
    """

    said = Signal(str)
    reviewed = Signal(object)

    def __init__(
        self,
        desk: Desk,
        roads: Roads,
        tours: TourDesk,
        *,
        designer: DesignerPanel,
        timeline: Timeline,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._desk, self._tours, self._designer = desk, tours, designer
        self.reshaper = Reshaper(desk, roads, tours, self)
        self.reviewer = Reviewer(desk, tours, self.reshaper, self)
        self.scenarios = Scenarios(desk, tours, roads, self)
        self.scenarios.said.connect(self.said)
        self.reshaper.said.connect(self.said)
        self.reviewer.reviewed.connect(self.reviewed)
        self.stop_offers: list[OfferStop] = []
        cards = designer.cards
        cards.act_asked.connect(self.reshaper.act)
        cards.move_asked.connect(self.reshaper.move)
        cards.stay_asked.connect(self.reshaper.stay)
        cards.add_asked.connect(self._add)
        cards.remedy_asked.connect(self.reshaper.mend)
        cards.letting_in_asked.connect(self._let_in)
        timeline.act_asked.connect(self.reshaper.act)
        timeline.edits_asked.connect(lambda _, edits: self.reshaper.reshape(edits))

    def review_of(self, tour: Tour | None) -> Review:
        """Return what is known about the tour shown, and see that the rest is found out."""
        self.reshaper.prepare()
        return self.reviewer.review_of(tour)

    def _add(self, place_id: PlaceId, at: At | None) -> None:
        # An address found for an earlier state of the tour may be another place by now.
        self.reshaper.insert(place_id, at if self.reviewer.is_current() else None)

    def _let_in(self, place_id: PlaceId, remedy: Remedy) -> None:
        """Carry out the remedy of a place left out; a further day is planned, as a tour beside this one."""
        tour = self._tours.shown
        if remedy.kind is not RemedyKind.FURTHER_DAY or tour is None:
            self.reshaper.let_in(place_id, remedy)
            return
        from routes.planner.editing.letting_in import eased_request  # noqa: PLC0415 - the window opens without

        project = self._desk.session.project
        try:
            request = eased_request(project, tour, project.place(place_id), remedy)
            never = tuple(key for key in request.never if key != place_id)
            must = tuple(dict.fromkeys((*request.must, place_id)))
            request = replace(request, must=must, never=never)
        except HanhTrinhError as error:
            self._desk.tell(error)
            return
        self._designer.form.load(request)
        self._tours.plan(request)

    def ask_name(self) -> None:
        """Ask for another name of the scenario shown."""
        tour = self._tours.shown
        if tour is None:
            return
        say = self._desk.words.say
        dialog = QInputDialog(self._desk.window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setWindowTitle(say(N_("Rename the scenario")))
        dialog.setLabelText(say(N_("Name of the scenario")))
        dialog.setTextValue(tour.scenario)
        dialog.textValueSelected.connect(self.scenarios.rename)
        dialog.open()

    def fill_menu(self, menu: QMenu, place_id: PlaceId | None, at: At | None) -> None:
        """Offer in ``menu`` what can be done with a stop, or with a place that is none yet."""
        tour = self._tours.shown
        if tour is None or self._tours.is_planning:
            return
        if at is None and place_id is not None:
            at = _address(tour, place_id)
        if at is not None:
            self._offer_acts(menu, tour, at)
        elif place_id is not None:
            menu.addAction(
                self._desk.words.say(N_("Add to the tour")), lambda: self.reshaper.insert(place_id)
            )
        menu.addSeparator()

    def _offer_acts(self, menu: QMenu, tour: Tour, at: At) -> None:
        say = self._desk.words.say
        is_locked = stop_at(tour, at).is_locked
        for act, text in ACT_TEXTS.items():
            shown = N_("Unlock") if act is StopAct.LOCK and is_locked else text
            # The keys belong to cards and timeline; here they are only told.
            action = menu.addAction(f"{say(shown)}\t{ACT_KEYS[act]}")
            action.setEnabled(can(tour, at, act))
            action.triggered.connect(lambda _=False, act=act: self.reshaper.act(at, act))
        for offer in self.stop_offers:
            offer(menu, tour, at)


def _address(tour: Tour, place_id: PlaceId) -> At | None:
    """Return where a place is visited, or a break is taken, if it is."""
    for number, day in enumerate(tour.days):
        for index, stop in enumerate(day.stops[1:-1], start=1):
            if stop.place_id == place_id:
                return At(number, index)
    return None
