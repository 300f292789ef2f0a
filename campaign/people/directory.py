"""The list of people as each reader sees it: whose names, in which order, found by which words."""

from datetime import datetime
from typing import Any

from sqlalchemy import Select, Text, and_, func, or_, select
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import selectinload
from sqlalchemy.sql.functions import FunctionElement

from campaign.accounts.models import Role, SignIn, User, UserRole
from campaign.db import Side, plain
from campaign.partners.models import Organization, OrganizationState

Chosen = dict[str, str]  # what the address bar asks for: q, role, organization, state


class Folded(FunctionElement[str]):
    """A text without accents and case, so that "Nunez" finds Núñez, in whichever database."""

    type = Text()
    inherit_cache = True


@compiles(Folded)
def _on_sqlite(element: Folded, compiler: Any, **options: Any) -> str:
    return f"plain({compiler.process(element.clauses, **options)})"


@compiles(Folded, "postgresql")
def _on_postgresql(element: Folded, compiler: Any, **options: Any) -> str:
    text = compiler.process(element.clauses, **options)
    return f"lower(regexp_replace(normalize({text}, NFKD), '[\\u0300-\\u036f]', '', 'g'))"


def visible_to(user: User) -> Select[User]:
    """The people of the list, by their sorting names; agrees row by row with permissions.see_person."""
    seen = [User.id == user.id]
    if user.side is not None and (user.is_administrator or user.is_planner or user.is_signatory):
        seen.append(User.side == user.side)
    if user.is_partner and user.side is not None:
        seen.append(and_(User.organization_id == user.organization_id, User.side == user.side))
    everybody = select(User).options(selectinload(User.role_rows))
    query = everybody if user.is_secretariat else everybody.where(or_(*seen))
    with_n_tilde = func.replace(func.replace(User.sort_name, "ñ", "nz"), "Ñ", "nz")  # ñ stands after n
    return query.order_by(Folded(with_n_tilde), User.id)


def listed(query: Select[User], chosen: Chosen) -> Select[User]:
    """Of these people those with all the words in name, post, address or organization, and the chosen filters."""
    for word in plain(chosen["q"]).split():
        own = Folded(User.name + " " + User.sort_name + " " + User.post + " " + User.email)
        theirs = select(Organization.id).where(Folded(Organization.name).contains(word, autoescape=True))
        query = query.where(or_(own.contains(word, autoescape=True), User.organization_id.in_(theirs)))
    if chosen["role"]:
        query = query.where(User.id.in_(select(UserRole.user_id).where(UserRole.role == Role(chosen["role"]))))
    if chosen["organization"]:
        query = query.where(User.organization_id == int(chosen["organization"]))
    if chosen["state"]:
        query = query.where(User.is_live.is_(chosen["state"] == "active"))
    return query


def living(side: Side, *roles: Role) -> Select[User]:
    """The people of a side who can act now and hold one of these roles."""
    has_role = User.id.in_(select(UserRole.user_id).where(UserRole.role.in_(roles)))
    query = select(User).where(User.side == side, User.is_live, has_role).order_by(User.id)
    return query.options(selectinload(User.role_rows))


def employers(side: Side) -> Select[Organization]:
    """Where people of a side can belong: what is at home in that country and open."""
    is_open = Organization.state == OrganizationState.open
    return select(Organization).where(Organization.country == side, is_open).order_by(Folded(Organization.name))


def organizations_of(people: Select[User]) -> Select[Organization]:
    ids = people.with_only_columns(User.organization_id).order_by(None)
    return select(Organization).where(Organization.id.in_(ids)).order_by(Folded(Organization.name))


def last_sign_in(user_id: int) -> Select[datetime | None]:
    return select(func.max(SignIn.created_at)).where(SignIn.user_id == user_id)
