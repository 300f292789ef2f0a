"""Delivering letters: each becomes one file in the outbox folder; delivering twice writes the same file twice."""

from email.message import EmailMessage
from email.utils import format_datetime

from sqlalchemy import update

from campaign import db
from campaign.clock import now
from campaign.config import Config
from campaign.db import session
from campaign.i18n import _, both
from campaign.jobs.work import Failed, Result, Work
from campaign.mail.models import Letter, Notice, unsent
from campaign.storage import files


def deliver(work: Work, config: Config) -> Result:
    """Deliver the letters of one notice that were not sent yet, each marked in a transaction of its own."""
    db.read_only()
    notice = session.get(Notice, work.number("notice"))
    if notice is None:
        raise Failed(both(lambda: _("The notice that was to be delivered is not there any more.")))
    letters = session.scalars(unsent(notice.id)).all()
    db.writing()
    for letter in letters:
        files.write(config.data / "outbox" / f"{letter.id:08d}.eml", compose(letter, config.base_url).as_bytes())
        marked = update(Letter).where(Letter.id == letter.id).values(sent_at=now())
        session.execute(marked.execution_options(synchronize_session=False))
        work.hold()
        session.commit()
    return {"notice": notice.id, "letters": len(letters)}


def compose(letter: Letter, base_url: str) -> EmailMessage:
    """Both languages in one letter, the reader's first."""
    notice = letter.notice
    languages = (letter.language, "en" if letter.language == "es" else "es")
    message = EmailMessage()
    message["To"] = letter.address
    message["Subject"] = " / ".join(notice.subject.of(code) for code in languages)
    message["Date"] = format_datetime(notice.written_at)
    message["Message-ID"] = f"<letter-{letter.id}@campaign>"
    words = "\n\n".join(notice.text.of(code) for code in languages)
    message.set_content(f"{words}\n\n{base_url}{notice.path}\n")
    return message
