"""Telling a side, or one person: the words as rows, and one job that delivers them; all or nothing."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from campaign.db import Actor, Bilingual, Side, session
from campaign.i18n import both
from campaign.jobs import actions as jobs
from campaign.mail.addresses import address as checked
from campaign.mail.addresses import one_line
from campaign.mail.models import Letter, Notice, PersonalLetter


@dataclass(frozen=True)
class Addressee:
    """Who gets a letter, and in which language it begins."""

    user_id: int
    address: str
    language: str


def tell(
    side: Side, subject: Bilingual, text: Bilingual, path: str, people: Iterable[Addressee], at: datetime
) -> Notice:
    """Write the notice and its letters into the transaction of the act they tell of (law 6)."""
    notice = Notice(to_side=side, subject=subject, text=text, path=path, written_at=at)
    session.add(notice)
    session.flush()
    session.add_all(
        Letter(notice_id=notice.id, user_id=one.user_id, address=one.address, language=one.language) for one in people
    )
    jobs.ask("mail.deliver", {"notice": notice.id}, at=at, priority=jobs.URGENT)
    return notice


def write_to(
    user: Actor | None,
    address: str,
    language: str,
    subject: Callable[[], str],
    text: Callable[[], str],
    path: str,
    at: datetime,
) -> PersonalLetter:
    """Write one person, or somebody who is not here yet, into the transaction of the act; the words are asked twice,
    once in each language.

    The path may hold a secret: it goes from the row as soon as the letter has gone.
    """
    if not path.startswith("/"):
        raise ValueError("a letter leads to a page of ours")
    said = both(subject)
    letter = PersonalLetter(
        user_id=user.id if user else None,
        address=checked(address),
        language=language,
        subject=Bilingual(one_line(said.en), one_line(said.es)),
        text=both(text),
        path=path,
        written_at=at,
    )
    session.add(letter)
    session.flush()
    jobs.ask("mail.deliver", {"letter": letter.id}, at=at, priority=jobs.URGENT)
    return letter
