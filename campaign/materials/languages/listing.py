"""What the table of languages is asked for by its address: campaign, filters and order, and the figures beside them.

A filter speaks of a language of a material, not of the material: "needs review" and "nobody" together find what needs
review and is nobody's in the same language.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import request
from sqlalchemy import ColumnElement, Select, and_, case, exists, func, or_, select, true
from sqlalchemy.orm import aliased

from campaign.accounts.models import User
from campaign.db import session
from campaign.materials.languages.models import Assignment
from campaign.materials.languages.standing import Language, State, is_in, open_pairs
from campaign.materials.languages.words import SORT_WORDS, WHO_WORDS
from campaign.materials.models import Material, MaterialType, visible_to
from campaign.paging import COUNTED

LANGUAGES: tuple[Language, ...] = ("en", "es")
KNOWN: dict[str, list[str]] = {
    "language": list(LANGUAGES),
    "state": [state.value for state in State],
    "who": list(WHO_WORDS),
    "type": [kind.value for kind in MaterialType],
}
_person = aliased(User)


@dataclass(frozen=True)
class Wanted:
    """Of each filter the chosen values; where none is chosen, all fit. `campaign` 0: those of every campaign."""

    campaign: int
    chosen: dict[str, list[str]]
    sort: str

    @property
    def codes(self) -> tuple[Language, ...]:
        return tuple(code for code in LANGUAGES if code in self.chosen["language"]) or LANGUAGES

    def without(self, *names: str) -> "Wanted":
        return Wanted(self.campaign, {**self.chosen, **{name: [] for name in names}}, self.sort)

    def arguments(self, **changes: Any) -> dict[str, Any]:
        """The address of the table, with these changes."""
        sort = {"sort": self.sort} if self.sort != "new" else {}
        campaign = {"campaign": self.campaign} if self.campaign else {}
        return {**campaign, **{name: values for name, values in self.chosen.items() if values}, **sort, **changes}


def wanted() -> Wanted:
    """A value that is no choice of its list is left out."""
    chosen = {name: [one for one in known if one in request.args.getlist(name)] for name, known in KNOWN.items()}
    raw = request.args.get("campaign", "")
    campaign = int(raw) if raw.isascii() and raw.isdecimal() and len(raw) < 10 else 0
    sort = request.args.get("sort", "")
    return Wanted(campaign, chosen, sort if sort in SORT_WORDS else "new")


def found(user: User, asked: Wanted) -> Select[Material]:
    """The table that is asked for, in its order."""
    query = _of_campaign(user, asked.campaign).where(_fits(user, asked))
    return query.order_by(None).order_by(*_order(user, asked))


def _of_campaign(user: User, campaign: int) -> Select[Material]:
    query = visible_to(user)
    return query.where(Material.campaign_id == campaign) if campaign else query


def _fits(user: User, asked: Wanted) -> ColumnElement[bool]:
    types = [MaterialType(value) for value in asked.chosen["type"]]
    return and_(_speaks(user, asked), Material.type.in_(types) if types else true())


def _speaks(user: User, asked: Wanted) -> ColumnElement[bool]:
    """One of the languages stands as is asked and is that person's."""
    states, people = asked.chosen["state"], asked.chosen["who"]
    if not states and not people:
        return true()
    return or_(
        *(
            and_(
                or_(*(is_in(user, code, State(value)) for value in states)) if states else true(),
                or_(*(_is_with(user, code, value) for value in people)) if people else true(),
            )
            for code in asked.codes
        )
    )


def _is_with(user: User, code: Language, who: str) -> ColumnElement[bool]:
    """Whose it is, on this person's side; somebody who left is nobody."""
    is_theirs = exists().where(
        Assignment.material_id == Material.id,
        Assignment.language == code,
        Assignment.side == user.side,
        _person.id == Assignment.person_id,
        _person.is_live,
        _person.side == Assignment.side,
    )
    if who == "nobody":
        return ~is_theirs
    is_mine = Assignment.person_id == user.id
    return is_theirs.where(is_mine if who == "me" else ~is_mine)


def _order(user: User, asked: Wanted) -> Sequence[ColumnElement[Any]]:
    newest = Material.id.desc()
    if asked.sort == "open":
        return open_pairs(user, asked.codes).desc(), newest
    if asked.sort == "since":
        since = _since(user, asked.codes)
        return since.is_(None), since, newest
    return (Material.id.asc(),) if asked.sort == "old" else (newest,)


def _since(user: User, codes: Sequence[Language]) -> ColumnElement[Any]:
    first = select(func.min(Assignment.assigned_at)).where(Assignment.material_id == Material.id)
    return first.where(Assignment.side == user.side, Assignment.language.in_(codes)).scalar_subquery()


def counts(user: User, asked: Wanted) -> dict[str, int | None]:
    """`state.review` → how many that choice would show under the other filters, in one query; None: of more than are
    counted."""
    known = {f"{name}.{value}": _fits(user, _choosing(asked, name, value)) for name in KNOWN for value in KNOWN[name]}
    columns = [case((is_so, 1), else_=0).label(one) for one, is_so in known.items()]
    some = _of_campaign(user, asked.campaign).with_only_columns(*columns, maintain_column_froms=True)
    rows = some.order_by(None).limit(COUNTED + 1).subquery()
    looked_at, *sums = session.execute(select(func.count(), *(func.sum(rows.c[one]) for one in known))).one()
    return {one: None if looked_at > COUNTED else n or 0 for one, n in zip(known, sums, strict=True)}


def _choosing(asked: Wanted, name: str, value: str) -> Wanted:
    others = asked.without(name)
    return Wanted(others.campaign, {**others.chosen, name: [value]}, others.sort)
