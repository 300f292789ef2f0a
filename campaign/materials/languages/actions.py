"""Planning who writes a language of a material, and reminding those people; nothing here changes a text, and nothing
takes "needs review" away: that only a person does who looks at both languages.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import selectinload

from campaign.accounts import actions as accounts
from campaign.accounts.models import Role, User, UserRole
from campaign.db import Side, session
from campaign.errors import NotAllowed
from campaign.i18n import _, _n, current
from campaign.mail.kinds import Because, NoticeKind
from campaign.materials.languages.models import Assignment, assigned
from campaign.materials.languages.standing import Language, pairs_of, standings
from campaign.materials.models import Material
from campaign.permissions import edit_material

NAMED = 10  # materials that a letter names; of more it says how many


@dataclass
class Done:
    """How many languages of materials it reached, and which were left out, with the reason."""

    count: int = 0
    left_out: list[tuple[Material, str]] = field(default_factory=list)


def assign(
    materials: Sequence[Material], codes: Sequence[Language], person: User | None, by: User, at: datetime
) -> Done:
    """This person of the own side writes these languages from now on; None: nobody. Whoever is new to it has one
    letter, however many there are."""
    if by.side is None or (person is not None and (person.side is not by.side or not person.is_live)):
        raise NotAllowed(_("Each side plans for its own people."))
    done, told, before = Done(), dict[Material, list[Language]](), _before(materials, by.side)
    for material in materials:
        if reason := _why_not(material, person, by):
            done.left_out.append((material, reason))
            continue
        changed = [code for code in codes if _set(before.get((material.id, code)), material, code, person, by, at)]
        done.count += len(changed)
        if changed:
            told[material] = changed
    session.flush()
    if person is not None and person.id != by.id and told:
        _tell(person, told, by, at, is_new=True)
    return done


def _before(materials: Sequence[Material], side: Side) -> dict[tuple[int, str], Assignment]:
    """Those of people who left among them: the next person takes their place."""
    query = select(Assignment).where(Assignment.material_id.in_([material.id for material in materials]))
    return {(one.material_id, one.language): one for one in session.scalars(query.where(Assignment.side == side))}


def _why_not(material: Material, person: User | None, by: User) -> str:
    if not edit_material(by, material):
        return _("It is not yours to change.")
    if person is not None and not edit_material(person, material):
        return _("%(name)s may not change it.", name=person.name)
    return ""


def _set(
    found: Assignment | None, material: Material, code: Language, person: User | None, by: User, at: datetime
) -> bool:
    """Whether anything changed."""
    if person is None:
        if found is not None:
            session.delete(found)
        return found is not None
    if found is None:
        found = Assignment(material_id=material.id, language=code, side=by.side)
        session.add(found)
    elif found.person_id == person.id:
        return False
    found.person_id, found.assigned_by_id, found.assigned_at = person.id, by.id, at
    return True


def remind(materials: Sequence[Material], codes: Sequence[Language], by: User, at: datetime) -> Done:
    """One letter to each person of the own side who has something left to do in these, oneself left out."""
    wanted = [material for material in materials if edit_material(by, material)]
    people = {(one.material_id, one.language): one.person for one in session.scalars(_assigned(wanted, by.side))}
    done, told = Done(), defaultdict[User, dict[Material, list[Language]]](dict)
    for material, code in _unfinished(wanted, codes):
        person = people.get((material.id, code))
        if person is None:
            done.left_out.append((material, _("nobody is assigned")))
        elif person.id != by.id:
            told[person].setdefault(material, []).append(code)
            done.count += 1
    for person, some in told.items():
        _tell(person, some, by, at, is_new=False)
    done.left_out = list(dict(done.left_out).items())
    return done


def _assigned(materials: Sequence[Material], side: Side | None) -> Select[Assignment]:
    return assigned([material.id for material in materials], side)


def _unfinished(materials: Sequence[Material], codes: Sequence[Language]) -> Iterator[tuple[Material, Language]]:
    """The languages in which something is missing or to be compared."""
    rows = session.execute(pairs_of([material.id for material in materials])).all()
    for material in materials:
        found = standings(material, [row for row in rows if row.material_id == material.id])
        yield from ((material, code) for code in codes if found[code].open)


def _tell(person: User, some: dict[Material, list[Language]], by: User, at: datetime, is_new: bool) -> None:
    count = len(some)
    subject = (
        (lambda: _n("One text is yours to write or compare", "%(num)d texts are yours to write or compare", count))
        if is_new
        else (lambda: _n("A reminder: one text waits for you", "A reminder: %(num)d texts wait for you", count))
    )
    accounts.tell(
        person,
        subject,
        lambda: _body(some, by.name),
        at,
        "/materials/languages?who=me",
        kind=NoticeKind.tasks,
        because=Because.asked,
    )


def _body(some: dict[Material, list[Language]], name: str) -> str:
    """In the language in which it is asked."""
    lines = [f"{_called(material)}: {_languages(codes)}" for material, codes in list(some.items())[:NAMED]]
    if (more := len(some) - NAMED) > 0:
        lines.append(_n("and one more", "and %(num)d more", more))
    return "\n".join([_("%(name)s asks you to write or compare these texts:", name=name), *lines])


def _called(material: Material) -> str:
    return f"{material.code} {material.title.of(current()) or material.title.twin(current())}"


def _languages(codes: Iterable[Language]) -> str:
    return ", ".join(_("English") if code == "en" else _("Spanish") for code in codes)


def people_for(materials: Sequence[Material], by: User) -> list[User]:
    """Of the people that this person knows here, those who may write at least one of these, by name."""
    writes = select(UserRole.user_id).where(UserRole.role.in_((Role.planner, Role.partner)))
    query = select(User).where(User.side == by.side, User.is_live, User.id.in_(writes))
    query = query.options(selectinload(User.role_rows))
    if not by.is_planner:
        query = query.where(User.organization_id == by.organization_id)
    people = session.scalars(query.order_by(User.sort_name, User.id)).unique().all()
    return [person for person in people if any(edit_material(person, material) for material in materials)]
