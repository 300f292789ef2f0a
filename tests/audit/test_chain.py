"""The record proves itself: whatever somebody does to it with the database in hand, `verify` says so (law 14)."""

import hashlib
import hmac
from collections.abc import Callable

import pytest
from sqlalchemy import select, text
from sqlalchemy.engine import Connection

from campaign.audit import chain
from campaign.audit.models import Entry, Head
from campaign.config import Config
from campaign.db import session
from tests.conftest import ActingAs
from tests.world import World

pytestmark = pytest.mark.database


def run(statement: str, **values: object) -> None:
    session.execute(text(statement), values)


def entries() -> list[Entry]:
    session.expire_all()
    return list(session.scalars(select(Entry).order_by(Entry.n)))


def head() -> Head:
    session.expire_all()
    return session.scalars(select(Head)).one()


@pytest.fixture
def disarmed(world: World, connection: Connection) -> None:
    """What an attacker with the right to alter tables does first: the triggers go."""
    where = "" if connection.dialect.name == "sqlite" else " ON audit_entries"
    for verb in ("update", "delete"):
        run(f"DROP TRIGGER audit_entries_no_{verb}{where}")


def test_the_world_s_own_chain_is_whole(world: World) -> None:
    assert chain.verify(session()) == []
    assert head().count == len(entries()) > 20
    assert head().hash == entries()[-1].hash


def change_words() -> None:
    run("UPDATE audit_entries SET changes = replace(changes, 'naloxon', 'nalaxon') WHERE changes LIKE '%naloxon%'")


def change_actor() -> None:
    run("UPDATE audit_entries SET user_id = CASE user_id WHEN 1 THEN 2 ELSE 1 END WHERE n = 9")


def change_time() -> None:
    run("UPDATE audit_entries SET at = :at WHERE n = 9", at="2026-11-25 09:00:00+00:00")


def change_side() -> None:
    run("UPDATE audit_entries SET side = CASE side WHEN 'US' THEN 'MX' ELSE 'US' END WHERE n = 9")


def change_action() -> None:
    run("UPDATE audit_entries SET action = 'facts.show' WHERE n = 9")


def delete_middle() -> None:
    run("DELETE FROM audit_entries WHERE n = 7")


def delete_first() -> None:
    run("DELETE FROM audit_entries WHERE n = 1")


def cut_tail() -> None:
    run("DELETE FROM audit_entries WHERE n > 10")


def cut_tail_and_move_the_head() -> None:
    cut_tail()
    run("UPDATE audit_head SET count = 10, hash = :hash", hash=entries()[-1].hash)


def delete_everything() -> None:
    run("DELETE FROM audit_entries")


def delete_everything_but_the_head_s_count() -> None:
    run("DELETE FROM audit_entries")
    run("UPDATE audit_head SET count = 0, hash = :start", start=chain.START)


def delete_the_head() -> None:
    run("DELETE FROM audit_head")


def insert_at_the_end() -> None:
    """A made-up entry that follows the last one correctly; only the signature cannot be made."""
    last = entries()[-1]
    made = Entry(
        n=last.n + 1, at=last.at, user_id=1, side=last.side, action="x", changes="[]", previous=last.hash, hmac="0" * 64
    )
    _insert(made)
    run("UPDATE audit_head SET count = count + 1, hash = :hash", hash=made.hash)


def insert_in_the_middle() -> None:
    """Room is made by moving the tail up by one."""
    for entry in reversed(entries()):
        if entry.n > 8:
            run("UPDATE audit_entries SET n = :new WHERE n = :old", new=entry.n + 1, old=entry.n)
    before = entries()[7]
    _insert(
        Entry(n=9, at=before.at, user_id=1, side=None, action="x", changes="[]", previous=before.hash, hmac="0" * 64)
    )


def _insert(entry: Entry) -> None:
    entry.hash = hashlib.sha256(chain._entry_text(entry).encode()).hexdigest()
    run(
        "INSERT INTO audit_entries (n, at, user_id, side, action, changes, previous, hash, hmac)"
        " VALUES (:n, :at, :user_id, :side, :action, :changes, :previous, :hash, :hmac)",
        n=entry.n,
        at=entry.at.isoformat(sep=" "),
        user_id=entry.user_id,
        side=entry.side.value if entry.side else None,
        action=entry.action,
        changes=entry.changes,
        previous=entry.previous,
        hash=entry.hash,
        hmac=entry.hmac,
    )


def reorder() -> None:
    """Two entries change places, everything in them kept."""
    for old, new in ((7, -1), (8, 7), (-1, 8)):
        run("UPDATE audit_entries SET n = :new WHERE n = :old", new=new, old=old)


def swap_contents() -> None:
    """Two entries trade what they say was done; their places, hashes and signatures stay."""
    seventh, eighth = entries()[6].changes, entries()[7].changes
    run("UPDATE audit_entries SET changes = :changes WHERE n = 7", changes=eighth)
    run("UPDATE audit_entries SET changes = :changes WHERE n = 8", changes=seventh)


def copy_from_another_installation() -> None:
    """A whole chain, sound in itself, signed by the key of another installation."""
    _rebuild(b"k" * 32)


def rebuild_without_the_key() -> None:
    """A word is changed, and then every hash after it is made right; signatures cannot be."""
    change_words()
    _rebuild(None)


def _rebuild(key: bytes | None) -> None:
    previous = chain.START
    found = entries()
    for entry in found:
        entry.previous = previous
        previous = entry.hash = hashlib.sha256(chain._entry_text(entry).encode()).hexdigest()
        signed = hmac.new(key, previous.encode(), hashlib.sha256).hexdigest() if key else entry.hmac
        run(
            "UPDATE audit_entries SET previous = :previous, hash = :hash, hmac = :hmac WHERE n = :n",
            previous=entry.previous,
            hash=f"{entry.hash}",
            hmac=signed,
            n=entry.n,
        )
        session.refresh(entry)
    signed = head().hmac
    if key:
        content = chain._head_text(len(found), previous, head().installation)
        signed = hmac.new(key, content.encode(), hashlib.sha256).hexdigest()
    run("UPDATE audit_head SET hash = :hash, hmac = :hmac", hash=previous, hmac=signed)


def signature_of_another_entry() -> None:
    run("UPDATE audit_entries SET hmac = :hmac WHERE n = 7", hmac=entries()[7].hmac)


@pytest.mark.parametrize(
    "tamper",
    [
        change_words,
        change_actor,
        change_time,
        change_side,
        change_action,
        delete_first,
        delete_middle,
        cut_tail,
        cut_tail_and_move_the_head,
        delete_everything,
        delete_everything_but_the_head_s_count,
        delete_the_head,
        insert_at_the_end,
        insert_in_the_middle,
        reorder,
        swap_contents,
        copy_from_another_installation,
        rebuild_without_the_key,
        signature_of_another_entry,
    ],
    ids=lambda tamper: tamper.__name__,
)
def test_tampering_shows(disarmed: None, tamper: Callable[[], None]) -> None:
    assert chain.verify(session()) == []
    tamper()
    session.expire_all()
    damages = chain.verify(session())
    assert damages
    assert all(damage.what for damage in damages)


def test_verify_says_where(disarmed: None) -> None:
    change_action()
    session.expire_all()
    assert [damage.n for damage in chain.verify(session())] == [9]


def test_nothing_is_added_to_a_record_that_another_key_signed(
    world: World, acting_as: ActingAs, config: Config
) -> None:
    """A further machine that made a key of its own: its first act is refused as a whole."""
    chain.use_key(b"another machine's own key, 32 B.")
    try:
        assert not chain.has_own_key(session())
        with acting_as("planner.us") as user:
            user.post = "Somewhere else"
            with pytest.raises(RuntimeError, match="not signed with"):
                session.commit()
        session.rollback()
    finally:
        chain.use_key(config.audit_key)
    assert chain.has_own_key(session())
    assert chain.verify(session()) == []
