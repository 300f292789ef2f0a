"""What a changed row is a part of, and whose it is: by tables and columns alone; no feature is imported here."""

from collections.abc import Callable, Iterable
from functools import cache
from typing import Any

from sqlalchemy import inspect

from campaign.audit.models import Thing
from campaign.db import Base, Side, Territory

# Things that have a history of their own.
ALONE = frozenset({"campaigns", "materials", "facts", "organizations", "users"})  # and are part of nothing else
PARTS = frozenset({"tracks", "versions", "fact_versions", "editions", "holds", "activities"})
KINDS = ALONE | PARTS
# What an act leaves besides what it did: letters to write and work to do.
QUIET = frozenset({"notices", "letters", "personal_letters", "received_letters", "jobs", "job_parts"})


# What stands in the history of the same things as another row, by the relationship that leads there.
WITH = {"clearance_documents": "clearance", "reports": "occurrence"}


def things(row: Base) -> list[Thing]:
    """The row itself, where it has a history, and what it is a part of."""
    if row.__tablename__ in WITH:
        return things(getattr(row, WITH[row.__tablename__]))
    own = [("id", row.__tablename__)] if row.__tablename__ in KINDS else []
    found = ((table, getattr(row, name)) for name, table in (*own, *_parents(type(row))))
    return [(table, key) for table, key in found if key is not None]


@cache
def _parents(kind: type[Base]) -> tuple[tuple[str, str], ...]:
    """Columns that point to what a row of this kind is a part of, with the table they point to.

    A column that says who did it makes nobody its owner; only `user_id` says whose it is.
    """
    if kind.__tablename__ in ALONE | QUIET:
        return ()
    found = []
    for attribute in inspect(kind).column_attrs:
        targets = {key.column.table.name for key in attribute.columns[0].foreign_keys} & KINDS
        if attribute.key != "user_id":
            targets -= {"users"}
        found += [(attribute.key, table) for table in sorted(targets)]
    return tuple(found)


def _of_side(side: Side | None) -> Territory | None:
    return Territory(side.value) if side else None


def _of_material(material: Any) -> Territory:
    """A joint one is of both once it was sent or shared; its open text only once it was shared."""
    is_open = material.is_shared or (material.is_submitted and not material.has_draft)
    return Territory.BOTH if material.country is None and is_open else Territory(material.side.value)


def _of_version(version: Any) -> Territory:
    """What was sent is both countries' to read; a national one is that country's."""
    country = version.material.country
    return Territory.BOTH if country is None else Territory(country.value)


def _of_clearance(clearance: Any) -> Territory:
    return _of_version(clearance.version) if clearance.version else Territory.BOTH


def _of_hold(hold: Any) -> Territory:
    version = hold.edition.version if hold.edition else None
    material = hold.material or (version.material if version else None)
    return Territory.BOTH if material is None or material.country is None else Territory(material.country.value)


def _of_kit(kit: Any) -> Territory:
    return Territory.BOTH if kit.is_shared else Territory(kit.side.value)


def _of_campaign(campaign: Any) -> Territory:
    return Territory.BOTH if campaign.is_shared else Territory(campaign.side.value)


def _of_activity(activity: Any) -> Territory:
    """A joint one is of both from the start; another goes the way of its campaign, which the other side may read."""
    return Territory.BOTH if activity.is_joint else _of_campaign(activity.campaign)


# Whose a row is: one side's, or both sides' to read. A table that is not named here is its actor's side alone; where
# nobody acted for a side, it goes the way of what stands beside it.
OWNERS: dict[str, Callable[[Any], Territory | None]] = {
    "campaigns": _of_campaign,
    "tracks": lambda track: _of_campaign(track.campaign),
    "materials": _of_material,
    "versions": _of_version,
    "facts": lambda fact: Territory.BOTH,
    "fact_versions": lambda version: Territory.BOTH,
    "editions": lambda edition: _of_version(edition.version),
    "stock_decisions": lambda said: _of_version(said.version),
    "clearances": _of_clearance,
    "clearance_documents": lambda entered: _of_clearance(entered.clearance),
    "holds": _of_hold,
    "material_files": lambda file: _of_material(file.material),
    "earlier_documents": lambda said: _of_material(said.material),
    "reviews": lambda review: _of_side(review.side),
    "review_steps": lambda step: _of_side(step.side),
    "review_reminders": lambda reminder: _of_side(reminder.step.side),
    "review_routes": lambda route: _of_side(route.side),
    "review_route_steps": lambda step: _of_side(step.route.side),
    "review_defaults": lambda default: _of_side(default.side),
    "deputies": lambda deputy: _of_side(deputy.side),
    "comments": lambda comment: Territory.BOTH if comment.audience.value == "both" else Territory(comment.side.value),
    "reasons": lambda reason: _of_material(reason.material),
    "licences": lambda licence: _of_material(licence.material),
    "consents": lambda consent: _of_side(consent.material.side),
    "press_profiles": lambda profile: _of_side(profile.side),
    "seals": lambda seal: _of_side(seal.side),
    "deliveries": lambda delivery: _of_side(delivery.side),
    "uploads": lambda upload: _of_side(upload.delivery.side),
    "upload_links": lambda link: _of_side(link.side),
    "kits": _of_kit,
    "activities": _of_activity,
    "tasks": lambda task: _of_campaign(task.campaign) if task.is_milestone else _of_side(task.side),
    "occurrences": lambda one: _of_activity(one.activity),
    "periods": lambda period: Territory.BOTH,
    "blackout_exceptions": lambda one: _of_activity(one.activity),
    "releases": lambda release: _of_campaign(release.campaign),
    "release_items": lambda item: _of_campaign(item.release.campaign),
    "feeds": lambda feed: _of_side(feed.user.side),
    "reports": lambda said: _of_side(said.side),
    "report_reminders": lambda reminder: _of_side(reminder.side),
    "kit_items": lambda item: _of_kit(item.kit),
    "kit_archives": lambda packed: _of_kit(packed.kit),
    "users": lambda user: _of_side(user.side),
    "organizations": lambda organization: _of_side(organization.country),
}
# Rows that go the way of what stands beside them in the same act: parts that say nothing of whose they are.
FOLLOWING = frozenset(
    {"blocks", "campaign_regions", "version_facts", "edition_facts", "user_roles", "notice_switches", "sessions"}
    | {
        "version_files",
        "version_images",
        "version_documents",
        "material_regions",
        "named_blocks",
        "forks",
        "activity_needs",
    }
)
# What of a material is its owner's to write; its other columns follow versions and holds.
TEXT = frozenset({"title_en", "title_es", "edits", "author_ids", "is_shared"})


def _follows(row: Base, change: dict[str, Any]) -> bool:
    is_kept = row.__tablename__ == "materials" and change["verb"] == "update" and not TEXT & change["after"].keys()
    return is_kept or row.__tablename__ in FOLLOWING | QUIET


def reach(side: Side | None, changed: Iterable[tuple[Base, dict[str, Any]]]) -> str:
    """Whose things an act changed: BOTH only where everything that it touched is of both.

    What the installation does by itself to one side's things is that side's; to things of each of them, nobody's.
    """
    rows = [row for row, change in changed if not _follows(row, change)]
    own = {OWNERS.get(row.__tablename__, lambda row: _of_side(side))(row) for row in rows}
    if own == {Territory.BOTH}:
        return Territory.BOTH.value
    if side:
        return side.value
    closed = {one.value for one in own if one and one is not Territory.BOTH}
    return closed.pop() if len(closed) == 1 else ""
