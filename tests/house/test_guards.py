"""The guards of tests/conftest.py catch what they are for."""

import os
import re
import socket
import subprocess
import sys
from pathlib import Path

import pytest

LEAVES_THINGS_RUNNING = """
import multiprocessing
import threading
import time

from PySide6.QtCore import QThread


class Sleeper(QThread):
    def run(self):
        time.sleep(4)


kept = []


def test_thread():
    threading.Thread(target=time.sleep, args=(4,), daemon=True).start()


def test_qt_thread():
    kept.append(Sleeper())
    kept[-1].start()


def test_process():
    kept.append(multiprocessing.get_context("spawn").Process(target=time.sleep, args=(4,), daemon=True))
    kept[-1].start()


def test_clean():
    thread = threading.Thread(target=int)
    thread.start()
    kept[0].wait()
    kept[1].join()
"""

GOLDEN = """
def test_value(golden):
    golden("house/guard.txt", "mới")
"""


def _pytest(folder: Path, repository: Path, source: str, *options: str) -> str:
    (folder / "test_case.py").write_text(source, encoding="utf-8")
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "pytest",
            "-q",
            "-rA",
            "-p",
            "tests.conftest",
            "-p",
            "no:cacheprovider",
            *options,
        ],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(repository)},
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stdout


@pytest.mark.parametrize("address", [("192.0.2.1", 80), ("example.org", 80)])
def test_reaching_for_the_internet_fails_the_test(address: tuple[str, int]) -> None:
    with pytest.raises(pytest.fail.Exception, match=re.escape(address[0])):
        socket.create_connection(address)


def test_the_own_machine_may_be_reached() -> None:
    with (
        socket.create_server(("127.0.0.1", 0)) as server,
        socket.create_connection(server.getsockname()) as client,
    ):
        assert client.getpeername() == server.getsockname()


def test_a_test_that_leaves_something_running_fails(tmp_path: Path, repository: Path) -> None:
    said = _pytest(tmp_path, repository, LEAVES_THINGS_RUNNING)
    assert set(re.findall(r"^ERROR \S+::(\w+)", said, re.MULTILINE)) == {
        "test_thread",
        "test_qt_thread",
        "test_process",
    }


def test_a_golden_file_that_is_absent_fails_with_the_way_to_make_it(tmp_path: Path, repository: Path) -> None:
    assert "make golden" in _pytest(tmp_path, repository, GOLDEN)
