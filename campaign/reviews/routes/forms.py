"""What is typed to write a route: its name, its steps, and for which types of material it is the side's default."""

from collections.abc import Iterable, Sequence
from typing import Any

from wtforms import BooleanField, IntegerField, SelectMultipleField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import NumberRange, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from campaign.accounts.models import User
from campaign.db import Bilingual
from campaign.forms import EditForm, text
from campaign.i18n import _, _l, current
from campaign.materials.models import MaterialType
from campaign.materials.words import TYPE_WORDS
from campaign.reviews.routes.actions import MOST_DAYS, MOST_STEPS, Plan, Stop
from campaign.reviews.routes.models import Route, RouteStep

SPARE = 2  # empty steps that a page offers
LONGEST = 80


class Ticks(SelectMultipleField):
    """Boxes of which any number may be ticked."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class RouteForm(EditForm):
    """One language is enough: only the own side reads it. `rows` is how many steps the page has room for."""

    rows = 0
    name_en = text(_l("Name in English"), LONGEST)
    name_es = text(_l("Name in Spanish"), LONGEST)
    comes_first = BooleanField(
        _l("The steps come first"),
        description=_l(
            "The signatory clears only when every step has ended. Without this, the decision may come before."
        ),
    )
    is_live = BooleanField(_l("In use"), description=_l("Without this, no new review begins with it."))
    types = Ticks(
        _l("Default of your side for"),
        choices=[SelectChoice(value=kind.value, label=words) for kind, words in TYPE_WORDS.items()],
        description=_l("A type that is the default of another route goes over to this one."),
    )

    def validate(self, extra_validators: Any = None) -> bool:
        is_valid = bool(super().validate(extra_validators))
        if not self.name_en.data and not self.name_es.data:
            own = self.name_es if current() == "es" else self.name_en
            own.errors = [*own.errors, _("Write the name of the route, in one language at least.")]
            is_valid = False
        for n in self.named:
            missing = [name for name in ("turn", "days") if self._fields[f"{name}_{n}"].data is None]
            for name in missing:
                field = self._fields[f"{name}_{n}"]
                if not field.errors:
                    field.errors = [_("Write a whole number, from 1 on.")]
                is_valid = False
        return is_valid

    @property
    def named(self) -> list[int]:
        """The steps that have a name; the others are left out, which is how a step is removed."""
        names = ("name_en", "name_es")
        return [n for n in range(self.rows) if any(self._fields[f"{name}_{n}"].data for name in names)]

    @property
    def plan(self) -> Plan:
        return Plan(
            name=Bilingual(self.name_en.data or "", self.name_es.data or ""),
            comes_first=bool(self.comes_first.data),
            is_live=bool(self.is_live.data),
            types=frozenset(MaterialType(value) for value in self.types.data or ()),
            stops=tuple(self._stop(n) for n in self.named),
        )

    def _stop(self, n: int) -> Stop:
        said = {name: self._fields[f"{name}_{n}"].data for name in ("turn", "name_en", "name_es", "days", "may_skip")}
        return Stop(
            turn=said["turn"],
            name=Bilingual(said["name_en"] or "", said["name_es"] or ""),
            days=said["days"],
            may_skip=bool(said["may_skip"]),
            reviewer_ids=tuple(sorted(self._fields[f"reviewers_{n}"].data or ())),
        )


def route_form(
    reviewers: Sequence[User],
    sent: Iterable[str],
    route: Route | None = None,
    steps: Sequence[RouteStep] = (),
    types: Iterable[MaterialType] = (),
) -> RouteForm:
    """With room for the steps that there are and two more; `sent` names what a form brought along."""
    typed = [int(name[8:]) for name in sent if name.startswith("name_en_") and name[8:].isdecimal() and len(name) < 11]
    rows = min(MOST_STEPS, max([len(steps) + SPARE, *(n + 1 for n in typed)]))
    fields: dict[str, Any] = {"rows": rows}
    for n in range(rows):
        fields |= _fields_of(n, reviewers)
    data = {
        "version": str(route.row_version if route else 0),
        "name_en": route.name_en if route else "",
        "name_es": route.name_es if route else "",
        "comes_first": route.comes_first if route else True,
        "is_live": route.is_live if route else True,
        "types": [kind.value for kind in types],
    }
    for n, step in enumerate(steps[:rows]):
        data |= {f"{name}_{n}": getattr(step, name) for name in ("turn", "name_en", "name_es", "days", "may_skip")}
        data |= {f"reviewers_{n}": step.reviewer_ids}
    return type("FilledRouteForm", (RouteForm,), fields)(data=data)  # type: ignore[no-any-return]


def _fields_of(n: int, reviewers: Sequence[User]) -> dict[str, Any]:
    """Somebody who was named and reviews no more is not offered again."""
    number = _("Step %(n)s", n=n + 1)
    return {
        f"name_en_{n}": text(_("%(step)s in English", step=number), LONGEST),
        f"name_es_{n}": text(_("%(step)s in Spanish", step=number), LONGEST),
        f"turn_{n}": IntegerField(
            _("Turn of step %(n)s", n=n + 1),
            validators=[Optional(), NumberRange(1, MOST_STEPS, _l("Write a whole number, from 1 on."))],
        ),
        f"days_{n}": IntegerField(
            _("Working days for step %(n)s", n=n + 1),
            validators=[Optional(), NumberRange(1, MOST_DAYS, _l("A step has from 1 to 60 working days."))],
        ),
        f"reviewers_{n}": Ticks(
            _("Who may take step %(n)s", n=n + 1),
            coerce=int,
            choices=[SelectChoice(value=one.id, label=one.name) for one in reviewers],
            description=_l("Nobody ticked: any reviewer of your side"),
        ),
        f"may_skip_{n}": BooleanField(_("An urgent correction leaves step %(n)s out", n=n + 1)),
    }
