"""Right panel 'Tour': the request as sentences, planning with its progress, and the result as day cards."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QElapsedTimer, Qt, Signal, SignalInstance
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QMenu,
    QProgressBar,
    QPushButton,
    QScrollArea,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from data.language.catalogue import N_
from data.model.place import PlaceId
from data.model.project import Project
from data.model.tour import Tour
from gis_app.docks.day_cards import DayCards
from gis_app.docks.request.form import RequestForm
from gis_app.docks.reviews import Review
from gis_app.docks.warnings import TourWarning
from gis_app.i18n import Words
from gis_app.icons import icon
from gis_app.widgets.focus_order import order_focus
from gis_app.widgets.place_picker import Describe, Search
from layers.style import Theme

REQUEST_PAGE: Final = 0
RESULT_PAGE: Final = 1
SWAP_MS: Final = 600
"""So long after planning a click on the button that took the place of 'Stop' is taken for a late 'Stop'."""


class DesignerPanel(QWidget):
    """Designs a tour: ask, plan, read the result."""

    plan_asked = Signal()
    stop_asked = Signal()
    tour_chosen = Signal(object)
    export_asked = Signal()
    replan_asked = Signal()
    page_changed = Signal(int)

    def __init__(self, words: Words, theme: Theme, search: Search, describe: Describe) -> None:
        super().__init__()
        self.setObjectName("panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._words, self._theme = words, theme
        self.form = RequestForm(words, theme, search, describe)
        self.cards = DayCards(words, theme)
        self._make_tabs()
        self._is_planning = False
        self._since_planning = QElapsedTimer()
        self._pages = QStackedWidget()
        self._make_footer()
        self._form_area, self._cards_area = _scrolling(self.form), _scrolling(self._make_result())
        self.cards.drag_at.connect(lambda at: self._cards_area.ensureVisible(at.x(), at.y(), 0, 48))
        self.cards.focus_returned.connect(self._show_focused, Qt.ConnectionType.QueuedConnection)
        self._pages.addWidget(self._form_area)
        self._pages.addWidget(self._cards_area)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(self._tabs)
        line = QFrame()
        line.setObjectName("line")
        layout.addWidget(line)
        layout.addWidget(self._pages, 1)
        layout.addWidget(self._footer)
        self.show_page(REQUEST_PAGE)

    def _make_tabs(self) -> None:
        self._tabs = QHBoxLayout()
        self._tabs.setContentsMargins(8, 2, 8, 0)
        self._tabs.setSpacing(0)
        self._tab_buttons: list[QPushButton] = []
        for page, msgid in ((REQUEST_PAGE, N_("tab|Request")), (RESULT_PAGE, N_("tab|Itinerary"))):
            button = QPushButton()
            button.setCheckable(True)
            button.setAutoExclusive(True)
            button.setObjectName("tab")
            self._words.bind(button.setText, msgid)
            button.clicked.connect(lambda _=False, page=page: self.show_page(page))
            self._tabs.addWidget(button)
            self._tab_buttons.append(button)
        self._tabs.addStretch(1)
        self.templates = QToolButton()
        self.templates.setObjectName("flat")
        self.templates.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.templates.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.templates.setIcon(icon("template", self._theme.interface.text_muted.hex))
        self.templates.setMenu(QMenu(self.templates))
        self._words.bind(self.templates.setText, N_("Templates"))
        self._words.bind(self.templates.setToolTip, N_("Start from an example request"))
        self._tabs.addWidget(self.templates)

    def _make_result(self) -> QWidget:
        page = QWidget()
        page.setObjectName("panelBody")
        layout = QVBoxLayout(page)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        self.tours = QComboBox()
        self.tours.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.tours.setMinimumContentsLength(12)
        self._words.bind(self.tours.setAccessibleName, N_("Tours of the project"))
        self.tours.activated.connect(lambda row: self.tour_chosen.emit(self.tours.itemData(row)))
        chooser = QHBoxLayout()
        chooser.setContentsMargins(12, 10, 12, 0)
        chooser.setSpacing(4)
        chooser.addWidget(self.tours, 1)
        chooser.addStretch()
        self.more = QToolButton()
        self.more.setObjectName("flat")
        self.more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.more.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.more.setIcon(icon("more", self._theme.interface.text_muted.hex))
        self.scenarios = QMenu(self.more)
        self.more.setMenu(self.scenarios)
        self._words.bind(self.more.setText, N_("Scenarios"))
        self._words.bind(self.more.setToolTip, N_("Keep, name and compare several ways to make this tour"))
        chooser.addWidget(self.more)
        layout.addLayout(chooser)
        self._empty = QLabel(alignment=Qt.AlignmentFlag.AlignCenter)
        self._empty.setObjectName("empty")
        self._empty.setWordWrap(True)
        self._words.bind(
            self._empty.setText,
            N_("No tour yet. Fill in the request, or take a template, and press 'Plan the tour'."),
        )
        layout.addWidget(self._empty)
        layout.addWidget(self.cards)
        layout.addStretch(1)
        # Cards are made after everything else: the Tab key would come to them last.
        self.cards.built.connect(lambda: order_focus(page))
        return page

    def _make_footer(self) -> None:
        self._footer = QWidget()
        self._footer.setObjectName("panel")
        self._footer.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        layout = QVBoxLayout(self._footer)
        layout.setContentsMargins(16, 8, 16, 12)
        layout.setSpacing(6)
        line = QFrame()
        line.setObjectName("line")
        self.doing = QLabel()
        self.doing.setObjectName("muted")
        self.doing.setWordWrap(True)
        self.bar = QProgressBar(minimum=0, maximum=1000, textVisible=False)
        self.plan = QPushButton()
        self.plan.setObjectName("primary")
        self.stop = QPushButton()
        self.stop.setIcon(icon("stop", self._theme.interface.accent.hex))
        self.export = QPushButton()
        self.export.setIcon(icon("export", self._theme.interface.text.hex))
        self._words.bind(self.plan.setText, N_("Plan the tour"))
        self._words.bind(self.stop.setText, N_("Stop and keep the best"))
        self._words.bind(self.export.setText, N_("Export…"))
        self.plan.clicked.connect(self.plan_asked)
        self.stop.clicked.connect(self.stop_asked)
        self.export.clicked.connect(self._ask_export)
        for widget in (self.form.summary, self.form.problem, self.doing, self.bar):
            layout.addWidget(widget)
        layout.addWidget(self.plan)
        layout.addWidget(self.stop)
        self.replan = QPushButton()
        self._words.bind(self.replan.setText, N_("Plan anew what is not locked"))
        self._words.bind(
            self.replan.setToolTip, N_("Keeps locked stops, added places and lengths set by hand")
        )
        self.replan.clicked.connect(lambda: self._ask_late(self.replan_asked))
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.replan, 1)
        row.addWidget(self.export)
        layout.addLayout(row)

    # What others call

    def show_request(self) -> None:
        """Show the request from its first line."""
        self.show_page(REQUEST_PAGE)
        self._form_area.verticalScrollBar().setValue(0)

    def show_page(self, page: int) -> None:
        """Show the request or the result."""
        self._pages.setCurrentIndex(page)
        self._tab_buttons[page].setChecked(True)
        self._show_footer()
        self.page_changed.emit(page)

    @property
    def page(self) -> int:
        """The page shown: request or result."""
        return self._pages.currentIndex()

    def show_problem(self, text: str) -> None:
        """Say what keeps the request from being planned."""
        self.form.show_problem(text)
        self.show_page(REQUEST_PAGE)

    def show_planning(self, *, is_planning: bool) -> None:
        """Show progress and the stop button, or the plan button."""
        focused = QApplication.focusWidget()
        had_focus = focused is not None and self._footer.isAncestorOf(focused)
        self._is_planning = is_planning
        self._since_planning.start()
        self._show_footer()
        self.bar.setValue(0)
        self.doing.clear()
        buttons = (self.stop, self.export, self.plan)
        shown = next((button for button in buttons if button.isVisible()), None)
        if had_focus and shown is not None:
            shown.setFocus()

    def _ask_export(self) -> None:
        self._ask_late(self.export_asked)

    def _ask_late(self, signal: SignalInstance) -> None:
        # The button takes the place of 'Stop': a click meant for that one must not export.
        if not self._since_planning.isValid() or self._since_planning.hasExpired(SWAP_MS):
            signal.emit()

    def _show_footer(self) -> None:
        is_request = self._pages.currentIndex() == REQUEST_PAGE
        self.form.summary.setVisible(is_request)
        self.form.problem.setVisible(is_request and bool(self.form.problem.text()))
        for widget in (self.doing, self.bar, self.stop):
            widget.setVisible(self._is_planning)
        self.plan.setVisible(is_request and not self._is_planning)
        for button in (self.replan, self.export):
            button.setVisible(not is_request and not self._is_planning)

    def show_progress(self, done: float, text: str) -> None:
        """Show how far planning is and what it does."""
        self.bar.setValue(round(done * 1000))
        if text:
            self.doing.setText(text)

    def show_tour(
        self, project: Project, tour: Tour | None, warnings: Sequence[TourWarning], review: Review
    ) -> None:
        """Show the tours of ``project`` and one of them in full."""
        self.tours.clear()
        for key, other in project.tours.items():
            parts = (other.title(self._words.language), other.scenario)
            self.tours.addItem(" · ".join(part for part in parts if part), key)
        self.tours.setCurrentIndex(self.tours.findData(tour.id) if tour else -1)
        self.tours.setVisible(len(project.tours) > 1)
        self.tours.setToolTip(tour.title(self._words.language) if tour else "")
        self._empty.setVisible(tour is None)
        self.cards.setVisible(tour is not None)
        for button in (self.export, self.replan):
            button.setEnabled(tour is not None)
        self.more.setVisible(tour is not None)
        self.cards.show_tour(project, tour, warnings, review)

    def show_better(self, project: Project, tour: Tour) -> None:
        """Show the best tour so far while planning goes on."""
        self._empty.hide()
        self.cards.show()
        self.cards.show_tour(project, tour)

    def mark(self, selected: PlaceId | None, hovered: PlaceId | None) -> None:
        """Mark the rows of a place."""
        self.cards.mark(selected, hovered)

    def _show_focused(self) -> None:
        focused = QApplication.focusWidget()
        if focused is not None and self.cards.isAncestorOf(focused):
            self._cards_area.ensureWidgetVisible(focused, 0, 40)

    def reveal(self, selected: PlaceId | None, hovered: PlaceId | None) -> None:
        """Mark the rows of a place and scroll to the selected one."""
        row = self.cards.mark(selected, hovered)
        if row is not None and self._pages.currentIndex() == RESULT_PAGE:
            self._cards_area.ensureWidgetVisible(row, 0, 40)


def _scrolling(body: QWidget) -> QScrollArea:
    area = QScrollArea()
    area.setObjectName("panel")
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setWidget(body)
    return area
