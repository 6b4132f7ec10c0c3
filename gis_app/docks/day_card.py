"""One day as a card: stops with their times, the ways between them, and what is wrong there."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from data.calendar.lunar import lunar_date
from data.language.catalogue import N_
from data.language.formats import distance, duration, time_of_day, weekday_date
from data.language.formats import lunar_date as lunar_words
from data.language.terms import term
from data.model.project import Project
from data.model.tour import WALK_WORTH_SAYING_M, Day, Leg, Stop, StopKind
from data.model.travel_mode import TravelMode
from gis_app.docks.blocks import place_of
from gis_app.docks.stop_acts import is_movable
from gis_app.docks.stop_row import NumberDisc, Rail, StopRow, StopTools, stop_key, text_label
from gis_app.docks.warning_rows import RemedyLinks
from gis_app.docks.warnings import Remedied, TourWarning
from gis_app.i18n import Words
from gis_app.icons import icon
from gis_app.theme import qcolor, scaled
from gis_app.widgets.sign import Sign
from layers.style import Theme, day_color
from routes.planner.editing.edits import At

TIGHT_WAIT_S: Final = 45 * 60
"""A wait from which the card says so: long enough to be worth another place."""
_CLOCK_PX: Final = 42
_LEG_BUTTON_PX: Final = 22


@dataclass(frozen=True, slots=True)
class DayContent:
    """What a card shows; an equal content needs no new card."""

    number: int
    day: Day
    first_visit: int
    warnings: tuple[TourWarning, ...]
    language: str

    def is_same(self, other: "DayContent") -> bool:
        """Whether the same day object is shown alike: days are values, told apart quickest by identity."""
        return (
            self.day is other.day
            and (self.number, self.first_visit, self.language)
            == (other.number, other.first_visit, other.language)
            and self.warnings == other.warnings
        )


class DayCard(QFrame):
    """Card of one day.

    Parameters
    ----------
    content
        The day with its number and warnings.
    link
        Connects a row with whoever listens to the cards.
    mend
        Carries out a remedy.
    ask_leg
        Opens the menu of the way that leaves a stop, at a spot of the screen.
    parent
        Where the card will be; it is hidden until it is complete.
    """

    def __init__(
        self,
        words: Words,
        theme: Theme,
        project: Project,
        content: DayContent,
        *,
        link: Callable[[StopRow], None],
        mend: Callable[[Remedied], None],
        ask_leg: Callable[[At, QPoint], None],
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self.hide()
        self.setObjectName("card")
        self._words, self._theme, self._project, self.content = words, theme, project, content
        self._link, self._mend, self._ask_leg = link, mend, ask_leg
        self.rows: list[StopRow] = []
        self._texts: dict[int, QVBoxLayout] = {}
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(8, 10, 8, 10)
        self._layout.setSpacing(0)

    def build(self) -> Iterator[None]:
        """Make the rows; stops after each, so that the window can answer in between."""
        self._head()
        content, number = self.content, self.content.first_visit
        for index, stop in enumerate(content.day.stops):
            if index and (leg := content.day.legs[index - 1]).duration_s + stop.wait_s > 0:
                self._add(self._leg(At(content.number, index - 1), leg, stop))
            is_visit = stop.kind is StopKind.VISIT
            row = self._stop(index, stop, number if is_visit else 0)
            number += is_visit
            self._link(row)
            self.rows.append(row)
            self._add(row)
            yield

    def _add(self, row: QWidget) -> None:
        self._layout.addWidget(row)
        # The style sheet is looked up now, not for all rows at once when the card is shown.
        for widget in (row, *row.findChildren(QWidget)):
            widget.ensurePolished()

    def show_tools(self, row: StopRow) -> StopTools | None:
        """Return new tools under the texts of a row; ``None`` where there is nothing to edit."""
        if row.at is None:
            return None
        tools = StopTools(self._words, self._theme, self.content.day.stops[row.at.index])
        self._texts[row.at.index].addWidget(tools)
        return tools

    def _head(self) -> None:
        language, day = self._words.language, self.content.day
        lunar = lunar_date(day.date)
        moon = lunar_words(lunar.day, lunar.month, language, is_leap=lunar.is_leap)
        date_text = weekday_date(day.date, language)
        number = self.content.number + 1
        head = self._words.say(N_("Day {number} · {date}"), number=number, date=date_text)
        facts = self._words.say(
            N_("{lunar} · {distance} · {duration} on the way"),
            lunar=moon,
            distance=distance(day.distance_m, language),
            duration=duration(day.travel_s, language),
        )
        for text, kind in ((head, "heading"), (facts, "muted")):
            label = text_label(text, kind)
            label.setContentsMargins(4, 0, 4, 0)
            self._layout.addWidget(label)
        self._layout.addSpacing(8)

    def _stop(self, index: int, stop: Stop, number: int) -> StopRow:
        language = self._words.language
        at = At(self.content.number, index)
        row = StopRow(stop.place_id, self._theme, at if is_movable(stop) else None)
        row.key = stop_key(at, stop)
        layout = QHBoxLayout(row)
        layout.setContentsMargins(4, 4, 4, 4)
        layout.setSpacing(8)
        begins = stop.depart_s if stop.kind is StopKind.START else stop.begin_s
        clock = text_label(time_of_day(begins, language), "heading")
        clock.setFixedWidth(scaled(_CLOCK_PX))
        layout.addWidget(clock, alignment=Qt.AlignmentFlag.AlignTop)
        layout.addWidget(self._mark_of(stop, number), alignment=Qt.AlignmentFlag.AlignTop)
        texts = self._texts[index] = QVBoxLayout()
        texts.setSpacing(0)
        name = self._name(stop)
        texts.addWidget(text_label(name, "heading" if number else "plain"))
        for text, kind in self._notes(stop):
            texts.addWidget(text_label(text, kind))
        for warning in (one for one in self.content.warnings if one.at == at):
            texts.addWidget(text_label(warning.text, "danger" if warning.is_broken else "warning"))
            if warning.remedies:
                texts.addWidget(RemedyLinks(self._words, warning.remedies, self._mend))
        layout.addLayout(texts, 1)
        if stop.is_locked:
            layout.addWidget(self._lock_sign(), alignment=Qt.AlignmentFlag.AlignTop)
        locked = self._words.say(N_("locked")) if stop.is_locked else ""
        said = (time_of_day(begins, language), name, locked)
        row.setAccessibleName(" ".join(part for part in said if part))
        return row

    def _lock_sign(self) -> QWidget:
        sign = Sign("lock", self._theme.interface.text_muted.hex, 16)
        sign.setToolTip(self._words.say(N_("Locked: planning anew keeps its day and its order")))
        return sign

    def _mark_of(self, stop: Stop, number: int) -> QWidget:
        if number:
            return NumberDisc(str(number), day_color(self.content.number))
        sign = Sign("lunch" if stop.kind.is_break else "flag", self._theme.interface.text_muted.hex, 18)
        sign.setFixedSize(24, 24)
        return sign

    def _name(self, stop: Stop) -> str:
        place = place_of(self._project, stop.place_id)
        if place is not None:
            return place.name(self._words.language)
        return stop.label or term(stop.kind, self._words.language)

    def _notes(self, stop: Stop) -> list[tuple[str, str]]:
        language = self._words.language
        notes: list[tuple[str, str]] = []
        if is_movable(stop):
            stays = N_("{stay}, leave at {time}")
            if stop.boarding_s >= 60:
                stays = N_("{stay} + {boarding} boarding, leave {time}")
            said = self._words.say(
                stays,
                stay=duration(stop.stay_s, language),
                boarding=duration(stop.boarding_s, language),
                time=time_of_day(stop.depart_s, language),
            )
            notes.append((said, "muted"))
        if stop.not_before_s is not None:
            begins = time_of_day(stop.not_before_s, language)
            notes.append((self._words.say(N_("not before {time}"), time=begins), "muted"))
        elif stop.wait_s >= TIGHT_WAIT_S:
            waits = self._words.say(
                N_("waits {duration} for the opening"), duration=duration(stop.wait_s, language)
            )
            notes.append((waits, "warning"))
        place = place_of(self._project, stop.place_id)
        if place is not None and place.is_approximate and stop.kind is StopKind.VISIT:
            notes.append((self._words.say(N_("position approximate: check the way on the spot")), "warning"))
        return notes

    def _leg(self, at: At, leg: Leg, stop: Stop) -> QWidget:
        language = self._words.language
        box = QWidget()
        layout = QHBoxLayout(box)
        layout.setContentsMargins(4, 0, 4, 0)
        layout.setSpacing(8)
        gap = QLabel()
        gap.setFixedWidth(scaled(_CLOCK_PX))
        layout.addWidget(gap)
        color = qcolor(day_color(self.content.number))
        layout.addWidget(Rail(color, is_dotted=leg.mode is TravelMode.FOOT))
        parts = []
        if leg.duration_s:
            parts += [distance(leg.distance_m, language), duration(leg.duration_s, language)]
        if leg.walk_m >= WALK_WORTH_SAYING_M and leg.mode is not TravelMode.FOOT:
            walk = self._words.say(N_("of which {distance} on foot"), distance=distance(leg.walk_m, language))
            parts.append(walk)
        if leg.via:
            parts.append(self._words.say(N_("way shaped by hand")))
        if 0 < stop.wait_s < TIGHT_WAIT_S:
            parts.append(self._words.say(N_("wait {duration}"), duration=duration(stop.wait_s, language)))
        # Lines end between the parts only: no number is parted from its unit.
        label = text_label(" · ".join(part.replace(" ", "\u00a0") for part in parts), "muted")
        if leg.roads:
            label.setToolTip(" → ".join(leg.roads))
        layout.addWidget(label, 1)
        if leg.duration_s:
            layout.addWidget(self._leg_button(at))
        return box

    def _leg_button(self, at: At) -> QToolButton:
        button = QToolButton()
        button.setObjectName("legMenu")
        button.setAutoRaise(True)
        button.setIcon(icon("more", self._theme.interface.text_muted.hex, size=16))
        button.setFixedSize(_LEG_BUTTON_PX, _LEG_BUTTON_PX)
        name = self._words.say(N_("Other ways, points on the way"))
        button.setToolTip(name)
        button.setAccessibleName(name)
        button.clicked.connect(lambda: self._ask_leg(at, button.mapToGlobal(button.rect().bottomLeft())))
        return button


def contents_of(
    days: Sequence[Day],
    first_numbers: Sequence[int],
    warnings: Sequence[TourWarning],
    language: str,
) -> Mapping[int, DayContent]:
    """Return what the card of each day shows."""
    return {
        number: DayContent(
            number,
            day,
            first_numbers[number],
            tuple(one for one in warnings if one.at is not None and one.at.day == number),
            language,
        )
        for number, day in enumerate(days)
    }
