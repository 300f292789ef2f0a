"""Forms: the one base class, clean text in, and the counter that keeps two people from overwriting each other."""

import unicodedata
from collections.abc import Callable
from datetime import date, datetime
from math import ceil
from typing import Any

from flask_wtf import FlaskForm
from wtforms import DateField, Field, HiddenField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from campaign.db import session
from campaign.errors import Difference, Later, NotAllowed, Overtaken, Refused, Stale
from campaign.i18n import _, _n

LONGEST_RUN = 60
_FORMATTING = frozenset("\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff")


def clean(text: str | None) -> str:
    """NFC, without control and direction-changing characters, at most 4 combining marks on a letter, ends trimmed."""
    kept: list[str] = []
    marks = 0
    for letter in unicodedata.normalize("NFC", text or "").replace("\r\n", "\n").replace("\r", "\n"):
        marks = marks + 1 if unicodedata.combining(letter) else 0
        is_control = unicodedata.category(letter) in ("Cc", "Cs", "Co", "Cn") and letter != "\n"
        if not is_control and letter not in _FORMATTING and marks <= 4:
            kept.append(letter)
    return "".join(kept).strip()


class Limit:
    """At most so many characters, and no unbroken run over 60: one endless word can cost the renderer minutes."""

    field_flags: dict[str, Any]

    def __init__(self, most: int) -> None:
        self.most = most
        self.field_flags = {"maxlength": most}

    def __call__(self, form: object, field: Field) -> None:
        if sentence := excess(field.data or "", self.most):
            raise ValidationError(sentence)


def excess(text: str, most: int) -> str:
    """What is too long in it, as a sentence; '' when nothing is."""
    if len(text) > most:
        return _("At most %(most)s characters; this has %(found)s.", most=f"{most:,}", found=f"{len(text):,}")
    run = max((len(word) for word in text.split()), default=0)
    if run > LONGEST_RUN:
        return _(
            "A word may have at most %(most)s characters; one here has %(found)s.", most=LONGEST_RUN, found=f"{run:,}"
        )
    return ""


class Brought:
    """A file was chosen; what it is, is for the gate to say."""

    def __init__(self, message: Any) -> None:
        self.message = message
        self.field_flags = {"required": True}

    def __call__(self, form: object, field: Field) -> None:
        if not field.data or not field.data.filename:
            raise ValidationError(self.message)


class Form(FlaskForm):  # type: ignore[misc]
    """The only subclass of FlaskForm; the gate checks the CSRF token, so no form does it again."""

    class Meta:
        csrf = False

    is_overtaken = False
    waits = 0

    def carried_out(self, act: Callable[[], object]) -> bool:
        """Do the action and commit; refused, it changes nothing, the form says why and keeps what was typed.

        A stale form, a forbidden act and one that must wait are no matter of what was typed: they have pages of their
        own.
        """
        try:
            act()
            session.commit()
        except (Stale, NotAllowed, Later):
            raise
        except Refused as refused:
            session.rollback()
            self.form_errors.append(refused.message)
            self.is_overtaken = isinstance(refused, Overtaken)
            return False
        return True

    def put_off(self, later: Later, at: datetime) -> None:
        """Not now: the form says when it may be sent again, and keeps what was typed."""
        minutes = max(1, ceil((later.until - at).total_seconds() / 60))
        wait = _n("Try again in one minute.", "Try again in %(num)d minutes.", minutes)
        self.form_errors.append(f"{later.message} {wait}")
        self.waits = later.code

    @property
    def status(self) -> int:
        """Of the page that shows this form: 422 when something in it must be changed, 409 when somebody was faster,
        429 or 503 when it came too early."""
        if self.waits:
            return self.waits
        if self.is_overtaken:
            return 409
        return 422 if self.errors else 200


class EditForm(Form):
    """A form over a stored thing; `version` is the thing's counter at the moment the form was opened."""

    version = HiddenField()

    @property
    def opened(self) -> int:
        """As it was sent; a form sent without its counter is stale, never taken for the newest."""
        raw = str((self.version.raw_data or [""])[0])
        return int(raw) if raw.isdecimal() and len(raw) < 19 else -1


class Ticks(SelectMultipleField):
    """Several of a list, each with a box."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class Day(DateField):
    """A date as the browser sends it; what cannot be read as one stays in the field."""

    def process_formdata(self, valuelist: list[str]) -> None:
        if not any(valuelist):
            self.data = None
            return
        try:
            self.data = date.fromisoformat(valuelist[0].strip())
        except ValueError:
            self.data = None
            raise ValueError(_("Write the date as year-month-day, for example 2026-12-01.")) from None


def text(label: Any, most: int, *validators: Any, area: bool = False, **kwargs: Any) -> Field:
    """A line or an area of clean text with its limit."""
    kind = TextAreaField if area else StringField
    return kind(label, validators=[*validators, Limit(most)], filters=[clean], **kwargs)


def expect(row_version: int, form: EditForm, differences: list[Difference]) -> None:
    """Refuse a form that was opened before somebody else saved; both texts travel to the 409 page."""
    if form.opened != row_version:
        raise Stale(
            _("Someone else changed this text. Yours is safe below; compare and choose."), differences, row_version
        )
