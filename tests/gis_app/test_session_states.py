"""Any sequence of edit, undo, redo, save, crash and restore keeps the project the user sees."""

import tempfile
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from data.edits import DropPlace, DropTour, Edit, PutPlace, ReplaceProject, SetTitle
from data.errors import BadInputError
from data.model.project import Project
from data.storage.gpkg import open_project, save_project
from data.storage.holding import ProjectHold
from data.storage.journal import ChangeNote, Journal, Origin, forget, leftovers, restore, stamp_of
from gis_app.i18n import Words
from gis_app.session import ProjectFile, Session
from tests.data.storage.projects import PLACES, TEXTS, full_project

FULL = full_project()
EDITS: st.SearchStrategy[Edit] = st.one_of(
    TEXTS.map(SetTitle),
    PLACES.map(PutPlace),
    st.sampled_from([*FULL.places]).map(DropPlace),
    st.sampled_from([*FULL.tours]).map(DropTour),
)


class Sessions(RuleBasedStateMachine):
    """Sessions of one user; ``seen`` is what must be there, ``past`` and ``coming`` are its steps."""

    @initialize()
    def begin(self) -> None:
        self.home = tempfile.TemporaryDirectory()
        self.folder = Path(self.home.name)
        self.path = self.folder / "dự án.gpkg"
        self.words = Words("vi")
        self.number = 0
        self.past: list[Project] = []
        self.coming: list[Project] = []
        self.seen = FULL
        save_project(FULL, self.path)
        self.start(FULL)

    def start(self, base: Project) -> None:
        """Open a window on the file."""
        self.number += 1
        self.session = Session(self.words)
        self.session.open(base, ProjectFile(self.path, stamp_of(self.path), ProjectHold(self.path)))
        self.journal = Journal(self.folder / f"{self.number}.journal")

    def keep(self) -> None:
        """Do what the thread of the journal does."""
        session = self.session
        if not session.is_dirty:
            self.journal.discard()
            return
        assert session.file is not None
        origin = Origin(self.path, session.file.stamp, session.name)
        note = ChangeNote(float(self.number), session.last_change.count, session.last_change.msgid)
        self.journal.write(origin, session.base, session.project, note)

    @rule(edit=EDITS)
    def edit(self, edit: Edit) -> None:
        before = self.session.project
        try:
            self.session.do(edit, "Edit")
        except BadInputError:
            assert self.session.project is before
            return
        self.past.append(self.seen)
        self.coming.clear()
        self.seen = edit.apply(self.seen).project
        self.keep()

    @rule()
    def undo(self) -> None:
        self.session.stack.undo()
        if self.past:
            self.coming.append(self.seen)
            self.seen = self.past.pop()
        self.keep()

    @rule()
    def redo(self) -> None:
        self.session.stack.redo()
        if self.coming:
            self.past.append(self.seen)
            self.seen = self.coming.pop()
        self.keep()

    @rule()
    def save(self) -> None:
        session = self.session
        assert session.file is not None
        save_project(session.project, self.path)
        file = replace(session.file, stamp=stamp_of(self.path))
        session.saved(session.project, file, session.stack.index())
        self.keep()

    @rule()
    def crash_and_restore(self) -> None:
        """Lose the memory; the next start opens the file and restores what the journal holds."""
        is_dirty = self.session.is_dirty
        self.session.close()
        self.journal.close()
        found = leftovers(self.folder)
        assert len(found) == is_dirty
        self.past, self.coming = [], []
        if not found:
            self.start(open_project(self.path))
            return
        restored = restore(found[0])
        assert stamp_of(self.path) == restored.leftover.origin.stamp
        assert restored.base == open_project(self.path)
        self.start(restored.base)
        self.past.append(restored.base)
        self.session.do(ReplaceProject(restored.project), "Restore unsaved changes")
        self.keep()
        forget(found[0])

    @precondition(lambda self: hasattr(self, "session"))
    @invariant()
    def the_project_is_what_the_user_sees(self) -> None:
        project = self.session.project
        assert project == self.seen
        assert list(project.places) == list(self.seen.places)

    def teardown(self) -> None:
        if hasattr(self, "session"):
            self.session.close()
            self.journal.discard()
            self.words.remove()
            self.home.cleanup()


@pytest.mark.usefixtures("qapp")
def test_any_session_keeps_the_project_that_the_user_sees() -> None:
    run_state_machine_as_test(Sessions, settings=settings(max_examples=20, stateful_step_count=20))
