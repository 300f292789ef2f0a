"""Alembic's entry: the connection comes from campaign.migrate, the tables from the application."""

from typing import Any

from alembic import context

import campaign.app
from campaign.db import Base, UtcDateTime

assert campaign.app  # imported for its models


def render_item(kind: str, item: Any, autogen: Any) -> Any:
    """Write our instants as plain SQL types, so that a revision does not depend on today's code."""
    return "sa.DateTime(timezone=True)" if kind == "type" and isinstance(item, UtcDateTime) else False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_as_batch=True,
    compare_type=True,
    render_item=render_item,
)
with context.begin_transaction():
    context.run_migrations()
