"""A form that is sent twice acts once: the second time leads where the first one led.

The database decides it (a primary key), in the transaction of the act itself: a double click, a repeated request after
a lost answer and many at the same moment are all one act. A form whose words were changed is another form. An act that
lets others write before it begins (`db.unlocked`) has only claimed its form: whoever fell there has done nothing, and
the repeat acts.
"""

import hashlib
import secrets
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import delete, event, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, Session, mapped_column

from campaign import db
from campaign.db import Base, session
from campaign.errors import Overtaken
from campaign.i18n import _

PATIENCE = 10.0  # seconds that a repeat waits for the first; then that has fallen, or is too slow, and may not end
NOTED = 2.0  # seconds within which whoever acted notes where the answer led, unless it fell right then
PAUSE = 0.1
DONE = ""  # the act came about; where its answer led was not noted, or not yet


class SentForm(Base):
    """A form that was sent, and where its answer led: a path. Before, `DONE`; until its act came about, the mark of who
    works on it."""

    __tablename__ = "sent_forms"
    unaudited = None

    key: Mapped[str] = mapped_column(primary_key=True)
    sent_at: Mapped[datetime] = mapped_column(index=True)
    location: Mapped[str] = mapped_column(default=DONE)


@dataclass(frozen=True)
class Claim:
    """One sending of a form; its mark tells it from a repeat."""

    key: str
    mark: str = field(default_factory=lambda: secrets.token_hex(8))


def key_of(user_id: int, path: str, fields: Iterable[tuple[str, str]]) -> str:
    """SHA-256 of who sends what where; `fields` hold the form's own random `request_token`."""
    digest = hashlib.sha256(f"{user_id}\0{path}".encode())
    for name, value in sorted(fields):
        digest.update(f"\0{name}\0{value}".encode(errors="surrogatepass"))
    return digest.hexdigest()


def led_to(claim: Claim, at: datetime) -> str | None:
    """None: it is the first of its kind, or the first one fell before it did anything; it goes on. Otherwise where the
    first one led."""
    while not _is_first(claim, at):
        seen = _awaited(claim.key, at)
        if seen == DONE or (seen and seen.startswith("/")):
            return seen
        db.writing()
        if seen is not None and _is_taken_over(claim, seen, at):
            break
    session.info["sent_form"] = claim
    return None


def _is_first(claim: Claim, at: datetime) -> bool:
    try:
        if session.get(SentForm, claim.key) is None:
            session.add(SentForm(key=claim.key, sent_at=at, location=claim.mark))
            session.flush()  # on PostgreSQL one that is under way is waited for here
            return True
    except IntegrityError:
        pass
    session.rollback()
    return False


def _awaited(key: str, at: datetime) -> str | None:
    """The path, or after a while what still stands there instead; None when the first one was refused."""
    db.read_only()
    begun = time.monotonic()
    while True:
        row = session.execute(select(SentForm.location, SentForm.sent_at).where(SentForm.key == key)).one_or_none()
        session.rollback()
        if row is None:
            return None
        is_old = (at - row.sent_at).total_seconds() > PATIENCE
        patience = NOTED if row.location == DONE else PATIENCE
        if row.location.startswith("/") or is_old or time.monotonic() - begun > patience:
            return str(row.location)
        time.sleep(PAUSE)


def _is_taken_over(claim: Claim, seen: str, at: datetime) -> bool:
    """Whether nobody else was faster; from here on the one that claimed it before cannot act any more."""
    return _turn(claim.key, seen, location=claim.mark, sent_at=at)


def _turn(key: str, seen: str, **values: object) -> bool:
    turned = update(SentForm).where(SentForm.key == key, SentForm.location == seen).values(**values)
    found = session.execute(turned.execution_options(synchronize_session=False))
    return bool(found.rowcount)  # type: ignore[attr-defined]


@event.listens_for(db.factory, "before_commit", insert=True)  # the record's own listener takes the changes away
def _done(committing: Session) -> None:
    """With its act the form is done, in one commit; a commit that changes nothing was none."""
    claim, act = committing.info.get("sent_form"), committing.info.get("act")
    if claim is None or act is None or committing.in_nested_transaction():
        return
    committing.flush()
    if not act.changes:
        return
    del committing.info["sent_form"]
    if not _turn(claim.key, claim.mark, location=DONE):
        raise Overtaken(_("The same form was sent again meanwhile, and that one counts. Look at what came of it."))


def led(claim: Claim, location: str) -> None:
    """Note where the answer led; nothing is noted of an act that did not come about."""
    is_ours = (SentForm.key == claim.key) & SentForm.location.in_((claim.mark, DONE))
    db.note(update(SentForm).where(is_ours).values(location=location))


def forget(claim: Claim) -> None:
    """Nothing came of it: let the form be sent again."""
    db.note(delete(SentForm).where(SentForm.key == claim.key, SentForm.location == claim.mark))


def forget_before(at: datetime) -> int:
    """Let go of what was sent before this instant; how many rows that were."""
    old = delete(SentForm).where(SentForm.sent_at < at).execution_options(synchronize_session=False)
    return int(session.execute(old).rowcount)  # type: ignore[attr-defined]
