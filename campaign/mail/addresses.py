"""What an e-mail address is; it refuses whatever could become a second header or a second recipient."""

from email_validator import EmailNotValidError, validate_email
from wtforms import Field
from wtforms.validators import ValidationError

from campaign.errors import Refused
from campaign.i18n import _

LONGEST = 200


def address(text: str) -> str:
    """One address in its one spelling, in small letters; whether anybody reads there is not asked."""
    try:
        return validate_email(text, check_deliverability=False, test_environment=True).normalized.lower()
    except EmailNotValidError:
        shown = " ".join(text.split())[:LONGEST]
        raise Refused(_("This is not an e-mail address: %(email)s", email=shown)) from None


class Email:
    """Of a form: an address, or nothing; what is no address is said at its field."""

    def __call__(self, form: object, field: Field) -> None:
        try:
            if field.data:
                address(field.data)
        except Refused as refused:
            raise ValidationError(refused.message) from None


def one_line(text: str) -> str:
    """A header is one line, whatever a name in it holds."""
    return " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())
