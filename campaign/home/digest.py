"""The daily digest: at seven in the morning of the reader's own clock, what waits for that reader, in one letter.

Never two on one day, none when nothing is new and nothing is late, and none after noon: a morning that was missed is
not made up for.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import Select, delete, select, update
from sqlalchemy.orm import selectinload

from campaign import db
from campaign.accounts.digest import digest_token, gets_digest
from campaign.accounts.models import User
from campaign.clock import now
from campaign.config import Config
from campaign.db import acting, lock_row, session
from campaign.home.board import Kind, Turn, board_of
from campaign.home.lines import Line, age_words, lines
from campaign.home.models import Digest, last_digest
from campaign.home.told import digest_words
from campaign.home.turns import turn_words
from campaign.home.waits import waits_of
from campaign.i18n import _, both, fmt_date
from campaign.jobs import actions as jobs
from campaign.jobs.work import Failed, Result, Work
from campaign.mail import actions as mail
from campaign.mail.models import InboxLine, for_digest
from campaign.paging import COUNTED, amount
from campaign.permissions import read_board, works

SEVEN, NOON = time(7, 0), time(12, 0)
MOST = 8  # things that a letter names
KEPT = timedelta(days=30)


@dataclass(frozen=True)
class News:
    """What one letter tells: what waits, and the notices that the reader wants in it."""

    counts: dict[Turn, int]
    first: Sequence[Line]
    told: Sequence[InboxLine]


def ask_digests(work: Work, config: Config) -> Result:
    """Ask for the letters of this day: one piece of work for each clock that people here live by, due at seven there.

    It comes before it is seven anywhere on that day; asked twice, the second one finds everybody written to.
    """
    at = now()
    day = at.astimezone(UTC).date()
    with acting(None, None, work.kind, at):
        zones = session.scalars(_readers().with_only_columns(User.zone).order_by(None).distinct()).all()
        for zone in sorted(zones):
            seven = datetime.combine(day, SEVEN, ZoneInfo(zone))
            jobs.ask("home.digest", {"zone": zone, "day": day.isoformat()}, at=at, not_before=seven)
        work.hold()
        session.commit()
    return {"clocks": len(zones)}


def write_digests(work: Work, config: Config) -> Result:
    """Write everybody who lives by this clock, each in a transaction of its own; twice writes nobody twice."""
    zone, day = _of(work)
    db.read_only()
    people = session.scalars(_readers().where(User.zone == zone).options(selectinload(User.role_rows))).all()
    session.expunge_all()
    db.writing()
    return {"letters": sum(_written(work, person.id, day, config) for person in people if gets_digest(person))}


def _readers() -> Select[User]:
    return select(User).where(User.is_live, User.side.is_not(None)).order_by(User.id)


def _of(work: Work) -> tuple[str, date]:
    try:
        return str(work.payload["zone"]), date.fromisoformat(work.payload["day"])
    except (KeyError, TypeError, ValueError):
        raise Failed(both(lambda: _("It was not written down whose morning this is."))) from None


def _written(work: Work, person_id: int, day: date, config: Config) -> bool:
    """Read without a lock, then write behind one: the row of the day and the letter, or neither."""
    work.live()
    at = now()
    db.read_only()
    person = session.get_one(User, person_id)
    news = news_for(person, day, at)
    db.writing()
    if news is None:
        return False
    with acting(None, None, work.kind, at):
        lock_row(person)
        is_first = may_get(person) and session.get(Digest, (person.id, day)) is None
        if is_first:
            _write(person, day, news, at, config)
        work.hold()
        session.commit()
    return is_first


def may_get(person: User) -> bool:
    """As things are now: whoever left, or lost what the board is for, gets none."""
    return person.is_live and gets_digest(person) and works(person) and read_board(person)


def news_for(person: User, day: date, at: datetime) -> News | None:
    """What this person is to be told this morning; None where there is nothing to tell."""
    here = at.astimezone(ZoneInfo(person.zone))
    if here.date() != day or here.time() >= NOON or not may_get(person):
        return None
    board = board_of(waits_of(person), person, day)
    told = session.scalars(for_digest(person)).all()
    newest, due = board.news(Turn.mine)
    if not told and (newest is None or not _is_news(newest, due, person, day)):
        return None
    counts = board.counts()
    sums = {turn: min(sum(counts[turn, kind] for kind in Kind), COUNTED + 1) for turn in Turn}
    return News(sums, lines(board.rows(Turn.mine, (), MOST), person), told)


def _is_news(newest: datetime, due: date | None, person: User, day: date) -> bool:
    """Something came since the last letter, or is late."""
    last = session.scalar(last_digest(person.id))
    return last is None or newest > last or (due is not None and due < day)


def _write(person: User, day: date, news: News, at: datetime, config: Config) -> None:
    session.add(Digest(user_id=person.id, day=day, written_at=at))
    old = delete(Digest).where(Digest.user_id == person.id, Digest.day < day - KEPT)
    session.execute(old.execution_options(synchronize_session=False))
    named = update(InboxLine).where(InboxLine.id.in_([line.id for line in news.told])).values(digest_on=day)
    session.execute(named.execution_options(synchronize_session=False))
    subject, text = _subject(news), _text(person, news, day, at, config.base_url)
    off = f"/accounts/digest/off/{digest_token(person, day, config.secret_key)}"
    mail.write_to(person, person.email, person.language, subject, text, off, at)


def _subject(news: News) -> Callable[[], str]:
    def words() -> str:
        waits = amount(news.counts[Turn.mine])
        if not news.told:
            return _("Daily digest: waiting for you: %(count)s", count=waits)
        told = amount(len(news.told))
        return _("Daily digest: waiting for you: %(count)s; notices: %(told)s", count=waits, told=told)

    return words


def _text(person: User, news: News, day: date, at: datetime, base: str) -> Callable[[], str]:
    assert person.side is not None, "nobody without a side reads the board"
    there = person.side.opposite

    def words() -> str:
        said = [_line(line, age_words(line.days(at, person.zone)), day, base) for line in news.first]
        counts = [f"{turn_words(turn, there)}: {amount(news.counts[turn])}" for turn in Turn]
        all_of_it = _("All of it: %(address)s", address=f"{base}/board")
        end = _("You do not want this letter? The address at its end leads to a page that stops it.")
        told = digest_words(news.told, person, base)
        if told:
            kinds = _("Which notices come in this letter: %(address)s", address=f"{base}/accounts/notices")
            told = [_("Notices: %(address)s", address=f"{base}/inbox"), *told, kinds]
        return "\n\n".join(["\n".join(counts), *said, all_of_it, *told, end])

    return words


def _line(line: Line, age: str, day: date, base: str) -> str:
    """Three lines: what it is, what is to be done and since when, and its address."""
    due = [_("Was due on %(date)s", date=fmt_date(line.found.due))] if line.is_late(day) else []
    what = " · ".join([str(line.todo), age, *due])
    return f"{line.code} {line.name}\n{what}\n{base}{line.path}"
