"""The list of places: a model of the places shown and a delegate that draws each as a card."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from data.language.catalogue import N_
from data.language.formats import distance
from data.language.terms import term
from data.model.place import Place, PlaceId, Rank
from data.model.project import Project
from gis_app.i18n import Words
from gis_app.map.symbols import place_symbol
from gis_app.theme import mix, qcolor, scaled
from layers.style import Theme

CARD_PX: Final = 58
PLACE_ROLE: Final = Qt.ItemDataRole.UserRole
_Index = QModelIndex | QPersistentModelIndex


class PlaceListModel(QAbstractListModel):
    """Places in the order shown."""

    def __init__(self, words: Words, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._words = words
        self._project = Project()
        self._places: list[Place] = []
        self._rows: dict[PlaceId, int] = {}

    @property
    def places(self) -> Sequence[Place]:
        """Places shown."""
        return self._places

    def show_places(self, project: Project, places: Sequence[Place]) -> None:
        """Show ``places`` of ``project``."""
        self.beginResetModel()
        self._project, self._places = project, list(places)
        self._rows = {place.id: row for row, place in enumerate(self._places)}
        self.endResetModel()

    def row_of(self, place: PlaceId | None) -> int | None:
        """Return the row of a place, None when it is not shown."""
        return self._rows.get(place) if place is not None else None

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """Return the number of places."""
        return 0 if parent.isValid() else len(self._places)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return name, tooltip, spoken text or the place itself."""
        if not index.isValid():
            return None
        place = self._places[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return place.name(self._words.language)
        if role in {Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole}:
            return "\n".join((place.name(self._words.language), *self.lines(place)))
        return place if role == PLACE_ROLE else None

    def lines(self, place: Place) -> tuple[str, str]:
        """Return the two lines under the name: where it is, and what it is."""
        language = self._words.language
        unit_id = place.unit_after or place.unit_before
        unit = self._project.units.get(unit_id) if unit_id is not None else None
        where = unit.name(language) if unit else self._words.say(N_("ward not known"))
        ranked = place.rank not in {Rank.NONE, Rank.UNKNOWN}
        what = term(place.rank, language) if ranked else term(place.category, language)
        return where, what

    def rough(self, place: Place) -> str:
        """Return '≈ 1,2 km' for an approximate place, else ''."""
        if not place.is_approximate:
            return ""
        if place.coord_precision_m is None:
            return "≈ ?"
        return f"≈ {distance(place.coord_precision_m, self._words.language)}"


class PlaceCardDelegate(QStyledItemDelegate):
    """Draws a place: symbol, name, ward and rank, and how exact its position is."""

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.hovered: PlaceId | None = None

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:  # noqa: ARG002 - Qt's signature
        """Return the same height for every card."""
        return QSize(240, scaled(CARD_PX))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Draw one card."""
        place, model = index.data(PLACE_ROLE), index.model()
        if not isinstance(place, Place) or not isinstance(model, PlaceListModel):
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect = QRect(option.rect)
        self._paint_ground(painter, option, rect, place)
        symbol = place_symbol(place, painter.device().devicePixelRatioF())
        side = symbol.deviceIndependentSize()
        painter.drawPixmap(
            round(rect.left() + 26 - side.width() / 2), round(rect.center().y() - side.height() / 2), symbol
        )
        self._paint_texts(painter, rect.adjusted(50, 8, -12, -6), place, model)
        painter.restore()

    def _paint_ground(
        self, painter: QPainter, option: QStyleOptionViewItem, rect: QRect, place: Place
    ) -> None:
        colors = self._theme.interface
        state = option.state
        is_hovered = bool(state & QStyle.StateFlag.State_MouseOver) or place.id == self.hovered
        inner = QRectF(rect).adjusted(4, 1, -4, -1)
        if state & QStyle.StateFlag.State_Selected:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(qcolor(colors.accent_soft))
            painter.drawRoundedRect(inner, 6, 6)
        elif is_hovered:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(qcolor(colors.window))
            painter.drawRoundedRect(inner, 6, 6)
        if state & QStyle.StateFlag.State_HasFocus:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(qcolor(colors.focus), 1))
            painter.drawRoundedRect(inner.adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)

    def _paint_texts(self, painter: QPainter, box: QRect, place: Place, model: PlaceListModel) -> None:
        colors = self._theme.interface
        where, what = model.lines(place)
        rough = model.rough(place)
        line = scaled(20)
        name_font = _sized(painter.font(), 13, QFont.Weight.DemiBold)
        small_font = _sized(painter.font(), 12)
        name = str(model.data(model.index(model.row_of(place.id) or 0)))
        painter.setFont(name_font)
        painter.setPen(qcolor(colors.text))
        _draw_elided(painter, QRect(box.left(), box.top(), box.width(), line), name)
        painter.setFont(small_font)
        room = box.width()
        if rough:
            width = QFontMetrics(small_font).horizontalAdvance(rough) + 4
            painter.setPen(qcolor(colors.warning))
            right = QRect(box.right() - width + 1, box.top() + line + 1, width, line)
            painter.drawText(right, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, rough)
            room -= width + 6
        painter.setPen(qcolor(mix(colors.text_muted, colors.text, 0.1)))
        _draw_elided(painter, QRect(box.left(), box.top() + line + 1, room, line), f"{what} · {where}")


def _draw_elided(painter: QPainter, box: QRect, text: str) -> None:
    shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, box.width())
    painter.drawText(box, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)


def _sized(font: QFont, pixels: int, weight: QFont.Weight = QFont.Weight.Normal) -> QFont:
    made = QFont(font)
    made.setPixelSize(scaled(pixels))
    made.setWeight(weight)
    return made
