"""What is typed to comment on a text."""

from typing import Any

from wtforms import RadioField, SelectField
from wtforms.validators import DataRequired, InputRequired

from campaign.forms import Form, text
from campaign.i18n import _, _l
from campaign.materials.comments.models import Audience
from campaign.materials.models import Block
from campaign.materials.words import KIND_WORDS

LONGEST = 2000
AUDIENCES = {
    Audience.side: _l("Only officials of my side"),
    Audience.owner: _l("Officials of my side, and the organization whose text it is"),
    Audience.both: _l("Both countries"),
}


class AnswerForm(Form):
    """One answer."""

    text = text(_l("Answer"), LONGEST, DataRequired(_l("Write what you want to say.")), area=True)


class SpotForm(Form):
    """A new comment on a spot, which stands in the address; nobody is chosen to read it unless the person chose."""

    text = text(_l("Comment"), LONGEST, DataRequired(_l("Write what you want to say.")), area=True)
    audience = RadioField(_l("Who reads it"), coerce=Audience, validators=[InputRequired(_l("Choose who reads it."))])

    def __init__(self, audiences: list[Audience], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.audience.choices = [(one.value, AUDIENCES[one]) for one in audiences]
        if len(audiences) == 1 and not self.is_submitted():
            self.audience.data = audiences[0]


class CommentForm(SpotForm):
    """A new comment on the whole text, or on a block."""

    block = SelectField(_l("About"), coerce=int)

    def __init__(self, blocks: list[Block], audiences: list[Audience], **kwargs: Any) -> None:
        super().__init__(audiences, **kwargs)
        self.block.choices = [(0, _("The whole text")), *((b.id, f"{b.position} {KIND_WORDS[b.kind]}") for b in blocks)]
