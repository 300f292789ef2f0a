"""Why words that a check asks to consider stay in a text. Nothing that was said is changed or goes."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Select, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from campaign.accounts.models import User
from campaign.audit.guards import append_only, guard
from campaign.db import Base, Side
from campaign.materials.models import Material
from campaign.wording.finding import key_of


class Reason(Base):
    """It holds for these words wherever they stand in the material; the newest one counts, an empty one takes it back.
    Whoever decides on a frozen version reads what had been said when it was sent."""

    __tablename__ = "reasons"
    __table_args__ = (
        ForeignKeyConstraint(
            ["written_by_id", "side"], ["users.id", "users.side"], name="fk_reasons_written_by_own_side"
        ),
        CheckConstraint("kind IN ('parity', 'glossary', 'reading', 'register')", name="kind"),
        CheckConstraint("language IN ('en', 'es')", name="language"),
        CheckConstraint("written_in IN ('en', 'es')", name="written_in"),
        CheckConstraint("words <> ''", name="words"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    material_id: Mapped[int] = mapped_column(ForeignKey("materials.id"), index=True)
    kind: Mapped[str]  # of the finding
    language: Mapped[str]  # of the text in which the words stand
    words: Mapped[str]
    text: Mapped[str]
    written_in: Mapped[str]
    side: Mapped[Side]
    written_by_id: Mapped[int]
    written_at: Mapped[datetime]

    material: Mapped[Material] = relationship()
    written_by: Mapped[User] = relationship(
        lazy="joined", primaryjoin="foreign(Reason.written_by_id) == User.id", viewonly=True
    )

    @property
    def key(self) -> str:
        """That of the finding."""
        return key_of(self.kind, self.language, self.words)


guard(Reason.__table__, append_only("reasons"))


def reasons_on(material_id: int) -> Select[Reason]:
    """All of a material in the order in which they were written."""
    return select(Reason).where(Reason.material_id == material_id).order_by(Reason.id)
