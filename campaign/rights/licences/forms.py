"""What a licence says; nothing is chosen unless the person chose it."""

from flask_wtf.file import FileField
from wtforms import RadioField
from wtforms.validators import DataRequired, InputRequired, Optional

from campaign.db import Territory
from campaign.forms import Day, Form, text
from campaign.i18n import _l
from campaign.rights.licences.actions import Terms
from campaign.rights.licences.models import Direction, LicenceKind
from campaign.rights.words import DIRECTION_WORDS, LICENCE_WORDS, TERRITORY_WORDS

NOTE = 400


class LicenceForm(Form):
    """The file comes last: a browser never fills it in again."""

    direction = RadioField(
        _l("What it does"),
        choices=[(one.value, words) for one, words in DIRECTION_WORDS.items()],
        validators=[InputRequired(_l("Choose whether it lets us use it, or lets others use it."))],
    )
    kind = RadioField(
        _l("Licence"),
        choices=[(one.value, words) for one, words in LICENCE_WORDS.items()],
        validators=[InputRequired(_l("Choose the licence."))],
    )
    holder = text(
        _l("Holder of the right"),
        200,
        DataRequired(_l("Write whose right it is.")),
        description=_l("Photographer, agency or author, as it must be named"),
    )
    territory = RadioField(
        _l("Where it may be used"),
        choices=[(one.value, words) for one, words in TERRITORY_WORDS.items()],
        validators=[InputRequired(_l("Choose where it may be used, as the licence says."))],
    )
    from_on = Day(_l("From"), validators=[InputRequired(_l("Write the first day."))])
    until_on = Day(_l("Until"), validators=[Optional()], description=_l("Leave it empty where the licence has no end"))
    document = text(_l("Document number"), 100)
    note = text(_l("Note"), NOTE, area=True)
    file = FileField(
        _l("Document"),
        description=_l("PDF, PNG or JPEG, at most 20 MB; only the side that owns the material can open it"),
        render_kw={"accept": "application/pdf,image/png,image/jpeg"},
    )

    @property
    def terms(self) -> Terms:
        first = self.from_on.data
        assert first is not None, "it is asked for"
        return Terms(
            Direction(self.direction.data),
            LicenceKind(self.kind.data),
            self.holder.data,
            Territory(self.territory.data),
            first,
            self.until_on.data,
            self.document.data or "",
            self.note.data or "",
        )


class EndForm(Form):
    """Why it does not stand any more."""

    reason = text(_l("Reason"), NOTE, DataRequired(_l("Write the reason; both countries read it.")), area=True)
