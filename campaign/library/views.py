"""The public page behind the address on a printed sheet: is it in force, and which help is right today."""

from dataclasses import dataclass
from datetime import date

from flask import render_template

from campaign import i18n
from campaign.clearance.in_force import in_force
from campaign.clock import now
from campaign.db import session
from campaign.facts.models import helplines
from campaign.flyers.models import Edition, by_code
from campaign.i18n import LANGUAGES, _
from campaign.web import Blueprint, anyone

library = Blueprint("library", __name__)


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
    edition = session.scalar(by_code(code.upper()))
    today = now().date()
    is_good = edition is not None and in_force(edition.version, edition.country, now())
    first = i18n.current()
    page = render_template(
        "library/sheet.html",
        edition=edition,
        is_good=is_good,
        answers=[_answer(language, edition, is_good, today) for language in (first, *(set(LANGUAGES) - {first}))],
        numbers=sorted(
            session.scalars(helplines(today)),
            key=lambda number: edition is not None and not number.fact.territory.covers(edition.country),
        ),
    )
    return page, 200 if edition else 404


def _answer(language: str, edition: Edition | None, is_good: bool, today: date) -> Answer:
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
        if is_good:
            state = _("This flyer is in force")
            text = _("What it says is still right today, %(day)s.", day=i18n.fmt_date(today))
            review = _("In force until %(date)s", date=day)
        else:
            state, text = _("Do not use this flyer"), _("It is out of force. Please recycle this copy.")
            review = _("It was to be reviewed by %(date)s", date=day)
        return Answer(language, state, text, _("For %(place)s", place=where), review)
