"""Looking for entries that are one place, and making one of two: each a step that can be undone."""

import json
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Signal

from data.edits import MergePlaces
from data.errors import BadInputError
from data.language.catalogue import N_
from data.model.place import Place, PlaceId
from data.model.project import Project
from data.search.duplicates import Likeness, find_duplicates, pair_key
from gis_app.desk.core import Desk
from gis_app.dialogs.duplicates import DuplicatesDialog
from gis_app.map.canvas import MapCanvas
from gis_app.map.pair import PairTool
from gis_app.workers import TaskContext
from layers.viewport import Bounds, Viewport, bounds_of

if TYPE_CHECKING:
    from gis_app.jobs import Job

_APART: Final = "places-apart"
_MOST_APART: Final = 5_000
_MARGIN_PX: Final = 72.0
_CLOSEST_ZOOM: Final = 16.0


class Duplicates(QObject):
    """Finds pairs on a thread, shows them one by one, on the map too, and carries out what is decided.

    Pairs that somebody called two places are remembered in the settings and not shown again.
    """

    said = Signal(str)

    def __init__(self, desk: Desk, canvas: MapCanvas, parent: QObject) -> None:
        super().__init__(parent)
        self._desk, self._canvas = desk, canvas
        self._found: tuple[Likeness, ...] = ()
        self._job: Job | None = None
        self.dialog: DuplicatesDialog | None = None
        self._tool = PairTool(desk.theme, desk.words)
        self._tool.setParent(self)
        canvas.tools.add_resident(self._tool)
        desk.session.project_changed.connect(lambda _: self._refresh())
        desk.session.opened.connect(self._close)

    def look(self) -> None:
        """Look for pairs; the dialog opens with what is found."""
        if self._job is not None:
            return
        places = tuple(self._desk.session.project.places.values())

        def find(context: TaskContext) -> tuple[Likeness, ...]:
            return find_duplicates(places, progress=context.progress)

        self._job = self._desk.jobs.on_thread(self._desk.words.say(N_("Looking for duplicates")), find)
        self._job.finished.connect(self._desk.session.while_open(self._open))
        self._job.ended.connect(self._end_job)
        self._desk.tell_failures(self._job)

    def pairs(self, project: Project) -> list[Likeness]:
        """Return the pairs found that are still to be decided, with their entries as they are now."""
        apart = self._apart()
        left = []
        for pair in self._found:
            first, second = (project.places.get(place.id) for place in (pair.first, pair.second))
            if first is not None and second is not None and pair_key(first, second) not in apart:
                left.append(Likeness(first, second, pair.similarity, pair.distance_m))
        return left

    # Inside

    def _end_job(self) -> None:
        self._job = None

    def _open(self, found: tuple[Likeness, ...]) -> None:
        self._close()
        self._found = found
        self.dialog = DuplicatesDialog(self._desk.words, self._desk.window)
        self.dialog.pair_shown.connect(self._show)
        self.dialog.merge_asked.connect(self._merge)
        self.dialog.apart_asked.connect(self._part)
        self.dialog.finished.connect(lambda _: self._forget())
        self.dialog.show()
        if self._desk.window is not None:
            corner = self._desk.window.geometry().topLeft()
            self.dialog.move(corner.x() + 12, corner.y() + 96)
        self._refresh()

    def _close(self) -> None:
        if self.dialog is not None:
            self.dialog.close()

    def _forget(self) -> None:
        self.dialog, self._found = None, ()
        self._tool.show_pair(None)

    def _refresh(self) -> None:
        if self.dialog is not None:
            project = self._desk.session.project
            self.dialog.show_pairs(project, self.pairs(project))

    def _show(self, pair: Likeness | None) -> None:
        if pair is None:
            self._tool.show_pair(None)
            return
        both = (pair.first, pair.second)
        self._tool.show_pair(both, pair.distance_m)
        self._look_at(bounds_of((place.lon, place.lat) for place in both))

    def _look_at(self, bounds: Bounds) -> None:
        """Show ``bounds`` (degrees) in what the dialog leaves free of the map."""
        canvas = self._canvas
        covered_px = 0
        if self.dialog is not None:
            left = canvas.mapToGlobal(canvas.rect().topLeft()).x()
            covered_px = min(max(self.dialog.frameGeometry().right() - left, 0), canvas.width() // 2)
        free_px = canvas.width() - covered_px
        canvas.look_at(
            Viewport.fit(bounds, free_px, canvas.height(), margin_px=_MARGIN_PX, max_zoom=_CLOSEST_ZOOM)
        )
        canvas.pan_by(covered_px / 2, 0)

    def _merge(self, kept: Place, gone: PlaceId) -> None:
        session, say = self._desk.session, self._desk.words.say
        twice = [
            tour.title(self._desk.words.language)
            for tour in session.project.tours.values()
            if {kept.id, gone} <= tour.stop_places
        ]
        try:
            session.do(MergePlaces(kept, gone), N_("Merge {place} with its duplicate"), place=kept.name_vi)
        except BadInputError as error:
            self._desk.tell(error)
            return
        msgid = N_("Merged: {place}. {tours} now stop there twice: look at them.")
        plain = N_("Merged: {place}.")
        self.said.emit(say(msgid if twice else plain, place=kept.name_vi, tours=", ".join(twice)))

    def _part(self, pair: Likeness) -> None:
        known = [*self._apart(), pair_key(pair.first, pair.second)]
        self._desk.settings.keep(_APART, json.dumps(known[-_MOST_APART:], ensure_ascii=False))
        self._refresh()

    def _apart(self) -> dict[str, None]:
        """Return the keys of pairs known to be two places, oldest first; a damaged setting knows none."""
        try:
            kept = json.loads(self._desk.settings.kept(_APART) or "[]")
        except ValueError:
            kept = []
        return dict.fromkeys(key for key in kept if isinstance(key, str)) if isinstance(kept, list) else {}
