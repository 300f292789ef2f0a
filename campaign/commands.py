"""What `python3 -m campaign NAME` does besides serving: migrate, user, audit, flyer."""

import argparse
import csv
import getpass
import json
import secrets
import sys
from hashlib import sha256
from pathlib import Path
from typing import Any

from sqlalchemy import select

from campaign.accounts import actions as accounts
from campaign.accounts.models import Role, User, user_by_email
from campaign.audit import chain
from campaign.clock import now
from campaign.config import Config
from campaign.db import Side, acting, session
from campaign.errors import Refused
from campaign.flyers import actions as flyers
from campaign.flyers.sheet import LAYOUT
from campaign.materials.models import Material, Version, VersionState, versions_of
from campaign.migrate import prepare_database
from campaign.paper.layouts import LAYOUTS
from campaign.partners.models import Organization, OrganizationKind
from campaign.regions.models import Region


def open_installation() -> Config:
    """Settings, key and an up-to-date database: what every command begins with."""
    config = Config.read()
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
    """Prove that nobody changed the record; exit status 1 when somebody did."""
    parser = argparse.ArgumentParser(prog="campaign audit", description=audit.__doc__)
    parser.add_argument("what", choices=["verify"])
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args(argv)
    open_installation()
    damages = chain.verify(session())
    if options.json:
        print(json.dumps({"intact": not damages, "damages": [vars(damage) for damage in damages]}))
    else:
        for damage in damages:
            print(f"entry {damage.n}: {damage.what}")
        print(f"{len(damages)} damages found." if damages else "The chain is intact.")
    return 1 if damages else 0


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
    open_installation()
    try:
        return _add(options) if options.verb == "add" else _password(options.email)
    except Refused as refused:
        session.rollback()
        print(refused.message, file=sys.stderr)
        return 1


def _add(options: argparse.Namespace) -> int:
    """Once per side and role, while that side has none (product §3);
    later ones are made on the screens of that side.
    """
    side, role = Side(options.side), Role(options.role)
    if any(role in person.roles for person in session.scalars(select(User).where(User.side == side))):
        raise Refused(f"{side.value} already has its first {role.value}; further ones are made by that side itself.")
    password = _ask_password()
    with acting(None, side, "user.add", now()):
        accounts.create_user(
            options.email,
            options.name or options.email.split("@")[0],
            side,
            {role},
            _organization(options.organization, side),
            password,
            language="es" if side is Side.MX else "en",
            zone="America/Mexico_City" if side is Side.MX else "America/New_York",
        )
        session.commit()
    print(f"{options.email} is {role.value} of {side.value}.")
    return 0


def _organization(name: str, side: Side) -> Organization:
    name = name or {Side.US: "Health authority, United States", Side.MX: "Autoridad de salud, México"}[side]
    found = session.scalar(select(Organization).where(Organization.name == name, Organization.country == side))
    return found or Organization(name=name, kind=OrganizationKind.agency, country=side)


def _password(email: str) -> int:
    person = session.scalar(user_by_email(email))
    if person is None:
        raise Refused(f"There is no account {email}.")
    with acting(None, person.side, "user.password", now()):
        accounts.set_password(person, _ask_password(), now())
        session.commit()
    print(f"{email} has a new password; every session was ended.")
    return 0


def _ask_password() -> str:
    """Typed twice at a terminal; made up and printed once where there is none."""
    if not sys.stdin.isatty():
        made = secrets.token_urlsafe(12)
        print(f"Password, shown only now: {made}")
        return made
    first = getpass.getpass("Password: ")
    if getpass.getpass("Again: ") != first:
        raise Refused("The two passwords differ.")
    return first


def flyer(argv: list[str]) -> int:
    """List the flyers, or render one for a region as the screens would."""
    parser = argparse.ArgumentParser(prog="campaign flyer", description=flyer.__doc__)
    verbs = parser.add_subparsers(dest="verb", required=True)
    every = verbs.add_parser("list", help="code, title, territories and state of every flyer")
    every.add_argument("--json", action="store_true")
    one = verbs.add_parser("render", help="write the PDF of one flyer for one region")
    one.add_argument("code", help="F-0001")
    one.add_argument("--region", required=True, help="US-48141 or MX-02004")
    one.add_argument("--layout", default=LAYOUT, choices=list(LAYOUTS))
    one.add_argument("--out", type=Path, default=Path(), help="folder for the PDF and its line in manifest.csv")
    options = parser.parse_args(argv)
    config = open_installation()
    if options.verb == "list":
        return _list_flyers(options.json)
    try:
        return _render(options, config)
    except Refused as refused:
        session.rollback()
        print(refused.message, file=sys.stderr)
        return 1


def _list_flyers(as_json: bool) -> int:
    found = [_described(material) for material in session.scalars(select(Material).order_by(Material.id))]
    if as_json:
        print(json.dumps(found, ensure_ascii=False))
        return 0
    for row in found:
        print(f"{row['code']}  {'/'.join(row['territories']):6} {row['state']!s:12} {row['title']['en']}")
    return 0


def _described(material: Material) -> dict[str, Any]:
    """`state` is one word, or one for each country where they differ."""
    newest = session.scalars(versions_of(material.id)).first()
    states = {side.value: _state(material, newest, side) for side in material.territory.sides}
    return {
        "code": material.code,
        "title": {"en": material.title_en, "es": material.title_es},
        "territories": list(states),
        "state": next(iter(states.values())) if len(set(states.values())) == 1 else states,
    }


def _state(material: Material, newest: Version | None, side: Side) -> str:
    if flyers.version_in_force(material, side, now()):
        return "in_force"
    if newest is None or newest.state in (VersionState.changes_requested, VersionState.refused):
        return "draft"
    if newest.state is VersionState.in_force:
        return "expired"
    return str(newest.state.value)


def _render(options: argparse.Namespace, config: Config) -> int:
    """In force: an edition with its code, as print staff prepare it. Else a draft, marked on the page."""
    number = options.code.upper().removeprefix("F-")
    material = session.get(Material, int(number)) if number.isdecimal() and len(number) < 19 else None
    region = session.get(Region, options.region)
    if material is None or region is None:
        raise Refused(f"There is no {'region ' + options.region if material else 'flyer ' + options.code}.")
    with acting(None, region.country, "flyer.render", now()):
        if flyers.version_in_force(material, region.country, now()):
            edition = flyers.prepare(material, region, config, None, now())
            session.commit()
            name, pdf = edition.file_name, flyers.fetch(edition, config, now())
        else:
            name, pdf = _draft(material, region, options.layout, config)
    options.out.mkdir(parents=True, exist_ok=True)
    (options.out / name).write_bytes(pdf)
    _note(options.out / "manifest.csv", [material.code, region.key, options.layout, name, sha256(pdf).hexdigest()])
    print(options.out / name)
    return 0


def _draft(material: Material, region: Region, layout: str, config: Config) -> tuple[str, bytes]:
    newest = session.scalars(versions_of(material.id)).first()
    if newest is None or material.has_draft:
        return f"{material.code}-{region.key}-{layout}-draft.pdf", flyers.draft_pdf(material, region, config, now())
    name = f"{material.code}-{region.key}-{layout}-{newest.short_fingerprint}.pdf"
    return name, flyers.version_pdf(newest, region, config, now())


def _note(manifest: Path, row: list[str]) -> None:
    """One line for each file: code, region, layout, file, SHA-256."""
    is_new = not manifest.exists()
    with manifest.open("a", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        if is_new:
            writer.writerow(["code", "region", "layout", "file", "sha256"])
        writer.writerow(row)
