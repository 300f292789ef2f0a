"""What the two-keys picture shows of a thing:
both countries' slots in the reader's order, who must act next, and where a hold stands, in words.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import NamedTuple

from campaign import i18n
from campaign.accounts.models import User, country_name
from campaign.clearance.in_force import held_in
from campaign.clearance.models import Clearance, Decision, decisions, with_documents
from campaign.clock import now
from campaign.db import Side, session
from campaign.facts.clearable import KeyState
from campaign.facts.models import FactState, FactVersion
from campaign.i18n import _, _l
from campaign.materials.models import Version, VersionState
from campaign.permissions import enter_document
from campaign.reviews.deputies.models import Deputy
from campaign.web import order

# The zone in which each country's clearances are read, and its name.
ZONES = {Side.US: ("America/New_York", _l("Washington")), Side.MX: ("America/Mexico_City", _l("Mexico City"))}
LIVE = (VersionState.submitted, VersionState.in_force)
WORDS = {
    KeyState.not_started: _l("Not started"),
    KeyState.in_review: _l("In review"),
    KeyState.changes_requested: _l("Changes requested"),
    KeyState.cleared: _l("Cleared"),
    KeyState.revoked: _l("Revoked"),
    KeyState.refused: _l("Refused"),
    KeyState.expired: _l("Expired"),
    KeyState.not_needed: _l("Not needed"),
}


class Stand(NamedTuple):
    """How far a thing is, without the thing: two that are as far have the same picture."""

    state: VersionState | FactState
    us_key: KeyState
    mx_key: KeyState
    review_by: date | None

    def key(self, side: Side) -> KeyState:
        return self.us_key if side is Side.US else self.mx_key

    @property
    def needed(self) -> tuple[Side, ...]:
        return tuple(side for side in Side if self.key(side) is not KeyState.not_needed)


@dataclass(frozen=True)
class Slot:
    """One country's key."""

    country: str
    name: str
    state: str
    word: str
    lines: tuple[tuple[str, str], ...] = ()
    owed: int = 0  # the clearance whose document the reader may enter now


@dataclass(frozen=True)
class Keys:
    """Both keys and the sentence under the lock."""

    slots: tuple[Slot, ...]
    strip: str
    strip_kind: str
    held: str = ""

    @property
    def summary(self) -> str:
        """ "United States: cleared. Mexico: in review." for those who listen, and the hold that stands."""
        words = [f"{slot.name}: {slot.word.lower()}." for slot in self.slots]
        return " ".join([*words, f"{self.held}."] if self.held else words)


def keys_small(subject: Version | FactVersion, user: User | None) -> Keys:
    """For lists: no database access beyond the row itself."""
    stand = Stand(subject.state, subject.us_key, subject.mx_key, subject.review_by)
    return _small(i18n.current(), order(user)[0], stand, _stops(subject), now().date())


@lru_cache(4096)
def _small(language: i18n.Language, first: Side, stand: Stand, stops: tuple[Side, ...], today: date) -> Keys:
    """A list shows the same few pictures again and again; `language` and `today` are those in which it is asked."""
    slots = (
        Slot(s.value, country_name(s), stand.key(s).value, str(WORDS[stand.key(s)])) for s in (first, first.opposite)
    )
    return Keys(tuple(slots), *strip(stand), paused(stops))


def keys_large(subject: Version | FactVersion, user: User | None) -> Keys:
    """For decision pages: with who, post, document and time in both zones."""
    newest = {decision.country: decision for decision in session.scalars(with_documents(decisions(subject)))}
    slots = (
        Slot(s.value, country_name(s), subject.key(s).value, str(WORDS[subject.key(s)]), *_said(newest.get(s), user))
        for s in order(user)
    )
    return Keys(tuple(slots), *strip(subject), paused(_live_stops(subject)))


def _said(decision: Clearance | None, user: User | None) -> tuple[tuple[tuple[str, str], ...], int]:
    """What a country's last decision says, and the decision itself where this reader owes its document."""
    is_owed = decision is not None and user is not None and not decision.number and enter_document(user, decision)
    return _lines(decision), decision.id if decision is not None and is_owed else 0


def _live_stops(subject: Version | FactVersion) -> tuple[Side, ...]:
    """Where a hold stands on it; a version of a material that is over needs no stop."""
    if isinstance(subject, FactVersion):
        return _stops(subject)
    return held_in(subject) if subject.state in LIVE else ()


def _stops(subject: Version | FactVersion) -> tuple[Side, ...]:
    """The same, as far as its row and its parent say it: all but a quoted fact of what is still on its way."""
    if isinstance(subject, FactVersion):
        return tuple(side for side in Side if subject.fact.is_stopped(side))
    if subject.state not in LIVE:
        return ()
    material, is_in_force = subject.material, subject.state is VersionState.in_force
    stops = [side for side in Side if material.is_stopped(side) or (is_in_force and material.is_held(side))]
    return tuple(side for side in stops if side in subject.needed) if stops else ()


def paused(stops: Sequence[Side]) -> str:
    """For whom a hold stands, as the strip under the lock says it; '' when none does."""
    if not stops:
        return ""
    if len(stops) == len(Side):
        return _("Paused for both countries: do not print")
    return {
        Side.US: _("Paused for the United States: do not print"),
        Side.MX: _("Paused for Mexico: do not print"),
    }[stops[0]]


def _lines(decision: Clearance | None) -> tuple[tuple[str, str], ...]:
    if decision is None:
        return ()
    lines = [(_("By"), f"{decision.authority}, {decision.post}"), (_("Document"), document_words(decision))]
    if decision.decision is not Decision.cleared:
        lines = [(_("By"), decision.by.name), (_("Reason"), decision.reason)]
    if decision.as_deputy:
        lines.append((_("Signed by"), deputy_words(decision.as_deputy)))
    if decision.conditions:
        lines.append((_("Conditions"), decision.conditions))
    return (*lines, (_("When"), both_times(decision.decided_at, decision.country)))


def deputy_words(deputy: Deputy) -> str:
    """Both names, and by which document the one signs for the other."""
    names = {"name": deputy.user.name, "other": deputy.named_by.name}
    return _("%(name)s, for %(other)s (%(document)s)", document=deputy.document, **names)


def document_words(decision: Clearance) -> str:
    if decision.document:
        return decision.document
    if followed := decision.followed:
        day = i18n.fmt_on(followed.at, ZONES[decision.country][0])
        return _(
            "%(number)s, entered on %(date)s by %(name)s", number=followed.document, date=day, name=followed.by.name
        )
    return _("to follow by %(date)s", date=i18n.fmt_date(decision.document_due_on))


def both_times(moment: datetime, first: Side) -> str:
    """23 Nov 2026 · 09:18 Mexico City · 10:18 Washington: the deciding country's clock first."""
    zone, place = ZONES[first]
    other_zone, other_place = ZONES[first.opposite]
    here = f"{i18n.fmt_datetime(moment, zone)} {place}"
    return f"{here} · {i18n.fmt_time(moment, other_zone)} {other_place}"


def strip(subject: Version | FactVersion | Stand) -> tuple[str, str]:
    """Who must act next, in words, and the kind of the strip."""
    waiting = [side for side in subject.needed if subject.key(side) is KeyState.in_review]
    if subject.state in (VersionState.in_force, FactState.in_force):
        return _strip_in_force(subject)
    if subject.state in (VersionState.submitted, FactState.submitted):
        if len(waiting) == len(tuple(Side)):
            return _("Waiting for both countries"), "waiting"
        if waiting == [Side.US]:
            return _("Waiting for the United States"), "waiting"
        return _("Waiting for Mexico"), "waiting"
    words = {
        VersionState.changes_requested: (_("Changes were requested; the next version is being prepared"), "plain"),
        VersionState.refused: (_("Refused"), "bad"),
        VersionState.superseded: (_("Superseded"), "plain"),
        FactState.superseded: (_("Superseded"), "plain"),
        VersionState.expired: (_("Out of force: expired"), "bad"),
        VersionState.withdrawn: (_("Out of force"), "bad"),
        FactState.withdrawn: (_("Withdrawn"), "bad"),
        FactState.draft: (_("Draft"), "plain"),
    }
    return words[subject.state]


def _strip_in_force(subject: Version | FactVersion | Stand) -> tuple[str, str]:
    """Until when and where; a date that has passed needs nobody's decision (law 10)."""
    day = i18n.fmt_date(subject.review_by)
    if subject.review_by is None or subject.review_by < now().date():
        return _("Out of force: it was to be reviewed by %(date)s", date=day), "bad"
    standing = [side for side in subject.needed if subject.key(side) is KeyState.cleared]
    if standing == list(subject.needed):
        return _("In force until %(date)s", date=day), "good"
    if standing == [Side.US]:
        return _("In force only in the United States, until %(date)s", date=day), "good"
    return _("In force only in Mexico, until %(date)s", date=day), "good"
