"""Whether a side has the people that a decision needs: who writes, who reviews, who signs, who signs instead."""

from itertools import combinations

from campaign.accounts.models import Role, User
from campaign.db import Side, session
from campaign.i18n import _
from campaign.people.directory import living

SEATS = {Role.planner: 1, Role.reviewer: 1, Role.signatory: 2}


def missing_posts(side: Side) -> list[str]:
    """What this side still lacks, in words; each side is told only of itself."""
    people = list(session.scalars(living(side, *SEATS)))
    held = {role: sum(role in person.roles for person in people) for role in SEATS}
    lacking = {
        _("a planner, who writes"): held[Role.planner] < 1,
        _("a reviewer"): held[Role.reviewer] < 1,
        _("a signatory"): held[Role.signatory] < 1,
        _("a second signatory, who stands in"): held[Role.signatory] < 2,
    }
    found = [words for words, is_lacking in lacking.items() if is_lacking]
    if not found and not _are_different(people):
        found.append(_("four different people: who wrote a text neither reviews nor signs it"))
    return found


def _are_different(people: list[User]) -> bool:
    """Whether each seat has a person of its own (law 2): every choice of seats has people enough."""
    choices = (some for n in range(1, len(SEATS) + 1) for some in combinations(SEATS, n))
    return all(
        sum(bool(person.roles & set(some)) for person in people) >= sum(SEATS[role] for role in some)
        for some in choices
    )
