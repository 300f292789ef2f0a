"""Names for kinds, territories, audiences and states of facts, and the warnings of the shipped rows as sentences."""

from campaign.db import Territory
from campaign.facts.models import FactKind, FactState
from campaign.i18n import _l

KINDS = {FactKind.number: _l("Helpline or number"), FactKind.statement: _l("Statement")}
TERRITORIES = {
    Territory.US: _l("United States"),
    Territory.MX: _l("Mexico"),
    Territory.BOTH: _l("Both countries"),
}
STATES = {
    FactState.draft: _l("Draft"),
    FactState.submitted: _l("In review"),
    FactState.in_force: _l("In force"),
    FactState.superseded: _l("Superseded"),
    FactState.withdrawn: _l("Withdrawn"),
}
WAITING = {"US": _l("Waiting for the United States"), "MX": _l("Waiting for Mexico")}
_AUDIENCES = {
    "everyone": _l("everyone"),
    "people who use drugs": _l("people who use drugs"),
    "families": _l("families"),
    "parents": _l("parents"),
    "caregivers": _l("caregivers"),
    "youth": _l("youth"),
    "patients": _l("patients"),
    "friends": _l("friends"),
}
_WARNINGS = {
    "MX clearance must name an official source for 911 before print": _l(
        "Mexico's clearance must name an official source for 911 before it is printed."
    ),
    "check the local list before print": _l("Check the local list before it is printed."),
    "US editions only until MX says whether naloxone may be carried across the border": _l(
        "Only for sheets of the United States, until Mexico says whether naloxone may be carried across the border."
    ),
    "MX clearance must confirm current rule before print; text no longer states a rule of law": _l(
        "Mexico's clearance must confirm the current rule before it is printed; the text states no rule of law."
    ),
    "each side must agree to the words about drugstores before print": _l(
        "Each side must agree to the words about drugstores before it is printed."
    ),
    "US editions only: says the opposite of disposal_mx": _l(
        "Only for sheets of the United States: it says the opposite of the Mexican fact about old medicine."
    ),
    "check that a container exists in the municipio (the lists of states seen name no border state); "
    "MX to say if controlled medicine may go in": _l(
        "Check that there is a container in the municipio: the lists seen name no border state. "
        "Mexico has to say whether controlled medicine may go in."
    ),
    "US editions only; state text needs legal check; no such rule was verified for MX": _l(
        "Only for sheets of the United States; the text about states needs a legal check. "
        "No such rule was verified for Mexico."
    ),
}


def audience(text: str) -> str:
    """Whom a fact is for; groups that we do not know stand as they were written."""
    return "; ".join(str(_AUDIENCES.get(part, part)) for part in text.split("; "))


def warning(text: str) -> str:
    """The warning of a fact's status column as a sentence; one that we do not know stands as it was written."""
    return str(_WARNINGS.get(text, text))
