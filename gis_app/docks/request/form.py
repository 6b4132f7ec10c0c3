"""The request form: what most tours say in a few sentences, and rarer demands folded away below."""

from collections.abc import Mapping
from datetime import date
from functools import partial
from typing import Any, Final

from PySide6.QtCore import QDate, Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QLabel,
    QLineEdit,
    QPushButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from data.errors import BadInputError, HanhTrinhError
from data.language.catalogue import N_, translate
from data.model.place import Category, PlaceId
from data.model.project import Project
from data.model.request import TourRequest
from data.model.travel_mode import TravelMode
from data.search.filters import select
from gis_app.docks.candidates import candidate_summary, meeting_place
from gis_app.docks.request import fields
from gis_app.docks.request.context import FormContext
from gis_app.docks.request.flat import Values, filter_of, flat, joined, somewhere, usual_values
from gis_app.docks.request.known import known
from gis_app.docks.request.limits import BUDGET, VEHICLE
from gis_app.docks.request.more import MORE
from gis_app.docks.request.order import ORDER
from gis_app.docks.request.page import Group, Page, Subject
from gis_app.docks.request.problems import general_problems, problems_of
from gis_app.docks.request.rhythm import BREAKS, DAYS, VISITS
from gis_app.docks.request.what import NUMBERS, PLACES, WORTH
from gis_app.docks.request.when import WhenPart
from gis_app.docks.request.where import SpotsPart, UnitsPart
from gis_app.i18n import Words
from gis_app.widgets.chips import ToggleChips
from gis_app.widgets.focus_order import order_focus
from gis_app.widgets.place_picker import Describe, Search, anchor_of
from layers.style import Theme
from routes.planner.candidates import candidate_places

PROBLEM_LINES: Final = 6
"""Reasons shown beside the button; the tool tip has all of them."""
SUBJECTS: Final = (DAYS, BREAKS, VEHICLE, BUDGET, PLACES, NUMBERS, ORDER, WORTH, VISITS, MORE)
_COUNT_MS: Final = 120


Part = WhenPart | Page | SpotsPart | UnitsPart | Group
"""What holds some of the values."""


class RequestForm(QWidget):
    """Form of a tour request; ``request()`` gives it, or says what is missing."""

    changed = Signal()
    units_changed = Signal()
    candidates_changed = Signal(object)

    def __init__(self, words: Words, theme: Theme, search: Search, describe: Describe) -> None:
        super().__init__()
        self.setObjectName("panelBody")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.context = FormContext(words, theme, search, describe, self)
        self._words = words
        today = QDate.currentDate()
        self.today = date(today.year(), today.month(), today.day())
        self._usual = usual_values(self.today)
        self._is_fresh, self._is_loading = True, False
        self._count_timer = QTimer(self, interval=_COUNT_MS, singleShot=True)
        self._count_timer.timeout.connect(self._count)
        self._make_parts()
        self._lay_out()
        self._connect()
        self._show(self._usual)
        self._say_again()

    # The parts

    def _make_parts(self) -> None:
        context = self.context
        self._titles = {language: QLineEdit() for language in ("vi", "en")}
        for language, name in (("vi", N_("Title of the tour")), ("en", N_("Title of the tour in English"))):
            edit = self._titles[language]
            edit.setObjectName("title")
            fields.named(context, edit, name)
            self._words.bind(edit.setPlaceholderText, name)
        self._title_fields = {
            f"title_{language}": fields.Field(edit, (), partial(_stripped, edit), edit.setText)
            for language, edit in self._titles.items()
        }
        self.when = WhenPart(context, self.today)
        self._who = Page(context)
        self._group = fields.counter(context, N_("Group size"), 1, 9999)
        self._mode = fields.choice(context, N_("Travel mode"), tuple(TravelMode))
        self._who.say(
            N_("{group} people by {mode}"),
            group=self._who.blank("group_size", self._group),
            mode=self._who.blank("mode", self._mode),
        )
        self.spots = SpotsPart(context)
        self.units = UnitsPart(context)
        self._what = Page(context)
        self._categories = fields.several(context, N_("Kinds of places"), tuple(Category))
        self.categories: ToggleChips[Category] = fields.widget_of(self._categories, ToggleChips)
        self._must = fields.PlaceList(
            context, N_("Add a place that must be visited"), N_("Add a place that must be visited")
        )
        self.first_date, self.days = self.when.first_date, self.when.days
        self.begin, self.end, self.lunch_minutes = self.when.begin, self.when.end, self.when.lunch_minutes
        self.group = fields.widget_of(self._group, QSpinBox)
        self.mode = fields.widget_of(self._mode, QComboBox)
        self.start, self.finish = self.spots.start, self.spots.finish
        self.must_picker = self._must.picker
        self.groups = {subject.title: Group(context, subject, self._usual) for subject in SUBJECTS}
        self._parts: tuple[Part, ...] = (
            self.when, self._who, self.spots, self.units, self._what, *self.groups.values()
        )  # fmt: skip

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 12, 16, 16)
        layout.setSpacing(8)
        self.summary, self.problem = QLabel(), QLabel()
        self.summary.setObjectName("muted")
        self.problem.setObjectName("danger")
        for label in (self.summary, self.problem):
            label.setWordWrap(True)
        for widget in (*self._titles.values(), self.when, self._who, self.spots):
            layout.addWidget(widget)
        self._section(layout, N_("Wards and communes to pass through"))
        layout.addWidget(self.units)
        self._section(layout, N_("Kinds of places"))
        layout.addWidget(self._what)
        self._what.lines.addWidget(self._what.blank("candidates.categories", self._categories))
        self._section(layout, N_("Must be visited"))
        must = fields.Field(self._must, (), lambda: self._must.places, self._must.show_places)
        layout.addWidget(self._what.blank("must", must))
        self.check = QLabel()
        self.check.setObjectName("danger")
        self.check.setWordWrap(True)
        layout.addWidget(self.check)
        self.more = QPushButton()
        self.more.setCheckable(True)
        layout.addSpacing(4)
        layout.addWidget(self.more, alignment=Qt.AlignmentFlag.AlignLeft)
        for group in self.groups.values():
            layout.addWidget(group)
        layout.addStretch(1)

    def _section(self, layout: QVBoxLayout, msgid: str) -> None:
        line = QFrame()
        line.setObjectName("line")
        layout.addSpacing(4)
        layout.addWidget(line)
        heading = QLabel()
        heading.setObjectName("heading")
        heading.setWordWrap(True)
        self._words.bind(heading.setText, msgid)
        layout.addWidget(heading)

    def _connect(self) -> None:
        for edit in self._titles.values():
            edit.textEdited.connect(self._changed)
        for part in self._parts:
            part.changed.connect(self._changed)
        self._must.changed.connect(self._changed)
        self.units.changed.connect(self.units_changed)
        self.when.changed.connect(lambda: self.spots.show_days(self._day_count.get()))
        self.group_of(DAYS).changed.connect(self._take_gaps)
        self.when.festival_taken.connect(self.add_must)
        self.more.toggled.connect(self._show_groups)
        for group in self.groups.values():
            group.built.connect(self._order_focus)
        self._words.changed.connect(self._say_again)

    # Fields that others use by name

    @property
    def title(self) -> QLineEdit:
        """Title in the language of the window."""
        return self._titles[self._words.language]

    @property
    def _day_count(self) -> fields.Field[int]:
        return self.when.fields["day_count"]

    def group_of(self, subject: Subject) -> Group:
        """Return the group of one subject."""
        return self.groups[subject.title]

    # What others call

    def show_project(self, project: Project) -> None:
        """Offer the places and units of ``project``; what it does not have is let go."""
        self.context.show_project(project)
        values = self.values()
        left = known(values, project)
        if left != values:
            self._show(left)
        self._changed()

    def add_must(self, place_id: PlaceId) -> None:
        """Put a place on the list of those that must be visited, and off that of those never visited."""
        group = self.group_of(PLACES)
        never = group.values()["never"]
        if place_id in never:
            group.show_values({**group.values(), "never": tuple(key for key in never if key != place_id)})
        self._must.add(place_id)

    def begin_anew(self) -> None:
        """Empty the form but for start point, date and group, which often stay the same."""
        kept = self.values()
        same = ("start", "first_date", "group_size", "mode")
        self._is_fresh = True
        self._show({**self._usual, **{key: kept[key] for key in same}, "start": self.spots.start.anchor})
        self.show_problem("")
        self._changed()

    def load(self, request: TourRequest) -> None:
        """Fill the form with ``request``, all of it."""
        self._is_fresh = False
        self._show(flat(request))
        self.show_problem("")
        self._changed()
        self._count()

    def values(self) -> Values:
        """Return what the form says, by key (see ``flat``)."""
        values: Values = {key: field.get() for key, field in self._title_fields.items()}
        for part in self._parts:
            values |= part.values()
        return values

    def request(self) -> TourRequest:
        """Return the request.

        Raises
        ------
        BadInputError
            If a field is missing or fields contradict each other.
        """
        self._count()
        values = self.values()
        if values["start"] is None:
            raise BadInputError(
                N_("The start point is missing."),
                remedy=N_("Type the place where the group meets and choose it from the list."),
            )
        if self._is_fresh:
            values |= self._named(values)
        return joined(values)

    def _named(self, values: Mapping[str, Any]) -> Values:
        """Give a tour that nobody has named a name."""
        vi, en = values["title_vi"], values["title_en"]
        if vi or en:
            return {"title_vi": vi or en, "title_en": en}
        return {"title_vi": translate("vi", N_("New tour")), "title_en": translate("en", N_("New tour"))}

    def show_problem(self, text: str) -> None:
        """Say beside the button what keeps the request from being planned."""
        lines = text.splitlines()
        rest = len(lines) - PROBLEM_LINES
        self.problem.setText("\n".join([*lines[:PROBLEM_LINES], "…"]) if rest > 0 else text)
        self.problem.setToolTip(text if rest > 0 else "")
        self.problem.setVisible(bool(text))
        start = self.spots.start
        is_missing = bool(text) and self.spots.values()["start"] is None
        start.setProperty("wrong", is_missing)
        start.style().polish(start)
        if is_missing:
            start.setFocus()

    # Inside

    def _show(self, values: Values) -> None:
        self._is_loading = True
        for key, field in self._title_fields.items():
            field.put(values[key])
        for edit in self._titles.values():
            edit.setCursorPosition(0)
        self.spots.show_days(values["day_count"])
        for part in self._parts:
            part.show_values(values)
        self.when.show_gaps(values["gaps"])
        self._is_loading = False
        self.units_changed.emit()
        self._show_groups()

    def _take_gaps(self) -> None:
        self.when.show_gaps(self.group_of(DAYS).values()["gaps"])

    def _changed(self) -> None:
        if self._is_loading:
            return
        if self.problem.text():
            self.show_problem("")
        self._count_timer.start()
        self.changed.emit()

    def _say_again(self, _: str = "") -> None:
        said = self._words.language
        is_open = self.more.isChecked()
        for language, edit in self._titles.items():
            edit.setVisible(language == said or is_open)
        self.more.setText(self._words.say(N_("Fewer conditions") if is_open else N_("More conditions…")))
        self._count()
        self._order_focus()

    def _show_groups(self) -> None:
        """Show all groups, or only those that say something."""
        for group in self.groups.values():
            group.setVisible(self.more.isChecked() or group.count > 0 or group.has_problem)
        self._say_again()

    def _order_focus(self) -> None:
        order_focus(self)

    def _count(self) -> None:
        """Count the candidates, and say beside each subject what is wrong with it."""
        values, project = self.values(), self.context.project
        values["start"] = values["start"] or somewhere()
        problems: dict[str, str] = {}
        try:
            request = joined(values)
            places = candidate_places(project, request)
        except HanhTrinhError as error:
            problems = problems_of(error, self._words)
            self.check.setText(general_problems(error, self._words))
            places = select(project, filter_of(known(values, project)))
        else:
            self.check.clear()
        self.check.setVisible(bool(self.check.text()))
        for title, group in self.groups.items():
            group.show_problem(problems.get(title, ""))
            group.setVisible(group.isVisibleTo(self) or group.has_problem)
        self.summary.setText(candidate_summary(places, self._words))
        self.candidates_changed.emit(places)
        middle = meeting_place(places)
        self.spots.suggest(anchor_of(middle) if middle is not None else None)


def _stripped(edit: QLineEdit) -> str:
    return edit.text().strip()
