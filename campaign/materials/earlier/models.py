"""Papers by which a country cleared a material before it came here, and which of them went along with a version.

Such a paper is no clearance: it brings nothing into force. What is said is never changed; said anew, it is another row.
"""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, Select, select
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped, mapped_column, relationship

from campaign.accounts.models import User
from campaign.audit.guards import append_only, frozen, guard
from campaign.db import Base, Side
from campaign.materials.models import Material


class EarlierDocument(Base):
    """One paper of one country, told by a person of that side (the key to users says so)."""

    __tablename__ = "earlier_documents"
    __table_args__ = (
        ForeignKeyConstraint(
            ["said_by_id", "country"], ["users.id", "users.side"], name="fk_earlier_documents_said_by_own_side"
        ),
        CheckConstraint("document <> ''", name="document"),
        CheckConstraint("signer <> ''", name="signer"),
        Index(
            "uq_earlier_documents_current",
            "material_id",
            "country",
            unique=True,
            sqlite_where=sql("is_current"),
            postgresql_where=sql("is_current"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    material_id: Mapped[int] = mapped_column(ForeignKey("materials.id"), index=True)
    country: Mapped[Side]
    document: Mapped[str]  # number of the letter or oficio
    document_on: Mapped[date]
    signer: Mapped[str]
    post: Mapped[str]
    is_current: Mapped[bool] = mapped_column(default=True)  # of the draft; versions name theirs themselves
    said_by_id: Mapped[int]
    said_at: Mapped[datetime]

    material: Mapped[Material] = relationship(lazy="joined")
    said_by: Mapped[User] = relationship(
        lazy="joined", primaryjoin="foreign(EarlierDocument.said_by_id) == User.id", viewonly=True
    )


FROZEN = ("material_id", "country", "document", "document_on", "signer", "post", "said_by_id", "said_at")
guard(EarlierDocument.__table__, frozen("earlier_documents", FROZEN))


class VersionDocument(Base):
    """Which papers were said of a version when it was sent."""

    __tablename__ = "version_documents"

    version_id: Mapped[int] = mapped_column(ForeignKey("versions.id"), primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("earlier_documents.id"), primary_key=True, index=True)


guard(VersionDocument.__table__, append_only("version_documents"))


def current_documents(material_id: int) -> Select[EarlierDocument]:
    """What is said of the working draft, at most one paper of each country."""
    query = select(EarlierDocument).where(EarlierDocument.material_id == material_id, EarlierDocument.is_current)
    return query.order_by(EarlierDocument.country)


def documents_of(version_ids: list[int]) -> Select[int, EarlierDocument]:
    """The papers that went along with these frozen versions, each with its version's id."""
    query = select(VersionDocument.version_id, EarlierDocument)
    query = query.join(EarlierDocument, EarlierDocument.id == VersionDocument.document_id)
    return query.where(VersionDocument.version_id.in_(version_ids)).order_by(EarlierDocument.country)
