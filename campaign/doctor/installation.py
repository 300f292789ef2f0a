"""Checks of what belongs to one installation: settings, keys, database, queue, demo people."""

import re
from collections.abc import Iterator
from dataclasses import fields

from sqlalchemy import func, select, text
from sqlalchemy.engine import Connection, make_url

from campaign.accounts.models import User
from campaign.clock import now
from campaign.config import Config
from campaign.doctor.finding import Finding, Patient, failed, judged, ok, warning
from campaign.health import checks
from campaign.jobs.queues import silence

PRAGMAS = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}
DURABLE = ("fsync", "full_page_writes", "synchronous_commit")  # of PostgreSQL
SECRET = re.compile(r"password|secret|token|key")


def settings(patient: Patient) -> Iterator[Finding]:
    config = patient.config
    for field in fields(Config):
        if field.name != "testing":
            yield ok("settings", f"{field.name} = {_shown(field.name, getattr(config, field.name))}")
    if not config.is_loopback and not config.is_secure:
        yield failed("settings", "The base address is neither this machine nor https: sign-ins would travel openly.")
    if not config.is_loopback and config.trusted_proxies == 0:
        yield warning(
            "settings",
            "No trusted proxy: if a web server stands in front, all visitors look like one, and one person's wrong "
            "passwords make everybody wait. Set CAMPAIGN_TRUSTED_PROXIES=1.",
        )
    if not config.is_loopback and not config.mail_url:
        yield warning("settings", "No mail server: letters stay in the folder outbox. Set CAMPAIGN_MAIL_URL.")


def _shown(name: str, value: object) -> str:
    if value is None or (value == "" and SECRET.search(name)):
        return "not set"
    if SECRET.search(name):
        return "set, not shown"
    said = str(value)
    return make_url(said).render_as_string() if "://" in said and "@" in said else said


def keys(patient: Patient) -> Iterator[Finding]:
    """A lost `secret.key` ends sessions and unmakes apps for codes, no more; without `audit.key` the record that was
    written proves nothing."""
    for name in ("secret.key", "audit.key"):
        path = patient.config.data / name
        if not path.is_file():
            is_lost = name == "audit.key" and patient.has_database
            ill = f"{name} is missing, and with it the proof of the record: take it from a backup."
            yield failed("keys", ill) if is_lost else warning("keys", f"{name} is missing; the next start makes it.")
        elif mode := path.stat().st_mode & 0o077:
            yield failed("keys", f"{name} may be read by others ({mode:03o}): chmod 600 {path}")
        else:
            is_long = path.stat().st_size >= 32
            yield judged("keys", is_long, f"{name} is its owner's only.", f"{name} is too short to protect anything.")


def database(patient: Patient) -> Iterator[Finding]:
    if not patient.has_database:
        yield failed("database", f"{patient.engine.url.database} is not there: python3 -m campaign migrate")
        return
    kind = patient.engine.dialect.name
    with patient.session() as session:
        connection = session.connection()
        yield ok("database", f"{kind} answers.")
        head = checks.migration(session)
        remedy = f"{head}: python3 -m campaign migrate"
        yield judged("database", head == checks.OK, f"It is at {checks.newest_revision()}.", remedy)
        yield from _sqlite(connection) if kind == "sqlite" else _postgresql(connection)


def _sqlite(connection: Connection) -> Iterator[Finding]:
    for name, wanted in PRAGMAS.items():
        found = connection.execute(text(f"PRAGMA {name}")).scalar_one()
        yield judged("database", found == wanted, f"{name} = {found}")
    whole = [str(line) for line in connection.execute(text("PRAGMA quick_check")).scalars()]
    yield judged("database", whole == ["ok"], f"quick_check: {'; '.join(whole[:3])}")


def _postgresql(connection: Connection) -> Iterator[Finding]:
    for name in DURABLE:
        found = connection.execute(text(f"SHOW {name}")).scalar_one()
        yield judged("database", found != "off", f"{name} = {found}")


def queue(patient: Patient) -> Iterator[Finding]:
    """Asked as it is used; while it is silent, work goes on more slowly, from the database alone."""
    silent = silence(patient.config)
    yield judged("queue", not silent, "It answers.", f"It does not answer: {silent}")
    if patient.has_database:
        with patient.session() as session:
            state = checks.waiting(session, now())
        remedy = f"{state}: is `run` or `worker` running?"
        yield judged("queue", state == checks.OK, "No job has been waiting too long.", remedy)


def demo(patient: Patient) -> Iterator[Finding]:
    """Well-known people belong on no machine that others reach."""
    if not patient.has_database:
        return
    with patient.session() as session:
        people = session.scalar(select(func.count()).where(User.email.endswith("@example.org"), User.is_live)) or 0
    ill = f"{people} demo people can sign in, and the base address is not this machine."
    yield judged("demo", not people or patient.config.is_loopback, f"{people} demo people.", ill)
