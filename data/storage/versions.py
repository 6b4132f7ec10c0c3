"""Earlier versions of a project file: the kept generations, and what has changed since each of them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from data.errors import StorageError
from data.language.catalogue import N_, translate, translate_count
from data.model.project import Project
from data.storage.generations import generations
from data.storage.gpkg import open_project

_Key = TypeVar("_Key", bound=str)


@dataclass(frozen=True, slots=True)
class EntryChanges:
    """What happened to the places, or the tours, of a project: names in Vietnamese, in their order."""

    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Changes:
    """What makes a later state of a project different from an earlier one."""

    places: EntryChanges = field(default_factory=EntryChanges)
    tours: EntryChanges = field(default_factory=EntryChanges)
    is_other: bool = False

    def summary(self, language: str) -> str:
        """Return '+3 điểm, −1 tuyến, 2 điểm sửa' in ``language``."""
        said = []
        for count, singular, plural in (
            (len(self.places.added), N_("+{count} place"), N_("+{count} places")),
            (len(self.places.removed), N_("−{count} place"), N_("−{count} places")),
            (len(self.places.changed), N_("{count} place changed"), N_("{count} places changed")),
            (len(self.tours.added), N_("+{count} tour"), N_("+{count} tours")),
            (len(self.tours.removed), N_("−{count} tour"), N_("−{count} tours")),
            (len(self.tours.changed), N_("{count} tour changed"), N_("{count} tours changed")),
        ):
            if count:
                said.append(translate_count(language, singular, plural, count))
        if self.is_other:
            said.append(translate(language, N_("title or units changed")))
        return ", ".join(said) or translate(language, N_("no difference"))


@dataclass(frozen=True, slots=True)
class Version:
    """A kept generation.

    Parameters
    ----------
    path
        Its file.
    saved_s
        When it was saved: seconds since 1970, UTC.
    size_bytes
        Size of the file.
    project
        What is in it; None if it cannot be read.
    problem
        Why it cannot be read.
    """

    path: Path
    saved_s: float
    size_bytes: int
    project: Project | None = None
    problem: StorageError | None = None


def versions(path: Path) -> tuple[Version, ...]:
    """Return the earlier versions of the project file ``path``, newest first; damaged ones say so."""
    return tuple(version_in(kept) for kept in generations(path))


def compare(before: Project, after: Project) -> Changes:
    """Return what changed from ``before`` to ``after``."""
    others = ("units", "plans", "clauses", "successions", "title", "attribution")
    places, tours = {**before.places, **after.places}, {**before.tours, **after.tours}
    return Changes(
        places=_entries(before.places, after.places, {key: place.name_vi for key, place in places.items()}),
        tours=_entries(before.tours, after.tours, {key: tour.title_vi for key, tour in tours.items()}),
        is_other=any(getattr(before, name) != getattr(after, name) for name in others),
    )


def version_in(path: Path) -> Version:
    """Return what is in ``path``; a damaged file says so."""
    stat = path.stat()
    try:
        return Version(path, stat.st_mtime, stat.st_size, open_project(path))
    except StorageError as error:
        return Version(path, stat.st_mtime, stat.st_size, problem=error)


def _entries(
    before: Mapping[_Key, object], after: Mapping[_Key, object], names: Mapping[_Key, str]
) -> EntryChanges:
    return EntryChanges(
        added=tuple(names[key] for key in after if key not in before),
        removed=tuple(names[key] for key in before if key not in after),
        changed=tuple(names[key] for key in after if key in before and before[key] != after[key]),
    )
