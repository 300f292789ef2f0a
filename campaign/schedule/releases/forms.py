"""The form of a release: what it says to its readers, and which difference was looked at."""

from wtforms import HiddenField

from campaign.db import Bilingual
from campaign.forms import Form, text
from campaign.i18n import _l


class ReleaseForm(Form):
    note_en = text(_l("What changed, in one sentence, in English"), 300)
    note_es = text(_l("What changed, in one sentence, in Spanish"), 300)
    seen = HiddenField()

    @property
    def note(self) -> Bilingual:
        return Bilingual(self.note_en.data or "", self.note_es.data or "")
