"""``hanh-trinh integrate``: put the program into the desktop's menu and let it open project files."""

import argparse
import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path
from typing import Final

from data.errors import BadInputError
from data.language.catalogue import N_
from data.writers.atomic import write_atomically
from gis_app.cli.common import Console

APP_ID: Final = "hanh-trinh"
PROJECT_TYPE: Final = "application/geopackage+sqlite3"
"""Media type of a GeoPackage (OGC 12-128r19, annex on registration)."""
NETWORK_TYPE: Final = "application/x-hanh-trinh-network"

_ENTRY: Final = """[Desktop Entry]
Type=Application
Version=1.1
Name=Hành Trình
GenericName=Cultural tour designer
GenericName[vi]=Thiết kế tuyến du lịch văn hóa
Comment=Design cultural tours on a map
Comment[vi]=Thiết kế tuyến du lịch văn hóa trên bản đồ
Exec={command} %f
Icon={app}
Terminal=false
StartupWMClass={app}
Categories=Education;Geography;
Keywords=GIS;map;tour;bản đồ;du lịch;tuyến;
MimeType={types};
"""

_TYPES: Final = f"""<?xml version="1.0" encoding="UTF-8"?>
<mime-info xmlns="http://www.freedesktop.org/standards/shared-mime-info">
  <mime-type type="{PROJECT_TYPE}">
    <comment>GeoPackage</comment>
    <comment xml:lang="vi">Dự án GeoPackage</comment>
    <glob pattern="*.gpkg"/>
  </mime-type>
  <mime-type type="{NETWORK_TYPE}">
    <comment>Hành Trình road network</comment>
    <comment xml:lang="vi">Mạng đường Hành Trình</comment>
    <glob pattern="*.htnet"/>
  </mime-type>
</mime-info>
"""


def add_parser(
    subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]", common: argparse.ArgumentParser
) -> None:
    """Add the parser of ``integrate``."""
    parser = subparsers.add_parser(
        "integrate",
        parents=[common],
        help=N_("add the program to the desktop's menu and let it open project files"),
        description=N_(
            "Writes a menu entry, the icon and the file types into your own folders (freedesktop.org); "
            "nothing is installed for other users. Other programs stay the usual ones for GeoPackage files."
        ),
    )
    parser.add_argument("--remove", action="store_true", help=N_("take all of it away again"))


def run(arguments: argparse.Namespace, console: Console) -> int:
    """Write the files, or remove them, and list them.

    Raises
    ------
    BadInputError
        On a system without freedesktop.org's folders.
    OSError
        If a file cannot be written; the frame of the command line says which and why.
    """
    if sys.platform in {"win32", "darwin"}:
        raise BadInputError(
            N_("This command is for Linux desktops."),
            source=sys.platform,
            remedy=N_(
                "On Windows choose 'Open with' once for a .gpkg file; on macOS move the app to Applications."
            ),
        )
    folder = _data_home(os.environ)
    written = _files(_command_line())
    for name, content in written.items():
        path = folder / name
        if arguments.remove:
            path.unlink(missing_ok=True)
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            write_atomically(path, content)
    _refresh(folder)
    done = N_("Removed from the menu.") if arguments.remove else N_("Hành Trình is in the menu now.")
    document = {"is_in_menu": not arguments.remove, "files": [str(folder / name) for name in written]}
    console.result(document, console.translate(done))
    return 0


def _files(command: str) -> Mapping[str, bytes]:
    """Return what is written, by its path below the user's data folder."""
    entry = _ENTRY.format(command=command, app=APP_ID, types=f"{PROJECT_TYPE};{NETWORK_TYPE}")
    return {
        f"applications/{APP_ID}.desktop": entry.encode(),
        f"icons/hicolor/scalable/apps/{APP_ID}.svg": (
            files("resources") / "icons" / f"{APP_ID}.svg"
        ).read_bytes(),
        f"mime/packages/{APP_ID}.xml": _TYPES.encode(),
    }


def _data_home(environment: Mapping[str, str]) -> Path:
    """Return the folder of the user's own data (XDG Base Directory Specification 0.8)."""
    given = environment.get("XDG_DATA_HOME", "")
    # The specification has relative paths ignored.
    return Path(given) if Path(given).is_absolute() else Path.home() / ".local" / "share"


def _command_line() -> str:
    """Return what starts the program as it runs now: frozen, installed, or from a checkout."""
    program = Path(sys.argv[0]).resolve()
    if getattr(sys, "frozen", False):
        words = [sys.executable]
    elif program.suffix == ".py":
        words = [sys.executable, str(program)]
    else:
        words = [str(program)]
    return " ".join(_quoted(word) for word in words)


def _quoted(word: str) -> str:
    """Return a word as the Exec key wants it: in double quotes where it has reserved characters."""
    if shlex.quote(word) == word:
        return word
    escaped = "".join(f"\\\\{sign}" if sign in '"`$\\' else sign for sign in word)
    return f'"{escaped}"'.replace("%", "%%")


def _refresh(folder: Path) -> None:
    """Tell the desktop, where it has the tools for it; without them it notices at the next login."""
    for tool, below in (("update-desktop-database", "applications"), ("update-mime-database", "mime")):
        program = shutil.which(tool)
        if program is not None and (folder / below).is_dir():
            subprocess.run([program, str(folder / below)], check=False, capture_output=True)  # noqa: S603 - fixed tools
