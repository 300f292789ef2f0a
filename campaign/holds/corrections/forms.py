"""What is asked on the way to a correction: which blocks are wrong, and on whose authority it is cleared."""

from collections.abc import Sequence

from wtforms import HiddenField
from wtforms.validators import DataRequired, Optional

from campaign.clearance.actions import Statement
from campaign.forms import Form, Ticks, text
from campaign.holds.forms import HoldForm
from campaign.i18n import _l


class FlyerHoldForm(HoldForm):
    """Why a flyer is stopped, and which of its blocks are wrong."""

    wrong = Ticks(
        _l("What is wrong?"),
        coerce=int,
        validators=[Optional()],
        description=_l("A version that changes only what you tick is cleared in one step by each country."),
    )

    def offer(self, blocks: Sequence[tuple[int, str]]) -> None:
        self.wrong.choices = list(blocks)


class CorrectionForm(Form):
    """A yes to the difference that is on the screen; without a number the document follows, since people are waiting
    for the right words."""

    authority = text(
        _l("On whose authority"),
        120,
        DataRequired(_l("Write the name of the person on whose authority you decide.")),
        description=_l("Name and title, as in the document"),
    )
    post = text(_l("Post"), 120, DataRequired(_l("Write the post.")), description=_l("As it stands in the document"))
    document = text(_l("Document number"), 60, description=_l("For example OBH-2026-117"))
    fingerprint = HiddenField()

    def statement(self) -> Statement:
        return Statement(self.authority.data, self.post.data, self.document.data)
