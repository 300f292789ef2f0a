"""Tasks of one side and its milestones: each with a day, and somebody who answers for it."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, Select, and_, false, or_, select
from sqlalchemy.orm import Mapped, composite, mapped_column, relationship

from campaign.accounts.models import User
from campaign.campaigns.models import Campaign
from campaign.db import Base, Bilingual, Side, built_for_alike
from campaign.partners.models import Organization


class Task(Base):
    """A milestone says both sides when something is reached; a task is one side's own, or a partner's of that side."""

    __tablename__ = "tasks"
    __table_args__ = (
        CheckConstraint("title_en <> '' OR title_es <> ''", name="title"),
        CheckConstraint("(done_at IS NULL) = (done_by_id IS NULL)", name="done"),
        Index("ix_tasks_campaign", "campaign_id", "due_on", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaigns.id"))
    side: Mapped[Side]
    is_milestone: Mapped[bool]
    title_en: Mapped[str]
    title_es: Mapped[str]
    due_on: Mapped[date]
    organization_id: Mapped[int | None] = mapped_column(ForeignKey("organizations.id"), index=True)
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    done_at: Mapped[datetime | None]
    done_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    created_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    created_at: Mapped[datetime]
    row_version: Mapped[int] = mapped_column(default=1)

    title: Mapped[Bilingual] = composite("title_en", "title_es")
    campaign: Mapped[Campaign] = relationship(lazy="joined")
    organization: Mapped[Organization | None] = relationship(lazy="joined")
    owner: Mapped[User | None] = relationship(foreign_keys=owner_id)
    done_by: Mapped[User | None] = relationship(foreign_keys=done_by_id)

    __mapper_args__ = {"version_id_col": row_version}


@built_for_alike
def visible_to(user: User) -> Select[Task]:
    """What a person sees of tasks, the next due first; agrees row by row with permissions.see_task."""
    query = select(Task).join(Task.campaign).order_by(Task.due_on, Task.id)
    allowed = []
    if user.side and (user.is_administrator or user.is_planner or user.is_reviewer or user.is_signatory):
        is_seen = or_(Campaign.is_shared, Campaign.side == user.side)
        allowed.append(and_(is_seen, or_(Task.side == user.side, Task.is_milestone)))
    if user.is_secretariat:
        allowed.append(and_(Campaign.is_shared, Task.is_milestone))
    if user.is_partner and user.side:
        allowed.append(and_(Task.organization_id == user.organization_id, Task.side == user.side))
    return query.where(or_(*allowed)) if allowed else query.where(false())


def of_campaign(query: Select[Task], campaign_id: int) -> Select[Task]:
    """Of these, those of one campaign: what is open first."""
    return query.where(Task.campaign_id == campaign_id).order_by(None).order_by(*OPEN_FIRST)


OPEN_FIRST = (Task.done_at.is_not(None), Task.due_on, Task.id)
IS_OPEN = Task.done_at.is_(None)


def for_me(user: User) -> Select[Task]:
    """What a person answers for: named herself, or her organization where nobody of it is named."""
    is_mine = or_(Task.owner_id == user.id, and_(Task.owner_id.is_(None), Task.organization_id == user.organization_id))
    return visible_to(user).where(is_mine)
