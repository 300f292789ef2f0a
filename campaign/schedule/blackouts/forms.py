"""Which blackout, and why the activity takes place all the same."""

from collections.abc import Sequence

from wtforms import RadioField
from wtforms.validators import DataRequired, InputRequired

from campaign.forms import Form, text
from campaign.i18n import _l, fmt_date
from campaign.schedule.conflicts import said_title
from campaign.schedule.periods.models import Period

REASON = 1000


class ExceptionForm(Form):
    """The reason is read by both countries and never changed."""

    period = RadioField(_l("Blackout"), validators=[InputRequired(_l("Choose the blackout."))])
    reason = text(
        _l("Reason"),
        REASON,
        DataRequired(_l("Write the reason; both countries read it.")),
        area=True,
        description=_l("Why it may take place, and on whose authority. Both countries read it; it cannot be changed."),
    )

    def offer(self, periods: Sequence[Period]) -> None:
        self.period.choices = [(str(one.id), _name(one)) for one in periods]


def _name(period: Period) -> str:
    days = f"{fmt_date(period.starts_on)} – {fmt_date(period.ends_on)}"
    return f"{said_title(period.title)} · {period.region.full_name} · {days}"
