"""What the tests of people do again and again: inviting, joining and giving roles, each as one committed act."""

from sqlalchemy import select

from campaign.accounts.models import Role, User, user_by_email
from campaign.clock import now
from campaign.db import acting, session
from campaign.mail.models import PersonalLetter
from campaign.people import actions, rights, transfers
from campaign.people.actions import Newcomer
from campaign.people.models import Invitation, RoleRequest, Transfer
from tests.world import World

PASSWORD = "lámpara tortuga violín 47 ventana"


def newcomer(email: str = "ana@example.org", password: str = PASSWORD) -> Newcomer:
    return Newcomer(email, "Ana García Luna", "García Luna Ana", "Enfermera", "es", "America/Tijuana", password)


def invite(
    world: World, who: str, organization: str, *roles: Role, email: str = "", is_coordinator: bool = False
) -> tuple[Invitation, str]:
    by = world.user(who)
    assert by.side is not None
    with acting(by, by.side, "people.invite", now()):
        made = actions.invite(
            world.organization(organization),
            frozenset(roles),
            by.side,
            by,
            now(),
            email=email,
            language="es",
            is_coordinator=is_coordinator,
        )
        session.commit()
    return made


def join(token: str, email: str = "ana@example.org") -> User | None:
    with acting(None, None, "people.join", now()):
        user = actions.join(token, newcomer(email), now())
        session.commit()
    return user


def member(world: World, who: str, organization: str, *roles: Role, email: str = "ana@example.org") -> User:
    """Somebody who was invited by this person and joined."""
    user = join(invite(world, who, organization, *roles)[1], email)
    assert user is not None
    return user


def set_roles(person: User, by: User, *roles: Role, is_coordinator: bool = False) -> None:
    with acting(by, by.side, "people.roles", now()):
        rights.set_roles(person, frozenset(roles), is_coordinator, person.row_version, by, now())
        session.commit()


def ask(person: User, by: User) -> RoleRequest:
    with acting(by, by.side, "people.ask", now()):
        asked = rights.ask(person, by, now())
        session.commit()
    return asked


def confirm(asked: RoleRequest, by: User) -> None:
    with acting(by, by.side, "people.confirm", now()):
        rights.confirm(asked, by, now())
        session.commit()


def deactivate(person: User, by: User) -> None:
    with acting(by, by.side, "people.deactivate", now()):
        rights.deactivate(person, by, now())
        session.commit()


def release(person: User, by: User) -> Transfer:
    with acting(by, by.side, "people.release", now()):
        transfer = transfers.release(person, by, now())
        session.commit()
    return transfer


def admit(transfer: Transfer, by: User, world: World, organization: str) -> User:
    with acting(by, by.side, "people.admit", now()):
        person = transfers.admit(transfer, world.organization(organization), by, now())
        session.commit()
    return person


def letters_to(address: str) -> list[PersonalLetter]:
    return list(session.scalars(select(PersonalLetter).where(PersonalLetter.address == address)))


def found(email: str) -> User | None:
    return session.scalar(user_by_email(email))
