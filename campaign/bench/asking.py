"""One page asked for again and again: what every measure of pages counts."""

import time
from dataclasses import dataclass
from statistics import median

from flask.testing import FlaskClient

REPEATS = 5


@dataclass(frozen=True)
class Cost:
    """Of one page: questions to the database, the median of CPU milliseconds, and kB of its answer."""

    queries: int
    cpu_ms: float
    kb: int


def cost(client: FlaskClient, path: str, asked: list[str]) -> Cost:
    """`asked` is where each statement is noted, by a listener of the engine."""
    client.get(path)  # what is made only once is made
    spent, size = [], 0
    for _n in range(REPEATS):
        asked.clear()
        started = time.process_time()
        answer = client.get(path)
        spent.append(time.process_time() - started)
        assert answer.status_code == 200, f"{path}: {answer.status_code}"
        size = len(answer.data)
    return Cost(len(asked), round(median(spent) * 1000, 1), round(size / 1024))
