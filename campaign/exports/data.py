"""Which table is exported, and which of its rows one side may take along. A table that stands in neither list fails a
test: whoever adds one decides.

Rows are chosen by the same queries as the lists on the screens, asked for a reader who holds every role of the side.
"""

from collections.abc import Callable
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, or_, select

from campaign.accounts.models import NoticeSwitch, Role, User, UserRole
from campaign.audit.models import visible_to as entries_visible_to
from campaign.campaigns.models import Campaign, CampaignRegion, Track
from campaign.campaigns.models import visible_to as campaigns_visible_to
from campaign.campaigns.tasks.models import visible_to as tasks_visible_to
from campaign.clearance.models import Clearance, ClearanceDocument
from campaign.db import Base, Side
from campaign.exports.models import Export
from campaign.facts.models import Fact, FactVersion
from campaign.flyers.models import Edition, EditionFact
from campaign.flyers.profiles.models import Profile
from campaign.flyers.stock.models import StockDecision
from campaign.flyers.visits.models import Visit
from campaign.holds.corrections.models import NamedBlocks
from campaign.holds.models import Hold
from campaign.holds.models import visible_to as holds_visible_to
from campaign.jobs.models import Job, Part
from campaign.kits.models import Item, Kit, Packed
from campaign.mail.models import Letter, Notice
from campaign.materials.comments.models import Audience, Comment
from campaign.materials.earlier.models import EarlierDocument, VersionDocument
from campaign.materials.files.models import File, VersionFile
from campaign.materials.forks.models import Fork
from campaign.materials.languages.models import Assignment
from campaign.materials.models import Block, Material, Version, VersionFact, VersionImage
from campaign.materials.models import visible_to as materials_visible_to
from campaign.materials.reasons.models import Reason
from campaign.materials.regions import MaterialRegion
from campaign.partners.accreditations.models import Accreditation
from campaign.partners.imports.models import Import, ImportedRow
from campaign.partners.logos.models import Logo
from campaign.partners.models import Contact, Organization
from campaign.partners.models import visible_to as organizations_visible_to
from campaign.partners.places.models import Place
from campaign.partners.registering.models import Registration, TermsAcceptance
from campaign.people.models import Decider, Invitation, InvitationRole, RoleRequest, Transfer
from campaign.regions.models import Region, RegionSet, RegionSetMember, SisterPair
from campaign.reviews.deputies.models import Deputy
from campaign.reviews.models import Reminder, Review, Step
from campaign.reviews.routes.models import Route, RouteDefault, RouteStep
from campaign.rights.licences.models import Licence
from campaign.rights.seals.models import Seal
from campaign.schedule.blackouts.models import BlackoutException
from campaign.schedule.models import Activity, Need, Occurrence
from campaign.schedule.models import visible_to as activities_visible_to
from campaign.schedule.periods.models import Period
from campaign.schedule.releases.models import Release, ReleaseItem
from campaign.schedule.reports.models import ReportReminder, is_small_of_other, reports_visible_to
from campaign.uploads.models import Delivery, Link, Upload

Rows = Callable[[User], Select[Any]]


def reader(side: Side) -> User:
    """Nobody: who would see all that this side's people see together. Never stored."""
    roles = (Role.administrator, Role.planner, Role.reviewer, Role.signatory, Role.printer)
    return User(id=0, side=side, organization_id=0, role_rows=[UserRole(role=role) for role in roles])


def _every(kind: type[Base]) -> Rows:
    return lambda user: select(kind)


def _own(kind: type[Base], column: Any) -> Rows:
    """Those that carry the side itself."""
    return lambda user: select(kind).where(column == user.side)


def _of(kind: type[Base], column: Any, parent: Any, seen: Rows) -> Rows:
    """What hangs on rows that are taken along."""
    return lambda user: select(kind).where(_among(column, parent, seen, user))


def _among(column: Any, parent: Any, seen: Rows, user: User) -> ColumnElement[bool]:
    keys = seen(user).with_only_columns(parent, maintain_column_froms=True).order_by(None)
    found: ColumnElement[bool] = column.in_(keys)
    return found


def _organizations_at_home(user: User) -> Select[Any]:
    return select(Organization).where(Organization.country == user.side)


def _users(user: User) -> Select[Any]:
    return select(User).where(User.side == user.side)


def _notices(user: User) -> Select[Any]:
    return select(Notice).where(Notice.to_side == user.side)


def _transfers(user: User) -> Select[Any]:
    """Who came from the side, and who left it."""
    return select(Transfer).where(or_(Transfer.from_side == user.side, Transfer.to_side == user.side))


def _drafts(user: User) -> Select[Any]:
    """Materials whose working text the side reads: its own, and what was shared with it."""
    seen = materials_visible_to(user)
    return seen.where(or_(Material.side == user.side, Material.is_shared.is_(True)))


def _reports(user: User) -> Select[Any]:
    """Without small groups of the other side (law 16)."""
    return reports_visible_to(user).where(~is_small_of_other(user))


_versions = _of(Version, Version.material_id, Material.id, materials_visible_to)
_deliveries = _own(Delivery, Delivery.side)
_editions = _of(Edition, Edition.version_id, Version.id, _versions)
_jobs = _own(Job, Job.side)
_imports = _own(Import, Import.side)
_kits = _own(Kit, Kit.side)
_invitations = _own(Invitation, Invitation.side)
_routes = _own(Route, Route.side)
_steps = _own(Step, Step.side)


def _files(user: User) -> Select[Any]:
    """Of the drafts that the side reads all, of the others those of frozen versions."""
    of_version = _among(VersionFile.version_id, Version.id, _versions, user)
    frozen = select(VersionFile.file_id).where(of_version)
    return select(File).where(or_(_among(File.material_id, Material.id, _drafts, user), File.id.in_(frozen)))


def _earlier_documents(user: User) -> Select[Any]:
    """As with files: of drafts that the side reads all, of the others those that went along with a version."""
    of_version = _among(VersionDocument.version_id, Version.id, _versions, user)
    sent = EarlierDocument.id.in_(select(VersionDocument.document_id).where(of_version))
    return select(EarlierDocument).where(or_(_among(EarlierDocument.material_id, Material.id, _drafts, user), sent))


def _clearances(user: User) -> Select[Any]:
    """Of facts all; of versions those that are taken along."""
    of_version = _among(Clearance.version_id, Version.id, _versions, user)
    return select(Clearance).where(or_(Clearance.fact_version_id.is_not(None), of_version))


def _comments(user: User) -> Select[Any]:
    """The own side's, and what both countries read, of materials that the side sees."""
    seen = _among(Comment.material_id, Material.id, materials_visible_to, user)
    return select(Comment).where(or_(Comment.side == user.side, and_(Comment.audience == Audience.both, seen)))


EXPORTED: dict[str, Rows] = {
    "accreditations": _of(Accreditation, Accreditation.organization_id, Organization.id, organizations_visible_to),
    "assignments": _own(Assignment, Assignment.side),
    "activities": activities_visible_to,
    "activity_needs": _of(Need, Need.activity_id, Activity.id, activities_visible_to),
    "audit_entries": entries_visible_to,
    "blackout_exceptions": _of(BlackoutException, BlackoutException.activity_id, Activity.id, activities_visible_to),
    "blocks": _of(Block, Block.material_id, Material.id, _drafts),
    "campaign_regions": _of(CampaignRegion, CampaignRegion.campaign_id, Campaign.id, campaigns_visible_to),
    "campaigns": campaigns_visible_to,
    "clearance_documents": _of(ClearanceDocument, ClearanceDocument.clearance_id, Clearance.id, _clearances),
    "clearances": _clearances,
    "comments": _comments,
    "contacts": _of(Contact, Contact.organization_id, Organization.id, _organizations_at_home),
    "deliveries": _deliveries,
    "deciders": _own(Decider, Decider.side),
    "deputies": _own(Deputy, Deputy.side),
    "earlier_documents": _earlier_documents,
    "edition_facts": _of(EditionFact, EditionFact.edition_id, Edition.id, _editions),
    "editions": _editions,
    "exports": _own(Export, Export.side),
    "fact_versions": _every(FactVersion),
    "facts": _every(Fact),
    "forks": _of(Fork, Fork.material_id, Material.id, materials_visible_to),
    "holds": holds_visible_to,
    "imported_rows": _of(ImportedRow, ImportedRow.import_id, Import.id, _imports),
    "imports": _imports,
    "invitation_roles": _of(InvitationRole, InvitationRole.invitation_id, Invitation.id, _invitations),
    "invitations": _invitations,
    "job_parts": _of(Part, Part.job_id, Job.id, _jobs),
    "jobs": _jobs,
    "kit_archives": _of(Packed, Packed.kit_id, Kit.id, _kits),
    "kit_items": _of(Item, Item.kit_id, Kit.id, _kits),
    "kits": _kits,
    "letters": _of(Letter, Letter.notice_id, Notice.id, _notices),
    "licences": _of(Licence, Licence.material_id, Material.id, materials_visible_to),
    "logos": _of(Logo, Logo.organization_id, Organization.id, organizations_visible_to),
    "material_files": _files,
    "material_regions": _of(MaterialRegion, MaterialRegion.material_id, Material.id, materials_visible_to),
    "materials": materials_visible_to,
    "named_blocks": _of(NamedBlocks, NamedBlocks.hold_id, Hold.id, holds_visible_to),
    "notice_switches": _of(NoticeSwitch, NoticeSwitch.user_id, User.id, _users),
    "notices": _notices,
    "occurrences": _of(Occurrence, Occurrence.activity_id, Activity.id, activities_visible_to),
    "organizations": organizations_visible_to,
    "periods": _every(Period),
    "places": _of(Place, Place.organization_id, Organization.id, organizations_visible_to),
    "reasons": _of(Reason, Reason.material_id, Material.id, _drafts),
    "region_set_members": _every(RegionSetMember),
    "region_sets": _every(RegionSet),
    "regions": _every(Region),
    "press_profiles": _own(Profile, Profile.side),
    "release_items": _of(ReleaseItem, ReleaseItem.activity_id, Activity.id, activities_visible_to),
    "releases": _of(Release, Release.campaign_id, Campaign.id, campaigns_visible_to),
    "report_reminders": _own(ReportReminder, ReportReminder.side),
    "reports": _reports,
    "registrations": _own(Registration, Registration.country),
    "review_defaults": _own(RouteDefault, RouteDefault.side),
    "review_reminders": _of(Reminder, Reminder.step_id, Step.id, _steps),
    "review_route_steps": _of(RouteStep, RouteStep.route_id, Route.id, _routes),
    "review_routes": _routes,
    "review_steps": _steps,
    "reviews": _own(Review, Review.side),
    "role_requests": _own(RoleRequest, RoleRequest.side),
    "seals": _own(Seal, Seal.side),
    "sister_pairs": _every(SisterPair),
    "stock_decisions": _of(StockDecision, StockDecision.version_id, Version.id, _versions),
    "terms_acceptances": _of(TermsAcceptance, TermsAcceptance.organization_id, Organization.id, _organizations_at_home),
    "tracks": _of(Track, Track.campaign_id, Campaign.id, campaigns_visible_to),
    "tasks": tasks_visible_to,
    "transfers": _transfers,
    "upload_links": _own(Link, Link.side),
    "uploads": _of(Upload, Upload.delivery_id, Delivery.id, _deliveries),
    "user_roles": _of(UserRole, UserRole.user_id, User.id, _users),
    "users": _users,
    "version_documents": _of(VersionDocument, VersionDocument.version_id, Version.id, _versions),
    "version_facts": _of(VersionFact, VersionFact.version_id, Version.id, _versions),
    "version_files": _of(VersionFile, VersionFile.version_id, Version.id, _versions),
    "version_images": _of(VersionImage, VersionImage.version_id, Version.id, _versions),
    "versions": _versions,
    "visits": _of(Visit, Visit.edition_id, Edition.id, _editions),
}
LEFT_OUT: dict[str, str] = {
    "audit_head": "its checkpoint stands in checkpoint.json",
    "consents": "consents and their documents leave with no export (law 16)",
    "audit_subjects": "an index that is derived from the entries",
    "digests": "book-keeping of the installation",
    "feeds": "one person's own secret addresses, not a side's",
    "inbox_lines": "one person's own inbox; the notices and letters in it go along",
    "passkeys": "secrets of sign-ins",
    "password_resets": "secrets of sign-ins",
    "periodic_jobs": "book-keeping of the installation",
    "previews": "small pictures that are made again from the files",
    "personal_letters": "letters to one person, not to a side",
    "received_letters": "book-keeping of the installation; what they said are comments",
    "recovery_codes": "secrets of sign-ins",
    "saved_searches": "one person's own ways to the list, not a side's",
    "sent_forms": "book-keeping of the installation",
    "sessions": "secrets of sign-ins",
    "sign_in_failures": "keyed hashes only",
    "upload_chunks": "pieces of files that are still arriving",
    "verifications": "book-keeping of the installation",
}
# Beside what the models call secret: what proves something, or is worth nothing outside.
NO_COLUMNS: dict[str, frozenset[str]] = {
    "users": frozenset({"totp_step", "subject"}),
    "jobs": frozenset({"token", "lease_until"}),
    "versions": frozenset({"reviewer_ids"}),  # of both sides in one column; each takes its own steps along
}
# Columns that name files: those go along, but no other archives of the same files, and no document that only the
# owner's side reads.
NO_FILES = frozenset({"exports.sha256", "kit_archives.sha256", "licences.document_sha256"})
