"""Pages of facts: the list with what waits for whom, one fact with its history and who quotes it, and its wording."""

from enum import Enum
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from sqlalchemy import select
from werkzeug.wrappers import Response

from campaign.clearance.models import Clearance, with_documents
from campaign.clock import now
from campaign.db import Side, session
from campaign.facts import actions
from campaign.facts.forms import form_for
from campaign.facts.models import (
    Fact,
    FactState,
    FactVersion,
    everything,
    in_force_of,
    listed,
    tally,
    tally_waits,
    versions_of,
)
from campaign.facts.words import KINDS, STATES, TERRITORIES, WAITING, audience, warning
from campaign.forms import clean
from campaign.holds.models import holds_on
from campaign.i18n import _, _n
from campaign.materials.models import Block, Material, Version, VersionFact, VersionState
from campaign.paging import COUNTED, counted, figures, paged
from campaign.permissions import draft_fact, draft_facts, read_facts, read_holds, see_draft, see_fact, see_version
from campaign.web import Blueprint, me, order

Options = list[tuple[str, str, int | None, bool]]  # value, label, count (None: more than are counted), is it chosen
WORDS: dict[str, dict[Any, Any]] = {"kind": KINDS, "territory": TERRITORIES, "state": STATES, "waiting": WAITING}

facts = Blueprint("facts", __name__, url_prefix="/facts")


@facts.get("/", allow=read_facts)
def index() -> str:
    words, chosen = clean(request.args.get("q")), _chosen()
    page = paged(listed(words, chosen))
    ids = [version.fact_id for version in page.items if version.state is not FactState.in_force]
    return render_template(
        "facts/index.html",
        words=words,
        page=page,
        total=counted(everything()),
        facets=_facets(words, chosen),
        chips=_chips(words, chosen),
        in_force={version.fact_id: version for version in session.scalars(in_force_of(ids))},
        kinds=KINDS,
        territories=TERRITORIES,
        today=now().date(),
    )


def _chosen() -> dict[str, list[str]]:
    """What the address bar asks for; a value that is no choice of its list is left out."""
    known = {name: {_value(option) for option in words} for name, words in WORDS.items()}
    return {name: [value for value in request.args.getlist(name) if value in known[name]] for name in WORDS}


def _value(option: Enum | str) -> str:
    return option if isinstance(option, str) else str(option.value)


def _facets(words: str, chosen: dict[str, list[str]]) -> list[tuple[str, str, Options]]:
    """Title, name and options; a count says how many facts a choice would show under the other filters."""
    titles = {"kind": _("Kind"), "territory": _("Valid in"), "state": _("State"), "waiting": _("Clearance")}
    return [(titles[name], name, _options(name, words, chosen)) for name in WORDS]


def _options(name: str, words: str, chosen: dict[str, list[str]]) -> Options:
    others = listed(words, {**chosen, name: []})
    if name == "waiting":
        looked_at, *waits = session.execute(tally_waits(others, COUNTED + 1)).one()
        counts = {side.value: None if looked_at > COUNTED else n or 0 for side, n in zip(Side, waits, strict=True)}
    else:
        found = session.execute(tally(others, name, COUNTED + 1))
        counts = figures(((_value(value), count) for value, count in found), map(_value, WORDS[name]))
    return [
        (_value(option), str(label), counts.get(_value(option), 0), _value(option) in chosen[name])
        for option, label in WORDS[name].items()
        if counts.get(_value(option), 0) != 0 or _value(option) in chosen[name]
    ]


def _chips(words: str, chosen: dict[str, list[str]]) -> list[tuple[str, str]]:
    """Active filters in words, each with the address that leaves it out."""
    labels = {(name, _value(option)): str(label) for name in WORDS for option, label in WORDS[name].items()}
    active: dict[str, Any] = {"q": [words] if words else [], **chosen}
    return [
        (
            labels.get((name, value), f"“{value}”"),
            url_for(".index", **{**active, name: [v for v in values if v != value]}),
        )
        for name, values in active.items()
        for value in values
    ]


@facts.get("/<id:fact>", allow=see_fact, see=see_fact)
def show(fact: Fact) -> str:
    versions = list(session.scalars(versions_of(fact.id)))
    newest = versions[0]
    return render_template(
        "facts/show.html",
        fact=fact,
        newest=newest,
        versions=versions,
        in_force=next((version for version in versions if version.state is FactState.in_force), None),
        decisions=_decisions(versions),
        quoting=_quoting(versions),
        gaps=actions.problems(newest) if newest.state is FactState.draft else [],
        kinds=KINDS,
        territories=TERRITORIES,
        states=STATES,
        audience=audience(fact.audience),
        warning=warning(newest.warning),
        sides=order(me()),
        today=now().date(),
        holds=session.scalars(holds_on(fact)).all() if read_holds(me()) else [],
    )


def _decisions(versions: list[FactVersion]) -> dict[int, list[Clearance]]:
    """Every decision of both countries on every version of the fact, oldest first."""
    ids = [version.id for version in versions]
    found: dict[int, list[Clearance]] = {number: [] for number in ids}
    query = select(Clearance).where(Clearance.fact_version_id.in_(ids)).order_by(Clearance.decided_at, Clearance.id)
    for decision in session.scalars(with_documents(query)):
        found[decision.fact_version_id or 0].append(decision)
    return found


def _quoting(versions: list[FactVersion]) -> list[tuple[Material, Version | None]]:
    """Materials whose versions (or, where the reader may see it, whose draft) quote any wording of the fact."""
    ids = [version.id for version in versions]
    pinned = (
        select(Version)
        .join(VersionFact, VersionFact.version_id == Version.id)
        .where(VersionFact.fact_version_id.in_(ids), Version.state.in_((VersionState.submitted, VersionState.in_force)))
        .order_by(Version.material_id, Version.n.desc())
    )
    drafts = select(Material).where(
        Material.has_draft, Material.id.in_(select(Block.material_id).where(Block.fact_version_id.in_(ids)))
    )
    found: list[tuple[Material, Version | None]] = [
        (version.material, version) for version in session.scalars(pinned) if see_version(me(), version)
    ]
    return found + [(material, None) for material in session.scalars(drafts) if see_draft(me(), material)]


@facts.form("/<id:fact>/edit", allow=draft_fact, see=see_fact)
def edit(fact: Fact) -> Response | str | tuple[str, int]:
    newest = session.scalars(versions_of(fact.id).limit(1)).one()
    form = form_for(fact, newest)
    if form.validate_on_submit() and form.carried_out(
        lambda: actions.write(fact, form.wording(), me(), form.opened, now())
    ):
        flash(_("The draft is saved."), "good")
        return redirect(url_for(".show", fact=fact.id), 303)
    page = render_template("facts/edit.html", fact=fact, newest=newest, form=form, sides=order(me()), kinds=KINDS)
    return page, form.status


@facts.post("/<id:fact>/submit", allow=draft_fact, see=see_fact)
def submit(fact: Fact) -> Response:
    actions.submit_newest(fact, now())
    session.commit()
    flash(_("The fact is sent. It waits now for every country where it is valid."), "good")
    return redirect(url_for(".show", fact=fact.id), 303)


@facts.post("/submit", allow=draft_facts)
def submit_chosen() -> Response:
    ids = [int(raw) for raw in request.form.getlist("pick") if raw.isdigit() and len(raw) < 19]
    chosen = session.scalars(select(Fact).where(Fact.id.in_(ids)).order_by(Fact.rank)).all()
    actions.submit_chosen(chosen, me(), now())
    session.commit()
    flash(_n("%(num)d fact is sent.", "%(num)d facts are sent.", len(chosen)), "good")
    return redirect(url_for(".index"), 303)
