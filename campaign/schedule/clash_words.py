"""What a clash says, in the language being written."""

from typing import Any

from campaign.accounts.models import country_phrase
from campaign.i18n import _, _l, fmt_date
from campaign.schedule.conflicts import Clash, ClashKind, Severity, said_title

SEVERITIES: dict[Severity, Any] = {
    Severity.hint: _l("Good to know"),
    Severity.clash: _l("Clash"),
    Severity.blocks: _l("Not to be confirmed"),
}
BADGES = {Severity.hint: "mute", Severity.clash: "warm", Severity.blocks: "bad"}
ICONS = {Severity.hint: "info", Severity.clash: "warning", Severity.blocks: "report"}


def said(clash: Clash) -> str:
    """One sentence; the other activity and the dates stand beside it."""
    if clash.with_another:
        return _met(clash)
    if clash.period:
        return _period(clash)
    words = {
        ClashKind.holiday: _holiday,
        ClashKind.track: _track,
        ClashKind.material: _material,
        ClashKind.material_ends: _material,
    }
    return words[clash.kind](clash)


def _met(clash: Clash) -> str:
    words = {
        ClashKind.place: _("At the same time something else is planned at %(name)s.", name=clash.name),
        ClashKind.person: _("At the same time %(name)s answers for something else.", name=clash.name),
        ClashKind.host: _("At the same time %(name)s is host of something else.", name=clash.name),
    }
    return words[clash.kind]


def _holiday(clash: Clash) -> str:
    said = {"where": clash.name or country_phrase(clash.side), "title": said_title(clash.title)}
    if clash.is_observed:
        return _("Day off in %(where)s for a holiday that falls on a weekend: %(title)s.", **said)
    return _("Public holiday in %(where)s: %(title)s.", **said)


def _period(clash: Clash) -> str:
    said = {"where": clash.name, "title": said_title(clash.title)}
    words = {
        ClashKind.school_term: _("School term in %(where)s: %(title)s.", **said),
        ClashKind.school_break: _("School holidays in %(where)s: %(title)s.", **said),
        ClashKind.holiday: _("Public holiday in %(where)s: %(title)s.", **said),
    }
    if clash.kind in words:
        return words[clash.kind]
    if clash.exception:
        return _("Electoral blackout in %(where)s, with a written exception: %(title)s.", **said)
    return _("Electoral blackout in %(where)s: %(title)s. It is not confirmed without a written exception.", **said)


def _track(clash: Clash) -> str:
    return _("Outside the days of the track of %(country)s.", country=country_phrase(clash.side))


def _material(clash: Clash) -> str:
    said = {"what": f"{clash.name} {said_title(clash.title)}", "country": country_phrase(clash.side)}
    if clash.kind is ClashKind.material:
        return _("Copies are wanted of %(what)s, which is not in force in %(country)s.", **said)
    return _("Copies are wanted of %(what)s, which leaves force on %(date)s.", date=fmt_date(clash.until), **said)
