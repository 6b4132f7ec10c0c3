"""Where the tour goes: start, end, nights, and the wards and communes it passes through."""

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from data.language.catalogue import N_
from data.model.request import Anchor
from data.model.units import UnitId
from gis_app.docks.candidates import unit_options
from gis_app.docks.request.context import FormContext
from gis_app.docks.request.fields import named
from gis_app.docks.request.flat import Values
from gis_app.widgets.check_popup import CheckPopup
from gis_app.widgets.chips import ChosenChips
from gis_app.widgets.flow import FlowLayout
from gis_app.widgets.place_picker import PlacePicker
from gis_app.widgets.sentence import Sentence
from gis_app.widgets.tick import Tick


class SpotsPart(QWidget):
    """Start, end and nights. ``spot_asked`` gives the picker whose place is to be chosen on the map."""

    changed = Signal()
    spot_asked = Signal(object)

    def __init__(self, context: FormContext) -> None:
        super().__init__()
        self._context = context
        self._nights_kept: tuple[tuple[object, ...], tuple[Anchor, ...]] | None = None
        self._days = 1
        self.suggested: Anchor | None = None
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(8)
        self.start = self._picker(N_("starting at {spot}"), N_("Start point"))
        self.finish = self._picker(N_("ending at {spot}"), N_("End point"))
        self.nights: list[PlacePicker] = []
        self._night_rows: list[Sentence] = []
        context.words.bind(self.finish.setPlaceholderText, N_("The same place"))

    def _picker(self, msgid: str, name: str) -> PlacePicker:
        picker = self._context.picker()
        named(self._context, picker, name)
        on_map = QToolButton()
        on_map.setObjectName("flat")
        on_map.setIcon(self._context.icon("pin"))
        self._context.words.bind(on_map.setToolTip, N_("Choose on the map"))
        self._context.words.bind(on_map.setAccessibleName, N_("Choose on the map"))
        on_map.clicked.connect(lambda: self.spot_asked.emit(picker))
        spot = QWidget()
        line = QHBoxLayout(spot)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(0)
        line.addWidget(picker, 1)
        line.addWidget(on_map)
        self.row = Sentence(self._context.words, msgid, {"spot": spot})
        self._layout.addWidget(self.row)
        picker.picked.connect(self.changed)
        picker.cleared.connect(self.changed)
        picker.chosen_on_map.connect(self.changed)
        return picker

    def show_days(self, count: int) -> None:
        """Ask for as many nights as a tour of ``count`` days has."""
        self._days = count
        while len(self.nights) < count - 1:
            night = self._picker(N_("night at {spot}"), N_("Where the night is spent"))
            self._context.words.bind(night.setPlaceholderText, N_("Back at the start point"))
            self.nights.append(night)
            self._night_rows.append(self.row)
        for number, row in enumerate(self._night_rows):
            row.setVisible(number < count - 1)

    def suggest(self, anchor: Anchor | None) -> None:
        """Offer a start point for when nobody names one."""
        self.suggested = anchor
        say = self._context.words.say
        self.start.setPlaceholderText(
            say(N_("{place} (suggested)"), place=anchor.label)
            if anchor is not None
            else say(N_("Type a place to start from"))
        )

    def values(self) -> Values:
        """Return the values; a night that nobody names is at the start."""
        start = self.start.anchor or self.suggested
        return {"start": start, "end": self.finish.anchor, "nights": self._nights(start)}

    def _nights(self, start: Anchor | None) -> tuple[Anchor, ...]:
        if self._nights_kept is not None and self._nights_kept[0] == self._shown_nights():
            return self._nights_kept[1]
        named_nights = [picker.anchor for picker in self.nights[: self._days - 1]]
        if not any(named_nights) or start is None:
            return ()
        return tuple(anchor or start for anchor in named_nights)

    def _shown_nights(self) -> tuple[object, ...]:
        return (self._days, *(picker.anchor for picker in self.nights[: self._days - 1]))

    def show_values(self, values: Mapping[str, Any]) -> None:
        """Put ``values`` into the blanks; days have been shown before."""
        self.start.choose(values["start"])
        self.finish.choose(values["end"])
        for number, night in enumerate(self.nights):
            nights = values["nights"]
            night.choose(nights[number] if number < len(nights) else None)
        self._nights_kept = self._shown_nights(), values["nights"]


class UnitsPart(QWidget):
    """Wards and communes: which have to be visited, and whether the tour keeps to them.

    Units that a request demands and units that it keeps to may differ; both are kept exactly. What is added
    or removed here goes for each of the two that is ticked.
    """

    changed = Signal()
    map_asked = Signal()

    def __init__(self, context: FormContext) -> None:
        super().__init__()
        self._context = context
        self._shown: tuple[UnitId, ...] = ()
        self._demanded: tuple[UnitId, ...] = ()
        self._kept_to: tuple[UnitId, ...] = ()
        self.button = QPushButton()
        self.on_map = QPushButton()
        self.on_map.setIcon(context.icon("region"))
        self.popup = CheckPopup(self)
        self.chips: ChosenChips[UnitId] = ChosenChips(context.icon("close"))
        self.demand = Tick()
        self.keep_to = Tick()
        words = context.words
        words.bind(self.button.setText, N_("Choose from the list…"))
        words.bind(self.on_map.setText, N_("On the map"))
        words.bind(self.on_map.setToolTip, N_("Click wards and communes on the map"))
        words.bind(self.demand.set_text, N_("Visit at least one place in each"))
        words.bind(self.keep_to.set_text, N_("Visit places of these wards only"))
        words.bind(self.popup.search.setPlaceholderText, N_("Find a ward or commune"))
        words.bind(self.popup.search.setAccessibleName, N_("Find a ward or commune"))
        buttons = QWidget()
        flow = FlowLayout(buttons)
        flow.addWidget(self.button)
        flow.addWidget(self.on_map)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        buttons.setSizePolicy(policy)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addWidget(buttons)
        for widget in (self.chips, self.demand, self.keep_to):
            layout.addWidget(widget)
        self.button.clicked.connect(self._open)
        self.on_map.clicked.connect(self.map_asked)
        self.popup.chosen_changed.connect(self._take)
        self.chips.removal_asked.connect(self.toggle)
        self.demand.toggled.connect(self._apply_boxes)
        self.keep_to.toggled.connect(self._apply_boxes)
        words.changed.connect(lambda _: self._say())
        context.project_changed.connect(self._say)

    @property
    def units(self) -> tuple[UnitId, ...]:
        """Units chosen, for whatever they are."""
        return self._shown

    def toggle(self, unit: UnitId) -> None:
        """Choose a unit, or let go of one that was chosen."""
        self.choose(
            [kept for kept in self._shown if kept != unit] if unit in self._shown else [*self._shown, unit]
        )

    def choose(self, units: Sequence[UnitId]) -> None:
        """Choose exactly ``units``."""
        added = tuple(unit for unit in units if unit not in self._shown)
        self._demanded = _followed(self._demanded, units, added, is_on=self.demand.is_checked)
        self._kept_to = _followed(self._kept_to, units, added, is_on=self.keep_to.is_checked)
        self._shown = tuple(units)
        self._say()
        self.changed.emit()

    def values(self) -> Values:
        """Return the values."""
        return {"cover_units": self._demanded, "candidates.units": self._kept_to}

    def show_values(self, values: Mapping[str, Any]) -> None:
        """Show ``values``; an empty form has both boxes ticked."""
        self._demanded, self._kept_to = values["cover_units"], values["candidates.units"]
        self._shown = tuple(dict.fromkeys((*self._demanded, *self._kept_to)))
        with QSignalBlocker(self.demand), QSignalBlocker(self.keep_to):
            self.demand.set_checked(bool(self._demanded) or not self._shown)
            self.keep_to.set_checked(bool(self._kept_to) or not self._shown)
        self._say()

    def _apply_boxes(self) -> None:
        if self.demand.is_checked != bool(self._demanded):
            self._demanded = self._shown if self.demand.is_checked else ()
        if self.keep_to.is_checked != bool(self._kept_to):
            self._kept_to = self._shown if self.keep_to.is_checked else ()
        self.changed.emit()

    def _open(self) -> None:
        self.popup.offer(unit_options(self._context.project, self._context.words), self._shown)
        self.popup.open_under(self.button)

    def _take(self) -> None:
        ticked = [UnitId(str(key)) for key in self.popup.chosen]
        kept = [unit for unit in self._shown if unit in ticked]
        self.choose([*kept, *(unit for unit in ticked if unit not in kept)])

    def _say(self) -> None:
        remove = self._context.words.say(N_("Remove"))
        self.chips.show_chosen([(unit, self._context.unit_name(unit)) for unit in self._shown], remove)
        self.demand.setVisible(bool(self._shown))
        self.keep_to.setVisible(bool(self._shown))


def _followed(
    held: tuple[UnitId, ...], units: Sequence[UnitId], added: tuple[UnitId, ...], *, is_on: bool
) -> tuple[UnitId, ...]:
    """Return ``held`` without what is no longer among ``units``, and with what was added if it counts."""
    return (*(unit for unit in held if unit in units), *(added if is_on else ()))
