"""Naming the blocks that are wrong, and clearing what corrects them; who decides, and on what, stays as it is."""

import json
from collections.abc import Sequence
from datetime import datetime

from campaign.accounts.models import User
from campaign.clearance import actions as clearance
from campaign.clearance.actions import Statement
from campaign.db import session
from campaign.errors import NotAllowed, Overtaken, Refused
from campaign.holds import actions
from campaign.holds.actions import Subject
from campaign.holds.corrections.models import NamedBlocks, corrected_by
from campaign.holds.models import Hold
from campaign.i18n import _
from campaign.materials.models import Material, Version, VersionState
from campaign.permissions import lift_hold


def place(
    subject: Subject, reason: str, version: Version | None, places: Sequence[int], by: User, at: datetime
) -> list[Hold]:
    """Stop it, and name the blocks of the version in force that are wrong, if the reason is one of words."""
    holds = actions.place(subject, reason, by, at)
    if places:
        _is_in(version, subject, places)
        assert version is not None
        session.add_all(NamedBlocks(hold_id=one.id, version_id=version.id, places=sorted(places)) for one in holds)
        session.flush()
    return holds


def _is_in(version: Version | None, subject: Subject, places: Sequence[int]) -> None:
    if version is None or not isinstance(subject, Material) or version.material_id != subject.id:
        raise Refused(_("Only a text that is in force has blocks to name."))
    if not set(places) <= set(range(1, len(json.loads(version.content)["blocks"]) + 1)):
        raise Refused(_("One of the blocks that you named is not in this text. Open the page again."))


def clear(version: Version, statement: Statement, fingerprint: str, does_lift: bool, by: User, at: datetime) -> None:
    """One country's yes to a version that changes only what a hold names, by the rules of every decision. The key that
    brings it into force may lift the own country's hold in the same act; an earlier one may not, since the wrong text
    would be let go with it."""
    named = corrected_by(version)
    if not named:
        raise Overtaken(_("This version is not only a correction, or the hold was lifted. Decide on the whole of it."))
    clearance.clear(version, statement, fingerprint, by, at)
    if does_lift:
        if version.state is not VersionState.in_force:
            raise NotAllowed(_("The hold is lifted when both countries have cleared the correction, not before."))
        for hold in [one.hold for one in named if one.hold.lifted_at is None and lift_hold(by, one.hold)]:
            actions.lift(hold, _("Corrected in version %(n)s.", n=version.n), by, at)
