"""A wording like the one that a fact has, with some of it changed."""

from dataclasses import fields, replace
from typing import Any

from campaign.facts.actions import Wording
from campaign.facts.models import FactVersion


def reworded(version: FactVersion, **changes: Any) -> Wording:
    same = Wording(**{field.name: getattr(version, field.name) for field in fields(Wording)})
    return replace(same, **changes)
