"""The two things that are asked, a note, and what is said about each file; what is incomplete is kept all the same."""

from collections.abc import Sequence

from flask import request
from wtforms import RadioField
from wtforms.fields import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import DataRequired, InputRequired, Optional

from campaign.forms import Form, clean, text
from campaign.i18n import _l
from campaign.materials.files.models import FileLanguage
from campaign.materials.models import MayUse, Shown
from campaign.uploads.actions import Said, Words
from campaign.uploads.data import LONGEST_NOTE, LONGEST_TITLE, MAY_USE, SHOWN
from campaign.uploads.models import Delivery, Upload

_VALUES = {kind: {one.value for one in kind} for kind in (Shown, MayUse)}


class BeginForm(Form):
    """A delivery begins with a press of the button; everything else is asked beside the files."""


class DeliveryForm(Form):
    """As far as it was filled in; nothing is chosen unless the person chose it."""

    shown = RadioField(
        _l("Who can be recognised in the files?"),
        choices=[SelectChoice(one.value, words) for one, words in SHOWN.items()],
        validators=[Optional()],
    )
    may_use = RadioField(
        _l("May we use them?"),
        choices=[SelectChoice(one.value, words) for one, words in MAY_USE.items()],
        validators=[Optional()],
        description=_l("To print, to show and to hand on, in both countries"),
    )
    note = text(_l("Anything we should know"), LONGEST_NOTE, area=True)

    @classmethod
    def over(cls, delivery: Delivery) -> "DeliveryForm":
        shown = None if delivery.shown is Shown.unsaid else delivery.shown.value
        may_use = None if delivery.may_use is MayUse.unsaid else delivery.may_use.value
        return cls(shown=shown, may_use=may_use, note=delivery.note)

    def said(self, uploads: Sequence[Upload]) -> Said:
        """With what stands beside each file that the form shows."""
        return Said(
            Shown(self.shown.data) if self.shown.data in _VALUES[Shown] else Shown.unsaid,
            MayUse(self.may_use.data) if self.may_use.data in _VALUES[MayUse] else MayUse.unsaid,
            self.note.data or "",
            {upload.id: _words(upload) for upload in uploads if f"title-{upload.id}" in request.form},
        )


class SendForm(DeliveryForm):
    """Complete: only now it is asked for."""

    shown = RadioField(
        _l("Who can be recognised in the files?"),
        choices=[SelectChoice(one.value, words) for one, words in SHOWN.items()],
        validators=[InputRequired(_l("Say who can be recognised in the files."))],
    )
    may_use = RadioField(
        _l("May we use them?"),
        choices=[SelectChoice(one.value, words) for one, words in MAY_USE.items()],
        validators=[InputRequired(_l("Say whether we may use them."))],
        description=_l("To print, to show and to hand on, in both countries"),
    )


class DeclineForm(Form):
    """Why nothing is made of it; the sender reads it."""

    reason = text(_l("Reason"), 400, DataRequired(_l("Write the reason; the sender reads it.")), area=True)


def _words(upload: Upload) -> Words:
    """A language that is none of the list stays as it was; a title is cut where it is too long."""
    language = request.form.get(f"language-{upload.id}", "")
    known = {one.value: one for one in FileLanguage}
    return Words(
        clean(request.form.get(f"title-{upload.id}"))[:LONGEST_TITLE],
        known.get(language, upload.language),
        f"pair-{upload.id}" in request.form or f"paired-{upload.id}" not in request.form,
    )
