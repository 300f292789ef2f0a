"""The table of languages of a campaign's materials, and what is done with several of them: planning and reminding."""

from collections.abc import Sequence

from flask import flash, redirect, render_template, request, url_for
from sqlalchemy import select
from werkzeug.wrappers import Response

from campaign.accounts.models import User
from campaign.campaigns.models import Campaign
from campaign.campaigns.models import visible_to as campaigns_visible_to
from campaign.clock import now
from campaign.db import session
from campaign.i18n import _, _n, current, fmt_on
from campaign.materials.blueprint import materials
from campaign.materials.languages import actions, listing, showing
from campaign.materials.languages.actions import Done
from campaign.materials.languages.forms import CODES, AssignForm
from campaign.materials.languages.listing import Wanted
from campaign.materials.languages.showing import Line
from campaign.materials.languages.standing import Language, State
from campaign.materials.languages.words import PAIR_WORDS, SORT_WORDS, STATE_LOOKS, STATE_WORDS, WHO_WORDS
from campaign.materials.models import Material
from campaign.materials.words import TYPE_WORDS
from campaign.paging import paged
from campaign.permissions import create_material, edit_material, read_materials, see_campaign, see_draft
from campaign.web import me, table

ROWS = 50
MOST = 200
MOST_CAMPAIGNS = 200  # in the list to choose from; any other is reached from its own page
Options = list[tuple[str, str, int | None, bool]]


@materials.get("/languages", allow=read_materials)
def languages() -> str:
    asked = listing.wanted()
    page = paged(listing.found(me(), asked), ROWS)
    campaign = _campaign(asked.campaign)
    return render_template(
        "materials/languages/index.html",
        page=page,
        lines=showing.lines(page.items, me()),
        asked=asked,
        campaign=campaign,
        campaigns=_campaigns(campaign),
        csv_url=url_for(".language_list", **asked.arguments()),
        facets=_facets(asked),
        chips=_chips(asked),
        sorts=SORT_WORDS,
        states=STATE_WORDS,
        looks=STATE_LOOKS,
        complete=State.complete,
        pairs=PAIR_WORDS,
        types=TYPE_WORDS,
    )


@materials.get("/languages.csv", allow=read_materials)
def language_list() -> Response:
    """The whole table that the address bar asks for, one line for each language of each material."""
    found = session.scalars(listing.found(me(), listing.wanted())).unique().all()
    header = (
        _("Code"),
        _("Title"),
        _("Kind"),
        _("Organization"),
        _("Language"),
        _("State"),
        _("Up to date"),
        _("Texts"),
        _("Leads"),
        _("Assigned to"),
        _("Assigned on"),
    )
    codes = listing.wanted().codes
    return table("languages.csv", header, (_cells(line, code) for line in showing.lines(found, me()) for code in codes))


def _cells(line: Line, code: Language) -> tuple[object, ...]:
    material, given = line.material, line.people.get(code)
    one = line.standings[code] if line.standings else None
    return (
        material.code,
        material.title.of(current()) or material.title.twin(current()),
        TYPE_WORDS[material.type],
        material.organization.name,
        _("English") if code == "en" else _("Spanish"),
        STATE_WORDS[one.state if one else State.complete],
        one.ready if one else "",
        one.total if one else "",
        one.led if one else "",
        given.person.name if given else "",
        fmt_on(given.assigned_at, me().zone) if given else "",
    )


def _campaign(number: int) -> Campaign | None:
    found = session.get(Campaign, number) if number else None
    return found if found is not None and see_campaign(me(), found) else None


def _campaigns(chosen: Campaign | None) -> list[tuple[int, str]]:
    newest = session.scalars(campaigns_visible_to(me()).limit(MOST_CAMPAIGNS)).all()
    known = [chosen, *newest] if chosen and chosen not in newest else newest
    return [(one.id, f"{one.code} · {one.title.of(current()) or one.title.twin(current())}") for one in known]


def _words() -> dict[str, dict[str, str]]:
    """Filter → value → what the reader sees, in the order of the page."""
    return {
        "language": {"en": _("English"), "es": _("Spanish")},
        "state": {state.value: str(words) for state, words in STATE_WORDS.items()},
        "who": {who: str(words) for who, words in WHO_WORDS.items()},
        "type": {kind.value: str(words) for kind, words in TYPE_WORDS.items()},
    }


def _facets(asked: Wanted) -> list[tuple[str, str, Options]]:
    """Title, name and options; whoever plans for no side is not asked whose a language is."""
    titles = {"language": _("Language"), "state": _("State"), "who": _("Assigned to"), "type": _("Kind")}
    counts, known = listing.counts(me(), asked), _words()
    names = [name for name in titles if name != "who" or me().side is not None]
    return [
        (
            titles[name],
            name,
            [
                (value, label, counts[f"{name}.{value}"], value in asked.chosen[name])
                for value, label in known[name].items()
                if counts[f"{name}.{value}"] != 0 or value in asked.chosen[name]
            ],
        )
        for name in names
    ]


def _chips(asked: Wanted) -> list[tuple[str, str]]:
    """Active filters in words, each with the address that leaves it out."""
    known = _words()
    return [
        (
            known[name][value],
            url_for(".languages", **asked.arguments(**{name: [one for one in values if one != value]})),
        )
        for name, values in asked.chosen.items()
        for value in values
    ]


@materials.form("/languages/assign", allow=create_material)
def assign() -> Response | tuple[str, int]:
    """GET shows which were ticked in the table, and asks for the language and the person."""
    chosen = _chosen()
    people = actions.people_for(chosen, me()) if chosen else []
    form = AssignForm()
    form.offer(people)
    campaign = request.values.get("campaign", 0, type=int) or None
    back = url_for(".languages", campaign=campaign)
    done: list[Done] = []
    if form.validate_on_submit() and chosen:
        person = next((one for one in people if str(one.id) == form.person.data), None)
        if form.carried_out(lambda: done.append(actions.assign(chosen, form.codes, person, me(), now()))):
            flash(_said(done[0], person), "good" if done[0].count else "warn")
            return redirect(back, 303)
    page = render_template(
        "materials/languages/assign.html",
        form=form,
        chosen=chosen,
        campaign=campaign,
        title=_("Who writes what was chosen"),
        submit_label=_("Assign"),
        cancel_url=back,
        crumbs=[(_("Materials"), url_for(".index")), (_("Languages"), back), (_("Assign"), "")],
    )
    return page, form.status


def _chosen() -> list[Material]:
    """Of what was ticked, what this person may write."""
    ids = [int(raw) for raw in request.values.getlist("pick") if raw.isdecimal() and len(raw) < 19][:MOST]
    found = session.scalars(select(Material).where(Material.id.in_(ids)).order_by(Material.id.desc())).all()
    return [material for material in found if edit_material(me(), material) and see_draft(me(), material)]


def _said(done: Done, person: User | None) -> str:
    said = [
        _n("%(num)d language is planned anew.", "%(num)d languages are planned anew.", done.count)
        if done.count
        else _("It was so already; nothing was changed.")
    ]
    if done.count and person is not None and person.id != me().id:
        said.append(_("%(name)s has a letter about it.", name=person.name))
    return " ".join([*said, *_reasons(done.left_out)])


def _reasons(left_out: Sequence[tuple[Material, str]]) -> list[str]:
    said = [f"{material.code}: {reason}" for material, reason in left_out[:5]]
    if more := len(left_out[5:]):
        said.append(_n("%(num)d more was left out.", "%(num)d more were left out.", more))
    return said


@materials.post("/languages/remind", allow=create_material)
def remind() -> Response:
    done = actions.remind(_chosen(), CODES, me(), now())
    session.commit()
    count = done.count
    said = _n("One language: its person has a letter.", "%(num)d languages: their people have a letter.", count)
    nobody = _("Nobody else has anything left to do in these, so no letter was sent.")
    flash(" ".join([said if count else nobody, *_reasons(done.left_out)]), "good" if count else "warn")
    return redirect(url_for(".languages", campaign=request.form.get("campaign", 0, type=int) or None), 303)
