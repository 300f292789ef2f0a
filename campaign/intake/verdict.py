"""The verdict over an uploaded file, in both languages: what is wrong with it and what to send instead."""

from dataclasses import dataclass, field
from typing import Any

from campaign.db import Bilingual
from campaign.i18n import both
from campaign.intake.limits import Purpose
from campaign.intake.scanner import Scan
from campaign.intake.words import finding_words, sentence

NOTHING = Bilingual("", "")


@dataclass(frozen=True)
class Verdict:
    """`kind` is '' for what is taken; `facts` are its pages, pixels, seconds, columns …, as the child found them, and
    `copy` the type of the copy for use where one was made. Size and SHA-256 are those of the file as it came."""

    type: str
    kind: str = ""
    reason: Bilingual = NOTHING
    findings: tuple[str, ...] = ()
    facts: dict[str, Any] = field(default_factory=dict)
    size: int = 0
    sha256: str = ""
    scan: Scan = Scan.not_scanned

    @property
    def is_accepted(self) -> bool:
        return not self.kind

    @property
    def remarks(self) -> list[str]:
        """What was left out or guessed, in the reader's language."""
        return [finding_words(finding, self.facts) for finding in self.findings]

    def as_json(self, file: str) -> dict[str, Any]:
        """One line of `intake check --json` (contract §4)."""
        said = [(self.kind, self.reason)] if self.kind else []
        said += [(one, both(lambda one=one: finding_words(one, self.facts))) for one in self.findings]  # type: ignore[misc]
        return {
            "file": file,
            "accepted": self.is_accepted,
            "type": self.type,
            "reason": f"{self.reason.en} / {self.reason.es}" if self.kind else "",
            "findings": [{"kind": kind, "en": words.en, "es": words.es} for kind, words in said],
        }


def refused(kind: str, purpose: Purpose, **found: Any) -> Verdict:
    return Verdict(str(found.get("found", "")), kind, both(lambda: sentence(kind, purpose, found)))


def verdict_of(found: dict[str, Any], purpose: Purpose) -> Verdict:
    """From the line that the child says."""
    if "unfit" in found:
        return refused(found["unfit"], purpose, **found["found"])
    facts = {name: value for name, value in found.items() if name not in ("type", "findings")}
    return Verdict(found["type"], findings=tuple(found["findings"]), facts=facts)
