"""Drafting facts and sending them to the countries that must clear them; who clears them stands in clearance."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime

from campaign.accounts.models import User
from campaign.db import Side, session
from campaign.errors import Difference, NotAllowed, Refused, Stale
from campaign.facts.clearable import KeyState, freeze, start_of
from campaign.facts.models import Fact, FactState, FactVersion, versions_of
from campaign.i18n import _
from campaign.permissions import draft_fact

SCHEMA = 1
KEPT = (FactState.submitted, FactState.in_force)  # a next wording of these must differ; a withdrawn one may come back


@dataclass(frozen=True)
class Wording:
    """What a planner writes of a fact."""

    en: str
    es: str
    es_usted: str
    source: str
    source_opened_on: date | None
    as_of: str
    dial: str = ""
    name_en: str = ""
    name_es: str = ""
    note_en: str = ""
    note_es: str = ""


def content_of(version: FactVersion) -> dict[str, object]:
    """Everything a reader reads of a fact: exactly what a clearance binds to (law 3). Sources and dates are outside."""
    return {
        "schema": SCHEMA,
        "fact": version.fact.key,
        "territory": version.fact.territory.value,
        "en": version.en,
        "es": version.es,
        "es_usted": version.es_usted,
        "dial": version.dial,
        "name": {"en": version.name_en, "es": version.name_es},
        "note": {"en": version.note_en, "es": version.note_es},
        "emergency": version.is_emergency,
    }


def problems(version: FactVersion) -> list[str]:
    """What is still missing before this wording can be sent, in words."""
    found = []
    if not version.text.is_complete:
        found.append(_("A fact needs its text in both languages before it can be cleared."))
    if not version.source:
        found.append(_("A fact needs its source before it can be cleared."))
    if bool(version.name_en) != bool(version.name_es):
        found.append(_("The name of the line stands in one language only."))
    if bool(version.note_en) != bool(version.note_es):
        found.append(_("The note of the line stands in one language only."))
    if version.name.is_complete and not version.dial:
        found.append(_("A line that has a name needs its number."))
    return found


def submit(version: FactVersion, at: datetime) -> None:
    """Freeze a draft and send it to every country where the fact is valid; it replaces a wording that still waits."""
    if version.state is not FactState.draft:
        raise Refused(_("This wording was sent already."))
    if found := problems(version):
        raise Refused(" ".join(found))
    _text, version.fingerprint = freeze(content_of(version))
    version.state, version.submitted_at = FactState.submitted, at
    for side in version.fact.territory.sides:
        version.turn_key(side, KeyState.in_review)
    for older in session.scalars(versions_of(version.fact_id)):
        if older.n < version.n and older.state is FactState.submitted:
            older.state = FactState.superseded


def submit_newest(fact: Fact, at: datetime) -> FactVersion:
    """Send the newest wording of a fact."""
    newest = session.scalars(versions_of(fact.id)).first()
    if newest is None:
        raise Refused(_("There is nothing to send."))
    submit(newest, at)
    return newest


def submit_chosen(facts: Sequence[Fact], by: User, at: datetime) -> None:
    """Send several drafts at once, all or none; only planners of a country where a fact is valid send it."""
    if not facts:
        raise Refused(_("Choose at least one fact."))
    for fact in facts:
        if not draft_fact(by, fact):
            raise NotAllowed(_("One of these facts is not valid in your country; its own planners send it."))
    for fact in facts:
        try:
            submit_newest(fact, at)
        except Refused as refused:
            raise Refused(f"{fact.key}: {refused.message}") from refused


def write(fact: Fact, wording: Wording, by: User, opened: int, at: datetime) -> FactVersion:
    """Change the draft, or open the next version of a fact whose wording is frozen; the writer is its author."""
    newest = session.scalars(versions_of(fact.id)).first()
    if newest is not None and opened != newest.row_version:
        raise Stale(
            _("Someone else changed this text. Yours is safe below; compare and choose."),
            differences(newest, wording),
            newest.row_version,
        )
    if newest is not None and newest.state in KEPT and not differences(newest, wording):
        raise Refused(_("Nothing is different from version %(n)s, so there is nothing new to save.", n=newest.n))
    version = newest if newest and newest.state is FactState.draft else _next(fact, newest, at)
    for name, value in asdict(wording).items():
        setattr(version, name, value)
    version.author_ids = sorted({*version.author_ids, by.id})
    session.add(version)
    session.flush()
    return version


def _next(fact: Fact, newest: FactVersion | None, at: datetime) -> FactVersion:
    return FactVersion(
        fact=fact,
        n=newest.n + 1 if newest else 1,
        state=FactState.draft,
        warning=newest.warning if newest else "",
        is_emergency=bool(newest and newest.is_emergency),
        created_at=at,
        fingerprint="",
        us_key=start_of(fact.territory, Side.US),
        mx_key=start_of(fact.territory, Side.MX),
        author_ids=[],
        review_by=None,
    )


def differences(version: FactVersion, wording: Wording) -> list[Difference]:
    """Field by field, where the stored wording and the one that was sent differ."""
    labels = {
        "en": _("English"),
        "es": _("Spanish, tú"),
        "es_usted": _("Spanish, usted"),
        "source": _("Source"),
        "source_opened_on": _("Source opened on"),
        "as_of": _("As of"),
        "dial": _("Number as dialled"),
        "name_en": _("Name in English"),
        "name_es": _("Name in Spanish"),
        "note_en": _("Note in English"),
        "note_es": _("Note in Spanish"),
    }
    return [
        Difference(name, labels[name], str(getattr(version, name) or ""), str(value or ""))
        for name, value in asdict(wording).items()
        if (getattr(version, name) or "") != (value or "")
    ]
