"""What is typed to name a deputy."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from wtforms import RadioField, SelectField
from wtforms.validators import DataRequired, InputRequired

from campaign.accounts.models import ROLE_WORDS, Role, User
from campaign.forms import Day, Form, text
from campaign.i18n import _, _l


class DeputyForm(Form):
    """Both days count; who holds both roles says for which one."""

    role = RadioField(_l("For which role"), coerce=Role, validators=[InputRequired(_l("Choose the role."))])
    user = SelectField(
        _l("Deputy"),
        coerce=int,
        validators=[DataRequired(_l("Choose the deputy."))],
        description=_l("Somebody of your side who holds the same role"),
    )
    document = text(
        _l("Document number"),
        60,
        DataRequired(_l("Write the number of the document.")),
        description=_l("For example OBH-2026-117"),
    )
    from_on = Day(_l("First day"), validators=[InputRequired(_l("Write the first day."))])
    until_on = Day(_l("Last day"), validators=[InputRequired(_l("Write the last day."))])

    def __init__(self, roles: list[Role], people: Iterable[User], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.role.choices = [(role.value, ROLE_WORDS[role]) for role in roles]
        if len(roles) == 1 and not self.is_submitted():
            self.role.data = roles[0]
        nobody = (0, _("Choose a person"))
        self.user.choices = [nobody, *((one.id, f"{one.name}, {one.post}" if one.post else one.name) for one in people)]

    @property
    def days(self) -> tuple[date, date]:
        assert self.from_on.data is not None
        assert self.until_on.data is not None
        return self.from_on.data, self.until_on.data
