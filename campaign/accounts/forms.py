"""Forms of signing in and of the own account; every field that holds a password has the word in its name."""

from typing import Any, Self

from wtforms import BooleanField, EmailField, HiddenField, PasswordField, RadioField, SelectField, StringField
from wtforms.validators import AnyOf, DataRequired, InputRequired, Length, ValidationError

from campaign.accounts import passwords
from campaign.accounts.models import User
from campaign.forms import EditForm, Form, clean, text
from campaign.i18n import _, _l
from campaign.mail.kinds import WAYS, NoticeKind, Way

LONGEST = 200


def password(label: Any, required: Any, autocomplete: str, *rules: Any, hint: Any = "") -> PasswordField:
    """Pasting is welcome, and a password manager knows which one is meant."""
    words = {"autocomplete": autocomplete, "maxlength": LONGEST}
    return PasswordField(
        label, validators=[InputRequired(required), Length(max=LONGEST), *rules], render_kw=words, description=hint
    )


def email() -> EmailField:
    return EmailField(
        _l("E-mail address"),
        validators=[InputRequired(_l("Write your e-mail address.")), Length(max=LONGEST)],
        filters=[clean],
        render_kw={"autocomplete": "username"},
    )


# Each language by its own name, whatever the page's.
OWN_NAMES = [("en", "English", {"lang": "en"}), ("es", "Español", {"lang": "es"})]


class SignInForm(Form):
    email = email()
    password = password(_l("Password"), _l("Write your password."), "current-password")
    is_long = BooleanField(
        _l("Stay signed in on this device"),
        description=_l("For partners and print staff, 30 days; everybody else is signed out after 12 hours at most."),
    )
    next = HiddenField()


class SecondForm(Form):
    """The second factor, after the password."""

    code = StringField(
        _l("Sign-in code"),
        validators=[Length(max=40)],
        filters=[clean],
        render_kw={"autocomplete": "one-time-code", "autocapitalize": "characters"},
        description=_l("The six figures of your app, or one of your recovery codes."),
    )
    passkey = HiddenField()


class PasskeyForm(Form):
    """Signing in with nothing else."""

    passkey = HiddenField(validators=[InputRequired(_l("This browser did not answer with a passkey."))])
    next = HiddenField()


class ForgottenForm(Form):
    email = email()


class NewPasswordForm(Form):
    """Typed twice, because one cannot see it."""

    known: tuple[str, ...] = ()
    new_password = password(
        _l("New password"),
        _l("Write a new password."),
        "new-password",
        passwords.Good(),
        hint=_l("At least 12 characters. Three or four words that do not belong together are good; you may paste it."),
    )
    repeated_password = password(_l("New password again"), _l("Write the new password again."), "new-password")

    @classmethod
    def of(cls, user: User) -> Self:
        form = cls()
        form.known = user.own_words
        return form

    def validate_repeated_password(self, field: PasswordField) -> None:
        if field.data != self.new_password.data:
            raise ValidationError(_("The two passwords differ."))


class ChangePasswordForm(NewPasswordForm):
    old_password = password(_l("Password until now"), _l("Write your password."), "current-password")


class ProfileForm(EditForm):
    name = text(
        _l("Name"),
        120,
        DataRequired(_l("Write your name.")),
        description=_l("As you sign, with both surnames if you have two."),
    )
    sort_name = text(
        _l("Name for sorting"),
        120,
        DataRequired(_l("Write your surnames first.")),
        description=_l("The surnames first: “Ordóñez Lara Ximena”, “Castellan Ruth”."),
    )
    post = text(_l("Post"), 120)
    language = SelectField(_l("Language of letters to you"), choices=OWN_NAMES)
    zone = SelectField(_l("Time zone"))


class CodeForm(Form):
    """The first code of an app proves that it holds the secret."""

    secret = HiddenField()
    code = StringField(
        _l("Code that the app shows"),
        validators=[InputRequired(_l("Write the six figures that the app shows.")), Length(max=20)],
        filters=[clean],
        render_kw={"autocomplete": "one-time-code", "inputmode": "numeric"},
    )


class NewPasskeyForm(Form):
    name = text(
        _l("Name of this passkey"),
        60,
        DataRequired(_l("Give it a name, so that you know it again.")),
        description=_l("For example the device: “Office laptop”."),
    )
    passkey = HiddenField(validators=[InputRequired(_l("This browser did not answer with a passkey."))])


class OneForm(Form):
    """Which one of the person's own things."""

    number = HiddenField()

    @property
    def id(self) -> int:
        raw = str(self.number.data or "")
        return int(raw) if raw.isascii() and raw.isdecimal() and len(raw) < 19 else 0


def field_of(kind: NoticeKind) -> str:
    return f"kind_{kind.value}"


class SwitchesForm(EditForm):
    """How the notices of each kind come by mail, with a field for each."""

    @property
    def ways(self) -> dict[NoticeKind, Way]:
        return {kind: Way(self[field_of(kind)].data) for kind in NoticeKind}


_WAYS = [(way.value, words) for way, words in WAYS.items()]
for _kind in NoticeKind:
    setattr(SwitchesForm, field_of(_kind), RadioField(_kind.value, choices=_WAYS))


class DigestForm(Form):
    """Whether the daily digest is wanted."""

    wanted = HiddenField(validators=[AnyOf(("yes", "no"))])

    @property
    def is_wanted(self) -> bool:
        return self.wanted.data == "yes"
