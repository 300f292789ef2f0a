"""People, an invitation, a request and a change of side for each side: what the laws of the house visit."""

from sqlalchemy import select

from campaign.accounts.models import Role, User, UserRole
from campaign.accounts.sessions import digest
from campaign.clock import now
from campaign.db import Base, Side, acting, session
from campaign.people.models import VALID, Invitation, InvitationRole, RoleRequest, Transfer
from tests.world import World

LINK = "sample-invitation"


def bring(world: World) -> None:
    """Every partner of the world coordinates the own organization; what hangs on two sides is there for each."""
    with acting(None, None, "test.people", now()):
        for who in ("partner-a", "partner-b"):
            for side in Side:
                world.user(f"{who}.{side.value.lower()}").is_coordinator = True
        for side in Side:
            _of(side, world)
        session.commit()


def _of(side: Side, world: World) -> None:
    name = side.value.lower()
    coordinator, planner = world.user(f"partner-a.{name}"), world.user(f"planner.{name}")
    _somebody(f"member.{name}", coordinator.organization_id, side, Role.partner)
    asked = {"user": world.user(f"deputy.{name}"), "side": side, "is_given": True, "asked_by_id": planner.id}
    session.add(RoleRequest(**asked, asked_at=now(), expires_at=now() + VALID))
    session.add(
        Invitation(
            token_hash=digest(f"{LINK}-{name}"),
            side=side,
            organization=coordinator.organization,
            email="",
            name="Alma Ruelas",
            language="en",
            is_coordinator=False,
            invited_by=coordinator,
            invited_at=now(),
            expires_at=now() + VALID,
            role_rows=[InvitationRole(role=Role.partner)],
        )
    )
    admin = world.user(f"administrator.{side.opposite.value.lower()}")
    moving = _somebody(f"to_{name}", coordinator.organization_id, None)
    sides = {"from_side": side.opposite, "to_side": side}
    session.add(Transfer(user=moving, **sides, released_by_id=admin.id, released_at=now()))


def _somebody(name: str, organization_id: int, side: Side | None, *roles: Role) -> User:
    user = User(
        email=f"{name}@example.org",
        name="Alma Ruelas",
        sort_name="Ruelas Alma",
        post="",
        organization_id=organization_id,
        side=side,
        language="en",
        zone="UTC",
        password_hash="!",
        is_live=side is not None,
        role_rows=[UserRole(role=role) for role in roles],
    )
    session.add(user)
    session.flush()
    return user


def samples(kind: type[Base]) -> dict[str, int | str] | None:
    """Name and key of each; None for what is not ours."""
    if kind is User:
        found = session.execute(
            select(User.email, User.id).where(User.email.like("member.%") | User.email.like("planner.%"))
        )
        return {email.partition("@")[0]: key for email, key in found}
    if kind is Invitation:
        return {f"clinic.{one.side.value.lower()}": one.id for one in session.scalars(select(Invitation))}
    if kind is RoleRequest:
        return {one.side.value.lower(): one.id for one in session.scalars(select(RoleRequest))}
    if kind is Transfer:
        return {one.to_side.value.lower(): one.id for one in session.scalars(select(Transfer))}
    return None
