import subprocess
import sys
import textwrap
import traceback
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.errors import StorageError
from gis_app import reports
from gis_app.reports import FaultFile, report_text, take_faults, write_report

SECRET = "Nguyễn Văn An 0912345678 /srv/users/nguyenvanan/Đình Chèm"


def traceback_of(error: Exception) -> str:
    def fail() -> None:
        raise error

    with pytest.raises(type(error)) as caught:
        fail()
    return "".join(traceback.format_exception(caught.value))


def test_a_report_names_kind_module_and_line_and_the_kind_of_action() -> None:
    text = report_text(traceback_of(ZeroDivisionError("division by zero")), "Import {name}")
    assert "ZeroDivisionError" in text
    assert "  gis_app/test_reports.py:" in text
    assert "traceback_of" in text
    assert "action: Import {name}" in text
    assert text.startswith("Hành Trình ")


@given(message=st.text(max_size=60).map(lambda text: f"{text}{SECRET}\nHung: {SECRET}\n  {SECRET}{text}"))
def test_no_message_gets_into_a_report(message: str) -> None:
    for error in (ValueError(message), StorageError("{x}", source=message, x=message), OSError(2, message)):
        text = report_text(traceback_of(error))
        assert not any(word in text for word in (*SECRET.split(), "Hung"))


def test_a_chain_of_errors_keeps_each_kind() -> None:
    def fail() -> None:
        try:
            dict[str, str]()[SECRET]
        except KeyError as error:
            raise ValueError(SECRET) from error

    with pytest.raises(ValueError, match="Nguyễn") as caught:
        fail()
    text = report_text("".join(traceback.format_exception(caught.value)))
    assert text.index("KeyError") < text.index("ValueError")
    assert "0912345678" not in text


@pytest.mark.parametrize(
    ("path", "kept"),
    [
        ("/srv/users/nguyenvanan/hanh-trinh/gis_app/map/canvas.py", "gis_app/map/canvas.py"),
        (r"D:\Nhà\Nguyễn An\AppData\gis_app\_bundle\data\edits.py", "data/edits.py"),
        ("/srv/users/an/.venv/lib/python3.11/site-packages/shapely/io.py", "site-packages/shapely/io.py"),
        ("/srv/users/an/tools/strange.py", "strange.py"),
    ],
)
def test_paths_begin_at_our_packages(path: str, kept: str) -> None:
    text = report_text(f'Traceback (most recent call last):\n  File "{path}", line 7, in f\nValueError: x')
    assert f"  {kept}:7 f" in text
    assert "an/" not in text.replace(kept, "")


def test_only_the_last_reports_are_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reports, "MOST_REPORTS", 2)
    for number in range(4):
        (tmp_path / f"report-2026010{number}-000000.txt").write_text("x")
    path = write_report(tmp_path, "mới")
    assert path is not None
    assert path.read_text(encoding="utf-8") == "mới\n"
    assert len(list(tmp_path.glob("report-*.txt"))) == 2


def test_a_report_that_cannot_be_written_is_none(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    assert write_report(tmp_path / "file", "x") is None


FAULT = textwrap.dedent(
    """
    import ctypes, sys
    from pathlib import Path
    from gis_app.reports import FaultFile

    FaultFile(Path(sys.argv[1])).begin()
    ctypes.string_at(0)
    """
)


def test_a_fault_leaves_its_last_words_for_the_next_start(tmp_path: Path) -> None:
    died = subprocess.run([sys.executable, "-c", FAULT, str(tmp_path)], check=False)
    assert died.returncode < 0
    (words,) = take_faults(tmp_path)
    text = report_text(words)
    assert "Fatal Python error: Segmentation fault" in text
    assert "ctypes/__init__.py" in text or "__init__.py:" in text
    assert not take_faults(tmp_path)
    assert not list(tmp_path.iterdir())


def test_a_clean_end_leaves_nothing_and_an_open_window_is_not_taken_for_dead(tmp_path: Path) -> None:
    ours = FaultFile(tmp_path)
    ours.begin()
    try:
        assert not take_faults(tmp_path)
        assert list(tmp_path.glob("fault-*.txt"))
    finally:
        ours.end()
    assert not list(tmp_path.iterdir())
