"""Search of the window: one index over the open project, made anew when its places change."""

from collections.abc import Sequence
from concurrent.futures import Future
from threading import Thread
from typing import Final

from PySide6.QtCore import QObject

from data.model.place import Place
from data.model.project import Project
from data.search.index import HitKind, PlaceHit, PlaceIndex
from gis_app.i18n import Words

_FEW: Final = 400
"""Places looked at at once: about 30 ms."""


class Finder(QObject):
    """Finds places by typed text, accents and small slips apart."""

    def __init__(self, words: Words, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._words = words
        self._project = Project()
        self._index: PlaceIndex | None = None
        self._making: Future[PlaceIndex] | None = None

    def show_project(self, project: Project) -> None:
        """Search in ``project`` from now on."""
        if project.places is not self._project.places or project.units is not self._project.units:
            self._begin_index(project)
        self._project = project

    def places(self, text: str, limit: int) -> Sequence[Place]:
        """Return the best places for ``text``."""
        hits = self._make_index().search(text, limit, (HitKind.PLACE,))
        return [self._project.places[hit.place_id] for hit in hits if hit.place_id is not None]

    def hits(self, text: str, limit: int, kinds: Sequence[HitKind]) -> list[PlaceHit]:
        """Return the best places and units for ``text``, each with how it matches."""
        return self._make_index().search(text, limit, kinds)

    def _begin_index(self, project: Project) -> None:
        """Have the index made before the first letter is typed, which should be answered at once.

        An edited place or two are looked at here; a project just opened on a thread of its own, because
        thousands of names take the better part of a second.
        """
        is_made = self._making is None or self._making.done()
        before = self._make_index() if is_made else None
        if before is not None and before.new_places(project) <= _FEW:
            self._index = PlaceIndex(project, before)
            return
        self._index, self._making = None, Future[PlaceIndex]()
        Thread(target=_make, args=(self._making, project), name="index of places", daemon=True).start()

    def _make_index(self) -> PlaceIndex:
        if self._index is None:
            self._index = self._making.result() if self._making is not None else PlaceIndex(self._project)
            self._making = None
        return self._index

    def describe(self, place: Place) -> str:
        """Return the name of a place and its unit, in one line."""
        language = self._words.language
        unit = self._project.units.get(place.unit_after) if place.unit_after else None
        return f"{place.name(language)} — {unit.name(language)}" if unit else place.name(language)


def _make(made: "Future[PlaceIndex]", project: Project) -> None:
    try:
        made.set_result(PlaceIndex(project))
    except Exception as error:  # noqa: BLE001 - told where the index is asked for
        made.set_exception(error)
