"""Brings the database to the newest revision and loads the regions and draft facts that ship with the product."""

from alembic import command
from alembic.config import Config as AlembicConfig
from sqlalchemy.engine import Connection

from campaign import db
from campaign.clock import now
from campaign.config import Config, folder
from campaign.db import acting, session
from campaign.facts import data as facts
from campaign.regions import data as regions


def alembic_config(connection: Connection) -> AlembicConfig:
    """Alembic's settings for our folder and this connection."""
    config = AlembicConfig()
    config.set_main_option("script_location", str(folder("migrations")))
    config.attributes["connection"] = connection
    return config


def upgrade(connection: Connection, revision: str = "head") -> None:
    command.upgrade(alembic_config(connection), revision)


def downgrade(connection: Connection, revision: str) -> None:
    command.downgrade(alembic_config(connection), revision)


def prepare_database(config: Config) -> None:
    """Create the data folder, upgrade, seed; safe to run again."""
    config.data.mkdir(parents=True, exist_ok=True)
    engine = db.make_engine(config.database_url)
    with engine.begin() as connection:
        upgrade(connection)
    db.bind(engine)
    seed()


def seed() -> None:
    """Reference rows by our own hand, as the system: regions, pairs, sets and the 20 facts as drafts."""
    with acting(None, None, "migrate.seed", now()):
        regions.load()
        facts.load(now())
        session.commit()
