"""What the board costs with 5,000 things that wait (--count: so many): queries and CPU milliseconds of each page."""

from collections.abc import Iterator
from dataclasses import asdict
from datetime import timedelta

from sqlalchemy import event
from sqlalchemy.engine import Engine

from campaign.accounts.models import Role
from campaign.app import create_app
from campaign.bench import crowd
from campaign.bench.asking import cost
from campaign.bench.crowd import FIRST, Cast, Maker, Row
from campaign.bench.growth import signed_in
from campaign.clearance.models import Clearance, Decision
from campaign.config import Config
from campaign.db import Base, session
from campaign.holds.models import Hold
from campaign.materials.comments.models import Audience, Comment
from campaign.materials.models import MayUse, Shown
from campaign.uploads.models import Delivery, DeliveryState

THINGS = 5_000
AIM = {"queries": 15, "cpu_ms": 150.0}
READERS = ("planner.us", "reviewer.us", "signatory.mx", "partner-a.us")
PAGES = {
    "mine": "/board",
    "theirs": "/board?turn=theirs",
    "others": "/board?turn=others",
    "two kinds": "/board?turn=theirs&kind=versions&kind=comments",
    "page 20": "/board?turn=theirs&page=20",
    "one campaign": f"/board?turn=theirs&campaign={FIRST + 1}",
}


def delivery(n: int, who: Cast) -> Iterator[Row]:
    side = crowd.side_of(n)
    sender = who.one(Role.partner, side, n)
    yield {
        "id": FIRST + n,
        "organization_id": who.organizations[sender],
        "campaign_id": FIRST + n // crowd.A_CAMPAIGN,
        "side": side,
        "by_id": sender,
        "token_hash": "",
        "sender": "Alma Ruelas",
        "email": "",
        "language": "es",
        "shown": Shown.nobody,
        "may_use": MayUse.yes,
        "note": "",
        "state": DeliveryState.sent,
        "opened_at": who.at - timedelta(days=n % 60),
        "sent_at": who.at - timedelta(days=n % 60),
        "answer_by": who.today + timedelta(days=5 - n % 60),
    }


def comment(n: int, who: Cast) -> Iterator[Row]:
    """Of a reviewer of either country, on a flyer that was sent; every second one was answered."""
    side = crowd.side_of(n // 2)
    said = {"material_id": FIRST + n, "audience": Audience.both, "language": "en", "about": ""}
    asked = {"side": side, "text": "Is this said in clinics?", "written_by_id": who.one(Role.reviewer, side)}
    yield {"id": FIRST + 2 * n, **said, **asked, "answers_id": None, "written_at": who.at - timedelta(days=n % 50 + 1)}
    if n % 2:
        planner = {"side": side.opposite, "text": "It is.", "written_by_id": who.one(Role.planner, side.opposite)}
        yield {"id": FIRST + 2 * n + 1, **said, **planner, "answers_id": FIRST + 2 * n, "written_at": who.at}


def document(n: int, who: Cast) -> Iterator[Row]:
    """A clearance whose letter never came."""
    side = crowd.side_of(n)
    signatory = who.one(Role.signatory, side)
    yield {
        "version_id": FIRST + n,
        "country": side,
        "n": 1,
        "decision": Decision.cleared,
        "fingerprint": "",
        "by_id": signatory,
        "authority": "Lucía Armenta Ríos",
        "post": "Directora General",
        "document": "",
        "document_due_on": who.today - timedelta(days=n % 40 + 1),
        "conditions": "",
        "reason": "",
        "decided_at": who.at - timedelta(days=n % 40 + 15),
    }


# Of each hundred things that wait, how many are of which kind; by numbers whose flyers, facts and tracks stand so.
SHARES: dict[str, tuple[int, dict[type[Base], Maker]]] = {
    "waiting": (30, crowd.FLYERS),
    "drafts": (25, crowd.FLYERS),
    "sent back": (8, crowd.FLYERS),
    "facts": (10, crowd.FACTS),
    "deliveries": (7, {Delivery: delivery}),
    "comments": (10, {Comment: comment}),
    "documents": (2, {Clearance: document}),
}


def _numbers(name: str, some: int) -> list[int]:
    """crowd.STANDS: of eighty flyers the first three were sent and wait, the next three were sent back; every fourth
    was never sent."""
    if name in ("waiting", "comments"):
        return [80 * (n // 3) + n % 3 for n in range(some)]
    if name == "sent back":
        return [80 * (n // 3) + 4 + n % 3 for n in range(some)]
    if name == "drafts":
        return [4 * n + 3 for n in range(some)]
    if name == "facts":
        return [20 * n + 1 for n in range(some)]
    if name == "documents":
        return [80 * (n // 3) + 24 + n % 3 for n in range(some)]
    return list(range(some))


def fill(things: int) -> dict[str, int]:
    """Campaigns first: of twelve, two have halves that wait; then the others, and holds on some of what waits."""
    made = {name: _numbers(name, max(1, share * things // 100)) for name, (share, _makers) in SHARES.items()}
    in_force = {"documents": crowd.FLYERS}
    last = max(number for numbers in made.values() for number in numbers)
    crowd.add(crowd.PLANS, 0, last // crowd.A_CAMPAIGN + 1)
    for name, numbers in made.items():
        crowd.fill({**in_force.get(name, {}), **SHARES[name][1]}, numbers)
    crowd.fill({Hold: crowd.hold}, [n for n in made["waiting"] if n % 50 == 0])
    return {name: len(numbers) for name, numbers in made.items()}


def measure(config: Config, count: int | None) -> dict[str, object]:
    """For each reader and page the queries and the median; `over` names what misses the aim."""
    app, asked = create_app(config), list[str]()
    engine = session.get_bind()
    assert isinstance(engine, Engine)
    made = fill(count or THINGS)
    crowd.settled(engine)
    event.listen(engine, "before_cursor_execute", lambda c, cursor, statement, *rest: asked.append(statement))
    found = {}
    for who in READERS:
        client = signed_in(app, who)
        found[who] = {name: cost(client, path, asked) for name, path in PAGES.items()}
    missed = [
        f"{who}: {name}"
        for who, pages in found.items()
        for name, figures in pages.items()
        if figures.queries > AIM["queries"] or figures.cpu_ms > AIM["cpu_ms"]
    ]
    return {
        "engine": engine.dialect.name,
        "made": made,
        "aim": AIM,
        "pages": {who: {name: asdict(one) for name, one in pages.items()} for who, pages in found.items()},
        "over": missed,
    }
