"""What finding a material takes among 10,000 and 100,000 (500,000 with --count): all but the slowest of twenty."""

import time
from collections.abc import Callable

from flask.testing import FlaskClient
from sqlalchemy.engine import Engine

from campaign import db
from campaign.accounts.models import User, user_by_email
from campaign.app import create_app
from campaign.bench import crowd
from campaign.bench.growth import signed_in
from campaign.bench.vocabulary import RARE
from campaign.config import Config
from campaign.db import session
from campaign.materials.finding import marks_of, titled
from campaign.materials.models import visible_to

SIZES = (10_000, 100_000, 500_000)
REPEATS = 20
READERS = ("planner.us", "partner-b.mx", "observer")
SEARCHES = {
    "two words of a text": "naloxona escuela",
    "common word": "naloxone",
    "beginning": "nalo",
    "accents": "médico ayuda",
    "rare word": RARE,
    "one of its kind": "item4242",
    "no hit": "zyzzyva",
}


def measure(config: Config, count: int | None) -> dict[str, object]:
    """Milliseconds by the clock: of the query for the first 25, and of the whole page with its filters."""
    app = create_app(config)
    engine = session.get_bind()
    assert isinstance(engine, Engine)
    clients = {who: signed_in(app, who) for who in READERS}
    sizes = [size for size in SIZES if size <= (count or SIZES[1])]
    found: dict[str, object] = {"engine": engine.dialect.name}
    for before, size in zip([0, *sizes], sizes, strict=False):
        crowd.add(crowd.PLANS, before // crowd.A_CAMPAIGN, size // crowd.A_CAMPAIGN)
        crowd.add(crowd.FLYERS, before, size)
        crowd.settled(engine)
        found[f"{size:,} materials"] = {
            name: {who: _figures(clients[who], who, words) for who in READERS} for name, words in SEARCHES.items()
        }
    return found


def _figures(client: FlaskClient, who: str, words: str) -> dict[str, float]:
    db.read_only()
    user = session.scalars(user_by_email(f"{who}@example.org")).unique().one()
    query = _late(lambda: _query(user, words))
    session.remove()
    return {"query": query, "page": _late(lambda: _page(client, words))}


def _late(do: Callable[[], None]) -> float:
    """All but the slowest of twenty are at least as quick."""
    do()
    spent = []
    for _n in range(REPEATS):
        began = time.perf_counter()
        do()
        spent.append(time.perf_counter() - began)
    return round(sorted(spent)[-2] * 1000, 1)


def _query(user: User, words: str) -> None:
    session.scalars(titled(visible_to(user), words, marks_of(user)).limit(25)).unique().all()
    session.expunge_all()
    session.add(user)


def _page(client: FlaskClient, words: str) -> None:
    answer = client.get("/materials/", query_string={"q": words})
    assert answer.status_code == 200, answer.status_code
