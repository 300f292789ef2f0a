"""One thing that a check found in a pair of texts."""

from dataclasses import dataclass
from typing import Any, Literal

Kind = Literal["parity", "glossary", "reading", "register"]
Language = Literal["en", "es"]


@dataclass(frozen=True)
class Finding:
    """`words` as they stand in the text of that language; `remedy` in the reader's language. A hard one keeps the text
    from being sent, a soft one may be right for a reason."""

    kind: Kind
    language: Language
    words: str
    remedy: str
    is_hard: bool = False

    def as_row(self) -> dict[str, Any]:
        return {
            "kind": self.kind,
            "language": self.language,
            "words": self.words,
            "remedy": self.remedy,
            "severity": "hard" if self.is_hard else "soft",
        }
