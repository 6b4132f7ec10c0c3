"""The timeline: one row a day, with rides, walks, waits, visits and lunch to scale."""

from dataclasses import replace
from math import ceil, floor
from typing import Final

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QBrush,
    QColor,
    QFont,
    QFontMetricsF,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QApplication, QSizePolicy, QToolTip, QWidget

from data.language.catalogue import N_
from data.language.formats import day_date, duration, time_of_day, time_range
from data.model.place import PlaceId
from data.model.project import Project
from data.model.tour import Tour
from gis_app.docks.blocks import Block, BlockKind, blocks_of, first_numbers, place_of
from gis_app.docks.stop_acts import act_of_key
from gis_app.docks.timeline_drag import EDGE_PX as EDGE_GRIP_PX
from gis_app.docks.timeline_drag import LEAST_STAY_S, STEP_S, BlockDrag, Grip, edits_of, is_draggable
from gis_app.i18n import Words
from gis_app.icons import pixmap
from gis_app.theme import mix, qcolor, scaled
from layers.style import Theme, day_color, text_on
from routes.planner.editing.edits import At, SetStay

ROW_PX: Final = 40
HEAD_PX: Final = 24
LABEL_PX: Final = 104
EDGE_PX: Final = 16
_HOUR_S: Final = 3600
_SIGN_PX: Final = 16
_LOCK_PX: Final = 12
_NAME_PX: Final = 52.0
"""Least room in which an elided name still says something."""

BLOCK_WORDS: Final = {
    BlockKind.RIDE: N_("Ride"),
    BlockKind.WALK: N_("Walk"),
    BlockKind.WAIT: N_("Wait"),
    BlockKind.VISIT: N_("Visit"),
    BlockKind.LUNCH: N_("Lunch"),
    BlockKind.DINNER: N_("Dinner"),
    BlockKind.REST: N_("Rest"),
}


class Timeline(QWidget):
    """Blocks of a tour to scale; hovering and clicking link them with cards and map."""

    place_hovered = Signal(object)
    place_clicked = Signal(object)
    edits_asked = Signal(object, object)
    act_asked = Signal(object, object)
    menu_asked = Signal(object, object, QPoint)

    def __init__(self, words: Words, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words, self._theme = words, theme
        self._project = Project()
        self._tour: Tour | None = None
        self._days: tuple[tuple[Block, ...], ...] = ()
        self._selected: PlaceId | None = None
        self._hovered: PlaceId | None = None
        self._held: tuple[QPointF, BlockDrag] | None = None
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        words.bind(self.setAccessibleName, N_("Timeline of the tour"))
        words.changed.connect(self.update)

    def show_tour(self, project: Project, tour: Tour | None) -> None:
        """Show ``tour``, or the empty state."""
        self._project, self._tour, self._held = project, tour, None
        days = tour.days if tour else ()
        numbers = first_numbers(days)
        self._days = tuple(blocks_of(day, number) for day, number in zip(days, numbers, strict=True))
        self.updateGeometry()
        self.update()

    @property
    def blocks(self) -> tuple[tuple[Block, ...], ...]:
        """Blocks of each day."""
        return self._days

    def mark(self, selected: PlaceId | None, hovered: PlaceId | None) -> None:
        """Mark the blocks of the selected place and of the one under the pointer."""
        self._selected, self._hovered = selected, hovered
        self.update()

    @property
    def _head(self) -> int:
        return scaled(HEAD_PX)

    @property
    def _row(self) -> int:
        return scaled(ROW_PX)

    @property
    def _label(self) -> int:
        return scaled(LABEL_PX)

    def sizeHint(self) -> QSize:
        """Return the room that all days need."""
        return QSize(480, self._head + self._row * max(len(self._days), 1) + 6)

    def minimumSizeHint(self) -> QSize:
        """Return the same height."""
        return QSize(240, self.sizeHint().height())

    # Time and pixels

    def _span_s(self) -> tuple[int, int]:
        days = self._tour.days if self._tour else ()
        begin = min((day.start_s for day in days), default=7 * _HOUR_S)
        end = max((day.end_s for day in days), default=18 * _HOUR_S)
        return floor(begin / _HOUR_S) * _HOUR_S, ceil(end / _HOUR_S) * _HOUR_S

    def x_of(self, time_s: float) -> float:
        """Return the pixel of a time of day."""
        begin, end = self._span_s()
        room = self.width() - self._label - EDGE_PX
        return self._label + (time_s - begin) / max(end - begin, 1) * room

    def block_rect(self, day: int, block: Block) -> QRectF:
        """Return the rectangle of a block."""
        left, right = self.x_of(block.begin_s), self.x_of(block.end_s)
        is_moving = block.kind in {BlockKind.RIDE, BlockKind.WALK, BlockKind.WAIT}
        inset = 11.0 if is_moving else 4.0
        return QRectF(
            left, self._head + day * self._row + inset, max(right - left, 1.5), self._row - 2 * inset
        )

    def block_at(self, spot: QPointF) -> tuple[int, Block] | None:
        """Return day number and block at a pixel."""
        day = int((spot.y() - self._head) // self._row)
        if not 0 <= day < len(self._days):
            return None
        hits = [
            block
            for block in self._days[day]
            if self.x_of(block.begin_s) <= spot.x() <= self.x_of(block.end_s)
        ]
        return (day, hits[-1]) if hits else None

    # Drawing

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Draw hours, rows and blocks."""
        colors = self._theme.interface
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.fillRect(self.rect(), qcolor(colors.surface))
            if self._tour is None:
                painter.setPen(qcolor(colors.text_muted))
                text = self._words.say(N_("The days of the tour appear here once it is planned."))
                flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
                painter.drawText(QRectF(self.rect()).adjusted(8, 0, -8, 0), flags, text)
                return
            self._paint_hours(painter)
            for day, blocks in enumerate(self._days):
                self._paint_label(painter, day)
                for block in blocks:
                    self._paint_block(painter, day, block)
            self._paint_held(painter)
            self._paint_focus(painter)

    def _paint_held(self, painter: QPainter) -> None:
        """Draw the block that is dragged where it would be, with its times."""
        if self._held is None or not self._held[1].is_moved:
            return
        drag = self._held[1]
        self._paint_block(painter, drag.to_day, drag.shown)
        rect = self.block_rect(drag.to_day, drag.shown)
        colors = self._theme.interface
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(qcolor(colors.accent), 2))
        painter.drawRoundedRect(rect, 4, 4)
        text = time_range(drag.shown.begin_s, drag.shown.end_s, self._words.language)
        painter.setFont(self._sized(11, QFont.Weight.DemiBold))
        width = QFontMetricsF(painter.font()).horizontalAdvance(text) + 12
        left = min(max(rect.center().x() - width / 2, self._label), self.width() - width)
        box = QRectF(left, 2, width, self._head - 6)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(qcolor(colors.accent))
        painter.drawRoundedRect(box, 4, 4)
        painter.setPen(qcolor(colors.on_accent))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)

    def _paint_hours(self, painter: QPainter) -> None:
        colors = self._theme.interface
        begin, end = self._span_s()
        hours = (end - begin) // _HOUR_S
        room = (self.width() - self._label - EDGE_PX) / max(hours, 1)
        step = 1 if room >= 44 else 2 if room >= 22 else 4
        painter.setFont(self._sized(11))
        for hour in range(hours + 1):
            x = self.x_of(begin + hour * _HOUR_S)
            painter.setPen(QPen(qcolor(colors.border), 1))
            painter.drawLine(QPointF(x, self._head - 3), QPointF(x, self._head + len(self._days) * self._row))
            if hour % step == 0:
                painter.setPen(qcolor(colors.text_muted))
                text = time_of_day(begin + hour * _HOUR_S)[:5]
                half = QFontMetricsF(painter.font()).horizontalAdvance(text) / 2 + 1
                middle = min(x, self.width() - half)  # the last one would be cut
                box = QRectF(middle - half, 2, 2 * half, self._head - 6)
                painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)

    def _paint_label(self, painter: QPainter, day: int) -> None:
        assert self._tour is not None
        top = self._head + day * self._row
        colors = self._theme.interface
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(qcolor(day_color(day)))
        painter.drawRoundedRect(QRectF(10, top + 8, 4, self._row - 16), 2, 2)
        painter.setPen(qcolor(colors.text))
        painter.setFont(self._sized(12, QFont.Weight.DemiBold))
        title = self._words.say(N_("Day {number}"), number=day + 1)
        painter.drawText(
            QRectF(20, top + scaled(4), self._label - 24, scaled(17)), Qt.AlignmentFlag.AlignLeft, title
        )
        painter.setPen(qcolor(colors.text_muted))
        painter.setFont(self._sized(11))
        date_text = day_date(self._tour.days[day].date, self._words.language)
        painter.drawText(
            QRectF(20, top + scaled(20), self._label - 24, scaled(16)), Qt.AlignmentFlag.AlignLeft, date_text
        )

    def _paint_block(self, painter: QPainter, day: int, block: Block) -> None:
        rect = self.block_rect(day, block)
        brush, pen, ink = self._block_colors(day, block)
        painter.setBrush(brush)
        painter.setPen(pen)
        painter.drawRoundedRect(rect, 4, 4)
        if block.place_id is not None and block.place_id in {self._selected, self._hovered}:
            is_selected = block.place_id == self._selected
            edge = self._theme.interface.text if is_selected else self._theme.interface.text_muted
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(qcolor(edge), 2))
            painter.drawRoundedRect(rect.adjusted(-1, -1, 1, 1), 5, 5)
        painter.setPen(ink)
        if self._is_locked(day, block) and rect.width() >= 2 * _SIGN_PX:
            sign = pixmap("lock", ink.name(), _LOCK_PX, 2.0)
            painter.drawPixmap(QPointF(rect.right() - _LOCK_PX - 4, rect.center().y() - _LOCK_PX / 2), sign)
            rect = rect.adjusted(0, 0, -_LOCK_PX - 4, 0)
        self._paint_text(painter, rect, block)

    def _is_locked(self, day: int, block: Block) -> bool:
        if self._tour is None or not is_draggable(block):
            return False
        return self._tour.days[day].stops[block.stop].is_locked

    def _paint_text(self, painter: QPainter, rect: QRectF, block: Block) -> None:
        """Write number and name, the number alone where the name has no room, or nothing."""
        painter.setFont(self._sized(11, QFont.Weight.Medium))
        metrics = QFontMetricsF(painter.font())
        text, number = self._block_text(block), str(block.number or "")
        room = rect.width() - 8
        full = metrics.horizontalAdvance(text)
        least = full if block.kind.is_break else min(_NAME_PX, full)
        if room >= least:
            shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, room)
            painter.drawText(rect.adjusted(4, 0, -4, 0), Qt.AlignmentFlag.AlignVCenter, shown)
        elif block.kind.is_break and rect.width() >= _SIGN_PX:
            sign = pixmap("lunch", self._theme.interface.text.hex, _SIGN_PX, 2.0)
            spot = rect.center() - QPointF(_SIGN_PX / 2, _SIGN_PX / 2)
            painter.drawPixmap(spot, sign)
        elif rect.width() >= metrics.horizontalAdvance(number):
            painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, number)

    def _block_colors(self, day: int, block: Block) -> tuple[QBrush, QPen, QColor]:
        colors = self._theme.interface
        own = day_color(day)
        nothing = QPen(Qt.PenStyle.NoPen)
        if block.kind is BlockKind.VISIT:
            return QBrush(qcolor(own)), nothing, qcolor(text_on(own))
        if block.kind.is_break:
            return QBrush(qcolor(mix(colors.surface, colors.warning, 0.22))), nothing, qcolor(colors.text)
        if block.kind is BlockKind.WAIT:
            striped = QBrush(qcolor(mix(colors.surface, colors.text_muted, 0.45)), Qt.BrushStyle.BDiagPattern)
            return striped, nothing, qcolor(colors.text_muted)
        soft = mix(colors.surface, own, 0.3)
        if block.kind is BlockKind.WALK:
            dotted = QPen(qcolor(own), 1, Qt.PenStyle.DotLine)
            return QBrush(qcolor(mix(colors.surface, own, 0.12))), dotted, qcolor(colors.text)
        return QBrush(qcolor(soft)), nothing, qcolor(colors.text)

    def _block_text(self, block: Block) -> str:
        place = place_of(self._project, block.place_id)
        if block.kind is BlockKind.VISIT and place is not None:
            return f"{block.number} {place.name(self._words.language)}"
        if block.kind.is_break:
            return self._words.say(BLOCK_WORDS[block.kind])
        return ""

    def _paint_focus(self, painter: QPainter) -> None:
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(qcolor(self._theme.interface.focus), 1))
            painter.drawRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5))

    def _sized(self, pixels: int, weight: QFont.Weight = QFont.Weight.Normal) -> QFont:
        font = QFont(self.font())
        font.setPixelSize(scaled(pixels))
        font.setWeight(weight)
        return font

    # Pointing

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag a block, or tell which place is under the pointer."""
        if self._held is not None:
            self._drag_to(event.position())
            return
        found = self.block_at(event.position())
        place = found[1].place_id if found else None
        self.setCursor(self._cursor_over(found, event.position()))
        self.place_hovered.emit(place)

    def _cursor_over(self, found: tuple[int, Block] | None, spot: QPointF) -> Qt.CursorShape:
        if found is None:
            return Qt.CursorShape.ArrowCursor
        if is_draggable(found[1]) and self._grip(found[1], spot) is Grip.EDGE:
            return Qt.CursorShape.SizeHorCursor
        is_live = found[1].place_id is not None or is_draggable(found[1])
        return Qt.CursorShape.PointingHandCursor if is_live else Qt.CursorShape.ArrowCursor

    def _grip(self, block: Block, spot: QPointF) -> Grip:
        return Grip.EDGE if self.x_of(block.end_s) - spot.x() <= EDGE_GRIP_PX else Grip.BODY

    def _drag_to(self, spot: QPointF) -> None:
        assert self._held is not None
        begun, drag = self._held
        span = self._span_s()
        room = max(self.width() - self._label - EDGE_PX, 1)
        moved_s = (spot.x() - begun.x()) * (span[1] - span[0]) / room
        if not drag.is_moved and (spot - begun).manhattanLength() < QApplication.startDragDistance():
            return
        row = int((spot.y() - self._head) // self._row)
        day = min(max(row, 0), len(self._days) - 1) if drag.grip is Grip.BODY else drag.day
        self._held = begun, replace(drag, to_day=day, moved_s=round(moved_s / STEP_S) * STEP_S)
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Hold the block, or ask for its menu."""
        self._held = None
        found = self.block_at(event.position())
        if found is None:
            return
        day, block = found
        if event.button() is Qt.MouseButton.RightButton:
            at = At(day, block.stop) if is_draggable(block) else None
            self.menu_asked.emit(block.place_id, at, event.globalPosition().toPoint())
        elif is_draggable(block):
            grip = self._grip(block, event.position())
            self._held = event.position(), BlockDrag(day, block, grip, day)
        elif block.place_id:
            self.place_clicked.emit(block.place_id)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Drop the block, or select its place."""
        held, self._held = self._held, None
        if held is None or event.button() is not Qt.MouseButton.LeftButton or self._tour is None:
            return
        self.update()
        drag = held[1]
        if drag.is_moved:
            edits = edits_of(self._tour, drag)
            if edits:
                self.edits_asked.emit(drag.at, edits)
        elif drag.block.place_id:
            self.place_clicked.emit(drag.block.place_id)

    def leaveEvent(self, event: QEvent) -> None:
        """Nothing is under the pointer any more."""
        self.place_hovered.emit(None)
        super().leaveEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Left and right go from visit to visit; with Shift they change its length; others act on it."""
        if event.key() == Qt.Key.Key_Escape and self._held is not None:
            self._held = None
            self.update()
            return
        act, at = act_of_key(event), self._selected_at()
        if act is not None and at is not None:
            self.act_asked.emit(at, act)
            return
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
        key = Qt.Key(event.key())
        places = [b.place_id for blocks in self._days for b in blocks if b.kind is BlockKind.VISIT]
        if key not in steps or not places:
            super().keyPressEvent(event)
        elif event.modifiers() & Qt.KeyboardModifier.ShiftModifier and at is not None:
            self._stretch(at, steps[key])
        else:
            index = places.index(self._selected) + steps[key] if self._selected in places else 0
            self.place_clicked.emit(places[min(max(index, 0), len(places) - 1)])

    def _selected_at(self) -> At | None:
        found = [
            At(day, block.stop)
            for day, blocks in enumerate(self._days)
            for block in blocks
            if block.kind is BlockKind.VISIT and block.place_id == self._selected
        ]
        return found[0] if found and self._selected is not None else None

    def _stretch(self, at: At, steps: int) -> None:
        assert self._tour is not None
        stay_s = self._tour.days[at.day].stops[at.index].stay_s + steps * STEP_S
        if stay_s >= LEAST_STAY_S:
            self.edits_asked.emit(at, (SetStay(at, stay_s),))

    def event(self, event: QEvent) -> bool:
        """Show what a block is in its tooltip."""
        if isinstance(event, QHelpEvent):
            found = self.block_at(QPointF(event.pos()))
            QToolTip.showText(event.globalPos(), self.tip(found[1]) if found else "", self)
            return True
        return super().event(event)

    def tip(self, block: Block) -> str:
        """Return kind, place, times and length of a block."""
        language = self._words.language
        what = self._words.say(BLOCK_WORDS[block.kind])
        place = place_of(self._project, block.place_id)
        name = f"{what}: {place.name(language)}" if place else what
        times = time_range(block.begin_s, block.end_s, language)
        return f"{name}\n{times} · {duration(block.end_s - block.begin_s, language)}"
