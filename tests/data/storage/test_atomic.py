import errno
import os
import resource
import signal
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from data.errors import StorageError
from data.model.project import Project
from data.starter import load_starter
from data.storage import writer
from data.storage.generations import generations
from data.storage.gpkg import open_project, save_project

STEPS = ("written", "flushed", "verified", "kept", "replaced", "settled")

CRASH = textwrap.dedent(
    """
    import os, signal, sys
    from dataclasses import replace
    from data.starter import load_starter
    from data.storage.gpkg import save_project

    def crash(step):
        if step == sys.argv[2]:
            os.kill(os.getpid(), signal.SIGKILL)

    save_project(replace(load_starter(), title="new"), sys.argv[1], on_step=crash)
    """
)


@pytest.mark.parametrize("step", STEPS)
def test_a_killed_save_leaves_the_old_or_the_new_file(tmp_path: Path, step: str) -> None:
    path = tmp_path / "p.gpkg"
    save_project(Project(title="older"), path)
    save_project(Project(title="old"), path)
    died = subprocess.run([sys.executable, "-c", CRASH, str(path), step], check=False)
    assert died.returncode == -signal.SIGKILL
    expected = "new" if step in {"replaced", "settled"} else "old"
    assert open_project(path).title == expected
    # The lock of the dead process is gone, its draft is no obstacle, no generation was lost.
    save_project(Project(title="next"), path)
    assert open_project(path).title == "next"
    assert not path.with_name(".p.gpkg.saving").exists()
    titles = [open_project(kept).title for kept in generations(path)]
    assert titles[0] == expected
    assert "older" in titles
    assert len(set(titles)) == len(titles)


@pytest.mark.parametrize("step", STEPS[:4])
@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EROFS, errno.EACCES])
def test_a_failing_disk_leaves_the_old_file_and_says_so(tmp_path: Path, step: str, code: int) -> None:
    path = tmp_path / "p.gpkg"
    save_project(Project(title="old"), path)

    def fail(done: str) -> None:
        if done == step:
            raise OSError(code, os.strerror(code))

    with pytest.raises(StorageError, match=os.strerror(code)) as caught:
        save_project(Project(title="new"), path, on_step=fail)
    assert caught.value.exit_code == 3
    assert open_project(path).title == "old"
    assert not path.with_name(".p.gpkg.saving").exists()


FULL_DISK = textwrap.dedent(
    """
    import resource, signal, sys
    from data.errors import StorageError
    from data.starter import load_starter
    from data.storage.gpkg import save_project

    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000))
    try:
        save_project(load_starter(), sys.argv[1])
    except StorageError as error:
        sys.exit(error.exit_code)
    """
)


def test_a_disk_that_fills_up_while_writing_leaves_the_old_file(tmp_path: Path) -> None:
    assert resource.RLIMIT_FSIZE is not None
    path = tmp_path / "p.gpkg"
    save_project(Project(title="old"), path)
    stopped = subprocess.run([sys.executable, "-c", FULL_DISK, str(path)], check=False)
    assert stopped.returncode == 3
    assert open_project(path).title == "old"
    assert not path.with_name(".p.gpkg.saving").exists()


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_read_only_folder_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "p.gpkg"
    save_project(Project(title="old"), path)
    tmp_path.chmod(0o555)
    try:
        with pytest.raises(StorageError):
            save_project(Project(title="new"), path)
        assert open_project(path).title == "old"
    finally:
        tmp_path.chmod(0o755)


def test_a_draft_that_reads_back_differently_never_replaces_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "p.gpkg"
    save_project(Project(title="old"), path)
    monkeypatch.setitem(writer.ROWS, "place_festivals", lambda _: ())
    with pytest.raises(StorageError, match="differs"):
        save_project(load_starter(), path)
    assert open_project(path).title == "old"


def test_the_draft_is_on_the_disk_before_it_replaces_and_the_folder_after(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "p.gpkg"
    save_project(Project(title="old"), path)
    done: list[object] = []
    fsync = os.fsync

    def noted(handle: int) -> None:
        done.append(os.fstat(handle).st_ino)
        fsync(handle)

    monkeypatch.setattr(os, "fsync", noted)
    save_project(Project(title="new"), path, on_step=done.append)
    draft, folder = path.stat().st_ino, tmp_path.stat().st_ino
    assert done.index("written") < done.index(draft) < done.index("replaced") < done.index(folder)
