"""Who writes a language of the materials that were ticked."""

from collections.abc import Sequence
from typing import Any, get_args

from wtforms import RadioField, SelectField
from wtforms.validators import InputRequired

from campaign.accounts.models import User
from campaign.forms import Form
from campaign.i18n import _, _l
from campaign.materials.languages.standing import Language

BOTH = "both"
CODES: tuple[Language, ...] = get_args(Language)


class AssignForm(Form):
    """Nobody is chosen beforehand."""

    language = RadioField(
        _l("Language"),
        choices=[("en", _l("English")), ("es", _l("Spanish")), (BOTH, _l("Both languages"))],
        validators=[InputRequired(_l("Choose the language."))],
    )
    person = SelectField(_l("Who writes or compares it"), validators=[InputRequired(_l("Choose a person, or nobody."))])

    def offer(self, people: Sequence[User]) -> None:
        known: list[tuple[str, Any]] = [(str(one.id), f"{one.name} · {one.organization.name}") for one in people]
        self.person.choices = [("", _("Choose …")), *known, ("0", _("Nobody"))]

    @property
    def codes(self) -> tuple[Language, ...]:
        return tuple(code for code in CODES if self.language.data in (code, BOTH))
