"""Recovery codes and passkeys of people; of a code only its hash is kept, and a passkey holds nothing secret."""

from datetime import datetime

from sqlalchemy import ForeignKey, Select, func, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from campaign.accounts.models import User
from campaign.db import Base


class RecoveryCode(Base):
    """One of ten that a person keeps on paper; each opens once."""

    __tablename__ = "recovery_codes"
    unaudited = frozenset({"used_at"})
    secret = frozenset({"code_hash"})

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    code_hash: Mapped[str] = mapped_column(unique=True)
    made_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class Passkey(Base):
    """The public half of a key that a device keeps for this person; `challenged_at` is that of the last answer taken:
    no answer is taken twice."""

    __tablename__ = "passkeys"
    unaudited = frozenset({"sign_count", "used_at", "challenged_at"})

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    name: Mapped[str]
    credential: Mapped[str] = mapped_column(unique=True)  # base64url, as the browser names it
    public_key: Mapped[str]
    sign_count: Mapped[int]
    made_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    challenged_at: Mapped[datetime]

    user: Mapped[User] = relationship(lazy="joined")


def codes_of(user: User) -> Select[RecoveryCode]:
    return select(RecoveryCode).where(RecoveryCode.user_id == user.id).order_by(RecoveryCode.id)


def codes_left(user: User) -> Select[int]:
    return select(func.count()).where(RecoveryCode.user_id == user.id, RecoveryCode.used_at.is_(None))


def passkeys_of(user: User) -> Select[Passkey]:
    return select(Passkey).where(Passkey.user_id == user.id).order_by(Passkey.id)


def passkey_by_credential(credential: str) -> Select[Passkey]:
    return select(Passkey).where(Passkey.credential == credential)
