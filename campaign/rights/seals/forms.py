"""Why something is destroyed, and the second person's decision, which needs no words."""

from wtforms.validators import DataRequired

from campaign.forms import Form, text
from campaign.i18n import _l


class SealForm(Form):
    """The reason stays for ever, so that it names nobody."""

    reason = text(
        _l("Reason"),
        400,
        DataRequired(_l("Write the reason; it stays when the content is gone.")),
        area=True,
        description=_l("It stays for ever: write no name of a person shown."),
    )


class DecideForm(Form):
    """A yes or a no by its button."""
