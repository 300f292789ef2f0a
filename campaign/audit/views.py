"""Pages of the record: all entries that concern a side, one entry in full, the history beside each thing, and what a
side keeps of it. They change nothing, and show nothing internal of the other side.
"""

import json
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta

from flask import render_template, request, url_for
from sqlalchemy import Select, select
from werkzeug.wrappers import Response

from campaign.accounts.models import SIDE_WORDS, User
from campaign.audit import chain
from campaign.audit.belonging import KINDS
from campaign.audit.models import Entry, Subject, Thing, about, visible_to
from campaign.audit.story import Story, clocks, name_of, tell
from campaign.audit.words import TABLES
from campaign.campaigns.models import Campaign, Track
from campaign.clock import now
from campaign.db import Base, session
from campaign.facts.models import Fact, FactVersion
from campaign.flyers.models import Edition
from campaign.forms import clean
from campaign.holds.models import Hold
from campaign.i18n import _
from campaign.materials.models import Material, Version
from campaign.paging import paged
from campaign.partners.models import Organization
from campaign.permissions import (
    keep_checkpoint,
    read_audit,
    read_history,
    see_activity,
    see_campaign,
    see_edition,
    see_entry,
    see_fact,
    see_hold,
    see_material,
    see_organization,
    see_organization_history,
    see_person,
    see_person_history,
    see_track,
    see_version,
)
from campaign.schedule.models import Activity, Occurrence
from campaign.web import Blueprint, download, me, order, table

CHUNK = 500  # entries of a file that are in memory at once
audit = Blueprint("audit", __name__, url_prefix="/audit")


@audit.get("/", allow=read_audit)
def index() -> str:
    page = paged(_chosen())
    return render_template(
        "audit/index.html",
        page=page,
        stories=tell(page.items, order(me())),
        people=_people(page.items),
        kinds=sorted(((kind, str(TABLES[kind])) for kind in KINDS), key=lambda pair: pair[1]),
        asked=request.args,
        clocks=clocks,
        sides=SIDE_WORDS,
    )


@audit.get("/list.csv", allow=read_audit)
def listing() -> Response:
    """All entries that the address bar asks for, each with everything that changed, as a file."""
    header = (_("Number"), "UTC", _("Who"), _("For"), _("What was done"), _("About"), _("What changed"))
    return table("audit.csv", header, _rows())


def _rows() -> Iterator[tuple[object, ...]]:
    for entries in session.scalars(_chosen().execution_options(yield_per=CHUNK)).partitions():
        people = _people(entries)
        for story in tell(entries, order(me()), most=None):
            entry = story.entry
            who = people[entry.user_id].name if entry.user_id else ""
            side = str(SIDE_WORDS[entry.side]) if entry.side else ""
            things = ", ".join(name for _thing, name in story.about)
            yield entry.n, f"{entry.at:%Y-%m-%d %H:%M:%S}", who, side, story.act, things, _changes(story)


def _changes(story: Story) -> str:
    lines = [f"{line.what} {line.name} {line.verb}".replace("  ", " ") for line in story.lines]
    fields = ["; ".join(f"{label}: {old} → {new}" for label, old, new in line.fields) for line in story.lines]
    return "\n".join(f"{line} ({told})" if told else line for line, told in zip(lines, fields, strict=True))


def _chosen() -> Select[Entry]:
    """What the address bar asks for, of what the reader may see; what makes no sense is left out."""
    query, asked = visible_to(me()), request.args
    if asked.get("kind") in KINDS:
        query = query.where(Entry.n.in_(_of_kind(asked["kind"])))
    if who := clean(asked.get("who")):
        query = query.where(Entry.user_id.in_(select(User.id).where(User.name.icontains(who, autoescape=True))))
    if (begin := _day(asked.get("from"))) is not None:
        query = query.where(Entry.at >= begin)
    if (last := _day(asked.get("to"))) is not None:
        query = query.where(Entry.at < last + timedelta(days=1))
    return query


def _of_kind(kind: str) -> Select[int]:
    return select(Subject.n).where(Subject.kind == kind)


def _day(raw: str | None) -> datetime | None:
    """Midnight of a day that is written as one and that has a next one."""
    try:
        found = date.fromisoformat(raw or "")
    except ValueError:
        return None
    return datetime.combine(found, time(), UTC) if found < date.max else None


def _people(entries: Sequence[Entry]) -> dict[int, User]:
    """Who did it: one query for a page."""
    ids = {entry.user_id for entry in entries if entry.user_id}
    return {user.id: user for user in session.scalars(select(User).where(User.id.in_(ids)))}


@audit.get("/<id:entry>", allow=see_entry, see=see_entry)
def show(entry: Entry) -> str:
    (story,) = tell([entry], order(me()))
    return render_template(
        "audit/show.html",
        story=story,
        previous=entry.previous,
        people=_people([entry]),
        clocks=clocks,
        sides=SIDE_WORDS,
    )


@audit.get("/checkpoint.json", allow=keep_checkpoint)
def checkpoint() -> Response:
    """Where the record ends now, signed for the reader's side: what is kept outside proves later that nothing before
    it was changed."""
    kept = chain.checkpoint(session(), me().side, now())
    name = f"checkpoint-{kept.side}-{kept.count}.json"
    return download(json.dumps(kept.said()).encode(), name, "application/json")


# The history beside each thing; the gate has asked whether the reader sees it.


def _history(template: str, title: str, back: str, things: list[Thing]) -> str:
    page = paged(about(visible_to(me()), things))
    return render_template(
        template,
        page=page,
        stories=tell(page.items, order(me()), things),
        people=_people(page.items),
        name=title,
        back=back,
        clocks=clocks,
        sides=SIDE_WORDS,
    )


def _parts(kind: type[Base], query: Select[int]) -> list[Thing]:
    return [(kind.__tablename__, key) for key in session.scalars(query)]


@audit.get("/campaigns/<id:campaign>", allow=read_history, see=see_campaign)
def campaign(campaign: Campaign) -> str:
    back = url_for("campaigns.show", campaign=campaign.id)
    return _history("audit/campaign.html", name_of(campaign), back, [("campaigns", campaign.id)])


@audit.get("/tracks/<id:track>", allow=read_history, see=see_track)
def track(track: Track) -> str:
    back = url_for("campaigns.show", campaign=track.campaign_id)
    return _history("audit/track.html", name_of(track), back, [("tracks", track.id)])


@audit.get("/materials/<id:material>", allow=read_history, see=see_material)
def material(material: Material) -> str:
    things = _parts(Version, select(Version.id).where(Version.material_id == material.id))
    back = url_for("materials.show", material=material.id)
    return _history("audit/material.html", name_of(material), back, [("materials", material.id), *things])


@audit.get("/versions/<id:version>", allow=read_history, see=see_version)
def version(version: Version) -> str:
    back = url_for("materials.version", version=version.id)
    return _history("audit/version.html", name_of(version), back, [("versions", version.id)])


@audit.get("/activities/<id:activity>", allow=read_history, see=see_activity)
def activity(activity: Activity) -> str:
    dates = _parts(Occurrence, select(Occurrence.id).where(Occurrence.activity_id == activity.id))
    back = url_for("schedule.show", activity=activity.id)
    return _history("audit/activity.html", name_of(activity), back, [("activities", activity.id), *dates])


@audit.get("/facts/<id:fact>", allow=read_history, see=see_fact)
def fact(fact: Fact) -> str:
    things = _parts(FactVersion, select(FactVersion.id).where(FactVersion.fact_id == fact.id))
    back = url_for("facts.show", fact=fact.id)
    return _history("audit/fact.html", name_of(fact), back, [("facts", fact.id), *things])


@audit.get("/editions/<id:edition>", allow=read_history, see=see_edition)
def edition(edition: Edition) -> str:
    back = url_for("flyers.edition", edition=edition.id)
    return _history("audit/edition.html", name_of(edition), back, [("editions", edition.id)])


@audit.get("/holds/<id:hold>", allow=read_history, see=see_hold)
def hold(hold: Hold) -> str:
    return _history("audit/hold.html", name_of(hold), url_for("holds.index"), [("holds", hold.id)])


@audit.get("/organizations/<id:organization>", allow=read_history, see=see_organization_history)
def organization(organization: Organization) -> str:
    back = url_for("partners.show", organization=organization.id) if see_organization(me(), organization) else ""
    return _history("audit/organization.html", name_of(organization), back, [("organizations", organization.id)])


@audit.get("/people/<id:person>", allow=read_history, see=see_person_history)
def person(person: User) -> str:
    back = url_for("people.show", person=person.id) if see_person(me(), person) else ""
    return _history("audit/person.html", name_of(person), back, [("users", person.id)])
