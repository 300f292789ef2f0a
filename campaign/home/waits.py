"""Which things wait for whom: for an official of a side, and for a partner, list by list, as the rules of each feature
show them. Whose turn it is follows from states alone; nobody is asked to say so.

`me` (the reader's number), `author` (the same as a list of authors holds it), `today` (by the reader's calendar) and
`seat_day` (by that of the own capital) are bound when it is asked.
"""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Date,
    Select,
    and_,
    bindparam,
    case,
    func,
    literal_column,
    or_,
    select,
)
from sqlalchemy.orm import aliased

from campaign.accounts.models import User
from campaign.campaigns.models import Campaign, Track, TrackState
from campaign.campaigns.models import visible_to as campaigns_visible_to
from campaign.campaigns.tasks.models import Task
from campaign.campaigns.tasks.models import visible_to as tasks_visible_to
from campaign.clearance.models import Clearance, ClearanceDocument, Decision
from campaign.db import Side, built_for_alike
from campaign.facts.models import FactState, FactVersion
from campaign.facts.models import waiting_for as facts_waiting_for
from campaign.flyers.models import Edition
from campaign.flyers.stock.models import replaced_at, undecided
from campaign.holds.models import Hold
from campaign.holds.models import visible_to as holds_visible_to
from campaign.home.board import Kind, Turn, Waiting
from campaign.home.review_waits import ME, decidable_since, is_in, is_my_step
from campaign.materials.comments.models import Audience, Comment
from campaign.materials.lists import waiting_for
from campaign.materials.models import Material, Version, VersionState
from campaign.materials.models import visible_to as materials_visible_to
from campaign.partners.models import PUBLIC_BODIES, Organization
from campaign.permissions import read_clearances
from campaign.reviews.models import Step, decidable, open_steps
from campaign.schedule.models import Activity, ActivityState, Occurrence
from campaign.schedule.reports.models import is_owner, unreported
from campaign.uploads.models import Delivery, DeliveryState
from campaign.uploads.models import waiting_for as deliveries_waiting_for

SENT_BACK = (VersionState.changes_requested, VersionState.refused)
_is_partners = Organization.kind.not_in(PUBLIC_BODIES)
_has_no_notice = Material.notice == literal_column("''")  # as the index has it
Lists = Iterator[Waiting]


@built_for_alike
def waits_of(reader: User) -> tuple[Waiting, ...]:
    """All that waits around whoever has these roles, this side and this organization."""
    if reader.side is None:
        return ()
    if read_clearances(reader):
        return tuple(_of_official(reader, reader.side))
    return tuple(_of_partner(reader, reader.side)) if reader.is_partner else ()


def _of_official(reader: User, side: Side) -> Lists:
    yield from _versions(reader, side)
    yield from _steps(reader, side)
    yield from _facts(reader, side)
    yield from _texts(reader, side)
    yield from _texts_there(side.opposite)
    yield from _tracks(reader, side)
    yield from _tasks(reader, side)
    yield from _deliveries(reader, side)
    yield from _comments(reader, side)
    yield from _documents(reader, side)
    yield from _stock(reader, side)
    yield from _holds(reader, side)
    yield from _reports(reader, side)
    yield from _activities(reader, side)


def _version(turn: Turn, query: Select[Version], since: Any = Version.submitted_at) -> Waiting:
    return Waiting(Kind.versions, turn, query, Version.id, since, campaign=Material.campaign_id)


def _versions(reader: User, side: Side) -> Lists:
    """Sent, and the key of that country is not turned yet. What waits for steps of the own side waits for none of its
    signatories, and nobody decides on the own words or after an own review (law 2); how far the other country is with
    its steps is its own (law 7)."""
    here, there = decidable(side, is_yes=False).join(Version.material), waiting_for(side.opposite)
    since, took_part = decidable_since(side), or_(is_in(Version.author_ids), is_in(Version.reviewer_ids))
    if reader.is_signatory:
        yield _version(Turn.mine, here.where(~took_part), since)
    yield _version(Turn.others, here.where(took_part) if reader.is_signatory else here, since)
    yield _version(Turn.theirs, there.join(Version.material))


def _steps(reader: User, side: Side) -> Lists:
    """Steps of the own side's reviews wait for whoever may take them."""

    def waiting(turn: Turn, query: Select[Step]) -> Waiting:
        return Waiting(Kind.steps, turn, query, Step.id, Step.opened_at, Step.due_on, Material.campaign_id)

    steps = open_steps(side)
    if reader.is_reviewer:
        yield waiting(Turn.mine, steps.where(is_my_step()))
    yield waiting(Turn.others, steps.where(~is_my_step()) if reader.is_reviewer else steps)


def _facts(reader: User, side: Side) -> Lists:
    """The same of facts, which belong to no campaign."""

    def waiting(turn: Turn, query: Select[FactVersion]) -> Waiting:
        return Waiting(Kind.facts, turn, query, FactVersion.id, since)

    since = func.coalesce(FactVersion.submitted_at, FactVersion.created_at)
    here, wrote = facts_waiting_for(side), is_in(FactVersion.author_ids)
    if reader.is_signatory:
        yield waiting(Turn.mine, here.where(~wrote))
    yield waiting(Turn.others, here.where(wrote) if reader.is_signatory else here)
    yield waiting(Turn.theirs, facts_waiting_for(side.opposite))


def _text(turn: Turn, query: Select[Material], is_sent_back: bool) -> Waiting:
    """An open draft; what was sent before and came back is told from what was never sent."""
    kind, found = (Kind.changes, ~_has_no_notice) if is_sent_back else (Kind.drafts, _has_no_notice)
    query = query.where(found)
    return Waiting(kind, turn, query, Material.id, Material.draft_since, campaign=Material.campaign_id)


def _texts(reader: User, side: Side) -> Lists:
    """Open texts of the own side: a planner writes on, but what a partner began waits for that partner."""
    own = select(Material).join(Material.organization).where(Material.side == side, Material.has_draft)
    for is_sent_back in (True, False):
        if reader.is_planner:
            yield _text(Turn.mine, own.where(~_is_partners), is_sent_back)
        yield _text(Turn.others, own.where(_is_partners) if reader.is_planner else own, is_sent_back)


def _texts_there(side: Side) -> Lists:
    """Of the other country only what it shared, and what both countries saw come back; no draft beside (law 7)."""
    newer = aliased(Version)
    is_replaced = select(newer.id).where(newer.material_id == Version.material_id, newer.n > Version.n).exists()
    decided = select(func.max(Clearance.decided_at)).where(Clearance.version_id == Version.id).scalar_subquery()
    since = func.coalesce(decided, Version.submitted_at)
    sent_back = select(Version).join(Version.material).where(Version.state.in_(SENT_BACK), ~is_replaced)
    sent_back = sent_back.where(Material.side == side, Material.country.is_(None))
    yield Waiting(Kind.changes, Turn.theirs, sent_back, Version.material_id, since, campaign=Material.campaign_id)
    shared = select(Material).where(Material.side == side, Material.has_draft, Material.is_shared)
    shared = shared.where(Material.notice.not_in(("changes", "refused")))  # these stand above already
    yield Waiting(Kind.drafts, Turn.theirs, shared, Material.id, Material.draft_since, campaign=Material.campaign_id)


def _later(one: Any, other: Any) -> Any:
    """The later of two moments; the first where the other is not known."""
    return case((other > one, other), else_=one)


def _tracks(reader: User, side: Side) -> Lists:
    """Halves of campaigns: a planner completes and proposes the own one, a signatory agrees to it. The other country's
    waits for it only once it sees the campaign: whoever was asked later is late from then on."""
    seen = campaigns_visible_to(reader).join(Track, Track.campaign_id == Campaign.id)
    shared = func.coalesce(Campaign.shared_at, Campaign.created_at)
    begun = case((Campaign.side == side, Campaign.created_at), else_=shared)

    def waiting(turn: Turn, *conditions: ColumnElement[bool]) -> Waiting:
        query, moved = seen.where(*conditions), func.coalesce(Track.moved_at, begun)
        since = _later(moved, shared) if turn is Turn.theirs else moved
        return Waiting(Kind.tracks, turn, query, Track.id, since, campaign=Track.campaign_id)

    for state, is_mine in ((TrackState.draft, reader.is_planner), (TrackState.proposed, reader.is_signatory)):
        yield waiting(Turn.mine if is_mine else Turn.others, Track.side == side, Track.state == state)
    is_open = Track.state.in_((TrackState.draft, TrackState.proposed))
    yield waiting(Turn.theirs, Track.side == side.opposite, is_open, Campaign.is_shared.is_(True))


def _tasks(reader: User, side: Side) -> Lists:
    """What is not ticked off yet: the own side's waits for whoever answers for it, the other's milestones for them."""
    owner, organization = (func.coalesce(column, 0) for column in (Task.owner_id, Task.organization_id))
    is_mine = or_(owner == ME, and_(owner == 0, organization == reader.organization_id))
    seen = tasks_visible_to(reader).where(Task.done_at.is_(None))

    def waiting(turn: Turn, *conditions: ColumnElement[bool]) -> Waiting:
        query = seen.where(*conditions)
        return Waiting(Kind.tasks, turn, query, Task.id, Task.created_at, Task.due_on, Task.campaign_id)

    yield waiting(Turn.mine, Task.side == side, is_mine)
    yield waiting(Turn.others, Task.side == side, ~is_mine)
    yield waiting(Turn.theirs, Task.side == side.opposite)


def _delivery(turn: Turn, query: Select[Delivery], since: Any, is_due: bool = True) -> Waiting:
    due = Delivery.answer_by if is_due else None
    return Waiting(Kind.deliveries, turn, query, Delivery.id, since, due, Delivery.campaign_id)


def _begun() -> Waiting:
    """A delivery that the reader opened and has not sent yet."""
    query = select(Delivery).where(Delivery.by_id == ME, Delivery.state == DeliveryState.open)
    return _delivery(Turn.mine, query, Delivery.opened_at, is_due=False)


def _deliveries(reader: User, side: Side) -> Lists:
    """What was handed in waits for a planner of the side."""
    turn = Turn.mine if reader.is_planner else Turn.others
    yield _delivery(turn, deliveries_waiting_for(side), Delivery.sent_at)
    if reader.is_planner:
        yield _begun()


# A thread of comments waits for whoever did not have the last word: the writers of the text, or the one who asked.
_answer = aliased(Comment)
_answers = (
    select(_answer).where(_answer.answers_id == Comment.id).order_by(_answer.id.desc()).limit(1).correlate(Comment)
)
_last_by = func.coalesce(_answers.with_only_columns(_answer.written_by_id).scalar_subquery(), Comment.written_by_id)
_last_at = func.coalesce(_answers.with_only_columns(_answer.written_at).scalar_subquery(), Comment.written_at)
_asks_writers = _last_by == Comment.written_by_id
_is_of_owner = User.organization_id == Material.organization_id  # the one who asked works where the text is written
_asks_partner = and_(_asks_writers, _is_partners, Comment.audience != Audience.side, ~_is_of_owner)
_turn_of = case((and_(_asks_writers, Comment.audience == Audience.both), Material.side), else_=Comment.side)


def _threads(reader: User, *conditions: ColumnElement[bool]) -> Select[Any]:
    """Open ones on materials that the reader sees."""
    query = materials_visible_to(reader).join(Comment, Comment.material_id == Material.id)
    query = query.join(Organization, Organization.id == Material.organization_id)
    query = query.join(User, User.id == Comment.written_by_id)
    return query.where(Comment.answers_id.is_(None), Comment.settled_at.is_(None), *conditions)


def _in_turn(threads: Select[Any], is_mine: ColumnElement[bool], side: Side) -> Lists:
    """What was a note of one side before waits for the other country from the moment on in which that could read it."""
    is_at_home = and_(Comment.side == side, Material.side == side)
    since = case((is_at_home, _last_at), else_=_later(_last_at, Comment.shared_at))

    def waiting(turn: Turn, *conditions: ColumnElement[bool]) -> Waiting:
        query = threads.where(*conditions)
        return Waiting(Kind.comments, turn, query, Comment.id, since, campaign=Material.campaign_id)

    yield waiting(Turn.mine, is_mine)
    yield waiting(Turn.others, _turn_of == side, ~is_mine)
    yield waiting(Turn.theirs, _turn_of == side.opposite, ~is_mine)


def _comments(reader: User, side: Side) -> Lists:
    """Who asked answers or settles; of a text of the own side its planners do, unless it is a partner's."""
    threads = _threads(reader, or_(Comment.side == side, Comment.audience == Audience.both))
    is_mine = and_(~_asks_writers, Comment.written_by_id == ME)
    if reader.is_planner:
        asked = and_(_asks_writers, ~_asks_partner, _turn_of == side, Comment.written_by_id != ME)
        is_mine = or_(is_mine, asked)
    yield from _in_turn(threads, is_mine, side)


def _documents(reader: User, side: Side) -> Lists:
    """Documents that were to follow a clearance, are overdue and were not entered (product §2): the clearance stands,
    both countries see what is missing. A later decision of the same country, or a text that is over, asks for none."""
    later = aliased(Clearance)
    is_it = or_(later.version_id == Clearance.version_id, later.fact_version_id == Clearance.fact_version_id)
    is_later = select(later.id).where(later.country == Clearance.country, later.n > Clearance.n, is_it).exists()
    lives = or_(
        Version.state.in_((VersionState.submitted, VersionState.in_force)),
        FactVersion.state.in_((FactState.submitted, FactState.in_force)),
    )
    late = select(Clearance).outerjoin(Version, Version.id == Clearance.version_id)
    late = late.outerjoin(FactVersion, FactVersion.id == Clearance.fact_version_id)
    late = late.outerjoin(Material, Material.id == Version.material_id)
    late = late.where(Clearance.document_due_on < bindparam("today", type_=Date), lives, ~is_later)
    is_there = select(ClearanceDocument.clearance_id).where(ClearanceDocument.clearance_id == Clearance.id).exists()
    late = late.where(Clearance.decision == Decision.cleared, ~is_there)

    def waiting(turn: Turn, query: Select[Clearance]) -> Waiting:
        due = Clearance.document_due_on
        return Waiting(Kind.documents, turn, query, Clearance.id, Clearance.decided_at, due, Material.campaign_id)

    yield waiting(Turn.mine if reader.is_signatory else Turn.others, late.where(Clearance.country == side))
    yield waiting(Turn.theirs, late.where(Clearance.country == side.opposite, Material.country.is_(None)))


def _stock(reader: User, side: Side) -> Lists:
    """Copies of a replaced version wait for a word of each country; a national one is that country's alone to ask."""
    day = bindparam("today", type_=Date)

    def waiting(turn: Turn, query: Select[Version]) -> Waiting:
        return Waiting(Kind.stock, turn, query, Version.id, replaced_at(), campaign=Material.campaign_id)

    decides = reader.is_planner or reader.is_signatory
    yield waiting(Turn.mine if decides else Turn.others, undecided(side, day))
    yield waiting(Turn.theirs, undecided(side.opposite, day).where(Material.country.is_(None)))


def _holds(reader: User, side: Side) -> Lists:
    """A stop waits for a signatory of the country where it stands; no date lets it go."""
    standing = holds_visible_to(reader).where(Hold.lifted_at.is_(None))
    item, sheet, version = aliased(Material), aliased(Edition), aliased(Version)
    of_item = select(item.campaign_id).where(item.id == Hold.material_id).scalar_subquery()
    of_sheet = select(item.campaign_id).join(version, version.material_id == item.id)
    of_sheet = of_sheet.join(sheet, sheet.version_id == version.id).where(sheet.id == Hold.edition_id)
    campaign = func.coalesce(of_item, of_sheet.scalar_subquery())
    for country, turn in ((side, Turn.mine if reader.is_signatory else Turn.others), (side.opposite, Turn.theirs)):
        query = standing.where(Hold.country == country)
        yield Waiting(Kind.holds, turn, query, Hold.id, Hold.placed_at, campaign=campaign)


def _report(turn: Turn, side: Side, *conditions: ColumnElement[bool]) -> Waiting:
    """Dates that were over before today; the day by which it is due follows from the place's wall (lines.py)."""
    over = Occurrence.ends_on < bindparam("today", type_=Date)
    query = unreported(side).join(Campaign, Campaign.id == Activity.campaign_id).where(over, *conditions)
    return Waiting(Kind.reports, turn, query, Occurrence.id, Occurrence.ends_at, campaign=Activity.campaign_id)


def _reports(reader: User, side: Side) -> Lists:
    """Whoever answers for a half reports on it; where nobody is named, the partner that wrote it, else a planner."""
    person = Activity.person_us_id if side is Side.US else Activity.person_mx_id
    wrote = select(Organization.id).where(Organization.id == Activity.owner_id, _is_partners).exists()
    is_mine = or_(person == ME, and_(person.is_(None), ~wrote))
    seen = or_(Campaign.is_shared, Campaign.side == side)
    if reader.is_planner:
        yield _report(Turn.mine, side, seen, is_mine)
        yield _report(Turn.others, side, seen, ~func.coalesce(is_mine, literal_column("false")))
    else:
        yield _report(Turn.others, side, seen)
    yield _report(Turn.theirs, side.opposite, Campaign.is_shared.is_(True))


def _activities(reader: User, side: Side) -> Lists:
    """A joint activity lacks the word of a side; it waits for its planners since the other one said yes."""
    said = {Side.US: Activity.confirmed_us_at, Side.MX: Activity.confirmed_mx_at}
    seen = select(Activity).join(Campaign, Campaign.id == Activity.campaign_id)
    seen = seen.where(Activity.is_joint, Activity.state == ActivityState.planned)

    def waiting(turn: Turn, of: Side, *conditions: ColumnElement[bool]) -> Waiting:
        query = seen.where(said[of].is_(None), *conditions)
        since = _later(func.coalesce(said[of.opposite], Activity.created_at), Campaign.shared_at)
        return Waiting(Kind.activities, turn, query, Activity.id, since, Activity.starts_on, Activity.campaign_id)

    yield waiting(Turn.mine if reader.is_planner else Turn.others, side, or_(Campaign.is_shared, Campaign.side == side))
    yield waiting(Turn.theirs, side.opposite, Campaign.is_shared.is_(True))


def _of_partner(reader: User, side: Side) -> Lists:
    """Of the own organization alone: what its people write and answer, and who has what they sent."""
    yield from _tasks(reader, side)
    is_own = Material.organization_id == reader.organization_id
    for country, turn in ((side, Turn.others), (side.opposite, Turn.theirs)):
        yield _version(turn, waiting_for(country).join(Version.material).where(is_own))
    own = select(Material).where(is_own, Material.has_draft)
    for is_sent_back in (True, False):
        yield _text(Turn.mine, own, is_sent_back)
    yield _begun()
    handed_in = select(Delivery).where(Delivery.organization_id == reader.organization_id)
    yield _delivery(Turn.others, handed_in.where(Delivery.state == DeliveryState.sent), Delivery.sent_at)
    meant = or_(Comment.audience == Audience.both, and_(Comment.side == side, Comment.audience == Audience.owner))
    is_mine = or_(_asks_partner, and_(~_asks_writers, _is_of_owner))
    yield from _in_turn(_threads(reader, is_own, meant), is_mine, side)
    yield _report(Turn.mine, side, is_owner(reader.organization_id, side))
