"""Numbers of jobs over Redis, the urgent first; whoever uses another queue never imports this."""

from huey import PriorityRedisHuey
from redis import ConnectionPool
from redis.backoff import NoBackoff
from redis.retry import Retry

from campaign.jobs.queues import NAME, SECONDS


def make(url: str) -> PriorityRedisHuey:
    """One more try at once, on a new connection: the server may have been started anew. Raises ValueError."""
    pool = ConnectionPool.from_url(
        url, socket_timeout=SECONDS, socket_connect_timeout=SECONDS, retry=Retry(NoBackoff(), 1)
    )
    return PriorityRedisHuey(NAME, connection_pool=pool, results=False)
