"""What a signatory states with a decision; none is preselected, none is taken without its document or its reason."""

from collections.abc import Iterable, Iterator

from flask import request
from wtforms import BooleanField, DateField, Field, HiddenField, RadioField, SelectMultipleField
from wtforms.validators import DataRequired, InputRequired, Optional, ValidationError

from campaign.clearance.actions import Statement
from campaign.clearance.models import Decision
from campaign.clearance.remembering import Spoken
from campaign.clock import now
from campaign.forms import Form, text
from campaign.i18n import _, _l, _n


def _not_after_today(field: Field) -> None:
    if field.data and field.data > now().date():
        raise ValidationError(_("A document is not dated after today."))


class StatementForm(Spoken):
    """On whose authority the country speaks, by which document, until when and on what conditions."""

    to_follow = BooleanField(_l("Document to follow within 10 working days"))
    document_on = DateField(_l("Date of the document"), validators=[Optional()])
    expires_on = DateField(
        _l("Valid until"), validators=[Optional()], description=_l("Empty: until withdrawn or superseded")
    )
    conditions = text(
        _l("Conditions"),
        1200,
        area=True,
        description=_l("Both countries see them. Printed editions must meet them."),
    )

    @property
    def is_yes(self) -> bool:
        """Whether this statement clears: only a yes needs its document."""
        return True

    def validate_document(self, field: Field) -> None:
        if self.is_yes and not field.data and not self.to_follow.data:
            raise ValidationError(_("Write the number of the letter; without it you cannot clear."))

    def validate_to_follow(self, field: Field) -> None:
        if field.data and self.document.data:
            raise ValidationError(_("You wrote a number and chose “to follow”. Keep one of the two."))

    def validate_document_on(self, field: Field) -> None:
        _not_after_today(field)

    def validate_expires_on(self, field: Field) -> None:
        if field.data and field.data <= now().date():
            raise ValidationError(_("The end date must lie after today."))

    def statement(self) -> Statement:
        return Statement(
            authority=self.authority.data,
            post=self.post.data,
            document=self.document.data,
            document_on=self.document_on.data,
            expires_on=self.expires_on.data,
            conditions=self.conditions.data,
            deputy_id=self.deputy_id,
        )


class FollowingForm(Form):
    """The document that was to follow a clearance; entered once."""

    document = text(
        _l("Document number"),
        60,
        DataRequired(_l("Write the number of the letter.")),
        description=_l("For example OBH-2026-117"),
    )
    document_on = DateField(_l("Date of the document"), validators=[Optional()])

    def validate_document_on(self, field: Field) -> None:
        _not_after_today(field)


class DecisionForm(StatementForm):
    """A decision on one version: its fingerprint travels along, so that it binds to what was on the screen (law 3)."""

    decision = RadioField(
        _l("Your decision"),
        choices=[
            (Decision.cleared.value, _l("Clear")),
            (Decision.changes_requested.value, _l("Request changes")),
            (Decision.refused.value, _l("Refuse")),
        ],
        validators=[InputRequired(_l("Choose your decision."))],
    )
    reason = text(
        _l("Reason"), 1200, area=True, description=_l("Needed to request changes or to refuse; the writers read it.")
    )
    has_read = BooleanField(_l("I read both languages and the page as printed"))
    fingerprint = HiddenField()

    def __iter__(self) -> Iterator[Field]:
        """The decision first, as on the page: so it also leads the list of what is missing."""
        return iter(sorted(super().__iter__(), key=lambda field: field.short_name != "decision"))

    @property
    def is_yes(self) -> bool:
        return bool(self.decision.data == Decision.cleared.value)

    @property
    def is_no(self) -> bool:
        return self.decision.data in (Decision.changes_requested.value, Decision.refused.value)

    def validate_reason(self, field: Field) -> None:
        if self.is_no and not field.data:
            raise ValidationError(_("Write the reason; without it nothing can be sent back."))

    def validate_has_read(self, field: Field) -> None:
        if self.is_yes and not field.data:
            raise ValidationError(_("Confirm that you read it; without that you cannot clear."))


class FilesDecisionForm(DecisionForm):
    """A decision on what comes as files: there is no page as printed, but every file was looked at."""

    has_read = BooleanField(_l("I read both languages and looked at every file"))


class FactDecisionForm(DecisionForm):
    """A decision on one fact: yes or no; changes to a fact begin as its next wording."""

    decision = RadioField(
        _l("Your decision"),
        choices=[(Decision.cleared.value, _l("Clear")), (Decision.refused.value, _l("Refuse"))],
        validators=[InputRequired(_l("Choose your decision."))],
    )
    reason = text(_l("Reason"), 1200, area=True, description=_l("Needed to refuse; the writers read it."))
    has_read = BooleanField(_l("I read both languages and the source"))


class FactListForm(StatementForm):
    """One act over a list of facts: one document for all that are chosen, and none is chosen beforehand."""

    pick = SelectMultipleField(
        _l("Facts"), coerce=int, validate_choice=False, validators=[InputRequired(_l("Choose at least one fact."))]
    )
    has_read = BooleanField(
        _l("I read both languages and the source of every fact that I chose"),
        validators=[InputRequired(_l("Confirm that you read it; without that you cannot clear."))],
    )


class VersionListForm(StatementForm):
    """One act over a list of versions: one document for all that are chosen, and each of them was opened."""

    pick = SelectMultipleField(
        _l("Versions"),
        coerce=int,
        validate_choice=False,
        validators=[InputRequired(_l("Choose at least one version."))],
    )
    opened = SelectMultipleField(_l("Opened"), coerce=int, validate_choice=False)

    @property
    def unopened(self) -> set[int]:
        """Chosen, but nobody said that it was read: each of these says so in its own row."""
        return set(self.pick.data or []) - set(self.opened.data or [])

    def validate_pick(self, field: Field) -> None:
        if missing := len(self.unopened):
            raise ValidationError(
                _n(
                    "You did not confirm of one chosen version that you opened it. Its row says so.",
                    "You did not confirm of %(num)d chosen versions that you opened them. Their rows say so.",
                    missing,
                )
            )


class RevokeFactForm(Form):
    """Taking back the own country's clearance of a fact: at once, alone, with a reason."""

    reason = text(_l("Reason"), 1200, DataRequired(_l("Write the reason; both countries read it.")), area=True)


def seen(ids: Iterable[int]) -> dict[int, str]:
    """The fingerprints that stood in the rows of a list that was sent."""
    return {number: request.form.get(f"seen-{number}", "") for number in ids}
