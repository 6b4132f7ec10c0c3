"""What the parts of the request form share: language, looks, and the project whose names they show."""

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QIcon

from data.model.place import PlaceId
from data.model.project import Project
from data.model.request import Anchor
from data.model.units import UnitId
from gis_app.i18n import Words
from gis_app.icons import icon
from gis_app.widgets.place_picker import Describe, PlacePicker, Search, anchor_of
from layers.style import Theme

PICKER_PX = 200


class FormContext(QObject):
    """Shared parts of one form.

    Parameters
    ----------
    words, theme
        Language and looks.
    search, describe
        Find places by text and say them in one line.
    """

    project_changed = Signal()

    def __init__(
        self, words: Words, theme: Theme, search: Search, describe: Describe, parent: QObject
    ) -> None:
        super().__init__(parent)
        self.words, self.theme = words, theme
        self._search, self._describe = search, describe
        self.project = Project()

    def show_project(self, project: Project) -> None:
        """Name the places and units of ``project`` from now on."""
        self.project = project
        self.project_changed.emit()

    def icon(self, name: str) -> QIcon:
        """Return a quiet icon."""
        return icon(name, self.theme.interface.text_muted.hex)

    def picker(self) -> PlacePicker:
        """Return a field that finds places."""
        picker = PlacePicker(self._search, self._describe)
        picker.setMinimumWidth(PICKER_PX)
        return picker

    def place_name(self, place_id: PlaceId) -> str:
        """Return the name of a place; of one that the project does not have, its key."""
        place = self.project.places.get(place_id)
        return place.name(self.words.language) if place else place_id

    def unit_name(self, unit_id: UnitId) -> str:
        """Return the name of a unit; of one that the project does not have, its key."""
        unit = self.project.units.get(unit_id)
        return unit.name(self.words.language) if unit else unit_id

    def anchor(self, place_id: PlaceId) -> Anchor:
        """Return a place as a picker shows it."""
        place = self.project.places.get(place_id)
        # A place that is gone has no position; only its key is read back.
        return anchor_of(place) if place else Anchor(105.85, 21.03, place_id, place_id)
