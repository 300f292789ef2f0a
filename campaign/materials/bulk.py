"""Changing several materials at once, and undoing it.

What an undo needs stands in the record already: it is read from the entry of the change, so that nothing has to travel
through the browser and nobody can make one up. What somebody changed since stays as that person left it.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import Enum
from typing import Any

from sqlalchemy import func, select

from campaign.accounts.models import User
from campaign.audit.models import Entry
from campaign.campaigns.models import Campaign
from campaign.db import Side, session
from campaign.errors import NotAllowed, Overtaken
from campaign.i18n import _
from campaign.materials.actions import touch, why_not
from campaign.materials.data import in_order
from campaign.materials.finding import note
from campaign.materials.models import Material, MaterialType, Scope
from campaign.permissions import edit_material

ACTION = "materials.change_chosen"
UNDONE_WITHIN = timedelta(hours=1)
# What an undo puts back; the draft that a change opened closes again where nobody wrote in it since.
COLUMNS = ("type", "campaign_id", "audience", "topics", "has_draft", "author_ids")


@dataclass(frozen=True)
class Wish:
    """What is to become of all of them; None: leave it as it is. Topics are added and taken away."""

    type: MaterialType | None = None
    audience: str | None = None
    add_topics: Sequence[str] = ()
    drop_topics: Sequence[str] = ()
    is_moved: bool = False
    campaign: Campaign | None = None

    @property
    def is_empty(self) -> bool:
        return self == Wish()


@dataclass
class Done:
    """Which were changed, and which not, with the reason."""

    changed: list[Material] = field(default_factory=list)
    left_out: list[tuple[Material, str]] = field(default_factory=list)


def change(ids: Sequence[int], wish: Wish, by: User) -> Done:
    """Each for itself: what cannot be changed stops no other."""
    done = Done()
    misfits: dict[tuple[Scope, Side], str] = {}
    for material in _locked(ids):
        reason = _why_not(material, wish, by, misfits)
        if reason:
            done.left_out.append((material, reason))
        elif _change(material, wish, by):
            done.changed.append(material)
            note(material)
    return done


def _locked(ids: Sequence[int]) -> Sequence[Material]:
    query = select(Material).where(Material.id.in_(ids)).order_by(Material.id)
    query = query.with_for_update(of=Material, key_share=True).execution_options(populate_existing=True)
    return session.scalars(query).all()


def _why_not(material: Material, wish: Wish, by: User, misfits: dict[tuple[Scope, Side], str]) -> str:
    if not edit_material(by, material):
        return _("It is not yours to change.")
    if wish.type is not None and (material.is_flyer or wish.type is MaterialType.flyer):
        return _("A flyer is written here; it cannot become something else, nor something else a flyer.")
    if wish.is_moved and wish.campaign is not None and wish.campaign is not material.campaign:
        key = (material.scope, material.side)
        if key not in misfits:
            misfits[key] = why_not(wish.campaign, *key)
        return misfits[key]
    return ""


def _change(material: Material, wish: Wish, by: User) -> bool:
    """Whether anything changed; only what is in the fingerprint opens a draft."""
    before = _public(material), material.audience, material.topics
    if wish.type is not None:
        material.type = wish.type
    if wish.is_moved:
        material.campaign = wish.campaign
    if wish.audience is not None:
        material.audience = wish.audience
    material.topics = in_order({*material.topics, *wish.add_topics}.difference(wish.drop_topics))
    if _public(material) != before[0]:
        touch(material, by)
    return before != (_public(material), material.audience, material.topics)


def _public(material: Material) -> tuple[object, ...]:
    return material.type, material.campaign.id if material.campaign else None


# Undo


def newest(by: User) -> int:
    """The number of this person's newest change of several, right after it was committed."""
    return session.scalar(select(func.max(Entry.n)).where(Entry.user_id == by.id, Entry.action == ACTION)) or 0


def undoable(n: int, by: User, at: datetime) -> Entry | None:
    """The entry, if it is this person's own change, not an hour old."""
    entry = session.get(Entry, n) if 0 < n < 2**63 else None
    is_own = entry is not None and entry.user_id == by.id and entry.action == ACTION
    return entry if entry is not None and is_own and at - entry.at <= UNDONE_WITHIN else None


def undo(n: int, by: User, at: datetime) -> list[Material]:
    """Put back what was there, where nothing else has come in its place since."""
    entry = undoable(n, by, at)
    if entry is None:
        raise Overtaken(_("This change cannot be undone any more."))
    steps = _steps(entry)
    restored = [material for material in _locked(list(steps)) if _restored(material, *steps[material.id], by)]
    if not restored:
        raise Overtaken(_("Everything of this change was changed anew since; nothing was undone."))
    for material in restored:
        note(material)
    return restored


def _steps(entry: Entry) -> dict[int, tuple[dict[str, Any], dict[str, Any]]]:
    """Of each material what was before and after; what came in several steps counts as one."""
    found: dict[int, tuple[dict[str, Any], dict[str, Any]]] = {}
    for change in json.loads(entry.changes):
        if change["table"] == "materials" and change["verb"] == "update":
            before, after = found.setdefault(change["key"][0], ({}, {}))
            before.update({name: value for name, value in change["before"].items() if name not in before})
            after.update(change["after"])
    return found


def _restored(material: Material, before: dict[str, Any], after: dict[str, Any], by: User) -> bool:
    if not edit_material(by, material):
        raise NotAllowed(_("It is not yours to change."))
    is_as_left = material.edits == after.get("edits", material.edits)
    names = [name for name in COLUMNS if name in after and _plain(getattr(material, name)) == after[name]]
    if not is_as_left:  # somebody wrote in the draft since: it stays open, with all who wrote in it
        names = [name for name in names if name not in ("has_draft", "author_ids")]
    for name in names:
        _put(material, name, before[name])
    return bool(names)


def _put(material: Material, name: str, value: Any) -> None:
    if name == "type":
        material.type = MaterialType(value)
    elif name == "campaign_id":
        material.campaign = session.get(Campaign, value) if value else None
    else:
        setattr(material, name, value)


def _plain(value: Any) -> Any:
    return value.value if isinstance(value, Enum) else value
