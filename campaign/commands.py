"""What `python3 -m campaign NAME` does besides serving: migrate, user, audit."""

import argparse
import getpass
import json
import secrets
import sys
from pathlib import Path

from sqlalchemy import select

from campaign.accounts import actions as accounts
from campaign.accounts import passwords, throttling
from campaign.accounts.models import Role, User, UserRole, user_by_email
from campaign.audit import chain
from campaign.clock import now
from campaign.config import Config
from campaign.db import Side, acting, session
from campaign.errors import Refused
from campaign.migrate import open_folder, prepare_database
from campaign.partners.models import Organization, OrganizationKind
from campaign.people import rights


def open_installation() -> Config:
    """Settings, key and an up-to-date database: what every command begins with."""
    config = Config.read()
    open_folder(config)
    chain.use_key(config.audit_key)
    prepare_database(config)
    return config


def migrate(argv: list[str]) -> int:
    argparse.ArgumentParser(
        prog="campaign migrate", description="Bring the database to the newest revision."
    ).parse_args(argv)
    open_installation()
    print("The database is up to date.")
    return 0


def audit(argv: list[str]) -> int:
    """Prove that nobody changed the record (exit status 1 when somebody did), or print its head to keep elsewhere."""
    parser = argparse.ArgumentParser(prog="campaign audit", description=audit.__doc__)
    parser.add_argument("what", choices=["verify", "checkpoint"])
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--checkpoint", metavar="FILE", type=_checkpoint, help="verify: nothing before it was changed")
    parser.add_argument("--side", choices=[side.value for side in Side], help="checkpoint: for whom it is taken")
    options = parser.parse_args(argv)
    open_installation()
    if options.what == "checkpoint":
        side = Side(options.side) if options.side else None
        print(json.dumps(chain.checkpoint(session(), side, now()).said()))
        return 0
    damages = chain.verify(session())
    if options.checkpoint:
        damages += chain.verify_since(session(), options.checkpoint)
    if options.json:
        print(json.dumps({"intact": not damages, "damages": [vars(damage) for damage in damages]}))
    else:
        for damage in damages:
            print(f"entry {damage.n}: {damage.what}")
        print(f"{len(damages)} damages found." if damages else "The chain is intact.")
    return 1 if damages else 0


def _checkpoint(name: str) -> chain.Checkpoint:
    """What `audit checkpoint` printed into this file."""
    try:
        kept = chain.Checkpoint(**json.loads(Path(name).read_text()))
        is_one = isinstance(kept.count, int) and all(
            isinstance(text, str) for text in (kept.hash, kept.hmac, kept.side, kept.at)
        )
    except (OSError, ValueError, TypeError):
        is_one = False
    if not is_one:
        raise argparse.ArgumentTypeError(f"{name} is not a checkpoint.")
    return kept


def user(argv: list[str]) -> int:
    """Make the first people of each side, or give a person a new password."""
    parser = argparse.ArgumentParser(prog="campaign user", description=user.__doc__)
    verbs = parser.add_subparsers(dest="verb", required=True)
    add = verbs.add_parser("add", help="add a side's first administrator or signatory")
    add.add_argument("email")
    add.add_argument("--side", choices=[side.value for side in Side], required=True)
    add.add_argument("--role", choices=[Role.administrator.value, Role.signatory.value], required=True)
    add.add_argument("--name", default="")
    add.add_argument("--organization", default="")
    change = verbs.add_parser("password", help="give a person a new password; all sessions of that person end")
    change.add_argument("email")
    options = parser.parse_args(argv)
    config = open_installation()
    try:
        return _add(options) if options.verb == "add" else _password(options.email, config)
    except Refused as refused:
        session.rollback()
        print(refused.message, file=sys.stderr)
        return 1


def _add(options: argparse.Namespace) -> int:
    """Once per side and role, while that side has none (product §3); the other side is told.

    Later ones are made on the screens of that side.
    """
    side, role = Side(options.side), Role(options.role)
    holders = select(User.id).join(User.role_rows).where(User.side == side, UserRole.role == role)
    if session.scalar(holders.limit(1)):
        raise Refused(f"{side.value} already has its first {role.value}; further ones are made by that side itself.")
    password = _ask_password(options.email, options.name, options.organization)
    with acting(None, side, "user.add", now()):
        user = accounts.create_user(
            options.email,
            options.name or options.email.split("@")[0],
            side,
            {role},
            _organization(options.organization, side),
            password,
            language="es" if side is Side.MX else "en",
            zone="America/Mexico_City" if side is Side.MX else "America/New_York",
        )
        rights.tell_of_first(user, side, role, now())
        session.commit()
    print(f"{options.email} is {role.value} of {side.value}.")
    return 0


def _organization(name: str, side: Side) -> Organization:
    name = name or {Side.US: "Health authority, United States", Side.MX: "Autoridad de salud, México"}[side]
    found = session.scalar(select(Organization).where(Organization.name == name, Organization.country == side))
    return found or Organization(name=name, kind=OrganizationKind.agency, country=side)


def _password(email: str, config: Config) -> int:
    person = session.scalar(user_by_email(email))
    if person is None:
        raise Refused(f"There is no account {email}.")
    with acting(None, person.side, "user.password", now()):
        accounts.set_password(person, _ask_password(), now())
        session.commit()
    throttling.forget(email, config.secret_key)
    print(f"{email} has a new password; every session was ended, and wrong passwords before it no longer count.")
    return 0


def _ask_password(*words: str) -> str:
    """Typed twice at a terminal; made up and printed once where there is none."""
    if not sys.stdin.isatty():
        made = secrets.token_urlsafe(12)
        print(f"Password, shown only now: {made}")
        return made
    first = getpass.getpass("Password: ")
    if getpass.getpass("Again: ") != first:
        raise Refused("The two passwords differ.")
    passwords.check(first, *words)
    return first
