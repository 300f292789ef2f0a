"""Every rule of who may see and do what, one function each, and nothing else (product §3).

A rule reads columns of the person and of the object, nothing more; templates ask the same rule as the gate.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from campaign.accounts.models import User
    from campaign.audit.models import Entry
    from campaign.campaigns.models import Campaign, Track
    from campaign.campaigns.tasks.models import Task
    from campaign.clearance.models import Clearance
    from campaign.db import Side
    from campaign.exports.models import Export
    from campaign.facts.models import Fact, FactVersion
    from campaign.flyers.models import Edition
    from campaign.flyers.profiles.models import Profile
    from campaign.holds.models import Hold
    from campaign.jobs.models import Job
    from campaign.kits.models import Kit
    from campaign.materials.comments.models import Comment
    from campaign.materials.files.models import File
    from campaign.materials.models import Material, Version
    from campaign.partners.accreditations.models import Accreditation
    from campaign.partners.imports.models import Import
    from campaign.partners.logos.models import Logo
    from campaign.partners.models import Contact, Organization
    from campaign.partners.places.models import Place
    from campaign.people.models import Invitation, RoleRequest, Transfer
    from campaign.regions.models import Region
    from campaign.reviews.deputies.models import Deputy
    from campaign.reviews.models import Review, Step
    from campaign.reviews.routes.models import Route
    from campaign.rights.consents.models import Consent
    from campaign.rights.licences.models import Licence
    from campaign.rights.seals.models import Seal
    from campaign.schedule.models import Activity, Occurrence
    from campaign.schedule.periods.models import Period
    from campaign.schedule.reports.models import Report
    from campaign.uploads.models import Delivery, Link, Upload


def _is_official(user: User) -> bool:
    return user.side is not None and (user.is_planner or user.is_reviewer or user.is_signatory)


# Regions


def read_regions(user: User) -> bool:
    """Public geography: whoever has an account."""
    return True


def see_region(user: User, region: Region) -> bool:
    return read_regions(user)


# Partners


def works(user: User) -> bool:
    """People of an organization that waits, was refused or has closed do nothing here but look how it stands."""
    return user.organization.is_open


def owes_terms(user: User) -> bool:
    """A partner accepts the terms of use as they are now before writing anything; reading goes on."""
    return bool(user.is_partner and user.organization.owes_terms)


def accept_terms(user: User) -> bool:
    return bool(user.is_partner)


def _has_desk(user: User) -> bool:
    """Officials and administrators of a side."""
    return _is_official(user) or (user.is_administrator and user.side is not None)


def read_partners(user: User) -> bool:
    return _has_desk(user) or user.is_partner or user.is_secretariat


def see_organization(user: User, organization: Organization) -> bool:
    """The own side's, the own one, and the directory of both countries: public bodies and who is accredited."""
    if not read_partners(user):
        return False
    is_own = organization.id == user.organization_id or (_has_desk(user) and organization.country is user.side)
    return is_own or organization.is_listed


def see_contacts(user: User, organization: Organization) -> bool:
    """Telephones and addresses of people: the own organization and its home country's officials."""
    return organization.id == user.organization_id or (_has_desk(user) and organization.country is user.side)


def create_organization(user: User) -> bool:
    """Planners and administrators enter organizations of the own country."""
    return user.side is not None and (user.is_planner or user.is_administrator)


def run_organization(user: User, organization: Organization) -> bool:
    """What it is called, what it is and what it belongs to: planners and administrators of its home country."""
    return create_organization(user) and organization.country is user.side


def edit_organization(user: User, organization: Organization) -> bool:
    """How it is reached and where its places are: also its own people."""
    is_own = user.is_partner and organization.id == user.organization_id
    return is_own or run_organization(user, organization)


def decide_organization(user: User, organization: Organization) -> bool:
    """Whether it may work here is its home country's to say, of a consular window too."""
    return user.is_planner and user.side is not None and organization.country is user.side


def accredit_organization(user: User, organization: Organization) -> bool:
    """Each side vouches for itself, for any partner that it sees."""
    return user.is_planner and user.side is not None and organization.country is not None


def see_card(user: User, contact: Contact) -> bool:
    return read_partners(user) and see_contacts(user, contact.organization)


def edit_card(user: User, contact: Contact) -> bool:
    return edit_organization(user, contact.organization)


def see_place(user: User, place: Place) -> bool:
    return see_organization(user, place.organization)


def edit_place(user: User, place: Place) -> bool:
    """Who runs it; in whichever country it lies."""
    return edit_organization(user, place.organization)


def see_accreditation(user: User, accreditation: Accreditation) -> bool:
    return see_organization(user, accreditation.organization)


def end_accreditation(user: User, accreditation: Accreditation) -> bool:
    """Each side takes back only what it gave."""
    return user.is_planner and user.side is accreditation.side


# Logos


def see_logo(user: User, logo: Logo) -> bool:
    return see_organization(user, logo.organization)


def upload_logo(user: User, organization: Organization) -> bool:
    """The organization's own people, and the planners of its home country."""
    is_own = user.is_partner and organization.id == user.organization_id
    return is_own or (user.is_planner and user.side is not None and organization.country is user.side)


def edit_logo(user: User, logo: Logo) -> bool:
    """Whoever may send another one withdraws this one."""
    return upload_logo(user, logo.organization)


def fetch_permission(user: User, logo: Logo) -> bool:
    """The document is read on its own side only, and by the organization itself (law 16)."""
    is_own = user.is_partner and logo.organization_id == user.organization_id
    return is_own or (_is_official(user) and logo.organization.country is user.side)


# Imports


def import_partners(user: User) -> bool:
    """A planner brings in the partners of the own side, and nobody else's."""
    return user.is_planner and user.side is not None


def see_import(user: User, table: Import) -> bool:
    """What a side brings in is its own until it stands in the list of partners."""
    return import_partners(user) and table.side is user.side


def change_import(user: User, table: Import) -> bool:
    return see_import(user, table)


# Leaving any day


def export_side(user: User) -> bool:
    """The administrators of a side take along all that it may read, whenever they want."""
    return user.is_administrator and user.side is not None


def see_export(user: User, export: Export) -> bool:
    return export_side(user) and export.side is user.side


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


# People


def read_people(user: User) -> bool:
    """The own side's for whoever looks after it, the own organization's for partners; the secretariat reads."""
    is_of_side = user.is_administrator or user.is_planner or user.is_signatory or user.is_partner
    return user.is_secretariat or (user.side is not None and is_of_side)


def see_person(user: User, person: User) -> bool:
    """Nothing of the other side's people; oneself always."""
    if user.id == person.id or user.is_secretariat:
        return True
    if user.side is None or person.side is not user.side:
        return False
    if user.is_administrator or user.is_planner or user.is_signatory:
        return True
    return user.is_partner and person.organization_id == user.organization_id


def see_contact(user: User, person: User) -> bool:
    """The address and the last sign-in of a person are the own side's only."""
    return user.id == person.id or (user.side is not None and user.side is person.side)


def _administers(user: User, person: User) -> bool:
    return user.is_administrator and user.side is not None and user.side is person.side


def _coordinates(user: User, person: User) -> bool:
    """A partner's own coordinator looks after those who are only that organization's partners."""
    is_member = person.organization_id == user.organization_id and not person.is_coordinator
    is_only_partner = {role.value for role in person.roles} == {"partner"}
    return _is_coordinator(user) and person.side is user.side and is_member and is_only_partner


def _is_coordinator(user: User) -> bool:
    return user.is_partner and user.is_coordinator and user.side is not None


def edit_person(user: User, person: User) -> bool:
    """Name, post and organization; the own too."""
    return _administers(user, person)


def change_rights(user: User, person: User) -> bool:
    """An administrator of the person's side; nobody changes the own rights."""
    return _administers(user, person) and user.id != person.id


def release_person(user: User, person: User) -> bool:
    """Only the side a person belongs to lets the person go."""
    return change_rights(user, person)


def deactivate_person(user: User, person: User) -> bool:
    """And activate again: administrators of the side, a coordinator in the own organization."""
    return _administers(user, person) or _coordinates(user, person)


def reset_person(user: User, person: User) -> bool:
    """Send somebody who lost the password a link to a new one; nobody sends it to oneself."""
    return change_rights(user, person) or _coordinates(user, person)


def reset_factors(user: User, person: User) -> bool:
    """Remove what somebody lost: app, passkeys, codes. Of a signatory only once two people took that role."""
    return reset_person(user, person) and not person.is_signatory


def invite_people(user: User) -> bool:
    """Administrators and planners on the own side, a coordinator into the own organization."""
    return user.side is not None and (user.is_administrator or user.is_planner or _is_coordinator(user))


def see_invitation(user: User, invitation: Invitation) -> bool:
    if not invite_people(user) or user.side is not invitation.side:
        return False
    return user.is_administrator or user.is_planner or user.organization_id == invitation.organization_id


def change_invitation(user: User, invitation: Invitation) -> bool:
    """Who invited, and administrators: a new link is as good as a new invitation."""
    return see_invitation(user, invitation) and (user.is_administrator or user.id == invitation.invited_by_id)


def see_role_request(user: User, asked: RoleRequest) -> bool:
    """Administrators and signatories of that side, who may have to confirm it."""
    return user.side is asked.side and (user.is_administrator or user.is_signatory)


def confirm_role_request(user: User, asked: RoleRequest) -> bool:
    """A second person: neither who asked nor who gets or loses the role."""
    return see_role_request(user, asked) and user.id not in (asked.user_id, asked.asked_by_id)


def decline_role_request(user: User, asked: RoleRequest) -> bool:
    """A no by a second person; who asked takes it back."""
    return see_role_request(user, asked) and user.id != asked.user_id


def see_transfer(user: User, transfer: Transfer) -> bool:
    """Both sides' administrators see who is on the way between them."""
    return user.is_administrator and user.side in (transfer.from_side, transfer.to_side)


def admit_person(user: User, transfer: Transfer) -> bool:
    return user.is_administrator and user.side is transfer.to_side


def take_back_person(user: User, transfer: Transfer) -> bool:
    return user.is_administrator and user.side is transfer.from_side


# Campaigns


def read_campaigns(user: User) -> bool:
    return any(role.value != "partner" for role in user.roles)


def create_campaign(user: User) -> bool:
    return user.is_planner and user.side is not None


def plan_again(user: User, campaign: Campaign) -> bool:
    """A planner begins a new one from what may be read here; a national one is its own side's to repeat."""
    is_ours = campaign.kind.value != "national" or campaign.side is user.side
    return create_campaign(user) and see_campaign(user, campaign) and is_ours


def see_campaign(user: User, campaign: Campaign) -> bool:
    """Own side always; the other side once it was proposed to it, or a national one shared; observers while such a one
    runs."""
    belongs = _is_official(user) or user.is_administrator or user.is_printer
    if belongs and (campaign.is_shared or campaign.side is user.side):
        return True
    if user.is_secretariat and campaign.is_shared:
        return True
    return user.is_observer and campaign.is_shared and campaign.state.value == "active"


def edit_campaign(user: User, campaign: Campaign) -> bool:
    """Planners of a side that can see it write the common half; a national one is only its own side's.

    Until when is for the action to say, which keeps what was typed."""
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


def read_tasks(user: User) -> bool:
    """Whoever may answer for one: officials of a side, and its partners."""
    return user.side is not None and (_is_official(user) or user.is_partner)


def see_task(user: User, task: Task) -> bool:
    """The own side's, the milestones of whoever shares the campaign, and a partner's own."""
    is_open = task.campaign.is_shared
    if user.is_partner and user.side is task.side and user.organization_id == task.organization_id:
        return True
    if user.is_secretariat and is_open and task.is_milestone:
        return True
    is_read = task.side is user.side or task.is_milestone
    return _has_desk(user) and is_read and (is_open or task.campaign.side is user.side)


def edit_task(user: User, task: Task) -> bool:
    """A planner of its side."""
    return user.is_planner and user.side is task.side and see_task(user, task)


def finish_task(user: User, task: Task) -> bool:
    """Its planners, whoever answers for it, and the people of the partner it was given to."""
    is_own = task.owner_id == user.id or (user.is_partner and task.organization_id == user.organization_id)
    return see_task(user, task) and user.side is task.side and (user.is_planner or is_own)


# The schedule


def read_schedule(user: User) -> bool:
    """Everybody but who only prints: what each sees there the next rule says."""
    return any(role.value != "printer" for role in user.roles)


def see_activity(user: User, activity: Activity) -> bool:
    """Officials and administrators see what stands in the campaigns they see; a partner what its people wrote or host;
    an observer what was held."""
    own = user.organization_id
    if user.is_partner and own in (activity.owner_id, activity.host_us_id, activity.host_mx_id):
        return True
    is_open = activity.campaign.is_shared
    if user.is_observer and is_open and activity.state.value == "held":
        return True
    if user.is_secretariat and is_open:
        return True
    return _has_desk(user) and (is_open or activity.campaign.side is user.side)


def plan_activity(user: User) -> bool:
    """Planners for their side, and partners for themselves."""
    return user.side is not None and (user.is_planner or user.is_partner)


def edit_activity(user: User, activity: Activity) -> bool:
    """A planner writes the own side's and the joint ones; a partner what its people wrote."""
    if user.is_partner and user.organization_id == activity.owner_id:
        return True
    return user.is_planner and see_activity(user, activity) and (activity.is_joint or activity.side is user.side)


def confirm_activity(user: User, activity: Activity) -> bool:
    """The planners of a side that has a half in it."""
    is_ours = activity.is_joint or activity.side is user.side
    return user.is_planner and user.side is not None and see_activity(user, activity) and is_ours


def see_occurrence(user: User, occurrence: Occurrence) -> bool:
    return see_activity(user, occurrence.activity)


def edit_occurrence(user: User, occurrence: Occurrence) -> bool:
    return edit_activity(user, occurrence.activity)


def write_periods(user: User) -> bool:
    """School terms, blackouts and local holidays: the planners of a side for its own regions."""
    return user.side is not None and user.is_planner


def see_period(user: User, period: Period) -> bool:
    """Both countries read both calendars."""
    return read_schedule(user)


def edit_period(user: User, period: Period) -> bool:
    return write_periods(user) and period.side is user.side


def release_schedule(user: User, campaign: Campaign) -> bool:
    """A planner of a side that the campaign is for; what of it is the side's to release the action says."""
    return edit_campaign(user, campaign) and user.side is not None


# Reports after the event


def report_occurrence(user: User, occurrence: Occurrence) -> bool:
    """Of the half of the own side: its planners, and the people of the organization that wrote it or hosts it there."""
    activity, side = occurrence.activity, user.side
    if side is None or side not in activity.sides or activity.type.value == "deadline":
        return False
    host = activity.host_us_id if side.value == "US" else activity.host_mx_id
    if user.is_partner and user.organization_id in (activity.owner_id, host):
        return True
    return user.is_planner and see_activity(user, activity)


def report_several(user: User) -> bool:
    """Whoever may report at all; which dates are theirs each line says."""
    return plan_activity(user)


def see_report(user: User, report: Report) -> bool:
    return see_occurrence(user, report.occurrence)


# What waits


def read_board(user: User) -> bool:
    """Whoever others wait for: officials of a side, and its partners. What stands on it each list and page decides."""
    return _is_official(user) or (user.is_partner and user.side is not None)


def read_between(user: User) -> bool:
    """Officials of a side: what each country waits for from the other is not a partner's business."""
    return _is_official(user)


# Materials


def read_materials(user: User) -> bool:
    return _is_official(user) or user.is_partner or user.is_secretariat or user.is_observer


def create_material(user: User) -> bool:
    return user.side is not None and (user.is_planner or user.is_partner)


def see_material(user: User, material: Material) -> bool:
    """Own side's drafts, what the other side submitted or shared, the own organization's, and what is in force.

    A hold hides nothing: whoever read it while it was in force reads now that it is on hold."""
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


def fork_version(user: User, version: Version) -> bool:
    """A planner of either side goes on alone with the text of a joint flyer; nobody is asked (product §2)."""
    is_joint = version.material.country is None and version.material.is_flyer
    return user.is_planner and user.side is not None and is_joint


def see_version(user: User, version: Version) -> bool:
    """Officials of both sides see what was submitted; others only what is in force, partners their own."""
    material = version.material
    if _is_official(user) and (material.country is None or material.side is user.side or version.material.is_submitted):
        return True
    if user.is_partner and material.organization_id == user.organization_id:
        return True
    return (user.is_partner or user.is_secretariat or user.is_observer) and version.state.value == "in_force"


def renew_marks(user: User) -> bool:
    """Planners send their side's flyers anew when a name on them has changed."""
    return user.is_planner and user.side is not None


# Comments on a text


def comment_on(user: User, material: Material) -> bool:
    """Officials who see it, of either side, and the partner whose text it is."""
    is_own = user.is_partner and material.organization_id == user.organization_id
    return see_material(user, material) and (is_own or (_is_official(user) and user.side is not None))


def comment_on_sheet(user: User, version: Version) -> bool:
    """On a spot of its page: whoever comments on the flyer and sees that version, drawn as it was sent."""
    return version.material.is_flyer and see_version(user, version) and comment_on(user, version.material)


def read_blocks(user: User, material: Material) -> bool:
    """Whoever sees the draft; while none is open its blocks are what was sent, and whoever comments has read that."""
    return see_draft(user, material) or (comment_on(user, material) and not material.has_draft)


def see_comment(user: User, comment: Comment) -> bool:
    """One side's comments are its own, until it shows them to the other country; the partner whose text it is reads
    what is meant for it, and what both countries read."""
    if not comment_on(user, comment.material):
        return False
    is_own = comment.side is user.side
    return comment.audience.value == "both" or (is_own and (_is_official(user) or comment.audience.value == "owner"))


def answer_comment(user: User, comment: Comment) -> bool:
    return see_comment(user, comment)


def share_comment(user: User, comment: Comment) -> bool:
    """Officials of the side that wrote it, where the other country decides on the text, too."""
    is_own = _is_official(user) and comment.side is user.side
    return see_comment(user, comment) and is_own and comment.material.country is None


# Reviews


def read_reviews(user: User) -> bool:
    """What waits on the own side, its routes and its deputies: its officials."""
    return _is_official(user)


def read_review(user: User, version: Version) -> bool:
    """How far the own side's review is: its officials, and the organization whose text it is."""
    material = version.material
    is_own = user.is_partner and user.side is material.side and user.organization_id == material.organization_id
    return is_own or (_is_official(user) and user.side in version.needed)


def see_review(user: User, review: Review) -> bool:
    """Who said what in it is internal to the side (law 7)."""
    return _is_official(user) and user.side is review.side


def see_step(user: User, step: Step) -> bool:
    return _is_official(user) and user.side is step.side


def review_step(user: User, step: Step) -> bool:
    """A reviewer of that side, who neither made nor signed the version (law 2); for whom of them it is, the action
    says."""
    version = step.review.version
    took_part = user.id in version.author_ids or user.id in version.signatory_ids
    return user.is_reviewer and user.side is step.side and not took_part


def run_step(user: User, step: Step) -> bool:
    """Planners run their side's routes."""
    return user.is_planner and user.side is step.side


def write_routes(user: User) -> bool:
    return user.is_planner and user.side is not None


def see_route(user: User, route: Route) -> bool:
    return _is_official(user) and user.side is route.side


def edit_route(user: User, route: Route) -> bool:
    return write_routes(user) and user.side is route.side


def name_deputies(user: User) -> bool:
    """Reviewers and signatories say who stands in for them."""
    return user.side is not None and (user.is_reviewer or user.is_signatory)


def see_deputy(user: User, deputy: Deputy) -> bool:
    return name_deputies(user) and user.side is deputy.side


def end_deputy(user: User, deputy: Deputy) -> bool:
    """Only who named a deputy ends it."""
    return see_deputy(user, deputy) and user.id == deputy.named_by_id


# Files of materials


def edit_files(user: User, material: Material) -> bool:
    """Whoever may write the draft of what comes as files; a flyer has none."""
    return not material.is_flyer and edit_material(user, material)


def see_file(user: User, file: File) -> bool:
    """A file of a working draft, or one that was; those of a frozen version are seen with the version."""
    return see_draft(user, file.material)


def edit_file(user: User, file: File) -> bool:
    return edit_files(user, file.material)


def tell_earlier_document(user: User, material: Material) -> bool:
    """Planners who may edit it say by which paper their own country cleared it before; a partner speaks for none."""
    return user.is_planner and edit_files(user, material) and material.country in (None, user.side)


def fetch_original(user: User, version: Version) -> bool:
    """As it came, it may say where it was taken: for who decides, and for who sent it. All others use the copy."""
    is_own = user.is_partner and version.material.organization_id == user.organization_id
    return see_version(user, version) and (is_own or _is_official(user))


# What is handed in


def read_deliveries(user: User) -> bool:
    """Officials of a side, and partners."""
    return _is_official(user) or (user.is_partner and user.side is not None)


def create_delivery(user: User) -> bool:
    """Partners for their organization; planners what reached them by another way."""
    return user.side is not None and (user.is_planner or user.is_partner)


def see_delivery(user: User, delivery: Delivery) -> bool:
    """Officials of the side that looks at it, and people of the organization for which it came; nobody of the other."""
    if _is_official(user) and user.side is delivery.side:
        return True
    return user.is_partner and user.organization_id == delivery.organization_id


def edit_delivery(user: User, delivery: Delivery) -> bool:
    """Whoever opened it puts files in, says who is shown, and sends it; what came by a link is that browser's."""
    return create_delivery(user) and see_delivery(user, delivery) and delivery.by_id == user.id


def take_delivery(user: User, delivery: Delivery) -> bool:
    """A planner of its side says what becomes of it."""
    return user.is_planner and user.side is delivery.side


def see_upload(user: User, upload: Upload) -> bool:
    return see_delivery(user, upload.delivery)


def edit_upload(user: User, upload: Upload) -> bool:
    return edit_delivery(user, upload.delivery)


def read_links(user: User) -> bool:
    return _is_official(user)


def create_link(user: User) -> bool:
    """Planners of a side let somebody without an account hand in."""
    return user.is_planner and user.side is not None


def see_link(user: User, link: Link) -> bool:
    return read_links(user) and user.side is link.side


def revoke_link(user: User, link: Link) -> bool:
    return create_link(user) and user.side is link.side


# Rights


def _owns(user: User, material: Material) -> bool:
    """Of the organization that handed it in."""
    return user.is_partner and material.organization_id == user.organization_id


def see_rights(user: User, material: Material) -> bool:
    """Under which licence it may be used: officials who see it, and its own organization."""
    return see_material(user, material) and (_is_official(user) or _owns(user, material))


def enter_licence(user: User, material: Material) -> bool:
    """What a sender says is a hint; a licence is what a planner of the owning side found."""
    return user.is_planner and user.side is material.side


def see_licence(user: User, licence: Licence) -> bool:
    return see_rights(user, licence.material)


def end_licence(user: User, licence: Licence) -> bool:
    return enter_licence(user, licence.material)


def fetch_licence(user: User, licence: Licence) -> bool:
    """The document is read on its own side only, and by the organization itself."""
    material = licence.material
    return _owns(user, material) or (_is_official(user) and user.side is material.side)


def read_consents(user: User, material: Material) -> bool:
    """Who is shown, and what they signed: planners and signatories of the owning side, and the organization itself;
    nobody of the other side, whatever is shared with it (law 16)."""
    is_of_side = (user.is_planner or user.is_signatory) and user.side is material.side
    return is_of_side or _owns(user, material)


def enter_consent(user: User, material: Material) -> bool:
    """Who asked the person: the organization, or a planner of its side."""
    return (user.is_planner and user.side is material.side) or _owns(user, material)


def see_consent(user: User, consent: Consent) -> bool:
    return read_consents(user, consent.material)


def fetch_consent(user: User, consent: Consent) -> bool:
    return read_consents(user, consent.material)


def end_consent(user: User, consent: Consent) -> bool:
    """Whoever the person tells: taking a consent back waits for nobody."""
    return read_consents(user, consent.material)


def ask_seal(user: User, material: Material) -> bool:
    """Two people of the owning side destroy something; the first one asks."""
    return (user.is_planner or user.is_signatory) and user.side is material.side


def see_file_rights(user: User, file: File) -> bool:
    return see_rights(user, file.material)


def ask_seal_of_file(user: User, file: File) -> bool:
    return ask_seal(user, file.material)


def ask_seal_of_consent(user: User, consent: Consent) -> bool:
    return ask_seal(user, consent.material)


def see_seal(user: User, seal: Seal) -> bool:
    """What was destroyed and why is the owning side's officials' to read."""
    return _is_official(user) and user.side is seal.side


def carry_out_seal(user: User, seal: Seal) -> bool:
    """The second one is a signatory of that side, and not who asked (law 16)."""
    return user.is_signatory and user.side is seal.side and user.id != seal.asked_by_id


def drop_seal(user: User, seal: Seal) -> bool:
    """Whoever may carry it out may say no to it."""
    return carry_out_seal(user, seal)


# Clearance


def read_clearances(user: User) -> bool:
    return _is_official(user)


def clear_version(user: User, version: Version) -> bool:
    """A signatory of a country that is needed, who neither wrote nor reviewed anything of it (laws 1 and 2)."""
    took_part = user.id in version.author_ids or user.id in version.reviewer_ids
    return user.is_signatory and user.side in version.needed and not took_part


def see_clearance(user: User, clearance: Clearance) -> bool:
    """Officials who see what it is about; whose document is missing both countries see."""
    return _is_official(user) and (clearance.version is None or see_version(user, clearance.version))


def enter_document(user: User, clearance: Clearance) -> bool:
    """A signatory of the country that gave it, where its document was to follow; whether it did the action asks."""
    return user.is_signatory and user.side is clearance.country and clearance.document_due_on is not None


def clear_versions(user: User) -> bool:
    """A signatory opens the list of versions that wait for the own side."""
    return user.is_signatory and user.side is not None


def revoke_version(user: User, version: Version) -> bool:
    """Each side withdraws on its own territory, alone and at once (law 6)."""
    return user.is_signatory and user.side is not None and version.key(user.side).value == "cleared"


def withdraw_version(user: User, version: Version) -> bool:
    """Its owner takes it back: a planner of the side whose material it is."""
    return user.is_planner and user.side is not None and version.material.side is user.side


# Flyers


def read_flyers(user: User) -> bool:
    return any(role.value != "administrator" for role in user.roles)


def see_flyer(user: User, material: Material) -> bool:
    """Print staff see what is in force in the own country, on hold or not; everybody else what they see as a
    material. What comes as files is no flyer."""
    if not material.is_flyer:
        return False
    if user.is_printer and user.side is not None and _is_on_paper(user.side, material):
        return True
    return see_material(user, material)


def _is_on_paper(side: Side, material: Material) -> bool:
    return material.is_in_force(side) or material.is_held(side)


def print_flyer(user: User, material: Material) -> bool:
    """Officials, partners and print staff of a side print what is in force on that side; a hold refuses it in words."""
    return material.is_flyer and _prints(user) and user.side is not None and _is_on_paper(user.side, material)


def _prints(user: User) -> bool:
    return _is_official(user) or user.is_printer or user.is_partner


def stand_on_sheet(user: User, place: Place) -> bool:
    """An organization's own people put it on a sheet, with a place of its own."""
    return user.is_partner and place.organization_id == user.organization_id


def print_partner(user: User, place: Place) -> bool:
    """Planners and print staff of the country where the place lies; while the organization permits its logo there,
    which the action asks."""
    return (user.is_planner or user.is_printer) and user.side is place.region.country


def see_edition(user: User, edition: Edition) -> bool:
    """Print staff see every sheet of their country, in force or not; one with a partner on it no other partner sees."""
    if user.is_printer and user.side is edition.country:
        return True
    if edition.partner_id not in (None, user.organization_id) and user.is_partner and not _is_official(user):
        return False
    return see_flyer(user, edition.version.material)


def see_twin_sheets(user: User) -> bool:
    """Officials look at what would be printed on the other side of a sister pair; to print it is that side's."""
    return _is_official(user)


def fetch_batch(user: User, job: Job) -> bool:
    """Whoever may see a batch of the own side and prints; what may not be printed any more is left out of it."""
    return see_job(user, job) and user.side is job.side and _prints(user)


def fetch_edition(user: User, edition: Edition) -> bool:
    """The file itself: only on the side whose territory it is for; out of force it is refused with the reason."""
    return user.side is edition.country and _prints(user)


def keep_profiles(user: User) -> bool:
    """The presses of a side: its print staff and its planners look after their profiles."""
    return user.side is not None and (user.is_printer or user.is_planner)


def keep_profile(user: User, profile: Profile) -> bool:
    """Where a side has its sheets printed is its own matter: nobody else sees one."""
    return keep_profiles(user) and user.side is profile.side


def decide_stock(user: User, version: Version) -> bool:
    """Who plans and clears in a territory says what becomes of its copies; whether it was replaced the action asks."""
    decides = (user.is_planner or user.is_signatory) and version.material.is_flyer
    return decides and user.side is not None and version.key(user.side).value == "cleared"


def read_visits(user: User) -> bool:
    """How often each sheet of the own country is read, as a table: its planners."""
    return user.is_planner and user.side is not None


# Kits


def read_kits(user: User) -> bool:
    return _is_official(user) or user.is_partner


def create_kit(user: User) -> bool:
    return create_material(user)


def see_kit(user: User, kit: Kit) -> bool:
    """The own side's, a partner the own organization's, and what was shared; of what lies in it each sees the own."""
    if _is_official(user):
        return kit.side is user.side or kit.is_shared
    return user.is_partner and (kit.organization_id == user.organization_id or kit.is_shared)


def edit_kit(user: User, kit: Kit) -> bool:
    """And hand it on by a link: planners of the own side; partners their own organization's."""
    if user.is_planner and user.side is not None:
        return kit.side is user.side
    return user.is_partner and kit.organization_id == user.organization_id


def fetch_kit(user: User, kit: Kit) -> bool:
    """Its archive holds sheets for one territory: only people of that side make and take it."""
    return see_kit(user, kit) and user.side is kit.side


# Holds


def read_holds(user: User) -> bool:
    """Officials and print staff: those who place holds, and those who lift them."""
    return _is_official(user) or (user.is_printer and user.side is not None)


def see_item(user: User, material: Material) -> bool:
    """What can be stopped, flyer or not, as whoever stops it sees it."""
    return see_material(user, material) or see_flyer(user, material)


def see_hold(user: User, hold: Hold) -> bool:
    """Who sees a thing reads who stopped it and why, on both sides."""
    if not read_holds(user):
        return False
    if hold.material is not None:
        return see_item(user, hold.material)
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

    What the installation does of itself no side stops: it does it for both."""
    if job.asked_by_id is None and job.side is None:
        return False
    return see_job(user, job) and (job.asked_by_id == user.id or user.is_planner or user.is_printer)


# The record


def read_audit(user: User) -> bool:
    """Administrators, planners and signatories of a side, and the secretariat; which entries, is asked of each."""
    return any((user.is_administrator, user.is_planner, user.is_signatory, user.is_secretariat))


def read_history(user: User, thing: object) -> bool:
    """Whoever reads the record reads it beside each thing that they see."""
    return read_audit(user)


def keep_checkpoint(user: User) -> bool:
    """Each side keeps for itself where the record ended: its administrators and signatories."""
    return user.side is not None and (user.is_administrator or user.is_signatory)


def see_entry(user: User, entry: Entry) -> bool:
    """What the own side did, and what the installation did to things of the own side; of joint things also what the
    other side did: administrators, and the secretariat, which sees nothing else."""
    is_joint = entry.reach == "BOTH"
    if is_joint and (user.is_administrator or user.is_secretariat):
        return True
    if user.side is None or not (user.is_administrator or user.is_planner or user.is_signatory):
        return False
    return entry.side is user.side or (entry.side is None and entry.reach in (user.side.value, "BOTH"))


def see_organization_history(user: User, organization: Organization) -> bool:
    """What became of an organization is its own side's to read."""
    return read_audit(user) and user.side is not None and organization.country is user.side


def see_person_history(user: User, person: User) -> bool:
    """What became of a person's rights is the own side's to read."""
    return read_audit(user) and user.side is not None and person.side is user.side
