"""Filter chips of the register, and filters kept under a name."""

import json
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import Final

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtWidgets import QInputDialog, QMenu, QToolButton, QWidget

from data.language.catalogue import N_
from data.language.terms import term
from data.model.place import Category, CoachAccess, Rank, Status
from data.model.project import Project
from data.search.place_filter import MONTHS, PlaceFilter, festival_months, read_place_filter
from gis_app.docks.candidates import unit_options
from gis_app.i18n import Words
from gis_app.icons import icon
from gis_app.widgets.check_popup import CheckPopup, Option
from gis_app.widgets.flow import FlowLayout
from layers.style import Theme

_KINDS: Final[Mapping[str, tuple[type[Category | Rank | CoachAccess | Status], str]]] = {
    "categories": (Category, "category"),
    "ranks": (Rank, "rank"),
    "coach": (CoachAccess, "coach_access"),
    "statuses": (Status, "status"),
}
"""Vocabulary and attribute of a place behind each chip that offers one."""


@dataclass(slots=True)
class _Chip:
    title: str
    button: QToolButton
    popup: CheckPopup


class FilterBar(QWidget):
    """Chips that narrow the register; ``changed`` tells when ``value`` is another one."""

    changed = Signal()
    text_asked = Signal(str)
    kept_changed = Signal(str)

    def __init__(self, words: Words, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words, self._theme = words, theme
        self._project = Project()
        self.value = PlaceFilter()
        self.kept: dict[str, PlaceFilter] = {}
        self.chips: dict[str, _Chip] = {}
        self._flow = FlowLayout(self, gap_px=4, line_gap_px=4)
        policy = self.sizePolicy()
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        for name, title in (
            ("categories", N_("filter|Kind")),
            ("ranks", N_("filter|Rank")),
            ("units", N_("filter|Ward")),
            ("festival_months", N_("filter|Festival")),
            ("coach", N_("filter|Coach")),
            ("statuses", N_("filter|Entry")),
        ):
            self._add(name, title)
        self.saved = self._button()
        self.saved.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.menu = QMenu(self.saved)
        self.menu.aboutToShow.connect(self._fill_menu)
        self.saved.setMenu(self.menu)
        words.bind(self.saved.setText, N_("filter|Saved"))
        words.bind(self.saved.setToolTip, N_("Filters kept under a name"))
        words.bind(self.saved.setAccessibleName, N_("Filters kept under a name"))

    def show_project(self, project: Project) -> None:
        """Count the places of ``project``; units that it lacks are no conditions any more."""
        self._project = project
        units = tuple(unit for unit in self.value.units if unit in project.units)
        self.value = replace(self.value, units=units)

    def clear(self) -> None:
        """Let all places pass."""
        self._take(PlaceFilter())

    def say(self) -> None:
        """Say titles and counts of the chips."""
        for name, chip in self.chips.items():
            chosen, title = getattr(self.value, name), self._words.say(chip.title)
            chip.button.setText(f"{title} ({len(chosen)})" if chosen else title)
            chip.button.setChecked(bool(chosen))
        self.updateGeometry()

    def show_kept(self, text: str) -> None:
        """Take the kept filters from the text of ``kept_changed``; a damaged text keeps none."""
        try:
            found = json.loads(text or "{}")
        except ValueError:
            found = {}
        if isinstance(found, dict):
            self.kept = {
                name: read_place_filter(plain) for name, plain in found.items() if isinstance(plain, dict)
            }

    def keep(self, name: str, text: str) -> None:
        """Keep the filter in use, with the text searched, under ``name``."""
        if name.strip():
            self.kept[name.strip()] = replace(self.value, text=text)
            self._tell_kept()

    def use(self, name: str) -> None:
        """Filter as kept under ``name``."""
        self.text_asked.emit(self.kept[name].text)
        self._take(replace(self.kept[name], text=""))

    def forget(self, name: str) -> None:
        """Keep ``name`` no longer."""
        self.kept.pop(name, None)
        self._tell_kept()

    # Inside

    def _tell_kept(self) -> None:
        plain = {name: one.plain() for name, one in self.kept.items()}
        self.kept_changed.emit(json.dumps(plain, ensure_ascii=False))

    def _button(self) -> QToolButton:
        button = QToolButton(self)
        button.setObjectName("chip")
        button.setIcon(icon("chevron-down", self._theme.interface.text_muted.hex, size=12))
        button.setIconSize(QSize(12, 12))
        button.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._flow.addWidget(button)
        return button

    def event(self, event: QEvent) -> bool:
        """Keep the height of all lines: a panel that is short of room would hide the last one."""
        if event.type() in {QEvent.Type.Resize, QEvent.Type.LayoutRequest}:
            self.setMinimumHeight(self._flow.heightForWidth(self.width()))
        return super().event(event)

    def _add(self, name: str, title: str) -> None:
        button, popup = self._button(), CheckPopup(self)
        button.setCheckable(True)
        button.clicked.connect(partial(self._open, name))
        popup.chosen_changed.connect(lambda: self._narrow(name, popup.chosen))
        self._words.bind(popup.search.setPlaceholderText, N_("Search in this list"))
        self.chips[name] = _Chip(title, button, popup)

    def _narrow(self, name: str, chosen: tuple[Hashable, ...]) -> None:
        self._take(replace(self.value, **{name: chosen}))  # type: ignore[arg-type]  # the field is told by name

    def _open(self, name: str, _checked: bool = False) -> None:
        chip = self.chips[name]
        chip.button.setChecked(not chip.button.isChecked())
        chip.popup.offer(self._options(name), getattr(self.value, name))
        chip.popup.open_under(chip.button)

    def _options(self, name: str) -> Sequence[Option]:
        if name == "units":
            return unit_options(self._project, self._words)
        places = self._project.places.values()
        if name == "festival_months":
            months = [festival_months(place, date.today().year) for place in places]  # noqa: DTZ011 - of this computer
            said = ((month, self._words.say(N_("Month {month}"), month=month)) for month in MONTHS)
            return [Option(month, text, sum(month in held for held in months)) for month, text in said]
        kind, field = _KINDS[name]
        return [
            Option(
                value,
                term(value, self._words.language),
                sum(getattr(place, field) is value for place in places),
            )
            for value in kind
        ]

    def _take(self, value: PlaceFilter) -> None:
        self.value = value
        self.changed.emit()

    def _fill_menu(self) -> None:
        self.menu.clear()
        say = self._words.say
        for name in self.kept:
            self.menu.addAction(name, partial(self.use, name))
        if not self.kept:
            self.menu.addAction(say(N_("No filter is kept yet"))).setEnabled(False)
        self.menu.addSeparator()
        self.menu.addAction(say(N_("Keep this filter…")), self._ask_name)
        if self.kept:
            forget = self.menu.addMenu(say(N_("Forget")))
            for name in self.kept:
                forget.addAction(name, partial(self.forget, name))

    def _ask_name(self) -> None:
        dialog = QInputDialog(self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setWindowTitle(self._words.say(N_("Keep this filter")))
        dialog.setLabelText(self._words.say(N_("Name of the filter")))
        dialog.textValueSelected.connect(lambda name: self.keep(name, self.property("searched") or ""))
        dialog.open()
