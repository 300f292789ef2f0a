"""Which kind of table, the file itself, and which of its columns holds what."""

from typing import Any

from flask_wtf.file import FileField
from wtforms import RadioField, SelectField
from wtforms.validators import InputRequired

from campaign.forms import Brought, Form
from campaign.i18n import _l
from campaign.partners.imports.data import COLUMNS, KIND_WORDS
from campaign.partners.imports.models import Import


class ImportForm(Form):
    """One table, one kind of rows."""

    kind = RadioField(
        _l("What each row is"),
        choices=[(kind.value, words) for kind, words in KIND_WORDS.items()],
        validators=[InputRequired(_l("Choose what each row of the table is."))],
    )
    table = FileField(
        _l("Table"),
        validators=[Brought(_l("Choose the file with the table."))],
        description=_l("XLSX or CSV with one heading for each column; at most 5,000 rows and 10 MB"),
        render_kw={"accept": ".xlsx,.csv,text/csv"},
    )


def mapping_form(one: Import) -> Form:
    """One choice for each field: the headings of the table as they stand, numbered as the spreadsheet letters them."""
    choices = [("", "–"), *((str(n), heading(n, words)) for n, words in enumerate(one.columns))]
    fields: dict[str, Any] = {
        f"column_{column.field}": SelectField(
            column.label,
            choices=choices,
            default=str(one.mapping[column.field]) if column.field in one.mapping else "",
            validators=[InputRequired(_l("Choose the column that holds this."))] if column.is_needed else [],
        )
        for column in COLUMNS[one.kind]
    }
    form: Form = type("MappingForm", (Form,), fields)()
    return form


def mapped(form: Form) -> dict[str, int]:
    chosen = {field.short_name.removeprefix("column_"): field.data for field in form}
    return {name: int(number) for name, number in chosen.items() if number}


def heading(n: int, words: str) -> str:
    """ "C: City": a column as the spreadsheet shows it."""
    letters, left = "", n + 1
    while left:
        left, digit = divmod(left - 1, 26)
        letters = chr(65 + digit) + letters
    return f"{letters}: {words}" if words else letters
