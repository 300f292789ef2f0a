"""The file that comes back from a translator, and what a person chose to take over from it."""

import re
from collections.abc import Sequence
from typing import Any

from flask_wtf.file import FileField
from werkzeug.datastructures import MultiDict
from wtforms import HiddenField

from campaign.forms import Brought, EditForm, Form, Limit, clean
from campaign.i18n import _l
from campaign.materials.forms import BODY
from campaign.materials.models import Material
from campaign.materials.translating.texts import Text

FIELD = re.compile(r"(en|es)_(title|summary|[1-9]\d{0,17})", re.ASCII)
MOST = 200  # texts taken over at once


class ReturnForm(Form):
    """One file, as it was downloaded here, filled in."""

    file = FileField(
        _l("The translator's file"),
        validators=[Brought(_l("Choose the file."))],
        description=_l("The XLSX or DOCX file that was downloaded here, filled in; at most 10 MB"),
        render_kw={"accept": ".xlsx,.docx"},
    )


class TakeForm(EditForm):
    """The new words of each text that was ticked: `es_12` is the Spanish of block 12."""

    @property
    def taken(self) -> dict[tuple[str, str], str]:
        found = {name: FIELD.fullmatch(name) for name in self._fields}
        return {(match[2], match[1]): self._fields[name].data or "" for name, match in found.items() if match}


def taking(material: Material, texts: Sequence[Text], sent: MultiDict[str, str]) -> TakeForm:
    """With a field for each tick. Words for a block that somebody removed meanwhile travel on (law 17); what comes as
    files has no block that could be removed."""
    most = {text.name: text.most for text in texts if not text.is_quoted}
    fields: dict[str, Any] = {}
    for ticked in sent.getlist("take")[:MOST]:
        match = FIELD.fullmatch(ticked)
        if match and (match[2] in most or (material.is_flyer and match[2].isdecimal())):
            fields[ticked] = HiddenField(filters=[clean], validators=[Limit(most.get(match[2], BODY))])
    form: TakeForm = type("ChosenTexts", (TakeForm,), fields)()
    return form
