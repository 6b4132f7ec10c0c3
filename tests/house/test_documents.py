"""Documents tell the truth about the tree: links lead somewhere, rooms exist, every library is credited."""

import re
from pathlib import Path

import pytest

from data import errors
from gis_app.cli import check
from gis_app.cli import main as frame

LINK = re.compile(r"\]\((?!https?:|#)([^)#\s]+)")
ROOM = re.compile(r"`((?:gis_app|layers|routes|data|resources|tests)/[\w/]*(?:\.\w+)?)`")
PLAN_BEGINS = "gis_app/__main__.py"
PACKAGES = ("gis_app", "layers", "routes", "data", "resources")
MODULE = re.compile(r"`((?:gis_app|layers|routes|data)(?:\.\w+)+)")


def _documents(repository: Path) -> list[Path]:
    return [*sorted(repository.glob("*.md")), *sorted((repository / "docs").rglob("*.md"))]


def test_every_link_between_documents_leads_somewhere(repository: Path) -> None:
    broken = [
        f"{document.relative_to(repository)}: {target}"
        for document in _documents(repository)
        for target in LINK.findall(document.read_text(encoding="utf-8"))
        if not (document.parent / target).exists()
    ]
    assert broken == []


def test_every_room_named_in_a_document_exists(repository: Path) -> None:
    missing = [
        f"{document.relative_to(repository)}: {room}"
        for document in _documents(repository)
        for room in ROOM.findall(document.read_text(encoding="utf-8"))
        if not (repository / room).exists()
    ]
    assert missing == []


def test_the_floor_plan_matches_the_tree(repository: Path) -> None:
    text = (repository / "docs" / "architecture.md").read_text(encoding="utf-8")
    plan = next(block for block in re.findall(r"```\n(.*?)```", text, re.DOTALL) if PLAN_BEGINS in block)
    planned = set()
    for line in plan.splitlines():
        first, *others = re.split(r"\s{2,}", line)[0].split()
        planned |= {Path(first), *(Path(first).parent / other for other in others)}
    assert [str(path) for path in planned if not (repository / path).exists()] == []
    rooms = {
        path.relative_to(repository)
        for package in PACKAGES
        for path in (repository / package).iterdir()
        if not path.name.startswith(("_", ".")) and path.suffix in {"", ".py"}
    }
    assert sorted(map(str, rooms - planned)) == []


def test_every_module_named_in_a_document_exists(repository: Path) -> None:
    missing = []
    for document in _documents(repository):
        for dotted in MODULE.findall(document.read_text(encoding="utf-8")):
            path = repository.joinpath(*dotted.split("."))
            # The last word may be a name inside the module.
            candidates = (path, path.with_suffix(".py"), path.parent.with_suffix(".py"))
            if not any(candidate.exists() for candidate in candidates) and not _names(path):
                missing.append(f"{document.relative_to(repository)}: {dotted}")
    assert missing == []


def _names(path: Path) -> bool:
    package = path.parent / "__init__.py"
    return package.is_file() and path.name in package.read_text(encoding="utf-8")


def test_every_library_that_is_installed_is_credited(repository: Path) -> None:
    lock = (repository / "requirements" / "run.lock").read_text(encoding="utf-8")
    notice = (repository / "NOTICE.md").read_text(encoding="utf-8").lower()
    locked = re.findall(r"^([a-z0-9-]+)==", lock, re.MULTILINE)
    assert len(locked) > 20
    assert [name for name in locked if not re.search(rf"(?<![\w-]){name}(?![\w-])", notice)] == []


@pytest.mark.parametrize("guide", ["user-guide.vi.md", "user-guide.en.md"])
def test_the_guides_list_every_exit_code(guide: str, repository: Path) -> None:
    text = (repository / "docs" / guide).read_text(encoding="utf-8")
    told = {int(code) for code in re.findall(r"^\| (\d+) \|", text, re.MULTILINE)}
    kinds = [kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, Exception)]
    codes = {kind.exit_code for kind in kinds if issubclass(kind, errors.HanhTrinhError)}
    codes |= {frame.EXIT_FILE, frame.EXIT_UNEXPECTED, frame.EXIT_INTERRUPTED, frame.EXIT_BROKEN_PIPE, 0}
    codes.add(check.EXIT_BROKEN)
    assert told == codes
