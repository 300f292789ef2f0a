"""Files on the disk: whole or not at all, and what has a name is on the disk before anybody is told."""

import hashlib
import io
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import groupby
from pathlib import Path

import pytest

from campaign.config import PACKAGE
from campaign.storage import StoreGone, files
from campaign.storage.folder import Folder

DATA = b"El fentanilo no se ve." * 1000
KEY = hashlib.sha256(DATA).hexdigest()


def all_files(store: Path) -> list[Path]:
    return [path for path in store.rglob("*") if path.is_file()]


@pytest.mark.parametrize("step", ["fsync", "replace"])
def test_a_write_that_breaks_off_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str) -> None:
    """The disk is full, or gone, at the worst moment."""

    def broken(*_arguments: object) -> None:
        raise OSError(28, "No space left on device")

    (tmp_path / "files").mkdir()
    monkeypatch.setattr(os, step, broken)
    with pytest.raises(OSError, match="No space left"):
        Folder(tmp_path / "files").put(io.BytesIO(DATA))
    with pytest.raises(OSError, match="No space left"):
        files.write(tmp_path / "files" / "letter.eml", DATA)
    assert all_files(tmp_path) == []


PUT = """
import io, sys
from pathlib import Path
from campaign.storage.folder import Folder
Folder(Path(sys.argv[1])).put(io.BytesIO(b"x" * 3_000_000))
Path(sys.argv[1], "acknowledged").touch()
"""


def test_the_order_that_the_system_saw(tmp_path: Path) -> None:
    """The bytes are on the disk before they have their name, and the name is before the caller is told."""
    trace, root = tmp_path / "trace", tmp_path / "data" / "files"
    if shutil.which("strace") is None:
        pytest.skip("strace is not on this machine")
    calls = "trace=openat,creat,write,fsync,fdatasync,rename,renameat,renameat2,mkdir,mkdirat"
    command = ["strace", "-f", "-y", "-e", calls, "-o", str(trace), sys.executable, "-c", PUT, str(root)]
    done = subprocess.run(command, cwd=PACKAGE.parent, capture_output=True, text=True, timeout=60, check=False)
    if done.returncode and "ptrace" in done.stderr:
        pytest.skip("nobody may be watched here")
    assert done.returncode == 0, done.stderr
    key = hashlib.sha256(b"x" * 3_000_000).hexdigest()
    steps = [_step(line, root, key) for line in trace.read_text().splitlines()]
    assert [step for step, _same in groupby(filter(None, steps))] == [
        *["make data", "sync above", "make files", "sync data"],
        *["write", "make shard", "sync file", "rename", "sync shard", "sync files", "told"],
    ]


def _step(line: str, root: Path, key: str) -> str:
    """What a line of the trace does to the store, in a word; '' for everything else."""
    shard = root / key[:2]
    patterns = {
        rf'mkdir\("{root.parent}"': "make data",
        rf"fsync\(\d+<{root.parent.parent}>\)": "sync above",
        rf'mkdir\("{root}"': "make files",
        rf"fsync\(\d+<{root.parent}>\)": "sync data",
        rf"write\(\d+<{root}/\.new-": "write",
        rf'mkdir\("{shard}"': "make shard",
        rf"fsync\(\d+<{root}/\.new-": "sync file",
        rf'rename\w*\("{root}/\.new-[^"]+", "{shard}/{key}"\)': "rename",
        rf"fsync\(\d+<{shard}>\)": "sync shard",
        rf"fsync\(\d+<{root}>\)": "sync files",
        rf'"{root}/acknowledged"': "told",
    }
    return next((word for pattern, word in patterns.items() if re.search(pattern, line)), "")


KILLED = """
import io, os, signal, sys
from pathlib import Path
from campaign.storage.folder import Folder

class Killing(io.BytesIO):
    def read(self, size=-1):
        return super().read(size) or os.kill(os.getpid(), signal.SIGKILL)

Folder(Path(sys.argv[1])).put(Killing(b"x" * 3_000_000))
"""


def test_what_a_killed_put_left_is_cleared_after_a_while(tmp_path: Path) -> None:
    """A process that was killed cannot tidy up behind itself; a younger one may still be at it."""
    done = subprocess.run([sys.executable, "-c", KILLED, tmp_path], cwd=PACKAGE.parent, check=False, timeout=60)
    assert done.returncode == -9
    (left,) = all_files(tmp_path)
    assert left.name.startswith(files.UNNAMED)
    store = Folder(tmp_path)
    assert list(store.keys()) == []
    assert store.clear(datetime.now(UTC) - timedelta(hours=1)) == 0
    assert store.clear(datetime.now(UTC) + timedelta(hours=1)) == 1
    assert all_files(tmp_path) == []


# A folder that the operator named


def test_a_disk_that_is_not_mounted_is_never_written_beside(tmp_path: Path) -> None:
    root = tmp_path / "mounted" / "files"
    store = Folder(root, is_own=False)
    assert store.state() == "is not there"
    questions: list[Callable[[], object]] = [
        lambda: store.put(io.BytesIO(DATA)),
        lambda: store.read(KEY),
        lambda: store.exists(KEY),
        lambda: list(store.keys()),
    ]
    for ask in questions:
        with pytest.raises(StoreGone):
            ask()
    assert not root.exists()
    root.mkdir(parents=True)
    assert store.put(io.BytesIO(DATA)) == KEY
    assert store.read(KEY) == DATA
