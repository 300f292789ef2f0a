"""The sign-in form."""

from wtforms import EmailField, HiddenField, PasswordField
from wtforms.validators import InputRequired, Length

from campaign.forms import Form
from campaign.i18n import _l


class SignInForm(Form):
    email = EmailField(
        _l("E-mail address"), validators=[InputRequired(_l("Write your e-mail address.")), Length(max=200)]
    )
    password = PasswordField(_l("Password"), validators=[InputRequired(_l("Write your password.")), Length(max=200)])
    next = HiddenField()
