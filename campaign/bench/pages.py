"""Queries and CPU milliseconds of each main page with 10 and with 1,000 campaigns, each with a flyer in work, and as
many partners, each with a place.
"""

from dataclasses import replace

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event, func, select
from sqlalchemy.engine import Engine

from campaign.accounts.models import User, user_by_email
from campaign.app import create_app
from campaign.bench.asking import Cost, cost
from campaign.campaigns import actions as campaigns
from campaign.campaigns.models import Campaign, CampaignKind
from campaign.clock import now
from campaign.config import Config
from campaign.db import Bilingual, Side, acting, session
from campaign.demo.words import BRIEF
from campaign.materials import actions as materials
from campaign.materials.models import Material, Register, Scope
from campaign.partners import actions as partners
from campaign.partners.models import Organization, OrganizationKind
from campaign.partners.places import actions as places

WHO = "planner.us"
FEW, MANY = 10, 1000


def measure(config: Config, count: int | None) -> dict[str, object]:
    """The same pages twice; where `queries` differ, something grows with the rows."""
    app = create_app(config)
    engine = session.get_bind()
    assert isinstance(engine, Engine)
    counted: list[str] = []
    event.listen(engine, "before_cursor_execute", lambda c, cursor, statement, *rest: counted.append(statement))
    found = {}
    for number in (FEW, count or MANY):
        _fill(number)
        found[number] = _measured(app, config.demo_password or "", counted)
    few, many = found.values()
    return {
        "campaigns": list(found),
        "pages": {
            path: {
                "queries": [few[path].queries, many[path].queries],
                "cpu_ms": [few[path].cpu_ms, many[path].cpu_ms],
                "kb": [few[path].kb, many[path].kb],
            }
            for path in few
        },
        "queries_grow_on": [path for path in few if many[path].queries > few[path].queries],
    }


def _fill(number: int) -> None:
    """Campaigns through the actions, until there are so many."""
    planner = session.scalars(user_by_email(f"{WHO}@example.org")).one()
    have = session.scalar(select(func.count()).select_from(Campaign)) or 0
    for n in range(have, number):
        _campaign(planner, n)
    session.remove()


def _campaign(planner: User, n: int) -> None:
    with acting(planner, planner.side, "bench", now()):
        brief = replace(BRIEF, title_en=f"{BRIEF.title_en} {n}", title_es=f"{BRIEF.title_es} {n}")
        campaign = campaigns.create(brief, CampaignKind.joint, planner, now())
        session.flush()
        campaigns.set_regions(campaign, ["US-48141", "MX-08037"], campaign.row_version, planner, now())
        title = Bilingual(f"Measure {n}", f"Medida {n}")
        materials.create_flyer(title, campaign, Scope.joint, Register.tu, planner, now())
        clinic = partners.Details(name=f"Measured Clinic {n}", kind=OrganizationKind.clinic)
        made = partners.create(clinic, Side.US, planner, now())
        places.add(made, places.Address(f"Counter {n}", "US-48141"), now())
        session.commit()


def _paths() -> list[str]:
    campaign = session.scalars(select(Campaign.id).order_by(Campaign.id)).first()
    material = session.scalars(select(Material.id).where(Material.in_force_us).order_by(Material.id)).first()
    organization = session.scalars(select(Organization.id).order_by(Organization.id)).first()
    session.remove()
    one = [f"/campaigns/{campaign}", f"/materials/{material}", f"/flyers/{material}", "/regions/US-48141"]
    partner = ["/partners/", f"/partners/{organization}"]
    lists = ["/", "/campaigns/", "/materials/", "/flyers/", "/facts/", "/regions/", "/clearance/", "/holds/"]
    return [*lists, *partner, *one]


def _measured(app: Flask, password: str, counted: list[str]) -> dict[str, Cost]:
    client = _signed_in(app, password)
    return {path: cost(client, path, counted) for path in _paths()}


def _signed_in(app: Flask, password: str) -> FlaskClient:
    client = app.test_client()
    page = client.get("/accounts/sign-in").get_data(as_text=True)
    token = page.partition('name="csrf_token" value="')[2].partition('"')[0]
    answer = client.post(
        "/accounts/sign-in", data={"csrf_token": token, "email": f"{WHO}@example.org", "password": password}
    )
    assert answer.status_code == 303, answer.status_code
    return client
