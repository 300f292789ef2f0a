"""What is asked about a period, and by what the list is narrowed down."""

from datetime import date
from typing import Any

from wtforms import Field, RadioField, SelectField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, ValidationError

from campaign.clock import now
from campaign.forms import Day, EditForm, Form, clean, text
from campaign.i18n import _, _l
from campaign.schedule.periods.actions import Record
from campaign.schedule.periods.models import Period, PeriodKind
from campaign.schedule.periods.words import KINDS

TITLE, SOURCE = 120, 600
Groups = dict[str, list[tuple[str, str]]]


class PeriodForm(EditForm):
    """Nothing is chosen beforehand."""

    kind = RadioField(
        _l("Kind"),
        choices=[(kind.value, words) for kind, words in KINDS.items()],
        validators=[InputRequired(_l("Choose what it is."))],
    )
    region_key = SelectField(
        _l("State, county or municipio"),
        validators=[InputRequired(_l("Choose where it holds."))],
        description=_l("What is entered for a state holds in all of its regions."),
    )
    starts_on = Day(_l("First day"), validators=[InputRequired(_l("Write the first day."))])
    ends_on = Day(
        _l("Last day"),
        validators=[InputRequired(_l("Write the last day."))],
        description=_l("The last day is included."),
    )
    title_en = text(_l("Title in English"), TITLE)
    title_es = text(_l("Title in Spanish"), TITLE)
    # Addresses of pages have no spaces, so the limit on unbroken words is not asked of a source.
    source = TextAreaField(
        _l("Source"),
        validators=[
            DataRequired(_l("Write where it is published: nothing in this calendar is guessed.")),
            Length(max=SOURCE, message=_l("At most 600 characters.")),
        ],
        filters=[clean],
        description=_l("Who publishes it, and where: a gazette, a school calendar, an address"),
    )
    source_opened_on = Day(_l("Source opened on"), validators=[InputRequired(_l("Write when you read the source."))])

    @classmethod
    def over(cls, period: Period | None, regions: Groups) -> "PeriodForm":
        form = cls(data=_stored(period) if period else {})
        form.region_key.choices = {"": [("", _("Choose"))], **regions}
        return form

    def validate_ends_on(self, field: Field) -> None:
        if self.starts_on.data and field.data and field.data < self.starts_on.data:
            raise ValidationError(_("The last day must not be before the first."))

    def validate_title_es(self, field: Field) -> None:
        if not (self.title_en.data or field.data):
            raise ValidationError(_("Give it a title in one language at least."))

    def validate_source_opened_on(self, field: Field) -> None:
        if field.data and field.data > now().date():
            raise ValidationError(_("A source is not opened after today."))

    @property
    def record(self) -> Record:
        names = ("region_key", "starts_on", "ends_on", "source", "source_opened_on")
        values: dict[str, Any] = {name: self[name].data for name in names}
        titles: dict[str, Any] = {"title_en": self.title_en.data or "", "title_es": self.title_es.data or ""}
        return Record(kind=PeriodKind(self.kind.data), **values, **titles)


def _stored(period: Period) -> dict[str, Any]:
    names = ("region_key", "starts_on", "ends_on", "title_en", "title_es", "source", "source_opened_on")
    values = {name: getattr(period, name) for name in names}
    return {**values, "kind": period.kind.value, "version": str(period.row_version)}


class ChoiceForm(Form):
    """A state and a year of the address bar; what does not exist is no choice."""

    state = SelectField(_l("State"), validate_choice=False)
    year = SelectField(_l("Year"), validate_choice=False)

    def offer(self, states: list[tuple[str, str]], years: range) -> None:
        self.state.choices = [("", _("All ten states")), *states]
        self.year.choices = [(str(year), str(year)) for year in years]


def chosen_year(raw: str, today: date, years: range) -> int:
    return int(raw) if raw in {str(year) for year in years} else today.year
