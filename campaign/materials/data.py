"""Controlled terms: for whom a material is, and what it is about. Keys stay; words may be improved."""

from collections.abc import Iterable
from typing import Any

from campaign.i18n import _l

AUDIENCES: dict[str, Any] = {
    "everyone": _l("Everyone"),
    "teenagers": _l("Teenagers"),
    "parents": _l("Parents and carers"),
    "students": _l("University students"),
    "schools": _l("School staff"),
    "health_workers": _l("Health workers"),
    "people_who_use_drugs": _l("People who use drugs, and those close to them"),
    "travellers": _l("People who cross the border"),
    "workers": _l("Workers and employers"),
}
TOPICS: dict[str, Any] = {
    "overdose": _l("Recognising an overdose"),
    "naloxone": _l("Naloxone"),
    "fake_pills": _l("Fake pills"),
    "fentanyl": _l("Fentanyl"),
    "safe_storage": _l("Keeping and returning medicines"),
    "treatment": _l("Treatment and help"),
    "talking": _l("Talking about it"),
    "stigma": _l("Respect and words"),
    "prevention": _l("Prevention at school and at home"),
    "helplines": _l("Helplines"),
}


def in_order(topics: Iterable[str]) -> list[str]:
    """As the list of terms has them, each once: so the same choice is the same value."""
    chosen = set(topics)
    return [topic for topic in TOPICS if topic in chosen]
