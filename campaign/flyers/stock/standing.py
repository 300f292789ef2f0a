"""What the word of a country on old copies is worth at an instant: a hold or a withdrawal is stronger than any day.

It says nothing of numbers that were chosen for one sheet; whoever has that sheet at hand asks for them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from campaign.accounts.models import User
from campaign.campaigns.models import day_of
from campaign.clearance.in_force import held_in, keys_stand
from campaign.db import Side, session
from campaign.facts.clearable import KeyState
from campaign.facts.models import FactVersion, in_force_of
from campaign.flyers.stock.models import Fate, StockDecision, decisions_on, replacing
from campaign.materials.models import Version, VersionFact, VersionState
from campaign.web import order

MOST = 2  # replaced versions on the page of a flyer; the page of each version says the same of any other


@dataclass(frozen=True)
class Standing:
    """One country's words on one replaced version, the newest first, and what the newest is worth."""

    country: Side
    said: Sequence[StockDecision]
    is_void: bool  # it would let copies be handed out, but something stronger stops them
    is_over: bool  # its day has passed

    @property
    def newest(self) -> StockDecision | None:
        return next(iter(self.said), None)


def was_replaced(version: Version) -> bool:
    """It was in force, and another one is instead: only then copies of it may lie about."""
    is_over = version.state is VersionState.superseded and version.in_force_at is not None
    return is_over and version.material.is_flyer


def counting(version: Version, country: Side, at: datetime) -> StockDecision | None:
    """The word that whoever holds a copy there must follow now; None where nothing was said, its day has passed, or a
    hold or a withdrawal stops it."""
    if not was_replaced(version):
        return None
    said = session.scalars(decisions_on(version.id).where(StockDecision.country == country).limit(1)).first()
    if said is None or _is_over(said, at) or is_stopped(version, country, at):
        return None
    return said


def standings(version: Version, user: User | None, at: datetime) -> list[Standing]:
    """Both countries' words on a replaced version, in the reader's order; none on any other."""
    if not was_replaced(version):
        return []
    said = session.scalars(decisions_on(version.id)).all()
    return [
        _standing(version, side, [one for one in said if one.country is side], at)
        for side in order(user)
        if side in version.needed
    ]


def _standing(version: Version, country: Side, said: Sequence[StockDecision], at: datetime) -> Standing:
    newest = next(iter(said), None)
    is_over = newest is not None and _is_over(newest, at)
    lets = newest is not None and newest.fate is Fate.hand_out and not is_over
    return Standing(country, said, lets and is_stopped(version, country, at), is_over)


def replaced(versions: Sequence[Version], on: date) -> list[Version]:
    """Of a flyer's versions, the newest first, those of which copies may lie about."""
    found = [one for one in versions if was_replaced(one) and one.review_by is not None and one.review_by >= on]
    return found[:MOST]


def _is_over(said: StockDecision, at: datetime) -> bool:
    """The last day ends where the country's capital is."""
    return said.until_on is not None and said.until_on < day_of(said.country, at)


def is_stopped(version: Version, country: Side, at: datetime) -> bool:
    """A key of it was taken back, a hold stands on it there, what replaced it was withdrawn there, or a fact that it
    quotes says something else by now: nothing of it is handed out, whatever was decided."""
    is_held = country in held_in(version) or not keys_stand(version, country, at)
    return is_held or _was_withdrawn(version, country) or not _is_still_true(version)


def _was_withdrawn(version: Version, country: Side) -> bool:
    newest = session.scalars(replacing(version)).first()
    return newest is None or newest.state is VersionState.withdrawn or newest.key(country) is KeyState.revoked


def _is_still_true(version: Version) -> bool:
    """A replaced version is not taken back when a fact is reworded later, but its copies say the old words."""
    pins = select(FactVersion).join(VersionFact, VersionFact.fact_version_id == FactVersion.id)
    pinned = session.scalars(pins.where(VersionFact.version_id == version.id)).all()
    said = {one.fingerprint for one in pinned}
    ids = {one.fact_id for one in pinned}
    true = [one.fact_id for one in session.scalars(in_force_of(list(ids))) if one.fingerprint in said]
    return ids == set(true)
