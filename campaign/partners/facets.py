"""The filters of the directory: what the address bar asks for, how many each choice would show, and the chips."""

from typing import Any

from flask import request, url_for
from sqlalchemy import Select

from campaign.accounts.models import country_name
from campaign.db import session
from campaign.i18n import _
from campaign.paging import COUNTED, figures
from campaign.partners.models import ACCREDITED, Organization, listed, tally, tally_accredited
from campaign.partners.words import ACCREDITED as ACCREDITED_WORDS
from campaign.partners.words import KINDS, STATES
from campaign.web import me, order

Options = list[tuple[str, str, int | None, bool]]  # value, label, count (None: more than are counted), is it chosen


def _words() -> dict[str, dict[str, str]]:
    """Filter → value → what the reader sees, countries in the reader's order."""
    sides = order(me())
    return {
        "kind": {kind.value: str(label) for kind, label in KINDS.items()},
        "country": {side.value: country_name(side) for side in sides},
        "accredited": {value: str(ACCREDITED_WORDS[value]) for value in (*(side.value for side in sides), "none")},
        "state": {state.value: str(label) for state, label in STATES.items()},
    }


def chosen() -> dict[str, list[str]]:
    """A value that is no choice of its list is left out."""
    return {name: [one for one in request.args.getlist(name) if one in known] for name, known in _words().items()}


def facets(seen: Select[Organization], typed: str, chosen: dict[str, list[str]]) -> list[tuple[str, str, Options]]:
    """Title, name and options; a count says how many a choice would show under the other filters."""
    titles = {
        "kind": _("Kind"),
        "country": _("Home country"),
        "accredited": _("Accredited"),
        "state": _("State"),
    }
    known = _words()
    return [
        (titles[name], name, _options(known[name], _counts(seen, typed, chosen, name, list(known[name])), chosen[name]))
        for name in known
    ]


def _counts(
    seen: Select[Organization], typed: str, chosen: dict[str, list[str]], name: str, values: list[str]
) -> dict[str, int | None]:
    others = listed(seen, typed, {**chosen, name: []})
    if name == "accredited":
        looked_at, *counts = session.execute(tally_accredited(others, COUNTED + 1)).one()
        return {value: None if looked_at > COUNTED else n or 0 for value, n in zip(ACCREDITED, counts, strict=True)}
    found = session.execute(tally(others, name, COUNTED + 1))
    return figures(((value.value, count) for value, count in found if value is not None), values)


def _options(known: dict[str, str], counts: dict[str, int | None], chosen: list[str]) -> Options:
    return [
        (value, label, counts.get(value, 0), value in chosen)
        for value, label in known.items()
        if counts.get(value, 0) != 0 or value in chosen
    ]


def active(typed: str, chosen: dict[str, list[str]]) -> dict[str, Any]:
    """What the list is asked for, as arguments of its address."""
    return {"q": [typed] if typed else [], **chosen}


def chips(typed: str, chosen: dict[str, list[str]]) -> list[tuple[str, str]]:
    """Active filters in words, each with the address that leaves it out."""
    known, asked = _words(), active(typed, chosen)
    return [
        (
            known[name][value] if name in known else f"“{value}”",
            url_for("partners.index", **{**asked, name: [one for one in values if one != value]}),
        )
        for name, values in asked.items()
        for value in values
    ]
