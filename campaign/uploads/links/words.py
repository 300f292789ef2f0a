"""Why a link does not work any more, and what to do then."""

from campaign.i18n import _
from campaign.uploads.links.actions import deadline
from campaign.uploads.models import Link


def closed_words(link: Link) -> str:
    if link.revoked_at is not None:
        return _(
            "This link was taken back. Ask %(by)s of %(organization)s for another one.",
            by=link.created_by.name,
            organization=link.created_by.organization.name,
        )
    return _(
        "This link worked until %(until)s. Ask %(by)s of %(organization)s for another one.",
        until=deadline(link),
        by=link.created_by.name,
        organization=link.created_by.organization.name,
    )
