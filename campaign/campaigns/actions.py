"""Planning together: a campaign's common half, its regions, and what each side's track holds; steps are in moves.py."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date, datetime

from sqlalchemy import select

from campaign.accounts.models import User
from campaign.campaigns.models import Campaign, CampaignKind, CampaignRegion, Track, TrackState, region_keys
from campaign.campaigns.moves import closed_because, current_tracks, deciding, derive, hold, tell_reopened
from campaign.db import Bilingual, Side, lock_row, plain, session
from campaign.errors import Difference, NotAllowed, Overtaken, Refused, Stale
from campaign.i18n import _, fmt_date
from campaign.partners.models import Organization
from campaign.regions.models import Region


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


def create(brief: Brief, kind: CampaignKind, by: User, at: datetime) -> Campaign:
    """Begin a campaign with a track for each side that it concerns; only the own side sees it until it is proposed."""
    if by.side is None:
        raise NotAllowed(_("A campaign is begun by a side."))
    campaign = Campaign(
        kind=kind,
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
    sides = [by.side] if kind is CampaignKind.national else list(Side)
    session.add_all(Track(campaign_id=campaign.id, side=side, state=TrackState.draft) for side in sides)
    session.flush()
    return campaign


def share(campaign: Campaign, at: datetime) -> None:
    """Let the other side read a national campaign; it stays the own side's to write, and is not taken back."""
    if campaign.kind is not CampaignKind.national:
        raise Refused(_("The other country sees this campaign when your track is proposed."))
    campaign.show(at)


def edit(campaign: Campaign, brief: Brief, opened: int, by: User, at: datetime) -> None:
    """Change the common half; what a side had proposed or agreed is open again, because it agreed to other words."""
    lock_row(campaign)
    tracks = current_tracks(campaign)
    if closed := closed_because(tracks, by.side):
        raise Overtaken(closed)
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
    _reopen(campaign, tracks, by, at)


def _reopen(campaign: Campaign, tracks: Iterable[Track], by: User | None, at: datetime) -> None:
    """A side that did not make the change itself is told that its track is a draft again."""
    for track in tracks:
        if track.state in (TrackState.proposed, TrackState.agreed):
            track.state, track.agreed_at, track.agreed_by_id = TrackState.draft, None, None
            track.moved_at, track.moved_by_id = at, by.id if by else None
            if by is None or by.side is not track.side:
                tell_reopened(track, at)
    derive(campaign)


def _differences(campaign: Campaign, brief: Brief) -> list[Difference]:
    labels = {"title": _("Title"), "aim": _("Aim"), "audience": _("Audience"), "message": _("Message")}
    languages = {"en": _("English"), "es": _("Spanish")}
    return [
        Difference(name, f"{labels[name[:-3]]} · {languages[name[-2:]]}", getattr(campaign, name), value)
        for name, value in asdict(brief).items()
        if getattr(campaign, name) != value
    ]


def edit_track(
    track: Track,
    lead_id: int | None,
    starts_on: date | None,
    ends_on: date | None,
    budget: int | None,
    opened: int,
    at: datetime,
) -> None:
    """Change one side's half. Dates may be missing in a draft; a proposal that is changed is a draft again."""
    lead = session.get(Organization, lead_id) if lead_id else None
    hold(track)
    if track.state not in (TrackState.draft, TrackState.proposed):
        raise Overtaken(_("This track is past its proposal; its lead, dates and budget are closed to changes."))
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
    if lead is not None and not lead.is_open and lead_id != track.lead_id:
        raise Refused(_("This organization is not open any more. Choose another one."))
    if (track.lead_id, track.starts_on, track.ends_on, track.budget) == (lead_id, starts_on, ends_on, budget):
        return
    track.lead_id, track.lead = lead_id, lead
    track.starts_on, track.ends_on, track.budget = starts_on, ends_on, budget
    if track.state is TrackState.proposed:
        track.state, track.moved_at = TrackState.draft, at
        derive(track.campaign)


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


def set_regions(campaign: Campaign, keys: Iterable[str], opened: int, by: User, at: datetime) -> None:
    """Replace the target regions; unknown keys are refused by name and nothing changes."""
    wanted = set(keys)
    lock_row(campaign)
    _know(campaign, wanted)
    before = set(session.scalars(region_keys(campaign.id)))
    tracks = deciding(campaign, current_tracks(campaign), {Side(key[:2]) for key in before ^ wanted})
    if before != wanted and (closed := closed_because(tracks, by.side)):
        raise Overtaken(closed)
    if opened != campaign.row_version:
        raise Stale(
            _("Someone else changed the regions. Your choice is safe below; compare and choose."),
            [Difference("regions", _("Target regions"), _names(before), _names(wanted))],
            campaign.row_version,
        )
    for key in before - wanted:
        session.delete(session.get_one(CampaignRegion, (campaign.id, key)))
    session.add_all(CampaignRegion(campaign_id=campaign.id, region_key=key) for key in sorted(wanted - before))
    if before != wanted:
        campaign.edits += 1
        _reopen(campaign, tracks, by, at)


def _know(campaign: Campaign, keys: set[str]) -> None:
    """Regions that exist, and in a national campaign only those of its own country."""
    if unknown := sorted(keys - set(session.scalars(select(Region.key)))):
        raise Refused(_("There is no region %(keys)s.", keys=", ".join(key[:20] for key in unknown[:5])))
    if campaign.kind is CampaignKind.national and not all(key.startswith(campaign.side.value) for key in keys):
        raise Refused(_("A national campaign is for regions of its own country only. Leave the others out."))


def _names(keys: set[str]) -> str:
    """ "El Paso County, Texas (US-48141)", one a line; a key that names nothing stands for itself."""
    names = {region.key: f"{region.full_name} ({region.key})" for region in session.scalars(select(Region))}
    return "\n".join(sorted(names.get(key, key[:20]) for key in keys))
