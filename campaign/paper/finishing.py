"""Finishes a sheet with the profile of a press in a fenced child; this process never opens such a profile."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

from campaign.paper.errors import Broken, Finding, LimitReached, PaperError, WrongColour
from campaign.paper.limits import WALL_SECONDS
from campaign.paper.page import Size
from campaign.paper.press import child_environment

_LIMITS = {-24: "cpu", -9: "cpu", -25: "size"}


def finish_with(pdf: bytes, trim_mm: Size, profile: bytes) -> bytes:
    """What `finish` makes of them, with its errors; LimitReached where it takes more than a page may."""
    work = {"trim": trim_mm, "pdf": len(pdf), "profile": len(profile)}
    done = _run(json.dumps(work).encode() + b"\n" + pdf + profile)
    line, _newline, made = done.stdout.partition(b"\n")
    if done.returncode < 0:
        raise LimitReached(limit=_LIMITS.get(done.returncode, "memory"))
    if done.returncode:
        raise Broken(done.stderr.decode(errors="replace").strip()[-500:])
    said = json.loads(line)
    if said:
        raise _error(said)
    return made


def _run(work: bytes) -> subprocess.CompletedProcess[bytes]:
    try:
        return subprocess.run(
            [sys.executable, "-m", "campaign.paper.finish_child"],
            input=work,
            capture_output=True,
            env=child_environment(),
            timeout=WALL_SECONDS,
            start_new_session=True,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise LimitReached(limit="wall") from error


def _error(said: dict[str, Any]) -> PaperError:
    if said["error"] == "memory":
        return LimitReached(limit="memory")
    kind = WrongColour if said["error"] == "colour" else Broken
    return kind(findings=[Finding(**finding) for finding in said["findings"]])
