"""Sending a flyer to be cleared when it fits on paper, and making the editions that print staff print."""

import json
from datetime import date, datetime
from hashlib import sha256

from campaign.accounts.models import User, country_phrase
from campaign.clearance.in_force import in_force
from campaign.config import Config
from campaign.db import Side, session
from campaign.errors import Refused
from campaign.facts.clearable import freeze
from campaign.flyers.models import Edition, by_code
from campaign.flyers.press import RENDERER, press
from campaign.flyers.sheet import LAYOUT, SIZE, build, edition_code
from campaign.i18n import _
from campaign.materials import actions as materials
from campaign.materials.content import content_of
from campaign.materials.models import Material, Version, blocks_of, versions_of
from campaign.paper.layouts import LAYOUTS
from campaign.paper.sheet import Sheet
from campaign.regions.models import Region
from campaign.storage import files


def draft_pdf(material: Material, region: Region, config: Config, at: datetime) -> bytes:
    """The working text as it would be printed in this region, marked as a draft."""
    content = content_of(material, list(session.scalars(blocks_of(material.id))))
    newest = session.scalars(versions_of(material.id)).first()
    sheet = build(
        content,
        freeze(content)[1],
        region,
        number=(newest.n if newest else 0) + 1,
        material_code=material.code,
        review_by=None,
        is_draft=True,
        base_url=config.base_url,
        on=at.date(),
    )
    return press(sheet, config.data / "made")


def version_pdf(version: Version, region: Region, config: Config, at: datetime) -> bytes:
    """A frozen version as printed in this region; a draft on each page until it is in force there (law 11)."""
    return press(version_sheet(version, region, config, at), config.data / "made")


def version_sheet(version: Version, region: Region, config: Config, at: datetime) -> Sheet:
    """What stands on the paper of a frozen version in this region today."""
    return build(
        json.loads(version.content),
        version.fingerprint,
        region,
        number=version.n,
        material_code=version.material.code,
        review_by=version.review_by,
        is_draft=not in_force(version, region.country, at),
        base_url=config.base_url,
        on=at.date(),
    )


def submit(material: Material, regions: dict[Side, Region], config: Config, by: User, at: datetime) -> Version:
    """Freeze and send the draft, if its words are right and it fits on the sheet of each country."""
    if missing := [country_phrase(side) for side in material.territory.sides if side not in regions]:
        raise Refused(_("Choose a target region in %(countries)s first.", countries=", ".join(missing)))
    version = materials.submit(material, by, at)
    for side in material.territory.sides:
        version_pdf(version, regions[side], config, at)
    return version


def version_in_force(material: Material, side: Side, at: datetime) -> Version | None:
    """The version that may be printed in this country now."""
    for version in session.scalars(versions_of(material.id)):
        if in_force(version, side, at):
            return version
    return None


def prepare(material: Material, region: Region, config: Config, by: User | None, at: datetime) -> Edition:
    """Make the edition of the version in force for a region; the same one again is the same row with fresh bytes."""
    version = version_in_force(material, region.country, at)
    if version is None:
        raise Refused(
            _("No version of this flyer is in force in %(place)s, so it cannot be printed.", place=region.name)
        )
    sheet = version_sheet(version, region, config, at)
    if not sheet["helplines"]:
        raise Refused(_no_helpline(region.country))
    pdf = press(sheet, config.data / "made")
    code = edition_code(version.fingerprint, region)
    edition = session.scalar(by_code(code)) or Edition(
        code=code, region=region, country=region.country, layout=LAYOUT, size=SIZE
    )
    edition.version = version  # an older version with the very same content has the same code: it is in force again
    edition.layout_number = LAYOUTS[LAYOUT].number
    edition.renderer = RENDERER
    edition.sha256 = files.put(config.store, pdf)
    edition.review_by = date.fromisoformat(sheet["review_by"])
    edition.made_by_id = by.id if by else None
    edition.made_at = at
    session.add(edition)
    session.flush()
    return edition


def _no_helpline(country: Side) -> str:
    """Every edition carries a number that works where it hangs (law 8)."""
    return _(
        "There is no cleared helpline for %(country)s: a signatory must clear one first.",
        country=country_phrase(country),
    )


def stopped(edition: Edition, config: Config, at: datetime) -> str:
    """Why this very sheet may not be printed now, in words; '' when it may.

    Numbers and dates lie outside the fingerprint: what was prepared before one of them changed is not printed any more.
    """
    if not in_force(edition.version, edition.country, at):
        return _("This flyer is no longer in force here. Do not print it.")
    sheet = version_sheet(edition.version, edition.region, config, at)
    if not sheet["helplines"]:
        return _no_helpline(edition.country)
    if sha256(press(sheet, config.data / "made")).hexdigest() != edition.sha256:
        return _("A number or a date on this sheet has changed since it was prepared. Prepare the sheet again.")
    return ""


def fetch(edition: Edition, config: Config, at: datetime) -> bytes:
    """The bytes to print; refused once they are out of date, however old the tab is that asks."""
    if reason := stopped(edition, config, at):
        raise Refused(reason)
    return files.read(config.store, edition.sha256)
