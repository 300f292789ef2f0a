"""Every rule of who may see and do what, one function each, and nothing else (product §3).

A rule reads columns of the person and of the object, nothing more; templates ask the same rule as the gate.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from campaign.accounts.models import User
    from campaign.campaigns.models import Campaign, Track
    from campaign.db import Side
    from campaign.facts.models import Fact, FactVersion
    from campaign.flyers.models import Edition
    from campaign.holds.models import Hold
    from campaign.jobs.models import Job
    from campaign.materials.models import Material, Version
    from campaign.regions.models import Region


def _is_official(user: User) -> bool:
    return user.side is not None and (user.is_planner or user.is_reviewer or user.is_signatory)


# Regions


def read_regions(user: User) -> bool:
    """Public geography: whoever has an account."""
    return True


def see_region(user: User, region: Region) -> bool:
    return read_regions(user)


# Facts


def read_facts(user: User) -> bool:
    """All but administrators, who see no content."""
    return not user.roles <= _administration(user)


def _administration(user: User) -> frozenset[object]:
    return frozenset(role for role in user.roles if role.value == "administrator")


def see_fact(user: User, fact: Fact) -> bool:
    return read_facts(user)


def draft_fact(user: User, fact: Fact) -> bool:
    """A planner writes facts that are valid in the own country."""
    return user.is_planner and user.side is not None and fact.territory.covers(user.side)


def draft_facts(user: User) -> bool:
    """A planner of a side sends several drafts at once; which of them may go is asked one by one."""
    return user.is_planner and user.side is not None


def clear_facts(user: User) -> bool:
    """A signatory opens the list of facts that wait for the own side."""
    return user.is_signatory and user.side is not None


def see_fact_version(user: User, version: FactVersion) -> bool:
    return read_facts(user)


def clear_fact_version(user: User, version: FactVersion) -> bool:
    """A signatory of a country where the fact is valid, who did not write it (laws 1 and 2)."""
    return user.is_signatory and user.side in version.needed and user.id not in version.author_ids


def revoke_fact_version(user: User, version: FactVersion) -> bool:
    """Each side takes its own clearance back, alone and at once (law 6)."""
    return user.is_signatory and user.side is not None and version.key(user.side).value == "cleared"


# Campaigns


def read_campaigns(user: User) -> bool:
    return not (user.is_partner and len(user.roles) == 1)


def create_campaign(user: User) -> bool:
    return user.is_planner and user.side is not None


def see_campaign(user: User, campaign: Campaign) -> bool:
    """Own side always; the other side once it was proposed to it, or a national one shared; observers while such a one
    runs.
    """
    belongs = _is_official(user) or user.is_administrator or user.is_printer
    if belongs and (campaign.is_shared or campaign.side is user.side):
        return True
    if user.is_secretariat and campaign.is_shared:
        return True
    return user.is_observer and campaign.is_shared and campaign.state.value == "active"


def edit_campaign(user: User, campaign: Campaign) -> bool:
    """Planners of a side that can see it write the common half; a national one is only its own side's.

    Until when is for the action to say, which keeps what was typed.
    """
    is_of_both = campaign.kind.value != "national"
    return user.is_planner and see_campaign(user, campaign) and (is_of_both or user.side is campaign.side)


def share_campaign(user: User, campaign: Campaign) -> bool:
    """A planner lets the other side read a national campaign of the own side."""
    return user.is_planner and user.side is campaign.side and campaign.kind.value == "national"


def see_track(user: User, track: Track) -> bool:
    return see_campaign(user, track.campaign)


def edit_track(user: User, track: Track) -> bool:
    """A planner writes the track of the own side only, and takes its ordinary steps."""
    return user.is_planner and user.side is track.side


def decide_track(user: User, track: Track) -> bool:
    """A signatory agrees, pauses and withdraws for the own side only."""
    return user.is_signatory and user.side is track.side


# Materials


def read_materials(user: User) -> bool:
    return _is_official(user) or user.is_partner or user.is_secretariat or user.is_observer


def create_material(user: User) -> bool:
    return user.side is not None and (user.is_planner or user.is_partner)


def see_material(user: User, material: Material) -> bool:
    """Own side's drafts, what the other side submitted or shared, the own organization's, and what is in force.

    A hold hides nothing: whoever read it while it was in force reads now that it is on hold.
    """
    is_in_force = any((material.in_force_us, material.in_force_mx, material.held_us, material.held_mx))
    if _is_official(user) and (material.side is user.side or material.is_submitted or material.is_shared):
        return True
    if user.is_partner and (material.organization_id == user.organization_id or is_in_force):
        return True
    return (user.is_secretariat or user.is_observer) and is_in_force


def see_draft(user: User, material: Material) -> bool:
    """The working text: own side's officials, the own organization, and the other side when it was shared."""
    if _is_official(user):
        return material.side is user.side or material.is_shared
    return user.is_partner and material.organization_id == user.organization_id


def edit_material(user: User, material: Material) -> bool:
    """Planners of the own side (of both when shared); partners their own organization's."""
    if user.is_planner and user.side is not None:
        return material.side is user.side or (material.is_shared and material.country is None)
    return user.is_partner and material.organization_id == user.organization_id


def share_material(user: User, material: Material) -> bool:
    """Only the side that owns a draft shares it."""
    return user.is_planner and user.side is material.side and material.country is None


def see_version(user: User, version: Version) -> bool:
    """Officials of both sides see what was submitted; others only what is in force, partners their own."""
    material = version.material
    if _is_official(user) and (material.country is None or material.side is user.side or version.material.is_submitted):
        return True
    if user.is_partner and material.organization_id == user.organization_id:
        return True
    return (user.is_partner or user.is_secretariat or user.is_observer) and version.state.value == "in_force"


# Clearance


def read_clearances(user: User) -> bool:
    return _is_official(user)


def clear_version(user: User, version: Version) -> bool:
    """A signatory of a country that is needed, who wrote nothing of it (laws 1 and 2)."""
    return user.is_signatory and user.side in version.needed and user.id not in version.author_ids


def revoke_version(user: User, version: Version) -> bool:
    """Each side withdraws on its own territory, alone and at once (law 6)."""
    return user.is_signatory and user.side is not None and version.key(user.side).value == "cleared"


# Flyers


def read_flyers(user: User) -> bool:
    return not user.is_administrator or len(user.roles) > 1


def see_flyer(user: User, material: Material) -> bool:
    """Print staff see what is in force in the own country, on hold or not; everybody else what they see as a
    material.
    """
    if user.is_printer and user.side is not None and _is_on_paper(user.side, material):
        return True
    return see_material(user, material)


def _is_on_paper(side: Side, material: Material) -> bool:
    return material.is_in_force(side) or material.is_held(side)


def print_flyer(user: User, material: Material) -> bool:
    """Officials, partners and print staff of a side print what is in force on that side; a hold refuses it in words."""
    return _prints(user) and user.side is not None and _is_on_paper(user.side, material)


def _prints(user: User) -> bool:
    return _is_official(user) or user.is_printer or user.is_partner


def see_edition(user: User, edition: Edition) -> bool:
    """Print staff see every sheet prepared for their country: whoever printed it must learn that it left force."""
    if user.is_printer and user.side is edition.country:
        return True
    return see_flyer(user, edition.version.material)


def fetch_batch(user: User, job: Job) -> bool:
    """Whoever may see a batch of the own side and prints; what may not be printed any more is left out of it."""
    return see_job(user, job) and user.side is job.side and _prints(user)


def fetch_edition(user: User, edition: Edition) -> bool:
    """The file itself: only on the side whose territory it is for; out of force it is refused with the reason."""
    return user.side is edition.country and _prints(user)


# Holds


def read_holds(user: User) -> bool:
    """Officials and print staff: those who place holds, and those who lift them."""
    return _is_official(user) or (user.is_printer and user.side is not None)


def see_hold(user: User, hold: Hold) -> bool:
    """Who sees a thing reads who stopped it and why, on both sides."""
    if not read_holds(user):
        return False
    if hold.material is not None:
        return see_flyer(user, hold.material)
    return see_edition(user, hold.edition) if hold.edition is not None else True


def hold_material(user: User, material: Material) -> bool:
    """Any official or printer of a country stops there, at once, what was submitted; a draft needs no stop."""
    return read_holds(user) and material.is_submitted and material.country in (None, user.side)


def hold_edition(user: User, edition: Edition) -> bool:
    """A sheet is for one country: its people stop it."""
    return read_holds(user) and user.side is edition.country


def hold_fact(user: User, fact: Fact) -> bool:
    """Either side stops any fact on its own territory: the other country's numbers stand on its sheets too."""
    return read_holds(user)


def lift_hold(user: User, hold: Hold) -> bool:
    """A signatory of the country where it stands, or of the side that placed it; nobody else, and no time-out."""
    return user.is_signatory and user.side in (hold.country, hold.by_side)


# Work in the background


def see_own_work(user: User) -> bool:
    """What the installation does of itself concerns both sides alike: the administrators of each see it."""
    return user.is_administrator and user.side is not None


def see_job(user: User, job: Job) -> bool:
    """Who asked for it, and the officials and print staff of that side; what nobody asked for, administrators."""
    if job.asked_by_id == user.id:
        return True
    if job.asked_by_id is None and job.side is None:
        return see_own_work(user)
    return job.side is not None and user.side is job.side and (_is_official(user) or user.is_printer)


def change_job(user: User, job: Job) -> bool:
    """Cancelling and trying again: who asked for it, and the planners and print staff of that side.

    What the installation does of itself no side stops: it does it for both.
    """
    if job.asked_by_id is None and job.side is None:
        return False
    return see_job(user, job) and (job.asked_by_id == user.id or user.is_planner or user.is_printer)
