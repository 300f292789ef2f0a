"""How rights are spoken of: roles, states and zones in words, and what people and sides are written."""

from campaign.accounts.models import ROLE_WORDS, Role, country_phrase
from campaign.db import Side
from campaign.i18n import _, _l
from campaign.people.models import InvitationState, RequestState
from campaign.regions.words import ZONES as BORDER_ZONES

# What each role may do, in one line, for whoever gives it.
DUTIES = {
    Role.administrator: _l("Looks after the people of the own side; decides on no content."),
    Role.planner: _l("Plans campaigns, writes materials, invites people."),
    Role.reviewer: _l("Reviews what others of the own side wrote."),
    Role.signatory: _l("Decides for the country; given and taken only by two people of the own side."),
    Role.partner: _l("Works on what belongs to the own organization."),
    Role.printer: _l("Prints what is in force and reports stock."),
    Role.secretariat: _l("Reads what both sides share and prepares the dossier."),
    Role.observer: _l("Reads what is active or issued."),
}
INVITATIONS = {
    InvitationState.open: _l("Waits for the person"),
    InvitationState.used: _l("Used"),
    InvitationState.revoked: _l("Revoked"),
    InvitationState.expired: _l("Expired"),
}
REQUESTS = {
    RequestState.open: _l("Waits for a second person"),
    RequestState.confirmed: _l("Confirmed"),
    RequestState.declined: _l("Declined"),
    RequestState.void: _l("Void"),
}
ZONES = {
    "America/New_York": _l("Eastern time, Washington"),
    "America/Mexico_City": _l("Central zone of Mexico, Mexico City"),
    **BORDER_ZONES,
    "UTC": _l("Universal time, UTC"),
}
LANGUAGES = {"en": _l("English"), "es": _l("Spanish")}


def role_list(roles: frozenset[Role]) -> str:
    """ "Planner, Reviewer": in the order of the table of rights."""
    return ", ".join(str(ROLE_WORDS[role]) for role in Role if role in roles) or _("no role")


def asked(is_given: bool, name: str) -> str:
    """What a request is about, as a title."""
    if is_given:
        return _("Make %(name)s a signatory", name=name)
    return _("Take the role of signatory from %(name)s", name=name)


def asked_text(is_given: bool, name: str, by: str) -> str:
    """To the own side's administrators and signatories, one of whom has to confirm."""
    if is_given:
        return _(
            "%(by)s asks to make %(name)s a signatory. A second administrator or signatory of your side confirms it "
            "within 7 days; without that nothing changes.",
            by=by,
            name=name,
        )
    return _(
        "%(by)s asks to take the role of signatory from %(name)s. A second administrator or signatory of your side "
        "confirms it within 7 days; without that nothing changes.",
        by=by,
        name=name,
    )


def signatory_changed(is_given: bool, name: str, side: Side) -> str:
    """To the other side, as a title."""
    if is_given:
        return _("%(name)s is now a signatory of %(country)s", name=name, country=country_phrase(side))
    return _("%(name)s is no longer a signatory of %(country)s", name=name, country=country_phrase(side))


def signatory_changed_text(is_given: bool, name: str, post: str, side: Side) -> str:
    if is_given:
        return _(
            "%(name)s, %(post)s, may from now on decide for %(country)s.",
            name=name,
            post=post or _("post not stated"),
            country=country_phrase(side),
        )
    return _(
        "%(name)s may not decide for %(country)s any more. What %(name)s decided before stands.",
        name=name,
        country=country_phrase(side),
    )


def invited(side: Side) -> str:
    return _("You are invited to work for %(country)s in the joint campaigns", country=country_phrase(side))


def invited_text(by: str, organization: str, roles: frozenset[Role]) -> str:
    return _(
        "%(by)s invites you to join %(organization)s as: %(roles)s. The link works once, for 7 days. If you did not "
        "expect it, leave it alone: without you nothing happens.",
        by=by,
        organization=organization,
        roles=role_list(roles),
    )


def has_account_text() -> str:
    """To somebody whose address was used for an invitation although it has an account."""
    return _(
        "Somebody used an invitation with your address. You have an account already, and it was not changed. Sign in "
        "with your own password; for further roles ask an administrator of your side."
    )


def released(name: str) -> str:
    """To the administrators of the receiving side, as a title."""
    return _("%(name)s asks to be admitted to your side", name=name)


def released_text(name: str, side: Side) -> str:
    return _(
        "An administrator of %(country)s let %(name)s go to your side. Without your yes the account stays closed; "
        "with it the person begins without any role.",
        country=country_phrase(side),
        name=name,
    )


def first(role: Role, name: str, side: Side) -> str:
    """To the other side, as a title."""
    if role is Role.signatory:
        return _("%(name)s is the first signatory of %(country)s", name=name, country=country_phrase(side))
    return _("%(name)s is the first administrator of %(country)s", name=name, country=country_phrase(side))


def first_text() -> str:
    return _(
        "Whoever runs this installation made the account by command, which is possible only while that side has none. "
        "It stands in the record."
    )


def factors_taken(name: str) -> str:
    """To the administrators of the side, as a title."""
    return _("The second factor of %(name)s was removed", name=name)


def factors_taken_text(name: str, by: str) -> str:
    return _(
        "%(by)s did it because %(name)s lost it. Until a new one is set up, the password alone opens the account.",
        by=by,
        name=name,
    )
