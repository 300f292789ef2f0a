"""The name of a search to be kept, and the names of those that are kept."""

from collections.abc import Iterable
from typing import Any

from wtforms import Field, HiddenField
from wtforms.validators import InputRequired, ValidationError

from campaign.forms import Form, text
from campaign.i18n import _, _l
from campaign.materials.searches.actions import key_of
from campaign.materials.searches.models import LONGEST_NAME, SavedSearch


def _name(label: Any) -> Field:
    return text(label, LONGEST_NAME, InputRequired(_l("Write a name for the search.")))


class SearchForm(Form):
    """One line; what it searches for goes along as the address of the list had it."""

    name = _name(_l("Name of the search"))
    asked = HiddenField()
    taken: frozenset[str] = frozenset()

    def validate_name(self, field: Field) -> None:
        if key_of(field.data or "") in self.taken:
            raise ValidationError(_("You already have a search with this name."))


class NamesForm(Form):
    """A name for each; the second of two that are the same is the one that must change."""

    def names(self) -> dict[int, str]:
        return {int(field.name.partition("_")[2]): field.data or "" for field in self}

    def validate(self, extra_validators: Any = None) -> bool:
        is_right = super().validate(extra_validators)
        seen: set[str] = set()
        for field in self:
            key = key_of(field.data or "")
            if key in seen and not field.errors:
                field.errors = [_("You already have a search with this name.")]
                is_right = False
            seen.add(key)
        return bool(is_right)


def naming(kept: Iterable[SavedSearch]) -> NamesForm:
    searches = {f"name_{one.id}": one for one in kept}
    fields = {name: _name(_("Name of “%(name)s”", name=one.name)) for name, one in searches.items()}
    made = type("SearchNamesForm", (NamesForm,), fields)
    return made(data={name: one.name for name, one in searches.items()})  # type: ignore[no-any-return]
