"""The one line that a hold needs, and the one that lifting may need."""

from wtforms.validators import DataRequired

from campaign.forms import Form, text
from campaign.i18n import _l

MOST = 400


class HoldForm(Form):
    """Why it is stopped."""

    reason = text(
        _l("Reason"),
        MOST,
        DataRequired(_l("Write the reason; both countries read it.")),
        area=True,
        description=_l("One line, read by officials and print staff of both countries; the public never sees it."),
    )


class LiftForm(Form):
    """Why it may go on."""

    reason = text(_l("Reason"), MOST, area=True, description=_l("Both countries read it."))


class LiftOwnersForm(LiftForm):
    """The other country placed it on a fact of its own: it is owed a reason."""

    reason = text(
        _l("Reason"),
        MOST,
        DataRequired(_l("Write the reason; the country that placed the hold reads it.")),
        area=True,
        description=_l("The other country owns this fact and stopped it in your territory too; it reads your reason."),
    )
