"""What is asked on the way to a correction: which blocks are wrong, and on whose authority it is cleared."""

from collections.abc import Sequence

from wtforms import HiddenField
from wtforms.validators import Optional

from campaign.clearance.actions import Statement
from campaign.clearance.remembering import Spoken
from campaign.forms import Ticks
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


class CorrectionForm(Spoken):
    """A yes to the difference that is on the screen; without a number the document follows, since people are waiting
    for the right words."""

    fingerprint = HiddenField()

    def statement(self) -> Statement:
        return Statement(self.authority.data, self.post.data, self.document.data, deputy_id=self.deputy_id)
