"""Delivering letters by the carrier of this installation; a letter that has gone is marked, and never goes twice on
purpose.
"""

from collections.abc import Sequence
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime

from sqlalchemy import update

from campaign import db
from campaign.clock import now
from campaign.config import Config
from campaign.db import session
from campaign.i18n import _, _n, both
from campaign.jobs.work import Failed, Result, Work
from campaign.mail.addresses import one_line
from campaign.mail.carriers import Carrier, carrier_of, sender_of
from campaign.mail.kinds import Because, NoticeKind, reason
from campaign.mail.links import stops
from campaign.mail.models import Letter, Notice, PersonalLetter, unsent
from campaign.mail.replies import ABOVE, NAME, reply_address


def deliver(work: Work, config: Config) -> Result:
    """The letters of a notice that were not sent yet, or one personal letter."""
    is_personal = isinstance(work.payload, dict) and "letter" in work.payload
    return _personal(work, config) if is_personal else _notice(work, config)


def _notice(work: Work, config: Config) -> Result:
    """Each letter is marked in a transaction of its own; one that is refused keeps no other from going."""
    db.read_only()
    notice = session.get(Notice, work.number("notice"))
    if notice is None:
        raise Failed(both(lambda: _("The notice that was to be delivered is not there any more.")))
    letters = session.scalars(unsent(notice.id)).all()
    db.writing()
    refused = _sent(letters, work, config)
    if refused:
        raise Failed(both(lambda: _some_refused(refused)))
    return {"notice": notice.id, "letters": len(letters)}


def _sent(letters: Sequence[Letter], work: Work, config: Config) -> int:
    """Send them; how many were refused."""
    carry, refused = carrier_of(config), 0
    for letter in letters:
        try:
            carry(compose(letter, config), f"{letter.id:08d}")
        except Failed:
            refused += 1
            continue
        marked = update(Letter).where(Letter.id == letter.id).values(sent_at=now())
        session.execute(marked.execution_options(synchronize_session=False))
        work.hold()
        session.commit()
    return refused


def _some_refused(count: int) -> str:
    return _n(
        "The mail server refused one letter of this notice.",
        "The mail server refused %(num)d letters of this notice.",
        count,
    )


def _personal(work: Work, config: Config) -> Result:
    """Sent or refused for good, the secret in its link goes from the row."""
    db.read_only()
    letter = session.get(PersonalLetter, work.number("letter"))
    if letter is None or (letter.sent_at is None and not letter.path):
        raise Failed(both(lambda: _("The letter that was to be delivered is not there any more. Ask for it anew.")))
    db.writing()
    if letter.sent_at is None:
        try:
            _carry(letter, carrier_of(config), config)
        except Failed:
            _empty(letter, work, sent_at=None)
            raise
        _empty(letter, work, sent_at=now())
    return {"letter": letter.id}


def _carry(letter: PersonalLetter, carry: Carrier, config: Config) -> None:
    carry(compose(letter, config), f"p{letter.id:08d}")


def _empty(letter: PersonalLetter, work: Work, **values: object) -> None:
    emptied = update(PersonalLetter).where(PersonalLetter.id == letter.id).values(path="", **values)
    session.execute(emptied.execution_options(synchronize_session=False))
    work.hold()
    session.commit()


def compose(letter: Letter | PersonalLetter, config: Config) -> EmailMessage:
    """Both languages in one letter, the reader's first."""
    told = letter.notice if isinstance(letter, Letter) else letter
    kind = "letter" if isinstance(letter, Letter) else "personal"
    languages = (letter.language, "en" if letter.language == "es" else "es")
    message = EmailMessage()
    message["From"] = Address(NAME, addr_spec=sender_of(config))
    message["To"] = letter.address
    message["Subject"] = one_line(" / ".join(told.subject.of(code) for code in languages))
    message["Date"] = format_datetime(told.written_at)
    message["Message-ID"] = f"<{kind}-{letter.id}@campaign>"
    message["Auto-Submitted"] = "auto-generated"
    words = "\n\n".join(told.text.of(code) for code in languages)
    end = f"{config.base_url}{told.path}\n{_footer(letter, languages, config)}"
    message.set_content(f"{words}\n\n{end}")
    if isinstance(letter, Letter) and (answers := reply_address(letter, config)):
        message["Reply-To"] = answers
        how = both(lambda: _("To answer, write above this line. What you write becomes a comment; it decides nothing."))
        invited = "\n".join(how.of(code) for code in languages)
        message.set_content(f"{ABOVE}\n{invited}\n\n{words}\n\n{end}")
    return message


def _footer(letter: Letter | PersonalLetter, languages: tuple[str, str], config: Config) -> str:
    """Why the person gets it, and where letters of its kind are switched off; nothing under what is no notice."""
    told = letter.notice if isinstance(letter, Letter) else letter
    kind, person = told.kind, letter.user_id
    if kind is None or person is None:
        return ""
    stop = "" if kind.is_fixed else stops(kind, person, told.written_at.date(), config.secret_key)
    said = both(lambda: _why(kind, letter.because, stop, config.base_url))
    return "\n" + "\n\n".join(said.of(code) for code in languages) + "\n"


def _why(kind: NoticeKind, because: Because | None, stop: str, base: str) -> str:
    lines = [reason(kind, because), _("Kind of notice: %(kind)s.", kind=kind.words)]
    if stop:
        lines.append(_("No more letters of this kind: %(address)s", address=f"{base}{stop}"))
    else:
        lines.append(_("Letters of this kind are law or safety and cannot be switched off."))
    return "\n".join([*lines, _("All kinds: %(address)s", address=f"{base}/accounts/notices")])
