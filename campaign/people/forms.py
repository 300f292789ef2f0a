"""Finding people, inviting and joining, and what administrators change of a person; no country or role is preselected
for anybody."""

from collections.abc import Iterable
from typing import Any

from wtforms import (
    BooleanField,
    EmailField,
    Field,
    PasswordField,
    RadioField,
    SearchField,
    SelectField,
    SelectMultipleField,
)
from wtforms.validators import DataRequired, InputRequired, Length, Optional, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from campaign.accounts.models import ROLE_WORDS, Role, User
from campaign.accounts.passwords import Good
from campaign.forms import EditForm, Form, clean, text
from campaign.i18n import _, _l, current
from campaign.mail.addresses import Email
from campaign.partners.models import Organization
from campaign.partners.words import offered
from campaign.people.actions import Newcomer
from campaign.people.models import Invitation
from campaign.people.words import LANGUAGES, ZONES

NAME, POST, ADDRESS = 120, 120, 200
STATES = {"active": _l("Active account"), "deactivated": _l("Deactivated")}
TWO_SURNAMES = _l(
    "Surnames first: García Luna Ana for Ana García Luna, Whitfield Dana for Dana Whitfield. Lists are in this order."
)


def row_number(raw: Any) -> int:
    """0 for nothing chosen; what is no number at all is no choice of the list."""
    digits = str(raw or "0")
    return int(digits) if digits.isdecimal() and len(digits) < 19 else -1


def organization_field() -> SelectField:
    """One organization of those that are offered; none is chosen beforehand, unless there is only one."""
    return SelectField(_l("Organization"), coerce=row_number, validators=[_is_chosen])


def _is_chosen(form: Form, field: Field) -> None:
    if not field.data:
        raise ValidationError(_("Choose the organization."))


def _offer(field: SelectField, organizations: Iterable[Organization], chosen: Organization | None = None) -> None:
    choices = offered(organizations, chosen)
    field.choices = choices if len(choices) == 1 else [(0, _("Choose")), *choices]


class TicksField(SelectMultipleField):
    """Several boxes to tick."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class SearchForm(Form):
    """Search and filters of the address bar."""

    q = SearchField(_l("Name, post or organization"), filters=[clean])
    role = SelectField(_l("Role"))
    organization = SelectField(_l("Organization"))
    state = SelectField(_l("Account"))


def _roles(offered: Iterable[Role]) -> list[tuple[str, Any]]:
    known = set(offered)
    return [(role.value, ROLE_WORDS[role]) for role in Role if role in known]


class RolesChosen(Form):
    """Ticked roles as what they are."""

    roles = TicksField(_l("Roles"), validators=[InputRequired(_l("Choose at least one role."))])
    is_coordinator = BooleanField(
        _l("Coordinator"),
        description=_l("Of a partner: invites, resets and deactivates people of the own organization."),
    )

    @property
    def chosen(self) -> frozenset[Role]:
        return frozenset(Role(value) for value in self.roles.data or [])


class InviteForm(RolesChosen):
    """Whom, where to, as what; with an address the link is sent, without one it is only shown."""

    organization = organization_field()
    name = text(_l("Name"), NAME, Optional(), description=_l("For your list; the person writes it anew."))
    email = EmailField(
        _l("E-mail address"),
        validators=[Optional(), Length(max=ADDRESS), Email()],
        filters=[clean],
        description=_l("The link is sent there. Without an address you pass the link on yourself."),
    )
    language = RadioField(
        _l("Language of the letter"),
        choices=list(LANGUAGES.items()),
        validators=[InputRequired(_l("Choose a language."))],
    )

    def offer(self, roles: Iterable[Role], organizations: Iterable[Organization]) -> "InviteForm":
        self.roles.choices = _roles(roles)
        _offer(self.organization, organizations)
        return self


class JoinForm(Form):
    """The person's own words; the address only where the invitation does not hold one."""

    known: tuple[str, ...] = ()
    email = EmailField(
        _l("E-mail address"),
        validators=[InputRequired(_l("Write your e-mail address.")), Length(max=ADDRESS), Email()],
        filters=[clean],
        description=_l("With it you sign in."),
    )
    name = text(_l("Name as you write it"), NAME, DataRequired(_l("Write your name.")))
    sort_name = text(
        _l("Name as lists sort it"), NAME, DataRequired(_l("Write your surnames first.")), description=TWO_SURNAMES
    )
    post = text(_l("Post"), POST, Optional(), description=_l("As it stands in your letters"))
    language = RadioField(
        _l("Language"), choices=list(LANGUAGES.items()), validators=[InputRequired(_l("Choose a language."))]
    )
    zone = SelectField(
        _l("Time zone"),
        choices=[("", _l("Choose")), *ZONES.items()],
        validators=[InputRequired(_l("Choose your time zone."))],
    )
    password = PasswordField(
        _l("Password"),
        validators=[InputRequired(_l("Write a password.")), Length(max=200), Good()],
        description=_l("Three or four words that do not belong together are long and easy to keep in mind."),
        render_kw={"autocomplete": "new-password"},
    )

    @classmethod
    def over(cls, invitation: Invitation, needs_password: bool = True) -> "JoinForm":
        """What is known is not asked for: the address, or a password where an agency's sign-in opens the account."""
        form = cls(name=invitation.name, language=current())
        form.known = form.name.data or "", invitation.email or form.email.data or "", invitation.organization.name
        if invitation.email:
            del form.email
        if not needs_password:
            del form.password
        return form

    @property
    def newcomer(self) -> Newcomer:
        return Newcomer(
            email=self.email.data or "" if "email" in self else "",
            name=self.name.data or "",
            sort_name=self.sort_name.data or "",
            post=self.post.data or "",
            language=self.language.data or "",
            zone=self.zone.data or "",
            password=self.password.data or "" if "password" in self else "",
        )


class PersonForm(EditForm):
    """How a person is listed, and where the person belongs."""

    name = text(_l("Name as the person writes it"), NAME, DataRequired(_l("Write the name.")))
    sort_name = text(
        _l("Name as lists sort it"), NAME, DataRequired(_l("Write the surnames first.")), description=TWO_SURNAMES
    )
    post = text(_l("Post"), POST, Optional())
    organization = organization_field()

    @classmethod
    def over(cls, person: User, organizations: Iterable[Organization]) -> "PersonForm":
        form = cls(
            version=str(person.row_version),
            name=person.name,
            sort_name=person.sort_name,
            post=person.post,
            organization=person.organization_id,
        )
        _offer(form.organization, organizations, person.organization)
        return form


class RolesForm(EditForm, RolesChosen):
    """All roles but the signatory's, which two people give; none at all is a choice too."""

    roles = TicksField(_l("Roles"))

    @classmethod
    def over(cls, person: User, offered: Iterable[Role]) -> "RolesForm":
        form = cls(
            version=str(person.row_version),
            roles=[role.value for role in person.roles],
            is_coordinator=person.is_coordinator,
        )
        form.roles.choices = _roles(offered)
        return form


class ReleaseForm(Form):
    """It cannot be undone from here once the other country has admitted the person."""

    is_sure = BooleanField(
        _l("I know that every role and session of this person ends now"),
        validators=[InputRequired(_l("Tick the box; nothing was changed."))],
    )


class AdmitForm(Form):
    """Where the person will belong."""

    organization = organization_field()

    def offer(self, organizations: Iterable[Organization]) -> "AdmitForm":
        _offer(self.organization, organizations)
        return self
