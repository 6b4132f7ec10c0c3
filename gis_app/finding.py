"""Search of the window: one index over the open project, made anew when its places change."""

from collections.abc import Sequence

from PySide6.QtCore import QObject, QTimer

from data.model.place import Place
from data.model.project import Project
from data.search.index import HitKind, PlaceHit, PlaceIndex
from gis_app.i18n import Words


class Finder(QObject):
    """Finds places by typed text, accents and small slips apart."""

    def __init__(self, words: Words, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._words = words
        self._project = Project()
        self._index: PlaceIndex | None = None

    def show_project(self, project: Project) -> None:
        """Search in ``project`` from now on."""
        if project.places is not self._project.places or project.units is not self._project.units:
            self._index = None
            # Made before the first letter is typed, which should be answered at once.
            QTimer.singleShot(0, self, self._make_index)
        self._project = project

    def places(self, text: str, limit: int) -> Sequence[Place]:
        """Return the best places for ``text``."""
        hits = self._make_index().search(text, limit, (HitKind.PLACE,))
        return [self._project.places[hit.place_id] for hit in hits if hit.place_id is not None]

    def hits(self, text: str, limit: int, kinds: Sequence[HitKind]) -> list[PlaceHit]:
        """Return the best places and units for ``text``, each with how it matches."""
        return self._make_index().search(text, limit, kinds)

    def _make_index(self) -> PlaceIndex:
        if self._index is None:
            self._index = PlaceIndex(self._project)
        return self._index

    def describe(self, place: Place) -> str:
        """Return the name of a place and its unit, in one line."""
        language = self._words.language
        unit = self._project.units.get(place.unit_after) if place.unit_after else None
        return f"{place.name(language)} — {unit.name(language)}" if unit else place.name(language)
