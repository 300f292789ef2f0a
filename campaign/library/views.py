"""The public page behind the address on a printed sheet: is it in force, and which help is right today."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from flask import render_template, request

from campaign import i18n
from campaign.clearance.in_force import is_cleared
from campaign.clock import now
from campaign.db import Side, session
from campaign.facts.models import FactState, FactVersion, helplines, in_force_of
from campaign.flyers.actions import is_held
from campaign.flyers.models import Edition, by_code, printed_on
from campaign.flyers.stock.models import StockDecision
from campaign.flyers.stock.standing import counting
from campaign.flyers.visits.actions import count
from campaign.forms import clean
from campaign.i18n import LANGUAGES, _
from campaign.library.taking import instead, may_be_taken
from campaign.paper.foot import SCAN
from campaign.web import Blueprint, anyone

library = Blueprint("library", __name__)


@dataclass(frozen=True)
class Answer:
    """The page's word in one language; it never says who withdrew or stopped it, nor why."""

    language: str
    state: str
    text: str
    territory: str
    review: str


@library.get("/e/<code>", allow=anyone)
def sheet(code: str) -> str | tuple[str, int]:
    """Answers in both languages at once, the reader's first; no name is asked and no place is kept.
    Each time it is opened counts, whoever reads it; a question for its headers alone does not."""
    edition = session.scalar(by_code(clean(code)))
    today = now().date()
    said = counting(edition.version, edition.country, now()) if edition else None
    verdict = _verdict(edition, said, now())
    first = i18n.current()
    page = render_template(
        "library/sheet.html",
        edition=edition,
        verdict=verdict,
        older=_older(edition) if edition and verdict in ("good", "late", "paused", "old") else [],
        answers=[_answer(language, edition, verdict, said, today) for language in (first, *(set(LANGUAGES) - {first}))],
        taken=edition if edition and verdict == "good" and may_be_taken(edition, now()) else None,
        instead=instead(edition, now()) if edition and verdict in ("bad", "wrong", "late", "old", "collect") else None,
        numbers=sorted(
            session.scalars(helplines(today, *([edition.country] if edition else Side))),
            key=lambda number: edition is not None and not number.fact.territory.covers(edition.country),
        ),
    )
    if edition and request.method == "GET":
        session.commit()  # lets go of what was read: a visit is counted on a connection of its own
        count(edition, SCAN in request.args, now())
    return page, 200 if edition else 404


def _verdict(edition: Edition | None, said: StockDecision | None, at: datetime) -> str:
    """`good`, `late` (only its date has passed: copies are not recalled by a date alone, law 10), `paused`, `wrong`
    (a number on it is not right any more) or `bad`; of a replaced version `old` or `collect`, as its country `said`.
    """
    if edition is None:
        return "bad"
    if said is not None:
        return _of_old_copies(edition, said)
    is_late = edition.review_by < at.date()
    moment = datetime.combine(edition.review_by, time(), UTC) if is_late else at
    if not is_cleared(edition.version, edition.country, moment):
        return "bad"
    numbers = list(session.scalars(printed_on(edition.id)))
    if _wrong(numbers):
        return "wrong"
    if is_held(edition) or any(number.fact.is_stopped(edition.country) for number in numbers):
        return "paused"
    return "late" if is_late else "good"


def _of_old_copies(edition: Edition, said: StockDecision) -> str:
    """A wrong number or a hold on this very sheet is stronger than a day until which copies may be handed out."""
    if said.until_on is None:
        return "collect"
    numbers = list(session.scalars(printed_on(edition.id)))
    if _wrong(numbers):
        return "wrong"
    is_stopped = edition.is_stopped or any(number.fact.is_stopped(edition.country) for number in numbers)
    return "bad" if is_stopped else "old"


def _older(edition: Edition) -> list[str]:
    """Numbers that are wrong or stopped now and may stand on older copies of the same sheet."""
    numbers = list(session.scalars(printed_on(edition.id, is_current=False)))
    wrong = _wrong(numbers)
    return [number.dial for number in numbers if number in wrong or number.fact.is_stopped(edition.country)]


def _wrong(numbers: list[FactVersion]) -> list[FactVersion]:
    """Those that were revoked, or are dialled otherwise now; other words for a number change nothing."""
    now_in_force = {one.fact_id: one.dial for one in session.scalars(in_force_of([n.fact_id for n in numbers]))}
    return [
        number
        for number in numbers
        if number.state is FactState.withdrawn or now_in_force.get(number.fact_id, number.dial) != number.dial
    ]


def _answer(language: str, edition: Edition | None, verdict: str, said: StockDecision | None, today: date) -> Answer:
    with i18n.language(language):
        if edition is None:
            return Answer(
                language,
                _("This sheet is not known"),
                _("No flyer has this address. Look at the code on the sheet once more; if it is right, do not use it."),
                "",
                "",
            )
        if said is not None and verdict in ("old", "collect"):
            state, text, review = *_says_of_old(said), ""
        else:
            state, text, review = _says(verdict, edition.review_by, today)
        return Answer(language, state, text, _("For %(place)s", place=edition.region.full_name), review)


def _says(verdict: str, review_by: date, today: date) -> tuple[str, str, str]:
    """What it is, what to do with the copy in the hand, and its date."""
    day = i18n.fmt_date(review_by)
    was_due = _("It was to be reviewed by %(date)s", date=day)
    if verdict == "good":
        text = _("What it says is still right today, %(day)s.", day=i18n.fmt_date(today))
        return _("This flyer is in force"), text, _("In force until %(date)s", date=day)
    if verdict == "late":
        text = _("Keep this copy, but compare its numbers with those below, which are right today.")
        return _("The review date of this flyer has passed"), text, was_due
    if verdict == "paused":
        text = _("It is being checked. Keep this copy and look here again; the numbers below are right today.")
        return _("Paused, do not hand out"), text, was_due if review_by < today else ""
    if verdict == "wrong":
        text = _("A number on it is not right any more. Use the numbers below and recycle this copy.")
        return _("Do not use this flyer"), text, was_due
    return _("Do not use this flyer"), _("It is out of force. Please recycle this copy."), was_due


def _says_of_old(said: StockDecision) -> tuple[str, str]:
    """What becomes of copies of a replaced version, as the country of the sheet decided."""
    if said.until_on is None:
        text = _("A newer version has taken its place. Copies of this one are destroyed; recycle the one in your hand.")
        return _("Do not hand out. Collect the copies"), text
    day = i18n.fmt_date(said.until_on)
    text = _("A newer version has taken its place. Compare the numbers with those below, which are right today.")
    return _("You may still hand out copies until %(date)s", date=day), text
