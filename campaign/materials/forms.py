"""Forms of materials: beginning a flyer, and the editor, whose fields are the blocks of the draft."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from wtforms import BooleanField, HiddenField, RadioField, SelectField
from wtforms.validators import InputRequired, Optional, ValidationError

from campaign.campaigns.models import Campaign, CampaignKind
from campaign.db import Bilingual
from campaign.forms import EditForm, Form, Limit, clean, text
from campaign.i18n import _, _l
from campaign.materials.actions import Entry
from campaign.materials.models import Block, BlockKind, Material, Register, Scope
from campaign.materials.reasons.forms import fields as reason_fields
from campaign.materials.reasons.forms import given, said
from campaign.materials.reasons.models import Reason
from campaign.materials.words import KIND_WORDS, PICTOGRAM_WORDS
from campaign.paper.drawings import PICTOGRAMS
from campaign.wording.finding import Finding

TEXT_OF_BLOCK = re.compile(r"(en|es)_[1-9]\d{0,17}", re.ASCII)
OF_BLOCK = re.compile(r"(en|es|drawing|seen)_[1-9]\d{0,17}", re.ASCII)
MOST_GONE = 40
# Characters that a block may hold; how many fit on a layout is the paper's to say.
LIMITS = {BlockKind.headline: 120, BlockKind.subline: 120}
BODY = 1200
SCOPES = [
    (Scope.joint.value, _l("Both countries (joint)")),
    (Scope.national.value, _l("Only my country (national)")),
]


class NewFlyer(Form):
    """A flyer begins with its title; one language is enough to begin."""

    title_en = text(_l("Title in English"), 120)
    title_es = text(_l("Title in Spanish"), 120)  # not Optional(): that would skip the question below
    campaign = SelectField(_l("Campaign"), coerce=int)
    scope = RadioField(
        _l("Who must clear it"),
        choices=SCOPES,
        validators=[InputRequired(_l("Choose who must clear it."))],
    )
    register = RadioField(
        _l("How the Spanish speaks to the reader"),
        choices=[(Register.tu.value, "tú"), (Register.usted.value, "usted")],
        validators=[InputRequired(_l("Choose how the Spanish speaks to the reader."))],
    )

    def offer_scopes(self, campaign: Campaign) -> None:
        """Only what fits the campaign that one comes from: outside a joint one each country has its own."""
        if campaign.kind is not CampaignKind.joint:
            self.scope.choices = SCOPES[1:]

    def validate_title_es(self, field: Any) -> None:
        if not (self.title_en.data or field.data):
            raise ValidationError(_("Write the title in at least one language."))

    @property
    def title(self) -> Bilingual:
        return Bilingual(self.title_en.data or "", self.title_es.data or "")


class Editor(EditForm):
    """The title and, for each block, both texts, its drawing, and "I compared both"."""

    title_en = text(_l("Title in English"), 120, Optional())
    title_es = text(_l("Title in Spanish"), 120, Optional())

    @property
    def title(self) -> Bilingual:
        return Bilingual(self.title_en.data or "", self.title_es.data or "")

    def entries(self) -> list[Entry]:
        """One for each block that was on the screen, those included that somebody removed meanwhile."""
        ids = dict.fromkeys(name.partition("_")[2] for name in self._fields if OF_BLOCK.fullmatch(name))
        return [
            Entry(int(id), self._of("en", id), self._of("es", id), self._of("drawing", id), bool(self._of("seen", id)))
            for id in ids
        ]

    def reasons(self) -> dict[str, str]:
        return given(self)

    def _of(self, name: str, id: str) -> str:
        field = self._fields.get(f"{name}_{id}")
        return str(field.data or "") if field else ""


def editor(
    material: Material,
    blocks: list[Block],
    found: Iterable[Finding],
    reasons: Mapping[str, Reason],
    sent: Iterable[str],
) -> Editor:
    """The editor of one material, filled with what is stored unless something was sent.

    `found`, `reasons`: what the checks say of its blocks, and what was said to that.
    `sent` names what a form brought along: text of a block that is gone travels on, out of sight (law 17).
    """
    fields = reason_fields(found)
    data: dict[str, Any] = said(reasons) | {
        "version": material.row_version,
        "title_en": material.title_en,
        "title_es": material.title_es,
    }
    for block in blocks:
        fields |= _fields_of(block)
        data |= {f"en_{block.id}": block.en, f"es_{block.id}": block.es, f"drawing_{block.id}": block.pictogram}
    here = {str(block.id) for block in blocks}
    gone = [name for name in sent if TEXT_OF_BLOCK.fullmatch(name) and name.partition("_")[2] not in here]
    fields |= {name: HiddenField(filters=[clean], validators=[Limit(BODY)]) for name in gone[:MOST_GONE]}
    return type("BlocksEditor", (Editor,), fields)(data=data)  # type: ignore[no-any-return]


def _fields_of(block: Block) -> dict[str, Any]:
    fields: dict[str, Any] = {}
    if block.kind not in (BlockKind.fact, BlockKind.picture):
        most = LIMITS.get(block.kind, BODY)
        for code, name in (("en", _("English")), ("es", _("Spanish"))):
            label = f"{block.position} {KIND_WORDS[block.kind]} · {name}"
            fields[f"{code}_{block.id}"] = text(label, most, Optional(), area=True)
        if block.needs_review:
            fields[f"seen_{block.id}"] = BooleanField(_l("I compared both: they say the same"))
    if block.kind in (BlockKind.point, BlockKind.fact):
        choices = [("", _l("No drawing")), *((name, PICTOGRAM_WORDS[name]) for name in PICTOGRAMS)]
        fields[f"drawing_{block.id}"] = SelectField(_l("Drawing"), choices=choices)
    return fields
