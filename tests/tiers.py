"""Which run this is: the daily one, which proves nothing twice, or everything (`--full`); and on which database."""

import os

FULL = "CAMPAIGN_TEST_FULL" in os.environ


def on_postgresql() -> bool:
    return os.environ.get("CAMPAIGN_TEST_DATABASE", "sqlite") == "postgresql"


def histories(whole: int, daily: int) -> int:
    """How many random histories (or moments): with --full the whole number; daily a fifth of them is played on
    PostgreSQL, where only the database is another one."""
    if FULL:
        return whole
    return -(-daily // 5) if on_postgresql() else daily


def reads_pages() -> bool:
    """Whether each page is read as HTML: on one database, since both fill the same templates."""
    return not on_postgresql()
