"""Numbers of jobs over PostgreSQL (tables huey_…, beside ours); whoever uses another queue never imports this."""

import psycopg
from huey import PostgresHuey

from campaign.jobs.queues import NAME, SECONDS

LOCK = 0x68756579  # two processes that make the tables at once would disturb each other


def make(url: str) -> PostgresHuey:
    """Its tables are made by the first connection, so that a server which is away now may come back."""

    address = f"postgresql://{url.partition('://')[2]}"  # psycopg knows no "postgresql+psycopg"

    def connect() -> psycopg.Connection[tuple[object, ...]]:
        connection = psycopg.connect(address, connect_timeout=SECONDS, options=f"-c statement_timeout={SECONDS}s")
        connection.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        for statement in queue.storage.ddl:
            connection.execute(statement)
        connection.commit()
        return connection

    queue = PostgresHuey(NAME, connection=connect, create_tables=False, results=False)
    return queue
