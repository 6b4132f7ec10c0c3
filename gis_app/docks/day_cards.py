"""The result as day cards: stops that can be dragged, warnings with remedies, and what was left out."""

import time
from collections.abc import Callable, Generator, Iterator, Sequence
from typing import Final

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QApplication, QFrame, QVBoxLayout, QWidget

from data.language.catalogue import N_
from data.language.formats import distance, duration, number
from data.language.terms import term
from data.model.place import PlaceId
from data.model.project import Project
from data.model.tour import DroppedPlace, Tour
from gis_app.docks.blocks import first_numbers, place_of
from gis_app.docks.day_card import DayCard, DayContent, contents_of
from gis_app.docks.left_out import LeftOut
from gis_app.docks.reviews import Punctuality, Review
from gis_app.docks.stop_acts import StopAct
from gis_app.docks.stop_row import StopKey, StopRow, StopTools, text_label
from gis_app.docks.warning_rows import WarningBox
from gis_app.docks.warnings import Remedied, TourWarning
from gis_app.i18n import Words
from layers.style import Theme
from routes.planner.editing.edits import At

_DROP_PX: Final = 3
_SLICE_S: Final = 0.012
"""Cards are built in slices of so long; in between the window answers."""
_FAR_PX: Final = 120
"""Let go so far beside the cards, a stop stays where it was."""


class DayCards(QWidget):
    """All days of a tour."""

    place_hovered = Signal(object)
    place_clicked = Signal(object)
    place_opened = Signal(object)
    must_asked = Signal(object)
    menu_asked = Signal(object, object, QPoint)
    act_asked = Signal(object, object)
    move_asked = Signal(object, object)
    stay_asked = Signal(object, int)
    add_asked = Signal(object, object)
    remedy_asked = Signal(object)
    letting_in_asked = Signal(object, object)
    leg_asked = Signal(object, QPoint)
    drag_at = Signal(QPoint)
    focus_returned = Signal()
    built = Signal()

    def __init__(self, words: Words, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("panelBody")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._words, self._theme = words, theme
        self._project = Project()
        self._tour: Tour | None = None
        self._warnings: Sequence[TourWarning] = ()
        self._review = Review()
        self._cards: dict[int, DayCard] = {}
        self._dropped: tuple[tuple[DroppedPlace, ...], str, LeftOut] | None = None
        self._rows: list[StopRow] = []
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(12, 12, 12, 16)
        self._layout.setSpacing(10)
        self._is_stale = False
        self._steps: Iterator[None] | None = None
        self._selected: PlaceId | None = None
        self._hovered: PlaceId | None = None
        self._chosen: StopKey = ()
        self.tools: StopTools | None = None
        self._drop_line = QFrame(self)
        self._drop_line.setObjectName("dropLine")
        self._drop_line.hide()
        words.changed.connect(self._build_soon)

    @property
    def is_building(self) -> bool:
        """Whether cards are still to come that show the latest state."""
        return self._steps is not None or (self._is_stale and self.isVisible())

    def show_tour(
        self,
        project: Project,
        tour: Tour | None,
        warnings: Sequence[TourWarning] = (),
        review: Review | None = None,
    ) -> None:
        """Show ``tour`` with ``warnings`` already said in words; None empties the panel.

        Cards are built once the event loop is free and the panel is seen: planning may offer many tours.
        """
        is_other_register = project.places is not self._project.places
        self._project, self._tour, self._warnings = project, tour, warnings
        self._review = review or Review()
        if is_other_register:
            self.rebuild()
        else:
            self._build_soon()

    def rebuild(self) -> None:
        """Make every card anew: the columns of one are as wide as its text was."""
        self._cards.clear()
        self._dropped = None
        self._build_soon()

    def showEvent(self, event: QShowEvent) -> None:
        """Build what changed while the panel was hidden."""
        super().showEvent(event)
        if self._is_stale:
            self._build()

    def _build_soon(self) -> None:
        if not self._is_stale:
            self._is_stale = True
            QTimer.singleShot(0, self, self._build_if_seen)

    def _build_if_seen(self) -> None:
        if self._is_stale and self.isVisible():
            self._build()

    def mark(self, selected: PlaceId | None, hovered: PlaceId | None) -> StopRow | None:
        """Mark the rows of the selected and the hovered place; return the selected row."""
        if selected is not None and selected != self._selected:
            self._chosen = (selected,)
        elif selected is None and self._selected is not None:
            self._chosen = ()
        self._selected, self._hovered = selected, hovered
        return self._mark_rows()

    def row_of(self, at: At) -> StopRow | None:
        """Return the row of a stop, if it is shown."""
        return next((row for row in self._rows if row.at == at), None)

    def _mark_rows(self) -> StopRow | None:
        found = chosen = None
        for row in self._rows:
            is_selected = row.place is not None and row.place == self._selected
            is_chosen = bool(self._chosen) and row.key == self._chosen
            hovered = row.place is not None and row.place == self._hovered
            row.mark(selected=is_selected or is_chosen, hovered=hovered)
            found = row if is_selected else found
            chosen = row if is_chosen else chosen
        self._show_tools(chosen)
        return found

    def _show_tools(self, row: StopRow | None) -> None:
        if self.tools is not None and row is not None and row.isAncestorOf(self.tools):
            return
        if self.tools is not None:
            self.tools.hide()
            self.tools.deleteLater()
            self.tools = None
        card = self._cards.get(row.at.day) if row is not None and row.at is not None else None
        if card is None or row is None or row.at is None:
            return
        self.tools, at = card.show_tools(row), row.at
        if self.tools is not None:
            self.tools.stay_asked.connect(lambda stay_s: self.stay_asked.emit(at, stay_s))
            self.tools.act_asked.connect(lambda act: self.act_asked.emit(at, act))
            self.built.emit()

    # Building

    def _build(self) -> None:
        """Begin to build what is shown now; what was being built is out of date."""
        self._is_stale = False
        self._steps = self._building()
        self._go_on()

    def complete(self) -> None:
        """Build at once what is still to be built."""
        if self._is_stale:
            self._build()
        for _ in self._steps or ():
            pass
        self._steps = None

    def _go_on(self) -> None:
        """Build for one slice, or to the end."""
        end = time.perf_counter() + _SLICE_S
        while self._steps is not None:
            if next(self._steps, self) is self:
                self._steps = None
            elif time.perf_counter() > end:
                QTimer.singleShot(0, self, self._go_on)
                return

    def _building(self) -> Iterator[None]:
        tour, made = self._tour, list[DayCard]()
        try:
            cards = yield from self._day_cards(tour, made)
            yield
            if tour is not None and tour.dropped:
                self._dropped_card(tour.dropped)
                yield
        except GeneratorExit:
            # Another state is to be shown before this one was complete.
            for card in made:
                card.deleteLater()
            raise
        self._show_built(tour, cards)

    def _show_built(self, tour: Tour | None, cards: Sequence[DayCard]) -> None:
        focus = self._focus()
        self._rows = []
        self._cards = {card.content.number: card for card in cards}
        kept = {id(card) for card in cards}
        if tour is not None and tour.dropped:
            kept.add(id(self._dropped_card(tour.dropped)))
        else:
            self._dropped = None
        self._take_all(kept)
        if tour is None:
            return
        summary = self._summary(tour)
        self._layout.addWidget(summary)
        summary.show()  # at once, as the cards are: Qt would show it a moment later
        if self._warnings:
            box = WarningBox(
                self._words,
                self._theme,
                self._warnings,
                self.place_opened.emit,
                self.remedy_asked.emit,
            )
            self._layout.addWidget(box)
            box.show()
        for card in cards:
            self._layout.addWidget(card)
            card.show()
            self._rows += card.rows
        self._add_others(tour)
        self._layout.addStretch(1)
        self._mark_rows()
        self.built.emit()
        self._return_focus(focus)

    def _day_cards(self, tour: Tour | None, made: list[DayCard]) -> Generator[None, None, list[DayCard]]:
        """Return the cards of all days: old ones where nothing changed; new ones are noted in ``made``."""
        days = tour.days if tour is not None else ()
        contents = contents_of(days, first_numbers(days), self._warnings, self._words.language)
        cards: list[DayCard] = []
        for content in contents.values():
            card = self._cards.get(content.number)
            if card is None or not card.content.is_same(content):
                card = self._new_card(content)
                made.append(card)
                yield from card.build()
            cards.append(card)
        return cards

    def _new_card(self, content: DayContent) -> DayCard:
        mend: Callable[[Remedied], None] = self.remedy_asked.emit
        ask_leg: Callable[[At, QPoint], None] = self.leg_asked.emit
        return DayCard(
            self._words,
            self._theme,
            self._project,
            content,
            link=self._link_stop,
            mend=mend,
            ask_leg=ask_leg,
            parent=self,
        )

    def _add_others(self, tour: Tour) -> None:
        if self._review.near:
            card = LeftOut(self._words, self._theme, self._project)
            card.show_near(self._review.near)
            self._add_other(card)
        if tour.dropped:
            self._add_other(self._dropped_card(tour.dropped))

    def _dropped_card(self, dropped: tuple[DroppedPlace, ...]) -> LeftOut:
        """Return the card of the places left out: the old one while they are the same."""
        kept, language = self._dropped, self._words.language
        if kept is None or kept[0] is not dropped or kept[1] != language:
            card = LeftOut(self._words, self._theme, self._project)
            card.show_dropped(dropped)
            self._dropped = dropped, language, card
            return card
        return kept[2]

    def _add_other(self, card: LeftOut) -> None:
        card.add_asked.connect(self.add_asked, Qt.ConnectionType.UniqueConnection)
        card.must_asked.connect(self.must_asked, Qt.ConnectionType.UniqueConnection)
        card.remedy_asked.connect(self.letting_in_asked, Qt.ConnectionType.UniqueConnection)
        card.row_added.connect(self._link_other, Qt.ConnectionType.UniqueConnection)
        for row in card.rows:
            self._link_other(row)
        self._layout.addWidget(card)
        card.show()

    def _link_other(self, row: StopRow) -> None:
        if row not in self._rows:
            self._rows.append(row)
        if not row.is_linked:
            self._link(row)

    def _link(self, row: StopRow) -> None:
        row.is_linked = True
        row.hovered.connect(self.place_hovered)
        row.clicked.connect(self.place_clicked)
        row.menu_asked.connect(self.menu_asked)

    def _link_stop(self, row: StopRow) -> None:
        self._link(row)
        row.act_asked.connect(lambda _, act: self._ask_act(row, act))
        row.dragged.connect(self._drag)
        row.dropped.connect(self._drop)
        row.drag_ended.connect(self._drop_line.hide)
        row.chosen.connect(lambda _: self._choose(row.key))

    def _ask_act(self, row: StopRow, act: StopAct) -> None:
        """Ask for an act; a key that comes while cards are being built means the stop where it is by now."""
        if self.is_building:
            self.complete()
        now = next((one for one in self._rows if one.key == row.key), None)
        if now is not None and now.at is not None:
            self.act_asked.emit(now.at, act)

    def _choose(self, key: StopKey) -> None:
        self._chosen = key
        self._mark_rows()

    def _take_all(self, keep: set[int]) -> None:
        while (item := self._layout.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None and id(widget) not in keep:
                if self.tools is not None and widget.isAncestorOf(self.tools):
                    self.tools = None
                widget.hide()
                widget.deleteLater()

    def _summary(self, tour: Tour) -> QWidget:
        language = self._words.language
        box = QWidget()
        layout = QVBoxLayout(box)
        layout.setContentsMargins(4, 0, 4, 0)
        layout.setSpacing(2)
        layout.addWidget(text_label(tour.title(language), "big"))
        said = self._words.say(
            N_("{visits} places · {distance} · {duration} on the way"),
            visits=len(tour.visited),
            distance=distance(tour.distance_m, language),
            duration=duration(tour.travel_s, language),
        )
        layout.addWidget(text_label(said, "muted"))
        if tour.is_proven:
            best = self._words.say(N_("Proven: no other choice of places scores more."))
            layout.addWidget(text_label(best, "muted"))
        if self._review.punctuality is not None:
            layout.addWidget(text_label(self._punctual(tour, self._review.punctuality), "muted"))
        return box

    def _punctual(self, tour: Tour, found: Punctuality) -> str:
        language, say = self._words.language, self._words.say
        share = number(round(100 * found.met_share), language)
        late = number(round(100 * found.late_share), language)
        if found.critical is None or late == "0":
            return say(N_("On time on {share} % of simulated days."), share=share)
        stop = tour.days[found.critical.day].stops[found.critical.index]
        place = place_of(self._project, stop.place_id)
        name = place.name(language) if place else stop.label or term(stop.kind, language)
        return say(
            N_("On time on {share} % of simulated days; late most often: {place}, day {day} ({late} %)."),
            share=share,
            place=name,
            day=found.critical.day + 1,
            late=late,
        )

    # Focus over an edit

    def _focus(self) -> tuple[StopKey, bool] | None:
        """Return which stop has the focus, and whether one of its tools has it."""
        focused = QApplication.focusWidget()
        for row in self._rows:
            if focused is not None and row.key and (row is focused or row.isAncestorOf(focused)):
                return row.key, row is not focused
        return None

    def _return_focus(self, focus: tuple[StopKey, bool] | None) -> None:
        row = next((row for row in self._rows if focus is not None and row.key == focus[0]), None)
        if row is None or focus is None:
            return
        in_tools = focus[1] and self.tools is not None and row.isAncestorOf(self.tools)
        if in_tools and self.tools is not None:
            self.tools.minutes.setFocus()
        else:
            row.setFocus()
        self.focus_returned.emit()

    # Dragging

    def _drag(self, at: At, spot: QPoint) -> None:
        here = self.mapFromGlobal(spot)
        to, top = self._gap_at(here)
        line = self._cards[to.day].geometry()
        self._drop_line.setGeometry(line.left() + 8, top - 1, line.width() - 16, _DROP_PX)
        self._drop_line.setVisible(_after_removal(at, to) != at)
        self._drop_line.raise_()
        self.drag_at.emit(here)

    def _drop(self, at: At, spot: QPoint) -> None:
        self._drop_line.hide()
        here = self.mapFromGlobal(spot)
        to = _after_removal(at, self._gap_at(here)[0])
        if to != at and -_FAR_PX <= here.x() <= self.width() + _FAR_PX:
            self.move_asked.emit(at, to)

    def _gap_at(self, spot: QPoint) -> tuple[At, int]:
        """Return the gap between two stops nearest to a pixel, as the address after it, and its height."""
        card = min(
            self._cards.values(),
            key=lambda card: max(card.geometry().top() - spot.y(), spot.y() - card.geometry().bottom()),
        )
        found: list[tuple[int, int, int]] = []
        for index in range(1, len(card.rows)):
            above, below = card.rows[index - 1].geometry(), card.rows[index].geometry()
            height = card.y() + (above.bottom() + below.top()) // 2
            found.append((abs(height - spot.y()), index, height))
        _, index, height = min(found)
        return At(card.content.number, index), height


def _after_removal(at: At, to: At) -> At:
    """Return where a stop stands that is taken out at ``at`` and put before what is at ``to``."""
    is_behind = to.day == at.day and to.index > at.index
    return At(to.day, to.index - 1) if is_behind else to
