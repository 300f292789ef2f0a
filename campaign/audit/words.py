"""What tables and acts of the record are called on the screen; tests see to it that none has no name.

By their names alone: no feature is imported here, and the same sentence as on the feature's own page is used.
"""

from typing import Any

from campaign.i18n import _l

Words = dict[str, Any]

TABLES: Words = {
    "campaigns": _l("Campaign"),
    "tracks": _l("Track"),
    "campaign_regions": _l("Region of the campaign"),
    "tasks": _l("Task or milestone"),
    "materials": _l("Material"),
    "blocks": _l("Block of the text"),
    "versions": _l("Version"),
    "version_facts": _l("Quoted fact"),
    "version_images": _l("Image shown"),
    "version_files": _l("File of the version"),
    "version_documents": _l("Earlier document of the version"),
    "earlier_documents": _l("Earlier document"),
    "material_files": _l("File"),
    "material_regions": _l("Region of the material"),
    "deliveries": _l("Delivery"),
    "uploads": _l("File handed in"),
    "upload_links": _l("Upload link"),
    "licences": _l("Licence"),
    "consents": _l("Consent of a person shown"),
    "seals": _l("Sealed removal"),
    "comments": _l("Comment"),
    "forks": _l("Origin of a national flyer"),
    "reasons": _l("Reason for words"),
    "named_blocks": _l("Blocks that a hold names"),
    "assignments": _l("Assigned language"),
    "saved_searches": _l("Saved search"),
    "kits": _l("Kit"),
    "kit_items": _l("Material of the kit"),
    "kit_archives": _l("Archive of the kit"),
    "reviews": _l("Review"),
    "review_steps": _l("Step of a review"),
    "review_reminders": _l("Reminder of a step"),
    "review_routes": _l("Review route"),
    "review_route_steps": _l("Step of a route"),
    "review_defaults": _l("Default route"),
    "deputies": _l("Deputy"),
    "clearances": _l("Clearance"),
    "clearance_documents": _l("Document of a clearance"),
    "editions": _l("Sheet"),
    "edition_facts": _l("Number on the sheet"),
    "stock_decisions": _l("Decision on old copies"),
    "visits": _l("Visits of one day to a sheet"),
    "press_profiles": _l("Profile of a press"),
    "facts": _l("Fact"),
    "fact_versions": _l("Wording of a fact"),
    "holds": _l("Hold"),
    "activities": _l("Activity"),
    "occurrences": _l("Date of an activity"),
    "activity_needs": _l("Copies for an activity"),
    "periods": _l("Record of a region's calendar"),
    "blackout_exceptions": _l("Exception to a blackout"),
    "releases": _l("Release of the schedule"),
    "release_items": _l("Released activity"),
    "feeds": _l("Calendar feed"),
    "reports": _l("Report on an activity"),
    "report_reminders": _l("Reminder of a report"),
    "organizations": _l("Organization"),
    "users": _l("Person"),
    "user_roles": _l("Role"),
    "notice_switches": _l("How a kind of notice comes by mail"),
    "sessions": _l("Session"),
    "accreditations": _l("Accreditation"),
    "contacts": _l("Contact"),
    "deciders": _l("Person who decided"),
    "exports": _l("Copy of the data"),
    "imports": _l("Table brought in"),
    "invitation_roles": _l("Role of an invitation"),
    "invitations": _l("Invitation"),
    "logos": _l("Logo"),
    "passkeys": _l("Passkey"),
    "password_resets": _l("Reset of a password"),
    "places": _l("Place"),
    "recovery_codes": _l("Recovery code"),
    "registrations": _l("Registration"),
    "role_requests": _l("Request for a role"),
    "terms_acceptances": _l("Acceptance of the terms"),
    "transfers": _l("Change of side"),
    "regions": _l("Region"),
    "region_sets": _l("Region set"),
    "region_set_members": _l("Region of a set"),
    "sister_pairs": _l("Sister pair"),
}
VERBS: Words = {"insert": _l("added"), "update": _l("changed"), "delete": _l("removed")}

# Columns that say nothing to a reader: counters, keys, what is kept for searching or said by the entry itself.
UNSAID = frozenset(
    {
        "id", "row_version", "edits", "search", "folded", "order_key", "author_ids", "content", "created_at", "made_at",
        "submitted_at", "renderer", "token_hash", "code_hash", "job_id", "columns", "mapping", "width", "height",
        "credential", "public_key", "document_sha256", "name_key", "draft_since", "reviewer_ids", "signatory_ids",
        "named_at", "told_at", "strip", "uid",
    }
)  # fmt: skip
# Seeded tables and what an act leaves besides what it did: an entry names them, their columns are not written out.
PLAIN = frozenset({"regions", "region_sets", "region_set_members", "sister_pairs"})
