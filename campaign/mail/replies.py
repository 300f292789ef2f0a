"""Answers to our letters: a letter about a comment has an address of its own, to which nobody else was written.

`CAMPAIGN_REPLY_TO` says how it looks (`answers+{letter}@health.example`); without that nobody answers by mail.
"""

import hmac
import re
from collections.abc import Iterable
from hashlib import sha256

from campaign.config import Config
from campaign.db import session
from campaign.mail.models import Letter

ABOUT_A_COMMENT = re.compile(r"/materials/\d+/comments#comment-(\d+)")
NAME = "Campaña · Campaign"  # of the sender
ABOVE = f"– – –  {NAME}  – – –"  # the first line of a letter that may be answered
SEAL = 20  # letters of it; with the number it stays below the 64 that a local part may have


def reply_address(letter: Letter, config: Config) -> str:
    """Where an answer to this letter goes; '' where none is taken."""
    if not config.reply_to or not ABOUT_A_COMMENT.fullmatch(letter.notice.path):
        return ""
    return config.reply_to.replace("{letter}", f"{letter.id}-{_seal(letter.id, config.secret_key)}")


def comment_of(letter: Letter) -> int:
    """The number of the comment that the letter told of."""
    found = ABOUT_A_COMMENT.fullmatch(letter.notice.path)
    assert found is not None, "only a letter about a comment has an address for answers"
    return int(found[1])


def answered_letter(addresses: Iterable[str], config: Config) -> Letter | None:
    """The letter to whose address something was written; None where none of these is an address of ours."""
    if not config.reply_to:
        return None
    before, _mark, after = config.reply_to.lower().partition("{letter}")
    ours = re.compile(rf"{re.escape(before)}(\d{{1,18}})-([0-9a-f]{{{SEAL}}}){re.escape(after)}")
    for one in addresses:
        found = ours.fullmatch(one.strip().lower())
        if found and hmac.compare_digest(found[2], _seal(int(found[1]), config.secret_key)):
            return session.get(Letter, int(found[1]))
    return None


def _seal(number: int, key: bytes) -> str:
    return hmac.new(key, f"answer to letter:{number}".encode(), sha256).hexdigest()[:SEAL]
