"""Telling a side, or one person: the words as rows, and one job that delivers them; all or nothing."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from sqlalchemy import update

from campaign.db import Actor, Bilingual, Side, session
from campaign.i18n import both
from campaign.jobs import actions as jobs
from campaign.mail.addresses import address as checked
from campaign.mail.addresses import one_line
from campaign.mail.kinds import Because, NoticeKind, Way
from campaign.mail.models import InboxLine, Letter, Notice, PersonalLetter


@dataclass(frozen=True)
class Addressee:
    """Who is told and why, in which language a letter begins, and whether one comes at once."""

    user_id: int
    address: str
    language: str
    because: Because
    way: Way


def tell(
    side: Side,
    subject: Bilingual,
    text: Bilingual,
    path: str,
    people: Sequence[Addressee],
    at: datetime,
    kind: NoticeKind,
) -> Notice:
    """Write the notice, the inboxes it lies in and its letters into the transaction of the act they tell of (law 6)."""
    notice = Notice(to_side=side, subject=subject, text=text, path=path, written_at=at, kind=kind)
    session.add(notice)
    session.flush()
    for one in people:
        told = {"user_id": one.user_id, "notice_id": notice.id, "because": one.because}
        session.add(InboxLine(**told, kind=kind, way=one.way, path=path, written_at=at))
        if one.way is Way.at_once:
            session.add(Letter(**told, address=one.address, language=one.language))
    jobs.ask("mail.deliver", {"notice": notice.id}, at=at, priority=jobs.URGENT)
    return notice


def tell_one(
    one: Addressee,
    subject: Callable[[], str],
    text: Callable[[], str],
    path: str,
    at: datetime,
    kind: NoticeKind,
) -> PersonalLetter:
    """The same to one person: it lies in the inbox, and comes by mail as the person has it. No path of it is secret."""
    letter = _letter(one.user_id, one.address, one.language, subject, text, path, at)
    letter.kind, letter.because = kind, one.because
    session.flush()
    line = InboxLine(user_id=one.user_id, letter_id=letter.id, kind=kind, because=one.because, way=one.way)
    line.path, line.written_at = path, at
    session.add(line)
    if one.way is Way.at_once:
        _ask(letter, at)
    else:
        letter.path = ""
    return letter


def write_to(
    user: Actor | None,
    address: str,
    language: str,
    subject: Callable[[], str],
    text: Callable[[], str],
    path: str,
    at: datetime,
) -> PersonalLetter:
    """Write somebody what is no notice: a link that was asked for, a receipt, the digest; perhaps somebody who is not
    here yet. In the transaction of the act; the words are asked twice, once in each language.

    The path may hold a secret: it goes from the row as soon as the letter has gone.
    """
    letter = _letter(user.id if user else None, address, language, subject, text, path, at)
    session.flush()
    _ask(letter, at)
    return letter


def _letter(
    user_id: int | None,
    address: str,
    language: str,
    subject: Callable[[], str],
    text: Callable[[], str],
    path: str,
    at: datetime,
) -> PersonalLetter:
    if not path.startswith("/"):
        raise ValueError("a letter leads to a page of ours")
    said = both(subject)
    letter = PersonalLetter(
        user_id=user_id,
        address=checked(address),
        language=language,
        subject=Bilingual(one_line(said.en), one_line(said.es)),
        text=both(text),
        path=path,
        written_at=at,
    )
    session.add(letter)
    return letter


def _ask(letter: PersonalLetter, at: datetime) -> None:
    jobs.ask("mail.deliver", {"letter": letter.id}, at=at, priority=jobs.URGENT)


def read(user: Actor, at: datetime, upto: int, kinds: Collection[NoticeKind], line: int) -> int:
    """One line of the own inbox, or all of these kinds that were there when it was looked at; how many were unread."""
    query = update(InboxLine).where(InboxLine.user_id == user.id, InboxLine.read_at.is_(None))
    query = query.where(InboxLine.id == line) if line else query.where(InboxLine.id <= upto)
    query = query.where(InboxLine.kind.in_(kinds)) if kinds and not line else query
    done = session.execute(query.values(read_at=at).execution_options(synchronize_session=False))
    return int(cast(Any, done).rowcount)
