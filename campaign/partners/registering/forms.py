"""The public form of an organization and its first person, and what that person adds once the address is proved.

No country and no language is chosen beforehand.
"""

from typing import Any

from wtforms import BooleanField, Field, HiddenField, PasswordField, RadioField, SelectField, StringField
from wtforms.validators import InputRequired, Length

from campaign.accounts.models import SIDE_WORDS
from campaign.accounts.passwords import Good
from campaign.db import Side
from campaign.forms import Form, text
from campaign.i18n import _l
from campaign.partners.forms import (
    NAME,
    SHORT,
    check_phone,
    email_field,
    name_field,
    name_of,
    phone_field,
    website_field,
)
from campaign.partners.models import OrganizationKind
from campaign.partners.registering.actions import Account, Wish
from campaign.partners.registering.models import Registration
from campaign.partners.words import KINDS, LANGUAGES, SELF_REGISTERED
from campaign.regions.words import ZONES

MORE_ZONES = {
    "America/New_York": _l("Eastern time, Washington"),
    "America/Mexico_City": _l("Central zone of Mexico, Mexico City"),
}


class RegisterForm(Form):
    """Who wants to take part, and where the letter goes."""

    organization = name_field(
        _l("Name of the organization"),
        _l("Write the name of the organization."),
        description=_l("As the organization itself writes it"),
    )
    kind = SelectField(
        _l("Kind"),
        choices=[("", _l("Choose")), *((kind.value, KINDS[kind]) for kind in SELF_REGISTERED)],
        validators=[InputRequired(_l("Choose the kind of organization."))],
    )
    country = RadioField(
        _l("Home country"),
        validators=[InputRequired(_l("Choose the home country."))],
        description=_l("Of a consular window: the country that runs it, not the one in which it lies"),
    )
    phone = phone_field()
    website = website_field()
    person = name_field(_l("Your name"), _l("Write your name."))
    post = text(_l("Your post"), SHORT)
    email = email_field(
        _l("Your e-mail address"),
        InputRequired(_l("Write your e-mail address.")),
        description=_l("The link with which you go on is sent there."),
    )
    language = RadioField(
        _l("Language of letters"),
        choices=list(LANGUAGES.items()),
        validators=[InputRequired(_l("Choose the language of letters."))],
    )
    is_other = BooleanField(_l("Ours is another organization"))

    def offer(self, sides: list[Side]) -> "RegisterForm":
        self.country.choices = [(side.value, str(SIDE_WORDS[side])) for side in sides]
        return self

    def validate_phone(self, field: Field) -> None:
        if self.country.data in ("US", "MX"):
            check_phone(field, Side(self.country.data))

    @property
    def wish(self) -> Wish:
        names = ("organization", "language", "phone", "website", "person", "post", "email")
        values: dict[str, Any] = {name: self[name].data or "" for name in names}
        return Wish(**values, kind=OrganizationKind(self.kind.data), country=Side(self.country.data))


class JoinForm(Form):
    """The first person's account, and the terms of use that were read."""

    known: tuple[str, ...] = ()
    sort_name = StringField(
        _l("Your name as a list sorts it"),
        validators=[InputRequired(_l("Write your name as a list sorts it.")), Length(max=NAME)],
        filters=[name_of],
        description=_l("Surnames first: both, if you use two"),
    )
    zone = SelectField(
        _l("Time zone"),
        choices=[("", _l("Choose")), *{**ZONES, **MORE_ZONES}.items()],
        validators=[InputRequired(_l("Choose the time zone."))],
    )
    password = PasswordField(
        _l("Password"),
        validators=[InputRequired(_l("Choose a password.")), Length(max=200), Good()],
        description=_l("Long is better than complicated: four words that do not belong together, for example"),
    )
    is_accepted = BooleanField(
        _l("Our organization accepts the terms of use"),
        validators=[InputRequired(_l("Without the terms of use nobody works here. Read them and tick the box."))],
    )

    @classmethod
    def over(cls, registration: Registration) -> "JoinForm":
        form = cls()
        form.known = registration.own_words
        return form

    @property
    def account(self) -> Account:
        return Account(self.sort_name.data or "", self.zone.data, self.password.data or "")


class TermsForm(Form):
    """The version that was on the screen."""

    accepted = HiddenField()
    next = HiddenField()
