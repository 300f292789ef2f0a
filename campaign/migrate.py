"""Brings the database to the newest revision and loads the regions and draft facts that ship with the product."""

from tempfile import TemporaryFile

from alembic import command
from alembic.config import Config as AlembicConfig
from sqlalchemy.engine import Connection
from sqlalchemy.exc import OperationalError

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


def open_folder(config: Config) -> None:
    """Create the data folder; end here, in both languages, when nothing can be written in it."""
    try:
        config.data.mkdir(parents=True, exist_ok=True)
        with TemporaryFile(dir=config.data) as file:
            file.write(b"x")
    except OSError as error:
        raise SystemExit(
            f"Nothing can be written in the data folder {config.data} ({error.strerror}). Nothing was changed.\n"
            "Make it writable, or name another one with CAMPAIGN_DATA, and call this again.\n\n"
            f"No se puede escribir en la carpeta de datos {config.data}. No se cambió nada.\n"
            "Permita escribir en ella o indique otra con CAMPAIGN_DATA, y repita la orden."
        ) from None


def prepare_database(config: Config) -> None:
    """Create the data folder, upgrade, seed; safe to run again."""
    open_folder(config)
    engine = db.make_engine(config.database_url)
    try:
        with engine.begin() as connection:
            upgrade(connection)
    except OperationalError as error:
        raise SystemExit(
            f"The database cannot be opened: {str(error.orig).strip()}\nNothing was changed.\n\n"
            "No se puede abrir la base de datos. No se cambió nada."
        ) from error
    db.bind(engine)
    seed()


def seed() -> None:
    """Reference rows by our own hand, as the system: regions, pairs, sets and the 20 facts as drafts."""
    with acting(None, None, "migrate.seed", now()):
        regions.load()
        facts.load(now())
        session.commit()
