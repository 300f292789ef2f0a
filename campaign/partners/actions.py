"""Entering and changing organizations and their contacts, and deciding whether an organization may work here.

The home country is fixed when an organization is entered; only that side's planners approve, refuse and close.
"""

from dataclasses import asdict, dataclass
from datetime import datetime
from urllib.parse import urlsplit

from sqlalchemy import select

from campaign.accounts.models import SignIn, User
from campaign.db import Side, lock_row, order_key, session
from campaign.errors import Difference, Overtaken, Refused, Stale
from campaign.i18n import _
from campaign.mail.addresses import address
from campaign.mail.kinds import NoticeKind
from campaign.partners import names, phones
from campaign.partners.accreditations import actions as accreditations
from campaign.partners.letters import people_of, tell_people
from campaign.partners.models import Contact, Organization, OrganizationKind, OrganizationState, visible_to
from campaign.partners.places.models import in_use
from campaign.partners.words import KINDS, LANGUAGES

MOST_ABOVE = 20  # organizations above each other


@dataclass(frozen=True)
class Profile:
    """How an organization is reached: what its own people keep up to date."""

    email: str = ""
    phone: str = ""
    website: str = ""
    language: str = ""


@dataclass(frozen=True)
class Details(Profile):
    """What it is besides; the parent is given by its name."""

    name: str = ""
    kind: OrganizationKind | None = None
    parent: str = ""


def create(details: Details, country: Side, by: User, at: datetime) -> Organization:
    """Enter an organization of the own country; it is open at once."""
    refuse_same_name(details.name, country)
    organization = Organization(country=country, state=OrganizationState.open)
    _write(organization, details, by)
    session.add(organization)
    session.flush()
    return organization


def refuse_same_name(name: str, country: Side | None, except_id: int | None = None) -> None:
    """Two organizations of a country never have the very same name."""
    if not names.fold(name):
        raise Refused(_("Write the name of the organization in letters."))
    same = select(Organization.id).where(Organization.name == name, Organization.country == country)
    if session.scalar(same.where(Organization.id != (except_id or 0))):
        raise Refused(_("There is already an organization with this name in the same country."))


def edit(organization: Organization, profile: Profile, opened: int, by: User, at: datetime) -> None:
    """Change how it is reached and, with `Details`, what it is."""
    lock_row(organization)
    if opened != organization.row_version:
        words = _("Someone else changed this text. Yours is safe below; compare and choose.")
        raise Stale(words, _differences(organization, profile), organization.row_version)
    if isinstance(profile, Details):
        refuse_same_name(profile.name, organization.country, organization.id)
    _write(organization, profile, by)


def _write(organization: Organization, profile: Profile, by: User) -> None:
    organization.email = address(profile.email) if profile.email else ""
    organization.phone = phones.kept(profile.phone, organization.country)
    organization.website = website(profile.website)
    organization.language = profile.language
    if isinstance(profile, Details):
        assert profile.kind is not None
        organization.name, organization.kind = profile.name, profile.kind
        organization.parent_id = _parent(organization, profile.parent, by)


def website(typed: str) -> str:
    """An address that a browser opens as a page; one without a scheme gets https."""
    text = typed.strip()
    if not text:
        return ""
    if "://" not in text and not text.lower().startswith(("javascript:", "data:", "mailto:")):
        text = f"https://{text}"
    try:
        parts = urlsplit(text)
        is_page = parts.scheme in ("http", "https") and "." in (parts.hostname or "") and not parts.username
    except ValueError:
        is_page = False
    if not is_page or any(letter.isspace() for letter in text):
        raise Refused(_("This is not the address of a website. Write it like www.clinic.example.org."))
    return text


def named(typed: str, by: User) -> Organization:
    """The one open organization with this name that the person may see, accents and legal forms aside."""
    query = visible_to(by).where(Organization.folded == names.fold(typed), Organization.state == OrganizationState.open)
    found = session.scalars(query).all()
    exact = [one for one in found if one.name == typed]
    if len(found) == 1 or len(exact) == 1:
        return (exact or list(found))[0]
    if found:
        raise Refused(
            _("Several organizations are called “%(name)s”; write the name exactly as in the list.", name=typed)
        )
    raise Refused(_("There is no open organization called “%(name)s” in the list of partners.", name=typed))


def _parent(organization: Organization, typed: str, by: User) -> int | None:
    """None of those above may be the organization itself."""
    if not typed:
        return None
    parent = above = named(typed, by)
    for _step in range(MOST_ABOVE):
        if above.id == organization.id:
            raise Refused(_("An organization cannot belong to itself or to one of its own parts."))
        if above.parent_id is None:
            return parent.id
        above = session.get_one(Organization, above.parent_id)
    raise Refused(_("There are too many organizations above this one."))


def _differences(organization: Organization, profile: Profile) -> list[Difference]:
    parent = session.get(Organization, organization.parent_id) if organization.parent_id else None
    stored: dict[str, object] = {
        "name": organization.name,
        "kind": organization.kind,
        "parent": parent.name if parent else "",
        "email": organization.email,
        "phone": phones.shown(organization.phone),
        "website": organization.website,
        "language": organization.language,
    }
    return [
        Difference(name, _labels()[name], _said(stored[name]), _said(value))
        for name, value in asdict(profile).items()
        if stored[name] != value
    ]


def _labels() -> dict[str, str]:
    return {
        "name": _("Name"),
        "kind": _("Kind"),
        "parent": _("Belongs to"),
        "email": _("E-mail address"),
        "phone": _("Phone"),
        "website": _("Website"),
        "language": _("Language of letters"),
    }


def _said(value: object) -> str:
    if isinstance(value, OrganizationKind):
        return str(KINDS[value])
    return str(LANGUAGES.get(str(value), value))


# Whether it may work here


def approve(organization: Organization, by: User, at: datetime) -> None:
    """From now on its people work here; also one that was refused or closed before."""
    lock_row(organization)
    if organization.state is OrganizationState.open:
        raise Overtaken(_("This organization is open already."))
    _decide(organization, OrganizationState.open, "", by, at)
    tell_people(organization, lambda: _approved(organization), _approved_text, "/", at, NoticeKind.partners)


def refuse(organization: Organization, reason: str, by: User, at: datetime) -> None:
    """It registered and may not work here; its people are told why."""
    lock_row(organization)
    if organization.state is not OrganizationState.waiting:
        raise Overtaken(_("This organization does not wait any more."))
    _decide(organization, OrganizationState.refused, reason, by, at)
    _tell_why(organization, lambda: _("Not approved: %(name)s", name=organization.name), at)


def close(organization: Organization, reason: str, successor: str, by: User, at: datetime) -> None:
    """End its work here. Its places are handed over first; its people are out at once, and its logo with them; what it
    uploaded stays under the licence that it gave."""
    lock_row(organization)
    if organization.state is not OrganizationState.open:
        raise Overtaken(_("This organization is not open."))
    if organization.id == by.organization_id:
        raise Refused(_("You cannot close the organization that you belong to."))
    _hand_over(organization, successor, by)
    accreditations.end_all(organization, reason, by, at)
    _decide(organization, OrganizationState.closed, reason, by, at)
    _end_sessions(organization, at)
    _tell_why(organization, lambda: _("Closed: %(name)s", name=organization.name), at)


def _decide(organization: Organization, state: OrganizationState, reason: str, by: User, at: datetime) -> None:
    organization.state, organization.reason = state, reason
    organization.decided_at, organization.decided_by = at, signature(by)


def signature(by: User) -> str:
    """Who decided, as it reads on that day."""
    return f"{by.name}, {by.post}" if by.post else by.name


def _hand_over(organization: Organization, successor: str, by: User) -> None:
    places = session.scalars(in_use(organization.id)).all()
    if not places:
        return
    if not successor:
        raise Refused(_("Its places in use must be handed to another organization first; write which."))
    next_one = named(successor, by)
    if next_one.id == organization.id:
        raise Refused(_("Its places must go to another organization."))
    for place in places:
        place.organization_id, place.organization = next_one.id, next_one


def _end_sessions(organization: Organization, at: datetime) -> None:
    ids = [person.id for person in people_of(organization)]
    for found in session.scalars(select(SignIn).where(SignIn.user_id.in_(ids), SignIn.ended_at.is_(None))):
        found.ended_at = at


def _approved(organization: Organization) -> str:
    return _("Approved: %(name)s", name=organization.name)


def _approved_text() -> str:
    return _("Your organization may work here from now on. Sign in to add your places and your materials.")


def _tell_why(organization: Organization, subject: object, at: datetime) -> None:
    assert callable(subject)
    reason = organization.reason
    tell_people(
        organization,
        subject,
        lambda: _("Reason: “%(reason)s”.", reason=reason),
        "/partners/waiting",
        at,
        NoticeKind.partners,
    )


# Contacts


@dataclass(frozen=True)
class Card:
    """How a contact is reached."""

    name: str
    post: str
    email: str
    phone: str


def add_contact(organization: Organization, card: Card, at: datetime) -> Contact:
    contact = Contact(organization=organization)
    _fill(contact, card)
    session.add(contact)
    session.flush()
    return contact


def edit_contact(contact: Contact, card: Card, opened: int, at: datetime) -> None:
    lock_row(contact)
    if opened != contact.row_version:
        words = _("Someone else changed this text. Yours is safe below; compare and choose.")
        raise Stale(words, _contact_differences(contact, card), contact.row_version)
    _fill(contact, card)


def remove_contact(contact: Contact, at: datetime) -> None:
    """The record keeps that there was one; nobody is reached by it any more."""
    session.delete(contact)


def _fill(contact: Contact, card: Card) -> None:
    contact.name, contact.post = card.name, card.post
    contact.email = address(card.email) if card.email else ""
    contact.phone = phones.kept(card.phone, contact.organization.country)


def _contact_differences(contact: Contact, card: Card) -> list[Difference]:
    labels = {**_labels(), "post": _("Post")}
    stored = {**{name: getattr(contact, name) for name in asdict(card)}, "phone": phones.shown(contact.phone)}
    return [
        Difference(name, labels[name], stored[name], value)
        for name, value in asdict(card).items()
        if stored[name] != value
    ]


def fold_older_names() -> None:
    """Organizations of before duplicates were sought get their names folded, once."""
    for organization in session.scalars(select(Organization).where(Organization.folded == "")):
        organization.folded, organization.order_key = names.fold(organization.name), order_key(organization.name)
