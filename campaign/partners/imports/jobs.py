"""What a worker does for imports: part after part, each brought in whole or not at all, and undoing what was made."""

from campaign import db
from campaign.accounts.models import User
from campaign.clock import now
from campaign.config import Config
from campaign.db import acting, session
from campaign.i18n import _, both
from campaign.jobs.work import Failed, Result, Work
from campaign.partners.imports.bringing import bring
from campaign.partners.imports.judging import Judge
from campaign.partners.imports.models import Import, count_outcomes, rows_done
from campaign.partners.imports.reading import Values, rows
from campaign.permissions import change_import
from campaign.storage import store_of


def bring_in(work: Work, config: Config) -> Result:
    """Every part that still waits. What was there already and what is faulty is noted, and the others go on."""
    db.read_only()
    one = _found(work)
    every = list(rows(one, store_of(config)))
    for part in [part.key for part in work.waiting()]:
        work.begin(part)
        _bring_part(work, part, every)
    return {outcome.value: count for outcome, count in session.execute(count_outcomes(one.id))}


def _bring_part(work: Work, key: str, every: list[tuple[int, Values]]) -> None:
    """Its rows, their notes and the mark of the part are one commit; rows are judged anew, by what is there now."""
    first, last = (int(number) for number in key.split("-"))
    session.expunge_all()
    db.writing()
    one, by = _found(work), session.get(User, work.asked_by_id)
    if by is None or not change_import(by, one):
        raise Failed(both(_not_any_more))
    done = set(session.scalars(rows_done(one.id, range(first, last + 1))))
    with acting(by, one.side, "partners.import", now()):
        judge = Judge(one.kind, one.side, now())
        for n, values in every:
            if first <= n <= last and n not in done:
                bring(one, judge.judge(n, values), by, now())
        work.part_done(key)
        session.commit()


def _found(work: Work) -> Import:
    one = session.get(Import, work.number("import"))
    if one is None:
        raise Failed(both(lambda: _("The table that was to be brought in is not there any more.")))
    return one


def _not_any_more() -> str:
    return _("Whoever asked for this may not bring in partners any more. What was brought in before stays.")
