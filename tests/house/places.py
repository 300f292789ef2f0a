"""Every address of the application with real objects of the world: what the laws of the house visit.

A new kind of object in an address needs its samples here; a new word in one needs its values.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from functools import cache, partial
from io import BytesIO
from typing import Any
from urllib.parse import urlsplit

from flask import Flask
from sqlalchemy import inspect, select
from werkzeug.routing import Rule

from campaign.accounts.models import Role
from campaign.accounts.sessions import digest
from campaign.audit.models import Entry
from campaign.campaigns.models import Campaign, Track
from campaign.clearance import actions as clearance
from campaign.clearance.actions import Statement
from campaign.clearance.models import Clearance
from campaign.clock import now
from campaign.config import Config
from campaign.db import Base, Bilingual, Side, acting, session
from campaign.facts import actions as facts
from campaign.facts.models import Fact, FactVersion
from campaign.flyers import actions as flyers
from campaign.flyers.models import Edition, editions_of
from campaign.flyers.profiles import actions as profiles
from campaign.flyers.profiles.models import Profile
from campaign.holds import actions as holds
from campaign.holds.models import Hold, holds_on
from campaign.intake.limits import ICC
from campaign.intake.verdict import Verdict
from campaign.jobs import actions as jobs
from campaign.jobs.models import Job
from campaign.materials.comments import actions as comments
from campaign.materials.comments.models import Audience, Comment
from campaign.materials.files.models import File
from campaign.materials.models import Material, MaterialType, Version
from campaign.partners import actions as partner_actions
from campaign.partners.accreditations import actions as accreditations
from campaign.partners.accreditations.models import Accreditation
from campaign.partners.models import Contact, Organization, OrganizationKind
from campaign.partners.places import actions as places_
from campaign.partners.places.models import Place as Address
from campaign.partners.registering.models import Registration
from campaign.regions.models import Region
from campaign.reviews import actions as reviews
from campaign.reviews.deputies import actions as deputies
from campaign.reviews.deputies.models import Deputy
from campaign.reviews.models import Step
from campaign.reviews.routes import actions as routes
from campaign.reviews.routes.actions import Plan, Stop
from campaign.reviews.routes.models import Route
from campaign.storage import store_of
from campaign.web import Guard
from tests.accounts.links import links_off
from tests.campaigns import tasks as of_tasks
from tests.kits import samples as kits
from tests.materials.files import samples as of_images
from tests.paper.icc import cmyk_profile
from tests.partners import samples as brought
from tests.people import samples as people
from tests.rights import samples as of_rights
from tests.schedule import report_samples as of_reports
from tests.schedule import samples as of_schedule
from tests.uploads import samples as handed
from tests.world import EL_PASO, JUAREZ, World

FACTS = ("us_988", "mx_linea_vida", "recovery_position", "naloxone_what")  # US, MX, both; the last is a draft
PROMISED = {Side.US: "naloxone_us_otc", Side.MX: "naloxone_mx_access"}
CAMPAIGNS = ("campaign", "plan", "proposal", "running", "national_us", "national_mx")
VERSIONS = ("waiting", "half_cleared", "in_force")
ENTRIES = (("us", Side.US, "US"), ("mx", Side.MX, "MX"), ("joint_us", Side.US, "BOTH"), ("joint_mx", Side.MX, "BOTH"))
LINK = "sample-registration"
Samples = Callable[[type[Base]], dict[str, int | str]]
QUERIES: dict[str, dict[str, Any]] = {
    "flyers.page": {"region": JUAREZ},
    "flyers.picture": {"region": JUAREZ},
    "flyers.version_page": {"region": JUAREZ},
    "flyers.version_picture": {"region": JUAREZ},
    "flyers.batch_table": {"set": "border"},
    "flyers.batch_csv": {"set": "border"},
    "materials.file_preview": {"page": 1, "edge": 160},
    "materials.version_preview": {"n": 1, "page": 1, "edge": 160},
    "materials.version_copy": {"n": 1},
    "materials.version_original": {"n": 1},
}
FILES = {"materials.file_copy", "materials.file_original", "materials.version_copy", "materials.version_original"}


@dataclass(frozen=True)
class Place:
    method: str
    endpoint: str
    sample: str  # which object of the world, or '' where the address names none
    path: str

    @property
    def is_page(self) -> bool:
        """HTML; not a file and not a switch that leads back to a page."""
        is_file = urlsplit(self.path).path.endswith(
            (".pdf", ".zip", ".webp", ".svg", ".jpg", ".csv", ".ics", ".json", ".png", ".xlsx", ".docx")
        )
        return self.method == "GET" and not is_file and self.endpoint not in FILES | {"accounts.language"}

    @property
    def name(self) -> str:
        return f"{self.method} {self.endpoint} {self.sample}".strip()


_printed: list[dict[str, Any]] = []  # of this worker: the same world gives the same sheets, and each costs a second


def print_editions(world: World, config: Config) -> None:
    """Make both countries' sheets of the flyer in force, and a hold of each, for the addresses that name one."""
    for side in Side:
        _stop(world, side)
        _talk(world, side)
        _review(world, side)
        _take_part(world, side)
        _promise(world, side)
        _ask(world, side)
        _keep(world, config, side)
    _begin_reviews(world)
    _register()
    people.bring(world)
    brought.bring(world, config)
    of_images.bring(world, config)
    handed.bring(world, config)
    of_rights.bring(world, config)
    of_schedule.bring(world)
    of_tasks.bring(world)
    of_reports.bring(world, config)
    with acting(None, None, "health.check", now()):
        jobs.ask("health.check", {}, at=now())
        session.commit()
    printer = world.user("printer.us")
    with acting(printer, Side.US, "flyers.prepare", now()):
        for columns in _printed:
            edition = Edition(**columns)
            session.add(edition)
            session.flush()
            flyers._note_numbers(edition, now())
        for key in [] if _printed else [EL_PASO, JUAREZ]:
            region = session.get_one(Region, key)
            edition = flyers.prepare(world.material("in_force"), region, config, printer, now())
            names = [attribute.key for attribute in inspect(Edition).column_attrs]
            _printed.append({name: getattr(edition, name) for name in names})
        session.commit()
    kits.bring(world, config)


def _stop(world: World, side: Side) -> None:
    """A hold on what is still on its way: it changes no answer elsewhere."""
    user = world.user(f"planner.{side.value.lower()}")
    with acting(user, side, "holds.material", now()):
        holds.place(world.material("waiting"), "The advice is being checked.", user, now())
        session.commit()


def _talk(world: World, side: Side) -> None:
    """A comment for the own side and one for both, of each country's reviewer."""
    user = world.user(f"reviewer.{side.value.lower()}")
    with acting(user, side, "materials.comments", now()):
        for audience in (Audience.side, Audience.both):
            comments.write(world.material("waiting"), "Is this said in clinics?", None, audience, "en", user, now())
        session.commit()


def _review(world: World, side: Side) -> None:
    """A route of each side, which only what waits was sent with; and who stands in for its reviewer and signatory."""
    name = side.value.lower()
    planner, stop = world.user(f"planner.{name}"), Stop(1, Bilingual("Plain words", "Palabras claras"), 5, False)
    plan = Plan(Bilingual("Sheets", "Hojas"), False, True, frozenset({MaterialType.flyer}), (stop,))
    with acting(planner, side, "reviews.new_route", now()):
        routes.create(plan, set(), planner)
        session.commit()
    pairs = (("reviewer", "deputy", Role.reviewer), ("signatory", "signatory2", Role.signatory))
    for who, deputy, role in pairs:
        user, other = world.user(f"{who}.{name}"), world.user(f"{deputy}.{name}")
        with acting(user, side, "reviews.deputies", now()):
            deputies.name(other, role, "D-1", now().date(), now().date(), user, now())
            session.commit()


def _keep(world: World, config: Config, side: Side) -> None:
    """The profile of a press."""
    user, data = world.user(f"printer.{side.value.lower()}"), cmyk_profile()
    verdict = Verdict(ICC, facts={"name": "Press of the tests"}, size=len(data))
    with acting(user, side, "flyers.profiles", now()):
        profiles.add("Offset, coated", verdict, store_of(config).put(BytesIO(data)), user, now())
        session.commit()


def _begin_reviews(world: World) -> None:
    with acting(None, None, "reviews.begin", now()):
        reviews.begin(world.version("waiting"), now())
        session.commit()


def _take_part(world: World, side: Side) -> None:
    """A contact and a place of the side's clinic, and its accreditation of another partner."""
    name = side.value.lower()
    user = world.user(f"planner.{name}")
    partner = world.organization({Side.US: "nation.us", Side.MX: "association.mx"}[side])
    with acting(user, side, "partners.accredit", now()):
        clinic = world.organization(f"clinic.{name}")
        partner_actions.add_contact(clinic, partner_actions.Card("Alma Ruelas", "Nurse", "", ""), now())
        places_.add(clinic, places_.Address("Counter", EL_PASO if side is Side.US else JUAREZ), now())
        accreditations.give(partner, now().date(), now().date() + timedelta(days=365), user, now())
        session.commit()


def _promise(world: World, side: Side) -> None:
    """A clearance whose document is to follow, of a fact that stands in no other sample."""
    name, key = side.value.lower(), PROMISED[side]
    with acting(world.user(f"planner.{name}"), side, "facts.submit", now()):
        facts.submit(world.fact(key), now())
        session.commit()
    signatory, version = world.user(f"signatory.{name}"), world.fact(key)
    with acting(signatory, side, "clearance.fact", now()):
        clearance.clear(version, Statement(signatory.name, signatory.post), version.fingerprint, signatory, now())
        session.commit()


def _register() -> None:
    """A registration that waits for its address to be proved."""
    with acting(None, None, "partners.register", now()):
        reached = {"language": "en", "phone": "", "website": "", "post": "", "email": "new@example.org"}
        values = {"kind": OrganizationKind.clinic, "country": Side.US, "person": "Ada Ruiz", **reached}
        session.add(Registration(token_hash=digest(LINK), organization="New Clinic", asked_at=now(), **values))
        session.commit()


def _ask(world: World, side: Side) -> None:
    """A batch of each side, asked for by its print staff."""
    user = world.user(f"printer.{side.value.lower()}")
    with acting(user, side, "flyers.batch", now()):
        jobs.ask("flyers.batch", {"material": world.in_force_id}, at=now(), by=user, parts=[EL_PASO, JUAREZ])
        session.commit()


def samples(kind: type[Base], world: World) -> dict[str, int | str]:
    """Name and key of each object that stands for a kind."""
    if kind is Campaign:
        return {name: getattr(world, f"{name}_id") for name in CAMPAIGNS}
    if kind is Track:
        names = [(n, s) for n in CAMPAIGNS for s in Side if not n.startswith("national") or n.endswith(s.value.lower())]
        return {f"{name}.{side.value.lower()}": world.track(side, name).id for name, side in names}
    if kind is Material:
        drafts = ("draft", "shared_draft", "partner_draft", *VERSIONS)
        return {**{name: world.material(name).id for name in drafts}, **of_images.materials()}
    if kind is Version:
        return {**{name: world.version(name).id for name in VERSIONS}, "image": of_images.version().id}
    if kind is Fact:
        return {key: world.fact(key).fact_id for key in FACTS}
    if kind is FactVersion:
        return {key: world.fact(key).id for key in FACTS}
    if kind is Region:
        return {"el_paso": EL_PASO, "juarez": JUAREZ}
    if kind is Edition:
        return {edition.country.value.lower(): edition.id for edition in _editions(world)}
    if kind is Hold:
        return {hold.country.value.lower(): hold.id for hold in _holds(world)}
    if kind is Organization:
        return {name: world.organizations[name] for name in ("us", "mx", "clinic.us", "clinic.mx")}
    if kind is Contact or kind is Address:
        return {f"clinic.{side.value.lower()}": _of_clinic(kind, world, side) for side in Side}
    if kind is Clearance:
        promised = session.scalars(select(Clearance).where(Clearance.document_due_on.is_not(None)))
        return {f"promised.{one.country.value.lower()}": one.id for one in promised}
    if kind is Accreditation:
        return {one.side.value.lower(): one.id for one in session.scalars(select(Accreditation))}
    if kind is File:
        return dict(of_images.files())
    for bringer in (people, brought, handed, of_rights, of_schedule, of_tasks, of_reports, kits):
        if (found := bringer.samples(kind)) is not None:
            return dict(found)
    if kind is Profile:
        return {one.side.value.lower(): one.id for one in session.scalars(select(Profile))}
    if kind is Route:
        return {f"route.{one.side.value.lower()}": one.id for one in session.scalars(select(Route))}
    if kind is Step:
        return {f"step.{one.side.value.lower()}": one.id for one in session.scalars(select(Step))}
    if kind is Deputy:
        named = session.scalars(select(Deputy).order_by(Deputy.id))
        return {f"{one.role.value}_deputy.{one.side.value.lower()}": one.id for one in named}
    if kind is Comment:
        of = {Audience.side: "note", Audience.both: "open"}
        said = session.scalars(select(Comment))
        return {f"{of[one.audience]}.{one.side.value.lower()}": one.id for one in said}
    if kind is Entry:
        return {name: _entry(side, reach) for name, side, reach in ENTRIES}
    if kind is Job:
        asked = session.scalars(select(Job).order_by(Job.side)).all()
        of_sides = {job.side.value.lower(): job.id for job in asked if job.side}
        own = session.scalars(select(Job.id).where(Job.kind == "health.check")).one()
        return {**of_sides, "installation": own}
    raise LookupError(f"tests/house/places.py has no samples of {kind.__name__}")


def _of_clinic(kind: type[Contact] | type[Address], world: World, side: Side) -> int:
    clinic = world.organizations[f"clinic.{side.value.lower()}"]
    return session.scalars(select(kind.id).where(kind.organization_id == clinic)).one()


def _entry(side: Side, reach: str) -> int:
    """The first of its kind: of one side alone, or of a joint thing."""
    first = select(Entry.n).where(Entry.side == side, Entry.reach == reach).order_by(Entry.n)
    return session.scalars(first.limit(1)).one()


def _editions(world: World) -> list[Edition]:
    found = session.scalars(editions_of([world.version("in_force").id])).all()
    return sorted(found, key=lambda edition: edition.country.value)


def _holds(world: World) -> list[Hold]:
    found = session.scalars(holds_on(world.material("waiting"))).all()
    return sorted(found, key=lambda hold: hold.country.value)


def words(endpoint: str, world: World) -> dict[str, dict[str, str]]:
    """The values of the words that stand in some addresses: endpoint and name of the sample, then its arguments."""
    if endpoint == "accounts.language":
        return {"en": {"code": "en"}, "es": {"code": "es"}, "unknown": {"code": "xx"}}
    if endpoint == "partners.join":
        return {"open": {"token": LINK}, "unknown": {"token": "unknown"}}
    if endpoint == "people.join":
        return {"open": {"token": f"{people.LINK}-us"}, "unknown": {"token": "unknown"}}
    if endpoint == "uploads.receipt":
        return {"known": {"code": handed.receipt()}, "unknown": {"code": "1-0"}}
    if endpoint == "uploads.enter":
        return {"open": {"token": f"{handed.LINK}-us"}, "unknown": {"token": "unknown"}}
    if endpoint in ("uploads.link_piece", "uploads.link_end", "uploads.link_remove", "uploads.link_picture"):
        return {"open": {"token": f"{handed.LINK}-us", "number": "1"}}
    if endpoint.startswith("uploads.link_"):
        return {"open": {"token": f"{handed.LINK}-us"}}
    if endpoint in ("accounts.digest_off", "accounts.notices_off"):
        return links_off(endpoint, world.users["planner.us"])
    if endpoint == "accounts.reset":
        return {"unknown": {"token": "no-such-link"}}
    if (of_kits := kits.links(world, endpoint)) is not None:
        return of_kits
    if (of_feeds := of_schedule.words(endpoint, world)) is not None:
        return of_feeds
    if endpoint.startswith("library.sheet"):
        known = {edition.country.value.lower(): {"code": edition.code} for edition in _editions(world)}
        return {**known, "unknown": {"code": "00000000"}}
    raise LookupError(f"tests/house/places.py has no words for {endpoint}")


def places(app: Flask, world: World) -> list[Place]:
    """Every method of every route with every sample, in the order of the addresses."""
    rules = sorted(app.url_map.iter_rules(), key=lambda rule: (rule.rule, rule.endpoint))
    of_kind = cache(partial(samples, world=world))  # looked up once for all addresses that name one
    with app.test_request_context():
        return [place for rule in rules for place in _of_rule(app, rule, world, of_kind)]


def guard_of(app: Flask, endpoint: str) -> Guard:
    view: Any = app.view_functions[endpoint]
    guard: Guard = view.guard
    return guard


def _of_rule(app: Flask, rule: Rule, world: World, of_kind: Samples) -> Iterator[Place]:
    for sample, arguments in _arguments(app, rule, world, of_kind).items():
        values: dict[str, Any] = {**arguments, **QUERIES.get(rule.endpoint, {})}
        path = app.url_for(rule.endpoint, **values)
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            yield Place(method, rule.endpoint, sample, path)


def _arguments(app: Flask, rule: Rule, world: World, of_kind: Samples) -> dict[str, dict[str, Any]]:
    if not rule.arguments:
        return {"": {}}
    loads = guard_of(app, rule.endpoint).loads
    if not loads:
        return dict(words(rule.endpoint, world))
    ((name, kind),) = loads.items()
    return {sample: {name: key} for sample, key in of_kind(kind).items()}
