"""What every test shares: no screen, no internet, no leftovers, golden files and the real data."""

import multiprocessing
import os
import socket
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final

import pytest
from hypothesis import HealthCheck, settings
from tqdm import tqdm

# Qt reads this when it is first imported.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

REPOSITORY: Final = Path(__file__).resolve().parent.parent
GOLDEN: Final = REPOSITORY / "tests" / "golden"
REAL_DATA: Final = REPOSITORY.parent / "shared" / "data"
SECONDS_TO_END: Final = 2.0

# An example may import a library or hit a busy machine: wall-clock deadlines would only make noise.
settings.register_profile("dev", deadline=None, max_examples=50, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("ci", settings.get_profile("dev"), derandomize=True, max_examples=100)
settings.load_profile("ci" if os.environ.get("CI") else "dev")

# The monitor thread of tqdm outlives its bars.
tqdm.monitor_interval = 0

Golden = Callable[[str, str | bytes], None]


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the one switch that rewrites golden files; the diff is then reviewed."""
    parser.addoption("--refresh-golden", action="store_true", help="rewrite tests/golden from this run")


@pytest.fixture(scope="session", autouse=True)
def _own_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep settings and caches out of the tester's home folder."""
    home = tmp_path_factory.mktemp("home")
    with pytest.MonkeyPatch.context() as patch:
        for name in ("CONFIG", "CACHE", "DATA", "STATE"):
            patch.setenv(f"XDG_{name}_HOME", str(home / name.lower()))
        patch.delenv("HANH_TRINH_LANGUAGE", raising=False)
        yield


@pytest.fixture(scope="session", autouse=True)
def _no_internet() -> Iterator[None]:
    """Fail any test that reaches for the internet; loopback and local sockets stay open."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("connect", "connect_ex", "sendto"):
            patch.setattr(socket.socket, name, _guarded(getattr(socket.socket, name)))
        patch.setattr(socket, "getaddrinfo", _guarded_lookup(socket.getaddrinfo))
        yield


def _guarded(method: Callable[..., Any]) -> Callable[..., Any]:
    def guarded(self: socket.socket, *arguments: Any) -> Any:
        address = arguments[-1]
        if self.family in {socket.AF_INET, socket.AF_INET6}:
            _refuse_unless_local(address[0])
        return method(self, *arguments)

    return guarded


def _guarded_lookup(lookup: Callable[..., Any]) -> Callable[..., Any]:
    def guarded(host: Any, *arguments: Any, **options: Any) -> Any:
        _refuse_unless_local(host)
        return lookup(host, *arguments, **options)

    return guarded


def _refuse_unless_local(host: object) -> None:
    name = host.decode() if isinstance(host, bytes) else str(host or "localhost")
    if name not in {"localhost", "::1", "0.0.0.0", "::"} and not name.startswith("127."):
        # pytest's own outcome passes through 'except Exception' of the code under test.
        pytest.fail(f"the test reached for the internet: {name}")


@pytest.fixture(autouse=True)
def _nothing_left_running() -> Iterator[None]:
    """Fail a test that leaves a thread, a Qt thread or a process behind."""
    threads = set(threading.enumerate())
    started: list[Any] = []
    with pytest.MonkeyPatch.context() as patch:
        qt = sys.modules.get("PySide6.QtCore")
        if qt is not None:
            start = qt.QThread.start

            def recorded(thread: Any, *arguments: Any) -> None:
                started.append(thread)
                start(thread, *arguments)

            patch.setattr(qt.QThread, "start", recorded)
        yield
    left = [f"thread {thread.name}" for thread in _alive(set(threading.enumerate()) - threads)]
    left += [f"process {child.name}" for child in multiprocessing.active_children()]
    left += _qt_left(started)
    if left:
        pytest.fail(
            f"still running after the test: {', '.join(left)}; stop and join it in the code or the test"
        )


def _alive(threads: set[threading.Thread]) -> list[threading.Thread]:
    for thread in threads:
        # A dummy stands for a foreign thread (Qt's pool) and cannot be joined.
        if not isinstance(thread, threading._DummyThread):
            thread.join(SECONDS_TO_END)
    return [t for t in threads if t.is_alive() and not isinstance(t, threading._DummyThread)]


def _qt_left(started: list[Any]) -> list[str]:
    qt = sys.modules.get("PySide6.QtCore")
    if qt is None:
        return []
    shiboken = sys.modules["shiboken6"]
    milliseconds = int(SECONDS_TO_END * 1000)
    left = [
        f"QThread {thread.objectName() or thread!r}"
        for thread in started
        if shiboken.isValid(thread) and not thread.wait(milliseconds)
    ]
    if not qt.QThreadPool.globalInstance().waitForDone(milliseconds):
        left.append("a job of the global QThreadPool")
    return left


@pytest.fixture(scope="session")
def repository() -> Path:
    """Root of the source checkout."""
    return REPOSITORY


@pytest.fixture(scope="session")
def real_data() -> Path:
    """Folder of the real OpenStreetMap extracts; the test is skipped where it is absent."""
    if not REAL_DATA.is_dir():
        pytest.skip("the real data is not here: expected in ../shared/data beside the repository")
    return REAL_DATA


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Golden:
    """Return ``golden(path, value)``: compare with tests/golden/path, or rewrite it on request."""

    def compare(name: str, value: str | bytes) -> None:
        path = GOLDEN / name
        got = value.encode() if isinstance(value, str) else value
        if request.config.getoption("--refresh-golden"):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(got)
        assert path.is_file(), f"no golden file tests/golden/{name}: make it with 'make golden'"
        expected = path.read_bytes()
        if isinstance(value, str):
            assert value == expected.decode(), f"differs from tests/golden/{name}"
        else:
            assert got == expected, f"differs from tests/golden/{name}"

    return compare
