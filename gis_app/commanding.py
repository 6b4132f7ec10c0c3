"""The command palette in the window: what it finds, and what a choice does."""

import json
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import groupby
from pathlib import Path
from typing import Final

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QApplication, QLineEdit, QMainWindow, QPlainTextEdit, QTextEdit, QWidget
from shapely import bounds

from data.language.catalogue import N_
from data.model.place import PlaceId
from data.model.units import AdminUnit, UnitId
from data.search.index import HitKind, PlaceHit, Tier
from gis_app.action_list import Listed, actions_of
from gis_app.actions import NEEDS, Act
from gis_app.command_search import Choice, Found, Group, Match, find, lately, ranked
from gis_app.desk.core import Desk
from gis_app.desk.files import ProjectFiles
from gis_app.dialogs.command_palette import CommandPalette
from gis_app.map.canvas import MapCanvas
from gis_app.menus import Menus

KEPT_AS: Final = "palette"
"""Under this name the settings keep the choices made lately."""
RECENT_LIMIT: Final = 12
SHOWN_RECENT: Final = 6
GROUP_LIMIT: Final = 7

_MATCHES: Final = {
    Tier.EXACT: Match.EXACT,
    Tier.EXACT_WORDS: Match.START,
    Tier.FOLDED: Match.START,
    Tier.FOLDED_WORDS: Match.WORDS,
    Tier.EXACT_CONTEXT: Match.CONTEXT,
    Tier.CONTEXT: Match.CONTEXT,
    Tier.SIMILAR: Match.SIMILAR,
}


class Commanding(QObject):
    """Opens the palette (Ctrl+K) and does what is chosen.

    Parameters
    ----------
    window, menus
        Whose actions are found.
    canvas
        Goes to wards.
    files
        Opens recent files.
    open_place
        Shows a place on the map and its card.
    """

    def __init__(
        self,
        desk: Desk,
        window: QMainWindow,
        menus: Menus,
        *,
        canvas: MapCanvas,
        files: ProjectFiles,
        open_place: Callable[[PlaceId], None],
    ) -> None:
        super().__init__(window)
        self._desk, self._window, self._menus, self._canvas = desk, window, menus, canvas
        self._files, self._open_place = files, open_place
        self._own: list[Choice] = []
        self.palette: CommandPalette | None = None
        menus.acts[Act.PALETTE].triggered.connect(lambda _: self.open())
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        application.focusChanged.connect(self._watch_field)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep the palette's keys from text fields, which on Linux cut the rest of the line with them."""
        if event.type() != QEvent.Type.ShortcutOverride or not isinstance(event, QKeyEvent):
            return super().eventFilter(watched, event)
        keys = QKeySequence(event.keyCombination())
        if keys not in self._menus.acts[Act.PALETTE].shortcuts():
            return False
        event.ignore()
        return True

    def _watch_field(self, old: QWidget | None, new: QWidget | None) -> None:
        if old is not None:
            old.removeEventFilter(self)
        if isinstance(new, (QLineEdit, QPlainTextEdit, QTextEdit)) and new.window() is self._window:
            new.installEventFilter(self)

    def open(self) -> None:
        """Open the palette."""
        desk = self._desk
        self._own = [*self._commands(), *self._tours(), *self._recent_files()]
        self.palette = CommandPalette(desk.words, desk.theme, self.choices, self._choose, self._window)
        self.palette.finished.connect(self._forget)
        # Not modal: a click elsewhere closes it.
        self.palette.show()
        self.palette.activateWindow()
        self.palette.field.setFocus()

    def choices(self, text: str) -> list[tuple[Group, list[Choice]]]:
        """Return what ``text`` may mean, in groups; without a text recent choices, then commands."""
        recent = self._recent
        if not text.strip():
            known = {choice.name: choice for choice in (*self._own, *self._known_places(recent))}
            again = lately(known, recent, SHOWN_RECENT)
            commands = [
                choice
                for choice in self._own
                if choice.group is Group.COMMAND and choice.is_enabled and choice not in again
            ]
            tours = [choice for choice in self._own if choice.group is Group.TOUR][:SHOWN_RECENT]
            return [(Group.RECENT, again), (Group.TOUR, tours), (Group.COMMAND, commands)]
        found = [*find(self._own, text), *self._hits(text)]
        best = ranked(found, recent, GROUP_LIMIT)
        return [(group, list(members)) for group, members in groupby(best, key=lambda choice: choice.group)]

    # What there is

    def _commands(self) -> Iterator[Choice]:
        for listed in actions_of(self._window, but=self._menus.recent):
            if listed.action is not self._menus.acts[Act.PALETTE]:
                yield Choice(
                    group=Group.COMMAND,
                    key=listed.key,
                    title=listed.title,
                    note=self._note(listed),
                    shortcut=listed.shortcut,
                    is_enabled=listed.action.isEnabled(),
                    run=listed.action.trigger,
                )

    def _note(self, listed: Listed) -> str:
        path = " › ".join(listed.menus)
        if listed.action.isEnabled():
            return path
        needs = listed.action.property(NEEDS)
        reason = self._desk.words.say(needs or N_("not possible now"))
        return f"{path} — {reason}" if path else reason

    def _tours(self) -> Iterator[Choice]:
        words = self._desk.words
        tours = self._desk.session.project.tours
        for tour in reversed(tuple(tours.values())):
            count = len(tour.days)
            days = words.count(N_("{count} day"), N_("{count} days"), count)
            scenario = f"{tour.scenario} · " if tour.scenario else ""
            show = partial(self._desk.selection.choose_tour, tour.id)
            title = tour.title(words.language)
            yield Choice(group=Group.TOUR, key=tour.id, title=title, note=f"{scenario}{days}", run=show)

    def _recent_files(self) -> Iterator[Choice]:
        for path in self._desk.settings.recent:
            if path not in self._files.missing:
                open_it = partial(self._open_file, path)
                yield Choice(
                    group=Group.FILE, key=str(path), title=path.stem, note=str(path.parent), run=open_it
                )

    def _hits(self, text: str) -> list[Found]:
        finder = self._desk.finder
        hits = finder.hits(text, 4 * GROUP_LIMIT, tuple(HitKind))
        return [
            Found(
                self._place(hit) if hit.kind is HitKind.PLACE else self._unit(hit),
                _MATCHES[hit.tier],
                hit.similarity,
            )
            for hit in hits
            if hit.kind is HitKind.PLACE or self._has_outline(hit)
        ]

    def _place(self, hit: PlaceHit) -> Choice:
        place = self._desk.session.project.places[PlaceId(str(hit.place_id))]
        return self._place_choice(place.id, hit.context)

    def _place_choice(self, place_id: PlaceId, note: str) -> Choice:
        place = self._desk.session.project.places[place_id]
        return Choice(
            group=Group.PLACE,
            key=place_id,
            title=place.name(self._desk.words.language),
            note=note,
            run=partial(self._open_place, place_id),
        )

    def _has_outline(self, hit: PlaceHit) -> bool:
        """Whether a ward can be shown; former ones have no outline."""
        return self._desk.session.project.units[UnitId(str(hit.unit_id))].geometry is not None

    def _unit(self, hit: PlaceHit) -> Choice:
        unit = self._desk.session.project.units[UnitId(str(hit.unit_id))]
        return self._unit_choice(unit, hit.context)

    def _unit_choice(self, unit: AdminUnit, note: str) -> Choice:
        show, title = partial(self.show_unit, unit.id), unit.name(self._desk.words.language)
        return Choice(group=Group.UNIT, key=unit.id, title=title, note=note, run=show)

    def _known_places(self, names: Sequence[str]) -> Iterator[Choice]:
        """Give the places and wards of ``names`` that this project has."""
        project, language = self._desk.session.project, self._desk.words.language
        for name in names:
            group, _, key = name.partition(":")
            if group == Group.PLACE.name.lower() and key in project.places:
                place = project.places[PlaceId(key)]
                yield self._place_choice(place.id, project.unit_label(place.unit_after, language))
            elif group == Group.UNIT.name.lower() and key in project.units:
                unit = project.units[UnitId(key)]
                yield self._unit_choice(unit, unit.province)

    # What is done

    def show_unit(self, unit_id: UnitId) -> None:
        """Show all of a ward on the map."""
        geometry = self._desk.session.project.units[unit_id].geometry
        if geometry is not None:
            west, south, east, north = bounds(geometry).tolist()
            self._canvas.show_bounds((west, south, east, north))

    def _open_file(self, path: Path) -> None:
        self._files.guarded(lambda: self._files.open(path))

    def _forget(self) -> None:
        self.palette = None

    def _choose(self, choice: Choice) -> None:
        names = [choice.name, *(name for name in self._recent if name != choice.name)]
        self._desk.settings.keep(KEPT_AS, json.dumps(names[:RECENT_LIMIT], ensure_ascii=False))
        # The palette is gone before the command opens something of its own.
        QTimer.singleShot(0, self, choice.run)

    @property
    def _recent(self) -> list[str]:
        try:
            kept = json.loads(self._desk.settings.kept(KEPT_AS) or "[]")
        except ValueError:
            return []
        return [name for name in kept if isinstance(name, str)] if isinstance(kept, list) else []
