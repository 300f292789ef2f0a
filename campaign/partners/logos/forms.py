"""A logo, the document that permits it, and what the document says."""

from flask_wtf.file import FileField
from wtforms import RadioField
from wtforms.validators import DataRequired, InputRequired

from campaign.db import Territory
from campaign.forms import Brought, Day, Form, text
from campaign.i18n import _l
from campaign.partners.forms import name_field
from campaign.partners.logos.actions import Permission

TERRITORIES = {
    Territory.US: _l("In the United States"),
    Territory.MX: _l("In Mexico"),
    Territory.BOTH: _l("In both countries"),
}


class LogoForm(Form):
    """Nothing is chosen unless the person chose it: least of all a territory."""

    logo = FileField(
        _l("Logo"),
        validators=[Brought(_l("Choose the file of the logo."))],
        description=_l("PNG or JPEG, at most 5 MB"),
        render_kw={"accept": "image/png,image/jpeg"},
    )
    document = FileField(
        _l("Document with the permission"),
        validators=[Brought(_l("Choose the document in which the permission stands."))],
        description=_l("PDF, PNG or JPEG, at most 20 MB; only your own side can open it"),
        render_kw={"accept": "application/pdf,image/png,image/jpeg"},
    )
    territory = RadioField(
        _l("Where it may be used"),
        choices=[(one.value, words) for one, words in TERRITORIES.items()],
        validators=[InputRequired(_l("Choose where the logo may be used, as the document says."))],
    )
    from_on = Day(_l("From"), validators=[InputRequired(_l("Write the first day of the permission."))])
    until_on = Day(_l("Until"), validators=[InputRequired(_l("Write the last day of the permission."))])
    given_by = name_field(
        _l("Given by"),
        _l("Write who gave the permission."),
        description=_l("Name and post of whoever signed the document"),
    )

    @property
    def permission(self) -> Permission:
        first, last = self.from_on.data, self.until_on.data
        assert first is not None, "it is asked for"
        assert last is not None, "it is asked for"
        return Permission(Territory(self.territory.data), first, last, self.given_by.data)


class WithdrawForm(Form):
    """Why it may not be used any more."""

    reason = text(_l("Reason"), 400, DataRequired(_l("Write the reason; both countries read it.")), area=True)
