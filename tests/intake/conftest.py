"""`judged(data, purpose)`: the verdict of a real child, without the half second that each start of one costs."""

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from campaign.intake.limits import Purpose
from campaign.intake.verdict import Verdict, verdict_of
from campaign.paper.press import child_environment


@dataclass(frozen=True)
class Judged:
    """What came of a file, and what it cost."""

    verdict: Verdict
    copy: bytes
    cpu: float


Judge = Callable[..., Judged]


@pytest.fixture(scope="session")
def judged(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Judge]:
    place = tmp_path_factory.mktemp("intake") / "file.bin"
    with subprocess.Popen(
        [sys.executable, "-m", "tests.intake.many"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env=child_environment(),
    ) as child:
        assert child.stdin
        assert child.stdout
        assert child.stdout.readline() == "ready\n"

        def judge(data: bytes, purpose: Purpose | str = Purpose.material) -> Judged:
            assert child.stdin
            assert child.stdout
            place.write_bytes(data)
            child.stdin.write(json.dumps([str(place), Purpose(purpose).value]) + "\n")
            child.stdin.flush()
            said = json.loads(child.stdout.readline())
            return _judged(place.with_suffix(".answer"), said, Purpose(purpose))

        yield judge
        child.stdin.close()


def _judged(answer: Path, said: dict[str, float], purpose: Purpose) -> Judged:
    line, _newline, copy = answer.read_bytes().partition(b"\n")
    found = {"unfit": "costly", "found": {}} if said["status"] else json.loads(line)
    return Judged(verdict_of(found, purpose), copy, said["cpu"])
