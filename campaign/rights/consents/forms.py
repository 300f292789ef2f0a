"""What a signed consent form says; the name stays in the form."""

from flask_wtf.file import FileField
from wtforms import BooleanField, RadioField, SelectMultipleField
from wtforms.validators import DataRequired, InputRequired
from wtforms.widgets import CheckboxInput, ListWidget

from campaign.db import Territory
from campaign.forms import Brought, Day, Form, text
from campaign.i18n import _l
from campaign.rights.consents.actions import Yes
from campaign.rights.consents.models import Age, ConsentEnd, Use
from campaign.rights.words import AGE_WORDS, END_WORDS, TERRITORY_WORDS, USE_WORDS


class ConsentForm(Form):
    """Nothing is ticked unless the person at the screen ticked it; the file comes last."""

    person = text(
        _l("First name or initial"),
        30,
        DataRequired(_l("Write a first name or an initial.")),
        description=_l(
            "One word, so that several people can be told apart. The full name stands only in the document."
        ),
    )
    age = RadioField(
        _l("Adult or minor"),
        choices=[(one.value, words) for one, words in AGE_WORDS.items()],
        validators=[InputRequired(_l("Choose whether the person is an adult or a minor."))],
    )
    guardian_agreed = BooleanField(_l("The guardian signed"), description=_l("Needed for a minor"))
    minor_agreed = BooleanField(
        _l("The minor agreed"), description=_l("Needed for a minor: asked in words that a child understands")
    )
    uses = SelectMultipleField(
        _l("The person agrees to"),
        choices=[(one.value, words) for one, words in USE_WORDS.items()],
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    territory = RadioField(
        _l("Where it may be used"),
        choices=[(one.value, words) for one, words in TERRITORY_WORDS.items()],
        validators=[InputRequired(_l("Choose where it may be used, as the form says."))],
    )
    from_on = Day(_l("From"), validators=[InputRequired(_l("Write the first day."))])
    until_on = Day(_l("Until"), validators=[InputRequired(_l("Write the last day."))])
    file = FileField(
        _l("Signed form"),
        validators=[Brought(_l("Choose the signed form: without it there is no consent."))],
        description=_l("PDF, PNG or JPEG, at most 20 MB; it leaves with no copy of the data"),
        render_kw={"accept": "application/pdf,image/png,image/jpeg"},
    )

    @property
    def yes(self) -> Yes:
        first, last = self.from_on.data, self.until_on.data
        assert first is not None, "it is asked for"
        assert last is not None, "it is asked for"
        return Yes(
            self.person.data,
            Age(self.age.data),
            [Use(value) for value in self.uses.data or []],
            Territory(self.territory.data),
            first,
            last,
            bool(self.guardian_agreed.data),
            bool(self.minor_agreed.data),
        )


class EndConsentForm(Form):
    """How it ends decides what happens, so that nothing is chosen beforehand."""

    kind = RadioField(
        _l("How it ends"),
        choices=[(one.value, words) for one, words in END_WORDS.items()],
        validators=[InputRequired(_l("Choose how it ends."))],
    )
    reason = text(
        _l("Note"),
        400,
        description=_l("Never the name of the person. Who takes a consent back owes no reason."),
        area=True,
    )

    @property
    def end_kind(self) -> ConsentEnd:
        return ConsentEnd(self.kind.data)
