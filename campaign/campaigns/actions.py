"""Planning together: a campaign's common half, its two tracks, its regions, and each side's yes."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date, datetime

from sqlalchemy import select

from campaign.accounts.models import User
from campaign.campaigns import readiness
from campaign.campaigns.models import (
    MOVES,
    Campaign,
    CampaignKind,
    CampaignRegion,
    Track,
    TrackState,
    region_keys,
    tracks_of,
)
from campaign.db import Bilingual, Side, lock_row, plain, session
from campaign.errors import Difference, NotAllowed, Refused, Stale
from campaign.i18n import _, fmt_date
from campaign.partners.models import Organization
from campaign.regions.models import Region

# The overall state is `active` if any track is, else the least advanced of those not cancelled (product §4).
ADVANCE = (
    TrackState.draft,
    TrackState.proposed,
    TrackState.agreed,
    TrackState.scheduled,
    TrackState.paused,
    TrackState.closed,
    TrackState.evaluated,
)


@dataclass(frozen=True)
class Brief:
    """The common half: what both sides say together, in both languages."""

    title_en: str
    title_es: str
    aim_en: str
    aim_es: str
    audience_en: str
    audience_es: str
    message_en: str
    message_es: str

    @property
    def pairs(self) -> dict[str, Bilingual]:
        return {
            "title": Bilingual(self.title_en, self.title_es),
            "aim": Bilingual(self.aim_en, self.aim_es),
            "audience": Bilingual(self.audience_en, self.audience_es),
            "message": Bilingual(self.message_en, self.message_es),
        }

    @property
    def search(self) -> str:
        return plain(f"{self.title_en} {self.title_es}")


def create(brief: Brief, by: User, at: datetime) -> Campaign:
    """Begin a joint campaign with a track for each side; only the own side sees it until it is proposed."""
    if by.side is None:
        raise NotAllowed(_("A campaign is begun by a side."))
    campaign = Campaign(
        kind=CampaignKind.joint,
        side=by.side,
        is_shared=False,
        state=TrackState.draft,
        search=brief.search,
        created_by_id=by.id,
        created_at=at,
        **brief.pairs,
    )
    session.add(campaign)
    session.flush()
    session.add_all(Track(campaign_id=campaign.id, side=side, state=TrackState.draft) for side in Side)
    session.flush()
    return campaign


def edit(campaign: Campaign, brief: Brief, opened: int) -> None:
    """Change the common half; what a side had proposed or agreed is open again, because it agreed to other words."""
    lock_row(campaign)
    if opened != campaign.row_version:
        raise Stale(
            _("Someone else changed this text. Yours is safe below; compare and choose."),
            _differences(campaign, brief),
            campaign.row_version,
        )
    changed = {name: pair for name, pair in brief.pairs.items() if getattr(campaign, name) != pair}
    if not changed:
        return
    for name, pair in changed.items():
        setattr(campaign, name, pair)
    campaign.search = brief.search
    _reopen(campaign)


def _reopen(campaign: Campaign) -> None:
    for track in session.scalars(tracks_of(campaign.id)):
        if track.state in (TrackState.proposed, TrackState.agreed):
            track.state, track.agreed_at, track.agreed_by_id = TrackState.draft, None, None
    _derive(campaign)


def _differences(campaign: Campaign, brief: Brief) -> list[Difference]:
    labels = {"title": _("Title"), "aim": _("Aim"), "audience": _("Audience"), "message": _("Message")}
    languages = {"en": _("English"), "es": _("Spanish")}
    return [
        Difference(name, f"{labels[name[:-3]]} · {languages[name[-2:]]}", getattr(campaign, name), value)
        for name, value in asdict(brief).items()
        if getattr(campaign, name) != value
    ]


def edit_track(
    track: Track, lead_id: int | None, starts_on: date | None, ends_on: date | None, budget: int | None, opened: int
) -> None:
    """Change one side's half. Dates may be missing in a draft; a proposal that is changed is a draft again."""
    lead = session.get(Organization, lead_id) if lead_id else None
    lock_row(track.campaign)  # always before its tracks, so that two savers never wait for each other
    lock_row(track)
    if opened != track.row_version:
        raise Stale(
            _("Someone else changed this track. Yours is safe below; compare and choose."),
            _track_differences(track, lead, starts_on, ends_on, budget),
            track.row_version,
        )
    if starts_on and ends_on and ends_on <= starts_on:
        raise Refused(_("The end must be after the start."))
    if lead_id and (lead is None or lead.country is not track.side):
        raise Refused(_("The lead organization of a track is one of its own country."))
    if (track.lead_id, track.starts_on, track.ends_on, track.budget) == (lead_id, starts_on, ends_on, budget):
        return
    track.lead_id, track.lead = lead_id, lead
    track.starts_on, track.ends_on, track.budget = starts_on, ends_on, budget
    if track.state is TrackState.proposed:
        track.state = TrackState.draft
        _derive(track.campaign)


def _track_differences(
    track: Track, lead: Organization | None, starts_on: date | None, ends_on: date | None, budget: int | None
) -> list[Difference]:
    rows = (
        Difference("lead", _("Lead organization"), track.lead.name if track.lead else "", lead.name if lead else ""),
        Difference("starts_on", _("Starts on"), fmt_date(track.starts_on), fmt_date(starts_on)),
        Difference("ends_on", _("Ends on"), fmt_date(track.ends_on), fmt_date(ends_on)),
        Difference("budget", _("Budget"), track.money(track.budget), track.money(budget)),
    )
    return [row for row in rows if row.theirs != row.yours]


def set_regions(campaign: Campaign, keys: Iterable[str], opened: int) -> None:
    """Replace the target regions; unknown keys are refused by name and nothing changes."""
    wanted = set(keys)
    lock_row(campaign)
    before = set(session.scalars(region_keys(campaign.id)))
    if opened != campaign.row_version:
        raise Stale(
            _("Someone else changed the regions. Your choice is safe below; compare and choose."),
            [Difference("regions", _("Target regions"), _names(before), _names(wanted))],
            campaign.row_version,
        )
    if unknown := sorted(wanted - set(session.scalars(select(Region.key)))):
        raise Refused(_("There is no region %(keys)s.", keys=", ".join(key[:20] for key in unknown[:5])))
    for key in before - wanted:
        session.delete(session.get_one(CampaignRegion, (campaign.id, key)))
    session.add_all(CampaignRegion(campaign_id=campaign.id, region_key=key) for key in sorted(wanted - before))
    if before != wanted:
        campaign.edits += 1
        _reopen(campaign)


def _names(keys: set[str]) -> str:
    """ "El Paso County, Texas (US-48141)", one a line; a key that names nothing stands for itself."""
    names = {region.key: f"{region.full_name} ({region.key})" for region in session.scalars(select(Region))}
    return "\n".join(sorted(names.get(key, key[:20]) for key in keys))


def propose(track: Track) -> None:
    """A side says: this is our half. From then on the other country sees the campaign."""
    _move(track, TrackState.proposed)
    campaign = track.campaign
    gaps = missing(track)
    if gaps:
        raise Refused(_("Before it can be proposed, these are missing: %(gaps)s.", gaps=", ".join(gaps)))
    track.state = TrackState.proposed
    campaign.is_shared = True
    _derive(campaign)


def missing(track: Track) -> list[str]:
    """What a side's half still lacks before it can be proposed, in words."""
    campaign = track.campaign
    keys = session.scalars(region_keys(campaign.id)).all()
    return [
        check.words for check in readiness.of_brief(campaign) + readiness.of_track(track, keys) if not check.is_ready
    ]


def take_back(track: Track) -> None:
    """A side withdraws what it proposed and nobody has agreed to; the other country still sees the campaign."""
    _move(track, TrackState.draft)
    track.state = TrackState.draft
    _derive(track.campaign)


def agree(track: Track, by: User, at: datetime, opened: int | None = None) -> None:
    """A signatory of the side says yes to its half as it was read; the other side's yes is its own."""
    if not by.is_signatory or by.side is not track.side:
        raise NotAllowed(_("Only a signatory of that side agrees for it."))
    _move(track, TrackState.agreed)
    if opened is not None and opened != track.row_version:
        raise Refused(_("The track was changed after you opened it. Read it again, then agree."))
    track.state, track.agreed_at, track.agreed_by_id = TrackState.agreed, at, by.id
    _derive(track.campaign)


def _move(track: Track, to: TrackState) -> None:
    if to not in MOVES.get(track.state, ()):
        raise Refused(_("This track cannot take that step now; reload the page to see where it stands."))


def _derive(campaign: Campaign) -> None:
    """Behind the campaign's own lock, so that two sides that move in the same second are both counted."""
    session.flush()
    session.scalar(select(Campaign.id).where(Campaign.id == campaign.id).with_for_update())
    campaign.state = overall(list(session.scalars(select(Track.state).where(Track.campaign_id == campaign.id))))


def overall(states: list[TrackState]) -> TrackState:
    """The campaign's state from its tracks'."""
    going = [state for state in states if state is not TrackState.cancelled]
    if not going:
        return TrackState.cancelled
    return TrackState.active if TrackState.active in going else min(going, key=ADVANCE.index)
