"""Invitations, requests for the role of signatory, changes of side, and who once decided for a side."""

import enum
from datetime import datetime, timedelta

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Select,
    literal_column,
    or_,
    select,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from campaign.accounts.models import Role, User
from campaign.audit.guards import append_only, frozen, guard
from campaign.db import Base, Side
from campaign.partners.models import Organization

VALID = timedelta(days=7)  # an invitation, and a request that waits for a second person
DECIDING = frozenset({Role.reviewer, Role.signatory})  # whoever held one of these for a country keeps to it for ever


class InvitationState(enum.Enum):
    """Where an invitation stands at a moment."""

    open = "open"
    used = "used"
    revoked = "revoked"
    expired = "expired"


class Invitation(Base):
    """A place that waits for one person. The link works once; here lies only the hash of its secret."""

    __tablename__ = "invitations"
    __table_args__ = (
        CheckConstraint("language IN ('en', 'es')", name="language"),
        CheckConstraint("used_at IS NULL OR revoked_at IS NULL", name="one_end"),
    )
    secret = frozenset({"token_hash"})

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(unique=True)
    side: Mapped[Side]
    organization_id: Mapped[int] = mapped_column(ForeignKey("organizations.id"), index=True)
    email: Mapped[str]  # '' where only the link is passed on
    name: Mapped[str]
    language: Mapped[str]
    is_coordinator: Mapped[bool]
    invited_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    invited_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    joined_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    revoked_at: Mapped[datetime | None]

    organization: Mapped[Organization] = relationship(lazy="joined")
    invited_by: Mapped[User] = relationship(lazy="joined", foreign_keys="Invitation.invited_by_id")
    role_rows: Mapped[list["InvitationRole"]] = relationship(lazy="selectin", cascade="all, delete-orphan")

    @property
    def roles(self) -> frozenset[Role]:
        return frozenset(row.role for row in self.role_rows)

    def state(self, at: datetime) -> InvitationState:
        if self.used_at is not None:
            return InvitationState.used
        if self.revoked_at is not None:
            return InvitationState.revoked
        return InvitationState.open if at < self.expires_at else InvitationState.expired


class InvitationRole(Base):
    """One role that the invited person will have."""

    __tablename__ = "invitation_roles"

    invitation_id: Mapped[int] = mapped_column(ForeignKey("invitations.id"), primary_key=True)
    role: Mapped[Role] = mapped_column(primary_key=True)


class RequestState(enum.Enum):
    """What became of a request; `void`: its side, its person or its asker changed, or it was taken back."""

    open = "open"
    confirmed = "confirmed"
    declined = "declined"
    void = "void"


class RoleRequest(Base):
    """The role of signatory, to be given to a person or taken; it needs two others of the same side (product §3).

    The keys to users say whose people the two are; that all three are different the table itself demands.
    """

    __tablename__ = "role_requests"
    __table_args__ = (
        ForeignKeyConstraint(
            ["asked_by_id", "side"], ["users.id", "users.side"], name="fk_role_requests_asked_by_own_side"
        ),
        ForeignKeyConstraint(
            ["decided_by_id", "side"], ["users.id", "users.side"], name="fk_role_requests_decided_by_own_side"
        ),
        CheckConstraint("asked_by_id <> user_id", name="asker_is_another"),
        CheckConstraint(
            "state NOT IN ('confirmed', 'declined') OR decided_by_id IS NOT NULL", name="decided_by_somebody"
        ),
        CheckConstraint(
            "state <> 'confirmed' OR (decided_by_id <> asked_by_id AND decided_by_id <> user_id)", name="second_person"
        ),
        Index(
            "uq_role_requests_open_user_id",
            "user_id",
            unique=True,
            sqlite_where=literal_column("state = 'open'"),
            postgresql_where=literal_column("state = 'open'"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    side: Mapped[Side]
    is_given: Mapped[bool]  # else it is taken away
    asked_by_id: Mapped[int]
    asked_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    state: Mapped[RequestState] = mapped_column(default=RequestState.open)
    decided_by_id: Mapped[int | None]
    decided_at: Mapped[datetime | None]

    user: Mapped[User] = relationship(lazy="joined", foreign_keys=[user_id])
    asked_by: Mapped[User] = relationship(
        lazy="joined", primaryjoin="foreign(RoleRequest.asked_by_id) == User.id", viewonly=True
    )
    decided_by: Mapped[User | None] = relationship(
        lazy="joined", primaryjoin="foreign(RoleRequest.decided_by_id) == User.id", viewonly=True
    )

    def is_open(self, at: datetime) -> bool:
        return self.state is RequestState.open and at < self.expires_at


guard(RoleRequest.__table__, frozen("role_requests", ("user_id", "side", "is_given", "asked_by_id", "asked_at")))


class Transfer(Base):
    """A person whom one side let go and the other has to admit; until then without side, role and sign-in."""

    __tablename__ = "transfers"
    __table_args__ = (
        ForeignKeyConstraint(
            ["released_by_id", "from_side"], ["users.id", "users.side"], name="fk_transfers_released_by_own_side"
        ),
        ForeignKeyConstraint(
            ["admitted_by_id", "to_side"], ["users.id", "users.side"], name="fk_transfers_admitted_by_own_side"
        ),
        CheckConstraint("from_side <> to_side", name="two_sides"),
        CheckConstraint("(admitted_at IS NULL) = (admitted_by_id IS NULL)", name="admitted_by"),
        CheckConstraint("admitted_at IS NULL OR taken_back_at IS NULL", name="one_end"),
        Index(
            "uq_transfers_open_user_id",
            "user_id",
            unique=True,
            sqlite_where=literal_column("admitted_at IS NULL AND taken_back_at IS NULL"),
            postgresql_where=literal_column("admitted_at IS NULL AND taken_back_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    from_side: Mapped[Side]
    to_side: Mapped[Side]
    released_by_id: Mapped[int]
    released_at: Mapped[datetime]
    admitted_by_id: Mapped[int | None]
    admitted_at: Mapped[datetime | None]
    taken_back_at: Mapped[datetime | None]

    user: Mapped[User] = relationship(lazy="joined", foreign_keys=[user_id])

    @property
    def is_open(self) -> bool:
        return self.admitted_at is None and self.taken_back_at is None


class Decider(Base):
    """Whoever no longer holds a deciding role, but held one: the key to users keeps such a person on that side."""

    __tablename__ = "deciders"
    __table_args__ = (
        ForeignKeyConstraint(["user_id", "side"], ["users.id", "users.side"], name="fk_deciders_own_side"),
    )

    user_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    side: Mapped[Side]


guard(Decider.__table__, append_only("deciders"))


def invitation_of(token_hash: str) -> Select[Invitation]:
    return select(Invitation).where(Invitation.token_hash == token_hash)


def invitations_for(user: User, at: datetime) -> Select[Invitation]:
    """Those that wait, newest first: a coordinator's own organization's, else the own side's."""
    waits = Invitation.used_at.is_(None), Invitation.revoked_at.is_(None), Invitation.expires_at > at
    query = select(Invitation).where(Invitation.side == user.side, *waits).order_by(Invitation.id.desc())
    if user.is_administrator or user.is_planner:
        return query
    return query.where(Invitation.organization_id == user.organization_id)


def requests_of(side: Side, at: datetime) -> Select[RoleRequest]:
    """Requests of a side that wait for a second person, oldest first."""
    is_open = RoleRequest.state == RequestState.open, RoleRequest.expires_at > at
    return select(RoleRequest).where(RoleRequest.side == side, *is_open).order_by(RoleRequest.id)


def open_request(user_id: int) -> Select[RoleRequest]:
    return select(RoleRequest).where(RoleRequest.user_id == user_id, RoleRequest.state == RequestState.open)


def open_invitations_by(user_id: int) -> Select[Invitation]:
    waits = Invitation.used_at.is_(None), Invitation.revoked_at.is_(None)
    return select(Invitation).where(Invitation.invited_by_id == user_id, *waits)


def open_requests_around(user_id: int) -> Select[RoleRequest]:
    """Those about this person and those that this person asked."""
    around = or_(RoleRequest.user_id == user_id, RoleRequest.asked_by_id == user_id)
    return select(RoleRequest).where(around, RoleRequest.state == RequestState.open)


def transfers_with(side: Side) -> Select[Transfer]:
    """Who is on the way from or to this side, oldest first."""
    is_open = Transfer.admitted_at.is_(None), Transfer.taken_back_at.is_(None)
    with_side = or_(Transfer.from_side == side, Transfer.to_side == side)
    return select(Transfer).where(with_side, *is_open).order_by(Transfer.id)
