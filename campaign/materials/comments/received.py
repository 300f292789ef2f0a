"""What somebody wrote back to a letter about a comment: whose words they are, and where they end.

Whoever receives mail receives whatever strangers send. So headers are read as plain text, of the parts only the first
plain one, and of that only what stands above our own letter.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from email import message_from_bytes
from email.message import Message
from email.utils import getaddresses
from hashlib import sha256

from campaign.forms import clean
from campaign.mail.replies import ABOVE, NAME

MOST_BYTES = 2 * 1024 * 1024  # of a letter; what is attached is not kept
MOST_LETTERS = 20_000  # of its words that are looked at
_RECIPIENTS = ("delivered-to", "x-original-to", "to", "cc")
_BY_PROGRAMS = ("x-autoreply", "x-autorespond", "list-id", "list-unsubscribe")
_RULER = re.compile(r"[\s_\-–—*=]*")


@dataclass(frozen=True)
class Received:
    """A letter that came in. `words` are the sender's own, without what was quoted; '' where none are left."""

    digest: str  # of its number, so that the same letter twice is known
    sender: str
    recipients: Sequence[str]
    words: str
    is_automatic: bool


def read(raw: bytes, own_addresses: Sequence[str] = ()) -> Received:
    """`own_addresses`: ours, by which a mail program names the letter that it quotes."""
    message = message_from_bytes(raw)
    number = _header(message, "message-id").strip()
    senders = [one for _name, one in getaddresses([_header(message, "from")])]
    written_to = filter(None, (_header(message, name) for name in _RECIPIENTS))
    return Received(
        digest=sha256(number.encode("utf-8", "replace") if number else raw).hexdigest(),
        sender=senders[0].lower() if len(senders) == 1 else "",
        recipients=[one for header in written_to for _name, one in getaddresses([header])],
        words=own_words(_plain(message), own_addresses),
        is_automatic=_is_automatic(message),
    )


def _header(message: Message, name: str) -> str:
    return ", ".join(str(one) for one in message.get_all(name, []))


def _is_automatic(message: Message) -> bool:
    """An answer of a program (RFC 3834): nobody said it."""
    submitted = _header(message, "auto-submitted").strip().lower()
    is_bulk = _header(message, "precedence").strip().lower() in ("bulk", "junk", "list", "auto_reply")
    is_bounce = _header(message, "return-path").strip() == "<>" or message.get_content_type() == "multipart/report"
    return (
        bool(submitted and submitted != "no") or is_bulk or is_bounce or any(name in message for name in _BY_PROGRAMS)
    )


def _plain(message: Message) -> str:
    """The first plain text in it; '' where there is none."""
    for part in message.walk():
        if part.get_content_type() == "text/plain" and part.get_content_disposition() != "attachment":
            data = part.get_payload(decode=True)
            return _decoded(data, part.get_content_charset()) if isinstance(data, bytes) else ""
    return ""


def _decoded(data: bytes, charset: str | None) -> str:
    try:
        return data.decode(charset or "utf-8", "replace")
    except LookupError:  # a character set that nobody knows
        return data.decode("utf-8", "replace")


def own_words(text: str, own_addresses: Sequence[str] = ()) -> str:
    """What stands above our letter, without the line by which a mail program introduces it, and without a signature."""
    said: list[str] = []
    for line in clean(text[:MOST_LETTERS]).split("\n"):
        if ABOVE in line or line.lstrip().startswith(">") or line.rstrip() == "--":
            break
        if _names_us(line, own_addresses):
            said = _without_introduction(said)
            break
        said.append(line.rstrip())
    while said and (_RULER.fullmatch(said[-1]) or _is_heading(said[-1])):
        said.pop()
    return clean("\n".join(said))


def _names_us(line: str, own_addresses: Sequence[str]) -> bool:
    """ "On Sunday, Campaña · Campaign wrote:", or a block that begins with "De: Campaña · Campaign"."""
    return NAME in line or any(one and one in line.lower() for one in own_addresses)


def _without_introduction(said: list[str]) -> list[str]:
    """Lines without a blank one between them and the one that names us belong to it, if they are few."""
    blank = max((n for n, line in enumerate(said) if not line), default=-1)
    return said[: blank + 1] if len(said) - blank <= 3 else said


def _is_heading(line: str) -> bool:
    """The last line before what is quoted: "El dom, 29 nov 2026 a las 13:11," or "-----Mensaje original-----"."""
    return bool(
        re.fullmatch(r"(?:On|El) .{0,200}(?:wrote|escribió):?", line) or re.fullmatch(r"-{2,}[^-]{1,60}-{2,}", line)
    )
