"""Each kind of queue, for whoever asks for `broker`."""

from collections.abc import Iterator

import pytest

from tests import postgres
from tests.jobs.brokers import KINDS, Broker, running


@pytest.fixture(scope="session")
def queue_server() -> Iterator[str]:
    """One PostgreSQL server for all queues of this worker's tests."""
    with postgres._server() as url:
        yield url


@pytest.fixture(params=KINDS)
def broker(request: pytest.FixtureRequest) -> Iterator[Broker]:
    server = request.getfixturevalue("queue_server") if request.param == "postgresql" else None
    with running(request.param, server) as found:
        yield found
