"""What the installation does for itself: prove its record and its files, and clear away what nobody needs any more."""

from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import and_, func, or_, select

from campaign import db, once
from campaign.accounts.models import Role, SignIn
from campaign.accounts.notices import tell_side
from campaign.accounts.sessions import ABSOLUTE, LONG
from campaign.audit import chain
from campaign.clock import now
from campaign.config import Config
from campaign.db import Side, acting, session
from campaign.health import verifying
from campaign.i18n import _, both
from campaign.jobs.work import Failed, Result, Work
from campaign.mail.kinds import NoticeKind
from campaign.mail.models import Notice
from campaign.storage import store_of, stored_keys

SHOWN = 5  # places that a reason names
KEPT_SESSIONS = timedelta(days=30)
KEPT_PAGES = timedelta(days=90)  # in `made`: what is asked for again is made again
KEPT_FORMS = UNFINISHED = timedelta(days=1)
AT_ONCE = 200


def check(work: Work, config: Config) -> Result:
    """The whole record, and the stored files whose turn it is; what is damaged fails the job and is told to both
    administrations."""
    db.read_only()
    entries = [str(damage.n) for damage in chain.verify(session())]
    keys = stored_keys(session())
    chosen = verifying.next_files(keys)
    db.writing()
    files = list(verifying.damaged(chosen, work, config))
    verifying.forget_others(keys, work)
    if entries or files:
        with suppress(RuntimeError):  # a record that another key signed takes no entry: then only this row says it
            _tell(work)
        session.rollback()
        raise Failed(both(lambda: _found(entries, files)))
    return {"files": len(chosen), "of": len(keys)}


def _found(entries: list[str], files: list[str]) -> str:
    said = []
    if entries:
        said.append(_("The record was changed at entry %(places)s.", places=_places(entries)))
    if files:
        short = [key[:12] for key in files]
        said.append(_("Stored files are missing or were changed: %(places)s.", places=_places(short)))
    return " ".join([*said, _("Ask the operator to look at it with “doctor --store” and “audit verify”.")])


def _places(found: list[str]) -> str:
    return ", ".join(found[:SHOWN]) + (" …" if len(found) > SHOWN else "")


def _tell(work: Work) -> None:
    """Once for each run, however often that is tried."""
    path, at = f"/jobs/{work.id}", now()
    with acting(None, None, work.kind, at):
        for side in Side:
            if session.scalar(select(Notice.id).where(Notice.to_side == side, Notice.path == path).limit(1)) is None:
                tell_side(side, _alarm, _alarm_text, path, at, (Role.administrator,), kind=NoticeKind.installation)
        work.hold()
        session.commit()


def _alarm() -> str:
    return _("Damage was found in the record or in stored files")


def _alarm_text() -> str:
    return _("The daily check of this installation found something that is not as it was kept. Its page says what.")


def tidy(work: Work, config: Config) -> Result:
    """Only what opens nothing and can be made again; the record, the work that was done and its parts stay (law 14)."""
    at = now()
    return {
        "sessions": _forget_sessions(work, at),
        "forms": _forget_forms(work, at),
        "pages": _clear(config.data / "made", at),
        "unfinished": store_of(config).clear(before=at - UNFINISHED),
    }


def _forget_sessions(work: Work, at: datetime) -> int:
    """Sessions that have ended, by hand or by age, for a month; each person's newest stays: it says when it was."""
    is_old = or_(
        SignIn.created_at < at - KEPT_SESSIONS - LONG,
        and_(SignIn.is_long.is_(False), SignIn.created_at < at - KEPT_SESSIONS - ABSOLUTE),
    )
    newest = select(func.max(SignIn.id)).group_by(SignIn.user_id)
    count, old = 0, select(SignIn).where(is_old, SignIn.id.not_in(newest))
    while found := session.scalars(old.order_by(SignIn.id).limit(AT_ONCE)).all():
        with acting(None, None, work.kind, at):
            for row in found:
                session.delete(row)
            work.hold()
            session.commit()
        count += len(found)
    return count


def _forget_forms(work: Work, at: datetime) -> int:
    """A form is sent again within minutes, never the day after."""
    count = once.forget_before(at - KEPT_FORMS)
    work.hold()
    session.commit()
    return count


def _clear(folder: Path, at: datetime) -> int:
    old = [path for path in folder.glob("*") if path.is_file() and _age(path, at) > KEPT_PAGES]
    for path in old:
        path.unlink(missing_ok=True)
    return len(old)


def _age(path: Path, at: datetime) -> timedelta:
    return at - datetime.fromtimestamp(path.stat().st_mtime, UTC)
