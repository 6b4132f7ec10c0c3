"""What every command shares: options, the console, the project, the network and points."""

import argparse
import io
import json
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Final

from data.errors import BadInputError
from data.language.catalogue import LANGUAGES, N_, translate
from data.progress import Progress, silent

if TYPE_CHECKING:
    from data.model.project import Project
    from data.model.request import Anchor
    from routes.network.store import RoadNetwork

LANGUAGE_VARIABLE: Final = "HANH_TRINH_LANGUAGE"
"""Environment variable with the default language."""

DEFAULTS: Final = {
    "command": None,
    "project": None,
    "network": None,
    "language": None,
    "json": False,
    "progress": "auto",
    "debug": False,
}
"""Values of the common options that were not given."""

OPTIONS_WITH_VALUE: Final = frozenset({"--project", "--network", "--language", "--lang", "--progress"})
"""Common options whose next word is their value, not a command."""


def add_common_options(parser: argparse.ArgumentParser) -> None:
    """Add the options that every command takes.

    They may stand before or after the command, so an absent one must not set anything
    (``DEFAULTS`` are put into the namespace first).
    """
    unset = argparse.SUPPRESS
    group = parser.add_argument_group(N_("common options"))
    group.add_argument(
        "--project",
        type=Path,
        metavar="F",
        default=unset,
        help=N_("project file (GeoPackage); the starter data if absent"),
    )
    group.add_argument(
        "--network",
        type=Path,
        metavar="F",
        default=unset,
        help=N_("road network file; the starter network if absent"),
    )
    group.add_argument(
        "--language",
        "--lang",
        choices=LANGUAGES,
        default=unset,
        help=N_("language of messages and outputs (default vi, or HANH_TRINH_LANGUAGE)"),
    )
    group.add_argument(
        "--json", action="store_true", default=unset, help=N_("write the result as JSON, units in the keys")
    )
    group.add_argument(
        "--progress",
        choices=("auto", "always", "never"),
        default=unset,
        help=N_("show progress bars (auto: on a terminal only)"),
    )
    group.add_argument(
        "--debug", action="store_true", default=unset, help=N_("show the traceback of an unexpected error")
    )


def asked_language(argv: Sequence[str]) -> str:
    """Return the language asked for, before the arguments are parsed: argument, else environment, else ''."""
    asked = os.environ.get(LANGUAGE_VARIABLE, "")
    for word, following in pairwise([*argv, ""]):
        if word == "--":
            break
        if word in {"--language", "--lang"}:
            asked = following
        elif word.startswith(("--language=", "--lang=")):
            asked = word.partition("=")[2]
    return asked if asked in LANGUAGES else ""


def _go_on() -> None:
    """Check nothing."""


@contextmanager
def _never_stopped() -> Iterator[Callable[[], bool]]:
    """Give what is never true."""
    yield lambda: False


@dataclass(frozen=True, slots=True)
class Console:
    """Where a command speaks: results on stdout, everything said to a person on stderr.

    Parameters
    ----------
    language
        'vi' or 'en'.
    json
        Whether results are wanted as JSON.
    progress_bars
        'auto' (on a terminal), 'always' or 'never'.
    check
        Called at every step of long work; raises KeyboardInterrupt once the user wants to stop.
    hold
        Opened around work that ends by itself with what it has; gives what tells whether the user wants to
        stop. Meanwhile the first Ctrl-C raises nothing.
    """

    language: str = LANGUAGES[0]
    json: bool = False
    progress_bars: str = "auto"
    check: Callable[[], None] = field(default=_go_on, compare=False)
    hold: Callable[[], AbstractContextManager[Callable[[], bool]]] = field(
        default=_never_stopped, compare=False
    )

    def result(self, document: object, text: str) -> None:
        """Write the result to stdout: ``document`` as JSON under ``--json``, else ``text``.

        Parameters
        ----------
        document
            What ``json.dumps`` takes, units in the keys; numbers must be finite.
        text
            The same for a person, in ``self.language``.
        """
        said = json.dumps(document, ensure_ascii=False, indent=2, allow_nan=False) if self.json else text
        sys.stdout.write(said if said.endswith("\n") else said + "\n")

    def say(self, text: str, /, **facts: object) -> None:
        """Say a msgid on stderr."""
        sys.stderr.write(self.translate(text, **facts) + "\n")

    def warn(self, text: str, /, **facts: object) -> None:
        """Say a msgid on stderr as a warning."""
        warning = self.translate(N_("Warning:"))
        sys.stderr.write(f"{warning} {self.translate(text, **facts)}\n")

    def translate(self, text: str, /, **facts: object) -> str:
        """Return a msgid in the language of the console."""
        return translate(self.language, text, **facts)

    @contextmanager
    def progress(self) -> Iterator[Progress]:
        """Give a ``Progress`` drawn as a bar on stderr, where bars are wanted."""
        wanted = self.progress_bars == "always" or (self.progress_bars == "auto" and sys.stderr.isatty())
        if not wanted:
            yield self._checked(silent)
            return
        from tqdm import tqdm

        layout = "{desc:<40.40} {percentage:3.0f} % |{bar}| {elapsed}"
        with tqdm(total=1.0, file=sys.stderr, bar_format=layout, leave=False) as bar:

            def report(done: float, message: str = "") -> None:
                said = self.translate(message) if message else bar.desc
                if said != bar.desc:
                    bar.set_description_str(said)
                bar.update(min(max(done, 0.0), 1.0) - bar.n)

            yield self._checked(report)

    def _checked(self, report: Progress) -> Progress:
        def checked(done: float, message: str = "") -> None:
            self.check()
            report(done, message)

        return checked


def use_utf8() -> None:
    """Write UTF-8 whatever the terminal's code page; undecodable file names are escaped, never fatal."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def load_project(arguments: argparse.Namespace) -> "Project":
    """Open the project that ``--project`` names, or the starter data.

    Raises
    ------
    StorageError
        If the file cannot be read.
    """
    if arguments.project is None:
        from data.starter import load_starter

        return load_starter()
    from data.storage.gpkg import open_project

    return open_project(arguments.project)


def photo_folder(arguments: argparse.Namespace) -> Path | None:
    """Return the folder of the project file, where its photos lie; ``None`` for the starter data."""
    return None if arguments.project is None else Path(arguments.project).parent


def load_network(arguments: argparse.Namespace) -> "RoadNetwork":
    """Open the road network that ``--network`` names, or the starter network.

    Raises
    ------
    StorageError
        If the file cannot be read.
    """
    from gis_app.planning import open_network

    network: Path | None = arguments.network
    return open_network(network)


def parse_point(text: str, project: "Project", language: str = LANGUAGES[0]) -> "Anchor":
    """Read a point given on the command line.

    Parameters
    ----------
    text
        ``lon,lat`` in decimal degrees (WGS84), or the key of a place.
    project
        Where keys are looked up.
    language
        Language of the label.

    Raises
    ------
    BadInputError
        If the numbers are no coordinates in Vietnam.
    UnknownIdError
        If the project has no such place.
    """
    from data.model.request import Anchor
    from data.writers.itinerary import clean

    if "," not in text:
        place = project.place(text)
        return Anchor(place.lon, place.lat, clean(place.name(language)), place.id)
    lon, _, lat = text.partition(",")
    try:
        return Anchor(float(lon), float(lat), text)
    except ValueError:
        raise BadInputError(
            N_("'{text}' is not a point."),
            remedy=N_("Write longitude,latitude in decimal degrees (105.83,21.03) or the key of a place."),
            text=text,
        ) from None
