"""The fixed world of the tests: both countries, every role, two organizations a side, and things in each state.

People, organizations and document numbers are made up; regions, facts and helplines are the ones that ship.
"""

import dataclasses
import itertools
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime

import pytest
from argon2 import PasswordHasher
from sqlalchemy import select

from campaign import clock
from campaign.accounts import actions as accounts
from campaign.accounts.models import Role, User
from campaign.campaigns import actions as campaigns
from campaign.campaigns import moves
from campaign.campaigns.models import Campaign, CampaignKind, Track, Verb, tracks_of
from campaign.clearance import actions as clearance
from campaign.clearance.actions import Statement
from campaign.db import Bilingual, Side, acting, session
from campaign.facts import actions as facts
from campaign.facts.models import Fact, FactVersion
from campaign.facts.models import versions_of as fact_versions_of
from campaign.materials import actions as materials
from campaign.materials.actions import Change, Entry
from campaign.materials.models import (
    Block,
    BlockKind,
    Material,
    Register,
    Scope,
    Version,
    blocks_of,
    versions_of,
)
from campaign.partners import terms
from campaign.partners.models import Organization, OrganizationKind

NOW = datetime(2026, 11, 24, 16, 0, tzinfo=UTC)
PASSWORD = "puente-sobre-el-río"
EL_PASO, JUAREZ = "US-48141", "MX-08037"
FACTS = (
    "emergency_911",
    "us_988",
    "us_samhsa_helpline",
    "mx_linea_vida",
    "fentanyl_hidden",
    "recovery_position",
)


@dataclass(frozen=True)
class Person:
    name: str
    roles: tuple[Role, ...]
    organization: str
    side: Side | None
    zone: str
    post: str


_US, _MX, _DENVER, _MEXICO = Side.US, Side.MX, "America/Denver", "America/Mexico_City"
ORGANIZATIONS = {
    "us": ("Office for Overdose Prevention", OrganizationKind.agency, _US),
    "mx": ("Salud Fronteriza del Norte", OrganizationKind.agency, _MX),
    "clinic.us": ("Franklin Mountains Community Clinic", OrganizationKind.clinic, _US),
    "nation.us": ("Desert Willow Nation Health Service", OrganizationKind.nation, _US),
    "clinic.mx": ("Clínica Comunitaria Sierra de Juárez", OrganizationKind.clinic, _MX),
    "association.mx": ("Puentes de Salud, A.C.", OrganizationKind.association, _MX),
    "printer.us": ("Mesa Street Printing Office", OrganizationKind.printer, _US),
    "printer.mx": ("Talleres Gráficos del Bravo", OrganizationKind.printer, _MX),
    "secretariat": ("Secretariat of the High-Level Group", OrganizationKind.secretariat, None),
}
PEOPLE = {
    "planner.us": Person("Dana Whitfield", (Role.planner,), "us", _US, _DENVER, "Program officer"),
    "reviewer.us": Person("Harold Okafor", (Role.reviewer,), "us", _US, _DENVER, "Medical reviewer"),
    "signatory.us": Person("Ruth Castellan", (Role.signatory,), "us", _US, "America/New_York", "Deputy Director"),
    "signatory2.us": Person("Peter Nakai", (Role.signatory,), "us", _US, "America/New_York", "Associate Director"),
    "printer.us": Person("Joyce Amador", (Role.printer,), "printer.us", _US, _DENVER, "Shift lead"),
    "administrator.us": Person("Glenn Sorensen", (Role.administrator,), "us", _US, _DENVER, "Administrator"),
    "partner-a.us": Person("Irene Baca", (Role.partner,), "clinic.us", _US, _DENVER, "Outreach nurse"),
    "partner-b.us": Person("Leland Yazzie", (Role.partner,), "nation.us", _US, "America/Phoenix", "Health educator"),
    "deputy.us": Person("Carol Whitman", (Role.reviewer,), "us", _US, "America/New_York", "Deputy"),
    "planner.mx": Person("Tomás Villaseñor Peña", (Role.planner,), "mx", _MX, _MEXICO, "Jefe de Departamento"),
    "reviewer.mx": Person("Ximena Ordóñez Lara", (Role.reviewer,), "mx", _MX, _MEXICO, "Revisora médica"),
    "signatory.mx": Person("Lucía Armenta Ríos", (Role.signatory,), "mx", _MX, _MEXICO, "Directora General"),
    "signatory2.mx": Person("Ramón Ibáñez Quiroga", (Role.signatory,), "mx", _MX, _MEXICO, "Director de Área"),
    "printer.mx": Person(
        "Elvira Núñez Soto", (Role.printer,), "printer.mx", _MX, "America/Ciudad_Juarez", "Jefa de taller"
    ),
    "administrator.mx": Person("Óscar Medina Luna", (Role.administrator,), "mx", _MX, _MEXICO, "Administrador"),
    "partner-a.mx": Person(
        "Marisol Treviño Gil", (Role.partner,), "clinic.mx", _MX, "America/Ciudad_Juarez", "Enfermera"
    ),
    "partner-b.mx": Person(
        "Andrés Lozano Vega", (Role.partner,), "association.mx", _MX, "America/Ciudad_Juarez", "Promotor"
    ),
    "deputy.mx": Person("Beatriz Solís Cano", (Role.reviewer,), "mx", _MX, _MEXICO, "Suplente"),
    "secretariat": Person("Noor Delacroix", (Role.secretariat,), "secretariat", None, "UTC", "Secretary"),
    "observer": Person("Emil Hartmann", (Role.observer,), "secretariat", None, "UTC", "Observer"),
    "deactivated": Person("Former Colleague", (Role.planner,), "us", _US, _DENVER, "Program officer"),
}
STATEMENTS = {
    Side.US: Statement("Ruth Castellan", "Deputy Director", "OOP-2026-0417", date(2026, 11, 18)),
    Side.MX: Statement("Lucía Armenta Ríos", "Directora General", "SFN/1182/2026", date(2026, 11, 18)),
}


@dataclass(frozen=True)
class World:
    """Keys of what was built; each look-up reads the row anew in the session of the test."""

    users: dict[str, int]
    organizations: dict[str, int]
    campaign_id: int  # joint, agreed by both
    plan_id: int  # a draft that only the Mexican side sees
    proposal_id: int  # proposed by the US side, waiting for the Mexican half
    running_id: int  # joint, active on both sides
    national_us_id: int  # each side's own, which the other side does not see
    national_mx_id: int
    draft_id: int  # US side's, joint, not shared
    shared_draft_id: int  # Mexican side's, joint, shared with the US side
    partner_draft_id: int  # partner-a.mx's own, national
    waiting_id: int  # submitted, waiting for both
    half_cleared_id: int  # cleared by US, waiting for MX
    in_force_id: int

    def user(self, who: str) -> User:
        return session.get_one(User, self.users[who])

    def organization(self, key: str) -> Organization:
        return session.get_one(Organization, self.organizations[key])

    @property
    def campaign(self) -> Campaign:
        return session.get_one(Campaign, self.campaign_id)

    @property
    def plan(self) -> Campaign:
        return session.get_one(Campaign, self.plan_id)

    @property
    def proposal(self) -> Campaign:
        return session.get_one(Campaign, self.proposal_id)

    @property
    def running(self) -> Campaign:
        return session.get_one(Campaign, self.running_id)

    @property
    def national(self) -> Campaign:
        return session.get_one(Campaign, self.national_us_id)

    def track(self, side: Side, name: str = "campaign") -> Track:
        """One side's half of `campaign`, `plan`, `proposal` or `running`; `national_us` and `national_mx` have one."""
        tracks = session.scalars(tracks_of(getattr(self, f"{name}_id")))
        return next(track for track in tracks if track.side is side)

    def fact(self, key: str) -> FactVersion:
        """The newest version of a fact."""
        fact_id = session.scalars(select(Fact.id).where(Fact.key == key)).one()
        return session.scalars(fact_versions_of(fact_id).limit(1)).one()

    def material(self, name: str) -> Material:
        """`draft`, `shared_draft`, `partner_draft`, `waiting`, `half_cleared` or `in_force`."""
        return session.get_one(Material, getattr(self, f"{name}_id"))

    def version(self, name: str) -> Version:
        """The newest frozen version of a material."""
        return session.scalars(versions_of(self.material(name).id).limit(1)).one()


def build() -> World:
    """Make the world through the same actions as the screens, each at its own instant, and commit it."""
    with _cheap_passwords():
        organizations, users = _people()
    planned = _campaigns(users, organizations)
    campaign_id = planned["campaign_id"]
    _clear_facts(users)
    made = {
        "draft_id": _draft(users, campaign_id),
        "shared_draft_id": _shared_draft(users, campaign_id),
        "partner_draft_id": _partner_draft(users),
        "waiting_id": _submitted(users, campaign_id, "Call 911 first", "Llama primero al 911"),
        "half_cleared_id": _submitted(users, campaign_id, "You can save a life", "Tú puedes salvar una vida"),
        "in_force_id": _submitted(users, campaign_id, "One pill can kill", "Una pastilla puede matar"),
    }
    _clear(users, "signatory.us", made["half_cleared_id"], 22)
    _clear(users, "signatory.us", made["in_force_id"], 22)
    _clear(users, "signatory.mx", made["in_force_id"], 23)
    session.remove()
    ids = {who: user.id for who, user in users.items()}
    keys = {key: organization.id for key, organization in organizations.items()}
    return World(ids, keys, **planned, **made)


@contextmanager
def _cheap_passwords() -> Iterator[None]:
    """21 passwords at full cost take 4 seconds a worker; what they cost in earnest is tested in tests/accounts."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(accounts, "hasher", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
        yield


@contextmanager
def _act(by: User | None, action: str, day: int, hour: int = 15) -> Iterator[datetime]:
    """One committed action in November 2026."""
    moment = datetime(2026, 11, day, hour, 0, tzinfo=UTC)
    with clock.at(moment), acting(by, by.side if by else None, action, moment):
        yield moment
        session.commit()


def _people() -> tuple[dict[str, Organization], dict[str, User]]:
    with _act(None, "user.add", 2):
        organizations = {key: _organization(n, k, c) for key, (n, k, c) in ORGANIZATIONS.items()}
        session.add_all(organizations.values())
        users = {who: _user(who, person, organizations[person.organization]) for who, person in PEOPLE.items()}
        users["deactivated"].is_live = False
    return organizations, users


def _organization(name: str, kind: OrganizationKind, country: Side | None) -> Organization:
    """Its people have accepted the terms of use as they are now."""
    return Organization(name=name, kind=kind, country=country, terms_version=terms.CURRENT.version)


def _sort_name(person: Person) -> str:
    """Two surnames sort before the given name."""
    given, *surnames = person.name.split()
    return " ".join([*surnames, given])


def _user(who: str, person: Person, organization: Organization) -> User:
    return accounts.create_user(
        f"{who}@example.org",
        person.name,
        person.side,
        set(person.roles),
        organization,
        PASSWORD,
        language="es" if person.side is Side.MX else "en",
        zone=person.zone,
        post=person.post,
        sort_name=_sort_name(person),
    )


BRIEF = campaigns.Brief(
    title_en="Two cities, one message",
    title_es="Dos ciudades, un mensaje",
    aim_en="Fewer deaths from fake pills among young people in El Paso and Ciudad Juárez.",
    aim_es="Menos muertes de jóvenes por pastillas falsas en El Paso y Ciudad Juárez.",
    audience_en="Young people aged 15 to 24 and their families",
    audience_es="Jóvenes de 15 a 24 años y sus familias",
    message_en="You cannot see fentanyl. Call 911; it is the same number on both sides.",
    message_es="El fentanilo no se ve. Llama al 911; es el mismo número en los dos lados.",
)


def _campaigns(users: dict[str, User], organizations: dict[str, Organization]) -> dict[str, int]:
    us, mx = users["planner.us"], users["planner.mx"]
    campaign = _begin(us, "Two cities, one message", "Dos ciudades, un mensaje", 9)
    _agree(campaign, organizations, users)
    plan = _begin(mx, "Winter school visits", "Visitas escolares de invierno", 12)
    proposal = _begin(us, "Naloxone at every bridge", "Naloxona en cada puente", 13)
    _propose(proposal, Side.US, organizations, users, 13)
    running = _begin(mx, "Lock up your medicine", "Guarda tus medicinas bajo llave", 9)
    _agree(running, organizations, users, starts_on=date(2026, 11, 16))
    for side, (verb, day) in itertools.product(Side, ((Verb.schedule, 14), (Verb.start, 17))):
        planner = users[f"planner.{side.value.lower()}"]
        with _act(planner, f"campaigns.{verb.value}", day) as at:
            moves.make(_track(running, side), verb, planner, at)
    national = {
        "national_us": _begin(us, "Ask your pharmacist", "Pregunta en tu farmacia", 14, CampaignKind.national),
        "national_mx": _begin(mx, "Your school nurse knows", "Tu enfermera sabe", 14, CampaignKind.national),
    }
    made = {"campaign": campaign, "plan": plan, "proposal": proposal, "running": running, **national}
    return {f"{name}_id": one.id for name, one in made.items()}


def _begin(by: User, en: str, es: str, day: int, kind: CampaignKind = CampaignKind.joint) -> Campaign:
    with _act(by, "campaigns.new", day) as at:
        campaign = campaigns.create(dataclasses.replace(BRIEF, title_en=en, title_es=es), kind, by, at)
        both = {Side.US: EL_PASO, Side.MX: JUAREZ}
        keys = [key for side, key in both.items() if kind is not CampaignKind.national or side is by.side]
        campaigns.set_regions(campaign, keys, campaign.row_version, by, at)
    return campaign


def _agree(
    campaign: Campaign,
    organizations: dict[str, Organization],
    users: dict[str, User],
    starts_on: date = date(2026, 12, 1),
) -> None:
    for side, day in ((Side.US, 10), (Side.MX, 11)):
        _propose(campaign, side, organizations, users, day, starts_on)
        signatory = users[f"signatory.{side.value.lower()}"]
        with _act(signatory, "campaigns.agree", day, 18) as at:
            moves.make(_track(campaign, side), Verb.agree, signatory, at)


def _track(campaign: Campaign, side: Side) -> Track:
    return next(track for track in session.scalars(tracks_of(campaign.id)) if track.side is side)


def _propose(
    campaign: Campaign,
    side: Side,
    organizations: dict[str, Organization],
    users: dict[str, User],
    day: int,
    starts_on: date = date(2026, 12, 1),
) -> None:
    planner = users[f"planner.{side.value.lower()}"]
    with _act(planner, "campaigns.propose", day, 17) as at:
        track = _track(campaign, side)
        lead_id = organizations[side.value.lower()].id
        campaigns.edit_track(track, lead_id, starts_on, date(2027, 3, 31), 40_000, track.row_version, at)
        session.flush()
        moves.make(track, Verb.propose, planner, at)


def _newest(keys: tuple[str, ...]) -> list[FactVersion]:
    found = select(FactVersion).join(FactVersion.fact).where(Fact.key.in_(keys)).order_by(Fact.rank)
    return list(session.scalars(found))


def _clear_facts(users: dict[str, User]) -> None:
    versions = _newest(FACTS)
    with _act(users["planner.us"], "facts.submit", 16) as at:
        for version in versions:
            facts.submit(version, at)
    for side, day in ((Side.US, 17), (Side.MX, 18)):
        signatory = users[f"signatory.{side.value.lower()}"]
        mine = [version for version in versions if version.fact.territory.covers(side)]
        with _act(signatory, "clearance.clear_list", day) as at:
            clearance.clear_list(mine, STATEMENTS[side], {v.id: v.fingerprint for v in mine}, signatory, at)


def _draft(users: dict[str, User], campaign_id: int) -> int:
    planner = users["planner.us"]
    with _act(planner, "materials.new", 19) as at:
        title = Bilingual("Keep naloxone at home", "Ten naloxona en casa")
        campaign = session.get_one(Campaign, campaign_id)
        return materials.create_flyer(title, campaign, Scope.joint, Register.tu, planner, at).id


def _shared_draft(users: dict[str, User], campaign_id: int) -> int:
    planner = users["planner.mx"]
    with _act(planner, "materials.share", 19, 16) as at:
        title = Bilingual("Talk with your children", "Habla con tus hijos")
        campaign = session.get_one(Campaign, campaign_id)
        material = materials.create_flyer(title, campaign, Scope.joint, Register.tu, planner, at)
        materials.share(material)
    return material.id


def _partner_draft(users: dict[str, User]) -> int:
    partner = users["partner-a.mx"]
    with _act(partner, "materials.new", 19, 17) as at:
        title = Bilingual("Ask at your health center", "Pregunta en tu centro de salud")
        return materials.create_flyer(title, None, Scope.national, Register.tu, partner, at).id


def _submitted(users: dict[str, User], campaign_id: int, en: str, es: str) -> int:
    planner = users["planner.us"]
    with _act(planner, "materials.new", 20) as at:
        campaign = session.get_one(Campaign, campaign_id)
        material = materials.create_flyer(Bilingual(en, es), campaign, Scope.joint, Register.tu, planner, at)
    with _act(planner, "materials.edit", 20, 16):
        write_text(material, planner)
    with _act(planner, "materials.submit", 20, 17) as at:
        materials.submit(material, planner, at)
    return material.id


WORDS = {
    BlockKind.subline: Bilingual("What to do in the first minutes", "Qué hacer en los primeros minutos"),
    BlockKind.point: Bilingual("Call 911 and stay with the person.", "Llama al 911 y quédate con la persona."),
    BlockKind.alt: Bilingual(
        "A person kneels beside a friend who lies on one side.", "Una persona se arrodilla junto a su amigo de lado."
    ),
}


def write_text(material: Material, by: User) -> None:
    """Fill the blocks in both languages and quote two facts: what can be submitted."""
    entries = [_entry(block) for block in session.scalars(blocks_of(material.id))]
    for quoted in _newest(("fentanyl_hidden", "recovery_position")):
        change = Change("add", kind=BlockKind.fact, quoted=quoted)
        materials.edit(material, material.title, entries, change, by, material.row_version)
        session.flush()


def _entry(block: Block) -> Entry:
    words = WORDS.get(block.kind, block.words)
    return Entry(block.id, words.en, words.es)


def _clear(users: dict[str, User], who: str, material_id: int, day: int) -> None:
    signatory = users[who]
    with _act(signatory, "clearance.clear", day) as at:
        version = session.scalars(versions_of(material_id)).one()
        statement = STATEMENTS[signatory.side or Side.US]
        clearance.clear(version, statement, version.fingerprint, signatory, at)
