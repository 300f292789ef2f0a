"""A field for each thing that a check asks to consider, on the form on which the text is written."""

from collections.abc import Iterable, Mapping
from typing import Any

from wtforms import Form
from wtforms.validators import Optional

from campaign.forms import text
from campaign.i18n import _
from campaign.materials.reasons.models import Reason
from campaign.wording.finding import Finding

WHY = "why_"
LONGEST = 240


def fields(found: Iterable[Finding]) -> dict[str, Any]:
    """One for the same words, wherever they stand."""
    return {
        f"{WHY}{one.key}": text(_("Why “%(words)s” may stay", words=one.excerpt(40)), LONGEST, Optional())
        for one in found
        if one.is_soft
    }


def said(reasons: Mapping[str, Reason]) -> dict[str, str]:
    """What stands, as the form begins with it."""
    return {f"{WHY}{key}": reason.text for key, reason in reasons.items()}


def given(form: Form) -> dict[str, str]:
    """What was typed, by the key of the finding."""
    return {name.removeprefix(WHY): field.data or "" for name, field in form._fields.items() if name.startswith(WHY)}
