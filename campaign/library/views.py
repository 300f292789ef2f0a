"""The public page behind the address on a printed sheet: is it in force, and which help is right today."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from flask import render_template

from campaign import i18n
from campaign.clearance.in_force import in_force
from campaign.clock import now
from campaign.db import session
from campaign.facts.models import helplines
from campaign.flyers.models import Edition, by_code
from campaign.forms import clean
from campaign.i18n import LANGUAGES, _
from campaign.web import Blueprint, anyone

library = Blueprint("library", __name__)
READ_AS = str.maketrans("OIL", "011")  # letters that Crockford's base 32 leaves out, as people type them from paper


@dataclass(frozen=True)
class Answer:
    """The page's word in one language; it never says who withdrew."""

    language: str
    state: str
    text: str
    territory: str
    review: str


@library.get("/e/<code>", allow=anyone)
def sheet(code: str) -> str | tuple[str, int]:
    """Answers in both languages at once, the reader's first; no name is asked and no place is kept."""
    edition = session.scalar(by_code(clean(code).upper().translate(READ_AS)))
    today = now().date()
    verdict = _verdict(edition, now())
    first = i18n.current()
    page = render_template(
        "library/sheet.html",
        edition=edition,
        verdict=verdict,
        answers=[_answer(language, edition, verdict, today) for language in (first, *(set(LANGUAGES) - {first}))],
        numbers=sorted(
            session.scalars(helplines(today)),
            key=lambda number: edition is not None and not number.fact.territory.covers(edition.country),
        ),
    )
    return page, 200 if edition else 404


def _verdict(edition: Edition | None, at: datetime) -> str:
    """`good`, `late` (only its date has passed: copies are not recalled by a date alone, law 10) or `bad`."""
    if edition is None:
        return "bad"
    is_late = edition.review_by < at.date()
    moment = datetime.combine(edition.review_by, time(), UTC) if is_late else at
    if not in_force(edition.version, edition.country, moment):
        return "bad"
    return "late" if is_late else "good"


def _answer(language: str, edition: Edition | None, verdict: str, today: date) -> Answer:
    with i18n.language(language):
        if edition is None:
            return Answer(
                language,
                _("This sheet is not known"),
                _("No flyer has this address. Look at the code on the sheet once more; if it is right, do not use it."),
                "",
                "",
            )
        day = i18n.fmt_date(edition.review_by)
        where = edition.region.full_name
        if verdict == "good":
            state = _("This flyer is in force")
            text = _("What it says is still right today, %(day)s.", day=i18n.fmt_date(today))
            review = _("In force until %(date)s", date=day)
        elif verdict == "late":
            state = _("The review date of this flyer has passed")
            text = _("Keep this copy, but compare its numbers with those below, which are right today.")
            review = _("It was to be reviewed by %(date)s", date=day)
        else:
            state, text = _("Do not use this flyer"), _("It is out of force. Please recycle this copy.")
            review = _("It was to be reviewed by %(date)s", date=day)
        return Answer(language, state, text, _("For %(place)s", place=where), review)
