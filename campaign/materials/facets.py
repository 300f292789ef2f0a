"""The filters of the list of materials: what the address asks for, how many each choice would show, and the chips."""

from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import parse_qsl, urlencode

from flask import request, url_for
from sqlalchemy import FromClause, Select, select, true
from werkzeug.datastructures import MultiDict

from campaign.campaigns.models import Campaign
from campaign.db import session
from campaign.forms import clean
from campaign.i18n import _, current
from campaign.materials.data import AUDIENCES, TOPICS
from campaign.materials.finding import marks_of, titled
from campaign.materials.models import Material, visible_to
from campaign.materials.standings import KNOWN, narrowed, tally, tally_campaigns
from campaign.materials.words import SCOPE_WORDS, STANDING_WORDS, TYPE_WORDS
from campaign.paging import COUNTED
from campaign.permissions import see_campaign
from campaign.web import me

MOST_CAMPAIGNS = 12  # those with most of these materials; the others are found by their own pages
Options = list[tuple[str, str, int | None, bool]]  # value, label, count (None: more than are counted), is it chosen
Choices = dict[str, list[str]]


def _words() -> dict[str, dict[str, str]]:
    """Facet → value → what the reader sees, in the order of the page."""
    labels: dict[str, Mapping[Any, Any]] = {
        "standing": STANDING_WORDS,
        "type": TYPE_WORDS,
        "topic": TOPICS,
        "audience": AUDIENCES,
        "language": {"en": _("English"), "es": _("Spanish")},
        "scope": SCOPE_WORDS,
    }
    return {
        name: {str(getattr(key, "value", key)): str(label) for key, label in known.items()}
        for name, known in labels.items()
    }


def _titles() -> dict[str, str]:
    return {
        "standing": _("Clearance"),
        "type": _("Kind"),
        "topic": _("Topics"),
        "audience": _("For whom"),
        "language": _("Language"),
        "scope": _("Scope"),
        "campaign": _("Campaign"),
    }


def chosen(args: MultiDict[str, str] | None = None) -> Choices:
    """Of the present address, or of this one; a value that is no choice of its list is left out."""
    args = request.args if args is None else args
    asked: Choices = {name: [value for value in known if value in args.getlist(name)] for name, known in KNOWN.items()}
    numbers = {value for value in args.getlist("campaign") if value.isascii() and value.isdecimal() and len(value) < 10}
    return {**asked, "campaign": sorted(numbers)[:MOST_CAMPAIGNS]}


def found(typed: str, chosen: Choices) -> Select[Material]:
    """The list that is asked for, for this reader."""
    return titled(narrowed(visible_to(me()), chosen), typed, marks_of(me()))


def facets(typed: str, chosen: Choices) -> list[tuple[str, str, Options]]:
    """Title, name and options; a count says how many a choice would show under the other filters."""
    counts, titles = _counts(typed, chosen), _titles()
    shown = [(titles[name], name, _options(name, known, counts, chosen[name])) for name, known in _words().items()]
    return [*shown, (titles["campaign"], "campaign", _campaigns(typed, chosen))]


def _counts(typed: str, chosen: Choices) -> dict[str, int | None]:
    """`type.poster` → how many (None: more than are counted), in one query: all facets in which nothing is chosen are
    counted together, each of the others without its own choice."""
    groups = [tuple(name for name in KNOWN if not chosen[name]), *((name,) for name in KNOWN if chosen[name])]
    parts = [
        tally(found(typed, {**chosen, **{name: [] for name in names}}), names, COUNTED + 1).subquery()
        for names in groups
        if names
    ]
    one_row: FromClause = parts[0]
    for part in parts[1:]:
        one_row = one_row.join(part, true())
    counts: dict[str, int | None] = {}
    row = session.execute(select(*(column for part in parts for column in part.c)).select_from(one_row)).one()
    values = iter(row)
    for part in parts:
        all_, *others = (next(values) for _column in part.c)
        names = [column.name for column in part.c][1:]
        counts |= {name: None if all_ > COUNTED else count or 0 for name, count in zip(names, others, strict=True)}
    return counts


def _options(name: str, known: dict[str, str], counts: dict[str, int | None], chosen: list[str]) -> Options:
    return [
        (value, label, counts[f"{name}.{value}"], value in chosen)
        for value, label in known.items()
        if counts[f"{name}.{value}"] != 0 or value in chosen
    ]


def _campaigns(typed: str, chosen: Choices) -> Options:
    rows = session.execute(tally_campaigns(found(typed, {**chosen, "campaign": []}), COUNTED + 1)).all()
    is_cut = sum(count for _id, count in rows) > COUNTED
    counts = {id: count for id, count in rows if id is not None}
    ids = [*list(counts)[:MOST_CAMPAIGNS], *(int(value) for value in chosen["campaign"] if int(value) not in counts)]
    names = _names(ids)
    return [
        (str(id), names[id], None if is_cut else counts.get(id, 0), str(id) in chosen["campaign"])
        for id in ids
        if id in names
    ]


def _names(ids: Iterable[int]) -> dict[int, str]:
    """By its title for who may see the campaign; else by its code alone."""
    wanted = list(ids)
    some = session.scalars(select(Campaign).where(Campaign.id.in_(wanted))).unique() if wanted else ()
    return {one.id: _title(one) if see_campaign(me(), one) else one.code for one in some}


def _title(campaign: Campaign) -> str:
    return campaign.title.of(current()) or campaign.title.twin(current()) or campaign.code


def active(typed: str, chosen: Choices) -> dict[str, Any]:
    """What the list is asked for, as arguments of its address."""
    return {"q": [typed] if typed else [], **chosen}


def read(query: str) -> MultiDict[str, str]:
    """An address after its question mark; of endless ones the beginning."""
    return MultiDict(parse_qsl(query[:8_000]))


def query_of(args: MultiDict[str, str]) -> str:
    """Words and filters of an address, always in one order, and nothing that the list does not know; '' asks for
    nothing."""
    return urlencode(active(clean(args.get("q")), chosen(args)), doseq=True)


def said(queries: Iterable[str]) -> dict[str, list[str]]:
    """What each of these asks for, in words; however many, the campaigns are looked up once."""
    asked = {query: read(query) for query in queries}
    choices = {query: chosen(args) for query, args in asked.items()}
    known = _words_with(_names({int(value) for one in choices.values() for value in one["campaign"]}))
    return {
        query: [
            _label(known, name, value)
            for name, values in active(args.get("q", ""), choices[query]).items()
            for value in values
        ]
        for query, args in asked.items()
    }


def _words_with(campaigns: dict[int, str]) -> dict[str, dict[str, str]]:
    return {**_words(), "campaign": {str(id): name for id, name in campaigns.items()}}


def _label(words: dict[str, dict[str, str]], name: str, value: str) -> str:
    return f"“{value}”" if name == "q" else words[name].get(value, value)


def chips(typed: str, chosen: Choices) -> list[tuple[str, str]]:
    """Active filters in words, each with the address that leaves it out."""
    asked, words = active(typed, chosen), _words_with(_names(int(value) for value in chosen["campaign"]))
    return [
        (
            _label(words, name, value),
            url_for("materials.index", **{**asked, name: [one for one in values if one != value]}),
        )
        for name, values in asked.items()
        for value in values
    ]
