"""Fills a throw-away installation with rows as the actions would have left them, by bulk insert; it goes around the
actions and the record, and is no way to write anything that anybody needs.
"""

import hashlib
import secrets
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import islice
from typing import Any

from flask import Flask
from flask.sessions import SecureCookieSessionInterface
from sqlalchemy import Engine, insert, select, update

from campaign.accounts.models import Role, SignIn, User, UserRole, user_by_email
from campaign.audit.chain import chained
from campaign.audit.models import Entry, Head
from campaign.bench.vocabulary import PLACES, titles, words
from campaign.campaigns.models import Campaign, CampaignKind, CampaignRegion, Track, TrackState
from campaign.clock import now
from campaign.db import Act, Base, Side, Territory, plain, session
from campaign.facts.clearable import KeyState
from campaign.facts.models import Fact, FactKind, FactState, FactVersion
from campaign.flyers.models import Edition
from campaign.holds.models import Hold
from campaign.jobs.models import Job, JobState
from campaign.mail.kinds import NoticeKind
from campaign.mail.models import Notice
from campaign.materials.models import Block, BlockKind, Material, MaterialType, Register, Scope, Version, VersionState

Row = dict[str, Any]
FIRST = 1_000_000  # id of the first row of each list: those of the demo lie below
CHUNK = 2_000
A_CAMPAIGN = 25  # flyers of one campaign
PAIR = ("US-48141", "MX-08037")
# How twenty flyers that were sent stand; every fourth flyer of all was never sent.
STANDS = (
    VersionState.submitted,
    VersionState.changes_requested,
    *[VersionState.expired] * 3,
    VersionState.withdrawn,
    *[VersionState.in_force] * 14,
)
KEYS = {
    VersionState.submitted: KeyState.in_review,
    VersionState.changes_requested: KeyState.changes_requested,
    VersionState.withdrawn: KeyState.revoked,
}


@dataclass(frozen=True)
class Cast:
    """Who made the rows, and the frozen text that all versions share."""

    ids: dict[tuple[Role, Side], list[int]]
    organizations: dict[int, int]
    content: str
    at: datetime

    @property
    def today(self) -> date:
        return self.at.date()

    def one(self, role: Role, side: Side, n: int = 0) -> int:
        ids = self.ids[role, side]
        return ids[n % len(ids)]


def cast() -> Cast:
    """The people of the demo."""
    ids: dict[tuple[Role, Side], list[int]] = {}
    for role, user in session.execute(select(UserRole.role, User).join(User, User.id == UserRole.user_id)).unique():
        if user.side and user.is_live:
            ids.setdefault((role, user.side), []).append(user.id)
    organizations = dict(session.execute(select(User.id, User.organization_id)).all())
    content = session.scalars(select(Version.content).where(Version.state == VersionState.in_force)).first()
    session.rollback()
    return Cast(ids, organizations, content or "{}", now())


def side_of(n: int) -> Side:
    return (Side.US, Side.MX)[n // 3 % 2]


def campaign(n: int, who: Cast) -> Iterator[Row]:
    en, es = titles(n)
    kind = (*[CampaignKind.joint] * 7, CampaignKind.parallel, *[CampaignKind.national] * 2)[n % 10]
    state = _track_state(n)
    yield {
        "id": FIRST + n,
        "kind": kind,
        "title_en": en,
        "title_es": es,
        "aim_en": f"Fewer deaths in {PLACES[n % 7][0]}.",
        "aim_es": f"Menos muertes en {PLACES[n % 7][1]}.",
        **{f"{name}_{language}": f"{name} {n}" for name in ("audience", "message") for language in ("en", "es")},
        "search": plain(f"{en} {es}"),
        "side": side_of(n),
        "is_shared": state is not TrackState.draft and kind is not CampaignKind.national,
        "state": state,
        "created_by_id": who.one(Role.planner, side_of(n)),
        "created_at": who.at - timedelta(days=n % 700),
    }


def _track_state(n: int) -> TrackState:
    return (*tuple(TrackState), *[TrackState.active] * 3)[n % 12]


def tracks(n: int, who: Cast) -> Iterator[Row]:
    sides = (side_of(n),) if n % 10 >= 8 else tuple(Side)
    for place, side in enumerate(sides):
        yield {
            "id": FIRST + 2 * n + place,
            "campaign_id": FIRST + n,
            "side": side,
            "state": _track_state(n),
            "lead_id": who.organizations[who.one(Role.planner, side)],
            "starts_on": who.today - timedelta(days=30),
            "ends_on": who.today + timedelta(days=n % 300 + 1),
            "budget": n,
        }


def campaign_regions(n: int, who: Cast) -> Iterator[Row]:
    for key in PAIR:
        yield {"campaign_id": FIRST + n, "region_key": key}


def _stand(n: int) -> VersionState | None:
    """How the n-th flyer's newest version stands; None for a draft that was never sent."""
    return None if n % 4 == 3 else STANDS[n // 4 % len(STANDS)]


def material(n: int, who: Cast) -> Iterator[Row]:
    en, es = titles(n)
    side, stand, country = side_of(n), _stand(n), side_of(n) if n % 5 == 4 else None
    author = who.one(Role.partner if n % 10 == 2 else Role.planner, side, n // 10)
    is_held = n % 50 == 0
    in_force = {one: stand is VersionState.in_force and country in (None, one) and not is_held for one in Side}
    yield {
        "id": FIRST + n,
        "type": MaterialType.flyer,
        "scope": Scope.national if country else Scope.joint,
        "country": country,
        "register": Register.usted if n % 6 == 0 else Register.tu,
        "title_en": en,
        "title_es": es,
        "words": words(n, side, stand is None),
        "campaign_id": FIRST + n // A_CAMPAIGN,
        "organization_id": who.organizations[author],
        "side": side,
        "is_shared": n % 8 == 3,
        "has_draft": stand in (None, VersionState.changes_requested),
        "is_submitted": stand is not None,
        "in_force_us": in_force[Side.US],
        "in_force_mx": in_force[Side.MX],
        "held_us": is_held and stand is VersionState.in_force and country in (None, Side.US),
        "stopped_us": is_held and country in (None, Side.US),
        "author_ids": [author],
        "notice": "",
        "created_by_id": author,
        "created_at": who.at - timedelta(days=n % 700),
    }


def blocks(n: int, who: Cast) -> Iterator[Row]:
    if _stand(n) in (None, VersionState.changes_requested):
        en, es = titles(n)
        words = {"kind": BlockKind.headline, "scope": Territory.BOTH, "en": en, "es": es}
        review = "es" if n % 16 == 3 else ""
        yield {"id": FIRST + n, "material_id": FIRST + n, "position": 1, **words, "needs_review": review}


def version(n: int, who: Cast) -> Iterator[Row]:
    state = _stand(n)
    if state is None:
        return
    needed = {one: n % 5 != 4 or one is side_of(n) for one in Side}
    key = KEYS.get(state, KeyState.cleared)
    author = who.one(Role.planner, side_of(n))
    yield {
        "id": FIRST + n,
        "material_id": FIRST + n,
        "n": 1,
        "content": who.content,
        "state": state,
        "reason": "revoked" if state is VersionState.withdrawn else "",
        "submitted_by_id": author,
        "submitted_at": who.at - timedelta(days=n % 90),
        "in_force_at": None if key in (KeyState.in_review, KeyState.changes_requested) else who.at,
        "fingerprint": hashlib.sha256(f"v{n}".encode()).hexdigest(),
        "us_key": key if needed[Side.US] else KeyState.not_needed,
        "mx_key": key if needed[Side.MX] else KeyState.not_needed,
        "author_ids": [author],
        "review_by": who.today + timedelta(days=n % 365 + 1) if state is VersionState.in_force else None,
    }


def edition(n: int, who: Cast) -> Iterator[Row]:
    if _stand(n) is VersionState.in_force:
        side = side_of(n)
        yield {
            "id": FIRST + n,
            "code": f"{n:08d}",
            "version_id": FIRST + n,
            "region_key": PAIR[side is Side.MX],
            "country": side,
            "layout": "letter-side-by-side",
            "layout_number": 1,
            "size": "letter",
            "renderer": "bench",
            "sha256": hashlib.sha256(f"e{n}".encode()).hexdigest(),
            "review_by": who.today + timedelta(days=n % 365 + 1),
            "made_by_id": who.one(Role.printer, side),
            "made_at": who.at,
        }


def hold(n: int, who: Cast) -> Iterator[Row]:
    """On every flyer that was sent; one of fifty stands, the others are history."""
    if _stand(n) is None:
        return
    side = Side.US if n % 50 == 0 else side_of(n)
    country = side if n % 5 != 4 else side_of(n)
    by, signatory = who.one(Role.printer, country), who.one(Role.signatory, country)
    lifted = {"lifted_at": who.at, "lifted_by_id": signatory, "lifted_by_side": country, "lift_reason": "It was right."}
    yield {
        "id": FIRST + n,
        "country": country,
        "material_id": FIRST + n,
        "reason": f"The number on sheet {n} does not answer.",
        "by_id": by,
        "by_side": country,
        "placed_at": who.at - timedelta(minutes=n),
        **(dict.fromkeys(lifted) | {"lift_reason": ""} if n % 50 == 0 else lifted),
    }


def notice(n: int, who: Cast) -> Iterator[Row]:
    en, es = titles(n)
    yield {
        "id": FIRST + n,
        "to_side": side_of(n),
        **{"subject_en": en, "subject_es": es, "text_en": en, "text_es": es},
        "path": f"/materials/{FIRST + n}",
        "written_at": who.at - timedelta(hours=n % 9000),
        "kind": list(NoticeKind)[n % len(NoticeKind)],
    }


def job(n: int, who: Cast) -> Iterator[Row]:
    asked = who.at - timedelta(minutes=n)
    role = (Role.printer, Role.planner, Role.partner)[n % 3]
    yield {
        "id": FIRST + n,
        "kind": "flyers.batch",
        "payload": {"material": FIRST + n, "set": "border"},
        "state": JobState.failed if n % 40 == 7 else JobState.done,
        "priority": 0,
        "run_at": asked,
        "total": 1,
        "done": 1,
        "error_en": "A sheet could not be made." if n % 40 == 7 else "",
        "error_es": "No se pudo hacer una hoja." if n % 40 == 7 else "",
        "asked_by_id": who.one(role, side_of(n), n),
        "side": side_of(n),
        "asked_at": asked,
        "ended_at": asked + timedelta(seconds=9),
        "note": "",
    }


def fact(n: int, who: Cast) -> Iterator[Row]:
    territory = tuple(Territory)[n % 3]
    kind = FactKind.number if n % 4 == 0 else FactKind.statement
    yield {
        "id": FIRST + n,
        "key": f"bench_{n}",
        "kind": kind,
        "territory": territory,
        "audience": "",
        "rank": 100 + n % 1000,
    }


def fact_version(n: int, who: Cast) -> Iterator[Row]:
    en, es = titles(n)
    state = (FactState.draft, FactState.submitted, FactState.withdrawn, *[FactState.in_force] * 17)[n % 20]
    key = {FactState.draft: KeyState.not_started, FactState.submitted: KeyState.in_review}.get(state, KeyState.cleared)
    is_number, territory = n % 4 == 0, tuple(Territory)[n % 3]
    yield {
        "id": FIRST + n,
        "fact_id": FIRST + n,
        "n": 1,
        "state": state,
        "en": f"{en}. It costs nothing and it is open day and night.",
        "es": f"{es}. No cuesta nada y atiende día y noche.",
        "es_usted": "",
        "source": "https://example.org/source",
        "source_opened_on": who.today,
        "as_of": str(who.today.year),
        "warning": "",
        "dial": f"915-555-{n % 10000:04d}" if is_number else "",
        "name_en": f"Line {n}" if is_number else "",
        "name_es": f"Línea {n}" if is_number else "",
        "note_en": "",
        "note_es": "",
        "is_emergency": False,
        "created_at": who.at,
        "fingerprint": hashlib.sha256(f"f{n}".encode()).hexdigest() if state is not FactState.draft else "",
        "us_key": key if territory.covers(Side.US) else KeyState.not_needed,
        "mx_key": key if territory.covers(Side.MX) else KeyState.not_needed,
        "author_ids": [who.one(Role.planner, territory.sides[0])],
        "review_by": who.today + timedelta(days=n % 365 + 1) if state is FactState.in_force else None,
    }


Maker = Callable[[int, Cast], Iterable[Row]]
PLANS: dict[type[Base], Maker] = {Campaign: campaign, Track: tracks, CampaignRegion: campaign_regions}
FLYERS: dict[type[Base], Maker] = {Material: material, Block: blocks, Version: version, Edition: edition}
AROUND: dict[type[Base], Maker] = {Hold: hold, Notice: notice, Job: job}
FACTS: dict[type[Base], Maker] = {Fact: fact, FactVersion: fact_version}


def add(makers: dict[type[Base], Maker], start: int, end: int) -> None:
    """The rows with these numbers, of these lists, in this order."""
    fill(makers, range(start, end))


def fill(makers: dict[type[Base], Maker], numbers: Sequence[int]) -> None:
    """The same of numbers that do not follow each other."""
    who = cast()
    engine = session.get_bind()
    assert isinstance(engine, Engine), "only an installation of one's own is filled"
    with engine.begin() as connection:
        for table, make in makers.items():
            rows = (row for n in numbers for row in make(n, who))
            while some := list(islice(rows, CHUNK)):
                connection.execute(insert(table.__table__), some)  # type: ignore[arg-type]


def record(entries: int) -> None:
    """So many entries more at the end of the record: chained and signed like any other, they verify."""
    who = cast()
    engine = session.get_bind()
    assert isinstance(engine, Engine), "only an installation of one's own is filled"
    head = session.scalars(select(Head)).one()
    session.expunge(head)
    session.remove()
    columns = Entry.__table__.columns.keys()
    acts = (_act(n, who) for n in range(entries))
    made = (chained(head, act) for act in acts)
    with engine.begin() as connection:
        while some := [{name: getattr(entry, name) for name in columns} for entry in islice(made, CHUNK)]:
            connection.execute(insert(Entry.__table__), some)  # type: ignore[arg-type]
        moved = {name: getattr(head, name) for name in ("count", "hash", "hmac")}
        connection.execute(update(Head.__table__).values(moved))  # type: ignore[arg-type]


def _act(n: int, who: Cast) -> Act:
    side = side_of(n)
    change = {"table": "materials", "key": [FIRST + n], "verb": "update", "before": {"edits": 0}, "after": {"edits": 1}}
    row = Material(side=side, is_submitted=False, is_shared=False)
    return Act(who.one(Role.planner, side), side, "materials.edit", who.at, [{**change, "of": []}], [row])


def settled(engine: Engine) -> None:
    """As after a night: PostgreSQL has looked at its new rows by itself; SQLite never does."""
    if engine.dialect.name == "postgresql":
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("VACUUM ANALYZE")


def signed_in(app: Flask, email: str) -> str:
    """The cookie of a browser in which this person is signed in."""
    token, at = secrets.token_urlsafe(32), now()
    user_id = session.scalars(user_by_email(email)).one().id
    session.remove()
    engine = session.get_bind()
    assert isinstance(engine, Engine), "only an installation of one's own is filled"
    row = {"token_hash": hashlib.sha256(token.encode()).hexdigest(), "user_id": user_id}
    with engine.begin() as connection:
        connection.execute(insert(SignIn.__table__), [{**row, "created_at": at, "last_used_at": at, "proved_at": at}])  # type: ignore[arg-type]
    cookie = {"sid": token, "seed": secrets.token_urlsafe(8), "csrf_token": secrets.token_hex(20)}
    return str(SecureCookieSessionInterface().get_signing_serializer(app).dumps(cookie))  # type: ignore[union-attr]
