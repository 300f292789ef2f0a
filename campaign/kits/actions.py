"""Beginning a kit, putting materials in and in order, asking for its archive, handing it on by a link and taking that
back. Nothing here decides what is in force: that is asked when the kit is handed out.
"""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select

from campaign.accounts.models import User
from campaign.accounts.sessions import digest
from campaign.campaigns.models import Campaign
from campaign.db import Bilingual, lock_row, session
from campaign.errors import Difference, NotAllowed, Refused, Stale
from campaign.i18n import _
from campaign.jobs import actions as jobs
from campaign.jobs.models import Job
from campaign.kits.models import MOST_ITEMS, Item, Kit, Packed, items_of
from campaign.materials.models import Material
from campaign.permissions import create_kit, see_material
from campaign.regions.models import Region

LONGEST_LINK = timedelta(days=366)


@dataclass(frozen=True)
class Brief:
    """What a kit is called, what is said with it, and for which place its flyers are printed."""

    title: Bilingual
    note: Bilingual
    campaign: Campaign | None = None
    region: Region | None = None
    is_shared: bool = False


@dataclass(frozen=True)
class Place:
    """Where one thing is to stand, and what is said of it."""

    item_id: int
    position: int
    note: str


def create(brief: Brief, by: User, at: datetime) -> Kit:
    """An empty one; the organization of whoever begins it owns it."""
    if by.side is None or not create_kit(by):
        raise NotAllowed(_("A kit is begun by planners and partners of a side."))
    kit = Kit(side=by.side, organization_id=by.organization_id, created_by=by, created_at=at)
    _write(kit, brief)
    session.add(kit)
    session.flush()
    return kit


def _write(kit: Kit, brief: Brief) -> None:
    if not brief.title.en and not brief.title.es:
        raise Refused(_("Write the title, in one language at least."))
    if brief.region is not None and brief.region.country is not kit.side:
        raise Refused(_("Choose a place in your own country: its flyers are printed there."))
    kit.title, kit.note, kit.is_shared = brief.title, brief.note, brief.is_shared
    kit.campaign, kit.region = brief.campaign, brief.region
    kit.campaign_id = brief.campaign.id if brief.campaign else None
    kit.region_key = brief.region.key if brief.region else None


def edit(kit: Kit, brief: Brief, opened: int) -> None:
    lock_row(kit)
    if opened != kit.row_version:
        raise Stale(_stale(), _differences(kit, brief), kit.row_version)
    _write(kit, brief)
    session.flush()


def _stale() -> str:
    return _("Someone else changed this text. Yours is safe below; compare and choose.")


def _differences(kit: Kit, brief: Brief) -> list[Difference]:
    rows = [
        ("title_en", _("Title · English"), kit.title_en, brief.title.en),
        ("title_es", _("Title · Spanish"), kit.title_es, brief.title.es),
        ("note_en", _("Cover note · English"), kit.note_en, brief.note.en),
        ("note_es", _("Cover note · Spanish"), kit.note_es, brief.note.es),
        ("region", _("For which place"), _place(kit.region), _place(brief.region)),
    ]
    return [Difference(*row) for row in rows if row[2] != row[3]]


def _place(region: Region | None) -> str:
    return region.full_name if region else ""


# What lies in it


def add(kit: Kit, material: Material, by: User) -> Item:
    """At the end; what was taken out before comes back there."""
    if not see_material(by, material):
        raise NotAllowed(_("Only what you see yourself can be put into a kit."))
    lock_row(kit)
    items = session.scalars(items_of(kit.id)).all()
    if any(item.material_id == material.id for item in items):
        raise Refused(_("%(code)s lies in this kit already.", code=material.code))
    if len(items) >= MOST_ITEMS:
        raise Refused(_("A kit holds at most %(most)s materials. Begin another one.", most=MOST_ITEMS))
    item = session.scalar(select(Item).where(Item.kit_id == kit.id, Item.material_id == material.id))
    item = item or Item(kit=kit, material=material, note="")
    item.position, item.removed_at = len(items) + 1, None
    session.add(item)
    _touch(kit)
    return item


def remove(item: Item, at: datetime) -> None:
    """It keeps its place and its note for whoever puts it back."""
    lock_row(item.kit)
    if item.removed_at is not None:
        raise Refused(_("This was taken out already."))
    item.removed_at = at
    _number([other for other in session.scalars(items_of(item.kit_id)) if other.id != item.id])
    _touch(item.kit)


def put_back(item: Item) -> None:
    """Where it stood before."""
    lock_row(item.kit)
    items = list(session.scalars(items_of(item.kit_id)))
    if item.removed_at is None:
        raise Refused(_("%(code)s lies in this kit already.", code=item.material.code))
    if len(items) >= MOST_ITEMS:
        raise Refused(_("A kit holds at most %(most)s materials. Begin another one.", most=MOST_ITEMS))
    item.removed_at = None
    _number([*items[: item.position - 1], item, *items[item.position - 1 :]])
    _touch(item.kit)


def move(item: Item, step: int) -> None:
    """Change places with the neighbour above (-1) or below (1); at the end nothing happens."""
    lock_row(item.kit)
    items = list(session.scalars(items_of(item.kit_id)))
    here = next((n for n, other in enumerate(items) if other.id == item.id), -1)
    if here < 0:
        raise Refused(_("This was taken out already."))
    if 0 <= here + step < len(items):
        items[here], items[here + step] = items[here + step], items[here]
        _number(items)
        _touch(item.kit)


def arrange(kit: Kit, places: Sequence[Place], opened: int) -> None:
    """The order that the numbers say, and the notes; of two with the same number the one that was moved comes first."""
    lock_row(kit)
    items = {item.id: item for item in session.scalars(items_of(kit.id))}
    if opened != kit.row_version:
        raise Stale(_stale(), _moved(items, places), kit.row_version)
    wanted = {place.item_id: place for place in places if place.item_id in items}

    def rank(item: Item) -> tuple[int, bool, int]:
        place = wanted[item.id].position if item.id in wanted else item.position
        return place, place == item.position, item.position

    ordered = sorted(items.values(), key=rank)
    for item in ordered:
        item.note = wanted[item.id].note if item.id in wanted else item.note
    _number(ordered)
    _touch(kit)


def _moved(items: dict[int, Item], places: Sequence[Place]) -> list[Difference]:
    rows = []
    for place in places:
        item = items.get(place.item_id)
        title = item.material.code if item else _("Taken out meanwhile")
        theirs = (str(item.position), item.note) if item else ("", "")
        yours = (str(place.position), place.note)
        for name, label, a, b in zip(("place", "note"), (_("Place"), _("Note")), theirs, yours, strict=True):
            if a != b:
                rows.append(Difference(f"{name}_{place.item_id}", f"{title} · {label}", a, b))
    return rows


def _number(items: Sequence[Item]) -> None:
    for n, item in enumerate(items, 1):
        item.position = n


def _touch(kit: Kit) -> None:
    kit.edits += 1
    session.flush()


# Handing it on


def ask(kit: Kit, by: User | None, at: datetime) -> Job:
    """Have its archive made; one at a time. The file that there is stays until the new one is whole."""
    packed = session.get(Packed, kit.id)
    running = session.get(Job, packed.job_id) if packed else None
    if running is not None and not running.state.has_ended:
        raise Refused(_("The archive of this kit is being made at this moment. Wait until it is ready."))
    items = session.scalars(items_of(kit.id)).all()
    if not items:
        raise Refused(_("There is nothing in this kit yet."))
    parts = [item.material.code for item in items if item.material.is_flyer]
    job = jobs.ask("kits.make", {"kit": kit.id}, at=at, by=by, parts=[*parts, kit.code])
    packed = packed or Packed(kit=kit, contents="", sha256=None, size=0, made_at=None)
    packed.job_id = job.id
    session.add(packed)
    session.flush()
    return job


def open_link(kit: Kit, until: date, at: datetime) -> str:
    """An address for anyone who has it, until the end of a day; the one before it stops working. Returns its secret,
    which nobody can read again later."""
    if not at.date() <= until <= at.date() + LONGEST_LINK:
        raise Refused(_("Choose a day between today and a year from now."))
    token = secrets.token_urlsafe(24)
    kit.token_hash, kit.link_until, kit.link_revoked_at = digest(token), until, None
    session.flush()
    return token


def close_link(kit: Kit, at: datetime) -> None:
    """From this moment whoever opens it reads that it is closed."""
    if not kit.is_open(at.date()):
        raise Refused(_("There is no link that works."))
    kit.link_revoked_at = at
