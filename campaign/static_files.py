"""Static files under an address that changes with their bytes, each with a compressed twin; nothing else is served."""

import hashlib
import os
import shutil
import tempfile
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any

from whitenoise import WhiteNoise
from whitenoise.compress import Compressor

from campaign.config import folder


@cache
def prefix() -> str:
    """`static/<12 letters>/`: of the names and bytes of all files, so that a browser may keep each one for ever."""
    digest = hashlib.sha256()
    for file in _files(folder("static")):
        name = str(file.relative_to(folder("static")))
        digest.update(f"{name}\0{hashlib.sha256(file.read_bytes()).hexdigest()}\n".encode())
    return f"static/{digest.hexdigest()[:12]}/"


def asset(path: str) -> str:
    """Address of a static file; one that is not there shows in every test of a page."""
    return f"/{prefix()}{path}"


def serve(app: Callable[..., Any], kept: Path, headers: Callable[[Any, str, str], None]) -> WhiteNoise:
    """The application with its static files before it; compressed copies lie in `kept` where that can be written."""
    root = folder("static")
    with suppress(OSError):
        root = published(root, kept / prefix())
    return WhiteNoise(
        app,
        root=str(root),
        prefix=prefix(),
        immutable_file_test=lambda path, url: True,
        allow_all_origins=False,
        add_headers_function=headers,
    )


def published(root: Path, target: Path) -> Path:
    """A copy of the folder in which what gets smaller has a compressed twin; the whole of it or nothing is there."""
    if target.is_dir():
        return target
    target.parent.mkdir(parents=True, exist_ok=True)
    half_made = Path(tempfile.mkdtemp(dir=target.parent, prefix="."))
    compressor = Compressor(quiet=True)
    for file in _files(root):
        copy = half_made / file.relative_to(root)
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(file, copy)
        if compressor.should_compress(file.name):
            compressor.compress(str(copy))
    half_made.chmod(0o755)
    try:
        half_made.rename(target)
    except OSError:  # another process was faster
        shutil.rmtree(half_made)
        os.stat(target)
    return target


def _files(root: Path) -> list[Path]:
    return sorted(path for path in root.rglob("*") if path.is_file())
