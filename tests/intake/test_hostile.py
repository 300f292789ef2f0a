"""The upload gate and files that nobody should have to open: each refused, cheaply, in both languages."""

import resource
from collections.abc import Callable
from io import BytesIO

import pytest

from campaign.intake.gate import opened
from campaign.intake.limits import Purpose
from tests.intake.cases import HOSTILE
from tests.intake.conftest import Judge
from tests.intake.containers import multiplying
from tests.intake.corpus import huge_png

MOST_CPU = 2.0  # seconds, of a child with its start
START = 0.5  # of them for the start, which `test_through_the_gate` measures


@pytest.mark.parametrize(
    ("name", "purpose", "make", "kind"), HOSTILE, ids=[f"{purpose}: {name}" for name, purpose, *_rest in HOSTILE]
)
def test_refused(judged: Judge, name: str, purpose: str, make: Callable[[], bytes], kind: str) -> None:
    """ASVS V5.2.2."""
    found = judged(make(), purpose)
    assert found.verdict.kind == kind
    assert found.cpu < MOST_CPU - START
    assert found.copy == b""
    assert found.verdict.reason.en.count(".") >= 2, "what is wrong, and what to send instead"
    assert found.verdict.reason.is_complete


@pytest.mark.parametrize(("make", "kind"), [(lambda: huge_png(30_000), "pixels"), (multiplying, "costly")])
def test_through_the_gate(make: Callable[[], bytes], kind: str) -> None:
    """With a child of its own, as in a request."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    with opened(BytesIO(make()), Purpose.material) as (verdict, kept):
        assert (verdict.kind, kept.read()) == (kind, b"")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime < MOST_CPU


def test_whoever_asks_stays_small() -> None:
    """A file of 200 MB is never in the memory of the process that serves pages. ASVS V5.2.3."""
    with opened(BytesIO(b"a,b\nc,d\n"), Purpose.table) as (verdict, _kept):
        assert verdict.is_accepted
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with open("/dev/zero", "rb") as endless, opened(endless, Purpose.document) as (verdict, _kept):
        assert verdict.kind == "large"
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 4_096  # KiB
