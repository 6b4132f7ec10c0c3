"""Reshaping the tour shown by hand: every edit re-times it at once and can be undone."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Signal

from data.edits import PutTour
from data.errors import HanhTrinhError
from data.language.catalogue import N_
from data.language.terms import term
from data.model.place import PlaceId
from data.model.remedy import Remedy
from data.model.tour import Stop, StopKind, Tour
from gis_app.desk.core import Desk
from gis_app.desk.roads import Roads
from gis_app.desk.tours import TourDesk
from gis_app.docks.stop_acts import StopAct, can
from gis_app.docks.warnings import Remedied
from gis_app.map.trial import Trial
from gis_app.planning import routers_of
from gis_app.workers import Failed, TaskContext
from routes.planner.editing.edits import (
    At,
    InsertVisit,
    MoveStop,
    RemoveStop,
    SetDayStart,
    SetLock,
    SetNotBefore,
    SetStay,
    SetVia,
    TourEdit,
    stop_at,
)

if TYPE_CHECKING:
    from routes.planner.editing.desk import EditingDesk
    from routes.planner.editing.ways import Ways

_NAMES: Final[dict[type, str]] = {
    RemoveStop: N_("Leave out {place}"),
    SetStay: N_("Give {place} {minutes} minutes"),
    SetDayStart: N_("Change the departure of day {day}"),
    InsertVisit: N_("Add {place} on day {day}"),
}
"""Names of edits whose name does not depend on what they change."""

FASTEST_WAY: Final = N_("Take the fastest way {place} – {other}")
OTHER_WAY: Final = N_("Take another way {place} – {other}")
OFF_THE_WAY: Final = N_("Take a point off the way {place} – {other}")

Facts = dict[str, str | int]


@dataclass(frozen=True, slots=True)
class _Key:
    """What ways are good for: roads, transfers, and the doors that transfers know."""

    network: object
    transfer: object
    places: object

    def is_same(self, other: "_Key | None") -> bool:
        return (
            other is not None
            and self.network is other.network
            and self.transfer == other.transfer
            and self.places is other.places
        )


class Reshaper(QObject):
    """Carries out edits of the tour shown.

    Ways between its stops are looked up on a thread as soon as it is shown, so that an edit finds them; edits
    asked for before are carried out when they are there.
    """

    said = Signal(str)
    prepared = Signal()

    def __init__(self, desk: Desk, roads: Roads, tours: TourDesk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk, self._roads, self._tours = desk, roads, tours
        self._ways: Ways | None = None
        self._key: _Key | None = None
        self._preparing: _Key | None = None
        self._waiting: list[Callable[[], None]] = []
        roads.network_changed.connect(self.prepare)
        desk.session.opened.connect(self._forget_waiting)

    @property
    def desk(self) -> "EditingDesk | None":
        """The editing desk over the project as it stands; None until ways are prepared."""
        if self._ways is None or not self._wanted_key().is_same(self._key):
            return None
        from routes.planner.editing.desk import EditingDesk  # noqa: PLC0415 - the window opens without it

        return EditingDesk(self._desk.session.project, self._ways)

    # Getting ready

    def prepare(self) -> None:
        """Look up the ways of the tour shown on a thread, unless they are known."""
        tour, network = self._tours.shown, self._roads.network
        key = self._wanted_key()
        if tour is None or network is None or key.is_same(self._key) or key.is_same(self._preparing):
            return
        project = self._desk.session.project
        self._preparing = key

        def look_up(_: TaskContext) -> "Ways":
            from routes.planner.editing.desk import EditingDesk  # noqa: PLC0415
            from routes.planner.editing.ways import Ways  # noqa: PLC0415
            from routes.planner.transfers import with_transfer  # noqa: PLC0415

            ways = Ways(with_transfer(routers_of(network), project, tour.request, network))
            ways.learn(tour.request, _spots(tour))
            EditingDesk(project, ways).retimed(tour)
            return ways

        job = self._desk.jobs.on_thread(self._desk.words.say(N_("Looking up the ways of the tour")), look_up)
        job.finished.connect(lambda ways: self._ready(key, ways))
        job.failed.connect(lambda failed: self._unready(key, failed))

    def _forget_waiting(self) -> None:
        # Asked for in the project that was open before.
        self._waiting = []

    def _wanted_key(self) -> _Key:
        tour = self._tours.shown
        transfer = tour.request.transfer if tour is not None else None
        places = self._desk.session.project.places if transfer is not None else None
        return _Key(self._roads.network, transfer, places)

    def _ready(self, key: _Key, ways: "Ways") -> None:
        if self._preparing is not key:
            return
        self._ways, self._key, self._preparing = ways, key, None
        waiting, self._waiting = self._waiting, []
        for do in waiting:
            do()
        self.prepared.emit()

    def _unready(self, key: _Key, failed: Failed) -> None:
        if self._preparing is key:
            self._preparing = None
            if self._waiting:
                self._waiting.clear()
                self._desk.tell(failed.error, failed.details)

    # What the user can do

    def act(self, at: At, act: StopAct) -> None:
        """Do ``act`` with the stop at an address."""
        tour = self._tours.shown
        if tour is None or not can(tour, at, act):
            return
        if act is StopAct.REMOVE:
            self.reshape((RemoveStop(at),))
        elif act is StopAct.LOCK:
            self.reshape((SetLock(at, not stop_at(tour, at).is_locked),))
        elif act in {StopAct.EARLIER, StopAct.LATER}:
            self.reshape((MoveStop(at, _beside(tour, at, -1 if act is StopAct.EARLIER else 1)),))
        else:
            self._to_day(tour, at, at.day + (-1 if act is StopAct.DAY_BEFORE else 1))

    def move(self, at: At, to: At) -> None:
        """Move a stop."""
        self.reshape((MoveStop(at, to),))

    def stay(self, at: At, stay_s: int) -> None:
        """Give a stop another length."""
        self.reshape((SetStay(at, stay_s),))

    def mend(self, remedy: Remedied) -> None:
        """Carry out a remedy; it is named by what its button said."""
        self.reshape((remedy.edit,), remedy.text)

    def let_in(self, place_id: PlaceId, remedy: Remedy) -> None:
        """Visit a place left out by way of one of its remedies; undo takes back both."""
        tour = self._tours.shown
        if tour is None or place_id in tour.visited:
            return
        name = self._desk.session.project.place(place_id).name(self._desk.words.language)

        def changed(desk: "EditingDesk", shown: Tour) -> Tour:
            from routes.planner.editing.letting_in import let_in  # noqa: PLC0415

            return let_in(desk, shown, place_id, remedy)

        self._when_ready(lambda desk: self._keep(desk, tour, changed, N_("Let {place} in"), {"place": name}))

    def insert(self, place_id: PlaceId, at: At | None = None) -> None:
        """Visit a place at ``at``, or where it adds the least travel."""
        tour = self._tours.shown
        if tour is None:
            return
        if place_id in tour.visited:
            self.said.emit(self._desk.words.say(N_("The tour visits this place already.")))
            return
        if at is not None:
            self.reshape((InsertVisit(place_id, at),))
        else:
            self._when_ready(lambda desk: self.reshape((_cheapest(desk, self._tours.shown, place_id),)))

    def replace_visit(self, at: At, place_id: PlaceId) -> None:
        """Visit another place instead of the one at ``at``."""
        tour = self._tours.shown
        if tour is None or place_id in tour.visited:
            return
        language, project = self._desk.words.language, self._desk.session.project
        msgid = N_("Visit {place} instead of {other}")
        facts = {
            "place": project.place(place_id).name(language),
            "other": self._name(stop_at(tour, at)),
        }
        self.reshape((RemoveStop(at), InsertVisit(place_id, at)), msgid, **facts)

    def tried(self, edits: tuple[TourEdit, ...]) -> Trial | None:
        """Return what ``edits`` would do to the tour shown; ``None`` until its ways are looked up."""
        desk, tour = self.desk, self._tours.shown
        if desk is None or tour is None:
            self.prepare()
            return None
        try:
            return Trial(tour, desk.edited(tour, *edits))
        except HanhTrinhError as error:
            return Trial(tour, None, error.in_language(self._desk.words.language))

    def onto_road(self, at: At, point: tuple[float, float]) -> tuple[float, float]:
        """Return the point of the road nearest to a point, as far as ways are known; WGS84 degrees."""
        desk, tour = self.desk, self._tours.shown
        if desk is None or tour is None:
            return point
        try:
            (snap,) = desk.ways.router(tour.request.day(at.day).mode).snap([point])
        except HanhTrinhError:
            return point
        return snap.lon, snap.lat

    def shape(self, at: At, points: tuple[tuple[float, float], ...], name: str = "") -> None:
        """Make the way that leaves a stop pass ``points`` (WGS84 degrees); none for the fastest way."""
        tour = self._tours.shown
        if tour is None:
            return
        edit = SetVia(at, points)
        _, facts = self._named(tour, edit)
        self.reshape((edit,), name, **(facts if name else {}))

    def reshape(self, edits: Sequence[TourEdit], name: str = "", **facts: str | int) -> None:
        """Carry out ``edits`` as one step that can be undone.

        Parameters
        ----------
        name, facts
            Msgid of the step's name and its placeholders; found by the first edit when left out.
        """
        tour = self._tours.shown
        if tour is None or not edits:
            return
        if not name:
            name, facts = self._named(tour, edits[0])
        self._when_ready(
            lambda desk: self._keep(desk, tour, lambda desk, shown: desk.edited(shown, *edits), name, facts)
        )

    def _keep(
        self,
        desk: "EditingDesk",
        tour: Tour,
        change: "Callable[[EditingDesk, Tour], Tour]",
        name: str,
        facts: Facts,
    ) -> None:
        """Put what ``change`` makes of ``tour`` into the project, as one step, if it is shown still."""
        shown = self._tours.shown
        if shown is None or shown.id != tour.id:
            return
        try:
            self._desk.session.do(PutTour(change(desk, shown)), name, **facts)
        except HanhTrinhError as error:
            self._desk.tell(error)
            return
        self.said.emit(self._desk.words.say(name, **facts))

    def _when_ready(self, do: "Callable[[EditingDesk], None]") -> None:
        def go() -> None:
            desk = self.desk
            if desk is not None:
                try:
                    do(desk)
                except HanhTrinhError as error:
                    self._desk.tell(error)

        if self.desk is not None:
            go()
            return
        self._waiting.append(go)
        self.prepare()

    # Where to, and what it is called

    def _to_day(self, tour: Tour, at: At, day: int) -> None:
        stop = stop_at(tour, at)
        self._when_ready(
            lambda desk: self.reshape(
                (MoveStop(at, At(day, desk.best_position(tour, day, stop.lon, stop.lat))),)
            )
        )

    def _name(self, stop: Stop) -> str:
        language = self._desk.words.language
        place = self._desk.session.project.places.get(stop.place_id) if stop.place_id else None
        if place is not None and stop.kind is StopKind.VISIT:
            return place.name(language)
        return stop.label or term(stop.kind, language)

    def _named(self, tour: Tour, edit: TourEdit) -> tuple[str, Facts]:
        if isinstance(edit, InsertVisit):
            place = self._desk.session.project.place(edit.place_id).name(self._desk.words.language)
            return _NAMES[InsertVisit], {"place": place, "day": edit.at.day + 1}
        if isinstance(edit, SetDayStart):
            return _NAMES[SetDayStart], {"day": edit.day + 1}
        if isinstance(edit, SetVia):
            one, other = tour.days[edit.at.day].stops[edit.at.index : edit.at.index + 2]
            name = N_("Reshape the way {place} – {other}") if edit.points else FASTEST_WAY
            return name, {"place": self._name(one), "other": self._name(other)}
        assert isinstance(edit, (MoveStop, SetStay, SetNotBefore, SetLock, RemoveStop))
        facts: Facts = {"place": self._name(stop_at(tour, edit.at))}
        if isinstance(edit, MoveStop):
            if edit.to.day != edit.at.day:
                return N_("Move {place} to day {day}"), {**facts, "day": edit.to.day + 1}
            is_earlier = edit.to < edit.at
            return (N_("Move {place} earlier") if is_earlier else N_("Move {place} later")), facts
        if isinstance(edit, SetStay):
            return _NAMES[SetStay], {**facts, "minutes": edit.stay_s // 60}
        if isinstance(edit, SetLock):
            return (N_("Lock {place}") if edit.is_locked else N_("Unlock {place}")), facts
        if isinstance(edit, SetNotBefore):
            return N_("Change the time of {place}"), facts
        return _NAMES[RemoveStop], facts


def _spots(tour: Tour) -> tuple[tuple[float, float], ...]:
    return tuple(dict.fromkeys((stop.lon, stop.lat) for day in tour.days for stop in day.stops))


def _beside(tour: Tour, at: At, step: int) -> At:
    """Return where a stop goes by one step: past the end of its day it goes to the next."""
    last = len(tour.days[at.day].stops) - 2
    if step < 0 and at.index == 1:
        return At(at.day - 1, len(tour.days[at.day - 1].stops) - 1)
    return At(at.day + 1, 1) if step > 0 and at.index == last else At(at.day, at.index + step)


def _cheapest(desk: "EditingDesk", tour: Tour | None, place_id: PlaceId) -> InsertVisit:
    """Return the edit that visits a place where it adds the least travel."""
    from routes.planner.editing.suggestions import cheapest_visit  # noqa: PLC0415 - the window opens without it

    assert tour is not None
    return cheapest_visit(desk, tour, desk.project.place(place_id))
