"""Frame of the command line: languages, options, exit codes, and errors that become sentences."""

import argparse
import json
import os
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely import Point

from data.errors import BadInputError, NoRouteError, UnknownIdError
from data.language.catalogue import N_
from data.model.place import Category, Place, PlaceId
from data.model.project import Project
from gis_app.cli import main as frame
from gis_app.cli.common import Console, asked_language, parse_point
from gis_app.cli.main import run_command_line


class FakeCommand(SimpleNamespace):
    """A command whose body a test chooses."""

    seen: argparse.Namespace
    console: Console

    def add_parser(
        self,
        subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]",
        common: argparse.ArgumentParser,
    ) -> None:
        parser = subparsers.add_parser(
            "places", parents=[common], help=N_("list, search, import or export places")
        )
        parser.add_argument("word", nargs="?")

    def run(self, arguments: argparse.Namespace, console: Console) -> int:
        self.seen, self.console = arguments, console
        return int(self.body())


@pytest.fixture
def command(monkeypatch: pytest.MonkeyPatch) -> FakeCommand:
    fake = FakeCommand(body=lambda: 0)
    monkeypatch.setattr(frame, "_command", lambda name: fake)
    return fake


def _raising(error: BaseException) -> object:
    def body() -> int:
        raise error

    return body


@pytest.mark.parametrize(
    ("argv", "environment", "language"),
    [
        ([], "", ""),
        ([], "en", "en"),
        ([], "fr", ""),
        (["--language", "en"], "vi", "en"),
        (["places", "--language=en"], "", "en"),
        (["--", "--language", "en"], "", ""),
        (["--language"], "", ""),
    ],
)
def test_the_language_comes_from_the_argument_then_the_environment(
    argv: list[str], environment: str, language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HANH_TRINH_LANGUAGE", environment)
    assert asked_language(argv) == language


def test_help_is_said_in_both_languages(capsys: pytest.CaptureFixture[str]) -> None:
    for language, words in (("vi", "tùy chọn chung:"), ("en", "common options:")):
        with pytest.raises(SystemExit):
            run_command_line(["--help", "--language", language])
        assert words in capsys.readouterr().out


def test_an_unknown_option_is_refused_in_vietnamese_with_code_2(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        run_command_line(["--bogus"])
    assert stop.value.code == 2
    assert "lỗi: không nhận ra đối số: --bogus" in capsys.readouterr().err


def test_common_options_may_stand_before_or_after_the_command(command: FakeCommand) -> None:
    assert (
        run_command_line(["--project", "plan", "--json", "places", "x", "--network", "n", "--language", "en"])
        == 0
    )
    assert (command.seen.project, command.seen.network) == (Path("plan"), Path("n"))
    assert command.console == Console("en", json=True)


def test_the_exit_code_of_a_command_is_passed_on(command: FakeCommand) -> None:
    command.body = lambda: 7
    assert run_command_line(["places"]) == 7


def test_an_error_is_said_on_stderr_in_the_language_with_its_exit_code(
    command: FakeCommand, capsys: pytest.CaptureFixture[str]
) -> None:
    command.body = _raising(UnknownIdError(N_("There is no place '{place}' in the project."), place="x"))
    assert run_command_line(["places"]) == 2
    said = capsys.readouterr()
    assert (said.out, said.err) == ("", "hanh-trinh: Dự án không có địa điểm “x”.\n")


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (NoRouteError("no way"), 4),
        (KeyboardInterrupt(), 130),
        (FileNotFoundError(2, "No such file", "lost.csv"), 3),
        (ZeroDivisionError("division by zero"), 70),
    ],
)
def test_every_end_has_its_exit_code_and_no_traceback(
    command: FakeCommand, error: BaseException, code: int, capsys: pytest.CaptureFixture[str]
) -> None:
    command.body = _raising(error)
    assert run_command_line(["places"]) == code
    said = capsys.readouterr().err
    assert said.startswith("hanh-trinh: ")
    assert "Traceback" not in said


def test_ctrl_c_that_a_library_swallows_still_ends_the_command(
    command: FakeCommand, capsys: pytest.CaptureFixture[str]
) -> None:
    def body() -> int:
        with suppress(KeyboardInterrupt):
            signal.raise_signal(signal.SIGINT)
        with command.console.progress() as progress:
            progress(0.5)
        return 0

    command.body = body
    assert run_command_line(["places"]) == 130
    assert "Đã dừng theo yêu cầu." in capsys.readouterr().err


def test_an_unexpected_error_shows_its_traceback_under_debug_only(
    command: FakeCommand, capsys: pytest.CaptureFixture[str]
) -> None:
    command.body = _raising(ZeroDivisionError("division by zero"))
    run_command_line(["places", "--debug", "--language", "en"])
    said = capsys.readouterr().err
    assert "Traceback" in said
    assert "Please report this" in said


@pytest.mark.parametrize(
    ("argv", "opened"),
    [
        ([], (None, None, "")),
        (["--project", "x.gpkg", "--language", "en"], (Path("x.gpkg"), None, "en")),
        (["--network", "y.htnet"], (None, Path("y.htnet"), "")),
    ],
)
def test_without_a_command_the_window_opens(
    argv: list[str], opened: tuple[object, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    calls: list[tuple[object, ...]] = []

    def run(*arguments: object) -> int:
        calls.append(arguments)
        return 0

    monkeypatch.setitem(sys.modules, "gis_app.app", SimpleNamespace(run=run))
    assert run_command_line(argv) == 0
    assert calls == [opened]


@pytest.mark.skipif(sys.platform == "win32", reason="there are no broken pipes to meet on Windows")
def test_a_reader_that_goes_away_is_no_error(repository: Path) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    done = subprocess.run(
        [sys.executable, "main.py", "places", "list"],
        cwd=repository,
        stdout=writer,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
    )
    os.close(writer)
    assert (done.returncode, done.stderr) == (141, "")


def test_a_result_is_text_or_json_with_its_letters(capsys: pytest.CaptureFixture[str]) -> None:
    Console().result({"name": "Đông Giao"}, "Đông Giao")
    Console(json=True).result({"name": "Đông Giao"}, "Đông Giao")
    text, _, document = capsys.readouterr().out.partition("\n")
    assert text == "Đông Giao"
    assert json.loads(document) == {"name": "Đông Giao"}
    assert "Đ" in document


def test_a_result_that_json_cannot_carry_is_refused() -> None:
    with pytest.raises(ValueError, match="JSON"):
        Console(json=True).result({"distance_m": float("nan")}, "")


@pytest.mark.parametrize(("wanted", "drawn"), [("always", True), ("auto", False), ("never", False)])
def test_progress_is_drawn_on_stderr_where_it_is_wanted(
    wanted: str, drawn: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    with Console("vi", progress_bars=wanted).progress() as progress:
        progress(0.5, N_("Stopped at your request."))
        progress(1.0)
    said = capsys.readouterr()
    assert said.out == ""
    assert ("Đã dừng theo yêu cầu." in said.err) is drawn


@pytest.fixture
def project() -> Project:
    place = Place(
        id=PlaceId("chu_dau"),
        name_vi="Gốm Chu Đậu",
        category=Category.CRAFT_VILLAGE,
        geometry=Point(106.36, 21.04),
    )
    return Project(places={place.id: place})


def test_a_point_is_a_place_by_key(project: Project) -> None:
    anchor = parse_point("chu_dau", project)
    assert (anchor.lon, anchor.lat, anchor.label, anchor.place_id) == (
        106.36,
        21.04,
        "Gốm Chu Đậu",
        "chu_dau",
    )


def test_a_point_is_longitude_and_latitude(project: Project) -> None:
    anchor = parse_point("105.83, 21.03", project)
    assert (anchor.lon, anchor.lat, anchor.place_id) == (105.83, 21.03, None)


@given(st.text())
def test_any_text_is_a_point_or_a_clear_refusal(text: str) -> None:
    try:
        clear = 102 <= parse_point(text, Project()).lon <= 118
    except BadInputError as error:
        clear = error.in_language("vi") != ""
    assert clear
