"""What a print room is told beside the file: paper by its weight as either country says it, folds, copies, delivery."""

from wtforms import DateField, StringField
from wtforms.validators import Length, Optional

from campaign.forms import Form, clean
from campaign.i18n import _l

# Grams per square metre and US pounds: 1 lb bond = 3.76 g/m², 1 lb text = 1.48 g/m², 1 lb cover = 2.70 g/m².
STOCKS = {
    "letter-trifold": "118 g/m² · 80 lb text",
    "tabloid-poster": "148 g/m² · 100 lb text",
    "rack-card": "297 g/m² · 110 lb cover",
    "wallet-card": "297 g/m² · 110 lb cover",
    "picture-card": "270 g/m² · 100 lb cover",
}
OFFICE_STOCK = "90 g/m² · 24 lb bond"
FOLDS = {"letter-trifold": (91.4, 94.0, 94.0)}
"""Widths in mm of the panels of the outside, from the left; the first one folds in and is the narrower one."""


class JobForm(Form):
    """Typed for this order and kept nowhere: it stands on the printed page."""

    copies = StringField(_l("Copies"), filters=[clean], validators=[Optional(), Length(max=20)])
    to = StringField(_l("Deliver to"), filters=[clean], validators=[Optional(), Length(max=200)])
    by = DateField(_l("Deliver by"), validators=[Optional()])
    contact = StringField(_l("Questions to"), filters=[clean], validators=[Optional(), Length(max=200)])


def stock(layout: str) -> str:
    return STOCKS.get(layout, OFFICE_STOCK)
