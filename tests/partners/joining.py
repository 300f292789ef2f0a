"""Registering in one line each: through the pages of the public, and through the actions."""

from dataclasses import replace
from typing import Any

from sqlalchemy import select

from campaign.accounts.models import User, user_by_email
from campaign.clock import now
from campaign.db import Side, acting, session
from campaign.mail.models import PersonalLetter
from campaign.partners.models import Organization, OrganizationKind, OrganizationState
from campaign.partners.registering import actions
from campaign.partners.registering.actions import Account, Wish
from tests.browser import Browser
from tests.world import World

EMAIL = "rosa@clinic.example.org"
WISH = Wish(
    "Clínica Loma Blanca", OrganizationKind.clinic, Side.MX, "es", "656 123 4567", "", "Rosa Ibáñez Cota", "Jefa", EMAIL
)
ACCOUNT = Account("Ibáñez Cota Rosa", "America/Ciudad_Juarez", "cuatro-nubes-sobre-el-llano")
FORM = {
    "organization": WISH.organization,
    "kind": "clinic",
    "country": "MX",
    "phone": "656 123 4567",
    "website": "clinica.example.org",
    "person": WISH.person,
    "post": WISH.post,
    "email": EMAIL,
    "language": "es",
}


def fill(browser: Browser, status: int = 303, **changes: Any) -> Any:
    """The public form, sent."""
    browser.get("/partners/register")
    return browser.send(status=status, **{**FORM, **changes})


def letter(address: str = EMAIL) -> PersonalLetter:
    """The newest one to this address."""
    query = select(PersonalLetter).where(PersonalLetter.address == address).order_by(PersonalLetter.id.desc())
    return session.scalars(query).first()  # type: ignore[return-value]


def waiting(wish: Wish = WISH) -> Organization:
    """An organization whose first person has proved the address and waits."""
    with acting(None, None, "partners.register", now()):
        actions.register(wish, now())
        session.commit()
    token = letter(wish.email).path.rpartition("/")[2]
    with acting(None, None, "partners.join", now()):
        registration = actions.found(token, now())
        assert registration is not None
        organization = actions.join(registration, ACCOUNT, now())
        session.commit()
    return organization


def american() -> Wish:
    return replace(WISH, organization="Loma Clinic", country=Side.US, language="en", phone="")


def person(address: str = EMAIL) -> User:
    return session.scalars(user_by_email(address)).one()


def open_one(world: World) -> Organization:
    """One that was let in at once."""
    organization = waiting()
    with acting(None, None, "test", now()):
        organization.state = OrganizationState.open
        session.commit()
    return organization
