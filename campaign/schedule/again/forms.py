"""What is asked of whoever plans a campaign again: what it is called now, and from when on."""

import re
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from wtforms import BooleanField, Field, HiddenField
from wtforms.validators import InputRequired, ValidationError

from campaign.campaigns.models import Campaign
from campaign.db import Bilingual
from campaign.forms import Day, Form, text
from campaign.i18n import _, _l, current

TITLE = 120
YEAR = timedelta(weeks=52)
LATEST = timedelta(days=3660)


class AgainForm(Form):
    title_en = text(_l("Title in English"), TITLE)
    title_es = text(_l("Title in Spanish"), TITLE)
    first_on = Day(_l("New first day"), validators=[InputRequired(_l("Write the new first day."))])
    keeps_weekdays = BooleanField(
        _l("Keep the days of the week"),
        description=_l(
            "Everything moves by whole weeks, so that a Tuesday stays a Tuesday: it then begins on the day nearest to "
            "the one above."
        ),
    )
    known = HiddenField()
    today: date

    @classmethod
    def over(cls, campaign: Campaign, first: date | None, today: date) -> "AgainForm":
        """A year later by default, on the same weekday, and in any case not in the past."""
        later = _later(first, today) if first else None
        form = cls(data={**_titles(campaign, first, later), "first_on": later, "keeps_weekdays": True})
        form.today = today
        if first is None:
            del form.first_on
            del form.keeps_weekdays
        return form

    @property
    def title(self) -> Bilingual:
        return Bilingual(self.title_en.data or "", self.title_es.data or "")

    @property
    def new_first(self) -> date | None:
        return self.first_on.data if "first_on" in self else None

    @property
    def is_by_weeks(self) -> bool:
        return bool("keeps_weekdays" in self and self.keeps_weekdays.data)

    @property
    def knows(self) -> frozenset[int]:
        """The numbers of the activities that were named as staying behind when it was sent."""
        return frozenset(map(int, re.findall(r"\b[0-9]{1,9}\b", str(self.known.data or ""), re.ASCII)))

    def name(self, left: Iterable[int]) -> None:
        self.known.data = " ".join(map(str, left))

    def validate_first_on(self, field: Field) -> None:
        if field.data and not self.today <= field.data <= self.today + LATEST:
            raise ValidationError(_("Choose a day from today on, within ten years."))

    def validate(self, extra_validators: Any = None) -> bool:
        is_valid = bool(super().validate(extra_validators))
        if not self.title_en.data and not self.title_es.data:
            own = self.title_es if current() == "es" else self.title_en
            own.errors = [*own.errors, _("Write the title, in one language at least.")]
            return False
        return is_valid


def _later(first: date, today: date) -> date:
    later = first + YEAR
    while later < today:
        later += YEAR
    return later


def _titles(campaign: Campaign, first: date | None, later: date | None) -> dict[str, str]:
    return {f"title_{end}": _title(campaign.title.of(end), first, later) for end in ("en", "es")}


def _title(title: str, first: date | None, later: date | None) -> str:
    """Its year is the new one; where it names none, the new one is added while there is room."""
    if not title or first is None or later is None:
        return title
    if str(first.year) in title:
        return title.replace(str(first.year), str(later.year))
    longer = f"{title} {later.year}"
    return longer if len(longer) <= TITLE else title
