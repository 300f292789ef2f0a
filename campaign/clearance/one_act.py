"""A list of versions cleared in one act: one document, one clearance for each fingerprint, all of them or none."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import contains_eager

from campaign.accounts.models import User
from campaign.clearance.actions import Statement, clear
from campaign.clearance.models import Clearance
from campaign.db import session
from campaign.errors import NotAllowed, Overtaken, Refused
from campaign.i18n import _
from campaign.materials.models import Material, MaterialType, Version

MOST = 50  # versions in one act: more than that nobody has opened in a day


def clear_versions(
    ids: Sequence[int], statement: Statement, seen: Mapping[int, str], by: User, at: datetime
) -> list[Clearance]:
    """Under the rules of the single decision, each by itself; which one stops the act is said by its name."""
    if not ids:
        raise Refused(_("Choose at least one version."))
    if len(set(ids)) > MOST:
        raise Refused(_("At most %(most)s versions are cleared in one act.", most=MOST))
    versions = _locked(ids)
    if {version.id for version in versions} != set(ids):
        raise Overtaken(_("One of the versions that you chose is not there any more. Nothing was decided."))
    return [_clear(version, statement, seen.get(version.id, ""), by, at) for version in versions]


def _locked(ids: Sequence[int]) -> Sequence[Version]:
    """All rows before the first decision, versions then materials, as the single decision takes them; always in one
    order, so that two lists never wait for each other. Images first: what shows one follows it."""
    is_image = Material.type == MaterialType.image
    chosen = [number for number in ids if 0 < number < 2**63]
    query = select(Version).join(Version.material).options(contains_eager(Version.material))
    query = query.where(Version.id.in_(chosen)).order_by(is_image.desc(), Version.material_id, Version.id)
    query = query.with_for_update(of=Version, key_share=True).execution_options(populate_existing=True)
    versions = session.scalars(query).all()
    materials = select(Material).where(Material.id.in_({version.material_id for version in versions}))
    materials = materials.order_by(Material.id).with_for_update(of=Material, key_share=True)
    session.scalars(materials.execution_options(populate_existing=True)).all()
    return versions


def _clear(version: Version, statement: Statement, seen: str, by: User, at: datetime) -> Clearance:
    try:
        return clear(version, statement, seen, by, at)
    except NotAllowed:
        raise
    except Refused as refused:
        named = _("version %(n)s", n=version.n)
        raise type(refused)(f"{version.material.code}, {named}: {refused.message}") from refused
