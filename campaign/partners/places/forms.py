"""What is asked about a place; its country follows from the county or municipio in which it lies."""

from collections.abc import Iterable
from typing import Any

from wtforms import Field, SelectField, StringField
from wtforms.validators import InputRequired, Length, Optional, Regexp

from campaign.db import Side
from campaign.forms import Day, EditForm, clean, text
from campaign.i18n import _, _l
from campaign.partners import phones
from campaign.partners.forms import NAME, check_phone, name_field, phone_field
from campaign.partners.models import Organization
from campaign.partners.places.actions import Address
from campaign.partners.places.models import Place
from campaign.partners.words import offered

LINES = 400
Groups = dict[str, list[tuple[str, str]]]


class PlaceForm(EditForm):
    """The nation’s part is empty unless the place stands on a nation’s land."""

    name = name_field(_l("Name"), _l("Write the name of the place."), description=_l("As its sign reads"))
    region_key = SelectField(
        _l("County or municipio"), validators=[InputRequired(_l("Choose the county or municipio."))]
    )
    address = text(_l("Address"), LINES, area=True, description=_l("Street, number, colonia or suite, city"))
    postal_code = StringField(
        _l("ZIP code or código postal"),
        validators=[Optional(), Regexp(r"[0-9]{5}\Z", message=_l("Write the five digits."))],
        filters=[clean],
        description=_l("Five digits in both countries"),
    )
    phone = phone_field()
    hours = text(
        _l("Opening hours"), LINES, area=True, description=_l("In words, for example Monday to Friday, 8 to 15")
    )
    land_id = SelectField(_l("Land of a nation"), description=_l("Only if the place stands on the land of a nation"))
    consent = text(_l("What the nation consented to"), LINES, area=True)
    consent_by = StringField(
        _l("Consent given by"),
        validators=[Length(max=NAME)],
        filters=[clean],
        description=_l("Name and post in the nation"),
    )
    consent_on = Day(_l("Consent given on"), validators=[Optional()])

    @classmethod
    def over(cls, place: Place | None, regions: Groups, nations: Iterable[Organization]) -> "PlaceForm":
        form = cls(data=_stored(place) if place else {})
        form.region_key.choices = {"": [("", _("Choose"))], **regions}
        form.land_id.choices = [("", "–"), *offered(nations, place.land if place else None)]
        return form

    def validate_phone(self, field: Field) -> None:
        country = (self.region_key.data or "")[:2]
        if country in ("US", "MX"):
            check_phone(field, Side(country))

    @property
    def place(self) -> Address:
        names = ("name", "region_key", "address", "postal_code", "phone", "hours", "consent", "consent_by")
        values: dict[str, Any] = {name: self[name].data or "" for name in names}
        land_id = int(self.land_id.data) if self.land_id.data else None
        return Address(**values, land_id=land_id, consent_on=self.consent_on.data)


def _stored(place: Place) -> dict[str, Any]:
    names = ("name", "region_key", "address", "postal_code", "hours", "consent", "consent_by", "consent_on")
    return {
        **{name: getattr(place, name) for name in names},
        "phone": phones.shown(place.phone),
        "land_id": str(place.land_id or ""),
        "version": str(place.row_version),
    }
