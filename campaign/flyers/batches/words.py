"""The states of a table's cells in words, and a finding as short as a cell."""

from collections.abc import Sequence

from campaign.flyers.press import describe, where_words
from campaign.i18n import _, _l
from campaign.paper.errors import Finding

STATES = {
    "fits": _l("Fits"),
    "ready": _l("Prepared and right"),
    "stale": _l("To be prepared again"),
    "misfit": _l("Does not fit"),
    "no_helpline": _l("No cleared helpline"),
    "not_offered": _l("Not offered in this layout"),
    "on_hold": _l("On hold"),
    "not_in_force": _l("Not in force there"),
}
BADGES = {
    "fits": ("good", "check_circle"),
    "ready": ("good", "print"),
    "stale": ("waiting", "autorenew"),
    "misfit": ("warm", "warning"),
    "no_helpline": ("bad", "error"),
    "not_offered": ("mute", "remove"),
    "on_hold": ("warm", "do_not_disturb"),
    "not_in_force": ("mute", "lock"),
}


def brief(found: Sequence[Finding]) -> str:
    """The worst of them, in which slot and by how much, and how many there are beside it."""
    worst = max(found, key=lambda finding: finding.over_mm)
    more = len(found) - 1
    return f"{_said(worst)} {_('and %(n)s more', n=more)}" if more else _said(worst)


def _said(finding: Finding) -> str:
    if finding.kind in ("width", "height"):
        return _("%(where)s: %(mm)s mm too long.", where=where_words(finding), mm=f"{finding.over_mm:.1f}")
    return describe(finding)
