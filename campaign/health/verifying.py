"""Stored files are read again in turn, those first that were not read for longest: each at least once in four weeks."""

from collections.abc import Collection, Iterator, Sequence
from datetime import UTC, datetime

from sqlalchemy import delete, insert, select

from campaign.clock import now
from campaign.config import Config
from campaign.db import acting, session
from campaign.jobs.work import Work
from campaign.storage import Damaged, store_of, verify
from campaign.storage.models import Verification

DAYS = 28
AT_LEAST = 2000  # files a day: what is small is read whole every day
AT_ONCE = 200
NEVER = datetime.min.replace(tzinfo=UTC)


def next_files(keys: Collection[str]) -> list[str]:
    """Those whose turn it is today, of all keys that a row names."""
    known = {row.key: row.verified_at for row in session.scalars(select(Verification))}
    in_turn = sorted(keys, key=lambda key: (known.get(key, NEVER), key))
    return in_turn[: max(AT_LEAST, -(-len(in_turn) // DAYS))]


def damaged(keys: Sequence[str], work: Work, config: Config) -> Iterator[str]:
    """Read these; the damaged and missing ones are handed out, the whole ones remembered as they come."""
    store = store_of(config)
    for some in _batches(keys):
        whole = []
        for key in some:
            work.live()
            try:
                verify(store, key)
                whole.append({"key": key, "verified_at": now()})
            except (FileNotFoundError, Damaged):
                yield key
        _remember(whole, work)


def _remember(whole: list[dict[str, object]], work: Work) -> None:
    with acting(None, None, work.kind, now()):
        session.execute(delete(Verification).where(Verification.key.in_([row["key"] for row in whole])))
        if whole:
            session.execute(insert(Verification), whole)
        work.hold()
        session.commit()


def _batches(keys: Sequence[str]) -> Iterator[Sequence[str]]:
    return (keys[start : start + AT_ONCE] for start in range(0, len(keys), AT_ONCE))


def forget_others(keys: Collection[str], work: Work) -> None:
    """Of files that no row names any more nothing is remembered."""
    known = set(session.scalars(select(Verification.key)))
    for some in _batches(sorted(known.difference(keys))):
        with acting(None, None, work.kind, now()):
            session.execute(delete(Verification).where(Verification.key.in_(some)))
            work.hold()
            session.commit()
