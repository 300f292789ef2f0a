"""The two ways that old copies may go; none is chosen beforehand."""

from datetime import date
from typing import Any

from wtforms import Field, RadioField
from wtforms.validators import DataRequired, InputRequired, Optional, ValidationError

from campaign.flyers.stock.actions import Word
from campaign.flyers.stock.models import Fate
from campaign.forms import Day, EditForm, text
from campaign.i18n import _, _l

MOST = 400
FATES: dict[Fate, Any] = {
    Fate.hand_out: _l("They may be handed out until a certain day"),
    Fate.collect: _l("They are collected and destroyed"),
}


class StockForm(EditForm):
    """What becomes of them, until when, and why."""

    fate = RadioField(
        _l("What becomes of the copies?"), validators=[InputRequired(_l("Choose what becomes of the copies."))]
    )
    until = Day(_l("Last day"), validators=[Optional()])
    reason = text(
        _l("Reason"),
        MOST,
        DataRequired(_l("Write the reason; both countries read it.")),
        area=True,
        description=_l("One line, read by officials and print staff of both countries; the public never sees it."),
    )

    def offer(self, last: date | None) -> None:
        """Past the review-by date nothing is handed out any more."""
        fates = Fate if last else (Fate.collect,)
        self.fate.choices = [(fate.value, FATES[fate]) for fate in fates]

    def validate_until(self, field: Field) -> None:
        if self.fate.data == Fate.hand_out.value and field.data is None:
            raise ValidationError(_("Write the last day on which they may be handed out."))

    @property
    def word(self) -> Word:
        return Word(Fate(self.fate.data), self.until.data, self.reason.data or "")
