"""Archives that no backup ever wrote: sealed as they should be, with something in them that must not be read."""

import hashlib
import json
import tarfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

Member = tuple[tarfile.TarInfo, bytes]


def members(path: Path) -> list[Member]:
    """What a real archive holds, in its order."""
    with tarfile.open(path, "r:") as tar:
        found = []
        for member in tar:
            file = tar.extractfile(member)
            assert file is not None
            found.append((member, file.read()))
        return found


def member(name: str, data: bytes = b"", kind: bytes = tarfile.REGTYPE, target: str = "") -> Member:
    info = tarfile.TarInfo(name)
    info.size, info.type, info.linkname = len(data), kind, target
    return info, data


def sealed(data: bytes) -> bytes:
    return data + f"{hashlib.sha256(data).hexdigest()}\n".encode()


def write(path: Path, content: list[Member]) -> Path:
    buffer = BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as tar:
        for info, data in content:
            info.size = len(data)
            tar.addfile(info, BytesIO(data))
    path.write_bytes(sealed(buffer.getvalue()))
    return path


def with_manifest(content: list[Member], change: Callable[[dict[str, Any]], object]) -> list[Member]:
    """The same members under another list of contents."""
    info, data = content[-1]
    assert info.name == "manifest.json"
    manifest = json.loads(data)
    change(manifest)
    return [*content[:-1], (info, json.dumps(manifest).encode())]


def with_rows(content: list[Member], table: str, change: Callable[[list[bytes]], list[bytes]]) -> list[Member]:
    """Other rows in one table, and all sums as they belong to them: somebody who knows the format did it."""
    name = f"tables/{table}.jsonl"
    changed = [
        (info, b"".join(change(data.splitlines(keepends=True))) if info.name == name else data)
        for info, data in content
    ]
    data = next(data for info, data in changed if info.name == name)
    known = {"rows": data.count(b"\n"), "sha256": hashlib.sha256(data).hexdigest()}
    return with_manifest(changed, lambda manifest: manifest["tables"].update({table: known}))
