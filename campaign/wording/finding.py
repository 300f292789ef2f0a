"""One thing that a check found in a pair of texts."""

from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Literal

Kind = Literal["parity", "glossary", "reading", "register", "spelling"]
Language = Literal["en", "es"]


@dataclass(frozen=True)
class Finding:
    """`words` as they stand in the text of that language; `remedy` in the reader's language. A hard one keeps the text
    from being sent, a soft one may be right for a reason. Of a word that no dictionary knows nothing is asked: it may
    be a name, and a reason for every name would teach people to write any reason."""

    kind: Kind
    language: Language
    words: str
    remedy: str
    is_hard: bool = False

    @property
    def key(self) -> str:
        """Names it in a form, and what was said of it: the same for the same words, wherever they stand."""
        return key_of(self.kind, self.language, self.words)

    @property
    def is_soft(self) -> bool:
        return not self.is_hard and self.kind != "spelling"

    @property
    def severity(self) -> str:
        return "hard" if self.is_hard else "soft" if self.is_soft else "hint"

    def excerpt(self, most: int = 60) -> str:
        """Its words for a sentence or a label: at most so many characters."""
        return self.words if len(self.words) <= most else f"{self.words[:most].rstrip()}…"

    def as_row(self) -> dict[str, Any]:
        return {
            "kind": self.kind,
            "language": self.language,
            "words": self.words,
            "remedy": self.remedy,
            "severity": self.severity,
        }


def key_of(kind: str, language: str, words: str) -> str:
    return sha256("\0".join((kind, language, words)).encode()).hexdigest()[:16]
