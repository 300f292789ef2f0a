"""Exports that were asked for; the file itself lies in the store for a week."""

from datetime import datetime, timedelta

from sqlalchemy import ForeignKey, Select, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from campaign.accounts.models import User
from campaign.db import Base, Side

KEPT = timedelta(days=7)


class Export(Base):
    """One export of one side. Without a person: the operator wrote it to a file of his own."""

    __tablename__ = "exports"

    id: Mapped[int] = mapped_column(primary_key=True)
    side: Mapped[Side] = mapped_column(index=True)
    asked_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    asked_at: Mapped[datetime] = mapped_column(index=True)
    job_id: Mapped[int | None] = mapped_column(ForeignKey("jobs.id"))
    sha256: Mapped[str | None] = mapped_column(info={"stored": True})
    size: Mapped[int | None]
    made_at: Mapped[datetime | None]
    forgotten_at: Mapped[datetime | None]  # when the file was let go

    asked_by: Mapped[User | None] = relationship(lazy="joined")

    @property
    def file_name(self) -> str:
        return f"campaign-{self.side.value}-{self.asked_at:%Y-%m-%d}-{self.id}.zip"


def exports_of(side: Side) -> Select[Export]:
    return select(Export).where(Export.side == side).order_by(Export.id.desc())


def too_old(at: datetime) -> Select[Export]:
    """Those whose file is still there and has been for longer than it is kept."""
    return select(Export).where(Export.sha256.is_not(None), Export.made_at < at - KEPT)
