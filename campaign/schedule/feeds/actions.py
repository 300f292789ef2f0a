"""Opening, renewing and closing feeds, and the seal that makes an address nobody guesses."""

import hmac
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from campaign.accounts.models import User
from campaign.campaigns.models import Campaign
from campaign.db import lock_row, session
from campaign.errors import Overtaken, Refused
from campaign.i18n import _
from campaign.regions.models import Region, SisterPair
from campaign.schedule.feeds.models import Feed, FeedKind, feeds_of

SEAL = 32  # letters of it in the address
MOST = 50  # open ones of one person


@dataclass(frozen=True)
class Scope:
    """What a feed is to hold."""

    kind: FeedKind
    campaign: Campaign | None = None
    region: Region | None = None
    pair: SisterPair | None = None


def make(scope: Scope, by: User, at: datetime) -> Feed:
    """Open a feed; of the same thing a person has one, and asking again gives that one."""
    lock_row(by)
    known = session.scalars(feeds_of(by)).all()
    same = (scope.kind, scope.campaign, scope.region, scope.pair)
    for feed in known:
        if (feed.kind, feed.campaign, feed.region, feed.pair) == same:
            return feed
    if len(known) >= MOST:
        raise Refused(_("You have %(num)s feeds. Close one that you do not need any more.", num=MOST))
    return _add(scope, by, at)


def _add(scope: Scope, by: User, at: datetime) -> Feed:
    feed = Feed(user_id=by.id, user=by, kind=scope.kind, made_at=at, revoked_at=None)
    feed.campaign, feed.region, feed.pair = scope.campaign, scope.region, scope.pair
    session.add(feed)
    session.flush()
    return feed


def revoke(feed: Feed, at: datetime) -> None:
    """From now on its address says that it is closed, to whoever has it."""
    lock_row(feed)
    if feed.revoked_at is not None:
        raise Overtaken(_("This feed is closed already."))
    feed.revoked_at = at
    session.flush()


def renew(feed: Feed, by: User, at: datetime) -> Feed:
    """The old address is closed, and there is a new one: for whoever sent it to the wrong person."""
    revoke(feed, at)
    return _add(Scope(feed.kind, feed.campaign, feed.region, feed.pair), by, at)


def token_of(feed: Feed, key: bytes) -> str:
    return f"{feed.id}-{_seal(feed.id, key)}"


def feed_of(token: str, key: bytes) -> Feed | None:
    """What the address stands for, open or closed; None where it was not made here."""
    number, _dash, seal = token.partition("-")
    if not (number.isascii() and number.isdecimal() and len(number) < 19):
        return None
    if not hmac.compare_digest(seal.encode(), _seal(int(number), key).encode()):
        return None
    return session.get(Feed, int(number))


def _seal(number: int, key: bytes) -> str:
    return hmac.new(key, f"calendar feed:{number}".encode(), sha256).hexdigest()[:SEAL]
