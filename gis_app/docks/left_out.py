"""Places beside the tour: those left out with reasons and remedies, and those near the route."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from data.language.catalogue import N_
from data.language.formats import duration, time_of_day
from data.model.place import PlaceId
from data.model.project import Project
from data.model.remedy import Remedy, RemedyKind, facts_in
from data.model.tour import DroppedPlace
from gis_app.docks.reviews import NearPlace
from gis_app.docks.stop_row import StopRow, text_label
from gis_app.docks.warning_rows import link_button
from gis_app.i18n import Words
from gis_app.widgets.wrapped_button import WrappedButton
from layers.style import Theme

DROPPED_SHOWN: Final = 8
"""Places left out that are listed before one asks for all."""
NEAR_SHOWN: Final = 6

_PROMISE: Final = N_("Changes the request so, and puts the place in where it costs least")
_PROMISES: Final = {
    RemedyKind.SWAP: N_("Leaves that visit out, and puts the place in where it costs least"),
    RemedyKind.FURTHER_DAY: N_("Plans the tour with a day more, beside this one, with the place in it"),
}


class LeftOut(QFrame):
    """A card of rows, each with what can be done about a place."""

    add_asked = Signal(object, object)
    must_asked = Signal(object)
    remedy_asked = Signal(object, object)
    row_added = Signal(object)

    def __init__(self, words: Words, theme: Theme, project: Project) -> None:
        super().__init__()
        self.setObjectName("card")
        self._words, self._theme, self._project = words, theme, project
        self.rows: list[StopRow] = []
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(12, 10, 12, 10)
        self._layout.setSpacing(8)
        self._folded: list[Callable[[], StopRow]] = []

    def show_dropped(self, dropped: Sequence[DroppedPlace]) -> None:
        """List places left out: why, what would make each fit, and a way to add it all the same."""
        said = self._words.count(N_("{count} place left out"), N_("{count} places left out"), len(dropped))
        self._layout.addWidget(text_label(said, "heading"))
        for number, entry in enumerate(dropped):
            self._fold(partial(self._dropped_row, entry), is_folded=number >= DROPPED_SHOWN)
        self._offer_all(len(dropped))

    def show_near(self, near: Sequence[NearPlace]) -> None:
        """List places near the route with what each costs in time."""
        self._layout.addWidget(text_label(self._words.say(N_("Near the route")), "heading"))
        for number, one in enumerate(near):
            self._fold(partial(self._near_row, one), is_folded=number >= NEAR_SHOWN)
        self._offer_all(len(near))

    def _fold(self, make: Callable[[], StopRow], *, is_folded: bool) -> None:
        if is_folded:
            self._folded.append(make)
        else:
            self._add(make())

    def _add(self, row: StopRow) -> None:
        self._layout.addWidget(row)
        self.rows.append(row)
        self.row_added.emit(row)

    def _offer_all(self, count: int) -> None:
        if not self._folded:
            return
        more = link_button(self._words.say(N_("Show all {count}"), count=count), lambda: None)

        def unfold() -> None:
            more.hide()
            folded, self._folded = self._folded, []
            for make in folded:
                self._add(make())

        more.clicked.connect(unfold)
        self._layout.addWidget(more)

    def _row(self, place_id: PlaceId, said: Sequence[tuple[str, str]]) -> tuple[StopRow, QVBoxLayout]:
        row = StopRow(place_id, self._theme)
        layout = QVBoxLayout(row)
        layout.setContentsMargins(4, 2, 4, 2)
        layout.setSpacing(0)
        place = self._project.places.get(place_id)
        name = place.name(self._words.language) if place else place_id
        row.setAccessibleName(name)
        layout.addWidget(text_label(name, "plain"))
        for text, kind in said:
            layout.addWidget(text_label(text, kind))
        return row, layout

    def _dropped_row(self, entry: DroppedPlace) -> StopRow:
        say = self._words.say
        language, places = self._words.language, self._project.places
        said = [(say(entry.reason, **facts_in(language, entry.facts, places)), "muted")]
        if entry.remedies:
            said.append((say(N_("It would fit so:")), "muted"))
        row, layout = self._row(entry.place_id, said)
        for remedy in entry.remedies:
            layout.addWidget(self._remedy_button(entry.place_id, remedy))
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        add = link_button(say(N_("Add anyway")), lambda: self.add_asked.emit(entry.place_id, None))
        add.setToolTip(say(N_("Puts it where it costs least; warnings say what no longer fits")))
        buttons.addWidget(add)
        buttons.addWidget(
            link_button(say(N_("Make it a must")), lambda: self.must_asked.emit(entry.place_id))
        )
        buttons.addStretch(1)
        layout.addLayout(buttons)
        return row

    def _remedy_button(self, place_id: PlaceId, remedy: Remedy) -> WrappedButton:
        """Return a button that carries a remedy out; it only tells one that does not name its visit."""
        language, say = self._words.language, self._words.say
        button = WrappedButton(say(remedy.text, **facts_in(language, remedy.facts, self._project.places)))
        button.setToolTip(say(_PROMISES.get(remedy.kind, _PROMISE)))
        button.setEnabled(remedy.kind is not RemedyKind.SWAP or remedy.given_up is not None)
        button.clicked.connect(lambda _=False: self.remedy_asked.emit(place_id, remedy))
        return button

    def _near_row(self, one: NearPlace) -> StopRow:
        language, say = self._words.language, self._words.say
        facts = {
            "detour": duration(one.detour_s, language),
            "stay": duration(one.stay_s, language),
            "end": time_of_day(one.day_end_s, language),
            "day": one.day + 1,
        }
        cost = say(N_("+{detour} on the way, visit {stay}; day {day} then ends at {end}"), **facts)
        said = [(cost, "muted")]
        if not one.fits:
            said.append((say(N_("Something else would no longer fit.")), "warning"))
        row, layout = self._row(one.place_id, said)
        add = link_button(say(N_("Add this place")), lambda: self.add_asked.emit(one.place_id, one.at))
        buttons = QHBoxLayout()
        buttons.addWidget(add)
        buttons.addStretch(1)
        layout.addLayout(buttons)
        return row
