"""How a hold is spoken of: what it stops, where, and what each side is told, a sentence in each language."""

from collections.abc import Iterable

from campaign.accounts.models import country_phrase
from campaign.db import Bilingual, Side, session
from campaign.facts.models import Fact, latest
from campaign.flyers.models import Edition
from campaign.holds.models import Hold
from campaign.i18n import _, current
from campaign.materials.models import Material


def titles(subjects: Iterable[Material | Edition | Fact]) -> dict[Material | Edition | Fact, Bilingual]:
    """The name of each thing; those of facts, which lie in their newest wording, in one query."""
    found = list(subjects)
    ids = [subject.id for subject in found if isinstance(subject, Fact)]
    facts = {v.fact_id: v.title for v in session.scalars(latest().where(Fact.id.in_(ids)))} if ids else {}
    return {subject: facts[subject.id] if isinstance(subject, Fact) else _title(subject) for subject in found}


def _title(subject: Material | Edition) -> Bilingual:
    return subject.title if isinstance(subject, Material) else subject.version.material.title


def name(subject: Material | Edition | Fact) -> str:
    """ "F-0006 One pill can kill", with the place of a sheet: in the language that is being written."""
    title = titles([subject])[subject]
    words = title.of(current()) or title.twin(current())
    if isinstance(subject, Material):
        return f"{subject.code} {words}"
    if isinstance(subject, Edition):
        code = subject.version.material.code
        return _("%(flyer)s, sheet for %(place)s", flyer=f"{code} {words}", place=subject.region.full_name)
    return words


def where(countries: Iterable[Side]) -> str:
    """Inside a sentence: "the United States", "Mexico", "both countries"."""
    sides = list(countries)
    return _("both countries") if len(sides) == len(Side) else country_phrase(sides[0])


def placed(subject: Material | Edition | Fact, countries: Iterable[Side]) -> str:
    return _("On hold in %(where)s: %(what)s", where=where(countries), what=name(subject))


def placed_text(holds: list[Hold], to: Side) -> str:
    """To a side: who stopped it, where, why, and what that means."""
    hold, countries = holds[0], [hold.country for hold in holds]
    text = _(
        "%(name)s put it on hold in %(where)s. Reason: “%(reason)s”. Nothing of it is prepared, downloaded or printed "
        "there until a signatory lifts the hold. The clearances stay as they are.",
        name=hold.by.name,
        where=where(countries),
        reason=hold.reason,
    )
    if hold.by_side is not to and to in countries:
        text += " " + _("A signatory of yours may lift it in your own territory, with a reason.")
    return text


def lifted(subject: Material | Edition | Fact, countries: Iterable[Side]) -> str:
    return _("Hold lifted in %(where)s: %(what)s", where=where(countries), what=name(subject))


def lifted_text(countries: Iterable[Side], by_name: str, reason: str) -> str:
    """To a side: who let it go, where, and what is true there now."""
    text = _(
        "%(name)s lifted the hold in %(where)s. There the clearances alone decide again, unless another hold stands.",
        name=by_name,
        where=where(countries),
    )
    return text + (" " + _("Reason: “%(reason)s”.", reason=reason) if reason else "")
