"""Left panel 'Places': search on top, filter chips, and the places as cards."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Final

from PySide6.QtCore import (
    QEvent,
    QItemSelectionModel,
    QModelIndex,
    QObject,
    QPoint,
    QSignalBlocker,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListView,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from data.language.catalogue import N_
from data.model.place import Place, PlaceId
from data.model.project import Project
from data.search.place_filter import PlaceFilter
from gis_app.docks.filter_bar import FilterBar
from gis_app.docks.place_list import PLACE_ROLE, PlaceCardDelegate, PlaceListModel
from gis_app.i18n import Words
from gis_app.icons import icon
from gis_app.widgets.sign import Sign
from layers.style import Theme

FOUND_LIMIT: Final = 300
"""Most places listed for a typed text; the best come first."""


class PlacesPanel(QWidget):
    """Register of places: find, filter, select."""

    place_chosen = Signal(object)
    place_opened = Signal(object)
    place_hovered = Signal(object)
    menu_asked = Signal(object, QPoint)
    shown_changed = Signal()
    import_asked = Signal()

    def __init__(self, words: Words, theme: Theme, search: Callable[[str, int], Sequence[Place]]) -> None:
        super().__init__()
        self.setObjectName("panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._words, self._theme, self._find = words, theme, search
        self._project = Project()
        self._make_search()
        self._make_filters()
        self._make_list()
        self._lay_out()
        words.changed.connect(self._say_again)
        self._say_again()

    def _make_search(self) -> None:
        self.search = QLineEdit(self)
        self.search.setObjectName("search")
        self.search.setClearButtonEnabled(True)
        self.search.addAction(
            icon("search", self._theme.interface.text_muted.hex), QLineEdit.ActionPosition.LeadingPosition
        )
        self._words.bind(self.search.setPlaceholderText, N_("Find a place: name, craft, ward"))
        self._words.bind(self.search.setAccessibleName, N_("Find a place: name, craft, ward"))
        self.search.textChanged.connect(self._refresh)
        self.search.returnPressed.connect(self._open_first)
        self.search.installEventFilter(self)

    def _make_filters(self) -> None:
        self.filters = FilterBar(self._words, self._theme, self)
        self.filters.changed.connect(self._refresh)
        self.filters.text_asked.connect(self.search.setText)
        self.count = QLabel()
        self.count.setObjectName("muted")
        self.clear = QPushButton()
        self.clear.setObjectName("link")
        self._words.bind(self.clear.setText, N_("Clear filters"))
        self.clear.clicked.connect(self.clear_filters)

    def _make_list(self) -> None:
        self.model = PlaceListModel(self._words, self)
        self.list = QListView(self)
        self.list.setObjectName("cards")
        self.list.setModel(self.model)
        self._cards = PlaceCardDelegate(self._theme, self.list)
        self.list.setItemDelegate(self._cards)
        self.list.setUniformItemSizes(True)
        self.list.setMouseTracking(True)
        self.list.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self._words.bind(self.list.setAccessibleName, N_("Places"))
        self.list.selectionModel().currentChanged.connect(self._tell_chosen)
        self.list.activated.connect(lambda index: self.place_opened.emit(self._id_at(index)))
        self.list.entered.connect(lambda index: self.place_hovered.emit(self._id_at(index)))
        self.list.customContextMenuRequested.connect(self._ask_menu)
        self.list.viewport().installEventFilter(self)

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 10, 0, 0)
        layout.setSpacing(6)
        top = QVBoxLayout()
        top.setContentsMargins(12, 0, 12, 0)
        top.setSpacing(8)
        top.addWidget(self.search)
        top.addWidget(self.filters)
        line = QHBoxLayout()
        line.addWidget(self.count)
        line.addStretch(1)
        line.addWidget(self.clear)
        top.addLayout(line)
        layout.addLayout(top)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.list)
        self._stack.addWidget(self._make_empty())
        layout.addWidget(self._stack, 1)

    def _make_empty(self) -> QWidget:
        page = QWidget()
        layout = QVBoxLayout(page)
        picture = Sign("search", self._theme.interface.text_muted.hex, 36)
        self.empty = QLabel(alignment=Qt.AlignmentFlag.AlignCenter)
        self.empty.setObjectName("empty")
        self.empty.setWordWrap(True)
        layout.addStretch(1)
        layout.addWidget(picture, alignment=Qt.AlignmentFlag.AlignCenter)
        layout.addWidget(self.empty)
        self.fill = QPushButton()
        self._words.bind(self.fill.setText, N_("Import places…"))
        self.fill.clicked.connect(self.import_asked)
        layout.addWidget(self.fill, alignment=Qt.AlignmentFlag.AlignCenter)
        layout.addStretch(3)
        return page

    # What others call

    def show_project(self, project: Project) -> None:
        """List the places of ``project``."""
        self._project = project
        self.filters.show_project(project)
        self._refresh()

    def select(self, place: PlaceId | None) -> None:
        """Show a place as selected, and bring it into sight."""
        row = self.model.row_of(place)
        selection = self.list.selectionModel()
        with QSignalBlocker(selection):
            if row is None:
                selection.clear()
            else:
                index = self.model.index(row)
                selection.setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
                self.list.scrollTo(index)
        self.list.viewport().update()

    def hover(self, place: PlaceId | None) -> None:
        """Mark the card of the place under the pointer, wherever the pointer is."""
        self._cards.hovered = place
        self.list.viewport().update()

    @property
    def shown(self) -> Sequence[Place]:
        """Places that search and filters let pass."""
        return self.model.places

    def clear_filters(self) -> None:
        """List all places again."""
        self.search.clear()
        self.filters.clear()

    # Inside

    def _refresh(self) -> None:
        text = self.search.text().strip()
        self.filters.setProperty("searched", text)
        year = date.today().year  # noqa: DTZ011 - the year of this computer
        allowed = self.filters.value.passing(self._project, year)
        if text:
            ids = {place.id for place in allowed}
            allowed = tuple(place for place in self._find(text, FOUND_LIMIT) if place.id in ids)
        chosen = self.list.currentIndex().data(PLACE_ROLE)
        self.model.show_places(self._project, allowed)
        if isinstance(chosen, Place):
            self.select(chosen.id)
        self._say_counts()
        self.shown_changed.emit()

    def _say_counts(self) -> None:
        found = len(self.model.places)
        self.count.setText(self._words.count(N_("{count} place"), N_("{count} places"), found))
        is_narrowed = self.filters.value != PlaceFilter() or bool(self.search.text())
        self.clear.setVisible(is_narrowed)
        self._stack.setCurrentIndex(0 if found else 1)
        self.fill.setVisible(not is_narrowed)
        self.empty.setText(
            self._words.say(
                N_("Nothing found. Try fewer letters, or clear the filters.")
                if is_narrowed
                else N_(
                    "This project has no places yet. Fill it from an Excel table, a CSV or a GeoJSON file."
                )
            )
        )
        self.filters.say()

    def _say_again(self) -> None:
        self._say_counts()
        self.list.viewport().update()

    def _id_at(self, index: QModelIndex) -> PlaceId | None:
        place = index.data(PLACE_ROLE)
        return place.id if isinstance(place, Place) else None

    def _tell_chosen(self, index: QModelIndex) -> None:
        if index.isValid():
            self.place_chosen.emit(self._id_at(index))

    def _open_first(self) -> None:
        if self.model.places:
            self.list.setCurrentIndex(self.model.index(0))
            self.place_opened.emit(self.model.places[0].id)

    def _ask_menu(self, spot: QPoint) -> None:
        place = self._id_at(self.list.indexAt(spot))
        if place is not None:
            self.menu_asked.emit(place, self.list.viewport().mapToGlobal(spot))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Down leaves the search field for the list; leaving the list ends hovering."""
        if watched is self.search and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Down:
            if event.type() is QEvent.Type.KeyPress and self.model.places:
                self.list.setFocus()
                self.list.setCurrentIndex(self.model.index(0))
                return True
        elif event.type() is QEvent.Type.Leave:
            self.place_hovered.emit(None)
        return super().eventFilter(watched, event)
