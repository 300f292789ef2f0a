"""Keeping the profile of a press for the own side, and retiring it; the file lies in the store already."""

from datetime import datetime

from campaign.accounts.models import User
from campaign.db import lock_row, session
from campaign.errors import NotAllowed, Overtaken, Refused
from campaign.flyers.profiles.models import Profile, in_use
from campaign.i18n import _
from campaign.intake.verdict import Verdict
from campaign.permissions import keep_profile, keep_profiles

MOST = 50  # of one side in use: one choice on a page still shows them


def add(name: str, verdict: Verdict, sha256: str, by: User, at: datetime) -> Profile:
    """For the own side alone, under a name that none in use has."""
    if by.side is None or not keep_profiles(by):
        raise NotAllowed(_forbidden())
    there = session.scalars(in_use(by.side)).all()
    if name in [one.name for one in there]:
        raise Refused(_("Your side has a profile with this name. Choose another name, or retire that one first."))
    if len(there) >= MOST:
        raise Refused(_("Your side has %(most)s profiles in use. Retire one first.", most=MOST))
    made = Profile(
        side=by.side,
        name=name,
        description=verdict.facts["name"],
        sha256=sha256,
        size=verdict.size,
        added_by=by,
        added_at=at,
    )
    session.add(made)
    session.flush()
    return made


def retire(profile: Profile, by: User) -> None:
    """No new file is made with it; the row stays for the record."""
    if not keep_profile(by, profile):
        raise NotAllowed(_forbidden())
    lock_row(profile)
    if profile.is_retired:
        raise Overtaken(_("This profile was retired already."))
    profile.is_retired = True


def _forbidden() -> str:
    return _("Print staff and planners of a side look after the profiles of its presses.")
