"""A link, and what is asked of whoever comes by one."""

from collections.abc import Iterable
from datetime import datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from wtforms import IntegerField, PasswordField, RadioField, SelectField, SelectMultipleField
from wtforms.fields import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from campaign.forms import Day, Form, text
from campaign.i18n import _, _l
from campaign.mail.addresses import Email
from campaign.uploads.data import GROUPS, LONGEST_NOTE, MOST_FILES
from campaign.uploads.links.actions import SHORTEST_PASSWORD, Wish

NAME, ADDRESS = 120, 200
LANGUAGES = {"en": _l("English"), "es": _l("Spanish")}


def number_of(raw: Any) -> int:
    """0 for nothing chosen; what is no number at all is no choice of the list."""
    digits = str(raw or "0")
    return int(digits) if digits.isdecimal() and len(digits) < 19 else -1


def _is_chosen(form: Form, field: Any) -> None:
    if not field.data:
        raise ValidationError(_("Choose the organization."))


class TicksField(SelectMultipleField):
    """Several boxes to tick."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class LinkForm(Form):
    """Until when is a day: the link works to its end, by the clock of whoever makes it."""

    recipient = text(_l("Who gets the link"), NAME, DataRequired(_l("Write who gets the link.")))
    organization = SelectField(_l("Organization"), coerce=number_of, validators=[_is_chosen])
    email = text(
        _l("E-mail address"), ADDRESS, Email(), description=_l("The link is sent there; without one you hand it on.")
    )
    language = RadioField(
        _l("Language of the letter"),
        choices=[SelectChoice(code, words) for code, words in LANGUAGES.items()],
        validators=[InputRequired(_l("Choose a language."))],
    )
    campaign = SelectField(_l("Campaign"), coerce=number_of)
    until_on = Day(_l("Last day"), validators=[InputRequired(_l("Write the last day on which the link works."))])
    groups = TicksField(
        _l("What may come"),
        choices=[SelectChoice(name, words) for name, (words, _types) in GROUPS.items()],
        description=_l("Nothing ticked: everything"),
    )
    most_files = IntegerField(
        _l("At most so many files"),
        default=20,
        validators=[
            InputRequired(_l("Write how many files may come.")),
            NumberRange(1, MOST_FILES, _l("Between 1 and 100 files.")),
        ],
    )
    password = PasswordField(
        _l("Password"),
        validators=[Optional(), Length(SHORTEST_PASSWORD, 200, _l("At least 8 characters."))],
        description=_l("Tell it in another way than the link."),
        render_kw={"autocomplete": "new-password"},
    )
    note = text(_l("What is asked for"), LONGEST_NOTE, area=True)

    def offer(self, organizations: Iterable[tuple[int, str]], campaigns: Iterable[tuple[int, str]]) -> "LinkForm":
        self.organization.choices = [SelectChoice("0", _("Choose")), *_choices(organizations)]
        self.campaign.choices = [SelectChoice("0", _("No campaign")), *_choices(campaigns)]
        return self

    def wish(self, zone: str) -> Wish:
        assert self.until_on.data is not None, "it is asked for"
        return Wish(
            self.recipient.data,
            self.email.data or "",
            self.language.data,
            self.note.data or "",
            list(self.groups.data or []),
            self.most_files.data or MOST_FILES,
            datetime.combine(self.until_on.data, time(23, 59, 59), ZoneInfo(zone)),
            self.password.data or "",
        )


def _choices(rows: Iterable[tuple[int, str]]) -> list[SelectChoice]:
    return [SelectChoice(str(number), words) for number, words in rows]


class EnterForm(Form):
    """Who comes by a link; the password only where it has one."""

    name = text(_l("Your name"), NAME, DataRequired(_l("Write your name.")), render_kw={"autocomplete": "name"})
    email = text(
        _l("E-mail address"),
        ADDRESS,
        Email(),
        description=_l("For the receipt"),
        render_kw={"autocomplete": "email", "type": "email"},
    )
    password = PasswordField(
        _l("Password of the link"), validators=[Length(max=200)], render_kw={"autocomplete": "off"}
    )
