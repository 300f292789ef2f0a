"""What changed between two frozen versions, block by block and word by word, for the person who decides."""

import json
import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from campaign.materials.content import quoted_facts, texts
from campaign.materials.models import Version

Piece = tuple[str, str]  # ("same" | "new" | "old", text)


@dataclass(frozen=True)
class BlockChange:
    """One block: `state` is same, changed, new or gone; the texts are pieces to be marked."""

    n: int
    kind: str
    state: str
    fact: str
    fact_id: int
    scope: str
    en: list[Piece]
    es: list[Piece]
    image: str = ""  # code of the image that it shows

    @property
    def image_id(self) -> int:
        return int(self.image.removeprefix("M-"))


@dataclass(frozen=True)
class PairChange:
    """A pair of texts beside the blocks; `name` is title, summary or credit."""

    name: str
    en: list[Piece]
    es: list[Piece]

    @property
    def is_changed(self) -> bool:
        return any(mark != "same" for mark, _text in (*self.en, *self.es))


def changes(new: dict[str, Any], old: dict[str, Any] | None) -> list[BlockChange]:
    """The blocks of `new` against those of `old`, matched by kind and order; without `old` all is simply text."""
    mine, theirs = _read(new), _read(old) if old else []
    rows: list[BlockChange] = []
    left = list(theirs)
    for n, block in enumerate(mine, 1):
        twin = _twin(block, left) if old else block
        if twin in left:
            left.remove(twin)
        rows.append(_row(n, block, twin))
    rows += [_gone(block) for block in left]
    return rows


def public_changes(version: Version, before: Version | None) -> list[PairChange]:
    """Of what comes as files: title, summary, credit and type, as the public reads them, against the version before."""
    new, old = json.loads(version.content), json.loads(before.content) if before else None
    if "files" not in new:
        return []
    rows = []
    for name in ("title", "summary"):
        was = old[name] if old else new[name]
        rows.append(PairChange(name, pieces(was["en"], new[name]["en"]), pieces(was["es"], new[name]["es"])))
    credit = pieces(old["credit"] if old else new["credit"], new["credit"])
    return [*rows, PairChange("credit", credit, credit)] if credit else rows


def _read(content: dict[str, Any]) -> list[dict[str, Any]]:
    facts = quoted_facts(content)
    found = texts(content, facts)
    for block in found:
        block["fact_id"] = facts[block["fingerprint"]].fact_id if "fact" in block else 0
    return found


def _twin(block: dict[str, Any], left: list[dict[str, Any]]) -> dict[str, Any] | None:
    """The block of the older version that this one continues: the same fact, or the most alike of its kind."""
    if "fact" in block:
        return next((other for other in left if other.get("fact") == block["fact"]), None)
    alike = [other for other in left if other["kind"] == block["kind"] and "fact" not in other]
    return max(alike, key=lambda other: SequenceMatcher(None, other["en"], block["en"]).ratio(), default=None)


def _row(n: int, block: dict[str, Any], twin: dict[str, Any] | None) -> BlockChange:
    if twin is None:
        return _marked(n, block, "new", [("new", block["en"])], [("new", block["es"])])
    en, es = pieces(twin["en"], block["en"]), pieces(twin["es"], block["es"])
    is_same = all(mark == "same" for mark, _text in (*en, *es)) and twin["pictogram"] == block["pictogram"]
    is_same = is_same and ("image" not in block or twin["fingerprint"] == block["fingerprint"])
    return _marked(n, block, "same" if is_same else "changed", en, es)


def _gone(block: dict[str, Any]) -> BlockChange:
    return _marked(0, block, "gone", [("old", block["en"])], [("old", block["es"])])


def _marked(n: int, block: dict[str, Any], state: str, en: list[Piece], es: list[Piece]) -> BlockChange:
    return BlockChange(
        n, block["kind"], state, block.get("fact", ""), block["fact_id"], block["scope"], en, es, block.get("image", "")
    )


def pieces(old: str, new: str) -> list[Piece]:
    """New text with what was put in, and what was taken out, in reading order."""
    before, after = re.findall(r"\S+\s*", old), re.findall(r"\S+\s*", new)
    found: list[Piece] = []
    for tag, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            found.append(("same", "".join(after[c:d])))
            continue
        if b > a:
            found.append(("old", "".join(before[a:b])))
        if d > c:
            found.append(("new", "".join(after[c:d])))
    return found


def mark_changes(new: list[dict[str, str]], old: list[dict[str, str]]) -> list[tuple[str, str]]:
    """Names on the sheet that differ: what stood there, and what comes instead; '' where there is none."""
    before, after = ({mark["side"]: mark["name"] for mark in some} for some in (old, new))
    sides = sorted(before.keys() | after.keys(), key=lambda side: (side not in before, side))
    return [(before.get(s, ""), after.get(s, "")) for s in sides if before.get(s) != after.get(s)]


def changed_places(new: dict[str, Any], old: dict[str, Any]) -> set[int] | None:
    """Which blocks differ (1, 2, …), where nothing else does; None where more than the words of blocks differ."""
    rest = [{name: part for name, part in content.items() if name != "blocks"} for content in (new, old)]
    if rest[0] != rest[1] or len(new["blocks"]) != len(old["blocks"]):
        return None
    pairs = enumerate(zip(new["blocks"], old["blocks"], strict=True), 1)
    return {n for n, (mine, theirs) in pairs if mine != theirs}


def last_cleared(version: Version, versions: list[Version]) -> Version | None:
    """The version before this one that was in force: what the decider already knows."""
    return next((older for older in versions if older.n < version.n and older.in_force_at is not None), None)
