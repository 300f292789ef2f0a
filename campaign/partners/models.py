"""Organizations: agencies, clinics, nations, printers; each has a home country, never two, and contacts of its own."""

import enum
from collections.abc import Sequence
from datetime import datetime
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import (
    ColumnElement,
    ForeignKey,
    Select,
    UniqueConstraint,
    and_,
    case,
    false,
    func,
    or_,
    select,
)
from sqlalchemy.orm import InstrumentedAttribute, Mapped, mapped_column, relationship, validates

from campaign.db import Base, Side, built_for_alike, order_key
from campaign.partners import names, terms

if TYPE_CHECKING:
    from campaign.accounts.models import User


class OrganizationKind(enum.Enum):
    """What an organization is; a tribal nation is never filed as a civil association."""

    agency = "agency"
    health_department = "health_department"
    council = "council"
    association = "association"
    clinic = "clinic"
    university = "university"
    consular_window = "consular_window"
    printer = "printer"
    nation = "nation"
    secretariat = "secretariat"


# They stand in the directory by what they are; everybody else by an accreditation.
PUBLIC_BODIES = (
    OrganizationKind.agency,
    OrganizationKind.health_department,
    OrganizationKind.council,
    OrganizationKind.secretariat,
)


class OrganizationState(enum.Enum):
    """Whether its people can work here. An agency is open from the start; who registers itself waits for a planner."""

    waiting = "waiting"
    open = "open"
    refused = "refused"
    closed = "closed"


class Organization(Base):
    """The name stands as the organization itself writes it, in its own language."""

    __tablename__ = "organizations"
    __table_args__ = (UniqueConstraint("name", "country"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    kind: Mapped[OrganizationKind]
    country: Mapped[Side | None]
    state: Mapped[OrganizationState] = mapped_column(default=OrganizationState.open, server_default="open")
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("organizations.id"), index=True)
    folded: Mapped[str] = mapped_column(default="", server_default="", index=True)  # the name as duplicates are sought
    email: Mapped[str] = mapped_column(default="", server_default="")
    phone: Mapped[str] = mapped_column(default="", server_default="")  # E.164; short and 800 numbers as dialled
    website: Mapped[str] = mapped_column(default="", server_default="")
    language: Mapped[str] = mapped_column(default="", server_default="")  # of letters to it: en, es, or not said yet
    terms_version: Mapped[int] = mapped_column(default=0, server_default="0")  # the last terms of use it accepted
    is_accredited_us: Mapped[bool] = mapped_column(default=False, server_default=false())  # kept by the actions, for
    is_accredited_mx: Mapped[bool] = mapped_column(default=False, server_default=false())  # the rules to read
    registered_at: Mapped[datetime | None]  # when it registered by itself
    row_version: Mapped[int] = mapped_column(default=1, server_default="1")
    order_key: Mapped[str] = mapped_column(default="", server_default="", index=True)  # the name as a list sorts it
    decided_at: Mapped[datetime | None]  # when it was approved, refused or closed
    decided_by: Mapped[str] = mapped_column(default="", server_default="")  # by whom, name and post of that day
    reason: Mapped[str] = mapped_column(default="", server_default="")  # why it was refused or closed

    __mapper_args__ = {"version_id_col": row_version}

    @validates("name")
    def _follow(self, _key: str, name: str) -> str:
        """Whoever writes a name, by a page, an import or a command: what is compared and sorted goes with it."""
        self.folded, self.order_key = names.fold(name), order_key(name)
        return name

    @property
    def is_open(self) -> bool:
        return self.state is OrganizationState.open

    def is_accredited(self, side: Side) -> bool:
        """As the last action or the last night left it."""
        return self.is_accredited_us if side is Side.US else self.is_accredited_mx

    @property
    def is_listed(self) -> bool:
        """Whether it stands in the directory that both sides and all partners read."""
        is_known = self.kind in PUBLIC_BODIES or self.is_accredited_us or self.is_accredited_mx
        return self.is_open and is_known

    @property
    def owes_terms(self) -> bool:
        """Whether the terms of use have changed since it accepted them, or it never did."""
        return self.terms_version < terms.CURRENT.version


class Contact(Base):
    """A person of the organization whom others may call or write to; no account goes with it."""

    __tablename__ = "contacts"

    id: Mapped[int] = mapped_column(primary_key=True)
    organization_id: Mapped[int] = mapped_column(ForeignKey("organizations.id"), index=True)
    name: Mapped[str]
    post: Mapped[str]
    email: Mapped[str]
    phone: Mapped[str]
    row_version: Mapped[int] = mapped_column(default=1)

    organization: Mapped[Organization] = relationship(lazy="joined")

    __mapper_args__ = {"version_id_col": row_version}


IS_OPEN = Organization.state == OrganizationState.open
IS_ACCREDITED = or_(Organization.is_accredited_us, Organization.is_accredited_mx)
IS_LISTED = and_(IS_OPEN, or_(Organization.kind.in_(PUBLIC_BODIES), IS_ACCREDITED))
IN_ORDER = (Organization.order_key, Organization.id)


@built_for_alike
def visible_to(user: "User") -> Select[Organization]:
    """The organizations of the list, alphabetical; agrees row by row with permissions.see_organization."""
    query = select(Organization).order_by(*IN_ORDER)
    is_of_a_side = user.side is not None and (
        user.is_planner or user.is_reviewer or user.is_signatory or user.is_administrator
    )
    if not (is_of_a_side or user.is_partner or user.is_secretariat):
        return query.where(false())
    allowed = [IS_LISTED, Organization.id == user.organization_id]
    if is_of_a_side:
        allowed.append(Organization.country == user.side)
    return query.where(or_(*allowed))


def directory() -> Select[Organization]:
    """What anybody who registers may be shown, by name only."""
    return select(Organization).where(IS_OPEN).order_by(*IN_ORDER)


@cache
def waiting_for(side: Side) -> Select[Organization]:
    """Who registered and waits for a planner of this side, those that wait longest first."""
    is_waiting = (Organization.state == OrganizationState.waiting) & (Organization.country == side)
    return select(Organization).where(is_waiting).order_by(Organization.registered_at, Organization.id)


ACCREDITED: dict[str, ColumnElement[bool]] = {
    "US": Organization.is_accredited_us.is_(True),
    "MX": Organization.is_accredited_mx.is_(True),
    "none": ~IS_ACCREDITED,
}
FILTERS: dict[str, InstrumentedAttribute[Any]] = {
    "kind": Organization.kind,
    "country": Organization.country,
    "state": Organization.state,
}


@lru_cache(256)
def titled(query: Select[Organization], words: str) -> Select[Organization]:
    """Of these, those whose name has all the words typed, accents and legal forms aside."""
    found = names.fold(words).split()
    if words.strip() and not found:
        return query.where(false())
    return query.where(*(Organization.folded.contains(word, autoescape=True) for word in found))


def listed(query: Select[Organization], words: str, chosen: dict[str, list[str]]) -> Select[Organization]:
    """Of these, those with these words in their name that fit the filters."""
    query = titled(query, words)
    for name, column in FILTERS.items():
        if chosen[name]:
            query = query.where(column.in_(chosen[name]))
    if chosen["accredited"]:
        query = query.where(or_(*(ACCREDITED[value] for value in chosen["accredited"])))
    return query


def tally(query: Select[Organization], name: str, most: int) -> Select[Any, int]:
    """How many of the first so many listed there are of each kind, country or state."""
    found = query.with_only_columns(FILTERS[name].label("value")).order_by(None).limit(most).subquery()
    return select(found.c.value, func.count()).group_by(found.c.value)


def tally_accredited(query: Select[Organization], most: int) -> Select[*tuple[Any, ...]]:
    """Of the first so many listed: how many there are, and how many each side accredits, and neither."""
    some = query.with_only_columns(*(case((is_so, 1), else_=0).label(one) for one, is_so in ACCREDITED.items()))
    found = some.order_by(None).limit(most).subquery()
    return select(func.count(), *(func.sum(found.c[one]) for one in ACCREDITED))


LOOKED_AT = 300  # names that a new one is compared with, letter by letter


def similar(name: str, among: Select[Organization]) -> Select[Organization]:
    """Of these, those that a new name may be a second entry of: the same when folded first, then a common word."""
    folded = names.fold(name)
    words = sorted(folded.split(), key=len)
    is_near = [Organization.folded.contains(word, autoescape=True) for word in words[-2:]]
    is_same = Organization.folded == folded
    order = (case((is_same, 0), else_=1), Organization.id)
    return among.where(or_(is_same, *is_near)).order_by(None).order_by(*order).limit(LOOKED_AT)


def alike(name: str, found: Sequence[Organization], most: int = 5) -> list[Organization]:
    """Of the organizations found, those whose name really is alike."""
    folded = names.fold(name)
    return [one for one in found if names.are_alike(folded, one.folded)][:most]


def contacts_of(organization_id: int) -> Select[Contact]:
    return select(Contact).where(Contact.organization_id == organization_id).order_by(Contact.name, Contact.id)


def parts_of(organization_id: int) -> Select[Organization]:
    """Those that name this one as the organization that they belong to."""
    return select(Organization).where(Organization.parent_id == organization_id).order_by(*IN_ORDER)
