"""Stopping a thing at once in one country, and letting it go again; no clearance is touched, nothing ends by itself."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from functools import partial

from sqlalchemy import select

from campaign.accounts.models import Role, User
from campaign.accounts.notices import OFFICIALS, tell_side
from campaign.clearance import force
from campaign.clearance.keys import both_times
from campaign.db import Side, Territory, lock_row, session
from campaign.errors import NotAllowed, Overtaken, Refused
from campaign.facts.models import Fact, FactVersion
from campaign.flyers.models import Edition
from campaign.holds import words
from campaign.holds.models import Hold, holds_on
from campaign.i18n import _
from campaign.mail.kinds import NoticeKind
from campaign.materials.models import Material
from campaign.permissions import hold_edition, hold_fact, hold_material, lift_hold

Subject = Material | Edition | Fact
RULES: dict[type[Subject], Callable[..., bool]] = {Material: hold_material, Edition: hold_edition, Fact: hold_fact}


def place(subject: Subject, reason: str, by: User, at: datetime) -> list[Hold]:
    """Stop it from this moment on; the other side is told in the same transaction (law 6)."""
    if not RULES[type(subject)](by, subject):
        raise NotAllowed(_("Officials and print staff of a country stop what is used in its territory, nobody else."))
    if not reason.strip():
        raise Refused(_("Write the reason; both countries read it."))
    _was_sent(subject)
    lock_row(subject)
    before = standing(subject)
    countries = [side for side in countries_of(subject, by) if side not in before]
    if not countries:
        raise Overtaken(already(before.values()))
    holds = [_hold(subject, side, reason.strip(), by, at) for side in countries]
    _act_on(subject, countries, True, at)
    _tell(
        subject,
        countries,
        by,
        at,
        lambda: words.placed(subject, countries),
        lambda side: words.placed_text(holds, side),
    )
    return holds


def lift(hold: Hold, reason: str, by: User, at: datetime) -> list[Hold]:
    """Let it go, by a signatory only; the side that placed it on several territories lifts it on all of them."""
    if not lift_hold(by, hold):
        raise NotAllowed(_("Only a signatory of the country where it stands, or of the side that placed it, lifts it."))
    lock_row(hold.subject)
    lock_row(hold)
    if hold.lifted_at is not None:
        raise Overtaken(was_lifted(hold))
    if by.side is not hold.by_side and not reason.strip():
        raise Refused(_("Write the reason; the country that placed the hold reads it."))
    holds = together(hold, by)
    for one in holds:
        one.lifted_at, one.lifted_by_id, one.lifted_by_side = at, by.id, by.side
        one.lift_reason = reason.strip()
    countries = [one.country for one in holds]
    _act_on(hold.subject, countries, False, at)
    _tell(
        hold.subject,
        countries,
        by,
        at,
        lambda: words.lifted(hold.subject, countries),
        lambda side: words.lifted_text(countries, by.name, reason.strip()),
    )
    return holds


def countries_of(subject: Subject, by: User) -> tuple[Side, ...]:
    """Where this person's hold stops it: in the own country, and for a fact of only that country wherever it is
    quoted.
    """
    own = _side(by)
    is_owner = isinstance(subject, Fact) and subject.territory is Territory(own.value)
    return (own, own.opposite) if is_owner else (own,)


def standing(subject: Subject) -> dict[Side, Hold]:
    """The hold of each country that nobody has lifted."""
    return {hold.country: hold for hold in session.scalars(holds_on(subject)) if hold.lifted_at is None}


def together(hold: Hold, by: User) -> list[Hold]:
    """What is lifted at once: the one hold, or all that the own side placed on the same thing in the same act."""
    if by.side is not hold.by_side:
        return [hold]
    found = standing(hold.subject).values()
    return [one for one in found if (one.by_side, one.placed_at) == (hold.by_side, hold.placed_at)]


def already(holds: Iterable[Hold]) -> str:
    """To whoever comes second: since when it stands, and by whom."""
    first = min(holds, key=lambda hold: (hold.placed_at, hold.id))
    return _(
        "It is on hold already: %(name)s stopped it on %(when)s. Nothing was changed; what you wrote is kept below.",
        name=first.by.name,
        when=both_times(first.placed_at, first.country),
    )


def was_lifted(hold: Hold) -> str:
    assert hold.lifted_at is not None
    assert hold.lifted_by is not None
    return _(
        "This hold is history: %(name)s lifted it on %(when)s. Nothing was changed; what you wrote is kept below.",
        name=hold.lifted_by.name,
        when=both_times(hold.lifted_at, hold.country),
    )


def _side(by: User) -> Side:
    assert by.side is not None, "the rules let nobody through who has no side"
    return by.side


def _was_sent(subject: Subject) -> None:
    """A draft is used nowhere, so there is nothing to stop."""
    frozen = select(FactVersion.id).where(FactVersion.fact_id == subject.id, FactVersion.fingerprint != "").limit(1)
    if isinstance(subject, Fact) and session.scalar(frozen) is None:
        raise Refused(_("This fact was never sent, so nothing uses it yet."))


def _hold(subject: Subject, country: Side, reason: str, by: User, at: datetime) -> Hold:
    hold = Hold(
        country=country,
        material=subject if isinstance(subject, Material) else None,
        edition=subject if isinstance(subject, Edition) else None,
        fact=subject if isinstance(subject, Fact) else None,
        reason=reason,
        by_id=by.id,
        by_side=_side(by),
        placed_at=at,
    )
    session.add(hold)
    session.flush()
    return hold


def _act_on(subject: Subject, countries: Sequence[Side], is_stopped: bool, at: datetime) -> None:
    """Leave the mark on the thing, and keep on every flyer that it touches where that is in force now."""
    for side in countries:
        if isinstance(subject, Edition):
            subject.is_stopped = is_stopped
        elif side is Side.US:
            subject.stopped_us = is_stopped
        else:
            subject.stopped_mx = is_stopped
    session.flush()
    if isinstance(subject, Material):
        force.settle(subject, at)
    elif isinstance(subject, Fact):
        force.settle_quotes(subject, at)


def _tell(
    subject: Subject,
    countries: Sequence[Side],
    by: User,
    at: datetime,
    headline: Callable[[], str],
    text: Callable[[Side], str],
) -> None:
    """The other side's officials; and in each country where it acts those who print it, and the own who may lift it."""
    own = _side(by)
    roles = {own.opposite: list(OFFICIALS), own: [Role.signatory] if own in countries else []}
    for side in countries:
        if _is_printed(subject, side):
            roles[side].append(Role.printer)
    for side, told in roles.items():
        if told:
            tell_side(
                side, headline, partial(text, side), _path(subject, side, own), at, tuple(told), kind=NoticeKind.holds
            )


def _is_printed(subject: Subject, side: Side) -> bool:
    """Print staff are told of what they may see: a material only where it is in force, on hold or not."""
    return not isinstance(subject, Material) or subject.is_in_force(side) or subject.is_held(side)


def _path(subject: Subject, side: Side, own: Side) -> str:
    """The page to look at: print staff, who are told on the own side, see flyers and not materials."""
    if isinstance(subject, Edition):
        return f"/flyers/editions/{subject.id}"
    if isinstance(subject, Fact):
        return f"/facts/{subject.id}"
    return f"/flyers/{subject.id}" if side is own and subject.is_flyer else f"/materials/{subject.id}"
