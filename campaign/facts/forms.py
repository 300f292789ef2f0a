"""The form over a fact's wording; a draft saves although it is incomplete and is held to everything when it is sent."""

from wtforms import DateField, Field, TextAreaField
from wtforms.validators import Length, Optional, Regexp, ValidationError

from campaign.clock import now
from campaign.facts.actions import Wording
from campaign.facts.models import Fact, FactKind, FactVersion
from campaign.forms import EditForm, clean, text
from campaign.i18n import _, _l

BODY, SOURCE = 1200, 600


class StatementWording(EditForm):
    """The words, and where they were seen."""

    en = text(_l("English"), BODY, area=True)
    es = text(_l("Spanish, tú"), BODY, area=True)
    es_usted = text(
        _l("Spanish, usted"),
        BODY,
        area=True,
        description=_l("Only where an official text needs it; it is cleared together with the other."),
    )
    # Addresses of pages have no spaces, so the limit on unbroken words is not asked of a source.
    source = TextAreaField(
        _l("Source"),
        validators=[Length(max=SOURCE, message=_l("At most 600 characters."))],
        filters=[clean],
        description=_l("Who publishes it, and where; official sources first"),
    )
    source_opened_on = DateField(_l("Source opened on"), validators=[Optional()])
    as_of = text(_l("As of"), 60, description=_l("The date or years that the source speaks of"))

    def validate_source_opened_on(self, field: Field) -> None:
        if field.data and field.data > now().date():
            raise ValidationError(_("A source is not opened after today."))

    def wording(self) -> Wording:
        return Wording(
            en=self.en.data,
            es=self.es.data,
            es_usted=self.es_usted.data,
            source=self.source.data or "",
            source_opened_on=self.source_opened_on.data,
            as_of=self.as_of.data,
            **self.line(),
        )

    def line(self) -> dict[str, str]:
        """What a helpline has beside its words; a statement has nothing."""
        return {}


class NumberWording(StatementWording):
    """A helpline: also the number as people dial it, and how it is named on paper."""

    dial = text(
        _l("Number as dialled"),
        20,
        Optional(),
        Regexp(
            r"[0-9(][0-9 ()-]*[0-9]\Z", message=_l("Write the number as people dial it: digits, spaces and hyphens.")
        ),
        description=_l("For example 911, 800 911 2000, 1-800-662-4357"),
    )
    name_en = text(_l("Name in English"), 40)
    name_es = text(_l("Name in Spanish"), 40)
    note_en = text(_l("Note in English"), 60, description=_l("One short line for paper"))
    note_es = text(_l("Note in Spanish"), 60, description=_l("One short line for paper"))

    def line(self) -> dict[str, str]:
        return {name: self[name].data or "" for name in ("dial", "name_en", "name_es", "note_en", "note_es")}


def form_for(fact: Fact, newest: FactVersion) -> StatementWording:
    kind = NumberWording if fact.kind is FactKind.number else StatementWording
    return kind(obj=newest, version=newest.row_version)
