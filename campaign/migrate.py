"""Brings the database to the newest revision and loads the regions and draft facts that ship with the product."""

from tempfile import TemporaryFile

from alembic import command
from alembic.config import Config as AlembicConfig
from sqlalchemy.engine import Connection
from sqlalchemy.exc import OperationalError

from campaign import db
from campaign.audit import chain
from campaign.clock import now
from campaign.config import Config, folder
from campaign.db import acting, session
from campaign.facts import data as facts
from campaign.mail.carriers import carrier_of
from campaign.partners import actions as partners
from campaign.regions import data as regions
from campaign.storage import store_of


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
    """Create the data folder and its keys; end here, in both languages, when nothing can be written (BadSetting)."""
    store_of(config)  # one that cannot be one is said now, not when the first sheet is printed
    carrier_of(config)  # or the first letter written
    try:
        config.data.mkdir(parents=True, exist_ok=True)
        with TemporaryFile(dir=config.data) as file:
            file.write(b"x")
        config.make_keys()
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
            db.one_at_a_time(connection)
            upgrade(connection)
    except OperationalError as error:
        raise SystemExit(
            f"The database cannot be opened: {str(error.orig).strip()}\nNothing was changed.\n\n"
            "No se puede abrir la base de datos. No se cambió nada."
        ) from error
    db.bind(engine)
    is_own = chain.has_own_key(session())
    session.rollback()
    if is_own:
        seed()


def refuse_other_key() -> None:
    """End here when the record was signed elsewhere: what is written with another key could never be proved."""
    is_own = chain.has_own_key(session())
    session.rollback()
    if not is_own:
        raise SystemExit(
            "The audit.key in this data folder is not the one that the record is signed with. Nothing was changed.\n"
            "Copy audit.key and secret.key from the data folder of the first machine, or from a backup.\n\n"
            "El archivo audit.key de esta carpeta de datos no es el que firma la bitácora. No se cambió nada.\n"
            "Copie audit.key y secret.key de la carpeta de datos del primer equipo, o de un respaldo."
        )


def seed() -> None:
    """Reference rows by our own hand, as the system: regions, pairs, sets and the 20 facts as drafts."""
    db.one_at_a_time(session.connection())
    with acting(None, None, "migrate.seed", now()):
        regions.load()
        facts.load(now())
        partners.fold_older_names()
        session.commit()
