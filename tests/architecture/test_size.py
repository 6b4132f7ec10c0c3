"""Rooms stay small enough to read: functions of at most 70 lines, modules of at most 500."""

import ast
from collections.abc import Iterator
from pathlib import Path

PACKAGES = ("gis_app", "layers", "routes", "data", "resources", "tests")
LONGEST_FUNCTION = 70
LONGEST_MODULE = 500


def _functions(path: Path) -> Iterator[tuple[int, str]]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            assert node.end_lineno is not None
            first = min([node.lineno, *(decorator.lineno for decorator in node.decorator_list)])
            yield node.end_lineno - first + 1, f"{path}:{node.lineno} {node.name}"


def _ten_largest(sizes: list[tuple[int, str]]) -> str:
    return "\n".join(f"{lines:5} {name}" for lines, name in sorted(sizes, reverse=True)[:10])


def _sources(repository: Path) -> list[Path]:
    return [path for package in PACKAGES for path in sorted((repository / package).rglob("*.py"))]


def test_functions_stay_short(repository: Path) -> None:
    sizes = [size for path in _sources(repository) for size in _functions(path)]
    print(_ten_largest(sizes))
    assert max(sizes)[0] <= LONGEST_FUNCTION, _ten_largest(sizes)


def test_modules_stay_short(repository: Path) -> None:
    sizes = [(len(path.read_text(encoding="utf-8").splitlines()), str(path)) for path in _sources(repository)]
    print(_ten_largest(sizes))
    assert max(sizes)[0] <= LONGEST_MODULE, _ten_largest(sizes)
