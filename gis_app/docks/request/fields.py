"""Blanks of the form: each holds one value of the request, and gives it back exactly unless it was changed.

A widget often shows less than the value says (minutes of a time with seconds, a name for a key). So a field
remembers what was put in and what the widget showed then; only a widget that shows something else is read.
"""

import re
from collections.abc import Callable, Hashable, Sequence
from datetime import date
from enum import StrEnum
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QObject, QSignalBlocker, Qt, QTime, Signal, SignalInstance
from PySide6.QtWidgets import (
    QComboBox,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from data.language.catalogue import N_
from data.language.terms import term
from data.model.clock import DAY_S
from data.model.place import PlaceId
from data.model.request import MOST_DAYS
from data.model.units import UnitId
from gis_app.docks.candidates import unit_options
from gis_app.docks.request.context import FormContext
from gis_app.widgets.check_popup import CheckPopup, Option
from gis_app.widgets.chips import CHOSEN_TEXT_PX, ChosenChips, ToggleChips
from gis_app.widgets.fields import FieldManners
from gis_app.widgets.snug import ClockEdit, DayEdit, NumberEdit, SnugLine, SnugSpin, SnugTime
from gis_app.widgets.tick import Tick

T = TypeVar("T")
Kind = TypeVar("Kind", bound=StrEnum)


class Field(Generic[T]):
    """One blank.

    Parameters
    ----------
    widget
        Where the value is shown and changed.
    changed
        Signals of the widget that tell of a change.
    read, show
        Take the value from the widget, and put one into it.
    """

    def __init__(
        self,
        widget: QWidget,
        changed: Sequence[SignalInstance],
        read: Callable[[], T],
        show: Callable[[T], object],
    ) -> None:
        self.widget, self.changed = widget, tuple(changed)
        self._read, self._show = read, show
        self._kept: tuple[T, T] | None = None

    def put(self, value: T) -> None:
        """Show ``value``."""
        self._show(value)
        self._kept = value, self._read()

    def get(self) -> T:
        """Return the value."""
        read = self._read()
        return self._kept[0] if self._kept is not None and self._kept[1] == read else read


def number(
    context: FormContext,
    name: str,
    *,
    empty: Any = None,
    hint: str = "",
    scale: int = 1,
    decimals: int = 0,
    sample: str = "0000",
) -> Field[Any]:
    """Return a blank for a number, ``scale`` times what it shows; left empty it means ``empty``.

    Parameters
    ----------
    hint
        What an empty field means, in words.
    """
    edit = NumberEdit(context.words, decimals, sample)
    named(context, edit, name)
    if hint:
        context.words.bind(edit.setPlaceholderText, hint)

    def read() -> Any:
        value = edit.value
        if value is None:
            return empty
        return value * scale if decimals else round(value) * scale

    def show(value: Any) -> None:
        edit.set_value(None if value == empty and (hint or value is None) else value / scale)

    return Field(edit, (edit.textChanged,), read, show)


def counter(context: FormContext, name: str, least: int, most: int) -> Field[int]:
    """Return a blank for a whole number that is never empty."""
    spin = SnugSpin(least, most)
    named(context, spin, name)
    FieldManners(spin)
    return Field(spin, (spin.valueChanged,), spin.value, spin.setValue)


def day_number(context: FormContext, name: str) -> Field[int]:
    """Return a blank for the number of a day: shown from 1, counted from 0."""
    spin = SnugSpin(1, MOST_DAYS)
    named(context, spin, name)
    FieldManners(spin)
    return Field(spin, (spin.valueChanged,), lambda: spin.value() - 1, lambda day: spin.setValue(day + 1))


def time_of_day(context: FormContext, name: str) -> Field[int]:
    """Return a blank for a time of day, seconds after midnight."""
    edit = SnugTime()
    named(context, edit, name)
    FieldManners(edit)

    def show(time_s: int) -> None:
        edit.setTime(QTime.fromMSecsSinceStartOfDay(time_s % DAY_S * 1000))

    return Field(edit, (edit.timeChanged,), lambda: edit.time().msecsSinceStartOfDay() // 1000, show)


def clock(context: FormContext, name: str, hint: str = "") -> Field[int | None]:
    """Return a blank for a time that may be after midnight ('25:00') or left empty (``None``)."""
    edit = ClockEdit()
    named(context, edit, name)
    if hint:
        context.words.bind(edit.setPlaceholderText, hint)
    return Field(edit, (edit.textChanged,), lambda: edit.time_s, edit.set_time)


def day_date(context: FormContext, name: str) -> Field[date]:
    """Return a blank for a date."""
    edit = DayEdit()
    named(context, edit, name)
    return Field(edit, (edit.day_changed,), lambda: edit.day, edit.set_day)


def check(context: FormContext, text: str) -> Field[bool]:
    """Return a box to tick, with its words."""
    tick = Tick()
    context.words.bind(tick.set_text, text)
    return Field(tick, (tick.toggled,), lambda: tick.is_checked, tick.set_checked)


def text(context: FormContext, name: str, hint: str = "", width_px: int = 160) -> Field[str]:
    """Return a blank for words."""
    edit = QLineEdit()
    edit.setMinimumWidth(width_px)
    named(context, edit, name)
    if hint:
        context.words.bind(edit.setPlaceholderText, hint)
    return Field(edit, (edit.textChanged,), edit.text, edit.setText)


def choice(
    context: FormContext,
    name: str,
    options: Sequence[Kind],
    *,
    none: str = "",
    words: dict[Kind, str] | None = None,
) -> Field[Any]:
    """Return a list to choose one of ``options`` from.

    Parameters
    ----------
    none
        What no choice (``None``) means, in words; empty when something has to be chosen.
    words
        Words of the options; their terms by default.
    """
    box = QComboBox()
    named(context, box, name)
    FieldManners(box)

    def say(_: str = "") -> None:
        chosen = box.currentIndex()
        with QSignalBlocker(box):
            box.clear()
            if none:
                box.addItem(context.words.say(none), None)
            for option in options:
                said = context.words.say(words[option]) if words else term(option, context.words.language)
                box.addItem(said, option)
            box.setCurrentIndex(max(chosen, 0))

    say()
    while_alive(context, box, say)
    kinds: dict[str, Kind] = {str(option): option for option in options}

    def read() -> Kind | None:
        # Qt gives the plain text back, not the member.
        data = box.currentData()
        return None if data is None else kinds[str(data)]

    return Field(
        box, (box.currentIndexChanged,), read, lambda value: box.setCurrentIndex(box.findData(value))
    )


def several(context: FormContext, name: str, options: Sequence[Kind]) -> Field[tuple[Kind, ...]]:
    """Return chips of which any number can be on; none means no condition."""
    chips: ToggleChips[Kind] = ToggleChips()
    named(context, chips, name)

    def say(_: str = "") -> None:
        chips.offer([(option, term(option, context.words.language), None) for option in options])

    say()
    while_alive(context, chips, say)
    return Field(chips, (chips.toggled,), lambda: chips.chosen, chips.choose)


def place(context: FormContext, name: str, hint: str) -> Field[PlaceId | None]:
    """Return a blank for a place of the register."""
    picker = context.picker()
    named(context, picker, name)
    context.words.bind(picker.setPlaceholderText, hint)

    def read() -> PlaceId | None:
        return picker.anchor.place_id if picker.anchor else None

    def show(place_id: PlaceId | None) -> None:
        picker.choose(context.anchor(place_id) if place_id else None)

    return Field(picker, (picker.picked, picker.cleared), read, show)


Shown = TypeVar("Shown", bound=QWidget)


def widget_of(field: Field[Any], kind: type[Shown]) -> Shown:
    """Return the widget of a blank that is known to be of ``kind``."""
    assert isinstance(field.widget, kind)
    return field.widget


class PlaceList(QWidget):
    """Chosen places as chips, and a field that adds one."""

    changed = Signal()

    def __init__(self, context: FormContext, name: str, hint: str) -> None:
        super().__init__()
        self._context = context
        self._places: tuple[PlaceId, ...] = ()
        self.chips: ChosenChips[PlaceId] = ChosenChips(context.icon("close"))
        self.picker = context.picker()
        named(context, self.picker, name)
        context.words.bind(self.picker.setPlaceholderText, hint)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self.chips)
        layout.addWidget(self.picker)
        self.picker.picked.connect(self._take)
        self.chips.removal_asked.connect(self._drop)
        while_alive(context, self, self._say)
        context.project_changed.connect(self._say)
        self._say()

    @property
    def places(self) -> tuple[PlaceId, ...]:
        """The places, in the order they were chosen."""
        return self._places

    def show_places(self, places: Sequence[PlaceId]) -> None:
        """Show ``places``."""
        self._places = tuple(places)
        self._say()
        self.changed.emit()

    def add(self, place_id: PlaceId) -> None:
        """Add a place, unless it is there."""
        if place_id not in self._places:
            self.show_places((*self._places, place_id))

    def _take(self, place_id: PlaceId) -> None:
        self.picker.choose(None)
        self.add(place_id)

    def _drop(self, place_id: PlaceId) -> None:
        self.show_places([kept for kept in self._places if kept != place_id])

    def _say(self, _: str = "") -> None:
        remove = self._context.words.say(N_("Remove"))
        self.chips.show_chosen([(key, self._context.place_name(key)) for key in self._places], remove)


def places(context: FormContext, name: str, hint: str) -> Field[tuple[PlaceId, ...]]:
    """Return a blank for several places."""
    chosen = PlaceList(context, name, hint)
    return Field(chosen, (chosen.changed,), lambda: chosen.places, chosen.show_places)


Options = Callable[[], Sequence[tuple[Hashable, str]]]
"""Gives what can be chosen now: keys, and what they are called."""


def listed(context: FormContext, name: str, options: Options) -> Field[Any]:
    """Return a list to choose from whose options follow the project; nothing chosen is ``None``."""
    box = QComboBox()
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    box.setMinimumContentsLength(15)
    named(context, box, name)
    FieldManners(box)

    def offer(_: str = "") -> None:
        chosen = box.currentData()
        with QSignalBlocker(box):
            box.clear()
            box.addItem("–", None)
            for key, said in options():
                box.addItem(said, key)
            box.setCurrentIndex(max(box.findData(chosen), 0))

    offer()
    while_alive(context, box, offer)

    def show(key: Hashable) -> None:
        box.setCurrentIndex(max(box.findData(key), 0))

    return Field(box, (box.currentIndexChanged,), box.currentData, show)


def unit(context: FormContext, name: str) -> Field[UnitId | None]:
    """Return a list to choose a ward or commune from, of today or former."""

    def options() -> list[tuple[Hashable, str]]:
        return [(option.key, option.text) for option in unit_options(context.project, context.words)]

    return listed(context, name, options)


def kinds(context: FormContext, name: str, options: Sequence[Kind], none: str) -> Field[tuple[Kind, ...]]:
    """Return a button that opens a list to tick any number of ``options`` in.

    Parameters
    ----------
    none
        What the button says when nothing is ticked.
    """
    button = KindsButton(context, options, none)
    named(context, button, name)
    return Field(button, (button.changed,), lambda: button.chosen, button.choose)


class KindsButton(QPushButton, Generic[Kind]):
    """Button that says what is ticked in its list."""

    changed = Signal()

    def __init__(self, context: FormContext, options: Sequence[Kind], none: str) -> None:
        super().__init__()
        self._context, self._options, self._none = context, tuple(options), none
        self.chosen: tuple[Kind, ...] = ()
        self._popup = CheckPopup(self)
        self._popup.chosen_changed.connect(self._take)
        self.clicked.connect(self._open)
        while_alive(context, self, self._say)
        self._say()

    def choose(self, kinds: Sequence[Kind]) -> None:
        """Tick exactly ``kinds``."""
        self.chosen = tuple(kinds)
        self._say()
        self.changed.emit()

    def _open(self) -> None:
        language = self._context.words.language
        offered = [Option(str(kind), term(kind, language)) for kind in self._options]
        self._popup.offer(offered, [str(kind) for kind in self.chosen])
        self._popup.open_under(self)

    def _take(self) -> None:
        chosen = {str(key) for key in self._popup.chosen}
        self.choose([kind for kind in self._options if str(kind) in chosen])

    def _say(self, _: str = "") -> None:
        words = self._context.words
        told = ", ".join(term(kind, words.language) for kind in self.chosen) or words.say(self._none)
        cut = self.fontMetrics().elidedText(told, Qt.TextElideMode.ElideRight, CHOSEN_TEXT_PX)
        self.setText(cut)
        self.setToolTip(told)


def days(context: FormContext, name: str, hint: str) -> Field[tuple[int, ...]]:
    """Return a blank for numbers of days, '1, 3'; none means every day (``hint``)."""
    edit = SnugLine("1, 2, 3")
    named(context, edit, name)
    context.words.bind(edit.setPlaceholderText, hint)

    def read() -> tuple[int, ...]:
        found = {int(digits) for digits in re.findall(r"\d+", edit.text())}
        return tuple(sorted(day - 1 for day in found if 1 <= day <= MOST_DAYS))

    return Field(
        edit, (edit.textChanged,), read, lambda chosen: edit.setText(", ".join(str(d + 1) for d in chosen))
    )


def quiet_label() -> QLabel:
    """Return an empty label for words beside a blank."""
    label = QLabel()
    label.setWordWrap(True)
    return label


def named(context: FormContext, widget: QWidget, name: str) -> None:
    """Let screen readers call ``widget`` by ``name``, in the language of the window."""
    context.words.bind(widget.setAccessibleName, name)


def while_alive(context: FormContext, widget: QWidget, say: Callable[[str], object]) -> None:
    """Say ``widget`` again when the language changes, as long as it is there."""
    # Qt drops a connection when the receiver is deleted, but only for methods of the receiver itself.
    link = context.words.changed.connect(say)
    widget.destroyed.connect(lambda: QObject.disconnect(link))
