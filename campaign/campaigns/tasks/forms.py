"""One task or milestone."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from wtforms import BooleanField, SelectField
from wtforms.validators import InputRequired

from campaign.accounts.models import User
from campaign.campaigns.tasks.actions import Line
from campaign.campaigns.tasks.models import Task
from campaign.db import Bilingual
from campaign.forms import Day, EditForm, text
from campaign.i18n import _l
from campaign.partners.models import Organization

TITLE = 200


class TaskForm(EditForm):
    """Who answers for it is a person, an organization, or not said yet."""

    title_en = text(_l("What is to be done, in English"), TITLE)
    title_es = text(_l("What is to be done, in Spanish"), TITLE)
    due_on = Day(_l("Due on"), validators=[InputRequired(_l("Say by when."))])
    is_milestone = BooleanField(_l("A milestone, which the other country reads too"))
    owner = SelectField(_l("Who answers for it"), coerce=int)
    organization = SelectField(_l("Partner"), coerce=int)

    @classmethod
    def over(cls, task: Task | None, people: Iterable[User], partners: Iterable[Organization]) -> "TaskForm":
        given: dict[str, Any] = {"version": str(task.row_version)} if task else {}
        if task:
            given |= {"owner": task.owner_id or 0, "organization": task.organization_id or 0}
        form = cls(obj=task, **given)
        form.owner.choices = [(0, _l("Nobody named yet")), *((one.id, f"{one.name}, {one.post}") for one in people)]
        form.organization.choices = [(0, _l("No partner: our own people")), *((one.id, one.name) for one in partners)]
        return form

    @property
    def line(self) -> Line:
        return Line(
            Bilingual(self.title_en.data or "", self.title_es.data or ""),
            self.due_on.data or date.max,
            bool(self.is_milestone.data),
            self.organization.data or None,
            self.owner.data or None,
        )
