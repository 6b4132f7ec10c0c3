"""What the code imports is what pyproject.toml declares, no more and no less."""

import ast
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

PACKAGES = ("gis_app", "layers", "routes", "data", "resources")


def _imported(path: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module)
    return {name.partition(".")[0] for name in names}


def _used(repository: Path) -> set[str]:
    """Return the distributions behind the imports of the product."""
    tops = {
        top
        for package in PACKAGES
        for path in (repository / package).rglob("*.py")
        for top in _imported(path)
    }
    foreign = tops - set(sys.stdlib_module_names) - set(PACKAGES)
    owners = packages_distributions()
    return {canonicalize_name(owner) for top in foreign for owner in owners.get(top, [top])}


def _declared(repository: Path) -> set[str]:
    project = tomllib.loads((repository / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = (line for lines in project["optional-dependencies"].values() for line in lines)
    return {canonicalize_name(Requirement(line).name) for line in (*project["dependencies"], *extras)}


def test_every_imported_library_is_declared(repository: Path) -> None:
    # Both wheels of Qt own the package PySide6's namespace; one of them is declared.
    assert _used(repository) - _declared(repository) - {"shiboken6", "pyside6", "pyside6-addons"} == set()


def test_every_declared_library_is_imported(repository: Path) -> None:
    assert _declared(repository) - _used(repository) == set()
