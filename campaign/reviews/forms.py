"""What a reviewer says at the end of a step."""

from wtforms import Field, RadioField
from wtforms.validators import InputRequired, ValidationError

from campaign.forms import Form, text
from campaign.i18n import _, _l
from campaign.reviews.models import Outcome


class StepForm(Form):
    """Nothing is chosen beforehand; whoever wants changes says which."""

    outcome = RadioField(
        _l("What you found"),
        choices=[
            (Outcome.passed.value, _l("Nothing stands against it")),
            (Outcome.changes.value, _l("It should be changed")),
        ],
        validators=[InputRequired(_l("Choose what you found."))],
    )
    reason = text(
        _l("What should be changed"),
        1200,
        area=True,
        description=_l("Only your side reads it; its signatory sees it first."),
    )

    @property
    def wants_changes(self) -> bool:
        return bool(self.outcome.data == Outcome.changes.value)

    def validate_reason(self, field: Field) -> None:
        if self.wants_changes and not field.data:
            raise ValidationError(_("Write what should be changed; the signatory reads it first."))
        if field.data and self.outcome.data == Outcome.passed.value:
            raise ValidationError(_("You wrote what should be changed and chose that nothing stands against it."))
