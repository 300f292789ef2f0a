"""The upload gate and files that nobody should have to open: each refused, cheaply, in both languages."""

import resource
from collections.abc import Callable
from io import BytesIO

import pytest

from campaign.intake.gate import opened
from campaign.intake.limits import Purpose
from campaign.intake.verdict import Verdict
from tests.intake.corpus import HOSTILE

MOST_CPU = 2.0  # seconds, of a child with its start


def judged(data: bytes, purpose: str) -> Verdict:
    with opened(BytesIO(data), Purpose(purpose)) as (verdict, _kept):
        return verdict


@pytest.mark.parametrize(("name", "purpose", "make", "kind"), HOSTILE, ids=[name for name, *_rest in HOSTILE])
def test_refused(name: str, purpose: str, make: Callable[[], bytes], kind: str) -> None:
    """ASVS V5.2.2."""
    data = make()
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    verdict = judged(data, purpose)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert verdict.kind == kind
    assert after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime < MOST_CPU
    assert verdict.reason.en.count(".") >= 2, "what is wrong, and what to send instead"
    assert verdict.reason.is_complete


def test_whoever_asks_stays_small() -> None:
    """A file of 20 MB is never in the memory of the process that serves pages. ASVS V5.2.3."""
    judged(b"a,b\nc,d\n", "table")
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with open("/dev/zero", "rb") as endless, opened(endless, Purpose.document) as (verdict, _kept):
        assert verdict.kind == "large"
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 4_096  # KiB
