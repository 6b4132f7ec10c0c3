"""Dialog of entries that may be one place: two side by side, what differs, and what to do about it."""

from collections.abc import Mapping, Sequence
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QGuiApplication, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from data.language.catalogue import N_
from data.language.formats import coordinates, distance, number
from data.language.terms import term
from data.model.place import Place, PlaceId
from data.model.project import Project
from data.search.duplicates import JOINED, Likeness, Pick, differing, merge, usual_pick
from gis_app.dialogs.place_fields import FIELDS, Kind
from gis_app.i18n import Words
from gis_app.theme import scaled, window_size

_SIZE: Final = (600, 560)
_ALWAYS: Final = ("name_vi", "geometry", "unit_after", "unit_before", "category", "rank", "decision")
"""Fields shown even when they are the same: what tells two places apart."""
_TITLES: Final[Mapping[str, str]] = {
    "geometry": N_("field|Position"),
    "photos": N_("field|Photos"),
    "plan_id": N_("field|Plan"),
    **{name: spec.title for name, spec in FIELDS.items()},
}
_NAME, _FIRST, _SECOND = range(3)


class CompareTable(QTableWidget):
    """Table whose cells are ticked by mouse, space bar or Enter; ``asked`` gives row and column."""

    asked = Signal(int, int)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(0, 3, parent)
        self.setObjectName("compare")
        self.verticalHeader().hide()
        self.setShowGrid(False)
        self.setAlternatingRowColors(True)
        self.setWordWrap(True)
        self.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QTableWidget.SelectionMode.SingleSelection)
        self.setTabKeyNavigation(False)
        head = self.horizontalHeader()
        head.setHighlightSections(False)
        head.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        head.setSectionResizeMode(_NAME, QHeaderView.ResizeMode.Fixed)
        head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.setColumnWidth(_NAME, scaled(130))
        self.itemClicked.connect(lambda item: self.asked.emit(item.row(), item.column()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Tick the cell in focus by the space bar or Enter."""
        if event.key() in {Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.asked.emit(self.currentRow(), self.currentColumn())
        else:
            super().keyPressEvent(event)


class DuplicatesDialog(QDialog):
    """Goes through pairs; the window stays usable beside it.

    ``pair_shown`` tells the pair in sight (None at the end), ``merge_asked`` the entry to keep and the key of
    the one to remove, ``apart_asked`` a pair that is two places.
    """

    pair_shown = Signal(object)
    merge_asked = Signal(object, object)
    apart_asked = Signal(object)

    def __init__(self, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Tool)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._words = words
        self._project = Project()
        self._pairs: Sequence[Likeness] = ()
        self._at = 0
        self._fields: list[str] = []
        self.table = CompareTable(self)
        self.table.asked.connect(self._choose)
        words.bind(self.table.setAccessibleName, N_("What differs"))
        self._lay_out()
        words.bind(self.setWindowTitle, N_("Entries that may be one place"))
        words.changed.connect(self._show)
        self.resize(window_size(*_SIZE))

    def _lay_out(self) -> None:
        self.heading, self.likeness, self.used = QLabel(), QLabel(), QLabel()
        self.heading.setObjectName("big")
        for label in (self.heading, self.likeness, self.used):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
        self.likeness.setObjectName("muted")
        self.used.setObjectName("warning")
        about = QLabel()
        about.setObjectName("muted")
        about.setWordWrap(True)
        self._words.bind(
            about.setText, N_("Ticked values go into the merged entry: arrow keys move, the space bar ticks.")
        )
        self.back = self._button(N_("‹ Previous"), "PgUp", lambda: self._go(-1))
        self.forward = self._button(N_("Next ›"), "PgDown", lambda: self._go(1))
        top = QHBoxLayout()
        top.addWidget(self.heading, 1)
        top.addWidget(self.back)
        top.addWidget(self.forward)
        self.keep_first = self._button(N_("Keep A"), "Alt+1", lambda: self._keep(is_first=True))
        self.keep_second = self._button(N_("Keep B"), "Alt+2", lambda: self._keep(is_first=False))
        self.merge = self._button(N_("Merge what is ticked"), "Alt+Return", self._merge)
        self.apart = self._button(N_("Two different places"), "Alt+3", self._part)
        self.merge.setObjectName("primary")
        buttons = QHBoxLayout()
        buttons.addWidget(self.apart)
        buttons.addStretch(1)
        for button in (self.keep_first, self.keep_second, self.merge):
            buttons.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 14, 16, 14)
        layout.setSpacing(8)
        layout.addLayout(top)
        layout.addWidget(self.likeness)
        layout.addWidget(self.table, 1)
        layout.addWidget(about)
        layout.addWidget(self.used)
        layout.addLayout(buttons)

    def _button(self, text: str, keys: str, slot: object) -> QPushButton:
        button = QPushButton(self)
        button.setAutoDefault(False)
        self._words.bind(button.setText, text)
        said = QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText)
        button.setToolTip(said)
        shortcut = QShortcut(QKeySequence(keys), self)
        shortcut.activated.connect(button.click)
        button.clicked.connect(slot)
        return button

    # What others call

    @property
    def pair(self) -> Likeness | None:
        """The pair in sight."""
        return self._pairs[self._at] if self._pairs else None

    def show_pairs(self, project: Project, pairs: Sequence[Likeness]) -> None:
        """Show what is left to decide; the pair in sight stays where it can."""
        before = self.pair
        ids = None if before is None else (before.first.id, before.second.id)
        self._project, self._pairs = project, pairs
        same = (i for i, pair in enumerate(pairs) if (pair.first.id, pair.second.id) == ids)
        self._at = next(same, min(self._at, max(len(pairs) - 1, 0)))
        self._show()
        if self.pair is not None and self.pair != before:
            self._mark_usual()
        self.pair_shown.emit(self.pair)

    @property
    def picks(self) -> dict[str, Pick]:
        """Whose value each field that differs takes."""
        found = {}
        for row, name in enumerate(self._fields):
            ticks = [self._is_ticked(row, column) for column in (_FIRST, _SECOND)]
            if any(ticks):
                found[name] = Pick.BOTH if all(ticks) else Pick.FIRST if ticks[0] else Pick.SECOND
        return found

    # Inside

    def _go(self, step: int) -> None:
        if 0 <= self._at + step < len(self._pairs):
            self._at += step
            self._show()
            self._mark_usual()
            self.pair_shown.emit(self.pair)

    def _show(self) -> None:
        kept = self.picks
        pair, say = self.pair, self._words.say
        for button in (self.keep_first, self.keep_second, self.merge, self.apart):
            button.setEnabled(pair is not None)
        self.back.setEnabled(self._at > 0)
        self.forward.setEnabled(self._at + 1 < len(self._pairs))
        if pair is None:
            self.heading.setText(say(N_("No entries look like one place.")))
            for label in (self.likeness, self.used):
                label.setText("")
            self._fields = []
            self.table.setRowCount(0)
            return
        language = self._words.language
        self.heading.setText(say(N_("Pair {number} of {count}"), number=self._at + 1, count=len(self._pairs)))
        self.likeness.setText(
            say(
                N_("{distance} apart, names {similarity} % alike"),
                distance=distance(pair.distance_m, language),
                similarity=number(pair.similarity, language),
            )
        )
        self.used.setText(self._use_of(pair))
        self.used.setVisible(bool(self.used.text()))
        self._fill(pair)
        self._tick(kept)

    def _fill(self, pair: Likeness) -> None:
        different = differing(pair.first, pair.second)
        self._fields = [*_ALWAYS, *(name for name in different if name not in _ALWAYS)]
        self.table.setHorizontalHeaderLabels(
            [
                "",
                *(
                    f"{letter} · {p.name_vi}"
                    for letter, p in zip("AB", (pair.first, pair.second), strict=True)
                ),
            ]
        )
        self.table.setRowCount(len(self._fields))
        muted = QGuiApplication.palette().placeholderText()
        for row, name in enumerate(self._fields):
            title = QTableWidgetItem(self._words.say(_TITLES.get(name, name)))
            title.setForeground(muted)
            title.setFlags(Qt.ItemFlag.ItemIsEnabled)
            self.table.setItem(row, _NAME, title)
            for column, place in ((_FIRST, pair.first), (_SECOND, pair.second)):
                text = self._text(place, name)
                item = QTableWidgetItem(text or self._words.say(N_("unknown")))
                item.setToolTip(item.text())
                item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable)
                if name in different:
                    item.setCheckState(Qt.CheckState.Unchecked)
                if not text or name not in different:
                    item.setForeground(muted)
                self.table.setItem(row, column, item)
        self.table.resizeRowsToContents()

    def _text(self, place: Place, name: str) -> str:
        language = self._words.language
        if name == "geometry":
            spot = coordinates(place.lon, place.lat, language)
            reach_m = place.coord_precision_m
            rough = "" if reach_m is None else f"± {distance(reach_m, language)}"
            return "\n".join(part for part in (spot, rough, place.coord_source) if part)
        if name == "photos":
            return "\n".join(photo.caption_vi or photo.path for photo in place.photos)
        if name == "plan_id":
            plan = self._project.plans.get(place.plan_id or "")
            return plan.title_vi if plan is not None else place.plan_id or ""
        spec = FIELDS[name]
        if spec.kind is Kind.CHOICE:
            value = getattr(place, name)
            return "" if value.value == "unknown" else term(value, language)
        return spec.write(place, self._project, language)

    def _use_of(self, pair: Likeness) -> str:
        lines = []
        for letter, place in zip("AB", (pair.first, pair.second), strict=True):
            titles = [
                tour.title(self._words.language)
                for tour in self._project.tours.values()
                if place.id in tour.stop_places
            ]
            if titles:
                msgid = N_("{letter} is a stop of: {tours}.")
                lines.append(self._words.say(msgid, letter=letter, tours=", ".join(titles)))
        return "\n".join(lines)

    def _mark_usual(self) -> None:
        pair = self.pair
        if pair is not None:
            different = differing(pair.first, pair.second)
            self._tick({name: usual_pick(pair.first, pair.second, name) for name in different})
            self.table.setCurrentCell(self._fields.index(different[0]) if different else 0, _FIRST)
            self.table.setFocus()

    def _tick(self, picks: Mapping[str, Pick]) -> None:
        for row, name in enumerate(self._fields):
            if name in picks:
                for column, other in ((_FIRST, Pick.SECOND), (_SECOND, Pick.FIRST)):
                    self._set(row, column, is_on=picks[name] is not other)

    def _is_ticked(self, row: int, column: int) -> bool:
        item = self.table.item(row, column)
        return item is not None and item.checkState() is Qt.CheckState.Checked

    def _set(self, row: int, column: int, *, is_on: bool) -> None:
        item = self.table.item(row, column)
        if item is None or not self._can_choose(row):
            return
        item.setCheckState(Qt.CheckState.Checked if is_on else Qt.CheckState.Unchecked)
        soft = QGuiApplication.palette().highlight().color()
        item.setBackground(QColor(soft.red(), soft.green(), soft.blue(), 40 if is_on else 0))

    def _can_choose(self, row: int) -> bool:
        item = self.table.item(row, _FIRST)
        return item is not None and item.data(Qt.ItemDataRole.CheckStateRole) is not None

    def _choose(self, row: int, column: int) -> None:
        """Take the value of a cell; what lists things can take both."""
        if column == _NAME or not self._can_choose(row):
            return
        other = _FIRST + _SECOND - column
        if self._fields[row] not in JOINED:
            self._set(row, column, is_on=True)
            self._set(row, other, is_on=False)
            return
        # One of the two always stays ticked.
        self._set(row, column, is_on=not self._is_ticked(row, column) or not self._is_ticked(row, other))

    # Deciding

    def _keep(self, *, is_first: bool) -> None:
        if self.pair is not None:
            kept, gone = self.pair.first, self.pair.second
            if not is_first:
                kept, gone = gone, kept
            self._ask_merge(kept, gone.id)

    def _merge(self) -> None:
        pair = self.pair
        if pair is not None:
            self._ask_merge(merge(pair.first, pair.second, self.picks), pair.second.id)

    def _ask_merge(self, kept: Place, gone: PlaceId) -> None:
        self.merge_asked.emit(kept, gone)

    def _part(self) -> None:
        if self.pair is not None:
            self.apart_asked.emit(self.pair)
