import json
import shutil
import subprocess
import sys
from configparser import ConfigParser
from pathlib import Path

import pytest

from gis_app.cli.integrate import APP_ID, NETWORK_TYPE, PROJECT_TYPE
from gis_app.cli.main import run_command_line

pytestmark = pytest.mark.skipif(sys.platform in {"win32", "darwin"}, reason="freedesktop.org's folders")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "dữ liệu"))
    monkeypatch.setattr(sys, "argv", [str(tmp_path / "chương trình" / "hanh-trinh"), "integrate"])
    return tmp_path / "dữ liệu"


def entry_of(folder: Path) -> ConfigParser:
    parser = ConfigParser(interpolation=None)
    parser.optionxform = str  # type: ignore[assignment,method-assign] # keys of an entry keep their case
    parser.read(folder / "applications" / f"{APP_ID}.desktop", encoding="utf-8")
    return parser


def test_the_menu_entry_starts_the_program_and_opens_its_files(folder: Path, tmp_path: Path) -> None:
    assert run_command_line(["integrate"]) == 0
    entry = entry_of(folder)["Desktop Entry"]
    assert entry["Exec"] == f'"{tmp_path}/chương trình/hanh-trinh" %f'
    assert entry["MimeType"].split(";")[:2] == [PROJECT_TYPE, NETWORK_TYPE]
    assert (folder / "icons/hicolor/scalable/apps" / f"{entry['Icon']}.svg").read_bytes().startswith(b"<svg")


def test_the_menu_entry_is_valid_for_the_desktops_own_tool(folder: Path) -> None:
    tool = shutil.which("desktop-file-validate")
    if tool is None:
        pytest.skip("desktop-file-validate is not installed")
    run_command_line(["integrate"])
    path = folder / "applications" / f"{APP_ID}.desktop"
    answer = subprocess.run([tool, str(path)], capture_output=True, text=True, check=False)
    assert (answer.returncode, answer.stdout) == (0, "")


def test_what_was_added_can_be_taken_away(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run_command_line(["integrate"])
    capsys.readouterr()
    assert run_command_line(["integrate", "--remove", "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert not document["is_in_menu"]
    assert document["files"]
    assert not [path for path in document["files"] if Path(path).exists()]


def test_a_folder_that_cannot_be_written_is_named(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder.write_text("a file where the folder should be")
    assert run_command_line(["integrate"]) == 3
    assert str(folder) in capsys.readouterr().err


@pytest.mark.parametrize(("name", "option"), [("Dự án.GPKG", "--project"), ("đường.htnet", "--network")])
def test_a_file_handed_over_by_the_desktop_is_opened(
    name: str, option: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: dict[str, Path | None] = {}

    def run(project: Path | None, network: Path | None, _language: str) -> int:
        opened.update({"--project": project, "--network": network})
        return 0

    monkeypatch.setattr("gis_app.app.run", run)
    assert run_command_line([name]) == 0
    assert opened[option] == Path(name)
