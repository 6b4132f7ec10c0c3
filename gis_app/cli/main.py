"""Frame of the command line: parser, choice of the command, errors and exit codes."""

import argparse
import importlib
import os
import sys
import traceback
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import Final, Protocol, cast

from data.errors import HanhTrinhError
from data.language.catalogue import LANGUAGES, N_, translate
from gis_app import __version__
from gis_app.cli.common import (
    DEFAULTS,
    OPTIONS_WITH_VALUE,
    Console,
    add_common_options,
    asked_language,
    use_utf8,
)
from gis_app.cli.interrupts import Interrupts
from gis_app.cli.parser import parser_class

COMMANDS: Final = {
    "plan": N_("plan a tour from a request and write every output"),
    "replan": N_("change a tour by hand and plan the rest anew"),
    "check": N_("check tours against request, register and roads"),
    "compare": N_("compare tours side by side"),
    "dates": N_("find the dates that make the best tour"),
    "export": N_("write a tour in other formats or as a leaflet, poster, booklet"),
    "atlas": N_("make an atlas: a page for every place, commune or day"),
    "print": N_("print a leaflet, poster or field sheet on a printer"),
    "route": N_("find the way through two or more points"),
    "matrix": N_("travel times between all pairs of points"),
    "alternatives": N_("different ways between two points"),
    "isochrone": N_("the area within reach of points in a given time"),
    "round-trip": N_("a loop of a given length past heritage"),
    "network": N_("build, fetch, clip, export or describe a road network"),
    "places": N_("list, search, import or export places"),
    "tours": N_("list tours, or read them from other files"),
    "integrate": N_("add the program to the desktop's menu and let it open project files"),
}
"""Each command is the module of that name beside this one; it is imported only when it is asked for."""

OPENED_FILES: Final = {".gpkg": "--project", ".htnet": "--network"}
"""Files that open the window when they are the first argument, by their suffix."""

EXIT_FILE: Final = 3
EXIT_UNEXPECTED: Final = 70
EXIT_INTERRUPTED: Final = 130
EXIT_BROKEN_PIPE: Final = 141


class Command(Protocol):
    """What the module of a command offers."""

    def add_parser(
        self,
        subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]",
        common: argparse.ArgumentParser,
    ) -> None:
        """Add the command's parser, with ``common`` among its parents."""

    def run(self, arguments: argparse.Namespace, console: Console) -> int:
        """Run the command and return the exit code."""


def run_command_line(argv: Sequence[str]) -> int:
    """Run a command, or open the window when none is given; every error becomes a sentence.

    Parameters
    ----------
    argv
        Arguments without the program's name.

    Returns
    -------
    int
        0, or the exit code of the error (see docs/user-guide.en.md).
    """
    use_utf8()
    argv = _with_opened_file(argv)
    language = asked_language(argv) or LANGUAGES[0]
    with Interrupts() as interrupts:
        return _guarded(argv, language, interrupts)


def _guarded(argv: Sequence[str], language: str, interrupts: Interrupts) -> int:
    try:
        code = _run(argv, language, interrupts)
        sys.stdout.flush()
    except HanhTrinhError as error:
        return _fail(error.in_language(language), error.exit_code)
    except KeyboardInterrupt:
        return _interrupted(language)
    except BrokenPipeError:
        # The reader (head, less) has gone: nothing to say, and the interpreter must not say it either.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return EXIT_BROKEN_PIPE
    except Exception as error:  # noqa: BLE001 - the last line of defence: a user never sees a bare traceback
        if interrupts.is_seen:
            return _interrupted(language)
        return _unexpected(error, argv, language)
    return code


def build_parser(language: str, command: str | None) -> argparse.ArgumentParser:
    """Return the parser speaking ``language``; of the commands only ``command`` is imported and complete."""
    kind = parser_class(language)
    common = kind(add_help=False)
    add_common_options(common)
    parser = kind(
        prog="hanh-trinh",
        parents=[common],
        description=N_("Hành Trình designs cultural tours on a map. Without a command it opens the window."),
        epilog=N_("'hanh-trinh COMMAND --help' explains a command."),
    )
    parser.add_argument("--version", action="version", version=f"Hành Trình {__version__}")
    subparsers = parser.add_subparsers(
        title=N_("commands"), dest="command", metavar=translate(language, N_("COMMAND"))
    )
    for name, summary in COMMANDS.items():
        if name == command:
            _command(name).add_parser(subparsers, common)
        else:
            subparsers.add_parser(name, help=summary)
    return parser


def _interrupted(language: str) -> int:
    return _fail(translate(language, N_("Stopped at your request.")), EXIT_INTERRUPTED)


def _run(argv: Sequence[str], language: str, interrupts: Interrupts) -> int:
    parser = build_parser(language, _chosen(argv))
    arguments = parser.parse_args(argv, argparse.Namespace(**DEFAULTS))
    arguments.language = language
    if arguments.command is None:
        from gis_app.app import run

        return run(arguments.project, arguments.network, asked_language(argv))
    console = Console(language, arguments.json, arguments.progress, interrupts.check, interrupts.held)
    return _command(arguments.command).run(arguments, console)


def _with_opened_file(argv: Sequence[str]) -> Sequence[str]:
    """Return the arguments with the file that a desktop hands over named as what it is."""
    if argv and argv[0] not in COMMANDS:
        option = OPENED_FILES.get(Path(argv[0]).suffix.lower())
        if option is not None:
            return [option, *argv]
    return argv


def _chosen(argv: Sequence[str]) -> str | None:
    for before, word in pairwise(["", *argv]):
        if word in COMMANDS and before not in OPTIONS_WITH_VALUE:
            return word
    return None


def _command(name: str) -> Command:
    return cast("Command", importlib.import_module(f"gis_app.cli.{name.replace('-', '_')}"))


def _fail(message: str, code: int) -> int:
    sys.stderr.write(f"hanh-trinh: {message}\n")
    return code


def _unexpected(error: Exception, argv: Sequence[str], language: str) -> int:
    if "--debug" in argv:
        traceback.print_exception(error)
    said = Console(language)
    if isinstance(error, OSError) and error.filename is not None:
        reason = said.translate(
            N_("'{path}' cannot be read or written: {reason}"), path=error.filename, reason=error.strerror
        )
        return _fail(reason, EXIT_FILE)
    return _fail(
        said.translate(
            N_(
                "Something unexpected went wrong ({kind}: {detail}). Please report this, with what "
                "'--debug' prints."
            ),
            kind=type(error).__name__,
            detail=str(error),
        ),
        EXIT_UNEXPECTED,
    )
