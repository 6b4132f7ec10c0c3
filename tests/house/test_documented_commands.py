"""What the documents tell a reader to type exists."""

import argparse
import re
import shlex
from pathlib import Path

import pytest

from gis_app.cli.common import DEFAULTS
from gis_app.cli.main import COMMANDS, build_parser

DOCUMENTS = (
    "README.md",
    "CONTRIBUTING.md",
    "docs/user-guide.vi.md",
    "docs/user-guide.en.md",
    "docs/request.md",
)
PROGRAM = re.compile(r"^(?:hanh-trinh|python3? main\.py)\s+(.+)$")


def _lines(repository: Path) -> list[tuple[str, str]]:
    found = []
    for document in DOCUMENTS:
        text = (repository / document).read_text(encoding="utf-8")
        for block in re.findall(r"```sh\n(.*?)```", text, re.DOTALL):
            joined = block.replace("\\\n", " ")
            found += [
                (document, line.partition("  #")[0].strip()) for line in joined.splitlines() if line.strip()
            ]
    return found


def test_every_documented_make_target_exists(repository: Path) -> None:
    targets = set(
        re.findall(r"^([a-z-]+):", (repository / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    )
    asked = {
        (document, word)
        for document, line in _lines(repository)
        if line.startswith("make ")
        for word in shlex.split(line)[1:]
        if "=" not in word
    }
    assert asked
    assert {pair for pair in asked if pair[1] not in targets} == set()


def test_every_documented_command_is_understood(repository: Path) -> None:
    asked = [
        (document, found.group(1)) for document, line in _lines(repository) if (found := PROGRAM.match(line))
    ]
    assert {shlex.split(words)[0] for _, words in asked} >= set(COMMANDS)
    for document, words in asked:
        # What stands behind '>' is the shell's.
        arguments = shlex.split(words.partition(" > ")[0])
        chosen = next((word for word in arguments if word in COMMANDS), None)
        try:
            build_parser("en", chosen).parse_args(arguments, argparse.Namespace(**DEFAULTS))
        except SystemExit as stop:
            if stop.code:
                pytest.fail(f"{document}: hanh-trinh {words}")
