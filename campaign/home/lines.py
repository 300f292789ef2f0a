"""The rows of the board as people read them: what it is, what is to be done and by whom, and the very spot for it.

The page and the letter say the same words; each in the language that is being written, so none is chosen here.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Select, select
from sqlalchemy.orm import defaultload, defer, joinedload, lazyload

from campaign.accounts.models import User
from campaign.campaigns.models import Track
from campaign.campaigns.tasks.models import Task
from campaign.clearance.models import Clearance
from campaign.db import Bilingual, session
from campaign.facts.models import Fact, FactVersion
from campaign.holds import words as hold_words
from campaign.holds.models import Hold
from campaign.holds.models import visible_to as holds_visible_to
from campaign.home.board import Found, Kind, Turn
from campaign.home.turns import DELIVERIES, TO_DO, TRACKS, track_words
from campaign.i18n import _, _n, current, fmt_date
from campaign.materials.comments.models import Comment
from campaign.materials.lists import titles_only
from campaign.materials.models import Material, Version
from campaign.materials.words import notice_words, type_words
from campaign.reviews.models import Review, Step
from campaign.schedule.models import Activity, Occurrence
from campaign.schedule.reports.models import due_on
from campaign.uploads.models import Delivery

LONGEST = 90  # letters of a comment


@dataclass(frozen=True)
class Line:
    """One row. `keys` is what has two keys, where they are shown; `path` leads to where it is dealt with."""

    found: Found
    code: str
    title: Bilingual
    path: str
    todo: Any  # a sentence in the language of whoever reads it
    keys: Version | FactVersion | None = None
    detail: Callable[[], str] = str  # what else there is to say, in the language that is being written

    @property
    def name(self) -> str:
        return self.title.of(current()) or self.title.twin(current()) or self.code

    @property
    def is_own_language(self) -> bool:
        """Whether its title is written in the language that is being written."""
        return bool(self.title.of(current())) or not self.title.twin(current())

    def days(self, at: datetime, zone: str) -> int:
        """How many days it has waited, as the reader's calendar counts them."""
        there = ZoneInfo(zone)
        return max(0, (at.astimezone(there).date() - self.found.since.astimezone(there).date()).days)

    def is_late(self, on: date) -> bool:
        return self.found.due is not None and self.found.due < on


def age_words(days: int) -> str:
    """Since when it waits."""
    return _n("For %(num)d day", "For %(num)d days", days) if days else _("Since today")


def lines(found: Sequence[Found], reader: User) -> list[Line]:
    """In the same order, with one question for each kind that is among them. Whatever was settled between the two
    questions is left out."""
    ids: dict[Kind, list[int]] = defaultdict(list)
    for one in found:
        ids[one.kind].append(one.id)
    known = {kind: _things(kind, numbers, reader) for kind, numbers in ids.items()}
    held = hold_words.titles(hold.subject for hold in known.get(Kind.holds, {}).values())
    draw: dict[Kind, Callable[[Found, Any], Line]] = {**DRAWN, Kind.holds: partial(_of_hold, held=held)}
    draw[Kind.reports] = partial(_of_report, reader=reader)
    return [draw[one.kind](one, known[one.kind][one.id]) for one in found if one.id in known[one.kind]]


def _things(kind: Kind, ids: list[int], reader: User) -> Mapping[int, Any]:
    query = holds_visible_to(reader).where(Hold.id.in_(ids)) if kind is Kind.holds else _asked(kind, ids)
    return {thing.id: thing for thing in session.scalars(query).unique()}


def _asked(kind: Kind, ids: list[int]) -> Select[Any]:
    """No more than a row shows."""
    material = (lazyload(Material.organization), lazyload(Material.campaign), defer(Material.author_ids))
    if kind in (Kind.versions, Kind.stock):
        return select(Version).where(Version.id.in_(ids)).options(*titles_only())
    if kind is Kind.steps:
        people = (lazyload(Step.taken_by), lazyload(Step.decided_by))
        of_version = joinedload(Step.review).joinedload(Review.version)
        text = of_version.joinedload(Version.material).options(*material)
        return select(Step).where(Step.id.in_(ids)).options(*people, of_version.defer(Version.content), text)
    if kind is Kind.facts:
        return select(FactVersion).where(FactVersion.id.in_(ids))
    if kind in (Kind.changes, Kind.drafts):
        return select(Material).where(Material.id.in_(ids)).options(lazyload(Material.campaign))
    if kind is Kind.tracks:
        return select(Track).where(Track.id.in_(ids)).options(lazyload(Track.lead))
    if kind is Kind.tasks:
        return select(Task).where(Task.id.in_(ids)).options(lazyload(Task.owner), lazyload(Task.done_by))
    if kind is Kind.deliveries:
        unread = (lazyload(one) for one in (Delivery.campaign, Delivery.by, Delivery.decided_by, Delivery.link))
        return select(Delivery).where(Delivery.id.in_(ids)).options(*unread)
    if kind is Kind.comments:
        people = (defaultload(Comment.written_by).lazyload(User.organization), lazyload(Comment.settled_by))
        of_text = defaultload(Comment.material).options(*material)
        return select(Comment).where(Comment.id.in_(ids)).options(of_text, *people)
    if kind is Kind.reports:
        return (
            select(Occurrence)
            .where(Occurrence.id.in_(ids))
            .options(defaultload(Occurrence.activity).lazyload(Activity.campaign))
        )
    if kind is Kind.activities:
        return select(Activity).where(Activity.id.in_(ids)).options(lazyload(Activity.campaign))
    of_version = joinedload(Clearance.version).options(defer(Version.content))
    of_text = joinedload(Clearance.version).joinedload(Version.material).options(*material)
    of_fact = joinedload(Clearance.fact_version)
    return select(Clearance).where(Clearance.id.in_(ids)).options(of_version, of_text, of_fact, lazyload(Clearance.by))


def _todo(found: Found) -> Any:
    return TO_DO[found.kind][found.turn]


def _of_version(found: Found, version: Version) -> Line:
    material = version.material
    is_mine = found.turn is Turn.mine
    path = f"/clearance/versions/{version.id}" if is_mine else f"/materials/{material.id}"
    return Line(
        found, material.code, material.title, path, _todo(found), version, lambda: _text_words(material, version.n)
    )


def _of_stock(found: Found, version: Version) -> Line:
    material = version.material
    is_mine = found.turn is Turn.mine
    path = f"/flyers/versions/{version.id}/stock" if is_mine else f"/materials/versions/{version.id}"
    return Line(
        found, material.code, material.title, path, _todo(found), detail=lambda: _text_words(material, version.n)
    )


def _text_words(material: Material, n: int = 0) -> str:
    words = [type_words(material), *([_("version %(n)s", n=n)] if n else [])]
    return " · ".join(words)


def _of_step(found: Found, step: Step) -> Line:
    version, name = step.review.version, step.name
    material = version.material

    def detail() -> str:
        return f"{name.of(current()) or name.twin(current())} · {_text_words(material, version.n)}"

    return Line(found, material.code, material.title, f"/reviews/steps/{step.id}", _todo(found), detail=detail)


def _of_fact(found: Found, version: FactVersion) -> Line:
    path = f"/clearance/facts/{version.id}" if found.turn is Turn.mine else f"/facts/{version.fact_id}"
    return Line(found, version.fact.key, version.title, path, _todo(found), version, lambda: _("Fact"))


def _of_text(found: Found, material: Material) -> Line:
    """Of the other country's nothing is said but that it writes: why is its own (law 7)."""
    is_ours = found.turn is not Turn.theirs
    path = f"/materials/{material.id}" + ("/edit" if found.turn is Turn.mine else "")

    def detail() -> str:
        said = [_text_words(material), material.organization.name]
        return " · ".join([*said, notice_words(material.notice)] if is_ours and material.notice else said)

    return Line(found, material.code, material.title, path, _todo(found), detail=detail)


def _of_track(found: Found, track: Track) -> Line:
    campaign, todo = track.campaign, TRACKS.get(track.state, {}).get(found.turn, "")
    path = f"/campaigns/{campaign.id}#track-{track.side.value}"
    return Line(found, campaign.code, campaign.title, path, todo, detail=lambda: track_words(track.side))


def _of_task(found: Found, task: Task) -> Line:
    path = "/campaigns/tasks" if found.turn is Turn.mine else f"/campaigns/{task.campaign_id}/tasks"
    name = task.campaign.title

    def detail() -> str:
        return name.of(current()) or name.twin(current())

    return Line(found, task.campaign.code, task.title, path, _todo(found), detail=detail)


def _of_delivery(found: Found, delivery: Delivery) -> Line:
    name, path = delivery.organization.name, f"/uploads/{delivery.id}"
    todo = DELIVERIES.get(delivery.state, {}).get(found.turn, "")
    return Line(found, delivery.code, Bilingual(name, name), path, todo, detail=lambda: _("Delivery"))


def _of_comment(found: Found, comment: Comment) -> Line:
    material, path = comment.material, f"/materials/{comment.material_id}/comments#comment-{comment.id}"
    said = comment.text if len(comment.text) <= LONGEST else f"{comment.text[:LONGEST]} …"
    name = comment.written_by.name

    def detail() -> str:
        return _("%(name)s wrote: “%(said)s”", name=name, said=said)

    return Line(found, material.code, material.title, path, _todo(found), detail=detail)


def _of_document(found: Found, clearance: Clearance) -> Line:
    if clearance.fact_version is not None:
        version = clearance.fact_version
        code, title, path = version.fact.key, version.title, f"/facts/{version.fact_id}"
    else:
        assert clearance.version is not None, "the database says that there is one of the two"
        material = clearance.version.material
        code, title, path = material.code, material.title, f"/materials/{material.id}"
    path = f"/clearance/decisions/{clearance.id}/document" if found.turn is Turn.mine else path
    name = clearance.authority
    return Line(found, code, title, path, _todo(found), detail=lambda: _("Cleared by %(name)s", name=name))


def _of_hold(found: Found, hold: Hold, held: Mapping[Any, Bilingual]) -> Line:
    path = f"/holds/{hold.id}/lift" if found.turn is Turn.mine else _page_of(hold)
    subject, reason = hold.subject, hold.reason
    code = subject.key if isinstance(subject, Fact) else subject.code
    title = held[subject]
    return Line(found, code, title, path, _todo(found), detail=lambda: _("Reason: %(reason)s", reason=reason))


def _of_report(found: Found, occurrence: Occurrence, reader: User) -> Line:
    """Its day depends on the wall of the half that it is about."""
    activity, is_theirs = occurrence.activity, found.turn is Turn.theirs
    side = next(one for one in activity.sides if reader.side is None or (one is reader.side) is not is_theirs)
    found = found._replace(due=due_on(occurrence, side))
    path = f"/schedule/dates/{occurrence.id}/report" + ("" if found.turn is Turn.mine else "s")
    day = occurrence.starts_on
    return Line(found, activity.code, activity.title, path, _todo(found), detail=lambda: fmt_date(day))


def _of_activity(found: Found, activity: Activity) -> Line:
    day = activity.starts_on
    path = f"/schedule/{activity.id}"
    return Line(found, activity.code, activity.title, path, _todo(found), detail=lambda: fmt_date(day))


def _page_of(hold: Hold) -> str:
    if hold.edition is not None:
        return f"/flyers/editions/{hold.edition_id}"
    return f"/materials/{hold.material_id}" if hold.material is not None else f"/facts/{hold.fact_id}"


DRAWN: dict[Kind, Callable[[Found, Any], Line]] = {
    Kind.versions: _of_version,
    Kind.steps: _of_step,
    Kind.facts: _of_fact,
    Kind.changes: _of_text,
    Kind.drafts: _of_text,
    Kind.tracks: _of_track,
    Kind.tasks: _of_task,
    Kind.deliveries: _of_delivery,
    Kind.comments: _of_comment,
    Kind.documents: _of_document,
    Kind.stock: _of_stock,
    Kind.activities: _of_activity,
}
