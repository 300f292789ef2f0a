"""What a campaign still lacks before a side can propose its half; it lists and never decides."""

from collections.abc import Iterable
from dataclasses import dataclass

from campaign.campaigns.models import Campaign, Track
from campaign.db import Bilingual, Side
from campaign.i18n import _


@dataclass(frozen=True)
class Check:
    """One thing that must be there; `side` is None for what both sides share, `page` and `field` say where it is
    mended."""

    words: str
    is_ready: bool
    page: str
    side: Side | None = None
    detail: str = ""
    field: str = ""

    @property
    def label(self) -> str:
        return self.words[:1].upper() + self.words[1:]


def of_brief(campaign: Campaign) -> list[Check]:
    """The common half is complete when each of its texts stands in both languages."""
    pairs = {
        "title": (campaign.title, _("title in both languages")),
        "aim": (campaign.aim, _("aim in both languages")),
        "audience": (campaign.audience, _("audience in both languages")),
        "message": (campaign.message, _("message in both languages")),
    }
    return [
        Check(words, pair.is_complete, "edit", detail=_missing_language(pair), field=f"{name}_{_empty(pair)}")
        for name, (pair, words) in pairs.items()
    ]


def _empty(pair: Bilingual) -> str:
    """The language that is still to be written; where both are, the reader's own is as good as the other."""
    return "es" if pair.en.strip() and not pair.es.strip() else "en"


def _missing_language(pair: Bilingual) -> str:
    if pair.is_complete:
        return ""
    if not pair.en and not pair.es:
        return str(_("Both languages are missing"))
    return str(_("English is missing") if not pair.en else _("Spanish is missing"))


def of_track(track: Track, keys: Iterable[str]) -> list[Check]:
    """A side's half is complete with its lead organization, its dates, and regions of its own."""
    has_regions = any(key.startswith(track.side.value) for key in keys)
    has_dates = track.starts_on is not None and track.ends_on is not None
    return [
        Check(_("lead organization"), track.lead_id is not None, "edit_track", track.side, field="lead"),
        Check(
            _("start and end date"),
            has_dates,
            "edit_track",
            track.side,
            field="ends_on" if track.starts_on else "starts_on",
        ),
        Check(_("target regions of this side"), has_regions, "regions", track.side),
    ]
