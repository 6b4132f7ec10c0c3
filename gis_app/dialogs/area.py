"""Choosing the wards and communes of a new project."""

from collections.abc import Mapping, Sequence
from typing import Final

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from data.language.catalogue import N_
from data.model.units import AdminUnit, UnitId
from data.search.folding import fold
from gis_app.i18n import Words
from gis_app.theme import window_size

_KEY: Final = Qt.ItemDataRole.UserRole
_SIZE_PX: Final = (460, 560)


class AreaDialog(QDialog):
    """Lists units with boxes to tick, by province and by name.

    Parameters
    ----------
    units
        Units to choose from.
    places
        Number of places in each.
    """

    chosen = Signal(object, str, bool)
    """Keys of the units, title of the project, and whether their places come along."""

    def __init__(
        self, words: Words, units: Sequence[AdminUnit], places: Mapping[UnitId, int], parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._words, self._places = words, places
        self._units = {unit.id: unit for unit in units}
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(words.say(N_("New project from an area")))
        self.province = QComboBox()
        self.province.setAccessibleName(words.say(N_("Province or city")))
        self.province.addItem(words.say(N_("All provinces and cities")), "")
        for province in dict.fromkeys(unit.province for unit in units):
            self.province.addItem(province, province)
        self.search = QLineEdit()
        self.search.setObjectName("search")
        self.search.setClearButtonEnabled(True)
        self.search.setPlaceholderText(words.say(N_("Find a ward or commune…")))
        self.search.setAccessibleName(words.say(N_("Find a ward or commune")))
        self.list = QListWidget()
        self.list.setObjectName("checks")
        self.list.setAccessibleName(words.say(N_("Wards and communes")))
        self._fill(units)
        self.all_shown = QCheckBox(words.say(N_("All that are listed")))
        self.with_places = QCheckBox(words.say(N_("With the places known there")))
        self.with_places.setChecked(True)
        self.count = QLabel()
        self.count.setObjectName("muted")
        self._put_together()
        self.province.currentIndexChanged.connect(lambda _: self._filter())
        self.search.textChanged.connect(lambda _: self._filter())
        self.list.itemChanged.connect(lambda _: self._count())
        self.all_shown.clicked.connect(self._tick_shown)
        self._count()

    @property
    def units(self) -> tuple[AdminUnit, ...]:
        """Units that are ticked."""
        items = map(self.list.item, range(self.list.count()))
        ticked = [item for item in items if item.checkState() is Qt.CheckState.Checked]
        return tuple(self._units[item.data(_KEY)] for item in ticked)

    def _fill(self, units: Sequence[AdminUnit]) -> None:
        for unit in units:
            item = QListWidgetItem(f"{unit.name(self._words.language)} — {unit.province}", self.list)
            item.setData(_KEY, unit.id)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Unchecked)

    def _put_together(self) -> None:
        say = self._words.say
        about = QLabel(say(N_("The project keeps the outlines and places of the wards ticked here.")))
        about.setWordWrap(True)
        self.make = QPushButton(say(N_("Make the project")))
        self.make.setDefault(True)
        self.make.clicked.connect(self._finish)
        cancel = QPushButton(say(N_("Cancel")))
        cancel.clicked.connect(self.reject)
        buttons = QHBoxLayout()
        buttons.addStretch()
        buttons.addWidget(cancel)
        buttons.addWidget(self.make)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 20, 20, 16)
        layout.setSpacing(10)
        for part in (
            about,
            self.province,
            self.search,
            self.all_shown,
            self.list,
            self.with_places,
            self.count,
        ):
            layout.addWidget(part)
        layout.addLayout(buttons)
        self.resize(window_size(*_SIZE_PX))

    def _filter(self) -> None:
        province, text = self.province.currentData(), fold(self.search.text())
        for row in range(self.list.count()):
            item = self.list.item(row)
            unit = self._units[item.data(_KEY)]
            fits = (not province or unit.province == province) and text in fold(item.text())
            item.setHidden(not fits)
        self._count()

    def _tick_shown(self, is_ticked: bool) -> None:
        state = Qt.CheckState.Checked if is_ticked else Qt.CheckState.Unchecked
        with QSignalBlocker(self.list):
            for row in range(self.list.count()):
                if not self.list.item(row).isHidden():
                    self.list.item(row).setCheckState(state)
        self._count()

    def _count(self) -> None:
        words, units = self._words, self.units
        places = sum(self._places.get(unit.id, 0) for unit in units)
        said = (
            words.count(N_("{count} ward or commune"), N_("{count} wards and communes"), len(units)),
            words.count(N_("{count} place"), N_("{count} places"), places),
        )
        self.count.setText(" · ".join(said))
        self.make.setEnabled(bool(units))
        shown = [
            self.list.item(row) for row in range(self.list.count()) if not self.list.item(row).isHidden()
        ]
        is_all = bool(shown) and all(item.checkState() is Qt.CheckState.Checked for item in shown)
        self.all_shown.setChecked(is_all)

    def _finish(self) -> None:
        units, language = self.units, self._words.language
        if len(units) == 1:
            title = units[0].name(language)
        else:
            title = " – ".join(dict.fromkeys(unit.province for unit in units))
        keys, with_places = frozenset(unit.id for unit in units), self.with_places.isChecked()
        self.accept()
        self.chosen.emit(keys, title, with_places)
