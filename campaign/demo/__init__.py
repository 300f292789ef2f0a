"""The demo: one joint campaign on El Paso – Ciudad Juárez, made through the same actions as the screens, step by
step.
"""

import argparse
import secrets
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout
from dataclasses import replace
from datetime import date, timedelta
from io import StringIO
from pathlib import Path

from sqlalchemy import func, select

from campaign.accounts import actions as accounts
from campaign.accounts.models import Role, User, user_by_email
from campaign.audit import chain
from campaign.campaigns import actions as campaigns
from campaign.campaigns import moves
from campaign.campaigns.models import Campaign, CampaignKind, Verb, tracks_of
from campaign.clearance import actions as clearance
from campaign.clearance import following
from campaign.clearance.actions import Statement
from campaign.clock import now
from campaign.config import Config
from campaign.db import Side, acting, session
from campaign.demo import days
from campaign.demo.words import (
    BRIEF,
    FACTS,
    FLYERS,
    ORGANIZATIONS,
    PARTNERS,
    PEOPLE,
    ROUTES,
    SORTED,
    DemoComment,
    DemoFlyer,
)
from campaign.facts import actions as facts
from campaign.facts.models import Fact, FactVersion, latest
from campaign.flyers import actions as flyers
from campaign.flyers.layouts.actions import offer
from campaign.holds import actions as holds
from campaign.materials import actions as materials
from campaign.materials.actions import Change, Entry
from campaign.materials.comments import actions as comments
from campaign.materials.comments.models import Audience, Spot
from campaign.materials.languages import actions as planning
from campaign.materials.models import BlockKind, Material, Register, Scope, Version, blocks_of
from campaign.migrate import open_folder, prepare_database
from campaign.partners import actions as partners
from campaign.partners import terms
from campaign.partners.accreditations import actions as accreditations
from campaign.partners.models import Organization
from campaign.partners.places import actions as places
from campaign.partners.registering import actions as registering
from campaign.regions.models import Region
from campaign.reviews import actions as reviews
from campaign.reviews.deputies import actions as deputies
from campaign.reviews.models import review_of, steps_of
from campaign.reviews.routes import actions as routes
from campaign.reviews.routes.actions import Plan, Stop

REGIONS = {Side.US: "US-48141", Side.MX: "MX-08037"}


def main(argv: list[str]) -> int:
    """Load the demo into an empty database."""
    argparse.ArgumentParser(prog="campaign demo", description=main.__doc__).parse_args(argv)
    config = Config.read()
    open_folder(config)
    chain.use_key(config.audit_key)
    prepare_database(config)
    if session.scalar(select(func.count()).select_from(User)):
        print("There are people in this database already; the demo is for an empty one.", file=sys.stderr)
        return 1
    return load(config)


def load(config: Config) -> int:
    """Everything of the demo; the passwords are printed once and stand nowhere."""
    if not config.is_loopback:
        print(
            "The demo has well-known sign-ins: it is refused unless the base address is this machine.", file=sys.stderr
        )
        return 1
    password = config.demo_password or secrets.token_urlsafe(9)
    print("Loading the demo …", flush=True)
    people(password)
    accredit()
    campaign = plan()
    clear_facts()
    for side in Side:
        prepare_reviews(side)
    made = [write(flyer, campaign, config) for flyer in FLYERS if not flyer.stopped]
    days.plan(campaign)
    days.set_tasks(campaign)
    days.launch(campaign)
    made += [write(flyer, campaign, config) for flyer in FLYERS if flyer.stopped]
    paths = print_first(made[0], config)
    _say(password, paths)
    return 0


@contextmanager
def throw_away(password: str = "", database_url: str = "") -> Iterator[Config]:
    """An installation with the demo in it, to measure and to look at; gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="campaign-demo-", ignore_cleanup_errors=True) as folder:
        data = Path(folder)
        password = password or secrets.token_urlsafe(9)
        url = database_url or f"sqlite:///{data / 'campaign.sqlite'}"
        config = Config(data=data, database_url=url, demo_password=password)
        chain.use_key(config.audit_key)
        prepare_database(config)
        with redirect_stdout(StringIO()):
            load(config)
        session.remove()
        yield config
        session.remove()


@contextmanager
def step(who: User | None, action: str) -> Iterator[None]:
    """One act of one person: its own audit entry, its own commit."""
    with acting(who, who.side if who else None, action, now()):
        yield
        session.commit()


def person(name: str) -> User:
    return session.scalars(user_by_email(f"{name}@example.org")).one()


def people(password: str) -> None:
    with step(None, "demo.people"):
        organizations = {key: Organization(**words) for key, words in ORGANIZATIONS.items()}
        session.add_all(organizations.values())
        session.flush()
        for email, name, side, role, organization, post in PEOPLE:
            user = accounts.create_user(
                f"{email}@example.org",
                name,
                side,
                {role},
                organizations[organization],
                password,
                language="es" if side is Side.MX else "en",
                zone="America/Ciudad_Juarez" if side is Side.MX else "America/Denver",
                post=post,
                sort_name=SORTED.get(email, ""),
            )
            user.is_live = email != "deactivated"


def accredit() -> None:
    """Partners accept the terms of use; their side vouches for them for a year; each has a place, one of them in the
    other country."""
    for partner, (name, region, lines, postal_code, phone), (who, post, number) in PARTNERS:
        member = person(partner)
        organization = member.organization
        with step(member, "partners.accept_terms"):
            registering.accept(member, terms.CURRENT.version, now())
        planner = person(f"planner.{partner[-2:]}")
        with step(planner, "partners.accredit"):
            accreditations.give(organization, now().date(), now().date() + timedelta(days=365), planner, now())
        with step(planner, "partners.add_place"):
            places.add(organization, places.Address(name, region, lines, postal_code, phone), now())
            partners.add_contact(organization, partners.Card(who, post, "", number), now())


def plan() -> Campaign:
    """Begun by one side, proposed by both planners, agreed by both signatories, with dates that began a week ago."""
    planner = person("planner.us")
    with step(planner, "campaigns.new"):
        campaign = campaigns.create(BRIEF, CampaignKind.joint, planner, now())
    with step(planner, "campaigns.regions"):
        campaigns.set_regions(campaign, REGIONS.values(), campaign.row_version, planner, now())
    begin = now().date()
    for track in session.scalars(tracks_of(campaign.id)).all():
        name = track.side.value.lower()
        lead = person(f"planner.{name}").organization_id
        planner = person(f"planner.{name}")
        with step(planner, "campaigns.edit_track"):
            budget = 184_000 if track.side is Side.US else 3_400_000
            end = date(begin.year + 1, 3, 31)
            campaigns.edit_track(track, lead, begin - timedelta(days=7), end, budget, track.row_version, now())
        with step(planner, "campaigns.propose"):
            moves.make(track, Verb.propose, planner, now())
    for track in session.scalars(tracks_of(campaign.id)).all():
        signatory = person(f"signatory.{track.side.value.lower()}")
        with step(signatory, "campaigns.agree"):
            moves.make(track, Verb.agree, signatory, now())
    for track in session.scalars(tracks_of(campaign.id)).all():
        planner = person(f"planner.{track.side.value.lower()}")
        with step(planner, "campaigns.schedule"):
            moves.make(track, Verb.schedule, planner, now())
    return campaign


def clear_facts() -> None:
    """Each planner sends the facts of the own territory; each signatory clears the list in one act."""
    chosen = [version for version in session.scalars(latest()) if version.fact.key in FACTS]
    for side in Side:
        mine = [version for version in chosen if version.fact.territory.sides[0] is side]
        with step(person(f"planner.{side.value.lower()}"), "facts.submit"):
            for version in mine:
                facts.submit(version, now())
    for side in Side:
        signatory = person(f"signatory.{side.value.lower()}")
        mine = [version for version in chosen if side in version.needed]
        with step(signatory, "clearance.facts"):
            seen = {version.id: version.fingerprint for version in mine}
            clearance.clear_list(mine, _statement(signatory, "101"), seen, signatory, now())


def _statement(signatory: User, number: str) -> Statement:
    form = "Oficio DSF/0{}/{}" if signatory.side is Side.MX else "OBH-{1}-{0}"
    return Statement(signatory.name, signatory.post, form.format(number, now().year), now().date())


def prepare_reviews(side: Side) -> None:
    """Both sides have the same routes; each signatory names who stands in, from next week on."""
    planner, signatory, deputy = (person(f"{who}.{side.value.lower()}") for who in ("planner", "signatory", "deputy"))
    for route in ROUTES:
        stops = tuple(Stop(turn, name, days, may_skip) for turn, name, days, may_skip in route.steps)
        plan = Plan(route.name, route.comes_first, is_live=True, types=frozenset(route.types), stops=stops)
        with step(planner, "reviews.new_route"):
            routes.create(plan, set(), planner)
    first = now().date() + timedelta(days=7)
    with step(signatory, "reviews.deputies"):
        number = _statement(signatory, "140").document
        deputies.name(deputy, Role.signatory, number, first, first + timedelta(days=13), signatory, now())


def _review(version: Version, side: Side, is_whole: bool) -> None:
    """The side's reviewer takes every step, or only the first one: the others wait."""
    reviewer = person(f"reviewer.{side.value.lower()}")
    review = session.scalars(review_of(version.id, side)).one()
    steps = session.scalars(steps_of(review.id)).all()
    for one in steps if is_whole else steps[:1]:
        with step(reviewer, "reviews.decide"):
            reviews.pass_step(one, reviewer, now())


def write(flyer: DemoFlyer, campaign: Campaign, config: Config) -> Material:
    """One flyer, written by a planner, and cleared by as many sides as its story says."""
    author = person(f"planner.{flyer.by.value.lower()}")
    with step(author, "materials.new"):
        material = materials.create_flyer(flyer.title, campaign, Scope.joint, Register.tu, author, now())
    for change in flyer.changes:
        with step(author, "materials.edit"):
            _apply(material, flyer, change, author)
    with step(author, "materials.edit"):
        materials.edit(material, flyer.title, _entries(material, flyer), None, author, material.row_version)
    with step(author, "flyers.offer"):
        offer(material, flyer.layouts, material.row_version, author)
    if not flyer.is_submitted:
        with step(author, "materials.assign"):
            planning.assign([material], ["en", "es"], author, author, now())
        return material
    with step(author, "flyers.submit"):
        regions = {side: session.get_one(Region, key) for side, key in REGIONS.items()}
        version = flyers.submit(material, regions, config, author, now())
    for comment in flyer.comments:
        _comment(version, comment)
    for side in Side:
        _review(version, side, is_whole=side in flyer.cleared_by)
    for side in flyer.cleared_by:
        _clear(version, side, flyer)
    for side, reason in flyer.stopped:
        printer = person(f"printer.{side.value.lower()}")
        with step(printer, "holds.material"):
            holds.place(material, reason, printer, now())
    return material


def _comment(version: Version, said: DemoComment) -> None:
    """A reviewer asks; a planner of the other side answers, each in the own language."""
    reviewer, planner = person(f"reviewer.{said.by.value.lower()}"), person(f"planner.{said.by.opposite.value.lower()}")
    material, place = version.material, Spot(version, said.by, *said.spot) if said.spot else None
    block = list(session.scalars(blocks_of(material.id)))[said.about - 1] if said.about else None
    audience = Audience.both if said.is_for_both else Audience.side
    with step(reviewer, "materials.comments"):
        written = comments.write(material, said.text, place or block, audience, reviewer.language, reviewer, now())
    if said.answer:
        with step(planner, "materials.answer"):
            comments.answer(written, said.answer, planner.language, planner, now())


def _apply(material: Material, flyer: DemoFlyer, change: str, author: User) -> None:
    quoted = _fact(change) if change != "point" else None
    kind = BlockKind.fact if quoted else BlockKind.point
    materials.edit(material, flyer.title, [], Change("add", kind=kind, quoted=quoted), author, material.row_version)


def _fact(key: str) -> FactVersion:
    return session.scalars(latest().where(Fact.key == key)).one()


def _entries(material: Material, flyer: DemoFlyer) -> list[Entry]:
    """The demo's words, block by block in the order of the page."""
    blocks = list(session.scalars(blocks_of(material.id)))
    return [
        Entry(block.id, words.en, words.es, pictogram, is_reviewed=True)
        for block, (words, pictogram) in zip(blocks, flyer.words, strict=True)
    ]


def _clear(version: Version, side: Side, flyer: DemoFlyer) -> None:
    """With its document, or with one that follows: where both countries cleared, it has come meanwhile."""
    signatory = person(f"signatory.{side.value.lower()}")
    said = _statement(signatory, f"{110 + version.material_id}")
    given = replace(said, document="", document_on=None) if flyer.is_promised else said
    with step(signatory, "clearance.decide"):
        decision = clearance.clear(version, given, version.fingerprint, signatory, now())
    if flyer.is_promised and len(flyer.cleared_by) == len(Side):
        with step(signatory, "clearance.document"):
            following.enter(decision, said.document, said.document_on, signatory, now())


def print_first(material: Material, config: Config) -> list[Path]:
    """The flyer in force, on paper for both sides of the pair."""
    paths = []
    for side, key in REGIONS.items():
        printer = person(f"printer.{side.value.lower()}")
        with step(printer, "flyers.prepare"):
            edition = flyers.prepare(material, session.get_one(Region, key), config, printer, now())
        path = config.data / "demo" / edition.file_name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(flyers.fetch(edition, config, now()))
        paths.append(path)
    return paths


def _say(password: str, paths: list[Path]) -> None:
    print(f"\nDemo sign-ins, all with the password {password}")
    for email, name, _side, _role, _organization, _post in PEOPLE:
        print(f"  {email + '@example.org':34} {name}")
    print("\nA flyer in force, for both sides of the pair:")
    for path in paths:
        print(f"  {path}")
