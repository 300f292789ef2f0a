"""Addresses at the end of letters that stop letters, as the samples of the house need them."""

from campaign.accounts import doors
from campaign.accounts.digest import DIGEST
from campaign.clock import now
from campaign.mail import links
from campaign.mail.kinds import NoticeKind


def links_off(endpoint: str, person: int) -> dict[str, dict[str, str]]:
    key, day, kind = doors.config().secret_key, now().date(), NoticeKind.schedule
    if endpoint == "accounts.digest_off":
        return {"open": {"token": links.made(DIGEST, person, day, key)}}
    return {"open": {"kind": kind.value, "token": links.made(links.of_kind(kind), person, day, key)}}
