"""What changed of the common half since a side last gave its word: the words and regions it knew, and those of now.

Its word is its proposal or its agreement. What stood then is read from the record, which nobody can change.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, select

from campaign.accounts.models import User
from campaign.audit.models import Entry, about
from campaign.campaigns.models import Campaign, CampaignKind, Track, TrackState
from campaign.db import Side, session
from campaign.regions.models import Region

# A planner proposes anew what was proposed or agreed; a signatory agrees anew to what was agreed.
WORD = {
    TrackState.draft: ("campaigns.propose", "campaigns.agree"),
    TrackState.proposed: ("campaigns.agree",),
}
NAMES = ("title", "aim", "audience", "message")
MOST_ENTRIES = 500  # between two words of a side; who changed a brief more often reads it whole
Changes = list[dict[str, Any]]


@dataclass(frozen=True)
class Text:
    """One text in one language, as it was and as it is."""

    name: str
    language: str
    old: str
    new: str


@dataclass(frozen=True)
class Since:
    """`known`: the entry of the side's last word; `last`: the newest change after it, and who made it."""

    known: Entry
    last: Entry
    by: User | None
    texts: list[Text]
    added: list[Region]
    removed: list[Region]


def since_last_word(campaign: Campaign, tracks: Sequence[Track], side: Side | None) -> Since | None:
    """None where there is nothing to read again: the side never gave its word, or it stands, or nothing differs."""
    own = next((track for track in tracks if track.side is side), None)
    if own is None or campaign.kind is CampaignKind.national or own.state not in WORD:
        return None
    words = _entries(campaign).where(Entry.side == side, Entry.action.in_(WORD[own.state]))
    known = session.scalars(words.limit(1)).first()
    return _after(campaign, known) if known else None


def _after(campaign: Campaign, known: Entry) -> Since | None:
    after = session.scalars(_entries(campaign).where(Entry.n > known.n).limit(MOST_ENTRIES)).all()
    read = [(entry, [one for one in json.loads(entry.changes) if _is_common(one, campaign)]) for entry in after]
    changed = [(entry, changes) for entry, changes in read if changes]
    if not changed:
        return None
    steps = [one for _entry, changes in reversed(changed) for one in changes]
    texts, (added, removed) = list(_texts(campaign, steps)), _regions(steps)
    if not (texts or added or removed):
        return None
    last = changed[0][0]
    by = session.get(User, last.user_id) if last.user_id else None
    return Since(known, last, by, texts, _named(added), _named(removed))


def _entries(campaign: Campaign) -> Select[Entry]:
    return about(select(Entry), [("campaigns", campaign.id)]).order_by(Entry.n.desc())


def _is_common(change: dict[str, Any], campaign: Campaign) -> bool:
    """The texts or the target regions of this campaign: not its state, nor what a track says."""
    key = change["key"]
    if change["table"] == "campaign_regions":
        return bool(key[0] == campaign.id)
    is_text = any(name.partition("_")[0] in NAMES for name in change.get("before") or {})
    return change["table"] == "campaigns" and key[0] == campaign.id and change["verb"] == "update" and is_text


def _texts(campaign: Campaign, steps: Changes) -> Iterator[Text]:
    """What each text was before the first of these steps, where it is another one now."""
    for name in NAMES:
        for language in ("en", "es"):
            column = f"{name}_{language}"
            before = [one["before"][column] for one in steps if column in (one.get("before") or {})]
            new = getattr(campaign, column)
            if before and before[0] != new:
                yield Text(name, language, before[0] or "", new)


def _regions(steps: Changes) -> tuple[set[str], set[str]]:
    """A region that was put in and taken out again, or the reverse, is neither."""
    added: set[str] = set()
    removed: set[str] = set()
    for one in steps:
        if one["table"] != "campaign_regions":
            continue
        key = one["key"][1]
        here, there = (added, removed) if one["verb"] == "insert" else (removed, added)
        if key in there:
            there.discard(key)
        else:
            here.add(key)
    return added, removed


def _named(keys: set[str]) -> list[Region]:
    if not keys:
        return []
    return list(session.scalars(select(Region).where(Region.key.in_(keys)).order_by(Region.order_key, Region.key)))
