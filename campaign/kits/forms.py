"""Forms of kits: what one is called and for which place, the order of what lies in it, until when its link works."""

import re
from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from wtforms import BooleanField, HiddenField, IntegerField, SelectField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import InputRequired, NumberRange, Optional

from campaign.campaigns.models import Campaign
from campaign.clock import now
from campaign.db import Bilingual
from campaign.forms import Day, EditForm, Form, Limit, clean, text
from campaign.i18n import _, _l, current
from campaign.kits.actions import Brief, Place
from campaign.kits.models import MOST_ITEMS, Item, Kit
from campaign.regions.models import Region

NOTE = 1200
ITEM_NOTE = 300
OF_ITEM = re.compile(r"(place|note)_[1-9]\d{0,17}", re.ASCII)


class KitForm(EditForm):
    """A title in one language is enough to begin."""

    title_en = text(_l("Title in English"), 120)
    title_es = text(_l("Title in Spanish"), 120)
    note_en = text(_l("Cover note in English"), NOTE, area=True)
    note_es = text(_l("Cover note in Spanish"), NOTE, area=True)
    campaign = SelectField(_l("Campaign"), description=_l("Where it belongs, if it belongs to one"))
    region = SelectField(
        _l("For which place"), description=_l("Its flyers are printed for this place, with the help that is near")
    )
    is_shared = BooleanField(
        _l("Let both countries read it"),
        description=_l("Whoever reads it sees of what lies in it only what they may see anyway."),
    )

    @classmethod
    def over(cls, kit: Kit) -> "KitForm":
        return cls(
            version=str(kit.row_version),
            **{name: getattr(kit, name) for name in ("title_en", "title_es", "note_en", "note_es", "is_shared")},
            campaign=str(kit.campaign_id or ""),
            region=kit.region_key or "",
        )

    def offer(self, campaigns: Iterable[Campaign], regions: Iterable[Region]) -> None:
        self._campaigns = {str(one.id): one for one in campaigns}
        self._regions = {one.key: one for one in regions}
        none = SelectChoice(value="", label=_("No campaign"))
        titles = {
            key: f"{one.code} · {one.title.of(current()) or one.title.twin(current())}"
            for key, one in self._campaigns.items()
        }
        self.campaign.choices = [none, *(SelectChoice(value=key, label=title) for key, title in titles.items())]
        nowhere = SelectChoice(value="", label=_("No place: leave flyers out"))
        places = (SelectChoice(value=key, label=one.full_name) for key, one in self._regions.items())
        self.region.choices = [nowhere, *places]

    def validate(self, extra_validators: Any = None) -> bool:
        is_valid = bool(super().validate(extra_validators))
        if not self.title_en.data and not self.title_es.data:
            own = self.title_es if current() == "es" else self.title_en
            own.errors = [*own.errors, _("Write the title, in one language at least.")]
            return False
        return is_valid

    @property
    def brief(self) -> Brief:
        return Brief(
            title=Bilingual(self.title_en.data or "", self.title_es.data or ""),
            note=Bilingual(self.note_en.data or "", self.note_es.data or ""),
            campaign=self._campaigns.get(self.campaign.data or ""),
            region=self._regions.get(self.region.data or ""),
            is_shared=bool(self.is_shared.data),
        )


class ArrangeForm(EditForm):
    """A number and a note for each thing that lies in it."""

    def places(self) -> list[Place]:
        """One for each that was on the screen, those included that somebody took out meanwhile."""
        ids = dict.fromkeys(name.partition("_")[2] for name in self._fields if OF_ITEM.fullmatch(name))
        return [Place(int(id), self._number(id), self._note(id)) for id in ids]

    def _number(self, id: str) -> int:
        raw = str(self._fields[f"place_{id}"].data) if f"place_{id}" in self._fields else ""
        return int(raw) if raw.isdecimal() and len(raw) < 9 else 1

    def _note(self, id: str) -> str:
        return str(self._fields[f"note_{id}"].data or "") if f"note_{id}" in self._fields else ""


def arranging(kit: Kit, items: list[Item], sent: Iterable[str]) -> ArrangeForm:
    """`sent` names what a form brought along: the note of something that was taken out meanwhile travels on."""
    fields: dict[str, Any] = {}
    data: dict[str, Any] = {"version": str(kit.row_version)}
    for item in items:
        number = NumberRange(1, MOST_ITEMS, _l("Write a whole number, from 1 on."))
        label = f"{item.position} {item.material.code}"
        fields[f"place_{item.id}"] = IntegerField(
            _("Place of %(name)s", name=label),
            validators=[InputRequired(_l("Write a whole number, from 1 on.")), number],
        )
        fields[f"note_{item.id}"] = text(_("Note to %(name)s", name=label), ITEM_NOTE, Optional())
        data |= {f"place_{item.id}": item.position, f"note_{item.id}": item.note}
    gone = [name for name in sent if OF_ITEM.fullmatch(name) and name not in fields]
    fields |= {name: HiddenField(filters=[clean], validators=[Limit(ITEM_NOTE)]) for name in gone[:MOST_ITEMS]}
    return type("KitArrangeForm", (ArrangeForm,), fields)(data=data)  # type: ignore[no-any-return]


class LinkForm(Form):
    """Nothing but the last day."""

    until = Day(
        _l("Works until"),
        validators=[InputRequired(_l("Write the last day on which the link works."))],
        description=_l("The last day, at most a year from now. You can close it before."),
        default=lambda: now().date() + timedelta(days=30),
    )
