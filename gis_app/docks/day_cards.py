"""The result as day cards: stops with their times, the ways between them, warnings, and what was left out."""

from collections.abc import Sequence
from html import escape
from typing import Final

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QEnterEvent,
    QFont,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QShowEvent,
)
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from data.calendar.lunar import lunar_date
from data.language.catalogue import N_
from data.language.formats import distance, duration, time_of_day, weekday_date
from data.language.formats import lunar_date as lunar_words
from data.language.terms import term
from data.model.place import PlaceId
from data.model.project import Project
from data.model.tour import WALK_WORTH_SAYING_M, Day, DroppedPlace, Leg, Stop, StopKind, Tour
from data.model.travel_mode import TravelMode
from gis_app.docks.blocks import place_of
from gis_app.docks.warnings import TourWarning
from gis_app.i18n import Words
from gis_app.icons import pixmap
from gis_app.theme import qcolor
from layers.style import Color, Theme, day_color, text_on

DROPPED_SHOWN: Final = 8
"""Places left out that are listed before one asks for all."""

TIGHT_WAIT_S: Final = 45 * 60
"""A wait from which the card says so: long enough to be worth another place."""


class NumberDisc(QWidget):
    """The number of a visit in the colour of its day, as on the map."""

    def __init__(self, text: str, color: Color, side_px: int = 24) -> None:
        super().__init__()
        self._text, self._color = text, color
        self.setFixedSize(side_px, side_px)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Draw the disc."""
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(qcolor(self._color))
            painter.drawEllipse(self.rect().adjusted(1, 1, -1, -1))
            font = QFont(self.font())
            font.setPixelSize(12)
            font.setWeight(QFont.Weight.Bold)
            painter.setFont(font)
            painter.setPen(qcolor(text_on(self._color)))
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self._text)


class StopRow(QFrame):
    """One stop of a day; hovering and clicking link it with map and timeline."""

    hovered = Signal(object)
    clicked = Signal(object)
    menu_asked = Signal(object, QPoint)

    def __init__(self, place: PlaceId | None, theme: Theme) -> None:
        super().__init__()
        self.place = place
        self._theme = theme
        self._is_selected = self._is_hovered = False
        if place is not None:
            self.setCursor(Qt.CursorShape.PointingHandCursor)
            self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def mark(self, *, selected: bool, hovered: bool) -> None:
        """Show whether the stop is selected or pointed at."""
        self._is_selected, self._is_hovered = selected, hovered
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Draw the ground of a selected or hovered row."""
        colors = self._theme.interface
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            if self._is_selected or self._is_hovered:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(qcolor(colors.accent_soft if self._is_selected else colors.window))
                painter.drawRoundedRect(self.rect(), 6, 6)
            if self.hasFocus():
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.setPen(QPen(qcolor(colors.focus), 1))
                painter.drawRoundedRect(self.rect().adjusted(0, 0, -1, -1), 6, 6)

    def enterEvent(self, event: QEnterEvent) -> None:
        """Tell that the pointer is here."""
        self.hovered.emit(self.place)
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        """Tell that the pointer has left."""
        self.hovered.emit(None)
        super().leaveEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Select the place, or ask for its menu."""
        if self.place is None:
            return
        if event.button() is Qt.MouseButton.RightButton:
            self.menu_asked.emit(self.place, event.globalPosition().toPoint())
        else:
            self.clicked.emit(self.place)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter and Space select."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space} and self.place:
            self.clicked.emit(self.place)
        else:
            super().keyPressEvent(event)


class _Rail(QWidget):
    """The vertical line between two stops, in the colour of the day."""

    def __init__(self, color: QColor, *, is_dotted: bool) -> None:
        super().__init__()
        self._pen = QPen(color, 2, Qt.PenStyle.DotLine if is_dotted else Qt.PenStyle.SolidLine)
        self.setFixedWidth(24)
        self.setMinimumHeight(22)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Draw the line."""
        with QPainter(self) as painter:
            painter.setPen(self._pen)
            painter.drawLine(QPointF(12, 0), QPointF(12, self.height()))


class DayCards(QWidget):
    """All days of a tour."""

    place_hovered = Signal(object)
    place_clicked = Signal(object)
    place_opened = Signal(object)
    must_asked = Signal(object)
    menu_asked = Signal(object, QPoint)

    def __init__(self, words: Words, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("panelBody")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._words, self._theme = words, theme
        self._project = Project()
        self._tour: Tour | None = None
        self._warnings: Sequence[TourWarning] = ()
        self._rows: list[StopRow] = []
        self._shows_all = False
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(12, 12, 12, 16)
        self._layout.setSpacing(10)
        self._is_stale = False
        self._selected: PlaceId | None = None
        self._hovered: PlaceId | None = None
        words.changed.connect(self._build_soon)

    def show_tour(self, project: Project, tour: Tour | None, warnings: Sequence[TourWarning] = ()) -> None:
        """Show ``tour`` with ``warnings`` already said in words; None empties the panel.

        Cards are built once the event loop is free and the panel is seen: planning may offer many tours.
        """
        self._project, self._tour, self._warnings = project, tour, warnings
        self._shows_all = False
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
        self._selected, self._hovered = selected, hovered
        found = None
        for row in self._rows:
            is_selected = row.place is not None and row.place == selected
            row.mark(selected=is_selected, hovered=row.place is not None and row.place == hovered)
            found = row if is_selected else found
        return found

    # Building

    def _build(self) -> None:
        self._is_stale = False
        _empty(self._layout)
        self._rows = []
        tour = self._tour
        if tour is None:
            return
        self._layout.addWidget(self._summary(tour))
        if self._warnings:
            self._layout.addWidget(self._warning_box())
        numbers = tour.visit_numbers
        for number, day in enumerate(tour.days):
            self._layout.addWidget(self._day(number, day, numbers))
        if tour.dropped:
            self._layout.addWidget(self._dropped(tour.dropped))
        self._layout.addStretch(1)
        self.mark(self._selected, self._hovered)

    def _summary(self, tour: Tour) -> QWidget:
        language = self._words.language
        box = QWidget()
        layout = QVBoxLayout(box)
        layout.setContentsMargins(4, 0, 4, 0)
        layout.setSpacing(2)
        layout.addWidget(_label(tour.title(language), "big"))
        said = self._words.say(
            N_("{visits} places · {distance} · {duration} on the way"),
            visits=len(tour.visited),
            distance=distance(tour.distance_m, language),
            duration=duration(tour.travel_s, language),
        )
        layout.addWidget(_label(said, "muted"))
        if tour.is_proven:
            best = self._words.say(N_("Proven: no other choice of places scores more."))
            layout.addWidget(_label(best, "muted"))
        return box

    def _warning_box(self) -> QWidget:
        """One frame for all warnings: the days are what the panel is for."""
        box = QFrame()
        box.setObjectName("warningBox")
        rows = QVBoxLayout(box)
        rows.setContentsMargins(8, 8, 8, 8)
        rows.setSpacing(6)
        for warning in self._warnings:
            row = QHBoxLayout()
            row.setSpacing(8)
            sign = QLabel()
            sign.setPixmap(pixmap("warning", self._theme.interface.warning.hex, 16, 2.0))
            row.addWidget(sign, alignment=Qt.AlignmentFlag.AlignTop)
            row.addWidget(self._warning_text(warning), 1)
            rows.addLayout(row)
        return box

    def _warning_text(self, warning: TourWarning) -> QLabel:
        """Return the sentence, with a link to the place it is about."""
        text = _label(warning.text, "warning")
        if warning.place_id is not None:
            look, color = self._words.say(N_("Show on the map")), self._theme.interface.accent.hex
            link = f'<a href="place" style="color: {color}">{escape(look).replace(" ", "&nbsp;")}</a>'
            text.setTextFormat(Qt.TextFormat.RichText)
            text.setText(f"{escape(warning.text)} {link}")
            text.setTextInteractionFlags(
                Qt.TextInteractionFlag.LinksAccessibleByMouse
                | Qt.TextInteractionFlag.LinksAccessibleByKeyboard
            )
            text.linkActivated.connect(lambda _: self.place_opened.emit(warning.place_id))
        return text

    def _day(self, number: int, day: Day, numbers: object) -> QWidget:
        assert isinstance(numbers, dict)
        card = QFrame()
        card.setObjectName("card")
        layout = QVBoxLayout(card)
        layout.setContentsMargins(8, 10, 8, 10)
        layout.setSpacing(0)
        self._day_head(layout, number, day)
        for index, stop in enumerate(day.stops):
            if index and (leg := day.legs[index - 1]).duration_s + stop.wait_s > 0:
                layout.addWidget(self._leg(number, leg, stop))
            layout.addWidget(self._stop(number, stop, numbers.get((number, index), 0)))
        return card

    def _day_head(self, layout: QVBoxLayout, number: int, day: Day) -> None:
        language = self._words.language
        lunar = lunar_date(day.date)
        date_text = weekday_date(day.date, language)
        moon = lunar_words(lunar.day, lunar.month, language, is_leap=lunar.is_leap)
        head = self._words.say(N_("Day {number} · {date}"), number=number + 1, date=date_text)
        facts = self._words.say(
            N_("{lunar} · {distance} · {duration} on the way"),
            lunar=moon,
            distance=distance(day.distance_m, language),
            duration=duration(day.travel_s, language),
        )
        for text, kind in ((head, "heading"), (facts, "muted")):
            label = _label(text, kind)
            label.setContentsMargins(4, 0, 4, 0)
            layout.addWidget(label)
        layout.addSpacing(8)

    def _stop(self, day: int, stop: Stop, number: int) -> StopRow:
        language = self._words.language
        row = StopRow(stop.place_id, self._theme)
        layout = QHBoxLayout(row)
        layout.setContentsMargins(4, 4, 4, 4)
        layout.setSpacing(8)
        begins = stop.depart_s if stop.kind is StopKind.START else stop.begin_s
        clock = _label(time_of_day(begins, language), "heading")
        clock.setFixedWidth(42)
        layout.addWidget(clock, alignment=Qt.AlignmentFlag.AlignTop)
        layout.addWidget(self._mark_of(day, stop, number), alignment=Qt.AlignmentFlag.AlignTop)
        texts = QVBoxLayout()
        texts.setSpacing(0)
        texts.addWidget(_label(self._name(stop), "heading" if number else "plain"))
        for text, kind in self._notes(stop):
            texts.addWidget(_label(text, kind))
        layout.addLayout(texts, 1)
        row.setAccessibleName(f"{time_of_day(begins, language)} {self._name(stop)}")
        row.hovered.connect(self.place_hovered)
        row.clicked.connect(self.place_clicked)
        row.menu_asked.connect(self.menu_asked)
        self._rows.append(row)
        return row

    def _mark_of(self, day: int, stop: Stop, number: int) -> QWidget:
        if number:
            return NumberDisc(str(number), day_color(day))
        sign = QLabel(alignment=Qt.AlignmentFlag.AlignCenter)
        sign.setFixedSize(24, 24)
        name = "lunch" if stop.kind.is_break else "flag"
        sign.setPixmap(pixmap(name, self._theme.interface.text_muted.hex, 18, 2.0))
        return sign

    def _name(self, stop: Stop) -> str:
        place = place_of(self._project, stop.place_id)
        if place is not None:
            return place.name(self._words.language)
        return stop.label or term(stop.kind, self._words.language)

    def _notes(self, stop: Stop) -> list[tuple[str, str]]:
        language = self._words.language
        notes: list[tuple[str, str]] = []
        if stop.kind is StopKind.VISIT or stop.kind.is_break:
            stay = self._words.say(
                N_("{stay}, leave at {time}"),
                stay=duration(stop.stay_s, language),
                time=time_of_day(stop.depart_s, language),
            )
            notes.append((stay, "muted"))
        if stop.wait_s >= TIGHT_WAIT_S:
            waits = self._words.say(
                N_("waits {duration} for the opening"), duration=duration(stop.wait_s, language)
            )
            notes.append((waits, "warning"))
        place = place_of(self._project, stop.place_id)
        if place is not None and place.is_approximate and stop.kind is StopKind.VISIT:
            notes.append((self._words.say(N_("position approximate: check the way on the spot")), "warning"))
        return notes

    def _leg(self, day: int, leg: Leg, stop: Stop) -> QWidget:
        language = self._words.language
        box = QWidget()
        layout = QHBoxLayout(box)
        layout.setContentsMargins(4, 0, 4, 0)
        layout.setSpacing(8)
        gap = QLabel()
        gap.setFixedWidth(42)
        layout.addWidget(gap)
        layout.addWidget(_Rail(qcolor(day_color(day)), is_dotted=leg.mode is TravelMode.FOOT))
        parts = []
        if leg.duration_s:
            way = f"{distance(leg.distance_m, language)} · {duration(leg.duration_s, language)}"
            parts.append(way)
        if leg.walk_m >= WALK_WORTH_SAYING_M and leg.mode is not TravelMode.FOOT:
            walk = self._words.say(N_("of which {distance} on foot"), distance=distance(leg.walk_m, language))
            parts.append(walk)
        if 0 < stop.wait_s < TIGHT_WAIT_S:
            parts.append(self._words.say(N_("wait {duration}"), duration=duration(stop.wait_s, language)))
        label = _label(" · ".join(parts), "muted")
        if leg.roads:
            label.setToolTip(" → ".join(leg.roads))
        layout.addWidget(label, 1)
        return box

    def _dropped(self, dropped: Sequence[DroppedPlace]) -> QWidget:
        card = QFrame()
        card.setObjectName("card")
        layout = QVBoxLayout(card)
        layout.setContentsMargins(12, 10, 12, 10)
        layout.setSpacing(8)
        said = self._words.count(N_("{count} place left out"), N_("{count} places left out"), len(dropped))
        layout.addWidget(_label(said, "heading"))
        shown = dropped if self._shows_all else dropped[:DROPPED_SHOWN]
        for entry in shown:
            layout.addWidget(self._dropped_row(entry))
        if len(shown) < len(dropped):
            more = QPushButton(self._words.say(N_("Show all {count}"), count=len(dropped)))
            more.setObjectName("link")
            more.clicked.connect(self._show_all)
            layout.addWidget(more, alignment=Qt.AlignmentFlag.AlignLeft)
        return card

    def _dropped_row(self, entry: DroppedPlace) -> QWidget:
        language = self._words.language
        row = StopRow(entry.place_id, self._theme)
        layout = QVBoxLayout(row)
        layout.setContentsMargins(4, 2, 4, 2)
        layout.setSpacing(0)
        place = self._project.places.get(entry.place_id)
        layout.addWidget(_label(place.name(language) if place else entry.place_id, "plain"))
        layout.addWidget(_label(self._words.say(entry.reason, **entry.facts), "muted"))
        add = QPushButton(self._words.say(N_("Make it a must")))
        add.setObjectName("link")
        add.clicked.connect(lambda: self.must_asked.emit(entry.place_id))
        layout.addWidget(add, alignment=Qt.AlignmentFlag.AlignLeft)
        row.hovered.connect(self.place_hovered)
        row.clicked.connect(self.place_clicked)
        self._rows.append(row)
        return row

    def _show_all(self) -> None:
        self._shows_all = True
        self._build()


def _label(text: str, kind: str) -> QLabel:
    label = QLabel(text)
    label.setObjectName(kind)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
    policy.setHeightForWidth(True)
    label.setSizePolicy(policy)
    return label


def _empty(layout: QVBoxLayout) -> None:
    while (item := layout.takeAt(0)) is not None:
        widget = item.widget()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
