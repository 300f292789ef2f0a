"""The common half in both languages, one side's track, the reason of a stop, and the choice of regions."""

import re
from collections.abc import Iterable
from typing import Any

from wtforms import Field, RadioField, SearchField, SelectField, SelectMultipleField
from wtforms.validators import DataRequired, InputRequired, Optional
from wtforms.widgets import TextInput

from campaign.campaigns.actions import Brief
from campaign.campaigns.models import Campaign, Track
from campaign.campaigns.words import BUDGETS, KINDS
from campaign.forms import Day, EditForm, Form, clean, text
from campaign.i18n import _, _l, current
from campaign.partners.models import Organization
from campaign.partners.words import offered

TITLE = 120
BODY = 1200
MOST_MONEY = 10**15


class BriefForm(EditForm):
    """A draft is kept although incomplete; only one title in one language is asked for."""

    title_en = text(_l("Title in English"), TITLE)
    title_es = text(_l("Title in Spanish"), TITLE)
    aim_en = text(_l("Aim in English"), BODY, area=True)
    aim_es = text(_l("Aim in Spanish"), BODY, area=True)
    audience_en = text(_l("Audience in English"), BODY, area=True)
    audience_es = text(_l("Audience in Spanish"), BODY, area=True)
    message_en = text(_l("Message in English"), BODY, area=True)
    message_es = text(_l("Message in Spanish"), BODY, area=True)

    @classmethod
    def over(cls, campaign: Campaign) -> "BriefForm":
        return cls(obj=campaign, version=str(campaign.row_version))

    def validate(self, extra_validators: Any = None) -> bool:
        is_valid = bool(super().validate(extra_validators))
        if not self.title_en.data and not self.title_es.data:
            own = self.title_es if current() == "es" else self.title_en
            own.errors = [*own.errors, _("Write the title, in one language at least.")]
            return False
        return is_valid

    @property
    def brief(self) -> Brief:
        names = ("title", "aim", "audience", "message")
        return Brief(**{f"{name}_{code}": self[f"{name}_{code}"].data or "" for name in names for code in ("en", "es")})


class NewCampaign(BriefForm):
    """The kind is chosen once, and none is chosen beforehand: what both sides agree to hangs on it."""

    kind = RadioField(
        _l("Kind of campaign"),
        choices=[(kind.value, words) for kind, words in KINDS.items()],
        validators=[InputRequired(_l("Choose the kind of campaign."))],
    )


class ReasonForm(Form):
    """Why a side stops: whoever reads the campaign reads it, so it is never empty."""

    reason = text(
        _l("Reason"),
        1200,
        DataRequired(_l("Write the reason; everybody who reads the campaign reads it.")),
        area=True,
        description=_l("It stands on the page of the campaign, for everybody who reads it."),
    )


class Money(Field):
    """Whole units of one currency; separators of thousands are read, cents are not asked for."""

    widget = TextInput()

    def _value(self) -> str:
        return str(self.raw_data[0]) if self.raw_data else ("" if self.data is None else f"{self.data:,}")

    def process_formdata(self, valuelist: list[str]) -> None:
        typed = clean(valuelist[0]) if valuelist else ""
        self.data = None
        if not typed:
            return
        digits = re.sub(r"[,\s]", "", typed)
        if not re.fullmatch(r"[0-9]{1,16}", digits) or int(digits) > MOST_MONEY:
            raise ValueError(_("Write a whole amount in figures, without cents, for example 184,000."))
        self.data = int(digits)


def _row_number(raw: Any) -> int:
    """0 for nothing chosen; what is no number at all is no choice of the list."""
    digits = str(raw or "0")
    return int(digits) if digits.isdecimal() and len(digits) < 19 else -1


class TrackForm(EditForm):
    """One side's half; every field may wait until the track is proposed."""

    lead = SelectField(_l("Lead organization"), coerce=_row_number)
    starts_on = Day(_l("Starts on"), validators=[Optional()])
    ends_on = Day(_l("Ends on"), validators=[Optional()])
    budget = Money(validators=[Optional()], render_kw={"inputmode": "numeric"})

    @classmethod
    def over(cls, track: Track, organizations: Iterable[Organization]) -> "TrackForm":
        form = cls(
            version=str(track.row_version),
            lead=track.lead_id or 0,
            starts_on=track.starts_on,
            ends_on=track.ends_on,
            budget=track.budget,
        )
        form.lead.choices = [(0, _("Not chosen yet")), *offered(organizations, track.lead)]
        form.budget.label.text = str(BUDGETS[track.side])
        return form

    def validate(self, extra_validators: Any = None) -> bool:
        is_valid = bool(super().validate(extra_validators))
        starts, ends = self.starts_on.data, self.ends_on.data
        if starts and ends and ends <= starts:
            self.ends_on.errors = [*self.ends_on.errors, _("The end must be after the start.")]
            return False
        return is_valid


class RegionsForm(EditForm):
    """Ticks of every kind; whatever is ticked when a button is pressed belongs to the choice."""

    keys = SelectMultipleField(_l("Chosen regions"), choices=[], validate_choice=False)
    found = SelectMultipleField(_l("Regions found"), choices=[], validate_choice=False)
    pairs = SelectMultipleField(_l("Sister pairs"), choices=[], validate_choice=False)
    twins = SelectMultipleField(_l("Sister cities"), choices=[], validate_choice=False)
    q = SearchField(_l("Name or code"), filters=[clean])
    state = SelectField(_l("State"), choices=[], validate_choice=False)
    people = SelectField(_l("People in 2020"), choices=[], validate_choice=False)
