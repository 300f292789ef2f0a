"""What is asked about an organization and its contacts; the home country is never asked of an official."""

from typing import Any

from wtforms import EmailField, Field, SelectField, StringField
from wtforms.validators import DataRequired, InputRequired, Length, ValidationError

from campaign.errors import Refused
from campaign.forms import EditForm, Form, clean, text
from campaign.i18n import _l
from campaign.mail.addresses import Email
from campaign.partners import actions, phones
from campaign.partners.actions import Card, Details, Profile
from campaign.partners.models import Contact, Organization, OrganizationKind
from campaign.partners.words import KINDS, LANGUAGES

NAME, SHORT, REASON = 120, 120, 1200


def name_of(typed: str | None) -> str:
    """One line, without letters that have no width: two names that read the same are the same."""
    return " ".join("".join(letter for letter in clean(typed) if letter.isprintable() or letter == " ").split())


class Website:
    """A page's address, or nothing."""

    def __call__(self, form: object, field: Field) -> None:
        try:
            actions.website(field.data or "")
        except Refused as refused:
            raise ValidationError(refused.message) from None


def name_field(label: Any, needed: Any, **kwargs: Any) -> Field:
    return StringField(label, validators=[DataRequired(needed), Length(max=NAME)], filters=[name_of], **kwargs)


def email_field(label: Any, *validators: Any, **kwargs: Any) -> Field:
    return EmailField(label, validators=[*validators, Length(max=200), Email()], filters=[clean], **kwargs)


def phone_field() -> Field:
    words = _l("As it is dialled there, for example (915)\u00a0555-0100 or 656\u00a0123\u00a04567")
    return StringField(_l("Phone"), validators=[Length(max=40)], filters=[clean], description=words)


def website_field() -> Field:
    return StringField(
        _l("Website"),
        validators=[Length(max=200), Website()],
        filters=[clean],
        description=_l("For example www.clinic.example.org"),
    )


def check_phone(field: Field, country: Any) -> None:
    """Said at the field, once the country is known where it is dialled."""
    try:
        phones.kept(field.data or "", country)
    except Refused as refused:
        raise ValidationError(refused.message) from None


class ProfileForm(EditForm):
    """How it is reached; its own people fill it in."""

    email = email_field(_l("E-mail address"), description=_l("Of the organization, not of one person"))
    phone = phone_field()
    website = website_field()
    language = SelectField(
        _l("Language of letters"), choices=[("", "–"), *LANGUAGES.items()], description=_l("In which letters begin")
    )

    country: Any = None

    @classmethod
    def over(cls, organization: Organization, parent: str) -> "ProfileForm":
        stored = {name: getattr(organization, name) for name in ("name", "email", "website", "language")}
        worded = {"phone": phones.shown(organization.phone), "parent": parent, "kind": organization.kind.value}
        form = cls(data={**stored, **worded, "version": str(organization.row_version)})
        form.country = organization.country
        return form

    def validate_phone(self, field: Field) -> None:
        check_phone(field, self.country)

    @property
    def profile(self) -> Profile:
        return Profile(**self.reached())

    def reached(self) -> dict[str, str]:
        return {name: self[name].data or "" for name in ("email", "phone", "website", "language")}


class OrganizationForm(ProfileForm):
    """Also what it is; officials of its home country fill it in."""

    name = name_field(
        _l("Name"), _l("Write the name of the organization."), description=_l("As the organization itself writes it")
    )
    kind = SelectField(
        _l("Kind"),
        choices=[("", _l("Choose")), *((kind.value, words) for kind, words in KINDS.items())],
        validators=[InputRequired(_l("Choose the kind of organization."))],
    )
    parent = text(_l("Belongs to"), NAME, description=_l("The name of the organization above it, as in the list"))

    @property
    def profile(self) -> Details:
        kind = OrganizationKind(self.kind.data)
        return Details(**self.reached(), name=self.name.data, kind=kind, parent=self.parent.data or "")


class ReasonForm(Form):
    """Why not, or why no longer; its people read it."""

    reason = text(
        _l("Reason"),
        REASON,
        DataRequired(_l("Write the reason; the people of the organization read it.")),
        area=True,
        description=_l("The people of the organization read it."),
    )


class CloseForm(ReasonForm):
    """Its places go to somebody first."""

    successor = text(
        _l("Who takes over its places"),
        NAME,
        description=_l("The name of an open organization, as in the list; needed while it has places in use"),
    )


class ContactForm(EditForm):
    """One person whom others may call or write to."""

    name = name_field(_l("Name"), _l("Write the name of the person."))
    post = text(_l("Post"), SHORT)
    email = email_field(_l("E-mail address"))
    phone = phone_field()

    country: Any = None

    @classmethod
    def over(cls, contact: Contact) -> "ContactForm":
        stored = {name: getattr(contact, name) for name in ("name", "post", "email")}
        form = cls(data={**stored, "phone": phones.shown(contact.phone), "version": str(contact.row_version)})
        form.country = contact.organization.country
        return form

    def validate_phone(self, field: Field) -> None:
        check_phone(field, self.country)

    @property
    def card(self) -> Card:
        return Card(self.name.data, self.post.data or "", self.email.data or "", self.phone.data or "")
