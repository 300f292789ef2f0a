"""Telling a side: one notice, one letter for each of its people, one job that delivers them; all or nothing."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from campaign.db import Bilingual, Side, session
from campaign.jobs import actions as jobs
from campaign.mail.models import Letter, Notice


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
