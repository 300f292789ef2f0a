"""The form of the inbox: which lines were read, and where the reader was."""

from wtforms import HiddenField, SelectMultipleField
from wtforms.validators import Optional, Regexp

from campaign.forms import Form
from campaign.i18n import _l
from campaign.mail.kinds import NoticeKind, kind_of

_number = Regexp(r"\A[0-9]{1,18}\Z", message=_l("This page is too old. Open the inbox again."))


class ReadForm(Form):
    """One line (`line`), or every one of these kinds up to the newest that the page showed (`upto`)."""

    line = HiddenField(validators=[Optional(), _number])
    upto = HiddenField(validators=[Optional(), _number])
    page = HiddenField(validators=[Optional(), _number])
    show = HiddenField()
    kind = SelectMultipleField(validate_choice=False)

    @property
    def kinds(self) -> list[NoticeKind]:
        found = (kind_of(value) for value in self.kind.data or [])
        return [kind for kind in found if kind]
