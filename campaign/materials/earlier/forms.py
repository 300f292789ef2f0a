"""The form in which a planner writes down what the paper says."""

from wtforms import Field
from wtforms.validators import DataRequired, InputRequired, ValidationError

from campaign.clock import now
from campaign.forms import Day, EditForm, text
from campaign.i18n import _, _l
from campaign.materials.earlier.actions import Paper


class EarlierForm(EditForm):
    """Number, date, and who signed it; all of it stands on the paper."""

    document = text(
        _l("Document number"),
        60,
        DataRequired(_l("Write the number of the letter.")),
        description=_l("For example OBH-2019-041"),
    )
    document_on = Day(
        _l("Date of the document"), validators=[InputRequired(_l("Write the date that stands on the document."))]
    )
    signer = text(
        _l("Signed by"),
        120,
        DataRequired(_l("Write the name of the person who signed it.")),
        description=_l("Name and title, as in the document"),
    )
    post = text(_l("Post"), 120, DataRequired(_l("Write the post.")), description=_l("As it stands in the document"))

    def validate_document_on(self, field: Field) -> None:
        if field.data and field.data > now().date():
            raise ValidationError(_("A document is not dated after today."))

    @property
    def paper(self) -> Paper:
        day = self.document_on.data
        assert day is not None, "the form asks for it"
        return Paper(self.document.data, day, self.signer.data, self.post.data)
