"""What is asked after the event: a few numbers, typed on a phone; whatever is wrong, what was typed stays."""

import re
from datetime import date
from typing import Any

from flask_wtf.file import FileField
from wtforms import BooleanField, HiddenField, IntegerField, RadioField
from wtforms.validators import DataRequired, InputRequired, Optional
from wtforms.widgets import TextInput

from campaign.forms import Day, EditForm, Form, Ticks, clean, text
from campaign.i18n import _, _l, number
from campaign.schedule.reports.actions import Photo, Said
from campaign.schedule.reports.models import MOST, Shown

SHOWN_WORDS = {
    Shown.nobody: _l("Nobody can be recognised"),
    Shown.agreed: _l("People can be recognised, and they agreed"),
}
_WHOLE = re.compile(r"\d{1,20}|\d{1,3}([, \u00a0\u202f]\d{3}){1,6}", re.ASCII)


class Count(IntegerField):
    """A whole number as people write it, thousands apart or not; empty is none."""

    widget = TextInput()

    def process_formdata(self, valuelist: list[str]) -> None:
        typed = clean(valuelist[0])[:40] if valuelist else ""
        self.raw_data = [typed]
        self.data = None
        if not typed:
            return
        if not _WHOLE.fullmatch(typed):
            raise ValueError(_("Write a whole number with digits only, for example 120."))
        self.data = int(re.sub(r"\D", "", typed))
        if self.data > MOST:
            raise ValueError(_("At most %(most)s.", most=number(MOST)))


def count(label: Any, *validators: Any, **kwargs: Any) -> Count:
    kw = {"inputmode": "numeric", "autocomplete": "off", "maxlength": 20}
    return Count(label, validators=list(validators), render_kw=kw, **kwargs)


def _place() -> Any:
    return text(_l("Place"), 200, DataRequired(_l("Write where it was.")))


class ReportForm(EditForm):
    """One date; date and place stand there as planned, and `version` is the number of the report that was seen."""

    held_on = Day(_l("Date"), validators=[InputRequired(_l("Write the day on which it was."))])
    place = _place()
    people = count(_l("People reached, in total"), description=_l("A number only: no names, no list"))
    copies_en = count(_l("In English"))
    copies_es = count(_l("In Spanish"))
    copies_both = count(_l("In both languages"))
    note = text(
        _l("Note"),
        4000,
        area=True,
        description=_l("Both countries read it: no names, nothing about a person's health."),
    )
    materials = Ticks(_l("What was handed out"), choices=[])
    photo = FileField(
        _l("Photo"),
        description=_l("JPEG, PNG or HEIC; the place where it was taken and the camera are removed"),
        render_kw={"accept": "image/jpeg,image/png,image/heic,image/heif"},
    )
    kept_photo = HiddenField(filters=[lambda typed: clean(typed)[:200]])
    shown = RadioField(
        _l("Who can be recognised?"),
        choices=[(one.value, words) for one, words in SHOWN_WORDS.items()],
        validators=[Optional()],
    )
    consent = text(
        _l("How they agreed"),
        400,
        description=_l(
            "For example: the adults shown were asked at the table and signed the form of the clinic. No names."
        ),
    )
    did_not = BooleanField(_l("It did not take place"))
    reason = text(_l("Why it did not take place"), 400)
    correction = text(_l("What you correct, and why"), 400)

    def check(self, is_correction: bool) -> bool:
        """What depends on several fields; the errors stand at the field where something is to be done."""
        if self.did_not.data:
            if not self.reason.data:
                _at(self.reason, _("Say why it did not take place."))
        elif self.people.data is None and not self.people.errors:
            _at(self.people, _("Write how many people were reached, or 0."))
        if is_correction and not self.correction.data:
            _at(self.correction, _("Say in one line what you correct and why."))
        if self.has_file or self.kept_photo.data:
            self._check_photo()
        return not self.errors

    def _check_photo(self) -> None:
        if not self.shown.data:
            _at(self.shown, _("Choose who can be recognised in the photo."))
        elif self.shown.data == Shown.agreed.value and not self.consent.data:
            _at(self.consent, _("Say how the people shown agreed, without their names."))

    @property
    def has_file(self) -> bool:
        return bool(self.photo.data and self.photo.data.filename)

    def said(self, photo: Photo | None) -> Said:
        return Said(
            held_on=_day(self.held_on),
            place=self.place.data,
            people=self.people.data or 0,
            copies_en=self.copies_en.data or 0,
            copies_es=self.copies_es.data or 0,
            copies_both=self.copies_both.data or 0,
            took_place=not self.did_not.data,
            reason=self.reason.data or "",
            note=self.note.data or "",
            material_ids=tuple(int(one) for one in self.materials.data or []),
            photo=photo,
            correction=self.correction.data or "",
        )


class RowForm(Form):
    """One line of the table of several dates; left empty it is left alone."""

    held_on = Day(_l("Date"))
    place = _place()
    people = count(_l("People reached, in total"))
    copies_en = count(_l("In English"))
    copies_es = count(_l("In Spanish"))
    copies_both = count(_l("In both languages"))

    @property
    def counts(self) -> tuple[Count, ...]:
        return self.people, self.copies_en, self.copies_es, self.copies_both

    @property
    def is_empty(self) -> bool:
        return not any((one.raw_data or [""])[0] for one in self.counts)

    def check(self) -> bool:
        if self.held_on.data is None and not self.held_on.errors:
            _at(self.held_on, _("Write the day on which it was."))
        if self.people.data is None and not self.people.errors:
            _at(self.people, _("Write how many people were reached, or 0."))
        return not self.errors

    @property
    def said(self) -> Said:
        people, en, es, both = (one.data or 0 for one in self.counts)
        return Said(_day(self.held_on), self.place.data, people, en, es, both)


def _day(field: Day) -> date:
    found = field.data
    assert found is not None, "it is asked for"
    return found


def _at(field: Any, sentence: str) -> None:
    field.errors = [*field.errors, sentence]
