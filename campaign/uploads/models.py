"""What is handed in: a delivery of several files, each file in the pieces in which it comes, and links without account.

Nothing here is a material yet: the gate looks at every file first, and what came through a link an official takes in.
"""

import enum
from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, Select, UniqueConstraint, false, func, or_, select
from sqlalchemy.orm import Mapped, composite, mapped_column, relationship

from campaign.accounts.models import User
from campaign.campaigns.models import Campaign
from campaign.db import Base, Bilingual, Side
from campaign.materials.files.models import FileLanguage
from campaign.materials.models import Material, MayUse, Shown
from campaign.partners.models import Organization

STORED: dict[str, Any] = {"stored": True}


class DeliveryState(enum.Enum):
    """Open while files come; then it is sent, and its receipt says what arrived; an official takes it in or not.

    `closed`: nobody went on with it, so it was never sent.
    """

    open = "open"
    sent = "sent"
    taken = "taken"
    declined = "declined"
    closed = "closed"


class UploadState(enum.Enum):
    """Of one file. What its sender took out again is `removed`."""

    receiving = "receiving"
    checking = "checking"
    accepted = "accepted"
    refused = "refused"
    removed = "removed"


class Link(Base):
    """By which somebody without an account hands in files for one organization until a deadline.

    Only the hash of its secret is kept: the address is shown once, to whoever made it.
    """

    __tablename__ = "upload_links"
    __table_args__ = (
        CheckConstraint("recipient <> ''", name="recipient"),
        CheckConstraint("most_files BETWEEN 1 AND 100", name="most_files"),
        CheckConstraint("(revoked_at IS NULL) = (revoked_by_id IS NULL)", name="revoked"),
    )
    secret = frozenset({"token_hash", "password_hash"})
    unaudited = frozenset({"last_used_at"})

    id: Mapped[int] = mapped_column(primary_key=True)
    organization_id: Mapped[int] = mapped_column(ForeignKey("organizations.id"), index=True)
    campaign_id: Mapped[int | None] = mapped_column(ForeignKey("campaigns.id"))
    side: Mapped[Side] = mapped_column(index=True)  # whose officials look at what comes
    recipient: Mapped[str]  # to whom it was given, by name
    email: Mapped[str]
    language: Mapped[str]  # in which the recipient is written to
    note: Mapped[str]  # what is asked for, in the words of whoever made it
    groups: Mapped[list[str]] = mapped_column(JSON)  # of the types that are taken: data.GROUPS
    most_files: Mapped[int]
    closes_at: Mapped[datetime]
    password_hash: Mapped[str]  # '' without one
    token_hash: Mapped[str] = mapped_column(unique=True)
    created_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    created_at: Mapped[datetime]
    last_used_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]
    revoked_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    row_version: Mapped[int] = mapped_column(default=1)

    organization: Mapped[Organization] = relationship(lazy="joined")
    campaign: Mapped[Campaign | None] = relationship(lazy="joined")
    created_by: Mapped[User] = relationship(lazy="joined", foreign_keys=created_by_id)
    revoked_by: Mapped[User | None] = relationship(lazy="joined", foreign_keys=revoked_by_id)

    __mapper_args__ = {"version_id_col": row_version}

    def is_open(self, at: datetime) -> bool:
        return self.revoked_at is None and at <= self.closes_at


class Delivery(Base):
    """Files that somebody hands in together, and the two things that are asked: who is shown, may we use it."""

    __tablename__ = "deliveries"
    __table_args__ = (
        CheckConstraint("(by_id IS NULL) = (link_id IS NOT NULL)", name="sender"),
        CheckConstraint("(state IN ('open', 'closed')) = (sent_at IS NULL)", name="sent"),
        Index("ix_deliveries_side", "side", "state", "id"),
    )
    secret = frozenset({"token_hash"})

    id: Mapped[int] = mapped_column(primary_key=True)
    organization_id: Mapped[int] = mapped_column(ForeignKey("organizations.id"), index=True)
    campaign_id: Mapped[int | None] = mapped_column(ForeignKey("campaigns.id"))
    side: Mapped[Side]  # whose officials look at it
    by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    link_id: Mapped[int | None] = mapped_column(ForeignKey("upload_links.id"), index=True)
    token_hash: Mapped[str]  # of the browser that goes on with it without account; '' with one
    sender: Mapped[str]  # who hands it in, by name
    email: Mapped[str]  # where the receipt goes; '' where it is only shown
    language: Mapped[str]
    shown: Mapped[Shown]
    may_use: Mapped[MayUse]
    note: Mapped[str]
    state: Mapped[DeliveryState]
    opened_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]
    answer_by: Mapped[date | None]  # by when the officials promise to look
    decided_at: Mapped[datetime | None]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    reason: Mapped[str] = mapped_column(default="")  # why it was declined
    row_version: Mapped[int] = mapped_column(default=1)

    organization: Mapped[Organization] = relationship(lazy="joined")
    campaign: Mapped[Campaign | None] = relationship(lazy="joined")
    by: Mapped[User | None] = relationship(lazy="joined", foreign_keys=by_id)
    decided_by: Mapped[User | None] = relationship(lazy="joined", foreign_keys=decided_by_id)
    link: Mapped[Link | None] = relationship(lazy="joined")

    __mapper_args__ = {"version_id_col": row_version}

    @property
    def code(self) -> str:
        """As it stands on the receipt."""
        return f"D-{self.id:04d}"


class Upload(Base):
    """One file of a delivery. `received` is how many bytes are kept: from there a sender that was cut off goes on."""

    __tablename__ = "uploads"
    __table_args__ = (
        UniqueConstraint("delivery_id", "key"),
        CheckConstraint("size >= 0", name="size"),
        CheckConstraint("received BETWEEN 0 AND size", name="received"),
        CheckConstraint("(state = 'accepted') = (copy_sha256 IS NOT NULL)", name="accepted"),
        CheckConstraint("state <> 'refused' OR (reason_en <> '' AND reason_es <> '')", name="reason"),
    )
    unaudited = frozenset({"received"})

    id: Mapped[int] = mapped_column(primary_key=True)
    delivery_id: Mapped[int] = mapped_column(ForeignKey("deliveries.id"))
    key: Mapped[str]  # what the sender's browser calls it: asking twice makes it once
    name: Mapped[str]  # as intake.names keeps it
    title: Mapped[str]
    language: Mapped[FileLanguage]
    pair_id: Mapped[int | None] = mapped_column(ForeignKey("uploads.id"))  # the same in the other language
    size: Mapped[int]  # bytes, as announced; an empty file is refused, and stands on the receipt as such
    received: Mapped[int] = mapped_column(default=0)
    state: Mapped[UploadState]
    type: Mapped[str] = mapped_column(default="")
    copy_type: Mapped[str] = mapped_column(default="")
    sha256: Mapped[str | None] = mapped_column(index=True, info=STORED)
    copy_sha256: Mapped[str | None] = mapped_column(info=STORED)
    facts: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    findings: Mapped[list[str]] = mapped_column(JSON, default=list)
    scan: Mapped[str] = mapped_column(default="")
    reason_en: Mapped[str] = mapped_column(default="")
    reason_es: Mapped[str] = mapped_column(default="")
    material_id: Mapped[int | None] = mapped_column(ForeignKey("materials.id"), index=True)  # what became of it
    begun_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]

    reason: Mapped[Bilingual] = composite("reason_en", "reason_es")
    delivery: Mapped[Delivery] = relationship(lazy="joined")
    material: Mapped[Material | None] = relationship(lazy="raise")


class Chunk(Base):
    """A piece of a file that is still coming, in the store; gone when the whole was looked at.

    It lies there sealed (pieces.py), so that its key is nobody else's and may be deleted without asking.
    """

    __tablename__ = "upload_chunks"
    unaudited = None

    upload_id: Mapped[int] = mapped_column(ForeignKey("uploads.id"), primary_key=True)
    start: Mapped[int] = mapped_column(primary_key=True)  # at which byte of the file it begins
    size: Mapped[int]
    digest: Mapped[str]  # SHA-256 of the piece as it came
    sha256: Mapped[str] = mapped_column(info=STORED)  # of what lies there: the seal and the piece


def visible_to(user: User) -> Select[Delivery]:
    """The deliveries of the list; agrees row by row with permissions.see_delivery."""
    allowed = []
    if user.side is not None and (user.is_planner or user.is_reviewer or user.is_signatory):
        allowed.append(Delivery.side == user.side)
    if user.is_partner:
        allowed.append(Delivery.organization_id == user.organization_id)
    return select(Delivery).where(or_(*allowed) if allowed else false()).order_by(Delivery.id.desc())


def uploads_of(delivery_ids: list[int]) -> Select[Upload]:
    """Their files in the order in which they came, without those that were taken out again."""
    is_there = Upload.delivery_id.in_(delivery_ids) & (Upload.state != UploadState.removed)
    return select(Upload).where(is_there).order_by(Upload.delivery_id, Upload.id)


def by_key(delivery_id: int, key: str) -> Select[Upload]:
    return select(Upload).where(Upload.delivery_id == delivery_id, Upload.key == key)


def counted_with(delivery: Delivery) -> Select[int]:
    """How many files are in it; by a link, in all that came by it."""
    query = select(func.count()).select_from(Upload).where(Upload.state != UploadState.removed)
    if delivery.link_id is None:
        return query.where(Upload.delivery_id == delivery.id)
    return query.join(Delivery, Delivery.id == Upload.delivery_id).where(Delivery.link_id == delivery.link_id)


def open_of(user: User) -> Select[Delivery]:
    """What this person began and has not sent yet, newest first."""
    query = select(Delivery).where(Delivery.by_id == user.id, Delivery.state == DeliveryState.open)
    return query.order_by(Delivery.id.desc())


def idle(before: datetime) -> Select[Delivery]:
    """Open deliveries in which nothing began and nothing ended since then."""
    moved = (Upload.delivery_id == Delivery.id) & or_(Upload.begun_at >= before, Upload.ended_at >= before)
    is_still = ~select(Upload.id).where(moved).exists()
    return select(Delivery).where(Delivery.state == DeliveryState.open, Delivery.opened_at < before, is_still)


def stuck(before: datetime) -> Select[Upload]:
    """Files whose look should have been over long ago: its job failed each time."""
    query = select(Upload).where(Upload.state == UploadState.checking, Upload.begun_at < before)
    return query.order_by(Upload.id)


def waiting_for(side: Side) -> Select[Delivery]:
    """What was sent to this side's officials and nobody has looked at, the oldest first."""
    query = select(Delivery).where(Delivery.side == side, Delivery.state == DeliveryState.sent)
    return query.order_by(Delivery.id)


def taken_up(organization_id: int) -> Select[int]:
    """Bytes of one organization's files that are here or on their way."""
    lives = Upload.state.in_((UploadState.receiving, UploadState.checking, UploadState.accepted))
    query = select(func.coalesce(func.sum(Upload.size), 0)).join(Delivery, Delivery.id == Upload.delivery_id)
    return query.where(Delivery.organization_id == organization_id, Delivery.state != DeliveryState.closed, lives)


def same_bytes(sha256s: list[str], user: User) -> Select[Upload]:
    """Files with these bytes in deliveries that this person may see, the first one first."""
    seen = visible_to(user).with_only_columns(Delivery.id).order_by(None)
    query = select(Upload).where(Upload.sha256.in_(sha256s), Upload.state == UploadState.accepted)
    return query.where(Upload.delivery_id.in_(seen)).order_by(Upload.id)


def chunks_of(upload_id: int) -> Select[Chunk]:
    return select(Chunk).where(Chunk.upload_id == upload_id).order_by(Chunk.start)


def links_of(side: Side) -> Select[Link]:
    """All that this side's officials made, the newest first."""
    return select(Link).where(Link.side == side).order_by(Link.id.desc())


def link_by_hash(token_hash: str) -> Select[Link]:
    return select(Link).where(Link.token_hash == token_hash)
