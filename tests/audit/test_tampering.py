"""Eight ways to tamper × thirty places: `audit verify` finds every one, the last two by what a side keeps outside."""

import hashlib
import hmac
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from sqlalchemy import select, text
from sqlalchemy.engine import Connection
from sqlalchemy.exc import DBAPIError

from campaign.audit import chain
from campaign.audit.chain import Checkpoint
from campaign.audit.models import Entry, Head
from campaign.clock import now
from campaign.config import Config
from campaign.db import Side, session
from tests.conftest import ActingAs
from tests.world import World

PLACES = 30
COLUMNS = ("n", "at", "user_id", "side", "action", "changes", "previous", "hash", "hmac", "reach")
FOREIGN = b"the key of another installation!"
Row = dict[str, Any]


@dataclass(frozen=True)
class Past:
    """The record as somebody finds it who holds the database, and what a side kept of it."""

    rows: list[Row]
    installation: str
    key: bytes
    kept: Checkpoint


def run(statement: str, **values: object) -> None:
    session.execute(text(statement), values)


def update(n: int, **values: object) -> None:
    run(
        f"UPDATE audit_entries SET {', '.join(f'{name} = :{name}' for name in values)} WHERE n = :place",
        place=n,
        **values,
    )


def insert(row: Row) -> None:
    run(f"INSERT INTO audit_entries ({', '.join(COLUMNS)}) VALUES ({', '.join(f':{name}' for name in COLUMNS)})", **row)


@pytest.fixture
def past(world: World, acting_as: ActingAs, config: Config, connection: Connection) -> Past:
    """A record with more entries than places, the triggers gone, and a checkpoint kept by the Mexican side."""
    number = 0
    while len(rows := _rows()) < PLACES + 12:
        number += 1
        with acting_as("planner.us") as user:
            user.post = f"Program officer {number}"
            session.commit()
    where = "" if connection.dialect.name == "sqlite" else " ON audit_entries"
    for verb in ("update", "delete"):
        run(f"DROP TRIGGER audit_entries_no_{verb}{where}")
    run(f"DROP TRIGGER audit_subjects_no_delete{where.replace('entries', 'subjects')}")
    head = session.scalars(select(Head)).one()
    return Past(rows, head.installation, config.audit_key, chain.checkpoint(session(), Side.MX, now()))


def _rows() -> list[Row]:
    raw = session.execute(text(f"SELECT {', '.join(COLUMNS)} FROM audit_entries ORDER BY n")).mappings()
    return [dict(row) for row in raw]


def signed(words: str, key: bytes) -> str:
    return hmac.new(key, words.encode(), hashlib.sha256).hexdigest()


def sealed(row: Row, previous: str, key: bytes) -> Row:
    """The row with a hash that is right after `previous`, signed with this key."""
    stored = session.get_one(Entry, row["n"])
    entry = Entry(**{name: getattr(stored, name) for name in COLUMNS})
    entry.previous, entry.changes, entry.action = previous, row["changes"], row["action"]
    digest = hashlib.sha256(chain._entry_text(entry).encode()).hexdigest()
    return {**row, "previous": previous, "hash": digest, "hmac": signed(digest, key)}


def end_at(row: Row, past: Past, key: bytes) -> None:
    """The head leads here and is signed."""
    words = chain._head_text(row["n"], row["hash"], past.installation)
    run("UPDATE audit_head SET count = :n, hash = :hash, hmac = :hmac", **row | {"hmac": signed(words, key)})


def change(n: int, past: Past) -> None:
    update(n, changes=past.rows[n - 1]["changes"].replace("[", "[ ", 1))


def delete_middle(n: int, past: Past) -> None:
    run("DELETE FROM audit_entries WHERE n = :n", n=n)


def cut_tail(n: int, past: Past) -> None:
    """With the key in hand: the head is made to end here."""
    run("DELETE FROM audit_entries WHERE n > :n", n=n)
    run("DELETE FROM audit_subjects WHERE n > :n", n=n)
    end_at(past.rows[n - 1], past, past.key)


def insert_one(n: int, past: Past) -> None:
    """Between two entries: the later ones make room, as they are."""
    run("UPDATE audit_entries SET n = -n WHERE n > :n", n=n)
    run("UPDATE audit_entries SET n = 1 - n WHERE n < 0")
    made = sealed({**past.rows[n - 1], "action": "made.up"}, past.rows[n - 1]["hash"], FOREIGN)
    insert({**made, "n": n + 1})


def reorder(n: int, past: Past) -> None:
    """Two neighbours change places with everything in them but their numbers."""
    one, two = past.rows[n - 1], past.rows[n]
    run("DELETE FROM audit_entries WHERE n IN (:a, :b)", a=n, b=n + 1)
    insert({**two, "n": n})
    insert({**one, "n": n + 1})


def swap_ids(n: int, past: Past) -> None:
    """Two entries trade the people and sides that did them, or what was done where these are the same."""
    one, two = past.rows[n - 1], past.rows[n]
    names = ("user_id", "side") if (one["user_id"], one["side"]) != (two["user_id"], two["side"]) else ("changes", "at")
    update(n, **{name: two[name] for name in names})
    update(n + 1, **{name: one[name] for name in names})


def copy_from_another(n: int, past: Past) -> None:
    """An entry of another installation, sound in itself and in its right place, under that one's key."""
    other = sealed({**past.rows[n - 1], "action": "copied"}, past.rows[n - 1]["previous"], FOREIGN)
    update(n, **{name: other[name] for name in ("action", "hash", "hmac")})


def rebuild(n: int, past: Past) -> None:
    """With the key in hand: one word of the past is changed and everything after it made right again."""
    previous = past.rows[n - 2]["hash"] if n > 1 else chain.START
    row: Row = {}
    for stored in past.rows[n - 1 :]:
        row = sealed({**stored, "action": "rewritten"} if stored["n"] == n else stored, previous, past.key)
        update(row["n"], **{name: row[name] for name in ("action", "previous", "hash", "hmac")})
        session.expire_all()
        previous = row["hash"]
    end_at(row, past, past.key)


KINDS: list[Callable[[int, Past], None]] = [
    change,
    delete_middle,
    cut_tail,
    insert_one,
    reorder,
    swap_ids,
    copy_from_another,
    rebuild,
]
BY_CHECKPOINT = (cut_tail, rebuild)  # the chain itself is whole afterwards: only what was kept outside tells


@pytest.mark.parametrize("tamper", KINDS, ids=lambda kind: kind.__name__)
def test_it_is_found_wherever_it_is_done(past: Past, tamper: Callable[[int, Past], None]) -> None:
    """ASVS V16.4.2: 8 × 30 = 240 of 240. ASVS V11.4.3."""
    assert chain.verify(session()) == []
    assert chain.verify_since(session(), past.kept) == []
    found = 0
    for n in range(1, PLACES + 1):
        attack = session.begin_nested()
        tamper(n, past)
        session.expire_all()
        damages = chain.verify(session())
        assert bool(damages) is (tamper not in BY_CHECKPOINT), f"{tamper.__name__} at {n}"
        found += bool(damages or chain.verify_since(session(), past.kept))
        attack.rollback()
        session.expire_all()
    assert found == PLACES
    assert chain.verify(session()) == []


def test_a_history_that_was_hidden_shows(past: Past) -> None:
    """The index that leads from a thing to its entries is proved with them."""
    (kind, key, n) = session.execute(text("SELECT kind, key, n FROM audit_subjects ORDER BY n LIMIT 1")).one()
    with pytest.raises(DBAPIError, match="append-only"), session.begin_nested():
        run("UPDATE audit_subjects SET n = n + 1")
    run("INSERT INTO audit_subjects (kind, key, n) VALUES (:kind, :key, :n)", kind=kind, key=10**6, n=n)
    run("INSERT INTO audit_subjects (kind, key, n) VALUES (:kind, :key, :n)", kind=kind, key=key, n=10**6)
    assert {damage.n for damage in chain.verify(session())} == {n, 10**6}
    run("DELETE FROM audit_subjects WHERE key = 1000000 OR n = 1000000")
    assert chain.verify(session()) == []
    run("DELETE FROM audit_subjects WHERE n = :n", n=n)
    assert [damage.n for damage in chain.verify(session())] == [n]


def test_a_checkpoint_is_one_side_s_own(past: Past) -> None:
    """Whoever changes for whom or when it was taken has no checkpoint any more."""
    said = past.kept.said()
    assert (said["side"], said["at"], said["count"]) == ("MX", "2026-11-24T16:00:00+00:00", len(past.rows))
    for name, value in {"side": "US", "at": "2026-11-25T16:00:00+00:00", "count": 1, "hash": "0" * 64}.items():
        forged = Checkpoint(**json.loads(json.dumps({**said, name: value})))
        (damage,) = chain.verify_since(session(), forged)
        assert "not signed" in damage.what
