"""The installer of system packages names what it could not install, and never stops the work."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="apt is Debian's")


def _run(repository: Path, folder: Path, **commands: str) -> "subprocess.CompletedProcess[str]":
    """Run the installer where nothing is installed and ``commands`` stand in for the system's."""
    for name, body in {"dpkg-query": "exit 1", "sudo": 'shift; exec "$@"', **commands}.items():
        script = folder / name.replace("_", "-")
        script.write_text(f"#!/bin/sh\n{body}\n")
        script.chmod(0o755)
    return subprocess.run(
        [repository / ".ci" / "system-packages", "run"],
        env={**os.environ, "PATH": f"{folder}:{os.environ['PATH']}"},
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
        check=False,
    )


def test_missing_packages_are_asked_for_once_and_together(repository: Path, tmp_path: Path) -> None:
    done = _run(repository, tmp_path, apt_get=f'echo "$@" >> {tmp_path}/asked')
    calls = (tmp_path / "asked").read_text().splitlines()
    assert done.returncode == 0
    assert [("install" in call, "libegl1" in call) for call in calls] == [(False, False), (True, True)]


def test_a_package_that_cannot_be_installed_is_named_and_the_work_goes_on(
    repository: Path, tmp_path: Path
) -> None:
    done = _run(repository, tmp_path, apt_get='case "$*" in *libxcb-glx0*) exit 100;; esac')
    assert done.returncode == 0
    assert "could not install libxcb-glx0\n" in done.stderr


def test_nothing_is_asked_for_where_everything_is_there(repository: Path, tmp_path: Path) -> None:
    done = _run(
        repository, tmp_path, dpkg_query="echo 'install ok installed'", apt_get=f"touch {tmp_path}/asked"
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert not (tmp_path / "asked").exists()
