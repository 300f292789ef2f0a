"""Gathers what a transaction changed into one chained entry, and proves the chain;
it never reads what a person typed.
"""

import hashlib
import hmac
import json
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import Enum
from typing import Any

from sqlalchemy import event, inspect, select
from sqlalchemy.orm import ORMExecuteState, Session, UOWTransaction

from campaign.audit.belonging import reach, things
from campaign.audit.models import Entry, Head, Subject, Thing
from campaign.db import Act, Base, Side, acting, factory
from campaign.db import session as scoped

START = "0" * 64
_key: bytes | None = None


def use_key(key: bytes) -> None:
    """Give the chain its key; without one nothing can be written."""
    global _key
    _key = key


def canonical(value: object) -> str:
    """JSON with one spelling: sorted keys, no spaces, letters as they are."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=_plain)


def _plain(value: Any) -> Any:
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, datetime | date):
        return value.isoformat()
    return str(value)


def _sign(text: str) -> str:
    if _key is None:
        raise RuntimeError("the audit chain has no key")
    return hmac.new(_key, text.encode(), hashlib.sha256).hexdigest()


def _change(row: Base, verb: str) -> dict[str, Any] | None:
    """Table, key, and before/after of the columns that changed; None when only unaudited columns did."""
    if row.unaudited is None:
        return None
    state = inspect(row)
    before: dict[str, Any] = {}
    after: dict[str, Any] = {}
    for column in state.mapper.column_attrs:
        history = state.attrs[column.key].history
        if column.key in row.unaudited | row.derived or (verb == "update" and not history.has_changes()):
            continue
        hidden = column.key in row.secret
        old, new = (history.deleted or [None])[0], getattr(row, column.key)
        if verb != "insert":
            before[column.key] = "hidden" if hidden else (new if verb == "delete" else old)
        if verb != "delete":
            after[column.key] = "hidden" if hidden else new
    if verb == "update" and not after:
        return None
    key = [getattr(row, state.mapper.get_property_by_column(c).key) for c in state.mapper.primary_key]
    change = {"table": row.__tablename__, "key": key, "verb": verb, "before": before, "after": after}
    return {**change, "of": [list(thing) for thing in things(row)]}


@event.listens_for(factory, "after_flush")
def _gather(session: Session, context: UOWTransaction) -> None:
    changes = [
        (row, change)
        for rows, verb in ((session.new, "insert"), (session.dirty, "update"), (session.deleted, "delete"))
        for row in rows
        if isinstance(row, Base) and (change := _change(row, verb))
    ]
    if not changes:
        return
    act: Act | None = session.info.get("act")
    if act is None:
        raise RuntimeError(f"a write outside `acting`: {changes[0][0].__tablename__}")
    act.rows.extend(row for row, _change_of_it in changes)
    act.changes.extend(change for _row, change in changes)


@event.listens_for(factory, "do_orm_execute")
def _refuse_bulk(state: ORMExecuteState) -> None:
    kind = state.bind_mapper.class_ if state.bind_mapper else None
    if (state.is_update or state.is_delete) and kind and issubclass(kind, Base) and kind.unaudited == frozenset():
        raise RuntimeError(f"a bulk change of {kind.__tablename__} would leave no audit entry")


@event.listens_for(factory, "before_commit")
def _write(session: Session) -> None:
    if session.in_nested_transaction():
        return
    session.flush()
    act: Act | None = session.info.get("act")
    for one in [act, *session.info.pop("beside", [])]:  # only now, so that nobody waits for the head in between
        if one is not None and one.changes:
            append(session, one)
            session.flush()


@event.listens_for(factory, "after_soft_rollback")
def _forget(session: Session, previous: object) -> None:
    act: Act | None = session.info.get("act")
    if session.in_nested_transaction():
        return
    session.info.pop("beside", None)
    if act is not None:
        act.changes.clear()
        act.rows.clear()


def _head_text(count: int, last: str, installation: str) -> str:
    return canonical({"count": count, "hash": last, "installation": installation})


def _is_signed(head: Head) -> bool:
    return hmac.compare_digest(head.hmac, _sign(_head_text(head.count, head.hash, head.installation)))


def has_own_key(session: Session) -> bool:
    """Whether the record, if there is one, is signed with the key of this process: a further machine that made a key
    of its own must not serve."""
    head = session.scalar(select(Head))
    return head is None or _is_signed(head)


def append(session: Session, act: Act) -> None:
    """Write the entry and move the head, in the transaction of the change itself."""
    head = session.scalar(select(Head).with_for_update())
    if head is None:
        head = Head(id=1, count=0, hash=START, hmac="", installation=secrets.token_hex(8))
        session.add(head)
    elif not _is_signed(head):
        raise RuntimeError("the audit chain is not signed with this installation's key: nothing is added to it")
    subjects = {thing for change in act.changes for thing in _subjects(change)}
    entry = chained(head, act)
    session.add(entry)
    session.add_all(Subject(kind=kind, key=key, n=entry.n) for kind, key in sorted(subjects))


@contextmanager
def beside(action: str, at: datetime) -> Iterator[None]:
    """What the installation does in the transaction of somebody's act and is one side's alone has an entry of its own:
    the act stays readable by whoever may read it, and this by that side only (law 7)."""
    scoped.flush()
    with acting(None, None, action, at) as act:
        yield
        scoped.flush()
    scoped().info.setdefault("beside", []).append(act)


def _subjects(change: dict[str, Any]) -> list[Thing]:
    return [(kind, key) for kind, key in change["of"]]


def chained(head: Head, act: Act) -> Entry:
    """The next entry after this head, signed; the head moves on to it."""
    changes, act.changes = act.changes, []
    rows, act.rows = act.rows, []  # in the same order
    entry = Entry(
        n=head.count + 1,
        at=act.at,
        user_id=act.user_id,
        side=act.side,
        action=act.action,
        changes=canonical(changes),
        previous=head.hash,
        reach=reach(act.side, zip(rows, changes, strict=True)),
    )
    entry.hash = hashlib.sha256(_entry_text(entry).encode()).hexdigest()
    entry.hmac = _sign(entry.hash)
    head.count, head.hash = entry.n, entry.hash
    head.hmac = _sign(_head_text(head.count, head.hash, head.installation))
    return entry


def _entry_text(entry: Entry) -> str:
    side = entry.side.value if entry.side else None
    fields = (entry.n, entry.at.isoformat(), entry.user_id, side, entry.action, entry.changes, entry.previous)
    return canonical([*fields, entry.reach] if entry.reach else fields)  # entries of older programs have none


@dataclass(frozen=True)
class Damage:
    """Where the chain breaks, and what is wrong there."""

    n: int
    what: str


def verify(session: Session) -> list[Damage]:
    """Walk the whole chain from its start; an empty list means that nothing in it was touched."""
    damages: list[Damage] = []
    previous, count = START, 0
    for entry in session.scalars(select(Entry).order_by(Entry.n).execution_options(yield_per=500)):
        count += 1
        if entry.n != count or entry.previous != previous:
            damages.append(Damage(entry.n, "does not follow the entry before it"))
        if entry.hash != hashlib.sha256(_entry_text(entry).encode()).hexdigest():
            damages.append(Damage(entry.n, "its content was changed"))
        elif not hmac.compare_digest(entry.hmac, _sign(entry.hash)):
            damages.append(Damage(entry.n, "is not signed with this installation's key"))
        previous, count = entry.hash, entry.n
    damages += _verify_head(session, previous, count)
    return damages or _verify_index(session)


def _verify_index(session: Session) -> list[Damage]:
    """Whether every entry is found from the things that it names, and from no other; entries of older programs name
    none."""
    found: dict[int, set[Thing]] = {}
    for kind, key, n in session.execute(select(Subject.kind, Subject.key, Subject.n)):
        found.setdefault(n, set()).add((kind, key))
    damages = []
    for n, changes in session.execute(select(Entry.n, Entry.changes).execution_options(yield_per=500)):
        read = json.loads(changes)
        named = {thing for change in read if "of" in change for thing in _subjects(change)}
        if named != found.pop(n, set()) and all("of" in change for change in read):
            damages.append(Damage(n, "the index of histories does not lead to it"))
    return damages + [Damage(n, "the index of histories leads to it, and it is not there") for n in sorted(found)]


def _verify_head(session: Session, last: str, count: int) -> list[Damage]:
    head = session.scalar(select(Head))
    if head is None:
        return [Damage(0, "the head is missing")] if count else []
    if (head.count, head.hash) != (count, last):
        return [Damage(count, "the head does not point here: entries are missing or were added")]
    if not _is_signed(head):
        return [Damage(count, "the head is not signed with this installation's key")]
    return []


@dataclass(frozen=True)
class Checkpoint:
    """Where the chain ended at one moment, signed: for each government to keep where the other cannot reach it.

    Who holds the database and its key can write another past; not one that ends in a hash that somebody else keeps.
    """

    count: int
    hash: str
    installation: str
    hmac: str
    side: str = ""  # for whom it was taken, and when (UTC); '' for whoever runs the installation
    at: str = ""

    def said(self) -> dict[str, Any]:
        """As it is kept in a file: without what does not apply."""
        return {name: value for name, value in vars(self).items() if value != ""}


def checkpoint(session: Session, side: Side | None = None, at: datetime | None = None) -> Checkpoint:
    """The head as it is now, for one side or for whoever runs the installation."""
    head = session.scalars(select(Head)).one()
    kept = Checkpoint(head.count, head.hash, head.installation, head.hmac)
    if side is None or at is None:
        return kept
    own = replace(kept, side=side.value, at=at.isoformat(timespec="seconds"))
    return replace(own, hmac=_sign(_kept_text(own)))


def _kept_text(kept: Checkpoint) -> str:
    if not kept.side:
        return _head_text(kept.count, kept.hash, kept.installation)
    return canonical({name: value for name, value in vars(kept).items() if name != "hmac"})


def verify_since(session: Session, kept: Checkpoint) -> list[Damage]:
    """Whether the chain still runs through a checkpoint; with `verify` this proves that nothing before it changed."""
    if not hmac.compare_digest(kept.hmac, _sign(_kept_text(kept))):
        return [Damage(kept.count, "the checkpoint is not signed with this installation's key")]
    if session.scalar(select(Entry.hash).where(Entry.n == kept.count)) != kept.hash:
        return [Damage(kept.count, "is not the entry that the checkpoint was taken at: the past was rewritten")]
    return []
