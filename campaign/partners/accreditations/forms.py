"""From when until when a side vouches for a partner."""

from datetime import date

from wtforms.validators import InputRequired

from campaign.forms import Day, Form
from campaign.i18n import _l


class AccreditForm(Form):
    """Both days count."""

    from_on = Day(_l("First day"), validators=[InputRequired(_l("Write the first day."))])
    until_on = Day(
        _l("Last day"),
        validators=[InputRequired(_l("Write the last day."))],
        description=_l("Five years at most; both sides and the partner are told 30 days before."),
    )

    @property
    def days(self) -> tuple[date, date]:
        assert self.from_on.data is not None
        assert self.until_on.data is not None
        return self.from_on.data, self.until_on.data
